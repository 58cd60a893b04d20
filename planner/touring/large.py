"""Large questions: bounded and divided as a whole, solved in parts by worker processes."""

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from math import ceil, inf
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import Any, TypeVar

from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.touring.known import Draft
from planner.touring.part import Job, Solved, end_with_parent, solve_part
from planner.touring.parts import find_chains, group_depots, make_parts, rank_parts
from planner.touring.rows import price_lock
from planner.touring.session import Outcome, Session
from planner.touring.whole import Division, Whole
from planner.watch import Cancelled, Watch

LARGE = 1000  # crew-days beyond which a question is split where it can be; own choice
_SPARE = 0.9  # share of its time that a part searches; the rest is for carrying to and fro
_TICK_SECONDS = 0.05
_GRACE_SECONDS = 1.0  # for parts to hand in what they have once the person asked to stop
_MOST_WORKERS = 4  # each takes up to 1 GB
_FIRST, _SETTLED, _PROVED = 0.12, 0.33, 0.55  # shares of the time; own choice
_PROVED_ONCE = 0.7  # share of the time until which a first bound is waited for
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
        """Search as `Session.solve` does, in parts; bounds come after first plans of the parts.

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
    best: tuple[Tour, ...] = ()
    least: float = inf
    _tours: list[tuple[Tour, ...]] = field(default_factory=list)
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
        value, unkept = self.ledger.weigh(self.best), self.ledger.list_unkept(self.best)
        least = min(self.ledger.worth_of_all, self.least + self.ledger.fine(unkept))
        return Outcome(self.best, value, max(value, least), stopped, unkept)

    def work(self, known: Sequence[Tour]) -> None:
        """Solve all parts shortly, then the linear master of the whole, then all parts again.

        Parts have the visits nearest to them at first, then those that the master gives them, and
        as much money.
        """
        question = self.session.question
        groups = group_depots(question)
        part_of = {depot: part for part, depots in enumerate(groups) for depot in depots}
        first = find_chains(question)
        ranked = rank_parts(question, groups)
        homes = {visit: order[0] for visit, order in ranked.items()}
        own: list[list[Tour]] = [[] for _ in groups]
        for tour in known:
            if tour.depot in part_of and list_made([tour]) <= set(first):
                own[part_of[tour.depot]].append(tour)
                homes |= {first[visit]: part_of[tour.depot] for visit in list_made([tour])}
        spent = [self.ledger.spend(tours) for tours in own]
        self._drafts = [()] * len(groups)
        if not self._solve_parts(make_parts(question, groups, homes, spent), own, 0.0, _FIRST):
            return
        division = self._divide(part_of, len(groups))
        if division is not None:
            homes |= {v: part for v, part in division.homes.items() if part in ranked[v]}
            parts = make_parts(question, groups, homes, division.spent, division.shares)
            self._drafts = division.drafts
            self._solve_parts(parts, self._tours, _PROVED, 1.0, polishes=True)

    def _solve_parts(
        self,
        parts: Sequence[Question],
        known: Sequence[Sequence[Tour]],
        begin: float,
        end: float,
        polishes: bool = False,
    ) -> bool:
        """Solve parts side by side, for what lies between shares of all time.

        Where the clock is not the wall's, each worker has all seconds of its own. Says whether
        all could be solved in time.
        """
        is_wall = self.clock is time.monotonic
        spent = self.seconds - self.remaining() if is_wall else begin * self.seconds
        seconds = end * self.seconds - spent
        each = _SPARE * seconds / ceil(len(parts) / self.session.workers)
        deadline = time.monotonic() + seconds if is_wall else inf
        self._tours = [() for _ in parts]
        self.asked = {
            self.session.executor.submit(
                solve_part,
                Job(
                    part,
                    tuple(own),
                    drafts,
                    each,
                    deadline,
                    self.seed,
                    self.clock,
                    self.going,
                    polishes,
                ),
            ): number
            for number, (part, own, drafts) in enumerate(
                zip(parts, known, self._drafts, strict=True)
            )
        }
        while self.asked and self.remaining() > 0:
            self.step()
            for future in wait(self.asked, _TICK_SECONDS, FIRST_COMPLETED).done:
                self._take(self.asked.pop(future), future.result())
        return not self.asked

    def _take(self, part: int, solved: Solved) -> None:
        """Keep a part's tours, and the plan of all parts where it is the best so far."""
        self._tours[part], self._drafts[part] = solved
        before = self.describe(stopped=False)
        last, self.best = self.best, tuple(tour for tours in self._tours for tour in tours)
        now = self.describe(stopped=False)
        if (-len(now.unkept), now.value) > (-len(before.unkept), before.value):
            self.on_better(now)
        else:
            self.best = last

    def hand_in(self) -> None:
        """Keep what parts have found so far, now that they were told to stop."""
        for future in self.asked:
            future.cancel()
        for future in wait(self.asked, _GRACE_SECONDS).done:
            if not future.cancelled() and future.exception() is None:
                self._take(self.asked[future], future.result())

    def _divide(self, part_of: Mapping[str, int], parts: int) -> Division | None:
        """Bound the whole, and divide it by its linear master; None where time was too short."""
        whole = Whole(self.session.question, self._gather, self.remaining, self.step)
        whole.begin(draft for drafts in self._drafts for draft in drafts)
        whole.settle((1 - _SETTLED) * self.seconds)
        goes_on = True
        while goes_on:
            goes_on = whole.prove(self._proof_end)
            if whole.bound.least is not None and whole.bound.least < self.least:
                self.least = whole.bound.least
                self.on_better(self.describe(stopped=False))
        return whole.divide(part_of, parts)

    @property
    def _proof_end(self) -> float:
        share = _PROVED if self.least < inf else _PROVED_ONCE
        return (1 - share) * self.seconds

    def _gather(self, work: Callable[..., T], jobs: Sequence[tuple[Any, ...]]) -> list[T] | None:
        """Have workers do jobs; None where the time for the bound is over before all are done."""
        asked = [self.session.executor.submit(work, *job) for job in jobs]
        try:
            while self.remaining() > self._proof_end:
                self.step()
                if not wait(asked, _TICK_SECONDS).not_done:
                    return [future.result() for future in asked]
        finally:
            for future in asked:
                future.cancel()
        return None
