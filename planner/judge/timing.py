"""The timing of a day from the order of its stops."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.demand import Offer, Visit
from planner.domain.findings import Finding, Rule
from planner.domain.parameters import Parameters
from planner.domain.plan import Overnight, Stop, TourDay
from planner.domain.territory import Location
from planner.domain.units import Minute, clock_text
from planner.rules.travel import Leg, find_leg

QUARTER = 15  # minutes; people remember a notice that says 9:30, not 9:36


@dataclass(frozen=True, slots=True)
class Placed:
    """A visit and the offer it takes."""

    visit: Visit
    offer: Offer


class Legs:
    """Remembers the drives between places that were asked for, under one set of parameters."""

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self._known: dict[tuple[Location, Location], Leg] = {}

    def find(self, start: Location, end: Location) -> Leg:
        """Give the drive between two places, without buffer."""
        leg = self._known.get((start, end))
        if leg is None:
            leg = find_leg(start, end, self.parameters)
            self._known[start, end] = leg
        return leg


def time_day(
    day: date, start: Location, placed: Sequence[Placed], end: Location, legs: Legs
) -> TourDay | Finding:
    """Time one day from its order of stops: each as early as it can, leaving as late as it may.

    Stops start on a quarter of an hour where the day still fits so. The day has no `overnight`
    yet. Where the order does not fit, the first rule in the way comes
    back: `OPENING_HOURS` or `VISIT_WINDOW` of a stop, `SHIFT` or `DRIVING_LIMIT` of the day.
    """
    timed = _time_on_grid(day, start, placed, end, legs, QUARTER)
    if isinstance(timed, TourDay):
        return timed
    return _time_on_grid(day, start, placed, end, legs, 1)


def _time_on_grid(
    day: date, start: Location, placed: Sequence[Placed], end: Location, legs: Legs, grid: Minute
) -> TourDay | Finding:
    parameters = legs.parameters
    clock, minutes, metres, here = parameters.shift_start, 0, 0, start
    stops: list[Stop] = []
    for place in placed:
        leg = legs.find(here, place.visit.location)
        minutes, metres = minutes + leg.minutes, metres + leg.metres
        arrive = clock + leg.elapsed + parameters.leg_buffer
        step = 1 if place.offer.earliest_start == place.offer.latest_start else grid
        begin = -(-max(arrive, place.offer.earliest_start) // step) * step
        if begin > place.offer.latest_start:
            return _late_for(place, day, begin)
        clock, here = begin + place.offer.duration, place.visit.location
        stops.append(_make_stop(place, arrive, begin))
    leg = legs.find(here, end)
    minutes, metres = minutes + leg.minutes, metres + leg.metres
    back = clock + leg.elapsed + parameters.leg_buffer
    broken = _break_limits(day, back, minutes, parameters)
    if broken:
        return broken
    leave = parameters.shift_start
    if stops:  # waiting before the first stop is spent at home
        leave += stops[0].start - stops[0].arrive
        stops[0] = replace(stops[0], arrive=stops[0].start)
    return TourDay(day, leave, back, minutes, metres, tuple(stops))


def _make_stop(place: Placed, arrive: int, begin: int) -> Stop:
    visit, offer = place.visit, place.offer
    end = begin + offer.duration
    market = offer.market_day
    return Stop(visit.id, visit.kind, visit.ref, visit.location, arrive, begin, end, market)


def _late_for(place: Placed, day: date, begin: int) -> Finding:
    rule = Rule.VISIT_WINDOW if place.visit.kind == "home" else Rule.OPENING_HOURS
    late = clock_text(place.offer.latest_start)
    return Finding(rule, "", day.isoformat(), place.visit.id, clock_text(begin), late)


def _break_limits(day: date, back: int, minutes: int, parameters: Parameters) -> Finding | None:
    driving, shift_end = parameters.max_drive_minutes_per_day, parameters.shift_end
    if minutes > driving:
        found, allowed = str(minutes), str(driving)
        return Finding(Rule.DRIVING_LIMIT, "", day.isoformat(), "", found, allowed)
    if back > shift_end:
        found, allowed = clock_text(back), clock_text(shift_end)
        return Finding(Rule.SHIFT, "", day.isoformat(), "", found, allowed)
    return None


def sleep_at(day: TourDay, place: str, location: Location, cost: int) -> TourDay:
    """End a day in a bed; `cost` is for the whole crew, minor units."""
    return replace(day, overnight=Overnight(place, location, cost))
