"""Large questions: split into parts for worker processes, joined, and bounded as a whole."""

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from math import inf
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import TypeVar

from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.touring.instance import build_instance
from planner.touring.known import Draft
from planner.touring.part import Job, Solved, end_with_parent, price_part, solve_part
from planner.touring.parts import find_chains, group_depots, make_parts, pass_on, rank_parts
from planner.touring.proof import Proof
from planner.touring.rows import price_lock
from planner.touring.session import Outcome, Session
from planner.touring.weigh import weigh_crews
from planner.watch import Cancelled, Watch

LARGE = 1000  # crew-days beyond which a question is split where it can be; own choice
_SPARE = 0.9  # share of its time that a part searches; the rest is for carrying to and fro
_TICK_SECONDS = 0.05
_GRACE_SECONDS = 1.0  # for parts to hand in what they have once the person asked to stop
_MOST_WORKERS = 4  # each takes up to 1 GB
_FIRST, _PRICED, _PROVED = 0.3, 0.5, 0.8  # shares of the time; own choice
T = TypeVar("T")


def open_session(question: Question, drafts: tuple[Draft, ...] = ()) -> "Session | LargeSession":
    """Open a question; a large one is solved in parts, by processes that end with this one.

    `drafts` are tours found for a question before it.
    """
    crew_days = len(question.crews) * ((question.horizon.last - question.horizon.first).days + 1)
    if crew_days <= LARGE or len(group_depots(question)) < 2:
        return Session(question, drafts)
    workers = max(2, min(_MOST_WORKERS, cpu_count() or 2))
    return LargeSession(question, start_workers(workers), workers, drafts)


def start_workers(count: int) -> Executor:
    """Start processes that solve parts; they end with this one, however that ends."""
    return ProcessPoolExecutor(count, get_context("spawn"), end_with_parent)


@dataclass(slots=True, eq=False)
class LargeSession:
    """A large question ready to be solved by an executor of so many workers.

    `drafts` are tours found before, kept for a question after it.
    """

    question: Question
    executor: Executor
    workers: int
    drafts: tuple[Draft, ...] = ()

    def solve(
        self,
        seconds: float,
        seed: int,
        watch: Watch,
        on_better: Callable[[Outcome], None],
        clock: Callable[[], float] = time.monotonic,
        known: Sequence[Tour] = (),
    ) -> Outcome:
        """Search as `Session.solve` does, in parts; bounds come after the plans of the parts.

        Where `clock` is not the wall's, each worker counts its own seconds, and bounds are
        waited for.
        """
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            going = Path(folder) / "going"
            going.touch()
            run = _Run(self, seconds, seed, watch, on_better, clock, going)
            stopped = False
            try:
                run.work(known)
            except Cancelled:
                stopped = True
            going.unlink()
            run.hand_in()
        return run.describe(stopped)

    def close(self) -> None:
        """Let the workers go."""
        self.executor.shutdown(wait=False, cancel_futures=True)


