"""A first plan: locked visits first, then, day by day, whoever is free takes the best tour.

The best is worth most per day out.
"""

from collections.abc import Callable, Iterator

import numpy as np

from planner.touring.evaluate import Column
from planner.touring.instance import Instance
from planner.touring.pool import Pool
from planner.touring.residual import Residual
from planner.touring.rows import Rows

PriceCrew = Callable[[int, Residual, int, int, int], list[Column]]
"""Finds tours of a crew beside what is fixed, between two days, above all with one visit."""

ANY = -1  # in place of a visit: none above others


def build_first_plan(
    instance: Instance,
    rows: Rows,
    pool: Pool,
    price: PriceCrew,
    on_better: Callable[[list[int]], None],
) -> None:
    """Make the locked visits, then fill the horizon from its first day on, tour by tour.

    `on_better` hears the chosen tours' numbers whenever one more is taken.
    """
    chosen: list[int] = []
    residual = Residual.of(instance, rows, pool, chosen)

    def take(found: list[Column]) -> Column | None:
        nonlocal residual
        best = max(found, key=lambda c: _worth_per_day(rows, c), default=None)
        if best is not None:
            chosen.append(pool.number_of(best))
            residual = Residual.of(instance, rows, pool, chosen)
            on_better(chosen)
        return best

    for visit, days in _list_needed(instance):
        if not residual.closed[visit]:
            take(_find_with(instance, rows, visit, days, price, residual))
    next_day = [0] * len(instance.crews)
    while next_day and min(next_day) < instance.days:
        crew = int(np.argmin(next_day))
        first = next_day[crew]
        last = min(first + instance.crews[crew].max_nights + 1, instance.days - 1)
        best = take(price(crew, residual, first, last, ANY))
        next_day[crew] = 1 + (last if best is None else best.last)


def _list_needed(instance: Instance) -> Iterator[tuple[int, range]]:
    """List the locked visits, each behind those it repeats, and between which days."""
    spans = [(_find_span(instance, visit), visit) for visit in instance.locked]
    for days, visit in sorted(spans, key=lambda known: (known[0].start, known[1])):
        chain = [(visit, days)]
        while (before := int(instance.follows[visit])) >= 0:
            least, most = int(instance.min_gap[visit]), int(instance.max_gap[visit])
            visit, days = before, range(days.start - most, days.stop - least)
            chain.append((visit, days))
        yield from reversed(chain)


def _find_span(instance: Instance, visit: int) -> range:
    days = instance.offers.day[instance.offers.visit == visit]
    return range(int(days.min()), int(days.max()) + 1) if len(days) else range(0)


def _find_with(
    instance: Instance,
    rows: Rows,
    visit: int,
    days: range,
    price: PriceCrew,
    residual: Residual,
) -> list[Column]:
    """Find tours that make a visit on one of some days, by any crew that may."""
    found: list[Column] = []
    for number, crew in enumerate(instance.crews):
        if days and crew.may[visit]:
            first = max(0, days.start - crew.max_nights)
            last = min(instance.days, days.stop + crew.max_nights) - 1
            found += price(number, residual, first, last, visit)
    offers = instance.offers
    return [
        column
        for column in found
        if any(offers.visit[o] == visit and offers.day[o] in days for o in column.offers)
    ]


def _worth_per_day(rows: Rows, column: Column) -> float:
    rest = rows.rest_days if column.nights >= rows.rest_after else 0
    return column.worth / (len(column.days) + rest)
