"""How fast questions about a plan are answered: `python -m tests.bench answers`."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from math import inf
from pathlib import Path
from time import perf_counter, process_time

import msgspec

from planner.collector import collect_rarely
from planner.domain.calendar import Horizon
from planner.domain.demand import Question
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Plan, Tour
from planner.domain.scenario import Scenario
from planner.exchange.tables_in import read_folder
from planner.judge.case import open_case
from planner.judge.check import Judge
from planner.judge.cost import price
from planner.judge.diff import find_spots
from planner.judge.edit import drop
from planner.judge.find_day import open_finder
from planner.office.channel import (
    Better,
    Cancel,
    Done,
    Failed,
    Message,
    Solve,
    read_message,
    write_request,
)
from planner.rules.demand import build_question
from planner.rules.intake import judge_tables
from tests.bench.edits import SAMPLES, make_big, make_plan, time_edit
from tests.factories import PLANNED_ON

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "yunnan"
FIRST_DAY = date(2026, 10, 12)
PATIENCE = 20.0  # s after which a sample counts as that long
LOCKED, LEAST = 10, 0.5  # stops locked at a time; contacts that count as better


def add_answers(families: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the family to the command line."""
    family = families.add_parser("answers", help="edits judged, days found, plans improved")
    family.add_argument("--samples", type=int, default=SAMPLES)
    family.add_argument("--weeks", type=int, default=4, help="of the sample")
    family.add_argument("--seconds", type=float, default=20.0, help="for the sample's first plan")
    family.add_argument("--cpu", action="store_true", help="count the worker's processor time")
    family.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    """Say median and 95th percentile of each kind of answer.

    Edits and days in a made plan of 600 stops; better plans after an edit of the sample's.
    """
    collect_rarely()  # as the window does
    scenario = make_big()
    question = build_question(scenario, PLANNED_ON, Horizon.of_weeks(PLANNED_ON, 13))
    plan = make_plan(scenario, question)
    judge = Judge(scenario, question)
    visits = list(find_spots(plan.tours))
    step = max(1, len(visits) // options.samples)
    chosen = visits[::step][: options.samples]
    _say("edit judged", [time_edit(plan, visit, scenario, judge) for visit in chosen])
    _say("days found", list(_time_days(plan, chosen, scenario, question)))
    sample = judge_tables(read_folder(SAMPLE)).scenario
    assert sample is not None, "the sample is whole"
    with Line() as line:
        _say("better plan", list(_time_plans(line, sample, options)))


def _time_days(
    plan: Plan, visits: list[str], scenario: Scenario, question: Question
) -> Iterator[float]:
    """Time all days of the horizon for one visit after another, on one opened case.

    Time of the processor: the window works on it in slices.
    """
    case = open_case(plan.tours, scenario, question)
    for visit in visits:
        began = process_time()
        finder = open_finder(visit, plan.tours, case)
        for day in finder.days:
            finder.answer(day)
        yield process_time() - began


def _time_plans(line: "Line", scenario: Scenario, options: argparse.Namespace) -> Iterator[float]:
    """Time the first plan better than the one from which a stop was taken and another locked."""
    horizon = Horizon.of_weeks(FIRST_DAY, options.weeks)
    question = build_question(scenario, FIRST_DAY, horizon)

    def ask(seconds: float, tours: tuple[Tour, ...], locks: tuple[Lock, ...]) -> Solve:
        return Solve("", scenario, FIRST_DAY, horizon, seconds, 1, locks, tours)

    plan = line.plan(ask(options.seconds, (), ()))
    spots, locks = find_spots(plan.tours), tuple[Lock, ...]()
    visits = [visit for visit in spots if "#" not in visit]
    for number in range(options.samples):
        visit, kept = (visits[(number + more) % len(visits)] for more in (0, 1))
        tours, spot = drop(plan.tours, visit, question), spots[kept]
        length = spot.end - spot.start
        new = Lock(kept, Freedom.CREW, spot.day, spot.start, spot.crew, length)
        locks = (*(lock for lock in locks if lock.visit not in (visit, kept)), new)[-LOCKED:]
        value = price(tours, question).value
        clock = line.spent if options.cpu else perf_counter
        yield line.improve(ask(2 * PATIENCE, tours, locks), value, clock)


class Line:
    """The line to one resident worker."""

    def __init__(self) -> None:
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "planner.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        self._number = 0

    def __enter__(self) -> "Line":
        """Give itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End the worker."""
        assert self._worker.stdin is not None
        self._worker.stdin.close()
        self._worker.terminate()
        self._worker.wait()

    def plan(self, asked: Solve) -> Plan:
        """Give the last plan."""
        for message in self._ask(asked):
            if isinstance(message, Done):
                return message.plan
        raise RuntimeError("the worker ended")

    def spent(self) -> float:
        """Give the seconds of the processor the worker has taken, all threads together (Linux)."""
        fields = Path(f"/proc/{self._worker.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def improve(self, asked: Solve, value: float, clock: Callable[[], float]) -> float:
        """Give the seconds from sending to the first plan worth more than `value`, then stop."""
        began = clock()
        found = inf
        for message in self._ask(asked):
            taken = clock() - began
            is_better = isinstance(message, Better) and message.plan.value > value + LEAST
            if found == inf and (is_better or taken > PATIENCE):
                found = taken
                self._send(write_request(Cancel(str(self._number))))
        return min(found, PATIENCE)

    def _ask(self, asked: Solve) -> Iterator[Message]:
        """Send a request and give what is said, until it is done."""
        assert self._worker.stdout is not None
        self._number += 1
        number = str(self._number)
        self._send(write_request(msgspec.structs.replace(asked, id=number)))
        while said := self._worker.stdout.readline():
            message = read_message(said)
            if isinstance(message, Failed):
                raise RuntimeError(message.text)
            if message.id == number:
                yield message
                if isinstance(message, Done):
                    return

    def _send(self, line: bytes) -> None:
        assert self._worker.stdin is not None
        self._worker.stdin.write(line)
        self._worker.stdin.flush()


def _say(name: str, times: list[float]) -> None:
    times = sorted(times)
    middle, high = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))]
    said = f"median {1000 * middle:.0f} ms, 95 % {1000 * high:.0f} ms"
    sys.stdout.write(f"{name:12} {len(times)} samples: {said}\n")
    sys.stdout.flush()
