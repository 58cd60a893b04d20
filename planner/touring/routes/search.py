"""Search for the day routes that collect most prize: annealed strands, a pool, set packing."""

import dataclasses
import math
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from planner.touring.routes.field import Days, Field, Plan, make_field, make_plan
from planner.touring.routes.kernel import (
    anneal,
    copy_plan,
    file_rows,
    fill,
    retime,
    weigh,
)
from planner.touring.routes.nights import choose_nights
from planner.touring.routes.packing import pack_routes
from planner.touring.routes.scratch import Pool, Taste, Work, make_pool, make_work

_POOL_ROWS = 40_000
_SLICE = 0.05  # seconds between looks at the clock
_ROUNDS = 500  # between looks where rounds are counted
_NEARLY = 0.97  # of the best prize: plans whose routes are kept
_PACK_SECONDS = 1.0
_FULL = 0.8  # of the pool, from where the lower half is dropped
_TRIES = 60  # drawn chains of hotels per strand wanted


class Stage(NamedTuple):
    """So many strands go on, each cooled from hot to cold (in mean prizes of a place)."""

    strands: int
    share: float
    hot: float
    cold: float
    pack: float  # share of the time left that packing may take afterwards


TOURS = (Stage(3, 0.6, 1.0, 0.03, 0.3), Stage(1, 0.4, 0.5, 0.03, 0.0))
NIGHTS = (
    Stage(24, 0.35, 2.0, 0.05, 0.0),
    Stage(6, 0.25, 1.0, 0.05, 0.0),
    Stage(2, 0.2, 1.0, 0.05, 0.3),
    Stage(1, 0.2, 0.5, 0.03, 0.0),
)


