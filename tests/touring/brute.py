"""The best value of a tiny question, by looking at every plan there is."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from math import inf

from planner.domain.demand import CrewDays, Offer, Question, Visit
from planner.domain.plan import Overnight, Stop, Tour, TourDay
from planner.domain.territory import Location
from planner.rules.travel import find_leg
from tests.touring.verify import find_faults, find_faults_of_tour, find_value

Taken = tuple[Visit, Offer]


def find_best_value(question: Question) -> float:
    """Try every set of tours that keeps the rules."""
    by_key: dict[tuple[object, ...], tuple[float, Tour]] = {}
    for crew in question.crews:
        for tour in _list_tours(crew, question):
            stops = frozenset(
                (s.visit, d.day, s.end - s.start) for d in tour.days for s in d.stops
            )
            value = find_value([tour], question)
            key = (crew.id, tour.days[0].day, len(tour.days), stops)
            if key not in by_key or by_key[key][0] < value:
                by_key[key] = (value, tour)
    ranked = sorted(by_key.values(), key=lambda item: -item[0])
    worthy = [item for item in ranked if _can_help(item[1], question)]
    return _choose(worthy, [], question)


def _can_help(tour: Tour, question: Question) -> bool:
    """Say whether a tour is worth something, what it does for floors and locks included."""
    stops = {stop.visit for day in tour.days for stop in day.stops}
    if any(lock.visit in stops for lock in question.locks):
        return True
    helped = sum(f.price * len(stops.intersection(f.visits)) for f in question.floors)
    return find_value([tour], replace(question, floors=())) + helped > 0


def _choose(rest: list[tuple[float, Tour]], taken: list[Tour], question: Question) -> float:
    best = -inf if find_faults(taken, question) else find_value(taken, question)
    for number, (_, tour) in enumerate(rest):
        onward = [item for item in rest[number + 1 :] if not _clash(item[1], tour)]
        best = max(best, _choose(onward, [*taken, tour], question))
    return best


def _clash(tour: Tour, other: Tour) -> bool:
    days, others = {d.day for d in tour.days}, {d.day for d in other.days}
    if tour.crew == other.crew and days & others:
        return True
    stops = {s.visit for d in tour.days for s in d.stops}
    return bool(stops & {s.visit for d in other.days for s in d.stops})


def _list_tours(crew: CrewDays, question: Question) -> Iterator[Tour]:
    depot = next(d for d in question.depots if d.id == crew.depot)
    for first in crew.days:
        yield from _extend(crew, first, depot.location, (), frozenset(), question)


def _extend(
    crew: CrewDays,
    day: date,
    here: Location,
    before: tuple[TourDay, ...],
    made: frozenset[str],
    question: Question,
) -> Iterator[Tour]:
    depot = next(d for d in question.depots if d.id == crew.depot)
    if day not in crew.days:
        return
    for taken in _list_stops(day, made, question):
        home = _time(day, here, taken, depot.location, None, question)
        if home is not None and (before or taken):
            tour = Tour(crew.id, crew.depot, (*before, home))
            if not list(find_faults_of_tour(tour, question)):
                yield tour
        if len(before) >= crew.max_nights:
            continue
        for bed in question.lodgings:
            night = Overnight(bed.place, bed.location, bed.price * crew.people)
            out = _time(day, here, taken, bed.location, night, question)
            if out is not None:
                ids = made | {visit.id for visit, _ in taken}
                onward = (*before, out)
                yield from _extend(crew, day + timedelta(1), bed.location, onward, ids, question)


def _list_stops(
    day: date, made: frozenset[str], question: Question
) -> Iterator[tuple[Taken, ...]]:
    offers: dict[str, list[Taken]] = defaultdict(list)
    for visit in question.visits:
        if visit.id not in made:
            for offer in visit.offers:
                if offer.day == day:
                    offers[visit.id].append((visit, offer))
    for count in range(min(3, len(offers)) + 1):
        for ids in permutations(offers, count):
            yield from _product([offers[id] for id in ids])


def _product(choices: list[list[Taken]]) -> Iterator[tuple[Taken, ...]]:
    if not choices:
        yield ()
        return
    for first in choices[0]:
        for rest in _product(choices[1:]):
            yield (first, *rest)


def _time(
    day: date,
    here: Location,
    taken: tuple[Taken, ...],
    there: Location,
    night: Overnight | None,
    question: Question,
) -> TourDay | None:
    parameters = question.parameters
    now, drive, metres = parameters.shift_start, 0, 0
    stops = []
    for visit, offer in taken:
        leg = find_leg(here, visit.location, parameters)
        drive, metres = drive + leg.minutes, metres + leg.metres
        arrive = now + leg.elapsed + parameters.leg_buffer
        start = max(arrive, offer.earliest_start)
        now = start + offer.duration
        if start > offer.latest_start:
            return None
        stops.append(
            Stop(
                visit.id,
                visit.kind,
                visit.ref,
                visit.location,
                arrive,
                start,
                now,
                offer.market_day,
            )
        )
        here = visit.location
    leg = find_leg(here, there, parameters)
    drive, metres = drive + leg.minutes, metres + leg.metres
    end = now + leg.elapsed + parameters.leg_buffer
    if end > parameters.shift_end or drive > parameters.max_drive_minutes_per_day:
        return None
    return TourDay(day, parameters.shift_start, end, drive, metres, tuple(stops), night)
