"""One exact evaluator of tours: what a tour is worth, when it is where, which rule it breaks."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from planner.domain.findings import Rule
from planner.domain.plan import Overnight, Stop, Tour, TourDay
from planner.domain.units import Metre, Minute
from planner.touring.instance import Instance


@dataclass(frozen=True, slots=True)
class Column:
    """A tour as choices: the offers taken day by day and the bed after each day but the last.

    `worth` is its value in contacts, costs taken off.
    """

    crew: int
    first: int
    days: tuple[tuple[int, ...], ...]
    beds: tuple[int, ...]
    worth: float

    @property
    def last(self) -> int:
        """Last day out."""
        return self.first + len(self.days) - 1

    @property
    def nights(self) -> int:
        """Nights away."""
        return len(self.beds)

    @property
    def offers(self) -> tuple[int, ...]:
        """All offers taken, in order."""
        return tuple(offer for day in self.days for offer in day)


def list_nodes(instance: Instance, column: Column) -> list[int]:
    """List what a tour comes by: a number for each day of its crew, visits and beds, in order.

    Visits come first among the numbers, then beds, then the days of the first crew and so on.
    """
    visits = len(instance.visits)
    first_day = visits + len(instance.bed_place) + column.crew * instance.days + column.first
    nodes: list[int] = []
    for number, offers in enumerate(column.days):
        nodes.append(first_day + number)
        nodes += [int(instance.offers.visit[offer]) for offer in offers]
        if number < len(column.beds):
            nodes.append(visits + column.beds[number])
    return nodes


class Timing(NamedTuple):
    """A stop in time: arrival, start and end of service."""

    arrive: Minute
    start: Minute
    end: Minute


class DayTiming(NamedTuple):
    """A day in time, and what is driven on it."""

    start: Minute
    end: Minute
    drive_minutes: Minute
    drive_metres: Metre
    stops: tuple[Timing, ...]


def make_column(
    instance: Instance,
    crew: int,
    first: int,
    days: tuple[tuple[int, ...], ...],
    beds: tuple[int, ...],
) -> Column:
    """Make a tour and work out its worth."""
    return Column(crew, first, days, beds, _find_worth(instance, crew, days, beds))


def _find_worth(
    instance: Instance, crew: int, days: tuple[tuple[int, ...], ...], beds: tuple[int, ...]
) -> float:
    rates = instance.question.parameters.rates
    worth = 0.0
    for number, offers in enumerate(days):
        places = find_places(instance, crew, offers, number, beds)
        worth += sum(float(instance.offers.worth[offer]) for offer in offers)
        worth -= rates.crew_day
        metres = sum(int(instance.roads.metres[a, b]) for a, b in pairwise(places))
        worth -= metres * rates.road_km / 1000
    price = sum(instance.question.lodgings[bed].price for bed in beds)
    people = instance.crews[crew].people
    return worth - price * people / instance.question.money_per_contact_minor


def find_places(
    instance: Instance, crew: int, offers: tuple[int, ...], number: int, beds: tuple[int, ...]
) -> list[int]:
    """List the places of day `number` of a tour, from last night's bed or depot to the next."""
    depot = instance.crews[crew].depot_place
    start = depot if number == 0 else int(instance.bed_place[beds[number - 1]])
    end = depot if number == len(beds) else int(instance.bed_place[beds[number]])
    stops = [int(instance.visit_place[instance.offers.visit[offer]]) for offer in offers]
    return [start, *stops, end]


def time_day(instance: Instance, offers: tuple[int, ...], places: list[int]) -> DayTiming:
    """Time a day: as early as the shift allows, then leaving as late as the first stop permits.

    Every leg takes its minutes at the wheel, its breaks and the buffer. Limits are not looked at
    here.
    """
    limits = instance.limits
    legs = [int(instance.roads.minutes[a, b]) for a, b in pairwise(places)]
    metres = sum(int(instance.roads.metres[a, b]) for a, b in pairwise(places))
    elapsed = [minutes + find_pause(instance, minutes) for minutes in legs]
    now = limits.shift_start
    stops: list[Timing] = []
    for offer, minutes in zip(offers, elapsed, strict=False):
        arrive = now + minutes + limits.buffer
        start = max(arrive, int(instance.offers.earliest[offer]))
        now = start + int(instance.offers.minutes[offer])
        stops.append(Timing(arrive, start, now))
    leave = limits.shift_start
    if stops:
        leave = stops[0].start - elapsed[0] - limits.buffer
        stops[0] = Timing(stops[0].start, stops[0].start, stops[0].end)
    return DayTiming(leave, now + elapsed[-1] + limits.buffer, sum(legs), metres, tuple(stops))


