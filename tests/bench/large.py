"""The family `large`: `python -m tests.bench large --venues 125,250,500,1000 --seconds 600`."""

import argparse
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from planner.touring.large import LargeSession, start_workers
from planner.touring.session import Outcome
from planner.watch import NoWatch
from tests.bench.made import list_tours, make, read
from tests.touring.verify import find_faults, find_value

_HEADER = "instance      crews     value     bound   gap%  broken   first  seconds     cpu    MB"
_SAMPLE_SECONDS = 0.5


def add_large(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `large` to the command line; `options.run(options)` measures."""
    parser = commands.add_parser("large", help="many crews and weeks, on instances made by seed")
    parser.add_argument("--venues", default="125,250,500,1000")
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--make", type=int, default=1, metavar="SEED", help="of the instances")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--cpu-seconds", type=float, help="of each worker, in place of seconds")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="of the search")
    parser.add_argument("--json", action="store_true", help="one line of JSON per instance")
    parser.add_argument("--solutions", type=Path, help="folder for one JSON per instance")
    parser.set_defaults(run=measure)


class Tree:
    """Samples the memory of this process and all below it, and adds up their time."""

    def __init__(self) -> None:
        """Begin to look."""
        self.peak_mb, self.cpu = 0.0, 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop looking."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_SAMPLE_SECONDS):
            own = _list_tree(os.getpid())
            self.peak_mb = max(self.peak_mb, sum(_read_memory(pid) for pid in own))
            self.cpu = max(self.cpu, sum(_read_cpu(pid) for pid in own))


def _list_tree(root: int) -> list[int]:
    """List a process and those below it, where the system tells."""
    found = [root]
    for pid in found:
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += [int(child) for child in path.read_text().split()]
            except OSError:
                continue
    return found


def _read_memory(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return int(text.split("VmRSS:")[1].split()[0]) / 1024 if "VmRSS:" in text else 0.0


def _read_cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(options: argparse.Namespace) -> None:
    """Solve one instance of each size and print a line each."""
    if not options.json:
        _say(_HEADER)
    for venues in options.venues.split(","):
        line = _run(int(venues), options)
        _say(json.dumps(line) if options.json else _as_row(line))


def _run(venues: int, options: argparse.Namespace) -> dict[str, Any]:
    made = make(options.make, venues, options.weeks)
    question = read(made)
    started = time.perf_counter()
    firsts: list[float] = []
    best: list[Outcome] = []

    def hear(outcome: Outcome) -> None:
        firsts.append(time.perf_counter() - started)
        best.append(outcome)

    session = LargeSession(question, start_workers(options.workers), options.workers)
    tree = Tree()
    clock = time.monotonic if options.cpu_seconds is None else time.process_time
    limit = options.seconds if options.cpu_seconds is None else options.cpu_seconds
    outcome = session.solve(limit, options.seed, NoWatch(), hear, clock)
    seconds = time.perf_counter() - started
    tree.close()
    session.close()
    value, broken = find_value(outcome.tours, question), find_faults(outcome.tours, question)
    bound = outcome.bound
    line: dict[str, Any] = {
        "family": "large",
        "instance": made["name"],
        "m": len(question.crews),
        "engine": "engine",
        "seconds": round(seconds, 1),
        "value": round(value, 2),
        "best_known": None,
        "bound": None if bound is None else round(bound, 2),
        "gap_pct": None if not bound else round(100 * (bound - value) / bound, 2),
        "violations": len(broken),
        "peak_mb": round(tree.peak_mb),
        "cpu_seconds": round(tree.cpu, 1),
        "first_seconds": round(firsts[0], 1) if firsts else None,
    }
    if options.solutions:
        options.solutions.mkdir(parents=True, exist_ok=True)
        whole = line | {"broken": broken, "tours": list_tours(outcome.tours)}
        text = json.dumps(whole, indent=1, ensure_ascii=False)
        (options.solutions / f"large-{made['name']}.json").write_text(text, encoding="utf-8")
    return line


def _as_row(line: dict[str, Any]) -> str:
    bound, gap, first = line["bound"], line["gap_pct"], line["first_seconds"]
    return (
        f"{line['instance']:14} {line['m']:>4} {line['value']:9.1f}"
        f" {'-' if bound is None else f'{bound:.1f}':>9}"
        f" {'-' if gap is None else f'{gap:.1f}':>6} {line['violations']:>7}"
        f" {'-' if first is None else f'{first:.1f}':>7} {line['seconds']:>8.1f}"
        f" {line['cpu_seconds']:>7.1f} {line['peak_mb']:>5}"
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
