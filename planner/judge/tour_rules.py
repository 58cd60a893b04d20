"""The rules one tour can break without another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from planner.domain.calendar import TimeWindow
from planner.domain.findings import Finding, Rule
from planner.domain.plan import Tour
from planner.domain.territory import Location
from planner.domain.units import Minute, clock_text
from planner.judge.grounds import Findings, Grounds, Seen, break_on, window_text


@dataclass(frozen=True, slots=True)
class Hop:
    """A drive of a day: when and where it starts, when and where it must have ended."""

    start: Location
    leaves: Minute
    end: Location
    arrives: Minute
    visit: str = ""


def _hops(tour: Tour, index: int, grounds: Grounds) -> Iterator[Hop]:
    """Walk the drives of a day, from the depot or last night's bed to the next one."""
    station = grounds.stations.get(tour.depot)
    if station is None:
        return
    day, bed = tour.days[index], tour.days[index - 1].overnight if index else None
    here, leaves = bed.location if bed else station.location, day.start
    for stop in day.stops:
        yield Hop(here, leaves, stop.location, stop.arrive, stop.visit)
        here, leaves = stop.location, stop.end
    end = day.overnight.location if day.overnight else station.location
    yield Hop(here, leaves, end, day.end)


def check_horizon(tour: Tour, grounds: Grounds) -> Findings:
    """Every day of a tour lies inside the horizon."""
    for day in tour.days:
        if day.day not in grounds.question.horizon:
            yield break_on(Rule.HORIZON, tour, day.day, day.day, grounds.question.horizon.last)


def check_travel_time(tour: Tour, grounds: Grounds) -> Findings:
    """Between two places there is time to drive and the buffer; service follows arrival.

    Breaks are a rule of their own.
    """
    for index, day in enumerate(tour.days):
        for hop in _hops(tour, index, grounds):
            leg = grounds.legs.find(hop.start, hop.end)
            needed, given = leg.minutes + grounds.parameters.leg_buffer, hop.arrives - hop.leaves
            if given < needed:
                day_text = day.day.isoformat()
                yield Finding(
                    Rule.TRAVEL_TIME, tour.crew, day_text, hop.visit, str(given), str(needed)
                )
        for stop in day.stops:
            if stop.start < stop.arrive:
                begins, comes = clock_text(stop.start), clock_text(stop.arrive)
                yield Seen(tour, day, stop).find(Rule.TRAVEL_TIME, begins, comes)


def check_break(tour: Tour, grounds: Grounds) -> Findings:
    """Where there is time to drive, there is time for the breaks of the drive too."""
    for index, day in enumerate(tour.days):
        for hop in _hops(tour, index, grounds):
            leg = grounds.legs.find(hop.start, hop.end)
            spare = hop.arrives - hop.leaves - leg.minutes - grounds.parameters.leg_buffer
            if 0 <= spare < leg.pause:
                when, found, allowed = day.day.isoformat(), str(spare), str(leg.pause)
                yield Finding(Rule.BREAK, tour.crew, when, hop.visit, found, allowed)


def check_shift(tour: Tour, grounds: Grounds) -> Findings:
    """A day starts and ends, arrived at bed or depot, inside the shift."""
    shift = TimeWindow(grounds.parameters.shift_start, grounds.parameters.shift_end)
    for day in tour.days:
        if day.start < shift.opens or day.end > shift.closes:
            span = f"{clock_text(day.start)}-{clock_text(day.end)}"
            yield break_on(Rule.SHIFT, tour, day.day, span, window_text(shift))


def check_driving_limit(tour: Tour, grounds: Grounds) -> Findings:
    """Nobody sits at the wheel longer than a day allows, buffers not counted."""
    limit = grounds.parameters.max_drive_minutes_per_day
    for index, day in enumerate(tour.days):
        minutes, _ = _drive(tour, index, grounds)
        if minutes > limit:
            yield break_on(Rule.DRIVING_LIMIT, tour, day.day, minutes, limit)


def check_stated_drive(tour: Tour, grounds: Grounds) -> Findings:
    """The minutes and metres a day states are those of its drives."""
    for index, day in enumerate(tour.days):
        driven = _drive(tour, index, grounds)
        if (day.drive_minutes, day.drive_metres) != driven:
            stated = f"{day.drive_minutes} min {day.drive_metres} m"
            real = f"{driven[0]} min {driven[1]} m"
            yield break_on(Rule.STATED_DRIVE, tour, day.day, stated, real)


