"""Neighbourhoods: some tours of a plan are taken out, and what they held is solved anew.

That is large neighbourhood search (Shaw 1998) over tours, each part solved as the whole is: by
pricing and packing.
"""

import random
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from planner.touring.cuts import Cuts
from planner.touring.instance import Floats, Instance
from planner.touring.master import Master
from planner.touring.memory import Neighbourhoods
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

    `removed` are the tours taken out, by their numbers in this pool; in the plan's pool they are
    `taken`. `noisy` are prices to begin with.
    """

    pool: Pool
    residual: Residual
    removed: frozenset[int]
    taken: frozenset[int]
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
            removed,
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


class _Halted(Exception):
    """What is under way is not wanted any more."""


@dataclass(slots=True, eq=False)
class Helper:
    """Solves parts one after another in a thread of its own, beside other work."""

    instance: Instance
    known: Neighbourhoods
    _is_halted: threading.Event = field(default_factory=threading.Event)
    _pricers: Pricers = field(init=False)
    _thread: ThreadPoolExecutor = field(init=False)
    _asked: deque[tuple[Part, Future[frozenset[int] | None]]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        """Make room for pricing."""
        self._pricers = Pricers(self.instance, self.known, 1, self._check, self._is_halted.is_set)
        self._thread = ThreadPoolExecutor(1)

    @property
    def waiting(self) -> int:
        """Count the parts asked for and not yet fetched."""
        return len(self._asked)

    @property
    def taken(self) -> frozenset[int]:
        """The tours taken out of the plan for these parts."""
        return frozenset(number for part, _ in self._asked for number in part.taken)

    def ask(self, part: Part, seconds: float) -> None:
        """Have a part solved, with so many seconds left."""
        self._asked.append((part, self._thread.submit(self._solve, part, seconds)))

    def fetch(self) -> Iterator[tuple[Part, frozenset[int] | None]]:
        """Give the parts solved meanwhile, each with its answer."""
        while self._asked and self._asked[0][1].done():
            part, future = self._asked.popleft()
            yield part, future.result()

    def wait(self, seconds: float) -> bool:
        """Wait for all parts, so many seconds at most; says whether they are solved."""
        return not wait([future for _, future in self._asked], seconds).not_done

    def halt(self) -> None:
        """Have what is under way end soon, without answers."""
        self._is_halted.set()

    def close(self) -> None:
        """End what is under way and forget it."""
        self.halt()
        self._thread.shutdown(cancel_futures=True)
        self._asked.clear()

    def _solve(self, part: Part, seconds: float) -> frozenset[int] | None:
        try:
            self._check()
            return solve_part(part, self._pricers, lambda: seconds, self._check)
        except _Halted:
            return None

    def _check(self) -> None:
        if self._is_halted.is_set():
            raise _Halted
