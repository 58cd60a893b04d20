"""Tours that are known beforehand, as the search's own, so that it starts from them.

Drafts tell a tour without an instance, so that tours outlive the question they were found for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from planner.domain.plan import Tour
from planner.touring.evaluate import Column, find_broken_rule, make_column
from planner.touring.instance import Floats, Instance
from planner.touring.pool import ROUNDING, Pool
from planner.touring.rows import Rows

MOST_DRAFTS = 3000  # carried over to another question, or to a part of one

Numbers = Mapping[tuple[str, date, int], int]
"""Offers by visit, day and minutes."""


class Draft(NamedTuple):
    """A tour by its choices: each day's visits with their minutes, and the places of beds."""

    crew: str
    first: date
    days: tuple[tuple[tuple[str, int], ...], ...]
    beds: tuple[str, ...]


def draft_tour(tour: Tour) -> Draft:
    """Draft a tour of a plan."""
    return Draft(
        tour.crew,
        tour.days[0].day,
        tuple(tuple((stop.visit, stop.end - stop.start) for stop in d.stops) for d in tour.days),
        tuple(day.overnight.place for day in tour.days if day.overnight),
    )


def draft_column(instance: Instance, column: Column) -> Draft:
    """Draft a tour of the search."""
    offers, question = instance.offers, instance.question
    return Draft(
        question.crews[column.crew].id,
        instance.date_of(column.first),
        tuple(
            tuple((instance.visits[offers.visit[o]].id, int(offers.minutes[o])) for o in taken)
            for taken in column.days
        ),
        tuple(question.lodgings[bed].place for bed in column.beds),
    )


def read_drafts(instance: Instance, drafts: Iterable[Draft]) -> Iterator[Column]:
    """Read those tours that are possible in this question, in order of their first day."""
    offers = _number_offers(instance)
    crews = {crew.id: number for number, crew in enumerate(instance.question.crews)}
    beds = {bed.place: number for number, bed in enumerate(instance.question.lodgings)}
    for draft in sorted(drafts, key=lambda draft: draft.first):
        column = _read_draft(instance, draft, offers, crews, beds)
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


def _read_draft(
    instance: Instance,
    draft: Draft,
    offers: Numbers,
    crews: Mapping[str, int],
    places: Mapping[str, int],
) -> Column | None:
    """Write a tour as choices, without its worth; None where one of them is not on offer."""
    beds = tuple(places.get(place, -1) for place in draft.beds)
    days = tuple(
        tuple(
            offers.get((visit, draft.first + timedelta(day), minutes), -1)
            for visit, minutes in taken
        )
        for day, taken in enumerate(draft.days)
    )
    if draft.crew not in crews or -1 in beds or any(-1 in taken for taken in days):
        return None
    first = (draft.first - instance.question.horizon.first).days
    return Column(crews[draft.crew], first, days, beds, 0.0)


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
