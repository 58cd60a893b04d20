"""The public families: `python -m tests.bench toptw|ophs FILE… --seconds 10 [--peers]`."""

import argparse
import csv
import json
import math
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.alone import Work, measure_alone
from tests.bench.lines import Line, add_common, list_peers, make_line, save_solution, say
from tests.bench.referee import Verdict, judge_ophs, judge_toptw

_HEADER = (
    "instance                        m engine       value   best    gap%  broken  seconds    MB"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One file and number of tours, the best value known, and within what it is solved."""

    family: str
    path: Path
    m: int
    best_known: int | None
    seconds: float
    cpu_seconds: float
    rounds: int
    seed: int


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
        parser.add_argument("--rounds", type=int, default=0, help="of the engine; repeatable")
        add_common(parser, None)
        parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    """Run all engines on all files and print a line each, and means at the end."""
    if options.seconds is None:
        options.seconds = math.inf if options.rounds or options.cpu_seconds else 10.0
    options.cpu_seconds = options.cpu_seconds or math.inf
    engines = ["engine", *(list_peers(options.family) if options.peers else ())]
    if not options.json:
        say(_HEADER)
    lines = []
    for case in _list_cases(options):
        for engine in engines:
            lines.append(_run(case, engine, options))
            say(json.dumps(lines[-1]) if options.json else _as_row(lines[-1]))
    if not options.json:
        for engine in engines:
            say(_sum_up(engine, [line for line in lines if line["engine"] == engine]))


def _sum_up(engine: str, lines: list[Line]) -> str:
    gaps = [line["gap_pct"] for line in lines if line["gap_pct"] is not None]
    broken = sum(line["violations"] for line in lines)
    if not gaps:
        return f"{engine}: no best-known value; broken rules {broken}"
    return (
        f"{engine}: mean gap {statistics.fmean(gaps):.2f} %, worst {max(gaps):.2f} %, over"
        f" {len(gaps)} of {len(lines)} with a best-known value; broken rules {broken}"
    )


def _list_cases(options: argparse.Namespace) -> Iterator[Case]:
    """Give the cases of the files; best-known values are read from `bks.csv` beside each."""
    effort = (options.seconds, options.cpu_seconds, options.rounds, options.seed)
    for path in options.files:
        known = _read_best(path.parent / "bks.csv")
        if options.family == "ophs":
            trips = _count_trips(path)
            yield Case("ophs", path, trips, known.get((path.stem, 0)), *effort)
            continue
        listed = sorted(m for name, m in known if name == path.stem) or [1, 2, 3, 4]
        for m in [int(x) for x in options.m.split(",")] if options.m else listed:
            yield Case("toptw", path, m, known.get((path.stem, m)), *effort)


def _count_trips(path: Path) -> int:
    with path.open(encoding="utf-8-sig") as file:
        return int(file.readline().split()[2])


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


def prepare(job: tuple[Case, str]) -> Work:
    """Read the file of a case and make an engine ready."""
    case, engine = job
    if case.family == "toptw":
        from planner.touring.families.toptw import read_toptw

        problem = read_toptw(case.path)
        if engine == "engine":
            return _prepare_ours(case, problem.field, problem.days(case.m), slice(1, -1))
    else:
        from planner.touring.families.ophs import read_ophs

        problem = read_ophs(case.path)
        if engine == "engine":
            return _prepare_ours(case, problem.field, problem.days(), slice(None))
    return _prepare_peer(case, engine, problem)


def _prepare_ours(case: Case, field: object, days: object, kept: slice) -> Work:
    from planner.touring.routes.search import Effort, search_routes, warm_up

    warm_up()
    effort = Effort(case.seconds, case.cpu_seconds, case.rounds, case.seed)
    return lambda: [list(route[kept]) for route in search_routes(field, days, effort).days]


def _prepare_peer(case: Case, engine: str, problem: object) -> Work:
    from tests.bench import route_peers as peers

    tours = {
        "or-tools": peers.tours_by_ortools,
        "pyvrp": peers.tours_by_pyvrp,
        "vroom": peers.tours_by_vroom,
    }
    trips = {"or-tools": peers.trips_by_ortools, "pyvrp": peers.trips_by_pyvrp}

    def solve() -> list[list[int]]:
        end = time.process_time() + case.cpu_seconds
        limit = peers.Limit(case.seconds, lambda: time.process_time() > end)
        if case.family == "toptw":
            return tours[engine](problem, case.m, limit)
        return trips[engine](problem, limit)

    return solve


def _run(case: Case, engine: str, options: argparse.Namespace) -> Line:
    """Run one engine on one case, judge its routes and give the line."""
    measured = measure_alone(prepare, (case, engine))
    verdict = _judge(case, measured.answer)
    line = make_line(
        case.family,
        case.path.stem,
        case.m,
        engine,
        measured,
        verdict.value,
        case.best_known,
        None,
        len(verdict.broken),
    )
    parts = {"broken": verdict.broken, "routes": verdict.routes}
    save_solution(options.solutions, line, parts)
    return line


def _judge(case: Case, routes: list[list[int]]) -> Verdict:
    if not routes:
        return Verdict(broken=["no solution"])
    if case.family == "toptw":
        return judge_toptw(case.path, routes, case.m)
    return judge_ophs(case.path, routes)


def _as_row(line: Line) -> str:
    best = "-" if line["best_known"] is None else line["best_known"]
    gap = "-" if line["gap_pct"] is None else f"{line['gap_pct']:.2f}"
    return (
        f"{line['instance']:30} {line['m']:>2} {line['engine']:9} {line['value']:>8}"
        f" {best:>6} {gap:>7} {line['violations']:>7} {line['seconds']:>8} {line['peak_mb']:>5}"
    )
