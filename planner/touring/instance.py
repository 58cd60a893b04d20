"""The planning question as integer arrays, built once; numbers replace ids here and only here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.domain.demand import Question, Visit
from planner.domain.parameters import Parameters
from planner.domain.territory import Location
from planner.rules.travel import find_leg

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Limits(NamedTuple):
    """What bounds one working day, in minutes."""

    shift_start: int
    shift_end: int
    buffer: int
    max_drive: int


class Roads(NamedTuple):
    """Legs between places: `minutes[i, j]` at the wheel, `cost[i, j]` in contacts, row = from.

    `near_visits[i]` are all visits and `near_beds[i]` all beds by rising minutes from place i,
    which `visit_minutes[i]` and `bed_minutes[i]` give in the same order.
    """

    minutes: Ints
    cost: Floats
    near_visits: Ints
    visit_minutes: Ints
    near_beds: Ints
    bed_minutes: Ints


class Offers(NamedTuple):
    """Ways to make a visit, sorted by day and visit.

    Those of visit v on day d are `begin[d * visits + v]` up to `begin[d * visits + v + 1]`.
    """

    visit: Ints
    day: Ints
    minutes: Ints
    earliest: Ints
    latest: Ints
    worth: Floats
    begin: Ints


@dataclass(frozen=True, slots=True)
class CrewRow:
    """A crew in numbers: its depot's place, the days it may be out, the visits it may make."""

    depot: int
    depot_place: int
    people: int
    max_nights: int
    free: Flags
    may: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """The question in numbers; days count from 0, the first of the horizon.

    `follows[v]` is the visit that v repeats, -2 where that one has no offer, -1 where v repeats
    none; the gap bounds are days, ends included.
    """

    question: Question
    visits: tuple[Visit, ...]
    days: int
    metres: Ints
    roads: Roads
    limits: Limits
    offers: Offers
    visit_place: Ints
    follows: Ints
    min_gap: Ints
    max_gap: Ints
    bed_place: Ints
    crews: tuple[CrewRow, ...]

    def date_of(self, day: int) -> date:
        """Give the calendar date of a day."""
        return self.question.horizon.first + timedelta(days=day)

    def bed_cost(self, crew: int) -> Floats:
        """Give the price of a night in each bed for the whole crew, in contacts."""
        rate = self.question.money_per_contact_minor
        people = self.crews[crew].people
        return np.array([b.price * people / rate for b in self.question.lodgings], np.float64)


class _Offered(NamedTuple):
    day: int
    visit: int
    minutes: int
    earliest: int
    latest: int
    worth: float


def build_instance(question: Question) -> Instance:
    """Turn a question into numbers.

    Offers outside the horizon or within the notice lead are left out, so are visits without
    any other.
    """
    visits = tuple(v for v in question.visits if _find_offers(question, 0, v))
    number = {visit.id: index for index, visit in enumerate(visits)}
    places: dict[Location, int] = {}
    for spots in (question.depots, question.lodgings, visits):
        for spot in spots:
            places.setdefault(spot.location, len(places))
    minutes, metres = _measure(question, tuple(places))
    visit_place = _ints(places[v.location] for v in visits)
    bed_place = _ints(places[b.location] for b in question.lodgings)
    days = (question.horizon.last - question.horizon.first).days + 1
    parameters = question.parameters
    return Instance(
        question,
        visits,
        days,
        metres,
        make_roads(minutes, _to_cost(metres, parameters), visit_place, bed_place),
        Limits(
            parameters.shift_start,
            parameters.shift_end,
            parameters.leg_buffer,
            parameters.max_drive_minutes_per_day,
        ),
        _lay_offers(question, visits, days),
        visit_place,
        _ints(number.get(v.repeat_of, -2) if v.repeat_of else -1 for v in visits),
        _ints(v.min_gap for v in visits),
        _ints(v.max_gap for v in visits),
        bed_place,
        _number_crews(question, visits, places, days),
    )


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int32)


def _find_offers(question: Question, index: int, visit: Visit) -> list[_Offered]:
    first_told = question.planned_on + timedelta(days=question.parameters.notice_lead_days)
    first = question.horizon.first
    return [
        _Offered(
            (offer.day - first).days,
            index,
            offer.duration,
            offer.earliest_start,
            offer.latest_start,
            offer.worth.total,
        )
        for offer in visit.offers
        if offer.day in question.horizon
        and offer.day >= first_told
        and offer.earliest_start <= offer.latest_start
    ]


def _lay_offers(question: Question, visits: tuple[Visit, ...], days: int) -> Offers:
    rows = sorted(row for i, v in enumerate(visits) for row in _find_offers(question, i, v))
    keys = np.array([row.day * len(visits) + row.visit for row in rows], np.int64)
    begin = np.searchsorted(keys, np.arange(days * len(visits) + 1)).astype(np.int32)
    return Offers(
        _ints(r.visit for r in rows),
        _ints(r.day for r in rows),
        _ints(r.minutes for r in rows),
        _ints(r.earliest for r in rows),
        _ints(r.latest for r in rows),
        np.array([r.worth for r in rows], np.float64),
        begin,
    )


def _measure(question: Question, places: tuple[Location, ...]) -> tuple[Ints, Ints]:
    size = len(places)
    minutes = np.zeros((size, size), np.int32)
    metres = np.zeros((size, size), np.int32)
    for i, start in enumerate(places):
        for j in range(i + 1, size):
            leg = find_leg(start, places[j], question.parameters)
            minutes[i, j] = minutes[j, i] = leg.minutes
            metres[i, j] = metres[j, i] = leg.metres
    return minutes, metres


def _to_cost(metres: Ints, parameters: Parameters) -> Floats:
    return np.asarray(metres * (parameters.rates.road_km / 1000), np.float64)


def make_roads(minutes: Ints, cost: Floats, visit_place: Ints, bed_place: Ints) -> Roads:
    """Make legs of their minutes and cost, and sort visits and beds around every place."""
    near_visits, visit_minutes = _sort_by_minutes(minutes, visit_place)
    near_beds, bed_minutes = _sort_by_minutes(minutes, bed_place)
    return Roads(minutes, cost, near_visits, visit_minutes, near_beds, bed_minutes)


def _sort_by_minutes(minutes: Ints, targets: Ints) -> tuple[Ints, Ints]:
    away = minutes[:, targets]
    order = np.argsort(away, axis=1, kind="stable")
    ranked = np.take_along_axis(away, order, axis=1)
    return np.ascontiguousarray(order, np.int32), np.ascontiguousarray(ranked, np.int32)


def _number_crews(
    question: Question, visits: tuple[Visit, ...], places: dict[Location, int], days: int
) -> tuple[CrewRow, ...]:
    depots = {depot.id: index for index, depot in enumerate(question.depots)}
    crews = []
    for crew in question.crews:
        free = np.zeros(days, np.bool_)
        for day in crew.days:
            if day in question.horizon:
                free[(day - question.horizon.first).days] = True
        best: dict[str, int] = {}
        for skill, level in crew.skills:
            best[skill] = max(level, best.get(skill, 0))
        may = np.array([not v.skill or best.get(v.skill, -1) >= v.level for v in visits], np.bool_)
        depot = depots[crew.depot]
        place = places[question.depots[depot].location]
        crews.append(CrewRow(depot, place, crew.people, crew.max_nights, free, may))
    return tuple(crews)