def _drive(tour: Tour, index: int, grounds: Grounds) -> tuple[int, int]:
    legs = [grounds.legs.find(hop.start, hop.end) for hop in _hops(tour, index, grounds)]
    return sum(leg.minutes for leg in legs), sum(leg.metres for leg in legs)


def check_depot(tour: Tour, grounds: Grounds) -> Findings:
    """A tour has days, starts at its crew's depot and is back there on the last evening."""
    crew = grounds.crews.get(tour.crew)
    if tour.depot not in grounds.stations or (crew and crew.depot != tour.depot):
        allowed = crew.depot if crew else ""
        yield Finding(Rule.DEPOT, tour.crew, found=tour.depot, allowed=allowed)
    if not tour.days:
        yield Finding(Rule.DEPOT, tour.crew)
    elif tour.days[-1].overnight:
        last = tour.days[-1]
        yield break_on(Rule.DEPOT, tour, last.day, tour.days[-1].overnight.place, tour.depot)


def check_days_follow(tour: Tour, _grounds: Grounds) -> Findings:
    """The days of a tour follow each other without a gap."""
    for before, after in pairwise(tour.days):
        if after.day - before.day != timedelta(1):
            expected = before.day + timedelta(1)
            yield break_on(Rule.DAYS_FOLLOW, tour, after.day, after.day, expected)


def check_lodging(tour: Tour, grounds: Grounds) -> Findings:
    """Every night away is spent where one can sleep."""
    for day in tour.days[:-1]:
        bed = day.overnight
        venue = grounds.venues.get(bed.place) if bed else None
        if not bed or not venue or not venue.lodging or venue.location != bed.location:
            yield break_on(Rule.LODGING, tour, day.day, bed.place if bed else "")


def check_lodging_price(tour: Tour, grounds: Grounds) -> Findings:
    """A night costs its price for each of the crew."""
    crew = grounds.crews.get(tour.crew)
    for day in tour.days:
        bed = day.overnight
        venue = grounds.venues.get(bed.place) if bed else None
        if bed and crew and venue and venue.lodging:
            price = venue.lodging * crew.people
            if bed.cost != price:
                yield break_on(Rule.LODGING_PRICE, tour, day.day, bed.cost, price)


def check_nights_away(tour: Tour, grounds: Grounds) -> Findings:
    """A crew is not away longer than it may."""
    crew = grounds.crews.get(tour.crew)
    limit = crew.max_nights if crew else None
    limit = grounds.parameters.max_nights if limit is None else limit
    nights = max(tour.nights, sum(1 for day in tour.days if day.overnight))
    if nights > limit:
        yield break_on(Rule.NIGHTS_AWAY, tour, tour.days[0].day, nights, limit)


def check_night_weekday(tour: Tour, grounds: Grounds) -> Findings:
    """A crew sleeps away only in evenings on which it may."""
    allowed = ",".join(str(weekday) for weekday in sorted(grounds.parameters.night_weekdays))
    for day in tour.days:
        weekday = day.day.weekday()
        if day.overnight and weekday not in grounds.parameters.night_weekdays:
            yield break_on(Rule.NIGHT_WEEKDAY, tour, day.day, weekday, allowed)


def check_night_distance(tour: Tour, grounds: Grounds) -> Findings:
    """A bed is far enough by road from the depot to be worth a night."""
    station, least = grounds.stations.get(tour.depot), grounds.parameters.night_from
    for day in tour.days:
        if station and day.overnight:
            road = grounds.legs.find(station.location, day.overnight.location).metres
            if road < least:
                yield break_on(Rule.NIGHT_DISTANCE, tour, day.day, road, least)


def check_crew_free(tour: Tour, grounds: Grounds) -> Findings:
    """A crew is known, and out only on days it works and none of its people is absent."""
    crew = grounds.crews.get(tour.crew)
    if crew is None:
        yield Finding(Rule.CREW_FREE, tour.crew)
        return
    people = [grounds.technicians[id] for id in crew.technicians if id in grounds.technicians]
    for day in tour.days:
        if not crew.is_free_on(day.day):
            yield break_on(Rule.CREW_FREE, tour, day.day, crew.id)
        for person in people:
            if any(day.day in span for span in person.absent):
                yield break_on(Rule.CREW_FREE, tour, day.day, person.id)


TOUR_RULES = (
    check_horizon,
    check_travel_time,
    check_break,
    check_shift,
    check_driving_limit,
    check_stated_drive,
    check_depot,
    check_days_follow,
    check_lodging,
    check_lodging_price,
    check_nights_away,
    check_night_weekday,
    check_night_distance,
    check_crew_free,
)
