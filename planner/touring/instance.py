"""The planning question as integer arrays, built once; numbers replace ids here and only here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.domain.demand import Question, Visit
from planner.domain.locks import Freedom
from planner.domain.parameters import Parameters
from planner.domain.territory import Location
from planner.rules.travel import BAND_MARGIN, EARTH_RADIUS, find_leg

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MOST_NEAR = 1500  # visits or beds known around a place
_ROUNDING = 1e-6  # metres, as the rule of travel has it
_DOUBT = 1e-5  # metres from a whole number within which arrays may round otherwise


class Limits(NamedTuple):
    """What bounds one working day, in minutes.

    After each full `stretch` at the wheel in one leg the crew rests for `pause`; 0 means never.
    """

    shift_start: int
    shift_end: int
    buffer: int
    max_drive: int
    stretch: int
    pause: int


class Roads(NamedTuple):
    """Legs between places: `minutes[i, j]` at the wheel and `metres[i, j]`, row = from.

    `near_visits[i]` are visits and `near_beds[i]` beds by rising minutes from place i, which
    `visit_minutes[i]` and `bed_minutes[i]` give in the same order: all of them, or the nearest
    where there are more than `MOST_NEAR`.
    """

    minutes: Ints
    metres: Ints
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
    """A crew in numbers: its depot's place, the days it may be out, the visits it may make.

    `away[day]` says whether it may sleep away that evening, `may_sleep[bed]` where.
    """

    depot: int
    depot_place: int
    people: int
    max_nights: int
    free: Flags
    may: Flags
    away: Flags
    may_sleep: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """The question in numbers; days count from 0, the first of the horizon.

    `follows[v]` is the visit that v repeats, -2 where that one has no offer, -1 where v repeats
    none; the gap bounds are days, ends included. `locked` are the visits that have to be made,
    `lost` the ids of those that have to but cannot, as nothing of them is on offer.
    """

    question: Question
    visits: tuple[Visit, ...]
    days: int
    roads: Roads
    limits: Limits
    offers: Offers
    visit_place: Ints
    follows: Ints
    min_gap: Ints
    max_gap: Ints
    bed_place: Ints
    crews: tuple[CrewRow, ...]
    locked: tuple[int, ...]
    lost: tuple[str, ...]

    def date_of(self, day: int) -> date:
        """Give the calendar date of a day."""
        return self.question.horizon.first + timedelta(days=day)

    def bed_money(self, crew: int) -> Floats:
        """Give the price of a night in each bed for the whole crew, in minor units of money."""
        people = self.crews[crew].people
        return np.array([b.price * people for b in self.question.lodgings], np.float64)


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
    minutes, metres = measure_legs(tuple(places), question.parameters)
    visit_place = _ints(places[v.location] for v in visits)
    bed_place = _ints(places[b.location] for b in question.lodgings)
    days = (question.horizon.last - question.horizon.first).days + 1
    parameters = question.parameters
    held = {lock.visit for lock in question.locks}
    return Instance(
        question,
        visits,
        days,
        make_roads(minutes, metres, visit_place, bed_place),
        Limits(
            parameters.shift_start,
            parameters.shift_end,
            parameters.leg_buffer,
            parameters.max_drive_minutes_per_day,
            parameters.break_after_drive if parameters.break_minutes else 0,
            parameters.break_minutes,
        ),
        _lay_offers(question, visits, days),
        visit_place,
        _ints(number.get(v.repeat_of, -2) if v.repeat_of else -1 for v in visits),
        _ints(v.min_gap for v in visits),
        _ints(v.max_gap for v in visits),
        bed_place,
        _number_crews(question, visits, places, metres),
        tuple(number[id] for id in sorted(held & set(number))),
        tuple(sorted(held - set(number))),
    )


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int32)


def _find_offers(question: Question, index: int, visit: Visit) -> list[_Offered]:
    first_told = question.planned_on + timedelta(days=question.parameters.notice_lead_days)
    first = question.horizon.first
    told = {
        lock.day
        for lock in question.locks
        if lock.visit == visit.id and lock.freedom is Freedom.ANNOUNCED
    }
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
        and (offer.day >= first_told or offer.day in told)
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


def measure_legs(places: Sequence[Location], parameters: Parameters) -> tuple[Ints, Ints]:
    """Measure all legs in minutes at the wheel and metres, as `rules.travel.find_leg` does.

    Where arrays could round otherwise than single numbers, that rule is asked.
    """
    size = len(places)
    lat = np.radians(np.array([place.lat for place in places], np.float64))
    lon = np.radians(np.array([place.lon for place in places], np.float64))
    minutes = np.zeros((size, size), np.int32)
    metres = np.zeros((size, size), np.int32)
    for i in range(size):
        half_lat = np.sin((lat - lat[i]) / 2)
        half_lon = np.sin((lon - lon[i]) / 2)
        root = np.sqrt(half_lat**2 + np.cos(lat[i]) * np.cos(lat) * half_lon**2)
        line = 2 * EARTH_RADIUS * np.arcsin(np.minimum(1.0, root))
        exact = line * parameters.road_factor - _ROUNDING
        metres[i] = np.ceil(exact)
        for j in np.flatnonzero(np.abs(exact - np.rint(exact)) < _DOUBT).tolist():
            metres[i, j] = find_leg(places[i], places[j], parameters).metres
        minutes[i] = _drive(metres[i], parameters)
    return minutes, metres


def _drive(metres: Ints, parameters: Parameters) -> Ints:
    """Give the whole minutes of legs, each driven at one speed."""
    km = metres / 1000
    bands = parameters.speeds
    edges = [
        np.inf if band.up_to_km is None else band.up_to_km * (1 + BAND_MARGIN) for band in bands
    ]
    kmh = np.full(len(km), bands[-1].kmh)
    for band, edge in reversed(list(zip(bands, edges, strict=True))):
        kmh[km <= edge] = band.kmh
    return np.asarray(np.ceil(km / kmh * 60 - 1e-9), np.int32)


def make_roads(minutes: Ints, metres: Ints, visit_place: Ints, bed_place: Ints) -> Roads:
    """Make legs of their minutes and metres, and sort visits and beds around every place."""
    near_visits, visit_minutes = _sort_by_minutes(minutes, visit_place)
    near_beds, bed_minutes = _sort_by_minutes(minutes, bed_place)
    return Roads(minutes, metres, near_visits, visit_minutes, near_beds, bed_minutes)


def _sort_by_minutes(minutes: Ints, targets: Ints) -> tuple[Ints, Ints]:
    width = min(len(targets), MOST_NEAR)
    order = np.empty((len(minutes), width), np.int32)
    ranked = np.empty((len(minutes), width), np.int32)
    for place, row in enumerate(minutes):
        away = row[targets]
        order[place] = np.argsort(away, kind="stable")[:width]
        ranked[place] = away[order[place]]
    return order, ranked


def _number_crews(
    question: Question, visits: tuple[Visit, ...], places: dict[Location, int], metres: Ints
) -> tuple[CrewRow, ...]:
    depots = {depot.id: index for index, depot in enumerate(question.depots)}
    beds = _ints(places[b.location] for b in question.lodgings)
    policy = question.parameters
    evenings = [day.weekday() in policy.night_weekdays for day in question.horizon.days()]
    keeper = {lock.visit: lock.crew for lock in question.locks if lock.freedom.keeps(Freedom.CREW)}
    crews = []
    for crew in question.crews:
        out = set(crew.days)
        free = np.array([day in out for day in question.horizon.days()], np.bool_)
        best: dict[str, int] = {}
        for skill, level in crew.skills:
            best[skill] = max(level, best.get(skill, 0))
        may = [
            (not v.skill or best.get(v.skill, -1) >= v.level)
            and keeper.get(v.id, crew.id) == crew.id
            for v in visits
        ]
        depot = depots[crew.depot]
        place = places[question.depots[depot].location]
        crews.append(
            CrewRow(
                depot,
                place,
                crew.people,
                crew.max_nights,
                free,
                np.array(may, np.bool_),
                np.array(evenings, np.bool_),
                metres[place, beds] >= policy.night_from,
            )
        )
    return tuple(crews)
