"""Measures the engine beside its peers: `python -m tests.bench scenario FOLDER --peers`."""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from planner.domain.calendar import Horizon
from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.domain.scenario import Scenario
from planner.exchange.tables_in import read_folder
from planner.rules.demand import build_question
from planner.rules.intake import judge_tables
from planner.touring.session import Outcome, Session
from planner.watch import NoWatch
from tests.bench.families import add_families
from tests.bench.figures import Figures, count
from tests.bench.greedy import plan_greedily
from tests.bench.routing import plan_by_routing
from tests.bench.touring import add_tours, find_clock

_HEADER = (
    "engine     value    people  booths homes market  days nights  bound    gap   seconds  MB"
)


def main() -> None:
    """Read the command line and print one line per engine."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    families = parser.add_subparsers(dest="family", required=True)
    family = families.add_parser("scenario", help="a folder of tables")
    family.add_argument("folder", type=Path)
    family.add_argument(
        "--from", dest="first", type=date.fromisoformat, default=date(2026, 10, 12)
    )
    family.add_argument("--weeks", type=int, default=4)
    family.add_argument("--seconds", type=float, default=30.0)
    family.add_argument("--cpu-seconds", type=float, help="limit by time of the processor")
    family.add_argument("--seed", type=int, default=1)
    family.add_argument("--peers", action="store_true", help="run greedy and OR-Tools as well")
    family.add_argument("--json", action="store_true", help="one line of JSON per engine")
    family.set_defaults(run=measure)
    add_tours(families)
    add_families(families)
    options = parser.parse_args()
    options.run(options)


def measure(options: argparse.Namespace) -> None:
    """Run the engines one after another."""
    intake = judge_tables(read_folder(options.folder))
    if intake.scenario is None:
        raise SystemExit(f"no scenario in {options.folder}: {', '.join(intake.missing)}")
    horizon = Horizon.of_weeks(options.first, options.weeks)
    question = build_question(intake.scenario, options.first, horizon)
    bench = _Bench(options, intake.scenario, question)
    if not options.json:
        _say(_HEADER)
    bench.run("engine", lambda: bench.solve())
    if options.peers:
        bench.run("greedy", lambda: (plan_greedily(question), None))
        seconds = options.seconds
        bench.run("or-tools", lambda: (plan_by_routing(question, seconds), None))


class _Bench:
    """One instance and the way its lines are printed."""

    def __init__(
        self, options: argparse.Namespace, scenario: Scenario, question: Question
    ) -> None:
        self.options = options
        self.scenario = scenario
        self.question = question

    def solve(self) -> tuple[tuple[Tour, ...], float | None]:
        """Run our own engine."""
        best: list[Outcome] = []
        session = Session(self.question)
        limit, clock = find_clock(self.options)
        outcome = session.solve(limit, self.options.seed, NoWatch(), best.append, clock)
        return outcome.tours, outcome.bound

    def run(self, engine: str, work: Callable[[], tuple[tuple[Tour, ...], float | None]]) -> None:
        """Time one engine, judge its plan and print the line."""
        started = time.perf_counter()
        tours, bound = work()
        seconds = time.perf_counter() - started
        figures = count(tours, self.scenario, self.question)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if self.options.json:
            _say(json.dumps(self._as_json(engine, figures, bound, seconds, peak)))
        else:
            _say(_as_line(engine, figures, bound, seconds, peak))
            for text in figures.violations[:5]:
                _say(f"   broken: {text}")

    def _as_json(
        self, engine: str, figures: Figures, bound: float | None, seconds: float, peak: float
    ) -> dict[str, object]:
        return {
            "family": "scenario",
            "instance": self.options.folder.name,
            "m": len(self.question.crews),
            "engine": engine,
            "seconds": round(seconds, 2),
            "value": round(figures.value, 2),
            "people": round(figures.people, 1),
            "booths": figures.booths,
            "market_share": round(figures.market_share, 3),
            "crew_days": figures.crew_days,
            "best_known": None,
            "bound": bound,
            "gap_pct": _gap(figures.value, bound),
            "violations": len(figures.violations),
            "peak_mb": round(peak),
        }


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _gap(value: float, bound: float | None) -> float | None:
    return None if bound is None else round(100 * (bound - value) / max(bound, 1e-9), 2)


def _as_line(
    engine: str, figures: Figures, bound: float | None, seconds: float, peak: float
) -> str:
    gap = _gap(figures.value, bound)
    return (
        f"{engine:9} {figures.value:9.1f} {figures.people:8.1f} {figures.booths:6}"
        f" {figures.homes:5} {figures.market_share:6.0%} {figures.crew_days:5} {figures.nights:5}"
        f" {'-' if bound is None else f'{bound:9.1f}':>9} {'-' if gap is None else f'{gap}%':>6}"
        f" {seconds:8.1f} {peak:5.0f}"
    )


if __name__ == "__main__":
    main()
