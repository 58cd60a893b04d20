"""The public families: `python -m tests.bench toptw|ophs FILE… --seconds 10 [--peers]`."""

import argparse
import csv
import json
import math
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from planner.touring.families.ophs import read_ophs
from planner.touring.families.toptw import read_toptw
from planner.touring.routes.search import Effort, search_routes, warm_up
from tests.bench import route_peers as peers
from tests.bench.referee import Verdict, judge_ophs, judge_toptw

_PEERS = ("or-tools", "pyvrp", "vroom")
_HEADER = (
    "instance                        m engine       value   best    gap%  broken  seconds    MB"
)

Solver = Callable[[peers.Limit], list[list[int]]]


@dataclass(frozen=True, slots=True)
class Case:
    """One file and number of tours, who can solve it, and who judges."""

    family: str
    path: Path
    m: int
    best_known: int | None
    solvers: dict[str, Solver]
    judge: Callable[[list[list[int]]], Verdict]


def add_families(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `toptw` and `ophs` to the command line; `options.run(options)` measures."""
    for name, title in (
        ("toptw", "team orienteering with time windows: files, and tours each"),
        ("ophs", "orienteering with hotel selection: files"),
    ):
        parser = commands.add_parser(name, help=title)
        parser.add_argument("files", nargs="+", type=Path)
        if name == "toptw":
            parser.add_argument("--m", help="numbers of tours, as 1,2; else those of bks.csv")
        parser.add_argument("--seconds", type=float, default=None, help="of wall time, else 10")
        parser.add_argument("--cpu-seconds", type=float, default=math.inf)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--rounds", type=int, default=0, help="of the engine; repeatable")
        parser.add_argument("--peers", action="store_true")
        parser.add_argument("--json", action="store_true", help="one line per instance, engine")
        parser.add_argument("--solutions", type=Path, help="folder for one JSON per instance")
        parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    """Run all engines on all files and print a line each, and means at the end."""
    if options.seconds is None:
        unbound = options.rounds or options.cpu_seconds < math.inf
        options.seconds = math.inf if unbound else 10.0
    warm_up()
    engines = ["engine"]
    for peer in _PEERS if options.peers else ():
        if sentence := peers.find_missing(peer, options.family):
            _say(sentence, sys.stderr)
        else:
            engines.append(peer)
    if not options.json:
        _say(_HEADER)
    lines = []
    for case in _list_cases(options):
        for engine in engines:
            lines.append(_run(case, engine, options))
            _say(json.dumps(lines[-1]) if options.json else _as_row(lines[-1]))
    if not options.json:
        for engine in engines:
            _say(_sum_up(engine, [line for line in lines if line["engine"] == engine]))


def _sum_up(engine: str, lines: list[dict[str, Any]]) -> str:
    gaps = [line["gap_pct"] for line in lines if line["gap_pct"] is not None]
    broken = sum(line["violations"] for line in lines)
    if not gaps:
        return f"{engine}: no best-known value; broken rules {broken}"
    return (
        f"{engine}: mean gap {statistics.fmean(gaps):.2f} %, worst {max(gaps):.2f} %, over"
        f" {len(gaps)} of {len(lines)} with a best-known value; broken rules {broken}"
    )


def _say(text: str, stream: TextIO | None = None) -> None:
    stream = stream or sys.stdout
    stream.write(text + "\n")
    stream.flush()


def _list_cases(options: argparse.Namespace) -> Iterator[Case]:
    """Give the cases of the files; best-known values are read from `bks.csv` beside each."""
    for path in options.files:
        known = _read_best(path.parent / "bks.csv")
        if options.family == "ophs":
            best = known.get((path.stem, 0))
            yield _make_ophs(path, best, options)
            continue
        listed = sorted(m for name, m in known if name == path.stem) or [1, 2, 3, 4]
        for m in [int(x) for x in options.m.split(",")] if options.m else listed:
            yield _make_toptw(path, m, known.get((path.stem, m)), options)


def _read_best(path: Path) -> dict[tuple[str, int], int]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["instance"], int(row.get("m") or 0)): round(float(row["bks"]))
        for row in rows
        if row.get("bks")
    }


def _make_toptw(path: Path, m: int, best: int | None, options: argparse.Namespace) -> Case:
    problem = read_toptw(path)
    days = problem.days(m)

    def solve(limit: peers.Limit) -> list[list[int]]:
        routes = search_routes(problem.field, days, _make_effort(options)).days
        return [list(route[1:-1]) for route in routes]

    solvers: dict[str, Solver] = {
        "engine": solve,
        "or-tools": lambda limit: peers.tours_by_ortools(problem, m, limit),
        "pyvrp": lambda limit: peers.tours_by_pyvrp(problem, m, limit),
        "vroom": lambda limit: peers.tours_by_vroom(problem, m, limit),
    }
    return Case("toptw", path, m, best, solvers, lambda routes: judge_toptw(path, routes, m))


def _make_ophs(path: Path, best: int | None, options: argparse.Namespace) -> Case:
    problem = read_ophs(path)
    days = problem.days()

    def solve(limit: peers.Limit) -> list[list[int]]:
        routes = search_routes(problem.field, days, _make_effort(options)).days
        return [list(route) for route in routes]

    solvers: dict[str, Solver] = {
        "engine": solve,
        "or-tools": lambda limit: peers.trips_by_ortools(problem, limit),
        "pyvrp": lambda limit: peers.trips_by_pyvrp(problem, limit),
    }
    count = len(days.starts)
    return Case("ophs", path, count, best, solvers, lambda routes: judge_ophs(path, routes))


def _make_effort(options: argparse.Namespace) -> Effort:
    return Effort(options.seconds, options.cpu_seconds, options.rounds, options.seed)


def _run(case: Case, engine: str, options: argparse.Namespace) -> dict[str, Any]:
    """Time one engine on one case, judge its routes and give the line."""
    _reset_peak()
    spent = time.process_time()
    started = time.perf_counter()
    limit = peers.Limit(options.seconds, lambda: time.process_time() - spent > options.cpu_seconds)
    routes = case.solvers[engine](limit)
    seconds, cpu = time.perf_counter() - started, time.process_time() - spent
    peak = _read_peak()
    verdict = case.judge(routes) if routes else Verdict(broken=["no solution"])
    gap = None
    if case.best_known:
        gap = round(100.0 * (case.best_known - verdict.value) / case.best_known, 3)
    line: dict[str, Any] = {
        "family": case.family,
        "instance": case.path.stem,
        "m": case.m,
        "engine": engine,
        "seconds": round(seconds, 2),
        "value": verdict.value,
        "best_known": case.best_known,
        "bound": None,
        "gap_pct": gap,
        "violations": len(verdict.broken),
        "peak_mb": round(peak),
        "cpu_seconds": round(cpu, 2),
    }
    if options.solutions:
        options.solutions.mkdir(parents=True, exist_ok=True)
        name = f"{case.family}-{case.path.stem}-m{case.m}-{engine}.json"
        whole = line | {"broken": verdict.broken, "routes": verdict.routes}
        text = json.dumps(whole, indent=1, ensure_ascii=False)
        (options.solutions / name).write_text(text + "\n", encoding="utf-8")
    return line


def _as_row(line: dict[str, Any]) -> str:
    best = "-" if line["best_known"] is None else line["best_known"]
    gap = "-" if line["gap_pct"] is None else f"{line['gap_pct']:.2f}"
    return (
        f"{line['instance']:30} {line['m']:>2} {line['engine']:9} {line['value']:>8}"
        f" {best:>6} {gap:>7} {line['violations']:>7} {line['seconds']:>8} {line['peak_mb']:>5}"
    )


def _reset_peak() -> None:
    """Forget the peak of what ran before in this process, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _read_peak() -> float:
    """Give the most memory held since, in MB."""
    try:
        text = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(text.split("VmHWM:")[1].split()[0]) / 1024
