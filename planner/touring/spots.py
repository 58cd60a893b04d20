"""Crews of one depot by themselves: what they could gain under prices, cut out of the whole.

A visit and its repeats are one spot to a crew: it may come there on any day, for whichever of
them is worth most that day. A tour is too short for two of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.domain.demand import Question
from planner.touring.evaluate import make_column
from planner.touring.instance import CrewRow, Flags, Floats, Instance, Ints, Offers, make_roads
from planner.touring.labels import NEVER
from planner.touring.memory import find_sites
from planner.touring.pricing import Bounded, Priced, Prices

_GAIN = 1e-9  # below it a prize is none


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Visits that are one to a crew, and offers of them that differ in nothing else.

    `first[s]` is one visit of spot s. `order` sorts offers by group; those of group g are
    `order[begin[g]:begin[g + 1]]`. `groups` are sorted by day and spot.
    """

    first: Ints
    order: Ints
    begin: npt.NDArray[np.int64]
    groups: Offers


class Cut(NamedTuple):
    """The crews of one depot, and what any of them would gain by, as an instance by itself.

    Its offers stand for `groups` of the whole, its beds for `beds`.
    """

    instance: Instance
    prices: tuple[Prices, ...]
    groups: Ints
    beds: Ints


def find_spots(instance: Instance) -> Spots:
    """Find what is one to a crew."""
    offers = instance.offers
    keys = np.stack([find_sites(instance), instance.visit_place], axis=1)
    _, first, spot = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    own = spot.ravel()[offers.visit]
    columns = (offers.day, own, offers.minutes, offers.earliest, offers.latest)
    order = np.lexsort(columns[::-1])
    rows = np.stack(columns, axis=1)[order]
    new = np.ones(len(rows), np.bool_)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    begin = np.append(np.flatnonzero(new), len(rows))
    day, visit, minutes, earliest, latest = rows[new].astype(np.int32).T
    worth = np.zeros(len(day), np.float64)
    starts = _begin(day, visit, instance.days, len(first))
    groups = Offers(visit, day, minutes, earliest, latest, worth, starts)
    return Spots(first.astype(np.int32), order.astype(np.int32), begin, groups)


def _begin(day: Ints, spot: Ints, days: int, spots: int) -> Ints:
    keys = day.astype(np.int64) * spots + spot
    return np.searchsorted(keys, np.arange(days * spots + 1)).astype(np.int32)


def group_crews(instance: Instance) -> list[list[int]]:
    """Group crews by depot."""
    groups: dict[int, list[int]] = {}
    for crew, row in enumerate(instance.crews):
        groups.setdefault(row.depot, []).append(crew)
    return list(groups.values())


def cut_out(
    whole: Instance,
    spots: Spots,
    crews: Sequence[int],
    prices: Sequence[Prices],
    nearest: int | None = None,
) -> Cut:
    """Cut out crews of one depot with what they would gain by; prizes are those of all offers.

    Places farther than a tour can drive and come back, at the highest speed, are left out, and
    those to which `nearest` other depots are nearer.
    """
    prizes = [
        _find_prizes(whole, spots, crew, own.prize)
        for crew, own in zip(crews, prices, strict=True)
    ]
    wanted = np.max(prizes, axis=0) > _GAIN
    home = whole.crews[crews[0]].depot_place
    near = _find_near(whole, crews)
    if nearest is not None:
        near &= _count_nearer(whole, home) < nearest
    chosen = np.zeros(len(spots.first), np.bool_)
    chosen[spots.groups.visit[wanted]] = True
    chosen &= near[whole.visit_place[spots.first]]
    kept = np.flatnonzero(wanted & chosen[spots.groups.visit])
    beds = np.flatnonzero(near[whole.bed_place]).astype(np.int32)
    own = np.flatnonzero(chosen).astype(np.int32)
    places = np.concatenate([[home], whole.bed_place[beds], whole.visit_place[spots.first[own]]])
    known, number = np.unique(places, return_inverse=True)
    numbers: Ints = number.ravel().astype(np.int32)
    instance = Instance(
        _slim(whole.question, crews, beds.tolist()),
        tuple(replace(whole.visits[spots.first[spot]], offers=()) for spot in own),
        whole.days,
        make_roads(
            whole.roads.minutes[np.ix_(known, known)],
            whole.roads.metres[np.ix_(known, known)],
            numbers[1 + len(beds) :],
            numbers[1 : 1 + len(beds)],
        ),
        whole.limits,
        _keep_groups(spots, kept, own, whole.days),
        numbers[1 + len(beds) :],
        np.full(len(own), -1, np.int32),
        np.zeros(len(own), np.int32),
        np.zeros(len(own), np.int32),
        numbers[1 : 1 + len(beds)],
        tuple(_move(whole.crews[crew], int(numbers[0]), len(own), beds) for crew in crews),
        (),
        (),
    )
    return Cut(
        instance,
        tuple(
            price._replace(prize=prize[kept], bed_cost=price.bed_cost[beds])
            for price, prize in zip(prices, prizes, strict=True)
        ),
        kept.astype(np.int32),
        beds,
    )


