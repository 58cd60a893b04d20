"""Search for the day routes that collect most prize: annealed kernel, pool of routes, packing."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from planner.touring.routes_field import Days, Field, Plan, make_plan
from planner.touring.routes_kernel import (
    Heat,
    Pool,
    Taste,
    Work,
    anneal,
    copy_plan,
    fill,
    retime,
    weigh,
)

_POOL_ROWS = 30_000
_SLICE = 0.05  # seconds between looks at the clock
_HOT, _COLD = 1.0, 0.03  # temperatures, in mean prizes of a stop
_THRIFT = 0.3  # mean prizes that the whole time of all days is worth


@dataclass(frozen=True, slots=True)
class Routes:
    """What was found: per day the places from start to end, and the prizes collected."""

    days: tuple[tuple[int, ...], ...]
    prize: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look: seconds, or rounds of the kernel (then the result never varies)."""

    seconds: float = math.inf
    rounds: int = 0
    seed: int = 1


def make_work(field: Field, days: Days, seed: int) -> Work:
    """Give scratch for one thread."""
    n, count = len(field.prizes), len(days.starts)
    return Work(
        np.array([seed * 7919 + 12345], np.uint64),
        np.zeros((n, count), np.int64),
        np.zeros((n, count), np.int32),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n, np.int32),
        np.zeros(n, np.int32),
        np.zeros(n + 1, np.int32),
        np.zeros(n, np.bool_),
        np.zeros(count, np.bool_),
    )


def make_pool(field: Field, rows: int = _POOL_ROWS) -> Pool:
    """Give an empty pool of so many rows."""
    n = len(field.prizes)
    dice = np.random.default_rng(n)
    return Pool(
        np.zeros((rows, n - field.first + 2), np.int32),
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int64),
        np.full(1 << (2 * rows).bit_length(), -1, np.int32),
        np.zeros(rows, np.uint64),
        dice.integers(1, 2**63, n, np.uint64),
        np.zeros(1, np.int64),
    )


def search_routes(field: Field, days: Days, effort: Effort, hot=_HOT, cold=_COLD, thrift=_THRIFT, cycles=1,log=None,clock=time.perf_counter) -> Routes:
    """Search until the effort is spent."""
    began = clock()
    work, pool = make_work(field, days, effort.seed), make_pool(field)
    now, trial, best = (make_plan(field, days) for _ in range(3))
    if field.nights:
        from planner.touring.routes_nights import choose_nights
        chain = choose_nights(field, days, np.ones((len(days.starts), field.first)))
        for d, h in enumerate(chain):
            now.seq[d, 1] = h
            now.seq[d + 1, 0] = h
    for day in range(len(days.starts)):
        retime(field, days, now, day)
    copy_plan(now, trial)
    copy_plan(now, best)
    work.touched[:] = True
    unit = 0.02 * float(np.mean(field.near[:, :1].size and np.sort(field.reach + field.reach.T, axis=1)[:, 5])) / 2
    fill(field, days, now, work, Taste(1.0, 0.0, unit))
    copy_plan(now, trial)
    copy_plan(now, best)
    mean = float(field.prizes[field.first :].mean())
    slack = thrift * mean / float(days.latest.sum())
    done, slice_rounds = 0, 200
    while True:
        spent = clock() - began
        share = max(spent / effort.seconds, done / effort.rounds if effort.rounds else 0.0)
        if share >= 1.0:
            break
        phase = (share * cycles) % 1.0
        heat = Heat(mean * hot * (cold / hot) ** phase, slack)
        rounds = slice_rounds if not effort.rounds else min(1000, effort.rounds - done)
        anneal(field, days, now, trial, best, work, pool, heat, unit, rounds, 0.97)
        done += rounds
        took = clock() - began - spent
        if took < _SLICE:
            slice_rounds = int(slice_rounds * 1.5)
        elif took > 2 * _SLICE:
            slice_rounds = max(50, int(slice_rounds / 1.5))
    if log: log(f"rounds {done} pool {pool.count[0]}")
    prize, _ = weigh(field, best)
    routes = tuple(
        tuple(int(x) for x in best.seq[day, : best.size[day]]) for day in range(len(best.size))
    )
    return Routes(routes, int(prize), done)
