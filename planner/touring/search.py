"""The search: column generation over all tours, packing, then neighbourhoods solved the same way."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from planner.touring.construct import build_first_plan
from planner.touring.evaluate import Column
from planner.touring.instance import Floats, Instance
from planner.touring.labels import NEVER
from planner.touring.master import Master
from planner.touring.packing import Effort, pack
from planner.touring.pool import Pool
from planner.touring.pricing import Prices, Pricer
from planner.touring.residual import Residual
from planner.touring.rows import Rows, build_rows
from planner.touring.waiting import wait_for

_CONSTRUCTION_SHARE = 0.15  # of the time, at most
_GENERATION_SHARE = 0.5
_ROUNDS = 4  # of pricing per neighbourhood
_OPEN_COLUMNS = 1500  # looked at per neighbourhood
_PACK_WORK = 4.0  # CP-SAT's counted seconds
_MARGIN_DAYS = 3
_LEAST_GAIN = 1e-6


class Span(NamedTuple):
    """Days in which a crew's tours are priced, both included."""

    crew: int
    first: int
    last: int


@dataclass(slots=True, eq=False)
class Search:
    """One search for the best plan; `remaining` gives seconds left, `step` may raise."""

    instance: Instance
    seed: int
    seconds: float
    remaining: Callable[[], float]
    step: Callable[[], None]
    on_better: Callable[["Search"], None]
    pricer: Pricer = field(init=False)
    rows: Rows = field(init=False)
    pool: Pool = field(init=False)
    best: frozenset[int] = frozenset()
    value: float = 0.0
    duals: Floats = field(init=False)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Open rows and an empty pool."""
        self.pricer = Pricer(self.instance)
        self.rows = build_rows(self.instance)
        self.pool = Pool(self.rows)
        self.duals = np.zeros(len(self.rows.limits), np.float64)
        self._random = random.Random(self.seed)

    def run(self) -> None:
        """Search until the time is up; the best plan is kept in `best`, also when stopped."""
        if not self.instance.visits or not self.instance.crews:
            return
        self.construct()
        self.generate()
        self.improve_all()
        while self.remaining() > 0:
            self.improve(self.choose_neighbourhood())

    def construct(self) -> None:
        """Build a first plan."""
        end = self.seconds * (1 - _CONSTRUCTION_SHARE)

        def price(crew: int, residual: Residual, first: int, last: int) -> list[Column]:
            if self.remaining() < end:
                return []
            duals = residual.price(np.zeros(len(self.rows.limits), np.float64))
            prices = self.rows.price(self.instance, crew, duals)
            lone = residual.find_lone_repeats(self.rows)
            prices = prices._replace(prize=np.where(lone, NEVER, prices.prize))
            return self._price(prices, residual, Span(crew, first, last))

        build_first_plan(
            self.instance,
            self.rows,
            self.pool,
            price,
            lambda chosen: self.accept(frozenset(chosen)),
        )

    def generate(self) -> None:
        """Add tours that the linear master wants, crew by crew, until none is left or time ends."""
        end = self.seconds * (1 - _GENERATION_SHARE)
        residual = Residual.of(self.instance, self.rows, self.pool, ())
        master = Master(self.pool, np.array(self.rows.limits, np.float64))
        for number in range(len(self.pool.columns)):
            master.add(number)
        spans = [Span(crew, 0, self.instance.days - 1) for crew in range(len(residual.free))]
        duals = self.duals
        while True:
            solved = master.solve()
            if solved is None:
                return
            duals = solved[1]
            added = False
            for span in spans:
                if self.remaining() < end:
                    self.duals = duals
                    return
                added |= self._add_priced(master, residual, duals, span)
            if not added:
                self.duals = duals
                return

    def improve_all(self) -> None:
        """Pack all tours known."""
        residual = Residual.of(self.instance, self.rows, self.pool, ())
        master = Master(self.pool, np.array(self.rows.limits, np.float64))
        for number in range(len(self.pool.columns)):
            master.add(number)
        self._pack(master, residual, frozenset(), 4 * _PACK_WORK)

    def improve(self, removed: frozenset[int]) -> None:
        """Solve anew the part of the plan held by some tours, the rest kept."""
        fixed = self.best - removed
        residual = Residual.of(self.instance, self.rows, self.pool, fixed)
        known = self.pool.find_open(residual.closed)
        order = np.argsort(-self.pool.reduce(self.duals)[known], kind="stable")
        numbers = {int(known[i]) for i in order[:_OPEN_COLUMNS]} | removed
        master = Master(self.pool, residual.limits.astype(np.float64))
        for number in sorted(numbers):
            master.add(number)
        spans = self._find_spans(removed)
        for _ in range(_ROUNDS):
            solved = master.solve()
            if solved is None or self.remaining() <= 0:
                return
            duals = residual.price(solved[1])
            if not any([self._add_priced(master, residual, duals, span) for span in spans]):
                break
        self._pack(master, residual, fixed, _PACK_WORK)

    def _pack(
        self, master: Master, residual: Residual, fixed: frozenset[int], work: float
    ) -> None:
        solved = master.solve()
        if solved is None or self.remaining() <= 0:
            return
        bound, duals = solved
        hint = self.best - fixed
        incumbent = self._worth_of(hint)
        if bound <= incumbent + _LEAST_GAIN:
            return
        reduced = self.pool.reduce(duals)
        numbers = sorted(
            {n for n in master.numbers if bound + reduced[n] > incumbent + _LEAST_GAIN} | hint
        )
        effort = Effort(self.remaining(), work, self._random.randrange(1 << 30))
        chosen = pack(self.pool, residual.limits, numbers, hint, effort, self.step)
        if chosen is not None:
            self.accept(fixed | chosen)

    def accept(self, chosen: frozenset[int]) -> None:
        """Keep a plan where it is better than the best so far."""
        value = self._worth_of(chosen)
        if value > self.value + _LEAST_GAIN:
            self.best, self.value = chosen, value
            self.on_better(self)

    def choose_neighbourhood(self) -> frozenset[int]:
        """Choose tours to take out: a crew's or two, all in some days, or near each other."""
        tours = sorted(self.best)
        if not tours:
            return frozenset()
        columns = self.pool.columns
        seed = self._random.choice(tours)
        kind = self._random.random()
        if kind < 0.4:
            crews = {columns[seed].crew, self._random.randrange(len(self.instance.crews))}
            middle = columns[seed].first
            return frozenset(
                n
                for n in tours
                if columns[n].crew in crews and abs(columns[n].first - middle) < 28
            )
        if kind < 0.7:
            width = 7 if len(self.instance.crews) <= 6 else 3
            first = columns[seed].first
            near = [n for n in tours if abs(columns[n].first - first) <= width]
            return frozenset(self._nearest(seed, near, 8))
        return frozenset(self._nearest(seed, tours, 6))

    def _nearest(self, seed: int, tours: Sequence[int], most: int) -> list[int]:
        minutes = self.instance.roads.minutes

        def places(number: int) -> list[int]:
            offers = list(self.pool.columns[number].offers)
            return [int(p) for p in self.instance.visit_place[self.instance.offers.visit[offers]]]

        here = places(seed)
        away = {n: int(minutes[np.ix_(here, places(n))].min()) for n in tours}
        return sorted(tours, key=lambda n: (away[n], n))[:most]

    def _find_spans(self, removed: frozenset[int]) -> list[Span]:
        columns = [self.pool.columns[number] for number in sorted(removed)]
        if not columns:
            last = self.instance.days - 1
            return [Span(crew, 0, last) for crew in range(len(self.instance.crews))]
        first = min(c.first for c in columns) - _MARGIN_DAYS
        last = max(c.last for c in columns) + _MARGIN_DAYS
        return [
            Span(crew, max(first, 0), min(last, self.instance.days - 1))
            for crew in range(len(self.instance.crews))
        ]

    def _add_priced(self, master: Master, residual: Residual, duals: Floats, span: Span) -> bool:
        added = False
        prices = self.rows.price(self.instance, span.crew, duals)
        for column in self._price(prices, residual, span):
            number = self.pool.add(column)
            if number is not None:
                master.add(number)
                added = True
        return added

    def _price(self, prices: Prices, residual: Residual, span: Span) -> list[Column]:
        free = residual.free[span.crew]
        if not free[span.first : span.last + 1].any():
            return []
        found = wait_for(
            lambda: self.pricer.price(span.crew, prices, free, span.first, span.last),
            self.pricer.halt,
            self.step,
        )
        return [priced.column for priced in found]

    def _worth_of(self, numbers: frozenset[int]) -> float:
        return sum(self.pool.columns[number].worth for number in sorted(numbers))
