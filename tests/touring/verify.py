"""A second reading of the rules, on tours and the question alone, without the engine."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from planner.domain.demand import CrewDays, Question, Visit, VisitKind
from planner.domain.locks import Freedom
from planner.domain.plan import Tour, TourDay
from planner.domain.territory import Location
from planner.rules.travel import find_leg

ONE_DAY = timedelta(1)


def find_faults(tours: Sequence[Tour], question: Question) -> list[str]:
    """List what breaks a rule, in words; an empty list for a plan that keeps them all."""
    faults = [fault for tour in tours for fault in find_faults_of_tour(tour, question)]
    faults += _check_visits(tours, question)
    faults += _check_crews(tours, question)
    faults += _check_sharing(tours, question)
    faults += _check_market_share(tours, question)
    faults += _check_locks(tours, question)
    faults += _check_budget(tours, question)
    return faults


def find_value(tours: Sequence[Tour], question: Question) -> float:
    """Add up the worth of stops less days out, road, nights and what is missing of floors."""
    offers = {
        (visit.id, offer.day, offer.duration): offer.worth.total
        for visit in question.visits
        for offer in visit.offers
    }
    rates = question.parameters.rates
    total = 0.0
    for tour in tours:
        for day in tour.days:
            total -= rates.crew_day + rates.road_km * day.drive_metres / 1000
            total -= day.overnight.cost / question.money_per_contact_minor if day.overnight else 0
            total += sum(offers[s.visit, day.day, s.end - s.start] for s in day.stops)
    made = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    for floor in question.floors:
        total -= floor.price * max(0, floor.least - sum(visit in made for visit in floor.visits))
    return total


def find_faults_of_tour(tour: Tour, question: Question) -> Iterator[str]:
    """List what one tour breaks by itself."""
    crew = next(c for c in question.crews if c.id == tour.crew)
    depot = next(d for d in question.depots if d.id == crew.depot)
    if tour.depot != depot.id:
        yield "wrong depot"
    if len(tour.days) - 1 > crew.max_nights:
        yield "too many nights"
    here = depot.location
    for number, day in enumerate(tour.days):
        if day.day != tour.days[0].day + number * ONE_DAY:
            yield "days do not follow"
        if day.day not in question.horizon or day.day not in crew.days:
            yield "crew not free"
        last = number == len(tour.days) - 1
        if last != (day.overnight is None):
            yield "night missing or too many"
        there = depot.location
        if day.overnight is not None:
            there = day.overnight.location
            yield from _check_night(day, crew.people, question)
            yield from _check_policy(day, depot.location, question)
        yield from _check_day(day, here, there, question)
        yield from _check_skills(day, crew, question)
        here = there


def _check_skills(day: TourDay, crew: CrewDays, question: Question) -> Iterator[str]:
    for stop in day.stops:
        visit = next(v for v in question.visits if v.id == stop.visit)
        masters = [s for s, level in crew.skills if s == visit.skill and level >= visit.level]
        if visit.skill and not masters:
            yield f"{visit.id} needs a skill"


def _check_night(day: TourDay, people: int, question: Question) -> Iterator[str]:
    night = day.overnight
    assert night is not None
    if not any(
        bed.place == night.place
        and bed.location == night.location
        and bed.price * people == night.cost
        for bed in question.lodgings
    ):
        yield "no such bed at that price"


def _check_policy(day: TourDay, depot: Location, question: Question) -> Iterator[str]:
    assert day.overnight is not None
    if day.day.weekday() not in question.parameters.night_weekdays:
        yield "away on an evening at home"
    road = find_leg(depot, day.overnight.location, question.parameters).metres
    if road < question.parameters.night_from:
        yield "a bed too near the depot"


def _check_day(day: TourDay, here: Location, there: Location, question: Question) -> Iterator[str]:
    parameters = question.parameters
    first_told = question.planned_on + parameters.notice_lead_days * ONE_DAY
    now, drive, metres = day.start, 0, 0
    if day.start < parameters.shift_start or day.end > parameters.shift_end:
        yield "outside the shift"
    for stop in day.stops:
        leg = find_leg(here, stop.location, parameters)
        drive, metres = drive + leg.minutes, metres + leg.metres
        if stop.arrive < now + leg.minutes + leg.pause + parameters.leg_buffer:
            yield f"{stop.visit} reached too fast"
        if stop.start < stop.arrive:
            yield f"{stop.visit} begins before arrival"
        visit = next(v for v in question.visits if v.id == stop.visit)
        if visit.location != stop.location:
            yield f"{stop.visit} elsewhere"
        offered = _is_offered(visit, day.day, stop.start, stop.end - stop.start)
        told = any(
            lock.freedom is Freedom.ANNOUNCED and (lock.visit, lock.day) == (visit.id, day.day)
            for lock in question.locks
        )
        if (day.day < first_told and not told) or not offered:
            yield f"{stop.visit} not offered then"
        here, now = stop.location, stop.end
    leg = find_leg(here, there, parameters)
    drive, metres = drive + leg.minutes, metres + leg.metres
    if day.end < now + leg.minutes + leg.pause + parameters.leg_buffer:
        yield "bed or depot reached too fast"
    if drive > parameters.max_drive_minutes_per_day:
        yield "too long at the wheel"
    if (drive, metres) != (day.drive_minutes, day.drive_metres):
        yield "drive misstated"


def _is_offered(visit: Visit, day: date, start: int, minutes: int) -> bool:
    return any(
        offer.day == day
        and offer.duration == minutes
        and offer.earliest_start <= start <= offer.latest_start
        for offer in visit.offers
    )


def _check_visits(tours: Sequence[Tour], question: Question) -> Iterator[str]:
    made: dict[str, date] = {}
    for tour in tours:
        for day in tour.days:
            for stop in day.stops:
                if stop.visit in made:
                    yield f"{stop.visit} twice"
                made[stop.visit] = day.day
    for visit in question.visits:
        if visit.repeat_of and visit.id in made:
            before = made.get(visit.repeat_of)
            if before is None:
                yield f"{visit.id} without the visit before"
            elif not visit.min_gap <= (made[visit.id] - before).days <= visit.max_gap:
                yield f"{visit.id} out of its gap"


def _check_crews(tours: Sequence[Tour], question: Question) -> Iterator[str]:
    parameters = question.parameters
    for crew in question.crews:
        own = sorted((t for t in tours if t.crew == crew.id), key=lambda t: t.days[0].day)
        days = [day.day for tour in own for day in tour.days]
        if len(days) != len(set(days)):
            yield f"{crew.id} on two tours"
        weeks = Counter(day.isocalendar()[:2] for day in days)
        if any(count > parameters.max_days_a_week for count in weeks.values()):
            yield f"{crew.id} out too many days a week"
        for day in days:
            row = {day + k * ONE_DAY for k in range(parameters.max_days_in_a_row + 1)}
            if row <= set(days):
                yield f"{crew.id} out too many days in a row"
        for tour in own:
            if len(tour.days) - 1 >= parameters.rest_after_nights:
                rest = {
                    tour.days[-1].day + k * ONE_DAY for k in range(1, parameters.rest_days + 1)
                }
                if rest & set(days):
                    yield f"{crew.id} without rest"


def _check_sharing(tours: Sequence[Tour], question: Question) -> Iterator[str]:
    crews = {crew.id: crew for crew in question.crews}
    out: dict[date, list[str]] = defaultdict(list)
    for tour in tours:
        for day in tour.days:
            out[day.day].append(tour.crew)
    for day, names in out.items():
        for depot in question.depots:
            if sum(crews[name].depot == depot.id for name in names) > depot.vehicles:
                yield f"too few vehicles on {day}"
        people = Counter(t for name in names for t in crews[name].technicians)
        if any(count > 1 for count in people.values()):
            yield f"a technician in two places on {day}"


def _check_market_share(tours: Sequence[Tour], question: Question) -> Iterator[str]:
    ruled = {v.ref for v in question.visits if any(offer.market_day for offer in v.offers)}
    booths = [
        stop
        for tour in tours
        for day in tour.days
        for stop in day.stops
        if stop.ref in ruled and stop.kind is VisitKind.BOOTH
    ]
    least = question.parameters.market_share * len(booths)
    if sum(stop.market_day for stop in booths) < least - 1e-9:
        yield "too few booths on market days"


def _check_locks(tours: Sequence[Tour], question: Question) -> Iterator[str]:
    """Say of every lock, by the ladder of what it keeps, where the plan left it."""
    seen = {
        stop.visit: (tour.crew, day.day, stop.start)
        for tour in tours
        for day in tour.days
        for stop in day.stops
    }
    for lock in question.locks:
        if lock.visit not in seen:
            yield f"locked {lock.visit} left out"
            continue
        crew, day, start = seen[lock.visit]
        week = day.isocalendar()[:2] == lock.day.isocalendar()[:2]
        kept = {
            Freedom.FREE: True,
            Freedom.WEEK: week,
            Freedom.DAY: day == lock.day,
            Freedom.TIME: (day, start) == (lock.day, lock.start),
        }.get(lock.freedom, (day, start, crew) == (lock.day, lock.start, lock.crew))
        if not kept:
            yield f"locked {lock.visit} moved"


def _check_budget(tours: Sequence[Tour], question: Question) -> Iterator[str]:
    parameters = question.parameters
    metres = sum(day.drive_metres for tour in tours for day in tour.days)
    nights = sum(d.overnight.cost for t in tours for d in t.days if d.overnight)
    spent = nights + ceil(Fraction(metres * parameters.road_price_per_km, 1000))
    if parameters.budget is not None and spent > parameters.budget:
        yield "over the budget"
