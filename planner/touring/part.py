"""One part of a large question, solved by a process of its own."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path
from typing import NamedTuple

from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.touring.instance import build_instance
from planner.touring.known import Draft
from planner.touring.search import Search
from planner.touring.session import warm
from planner.watch import Cancelled

_LEAST_SECONDS = 1.0  # for a first plan, however late it is


class Job(NamedTuple):
    """A part and how long to work on it: `seconds` of `clock`, at most until `deadline`.

    Seconds count from when the part is in numbers. The deadline is in seconds of the monotonic
    clock, which all processes share. Work ends as well once the file `going` is gone. `drafts`
    are tours found for the part before; with `polishes` there are enough to begin from.
    """

    question: Question
    known: tuple[Tour, ...]
    drafts: tuple[Draft, ...]
    seconds: float
    deadline: float
    seed: int
    clock: Callable[[], float]
    going: Path
    polishes: bool


class Solved(NamedTuple):
    """The best tours of a part, and further ones."""

    tours: tuple[Tour, ...]
    drafts: tuple[Draft, ...]


def end_with_parent() -> None:
    """Have this process end when the one that started it does, whatever it is doing."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
    warm()


def solve_part(job: Job) -> Solved:
    """Search for the best tours of a part."""
    clock = job.clock
    instance = build_instance(job.question)
    least = 0.0 if job.known else _LEAST_SECONDS
    seconds = min(job.seconds, max(least, job.deadline - time.monotonic()))
    began = clock()

    def remaining() -> float:
        return began + seconds - clock()

    def step() -> None:
        if not job.going.exists():
            raise Cancelled

    search = Search(
        instance,
        job.seed,
        seconds,
        remaining,
        step,
        lambda _: None,
        job.known,
        lambda: remaining() <= 0,
        job.drafts,
    )
    began = clock()
    with suppress(Cancelled):  # the best so far counts
        if job.polishes:
            search.polish()
        else:
            search.run()
    return Solved(search.list_tours(), search.list_drafts())
