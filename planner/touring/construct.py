"""A first plan: day by day, whoever is free takes the tour worth most per day out."""

from collections.abc import Callable

import numpy as np

from planner.touring.evaluate import Column
from planner.touring.instance import Instance
from planner.touring.pool import Pool
from planner.touring.residual import Residual
from planner.touring.rows import Rows

PriceCrew = Callable[[int, Residual, int, int], list[Column]]


def build_first_plan(
    instance: Instance,
    rows: Rows,
    pool: Pool,
    price: PriceCrew,
    on_better: Callable[[list[int]], None],
) -> None:
    """Fill the horizon from its first day on, one tour after another.

    `price` gives tours of a crew within a residual between two days. `on_better` hears the
    chosen tours' numbers whenever one more is taken.
    """
    chosen: list[int] = []
    residual = Residual.of(instance, rows, pool, chosen)
    next_day = [0] * len(instance.crews)
    while True:
        crew = int(np.argmin(next_day)) if next_day else 0
        if not next_day or next_day[crew] >= instance.days:
            return
        first = next_day[crew]
        last = min(first + instance.crews[crew].max_nights + 1, instance.days - 1)
        found = price(crew, residual, first, last)
        best = max(found, key=lambda c: _worth_per_day(rows, c), default=None)
        if best is None:
            next_day[crew] = last + 1
            continue
        number = pool.number_of(best)
        chosen.append(number)
        residual = Residual.of(instance, rows, pool, chosen)
        next_day[crew] = best.last + 1
        on_better(chosen)


def _worth_per_day(rows: Rows, column: Column) -> float:
    rest = rows.rest_days if column.nights >= rows.rest_after else 0
    return column.worth / (len(column.days) + rest)
