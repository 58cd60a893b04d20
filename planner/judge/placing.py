"""Every way to put one visit into the tours there are, priced first and timed when wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import chain, pairwise

from planner.domain.demand import CrewDays, Lodging, Offer, Visit
from planner.domain.findings import Finding
from planner.domain.plan import Tour, TourDay
from planner.domain.units import Metre, Money
from planner.judge.case import Case, Slot
from planner.judge.reach import Access, Way
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
    visit: Visit, offers: Sequence[Offer], crews: Sequence[CrewDays], case: Case
) -> Iterator[Placing]:
    """List the ways to take one of a day's offers that the crews' calendars allow.

    Inside a day, as a day more at either end of a tour, and on a tour of its own; of those only
    the cheapest the crew may make.
    """
    if not offers:
        return
    day, able = offers[0].day, {crew.id for crew in crews}

    def list_slots(on: date) -> Iterator[Slot]:
        return (slot for slot in case.slots.get(on, ()) if slot.crew.id in able)

    for slot in list_slots(day):
        yield from _inside(visit, offers, slot, case)
    for crew in crews:
        if case.duty.is_available(crew, day):
            yield from chain.from_iterable(_alone(visit, own, crew, case) for own in offers)
    for slot in list_slots(day - timedelta(1)):
        if slot.is_last:
            yield from _day_more(visit, offers, slot, True, case)
    for slot in list_slots(day + timedelta(1)):
        if slot.is_first:
            yield from _day_more(visit, offers, slot, False, case)


def _inside(visit: Visit, offers: Sequence[Offer], slot: Slot, case: Case) -> Iterator[Placing]:
    parameters = case.question.parameters
    shift = parameters.shift_end - parameters.shift_start
    spare = shift - slot.busy - (len(slot.placed) + 2) * parameters.leg_buffer
    fitting = [offer for offer in offers if offer.duration <= spare]
    if not fitting:
        return

    def time(offer: Offer, position: int) -> TourDays | None:
        order = (*slot.placed[:position], Placed(visit, offer), *slot.placed[position:])
        timed = time_day(offer.day, slot.start, order, slot.end, case.legs)
        if isinstance(timed, Finding):
            return None
        timed = replace(timed, overnight=slot.day.overnight)
        days, index = slot.tour.days, slot.tour.days.index(slot.day)
        return (*days[:index], timed, *days[index + 1 :])

    places = (slot.start, *(place.visit.location for place in slot.placed), slot.end)
    for position, (here, there) in enumerate(pairwise(places)):
        metres = case.measure(here, visit.location, there) - case.measure(here, there)
        for offer in fitting:
            way = partial(time, offer, position)
            yield Placing(slot.crew, offer, slot.tour, metres, 0, 0, way)


def _day_more(
    visit: Visit, offers: Sequence[Offer], slot: Slot, is_after: bool, case: Case
) -> Iterator[Placing]:
    days, crew, day = slot.tour.days, slot.crew, offers[0].day
    first, last = (days[0].day, day) if is_after else (day, days[-1].day)
    if case.duty.find_block(crew, first, last, slot.tour):
        return

    def time(offer: Offer, bed: Lodging) -> TourDays | None:
        at = bed.location
        old_way, new_way = (at, slot.end), (slot.start, at)
        (start, end), (out, back) = (new_way, old_way) if is_after else (old_way, new_way)
        old = time_day(slot.day.day, start, slot.placed, end, case.legs)
        made = time_day(day, out, (Placed(visit, offer),), back, case.legs)
        if isinstance(old, Finding) or isinstance(made, Finding):
            return None
        price = bed.price * crew.people
        if is_after:
            return (*days[:-1], sleep_at(old, bed.place, at, price), made)
        old = replace(old, overnight=slot.day.overnight)
        return (sleep_at(made, bed.place, at, price), old, *days[1:])

    home, outer = (slot.end, slot.start) if is_after else (slot.start, slot.end)
    if slot.placed:
        outer = slot.placed[-1 if is_after else 0].visit.location
    direct = case.measure(outer, home)
    for bed in case.find_beds(visit, crew):
        metres = case.measure(outer, bed.location, visit.location, home) - direct
        for offer in offers:
            way = partial(time, offer, bed)
            yield Placing(crew, offer, slot.tour, metres, 1, bed.price * crew.people, way)


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