@dataclass(frozen=True, slots=True)
class Routes:
    """What was found: per day the places from start to end, and the prizes collected."""

    days: tuple[tuple[int, ...], ...]
    prize: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look: seconds by the clock, of the processor, or rounds of the kernel.

    What runs out first ends the search; 0 rounds means no count. With rounds alone the result is
    the same on every machine.
    """

    seconds: float = math.inf
    cpu_seconds: float = math.inf
    rounds: int = 0
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Strand:
    """One annealed plan and the best it has seen; `trial` equals `now` between rounds."""

    now: Plan
    trial: Plan
    best: Plan


@dataclass(slots=True, eq=False)
class Search:
    """One search; `run` gives the best routes."""

    field: Field
    days: Days
    effort: Effort
    stages: tuple[Stage, ...] = ()
    rounds: int = 0
    _began: tuple[float, float] = dataclasses.field(init=False)
    _slice: int = 200
    _work: Work = dataclasses.field(init=False)
    _pool: Pool = dataclasses.field(init=False)
    _unit: float = dataclasses.field(init=False)  # of time, so that a free insertion is finite
    _mean: float = dataclasses.field(init=False)  # prize of a place

    def __post_init__(self) -> None:
        """Make scratch and pool; the clock starts here."""
        self._began = time.perf_counter(), time.process_time()
        self._work = make_work(self.field, self.days, self.effort.seed)
        self._pool = make_pool(self.field, _POOL_ROWS)
        self.stages = self.stages or (NIGHTS if self.field.nights else TOURS)
        spread = np.sort(self.field.reach + self.field.reach.T, axis=1)
        self._unit = 0.01 * float(spread[:, min(5, len(spread) - 1)].mean())
        self._mean = max(1e-9, float(self.field.prizes[self.field.first :].mean()))

    def run(self) -> Routes:
        """Search until the effort is spent."""
        strands = self._begin(self.stages[0].strands)
        done = 0.0
        for stage in self.stages:
            strands = sorted(strands, key=lambda s: -self._prize(s))[: stage.strands]
            share = stage.share / len(strands)
            for strand in strands:
                self._cool(strand, stage, done, done + share)
                done += share
            if stage.pack:
                self._pack(strands, min(_PACK_SECONDS, stage.pack * self._left()))
        best = max(strands, key=self._prize).best
        routes = (best.seq[day, : best.size[day]] for day in range(len(best.size)))
        found = tuple(tuple(int(x) for x in route) for route in routes)
        return Routes(found, int(weigh(self.field, best)[0]), self.rounds)

    def _begin(self, count: int) -> list[Strand]:
        strands = []
        for chain in self._chains(count):
            plan = make_plan(self.field, self.days)
            for day, hotel in enumerate(chain):
                plan.seq[day, 1] = plan.seq[day + 1, 0] = hotel
            for day in range(len(self.days.starts)):
                retime(self.field, self.days, plan, day)
            self._work.touched[:] = True
            fill(self.field, self.days, plan, self._work, Taste(1.0, 0.0, self._unit))
            strands.append(Strand(plan, _copy(plan), _copy(plan)))
        return strands

    def _chains(self, count: int) -> list[tuple[int, ...]]:
        """Give the hotels after each day but the last: the likeliest chain and drawn ones."""
        nights, hotels = len(self.days.starts) - 1, self.field.first
        if not self.field.nights:
            return [()] * count
        dice = np.random.default_rng(self.effort.seed)
        chains = dict.fromkeys([choose_nights(self.field, self.days, np.ones((nights, hotels)))])
        for _ in range(_TRIES * count):
            if len(chains) == count:
                break
            shares = np.exp(dice.normal(0.0, 0.5, (nights, hotels)))
            chains[choose_nights(self.field, self.days, shares)] = None
        return list(chains)

    def _prize(self, strand: Strand) -> int:
        return int(weigh(self.field, strand.best)[0])

    def _share(self) -> float:
        effort, (wall, cpu) = self.effort, self._began
        return max(
            (time.perf_counter() - wall) / effort.seconds,
            (time.process_time() - cpu) / effort.cpu_seconds,
            self.rounds / effort.rounds if effort.rounds else 0.0,
        )

    def _cool(self, strand: Strand, stage: Stage, start: float, stop: float) -> None:
        """Anneal a strand from its best while the share of the effort is below `stop`."""
        copy_plan(strand.best, strand.now)
        copy_plan(strand.best, strand.trial)
        start = max(start, self._share())
        while (share := self._share()) < stop:
            phase = (share - start) / (stop - start)
            temperature = self._mean * stage.hot * (stage.cold / stage.hot) ** phase
            self._anneal(strand, temperature, (stop - share) * self.effort.rounds)

    def _anneal(self, strand: Strand, temperature: float, left: float) -> None:
        rounds = self._slice
        if self.effort.rounds:
            rounds = max(1, min(_ROUNDS, math.ceil(left)))
        began = time.perf_counter()
        anneal(
            self.field,
            self.days,
            strand.now,
            strand.trial,
            strand.best,
            self._work,
            self._pool,
            temperature,
            self._unit,
            rounds,
            _NEARLY,
        )
        self.rounds += rounds
        if self._pool.held[0] > _FULL * _POOL_ROWS:
            self._pool = thin_out(self.field, self._pool)
        took = time.perf_counter() - began
        self._slice = max(20, round(rounds * min(2.0, max(0.5, _SLICE / max(took, 1e-9)))))

    def _left(self) -> float:
        """Give the seconds left, of whichever clock runs out first."""
        effort, (wall, cpu) = self.effort, self._began
        return min(
            effort.seconds - (time.perf_counter() - wall),
            effort.cpu_seconds - (time.process_time() - cpu),
        )

    def _pack(self, strands: list[Strand], seconds: float) -> None:
        """Recombine the pool; what is better replaces the best of the weakest strand."""
        best = max(strands, key=self._prize)
        packed = pack_routes(self.field, self.days, self._pool, seconds, self.effort.seed)
        if packed is None:
            return
        plan = self._lay(packed)
        if weigh(self.field, plan)[0] > self._prize(best):
            copy_plan(plan, min(strands, key=self._prize).best)

    def _lay(self, routes: list[list[int]]) -> Plan:
        plan = make_plan(self.field, self.days)
        for day, route in enumerate(routes):
            plan.seq[day, : len(route)] = route
            plan.size[day] = len(route)
            plan.where[route[1:-1]] = day
            retime(self.field, self.days, plan, day)
        self._work.touched[:] = True
        fill(self.field, self.days, plan, self._work, Taste(1.0, 0.0, self._unit))
        return plan


def search_routes(field: Field, days: Days, effort: Effort) -> Routes:
    """Search until the effort is spent. Raises NoNights where no chain of hotels exists."""
    return Search(field, days, effort).run()


def warm_up() -> None:
    """Load or compile the kernel on a tiny field with windows and one with nights."""
    way = np.ones((4, 4), np.int64) - np.eye(4, dtype=np.int64)
    bounds = np.zeros(4, np.int64), np.full(4, 9, np.int64)
    ends = np.zeros(2, np.int32), np.zeros(2, np.int32), np.zeros(2, np.int64)
    for nights in (False, True):
        field = make_field(way, *bounds, np.arange(4), 1, nights)
        days = Days(*ends, np.full(2, 3, np.int64), alike=not nights)
        search_routes(field, days, Effort(rounds=20))


def thin_out(field: Field, pool: Pool) -> Pool:
    """Give a pool with the better half of the routes."""
    count = int(pool.held[0])
    kept = np.sort(np.argsort(-pool.grades[:count], kind="stable")[: count // 2])
    fresh = make_pool(field, len(pool.sizes))
    fresh.rows[: len(kept)] = pool.rows[kept]
    fresh.sizes[: len(kept)] = pool.sizes[kept]
    fresh.days[: len(kept)] = pool.days[kept]
    fresh.spans[: len(kept)] = pool.spans[kept]
    fresh.grades[: len(kept)] = pool.grades[kept]
    fresh.keys[: len(kept)] = pool.keys[kept]
    fresh.held[0] = len(kept)
    file_rows(fresh)
    return fresh


def _copy(plan: Plan) -> Plan:
    seq, size, at, late, where = plan
    return Plan(seq.copy(), size.copy(), at.copy(), late.copy(), where.copy())