class _Ledger:
    """What tours of the whole question are worth."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._lock_price = price_lock(question)
        self._offered = {visit.id for visit in question.visits if visit.offers}
        self._worth = {
            (visit.id, offer.day, offer.duration): offer.worth.total
            for visit in question.visits
            for offer in visit.offers
        }

    @property
    def worth_of_all(self) -> float:
        """What all visits are worth at their best: no plan is worth more."""
        return sum(
            max(0.0, *(offer.worth.total for offer in visit.offers))
            for visit in self.question.visits
            if visit.offers
        )

    def weigh(self, tours: Sequence[Tour]) -> float:
        """Add up worth and costs, and what floors lack; locks left out cost nothing here."""
        question = self.question
        rates = question.parameters.rates
        total = 0.0
        for tour in tours:
            for day in tour.days:
                total -= rates.crew_day + rates.road_km * day.drive_metres / 1000
                if day.overnight:
                    total -= day.overnight.cost / question.money_per_contact_minor
                total += sum(self._worth[s.visit, day.day, s.end - s.start] for s in day.stops)
        made = list_made(tours)
        for floor in question.floors:
            total -= floor.price * max(0, floor.least - sum(v in made for v in floor.visits))
        return total

    def spend(self, tours: Sequence[Tour]) -> float:
        """Add up nights and road in minor units of money."""
        per_km = self.question.parameters.road_price_per_km
        return sum(
            day.drive_metres * per_km / 1000 + (day.overnight.cost if day.overnight else 0)
            for tour in tours
            for day in tour.days
        )

    def list_unkept(self, tours: Sequence[Tour]) -> tuple[str, ...]:
        """Name the locked visits that are not made."""
        made = list_made(tours)
        return tuple(lock.visit for lock in self.question.locks if lock.visit not in made)

    def fine(self, unkept: Sequence[str]) -> float:
        """Price locked visits left out, those aside of which nothing is on offer."""
        return self._lock_price * sum(visit in self._offered for visit in unkept)


def list_made(tours: Iterable[Tour]) -> set[str]:
    """List the visits that tours make."""
    return {stop.visit for tour in tours for day in tour.days for stop in day.stops}


@dataclass(slots=True, eq=False)
class _Run:
    """One search in parts; `asked` says of which part workers still have to hand in tours."""

    session: LargeSession
    seconds: float
    seed: int
    watch: Watch
    on_better: Callable[[Outcome], None]
    clock: Callable[[], float]
    going: Path
    asked: dict[Future[Solved], int] = field(default_factory=dict)
    tours: list[tuple[Tour, ...]] = field(default_factory=list)
    least: float = inf
    _known: list[tuple[Tour, ...]] = field(default_factory=list)
    _drafts: list[tuple[Draft, ...]] = field(default_factory=list)
    began: float = field(init=False)
    ledger: _Ledger = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.began = self.clock()
        self.ledger = _Ledger(self.session.question)

    def remaining(self) -> float:
        """Give the seconds left."""
        return self.began + self.seconds - self.clock()

    def step(self) -> None:
        """Tell the watch how far the work is."""
        done = min(self.clock() - self.began, self.seconds)
        self.watch.step(done, self.seconds, "search")

    def describe(self, stopped: bool) -> Outcome:
        """Give the best plan and bound so far; fines for locks left out are in neither."""
        plan = tuple(tour for tours in self.tours for tour in tours)
        value, unkept = self.ledger.weigh(plan), self.ledger.list_unkept(plan)
        least = min(self.ledger.worth_of_all, self.least + self.ledger.fine(unkept))
        bound = max(value, least)
        return Outcome(plan, value, bound, stopped, unkept)

    def work(self, known: Sequence[Tour]) -> None:
        """Solve all parts, bound the whole, and solve all parts again.

        What a part left out is offered to the next one then. The bound comes from prices found
        for the parts in between.
        """
        question = self.session.question
        groups = group_depots(question)
        ranked = rank_parts(question, groups)
        homes = self._begin(groups, ranked, known)

        def make() -> list[Question]:
            spent = [self.ledger.spend(tours) for tours in self._known]
            return make_parts(question, groups, homes, spent)

        if not self._solve_parts(make(), 0.0, _FIRST):
            return
        self._prove(make())
        first = find_chains(question)
        made = list_made(tour for tours in self.tours for tour in tours)
        homes = pass_on(homes, ranked, {first[visit] for visit in made})
        self._solve_parts(make(), _PROVED, 1.0)

    def _begin(
        self,
        groups: Sequence[tuple[str, ...]],
        ranked: Mapping[str, list[int]],
        known: Sequence[Tour],
    ) -> dict[str, int]:
        """Give visits to the parts nearest to them, those of known tours to their crews'."""
        part_of = {depot: part for part, depots in enumerate(groups) for depot in depots}
        first = find_chains(self.session.question)
        homes = {visit: order[0] for visit, order in ranked.items()}
        self.tours = [() for _ in groups]
        self._known = [() for _ in groups]
        self._drafts = [() for _ in groups]
        for tour in known:
            if tour.depot in part_of and list_made([tour]) <= set(first):
                part = part_of[tour.depot]
                self._known[part] += (tour,)
                homes |= {first[visit]: part for visit in list_made([tour])}
        return homes

    def _ask(
        self, work: Callable[[Job], T], parts: Sequence[Question], begin: float, end: float
    ) -> dict[Future[T], int]:
        """Give workers a piece of work on every part, for what lies between shares of all time.

        Where the clock is not the wall's, each worker has all seconds of its own.
        """
        is_wall = self.clock is time.monotonic
        spent = self.seconds - self.remaining() if is_wall else begin * self.seconds
        seconds = end * self.seconds - spent
        each = _SPARE * seconds * self.session.workers / len(parts)
        deadline = time.monotonic() + seconds if is_wall else inf
        clock, going = self.clock, self.going
        return {
            self.session.executor.submit(
                work, Job(part, known, drafts, each, deadline, self.seed, clock, going)
            ): number
            for number, (part, known, drafts) in enumerate(
                zip(parts, self._known, self._drafts, strict=True)
            )
        }

    def _solve_parts(self, parts: Sequence[Question], begin: float, end: float) -> bool:
        """Solve parts side by side; better tours count as they come.

        Says whether all could be solved in time.
        """
        self.asked = self._ask(solve_part, parts, begin, end)
        while self.asked and self.remaining() > 0:
            self.step()
            for future in wait(self.asked, _TICK_SECONDS, FIRST_COMPLETED).done:
                part = self.asked.pop(future)
                solved = future.result()
                self._drafts[part] = solved.drafts
                self.take(part, solved.tours)
        return not self.asked

    def take(self, part: int, tours: tuple[Tour, ...]) -> None:
        """Keep a part's tours where they make the whole better."""
        before = self.describe(stopped=False)
        last, self.tours[part] = self.tours[part], tours
        now = self.describe(stopped=False)
        if (-len(now.unkept), now.value) > (-len(before.unkept), before.value):
            self._known[part] = tours
            self.on_better(now)
        else:
            self.tours[part] = last

    def hand_in(self) -> None:
        """Keep what parts have found so far, now that they were told to stop."""
        for future in self.asked:
            future.cancel()
        for future in wait(self.asked, _GRACE_SECONDS).done:
            if not future.cancelled() and future.exception() is None:
                self.take(self.asked[future], future.result().tours)

    def _prove(self, parts: Sequence[Question]) -> None:
        """Bound the whole by the prices of its parts, where there is time."""
        asked = self._ask(price_part, parts, _FIRST, _PRICED)
        proof = Proof(build_instance(self.session.question))
        charges = self._await(list(asked))
        if charges is None:
            return
        bids = proof.join(parts, charges)
        submit = self.session.executor.submit
        worths = self._await([submit(weigh_crews, cut) for cut in proof.cut(bids)])
        if worths is None or None in worths:
            return
        total = bids.constant + sum(worth for worth in worths if worth is not None)
        if total < self.least:
            self.least = total
            self.on_better(self.describe(stopped=False))

    def _await(self, asked: Sequence[Future[T]]) -> list[T] | None:
        """Wait for answers; None where the time for them is over before all are there."""
        try:
            while self.remaining() > (1 - _PROVED) * self.seconds:
                self.step()
                if not wait(asked, _TICK_SECONDS).not_done:
                    return [future.result() for future in asked]
        finally:
            for future in asked:
                future.cancel()
        return None
