"""The lines every family prints, one per instance and engine, and the files of solutions."""

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any, TextIO

from tests.bench.alone import Measured

PEERS = ("or-tools", "pyvrp", "vroom")
_WHEELS = {"vroom": "pyvroom"}

Line = dict[str, Any]


def make_line(
    family: str,
    instance: str,
    m: int,
    engine: str,
    measured: Measured,
    value: float,
    best_known: float | None,
    bound: float | None,
    violations: int,
) -> Line:
    """Give a line; the gap is to the best value known, or else to the bound, in percent."""
    best = best_known or bound
    return {
        "family": family,
        "instance": instance,
        "m": m,
        "engine": engine,
        "seconds": round(measured.seconds, 2),
        "value": round(value, 3),
        "best_known": best_known,
        "bound": None if bound is None else round(bound, 3),
        "gap_pct": None if not best else round(100 * (best - value) / best, 3),
        "violations": violations,
        "peak_mb": round(measured.peak_mb),
        "cpu_seconds": round(measured.cpu_seconds, 2),
    }


def add_common(parser: argparse.ArgumentParser, seconds: float | None) -> None:
    """Add the options every family has."""
    parser.add_argument("--seconds", type=float, default=seconds, help="of wall time")
    parser.add_argument("--cpu-seconds", type=float, help="limit by time of the processor")
    parser.add_argument("--seed", type=int, default=1, help="of the search")
    parser.add_argument("--peers", action="store_true", help=f"run {', '.join(PEERS)} as well")
    parser.add_argument("--json", action="store_true", help="one line of JSON per engine")
    parser.add_argument("--solutions", type=Path, help="folder for one JSON per instance")


def list_peers(family: str) -> list[str]:
    """Give the peers that can run; say of each other one why not, in a sentence."""
    able = []
    for peer in PEERS:
        sentence = find_missing(peer, family)
        if sentence:
            say(sentence, sys.stderr)
        else:
            able.append(peer)
    return able


def find_missing(peer: str, family: str) -> str | None:
    """Say in a sentence why a peer cannot run on a family, or None."""
    if peer == "vroom" and family == "ophs":
        return "vroom cannot choose between hotels and is left out."
    if peer != "or-tools" and importlib.util.find_spec(peer) is None:
        wheel = _WHEELS.get(peer, peer)
        return f"{peer} is not installed (python -m pip install {wheel}) and is left out."
    return None


def save_solution(folder: Path | None, line: Line, parts: Line) -> None:
    """Write a line and its solution to a folder, where one is given."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    m = f"-m{line['m']}" if line["family"] in ("toptw", "ophs") else ""
    name = f"{line['family']}-{line['instance']}{m}-{line['engine']}.json"
    text = json.dumps(line | parts, indent=1, ensure_ascii=False)
    (folder / name).write_text(text + "\n", encoding="utf-8")


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line at once."""
    stream = stream or sys.stdout
    stream.write(text + "\n")
    stream.flush()
