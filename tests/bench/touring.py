"""The family `tours`: `python -m tests.bench tours [FILE…|--seeds 1-10] [--peers]`."""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.touring.session import Session
from planner.watch import NoWatch
from tests.bench.figures import read_peak, reset_peak
from tests.bench.greedy import plan_greedily
from tests.bench.made import FOLDER, list_tours, load, make, save
from tests.bench.routing import plan_by_routing
from tests.touring.verify import find_faults, find_value

_HEADER = "instance   engine      value     bound   gap%  broken  seconds     cpu    MB"
_VENUES = 60

Answer = tuple[tuple[Tour, ...], float | None]


def add_tours(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `tours` to the command line; `options.run(options)` measures."""
    parser = commands.add_parser("tours", help="the whole problem, on instances made by seed")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seeds", default="1-10", help="as 1-10 or 3,5; where no file is given")
    parser.add_argument("--venues", type=int, default=_VENUES)
    parser.add_argument("--make", type=int, metavar="SEED", help="write one more instance")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--cpu-seconds", type=float, help="limit by time of the processor")
    parser.add_argument("--seed", type=int, default=1, help="of the search")
    parser.add_argument("--peers", action="store_true", help="run greedy and OR-Tools as well")
    parser.add_argument("--json", action="store_true", help="one line of JSON per engine")
    parser.add_argument("--solutions", type=Path, help="folder for one JSON per instance")
    parser.set_defaults(run=measure)


def find_clock(options: argparse.Namespace) -> tuple[float, Callable[[], float]]:
    """Give the limit in seconds and the clock that measures it."""
    if options.cpu_seconds is not None:
        return options.cpu_seconds, time.process_time
    return options.seconds, time.monotonic


def measure(options: argparse.Namespace) -> None:
    """Run all engines on all instances and print a line each, and means at the end."""
    if options.make is not None:
        made = make(options.make, options.venues)
        save(made, FOLDER / f"{made['name']}.json")
        return
    if not options.json:
        _say(_HEADER)
    lines = []
    for path in options.files or _find_files(options):
        question = load(path)
        for engine, work in _list_engines(question, options):
            lines.append(_run(path.stem, engine, work, question, options))
            _say(json.dumps(lines[-1]) if options.json else _as_row(lines[-1]))
    if not options.json:
        for engine in dict.fromkeys(line["engine"] for line in lines):
            _say(_sum_up(engine, [line for line in lines if line["engine"] == engine]))


def _find_files(options: argparse.Namespace) -> list[Path]:
    seeds: list[int] = []
    for part in options.seeds.split(","):
        first, _, last = part.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    return [FOLDER / f"t{options.venues}-{seed:02d}.json" for seed in seeds]


def _list_engines(
    question: Question, options: argparse.Namespace
) -> Iterator[tuple[str, Callable[[], Answer]]]:
    limit, clock = find_clock(options)

    def solve() -> Answer:
        outcome = Session(question).solve(limit, options.seed, NoWatch(), lambda _: None, clock)
        return outcome.tours, outcome.bound

    yield "engine", solve
    if options.peers:
        yield "greedy", lambda: (plan_greedily(question), None)
        yield "or-tools", lambda: (plan_by_routing(question, limit), None)


def _run(
    name: str,
    engine: str,
    work: Callable[[], Answer],
    question: Question,
    options: argparse.Namespace,
) -> dict[str, Any]:
    reset_peak()
    spent, started = time.process_time(), time.perf_counter()
    tours, bound = work()
    seconds, cpu = time.perf_counter() - started, time.process_time() - spent
    value = find_value(tours, question)
    broken = find_faults(tours, question)
    line: dict[str, Any] = {
        "family": "tours",
        "instance": name,
        "m": len(question.crews),
        "engine": engine,
        "seconds": round(seconds, 2),
        "value": round(value, 3),
        "best_known": None,
        "bound": None if bound is None else round(bound, 3),
        "gap_pct": None if not bound else round(100 * (bound - value) / bound, 3),
        "violations": len(broken),
        "peak_mb": round(read_peak()),
        "cpu_seconds": round(cpu, 2),
    }
    if options.solutions:
        options.solutions.mkdir(parents=True, exist_ok=True)
        whole = line | {"broken": broken, "tours": list_tours(tours)}
        text = json.dumps(whole, indent=1, ensure_ascii=False)
        (options.solutions / f"tours-{name}-{engine}.json").write_text(text, encoding="utf-8")
    return line


def _as_row(line: dict[str, Any]) -> str:
    bound, gap = line["bound"], line["gap_pct"]
    return (
        f"{line['instance']:10} {line['engine']:9} {line['value']:7.1f}"
        f" {'-' if bound is None else f'{bound:.1f}':>9}"
        f" {'-' if gap is None else f'{gap:.2f}':>6} {line['violations']:>7}"
        f" {line['seconds']:>8.1f} {line['cpu_seconds']:>7.1f} {line['peak_mb']:>5}"
    )


def _sum_up(engine: str, lines: list[dict[str, Any]]) -> str:
    gaps = [line["gap_pct"] for line in lines if line["gap_pct"] is not None]
    value = statistics.fmean(line["value"] for line in lines)
    broken = sum(line["violations"] for line in lines)
    text = f"{engine}: mean value {value:.1f}; broken rules {broken}"
    if gaps:
        text += f"; mean proven gap {statistics.fmean(gaps):.2f} %, worst {max(gaps):.2f} %"
    return text


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
