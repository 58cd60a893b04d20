"""Tours that are known beforehand, as the search's own, so that it starts from them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from planner.domain.plan import Tour
from planner.touring.evaluate import Column, find_broken_rule, make_column
from planner.touring.instance import Floats, Instance
from planner.touring.pool import ROUNDING, Pool
from planner.touring.rows import Rows

Numbers = Mapping[tuple[str, date, int], int]
"""Offers by visit, day and minutes."""


def read_tours(instance: Instance, tours: Iterable[Tour]) -> Iterator[Column]:
    """Read those tours that are possible in this question, in order of their first day."""
    offers = _number_offers(instance)
    for tour in sorted(tours, key=lambda tour: tour.days[0].day):
        column = _read_tour(instance, tour, offers)
        if column and find_broken_rule(instance, column) is None:
            yield make_column(instance, column.crew, column.first, column.days, column.beds)


def _number_offers(instance: Instance) -> Numbers:
    keys = zip(
        instance.offers.visit.tolist(),
        instance.offers.day.tolist(),
        instance.offers.minutes.tolist(),
        strict=True,
    )
    return {
        (instance.visits[visit].id, instance.date_of(day), minutes): number
        for number, (visit, day, minutes) in enumerate(keys)
    }


def _read_tour(instance: Instance, tour: Tour, offers: Numbers) -> Column | None:
    """Write a tour as choices, without its worth; None where one of them is not on offer."""
    question = instance.question
    crews = [crew.id for crew in question.crews]
    places = {bed.place: number for number, bed in enumerate(question.lodgings)}
    beds = tuple(places.get(day.overnight.place, -1) for day in tour.days if day.overnight)
    days = tuple(
        tuple(offers.get((stop.visit, day.day, stop.end - stop.start), -1) for stop in day.stops)
        for day in tour.days
    )
    if tour.crew not in crews or -1 in beds or any(-1 in day for day in days):
        return None
    first = (tour.days[0].day - question.horizon.first).days
    return Column(crews.index(tour.crew), first, days, beds, 0.0)


def fit_together(pool: Pool, rows: Rows, limits: Floats, numbers: Sequence[int]) -> frozenset[int]:
    """Take of some tours those that keep all rows together; the least worthy give way."""
    chosen = set(numbers)
    hard = np.ones(len(limits), np.bool_)
    hard[list(rows.soft)] = False
    while chosen:
        left = pool.leave(limits, sorted(chosen))
        broken = np.flatnonzero(hard & (left < -ROUNDING))
        if not broken.size:
            break
        row = int(broken[0])
        takers = [n for n in chosen if dict(pool.takes[n]).get(row, 0.0) > 0]
        chosen.discard(min(takers, key=lambda n: (pool.columns[n].worth, n)))
    return frozenset(chosen)
