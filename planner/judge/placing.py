"""Every way to put one visit into the tours there are, priced first and timed when wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice, pairwise

from planner.domain.demand import CrewDays, Lodging, Offer, Visit
from planner.domain.findings import Finding
from planner.domain.plan import Tour, TourDay
from planner.domain.territory import Location
from planner.domain.units import Metre, Money
from planner.judge.case import Case, Slot
from planner.judge.reach import NEAR_BEDS, Access, Way
from planner.judge.timing import Placed, sleep_at, time_day

TourDays = tuple[TourDay, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """One way, and what it takes more than `before`, the tour it changes (None: a new one).

    Metres of road, days, and money for nights in minor units. `time` gives the days of the tour
    with the visit in it, or nothing where it does not fit.
    """

    crew: CrewDays
    offer: Offer
    before: Tour | None
    metres: Metre
    days: int
    money: Money
    time: Callable[[], TourDays | None]

    def make(self) -> Tour | None:
        """Give the tour with the visit in it, or nothing where it does not fit."""
        days = self.time()
        return Tour(self.crew.id, self.crew.depot, days) if days else None


def list_placings(
    visit: Visit, offer: Offer, crews: Sequence[CrewDays], case: Case
) -> Iterator[Placing]:
    """List the ways to take an offer that the crews' calendars allow.

    Inside a day, as a day more at either end of a tour, and on a tour of its own; of those only
    the cheapest the crew may make.
    """
    for slot in case.slots.get(offer.day, ()):
        if slot.crew in crews:
            yield from _inside(visit, offer, slot, case)
    for crew in crews:
        if case.duty.is_available(crew, offer.day):
            yield from _alone(visit, offer, crew, case)
    for slot in case.slots.get(offer.day - timedelta(1), ()):
        if slot.is_last and slot.crew in crews:
            yield from _day_more(visit, offer, slot, True, case)
    for slot in case.slots.get(offer.day + timedelta(1), ()):
        if slot.is_first and slot.crew in crews:
            yield from _day_more(visit, offer, slot, False, case)


def _inside(visit: Visit, offer: Offer, slot: Slot, case: Case) -> Iterator[Placing]:
    parameters = case.question.parameters
    shift = parameters.shift_end - parameters.shift_start
    buffers = (len(slot.placed) + 2) * parameters.leg_buffer
    if slot.busy + offer.duration + buffers > shift:
        return
    new = Placed(visit, offer)
    for position in range(len(slot.placed) + 1):
        order = (*slot.placed[:position], new, *slot.placed[position:])
        metres = _measure(order, slot.start, slot.end, case) - slot.day.drive_metres

        def time(order: tuple[Placed, ...] = order) -> TourDays | None:
            timed = time_day(offer.day, slot.start, order, slot.end, case.legs)
            if isinstance(timed, Finding):
                return None
            timed = replace(timed, overnight=slot.day.overnight)
            days, index = slot.tour.days, slot.tour.days.index(slot.day)
            return (*days[:index], timed, *days[index + 1 :])

        yield Placing(slot.crew, offer, slot.tour, metres, 0, 0, time)


def _day_more(
    visit: Visit, offer: Offer, slot: Slot, is_after: bool, case: Case
) -> Iterator[Placing]:
    days, crew = slot.tour.days, slot.crew
    first, last = (days[0].day, offer.day) if is_after else (offer.day, days[-1].day)
    if case.duty.find_block(crew, first, last, slot.tour):
        return
    new = (Placed(visit, offer),)
    beds = (bed for bed in case.sort_beds(visit) if case.may_sleep(crew, bed))
    for bed in islice(beds, NEAR_BEDS):
        at = bed.location
        old_way, new_way = (at, slot.end), (slot.start, at)
        ends = (new_way, old_way) if is_after else (old_way, new_way)
        metres = _measure(slot.placed, *ends[0], case) + _measure(new, *ends[1], case)

        def time(
            bed: Lodging = bed,
            ends: tuple[tuple[Location, Location], tuple[Location, Location]] = ends,
        ) -> TourDays | None:
            (start, end), (out, back) = ends
            old = time_day(slot.day.day, start, slot.placed, end, case.legs)
            made = time_day(offer.day, out, new, back, case.legs)
            if isinstance(old, Finding) or isinstance(made, Finding):
                return None
            price = bed.price * crew.people
            if is_after:
                return (*days[:-1], sleep_at(old, bed.place, bed.location, price), made)
            old = replace(old, overnight=slot.day.overnight)
            return (sleep_at(made, bed.place, bed.location, price), old, *days[1:])

        more, money = metres - slot.day.drive_metres, bed.price * crew.people
        yield Placing(crew, offer, slot.tour, more, 1, money, time)


def _alone(visit: Visit, offer: Offer, crew: CrewDays, case: Case) -> Iterator[Placing]:
    for way in case.rank_ways(crew, visit, offer):
        first, last = offer.day - timedelta(way.before), offer.day + timedelta(way.after)
        if case.find_block(crew, first, last):
            continue

        def time(way: Way = way) -> TourDays | None:
            return _time_alone(visit, offer, crew, way, case)

        money = way.price * crew.people
        yield Placing(crew, offer, None, way.metres, way.nights + 1, money, time)
        return


def _time_alone(
    visit: Visit, offer: Offer, crew: CrewDays, way: Way, case: Case
) -> TourDays | None:
    """Time the days out, the day of the visit and the days back."""
    hops: list[tuple[Access, Access, tuple[Placed, ...]]] = []
    hops += [(here, there, ()) for here, there in pairwise(_walk_out(way.start))]
    hops += [(way.start, way.end, (Placed(visit, offer),))]
    hops += [(here, there, ()) for here, there in pairwise(_walk_out(way.end)[::-1])]
    made: list[TourDay] = []
    for number, (here, there, placed) in enumerate(hops):
        day = offer.day + timedelta(number - way.before)
        timed = time_day(day, here.location, placed, there.location, case.legs)
        if isinstance(timed, Finding):
            return None
        made.append(_sleep(timed, there, crew))
    return tuple(made)


def _walk_out(access: Access) -> list[Access]:
    """List the places from the depot to a bed, both included."""
    found = [access]
    while access.via:
        access = access.via
        found.append(access)
    return found[::-1]


def _sleep(day: TourDay, there: Access, crew: CrewDays) -> TourDay:
    if there.via is None:
        return day
    price = (there.price - there.via.price) * crew.people
    return sleep_at(day, there.place, there.location, price)


def _measure(placed: Sequence[Placed], start: Location, end: Location, case: Case) -> Metre:
    places = [start, *(place.visit.location for place in placed), end]
    return sum(case.legs.find(here, there).metres for here, there in pairwise(places))
