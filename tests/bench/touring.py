"""The family `tours`: `python -m tests.bench tours [FILE…|--seeds 1-10] [--peers]`."""

import argparse
import json
import statistics
from pathlib import Path

from planner.domain.demand import Question
from tests.bench.alone import measure_alone
from tests.bench.engines import Answer, make_job, prepare
from tests.bench.lines import Line, add_common, list_peers, make_line, save_solution, say
from tests.bench.made import FOLDER, list_tours, load, make, save
from tests.touring.verify import find_faults, find_value

_HEADER = "instance   engine      value     bound   gap%  broken  seconds     cpu    MB"
_VENUES = 60


def add_tours(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `tours` to the command line; `options.run(options)` measures."""
    parser = commands.add_parser("tours", help="the whole problem, on instances made by seed")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seeds", default="1-10", help="as 1-10 or 3,5; where no file is given")
    parser.add_argument("--venues", type=int, default=_VENUES)
    parser.add_argument("--weeks", type=int, default=4, help="of an instance to be written")
    parser.add_argument("--make", type=int, metavar="SEED", help="write one more instance")
    parser.add_argument(
        "--engines", help="only these, as engine,vroom; else ours, and all peers with --peers"
    )
    add_common(parser, 30.0)
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    """Run all engines on all instances and print a line each, and means at the end."""
    if options.make is not None:
        made = make(options.make, options.venues, options.weeks)
        path = FOLDER / f"{made['name']}.json"
        save(made, path)
        say(str(path))
        return
    engines = _list_engines(options)
    if not options.json:
        say(_HEADER)
    lines = []
    for path in options.files or _find_files(options):
        lines += _run_all(path, engines, options)
    if not options.json:
        for engine in engines:
            say(_sum_up(engine, [line for line in lines if line["engine"] == engine]))


def _list_engines(options: argparse.Namespace) -> list[str]:
    if options.engines:
        return list(options.engines.split(","))
    peers = ["greedy", "insertion", *list_peers("tours")] if options.peers else []
    return ["engine", *peers]


def _find_files(options: argparse.Namespace) -> list[Path]:
    seeds: list[int] = []
    for part in options.seeds.split(","):
        first, _, last = part.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    return [FOLDER / f"t{options.venues}-{seed:02d}.json" for seed in seeds]


def _run_all(path: Path, engines: list[str], options: argparse.Namespace) -> list[Line]:
    question = load(path)
    lines: list[Line] = []
    for engine in engines:
        bound = lines[0]["bound"] if lines else None
        lines.append(_run(path.stem, engine, question, bound, options))
    return lines


def _run(
    name: str, engine: str, question: Question, bound: float | None, options: argparse.Namespace
) -> Line:
    """Run one engine; a bound that ours proved holds for every plan of the question."""
    measured = measure_alone(prepare, make_job(question, engine, options, True))
    answer: Answer = measured.answer
    broken = find_faults(answer.tours, question)
    line = make_line(
        "tours",
        name,
        len(question.crews),
        engine,
        measured,
        find_value(answer.tours, question),
        None,
        answer.bound or bound,
        len(broken),
    )
    parts = {"broken": broken, "tours": list_tours(answer.tours)}
    save_solution(options.solutions, line, parts)
    say(json.dumps(line) if options.json else _as_row(line))
    return line


def _as_row(line: Line) -> str:
    bound, gap = line["bound"], line["gap_pct"]
    return (
        f"{line['instance']:10} {line['engine']:9} {line['value']:7.1f}"
        f" {'-' if bound is None else f'{bound:.1f}':>9}"
        f" {'-' if gap is None else f'{gap:.2f}':>6} {line['violations']:>7}"
        f" {line['seconds']:>8.1f} {line['cpu_seconds']:>7.1f} {line['peak_mb']:>5}"
    )


def _sum_up(engine: str, lines: list[Line]) -> str:
    gaps = [line["gap_pct"] for line in lines if line["gap_pct"] is not None]
    value = statistics.fmean(line["value"] for line in lines)
    broken = sum(line["violations"] for line in lines)
    text = f"{engine}: mean value {value:.1f}; broken rules {broken}"
    if gaps:
        text += f"; mean proven gap {statistics.fmean(gaps):.2f} %, worst {max(gaps):.2f} %"
    return text
