"""The door of the engine: one question, solved as well as the time allows."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from planner.domain.calendar import Horizon
from planner.domain.demand import (
    CrewDays,
    Depot,
    Offer,
    Question,
    Visit,
    VisitKind,
    Worth,
)
from planner.domain.parameters import Parameters
from planner.domain.plan import Tour
from planner.domain.territory import Location
from planner.touring.instance import Floats, Instance, build_instance
from planner.touring.known import Draft
from planner.touring.memory import Neighbourhoods
from planner.touring.pricing import Pricer, Prices, price_no_cuts
from planner.touring.search import Search
from planner.watch import Cancelled, Watch

_REPORT_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best plan known: its tours, their value in contacts, and how good any plan could be.

    `bound` is None where no bound was proved; `stopped` tells that the work was cancelled.
    `unkept` are the locked visits that the plan does not make: none, unless locks cannot all be
    kept with each other and the rules. The bound holds for plans that keep no fewer.
    """

    tours: tuple[Tour, ...]
    value: float
    bound: float | None
    stopped: bool
    unkept: tuple[str, ...] = ()


def warm() -> None:
    """Compile the kernels, or load them where they were compiled before.

    Takes some seconds on a fresh machine, under half a second afterwards.
    """
    first = date(2026, 1, 5)
    here = Location(0.0, 0.0)
    offer = Offer(first, 60, 480, 600, False, Worth(people=100.0))
    question = Question(
        first,
        Horizon(first, first),
        Parameters(notice_lead_days=0),
        (Depot("depot", here, 1),),
        (CrewDays("crew", "depot", 1, 0, (first,)),),
        (),
        (Visit("visit", VisitKind.BOOTH, "visit", here, (offer,)),),
        1.0,
    )
    instance = build_instance(question)
    none = price_no_cuts(instance)
    prices = Prices(instance.offers.worth, np.zeros(1), np.zeros((1, 1)), 0.0, np.zeros(0), none)
    Pricer(instance, Neighbourhoods(instance)).price(0, prices, instance.crews[0].free, 0, 0)


@dataclass(slots=True, eq=False)
class Session:
    """A question ready to be solved; `duals` are the best prices found.

    `drafts` are tours found before, for this question or one before it: the search makes use of
    those that are possible.
    """

    question: Question
    drafts: tuple[Draft, ...] = ()
    instance: Instance = field(init=False)
    duals: Floats | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Put the question into numbers and have the kernels ready before any clock runs."""
        warm()
        self.instance = build_instance(self.question)

    def solve(
        self,
        seconds: float,
        seed: int,
        watch: Watch,
        on_better: Callable[[Outcome], None],
        clock: Callable[[], float] = time.monotonic,
        known: Sequence[Tour] = (),
    ) -> Outcome:
        """Search for `seconds`; better plans and lower bounds go to `on_better` as they are found.

        The search starts from the tours `known`, as far as they are possible here. The seconds
        are those of `clock`. The watch hears of progress all the while. When it raises
        `Cancelled`, the best plan found so far is returned.
        """
        run = _Run(seconds, watch, on_better, clock, clock())
        search = Search(
            self.instance,
            seed,
            seconds,
            run.remaining,
            run.step,
            run.report,
            known,
            lambda: run.remaining() <= 0,
            self.drafts,
        )
        try:
            run.step()
            search.run()
        except Cancelled:
            return run.describe(search, stopped=True)
        finally:
            is_proved = search.bound.least is not None
            found = search.bound.duals if is_proved else search.duals
            self.duals = found if is_proved or found.any() else None
            self.drafts = search.list_drafts()
        return run.describe(search, stopped=False)


@dataclass(slots=True, eq=False)
class _Run:
    """The clock and the listeners of one search."""

    seconds: float
    watch: Watch
    on_better: Callable[[Outcome], None]
    clock: Callable[[], float]
    started: float
    reported: float = -1.0
    unsaid: Search | None = None

    def remaining(self) -> float:
        """Give the seconds left."""
        return self.started + self.seconds - self.clock()

    def step(self) -> None:
        """Tell the watch how far the work is, and what had to wait of what was found."""
        done = min(self.clock() - self.started, self.seconds)
        if self.unsaid is not None:
            self.report(self.unsaid)
        self.watch.step(done, self.seconds, "search")

    def report(self, search: Search) -> None:
        """Pass a better plan or bound on; a moment later if the last one has just left."""
        now = time.monotonic()
        if now - self.reported < _REPORT_SECONDS:
            self.unsaid = search
            return
        self.reported = now
        self.unsaid = None
        self.on_better(self.describe(search, stopped=False))

    def describe(self, search: Search, stopped: bool) -> Outcome:
        """Tell the best plan so far."""
        return Outcome(
            search.list_tours(), search.plain_value, search.plain_bound, stopped, search.unkept
        )
