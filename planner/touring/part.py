"""One part of a large question, solved by a process of its own."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from pathlib import Path
from typing import NamedTuple

import numpy as np

from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.touring.evaluate import describe_tour
from planner.touring.instance import Floats, build_instance
from planner.touring.known import Draft
from planner.touring.search import Search
from planner.touring.session import warm
from planner.watch import Cancelled

_LEAST_SECONDS = 1.0  # for a first plan, however late it is


class Job(NamedTuple):
    """A part and how long to work on it: `seconds` of `clock`, at most until `deadline`.

    Seconds count from when the part is in numbers. The deadline is in seconds of the monotonic
    clock, which all processes share. Work ends as well once the file `going` is gone. `drafts`
    are tours found for the part before.
    """

    question: Question
    known: tuple[Tour, ...]
    drafts: tuple[Draft, ...]
    seconds: float
    deadline: float
    seed: int
    clock: Callable[[], float]
    going: Path


@dataclass(frozen=True, slots=True, eq=False)
class Charges:
    """What a part's rows cost, as far as the whole has the same rows.

    `offers` is what each offer of the part pays, `days[k]` and `rests[k]` what a day out and a
    rest after it cost its crew k; `constant` is what the limits of these rows are worth. The
    budget, the market share and the floors, which parts share, have prices by themselves.
    """

    offers: Floats
    days: tuple[Floats, ...]
    rests: tuple[Floats, ...]
    constant: float
    budget: float
    market: float
    floors: dict[str, float]


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
    search = _work(job, Search.run)
    columns = [search.pool.columns[number] for number in search.best]
    columns.sort(key=lambda column: (column.crew, column.first))
    tours = tuple(describe_tour(search.instance, column) for column in columns)
    return Solved(tours, search.list_drafts())


def price_part(job: Job) -> Charges:
    """Find what the rows of a part cost, those aside that space repeats.

    With these prices swing for long, and bounds by them are worse for most of the time there is.
    """
    return find_charges(_work(job, Search.settle, is_spaced=False))


def _work(job: Job, work: Callable[[Search], None], is_spaced: bool = True) -> Search:
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
        is_spaced,
    )
    began = clock()
    with suppress(Cancelled):  # the best so far counts
        work(search)
    return search


def find_charges(search: Search) -> Charges:
    """Read what rows cost off the prices of the least bound, or the last ones where none is."""
    rows, instance = search.rows, search.instance
    duals = (search.duals if search.bound.least is None else search.bound.duals).copy()
    market = float(duals[rows.market]) if rows.market >= 0 else 0.0
    budget = float(duals[rows.budget]) if rows.budget >= 0 else 0.0
    soft = [row for row in sorted(rows.soft) if row < rows.first_lock]
    regions = [floor.region for floor in instance.question.floors]
    floors = {name: float(duals[row]) for name, row in zip(regions, soft, strict=True)}
    duals[[*soft, *(row for row in (rows.market, rows.budget) if row >= 0)]] = 0.0
    offers = duals[instance.offers.visit]
    np.add.at(offers, rows.tied_offers, rows.tied_shares * duals[rows.tied_rows])
    prices = [rows.price(crew, duals) for crew in range(len(instance.crews))]
    return Charges(
        offers,
        tuple(price.day_cost for price in prices),
        tuple(price.rest_cost for price in prices),
        float(duals @ np.array(rows.limits)),
        budget,
        market,
        floors,
    )