def _count_nearer(whole: Instance, home: int) -> Ints:
    """Count for every place the depots nearer to it than this one."""
    depots = sorted({crew.depot_place for crew in whole.crews})
    metres = whole.roads.metres
    return np.asarray((metres[depots] < metres[home][None, :]).sum(axis=0), np.int32)


def read_tours(
    whole: Instance, spots: Spots, cut: Cut, crew: int, prices: Prices, found: Sequence[Priced]
) -> list[Priced]:
    """Read a crew's tours over spots as tours over visits, but for those that come back to one."""
    offers = cut.instance.offers
    read = []
    for value, column in found:
        own = [int(offers.visit[offer]) for offer in column.offers]
        if len(set(own)) == len(own):
            days = tuple(
                tuple(
                    _choose_offer(whole, spots, crew, prices.prize, cut.groups[o]) for o in taken
                )
                for taken in column.days
            )
            beds = tuple(int(cut.beds[bed]) for bed in column.beds)
            read.append(Priced(value, make_column(whole, crew, column.first, days, beds)))
    return read


def read_bound(
    whole: Instance, spots: Spots, cut: Cut, crew: int, prices: Prices, found: Bounded
) -> Bounded:
    """Read a crew's bound over spots as one over visits, as `read_tours` does its tours."""
    if found is None:
        return None
    worth, tours = found
    return worth, read_tours(whole, spots, cut, crew, prices, tours)


def _choose_offer(whole: Instance, spots: Spots, crew: int, prize: Floats, group: int) -> int:
    """Give the offer of a group that is worth most to a crew."""
    members = spots.order[spots.begin[group] : spots.begin[group + 1]]
    may = whole.crews[crew].may[whole.offers.visit[members]]
    return int(members[int(np.argmax(np.where(may, prize[members], NEVER)))])


def _find_prizes(whole: Instance, spots: Spots, crew: int, prize: Floats) -> Floats:
    """Give the best prize of every group for a crew, NEVER where it may make none of it."""
    may = whole.crews[crew].may[whole.offers.visit[spots.order]]
    own = np.where(may, prize[spots.order], NEVER)
    return np.asarray(np.maximum.reduceat(own, spots.begin[:-1]), np.float64)


def _find_near(whole: Instance, crews: Sequence[int]) -> Flags:
    days = 1 + max(whole.crews[crew].max_nights for crew in crews)
    kmh = max(band.kmh for band in whole.question.parameters.speeds)
    minutes = whole.roads.metres[whole.crews[crews[0]].depot_place] * 0.06 / kmh
    return np.asarray(2 * minutes <= days * whole.limits.max_drive + 1e-6, np.bool_)


def _slim(question: Question, crews: Sequence[int], beds: Sequence[int]) -> Question:
    return replace(
        question,
        depots=tuple(d for d in question.depots if d.id == question.crews[crews[0]].depot),
        crews=tuple(question.crews[crew] for crew in crews),
        lodgings=tuple(question.lodgings[bed] for bed in beds),
        visits=(),
        locks=(),
        floors=(),
    )


def _keep_groups(spots: Spots, kept: npt.NDArray[np.int64], own: Ints, days: int) -> Offers:
    groups = spots.groups
    number = np.full(len(spots.first), -1, np.int32)
    number[own] = np.arange(len(own))
    spot, day = number[groups.visit[kept]], groups.day[kept]
    return Offers(
        spot,
        day,
        groups.minutes[kept],
        groups.earliest[kept],
        groups.latest[kept],
        groups.worth[kept],
        _begin(day, spot, days, len(own)),
    )


def _move(row: CrewRow, depot_place: int, spots: int, beds: Ints) -> CrewRow:
    return replace(
        row,
        depot=0,
        depot_place=depot_place,
        may=np.ones(spots, np.bool_),
        may_sleep=row.may_sleep[beds],
    )