def find_pause(instance: Instance, minutes: Minute) -> Minute:
    """Give the breaks of a leg."""
    stretch = instance.limits.stretch
    return minutes // stretch * instance.limits.pause if stretch else 0


def find_spent(instance: Instance, column: Column) -> float:
    """Give what a tour takes of the budget, in minor units of money."""
    crew = instance.question.crews[column.crew]
    metres = 0
    for number, offers in enumerate(column.days):
        places = find_places(instance, column.crew, offers, number, column.beds)
        metres += sum(int(instance.roads.metres[a, b]) for a, b in pairwise(places))
    nights = sum(instance.question.lodgings[bed].price for bed in column.beds) * crew.people
    return nights + metres * instance.question.parameters.road_price_per_km / 1000


def find_broken_rule(instance: Instance, column: Column) -> Rule | None:
    """Name the first rule a tour breaks by itself, or None."""
    crew = instance.crews[column.crew]
    if column.first < 0 or column.last >= instance.days:
        return Rule.HORIZON
    if len(column.beds) != len(column.days) - 1:
        return Rule.LODGING
    if column.nights > crew.max_nights:
        return Rule.NIGHTS_AWAY
    if not all(crew.free[column.first : column.last + 1]):
        return Rule.CREW_FREE
    return _find_broken_policy(instance, column) or _find_broken_stop(instance, column)


def _find_broken_policy(instance: Instance, column: Column) -> Rule | None:
    crew = instance.crews[column.crew]
    if not all(crew.may_sleep[bed] for bed in column.beds):
        return Rule.NIGHT_DISTANCE
    if not all(crew.away[column.first : column.last]):
        return Rule.NIGHT_WEEKDAY
    return None


def _find_broken_stop(instance: Instance, column: Column) -> Rule | None:
    crew = instance.crews[column.crew]
    visits = [int(instance.offers.visit[offer]) for offer in column.offers]
    if len(visits) != len(set(visits)):
        return Rule.VISITED_ONCE
    if not all(crew.may[visit] for visit in visits):
        return Rule.SKILL
    for number, offers in enumerate(column.days):
        broken = _find_broken_rule_of_day(instance, column, number, offers)
        if broken:
            return broken
    return None


def _find_broken_rule_of_day(
    instance: Instance, column: Column, number: int, offers: tuple[int, ...]
) -> Rule | None:
    if any(int(instance.offers.day[offer]) != column.first + number for offer in offers):
        return Rule.CLOSED_DAY
    places = find_places(instance, column.crew, offers, number, column.beds)
    timing = time_day(instance, offers, places)
    for offer, stop in zip(offers, timing.stops, strict=True):
        if stop.start > int(instance.offers.latest[offer]):
            return Rule.OPENING_HOURS
    if timing.end > instance.limits.shift_end:
        return Rule.SHIFT
    if timing.drive_minutes > instance.limits.max_drive:
        return Rule.DRIVING_LIMIT
    return None


def describe_tour(instance: Instance, column: Column) -> Tour:
    """Write a column as a tour with all its times."""
    question = instance.question
    crew = question.crews[column.crew]
    days = []
    for number, offers in enumerate(column.days):
        places = find_places(instance, column.crew, offers, number, column.beds)
        timing = time_day(instance, offers, places)
        overnight = None
        if number < len(column.beds):
            bed = question.lodgings[column.beds[number]]
            overnight = Overnight(bed.place, bed.location, bed.price * crew.people)
        days.append(
            TourDay(
                instance.date_of(column.first + number),
                timing.start,
                timing.end,
                timing.drive_minutes,
                timing.drive_metres,
                tuple(
                    _describe_stop(instance, offer, stop)
                    for offer, stop in zip(offers, timing.stops, strict=True)
                ),
                overnight,
            )
        )
    return Tour(crew.id, crew.depot, tuple(days))


def _describe_stop(instance: Instance, offer: int, timing: Timing) -> Stop:
    visit = instance.visits[int(instance.offers.visit[offer])]
    day = instance.date_of(int(instance.offers.day[offer]))
    minutes = int(instance.offers.minutes[offer])
    market_day = any(o.market_day for o in visit.offers if o.day == day and o.duration == minutes)
    return Stop(
        visit.id,
        visit.kind,
        visit.ref,
        visit.location,
        timing.arrive,
        timing.start,
        timing.end,
        market_day,
    )
