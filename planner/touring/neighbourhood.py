"""Neighbourhoods: some tours of a plan are taken out, and what they held is solved anew.

That is large neighbourhood search (Shaw 1998) over tours, each part solved as the whole is: by
pricing and packing.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from planner.touring.cuts import Cuts
from planner.touring.instance import Floats, Instance
from planner.touring.master import Master
from planner.touring.packing import Effort, pack_better
from planner.touring.pool import Pool
from planner.touring.pricers import Pricers, Span
from planner.touring.residual import CLOSED_PRICE, Residual

_ROUNDS = 2  # of pricing
_OPEN_COLUMNS = 500  # known tours looked at
_BY_CREW, _BY_CREW_OR_DAYS = 0.4, 0.7  # shares of the ways to choose
_WINDOW_DAYS = 21  # between tours of a crew's neighbourhood
_MARGIN_DAYS = 3
_LOST_AT_LEAST = 1.0  # contacts, so that every tour may be chosen
_SHAKEN_SCALES, _SHAKEN = (0.0, 0.5, 1.0, 1.0), (0.5, 1.5)
_BARRED = 0.15  # share of visits left out when prices are disturbed
_PACKED, _PACK_NODES, _PACK_SECONDS = 300, 500, 0.15


class Part(NamedTuple):
    """What a neighbourhood is solved from: a pool of its own, and what else is fixed.

    `removed` are the tours taken out, by their numbers in this pool. `noisy` are prices to begin
    with.
    """

    pool: Pool
    residual: Residual
    removed: frozenset[int]
    spans: Sequence[Span]
    noisy: Floats
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Chooser:
    """Chooses neighbourhoods of a plan out of a pool, by the prices of the rows."""

    instance: Instance
    pool: Pool
    duals: Floats
    draw: random.Random

    def choose(self, plan: frozenset[int], size: int) -> frozenset[int]:
        """Choose so many tours: of few crews, all in some days, or near each other."""
        tours = sorted(plan)
        if not tours:
            return frozenset()
        columns = self.pool.columns
        lost = -self.pool.reduce(self.duals)[tours]
        seed = self.draw.choices(tours, (np.maximum(lost, 0.0) + _LOST_AT_LEAST).tolist())[0]
        first = columns[seed].first
        kind = self.draw.random()
        if kind < _BY_CREW:
            count = min(1 + size // 8, len(self.instance.crews))
            others = self.draw.sample(range(len(self.instance.crews)), count)
            crews = {columns[seed].crew, *others}
            tours = [
                n
                for n in tours
                if columns[n].crew in crews and abs(columns[n].first - first) <= _WINDOW_DAYS
            ]
        elif kind < _BY_CREW_OR_DAYS:
            tours.sort(key=lambda n: (abs(columns[n].first - first), n))
            return frozenset(tours[:size])
        return frozenset(self._nearest(seed, tours)[:size])

    def _nearest(self, seed: int, tours: Sequence[int]) -> list[int]:
        minutes = self.instance.roads.minutes

        def places(number: int) -> list[int]:
            offers = list(self.pool.columns[number].offers)
            return [int(p) for p in self.instance.visit_place[self.instance.offers.visit[offers]]]

        here = places(seed)
        away = {n: int(minutes[np.ix_(here, places(n))].min()) for n in tours}
        return sorted(tours, key=lambda n: (away[n], n))

    def open(self, plan: frozenset[int], removed: frozenset[int], all_crews: bool) -> Part:
        """Make a part of the tours removed; its pool holds the known ones of most promise."""
        residual = Residual.of(self.instance, self.pool.rows, self.pool, plan - removed)
        known = self.pool.find_open(residual.closed)
        order = np.argsort(-self.pool.reduce(self.duals)[known], kind="stable")
        numbers = sorted({int(known[i]) for i in order[:_OPEN_COLUMNS]} | removed)
        return Part(
            self.pool.pick(numbers),
            residual,
            frozenset(at for at, number in enumerate(numbers) if number in removed),
            self._find_spans(removed, all_crews),
            residual.price(self._shake()),
            self.draw.randrange(1 << 30),
        )

    def _find_spans(self, removed: frozenset[int], all_crews: bool) -> list[Span]:
        columns = [self.pool.columns[number] for number in sorted(removed)]
        crews = set(range(len(self.instance.crews)))
        last = self.instance.days - 1
        if not columns:
            return [Span(crew, 0, last) for crew in sorted(crews)]
        if not all_crews:
            crews = {c.crew for c in columns} | {self.draw.choice(sorted(crews))}
        begin = max(0, min(c.first for c in columns) - _MARGIN_DAYS)
        end = min(last, max(c.last for c in columns) + _MARGIN_DAYS)
        return [Span(crew, begin, end) for crew in sorted(crews)]

    def _shake(self) -> Floats:
        """Disturb prices, so that tours come up which the linear master would never want."""
        scale = self.draw.choice(_SHAKEN_SCALES)
        noise = [self.draw.uniform(*_SHAKEN) for _ in self.duals]
        shaken = scale * self.duals * np.array(noise, np.float64)
        for visit in range(len(self.instance.visits)):
            if self.draw.random() < _BARRED:
                shaken[visit] = CLOSED_PRICE
        return np.asarray(shaken, np.float64)


def solve_part(
    part: Part, pricers: Pricers, remaining: Callable[[], float], step: Callable[[], None]
) -> frozenset[int] | None:
    """Give the tours of the part's pool that are worth more than those removed; None if none."""
    rows = part.pool.rows
    master = Master(part.pool, part.residual.limits, remaining, step, Cuts(rows.instance))
    for number in range(len(part.pool.columns)):
        master.add(number)

    def grow(duals: Floats) -> bool:
        prices = [rows.price(span.crew, duals) for span in part.spans]
        return master.take(pricers.price(prices, part.residual, part.spans))

    grow(part.noisy)
    solved = master.solve()
    for _ in range(_ROUNDS):
        if solved is None or remaining() <= 0 or not grow(part.residual.price(solved.duals)):
            break
        solved = master.solve()
    if solved is None:
        return None
    effort = Effort(min(_PACK_SECONDS, remaining()), _PACK_NODES, part.seed)
    return pack_better(master, solved, part.removed, _PACKED, effort)
