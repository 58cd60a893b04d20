"""Measures the engine beside its peers: `python -m tests.bench FAMILY … [--peers] [--json]`."""

import argparse

from tests.bench.answers import add_answers
from tests.bench.families import add_families
from tests.bench.large import add_large
from tests.bench.scenario import add_scenario
from tests.bench.touring import add_tours


def main() -> None:
    """Read the command line and measure a family."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    families = parser.add_subparsers(dest="family", required=True)
    add_scenario(families)
    add_answers(families)
    add_tours(families)
    add_large(families)
    add_families(families)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
