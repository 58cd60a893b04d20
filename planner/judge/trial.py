"""Trying to insert a visit into a plan: on a tour alone, inside a day, a day more, by a swap."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice

from planner.domain.demand import CrewDays, Lodging, Offer, Question, Visit, VisitKind
from planner.domain.findings import Finding
from planner.domain.plan import Tour, TourDay
from planner.domain.scenario import Scenario
from planner.domain.territory import Location
from planner.judge.cost import Offers, list_offers
from planner.judge.duty import Block, Duty, find_duty
from planner.judge.reach import NEAR_BEDS, Access, Way, Ways, find_access, find_ways
from planner.judge.timing import Legs, Placed, time_day


@dataclass(frozen=True, slots=True)
class Slot:
    """A day of a tour as something can be inserted into it."""

    crew: CrewDays
    tour: Tour
    day: TourDay
    start: Location
    end: Location
    placed: tuple[Placed, ...]
    busy: int  # minutes of service

    @property
    def is_first(self) -> bool:
        """Say whether the tour starts on this day."""
        return self.day is self.tour.days[0]

    @property
    def is_last(self) -> bool:
        """Say whether the tour ends on this day."""
        return self.day is self.tour.days[-1]


@dataclass(frozen=True, slots=True)
class Try:
    """An insertion: on which day by whom, and what it would gain (or lose) in contacts.

    `stop` is the one pushed out, `block` what kept the crew from going.
    """

    gain: float
    offer: Offer
    crew: CrewDays
    stop: str = ""
    block: Block | None = None


@dataclass(slots=True)
class Tries:
    """The best try of each kind for one visit."""

    fits: Try | None = None  # nothing is in the way
    swap: Try | None = None  # one stop is in the way
    window: Try | None = None  # only the window of the home visit is in the way
    away: Try | None = None  # only the crew's calendar is in the way


@dataclass(frozen=True, slots=True)
class Case:
    """The plan something is inserted into, looked up once."""

    scenario: Scenario
    question: Question
    legs: Legs
    duty: Duty
    offers: Offers
    slots: Mapping[date, tuple[Slot, ...]]
    bases: frozenset[str]  # planned visits that a planned repeat follows
    access: Mapping[str, dict[str, Access]]
    ways: dict[tuple[str, str, int, int, int], Ways] = field(default_factory=dict)
    beds: dict[str, tuple[Lodging, ...]] = field(default_factory=dict)
    blocks: dict[tuple[str, date, date], Block | None] = field(default_factory=dict)

    def find_ways(self, crew: CrewDays, visit: Visit, offer: Offer) -> Ways:
        """Find the ways from a crew's depot to a visit alone; remembered."""
        window = offer.earliest_start, offer.latest_start
        key = (crew.depot, visit.id, offer.duration, *window)
        if key not in self.ways:
            depot = next(d for d in self.question.depots if d.id == crew.depot)
            access = self.access[crew.depot]
            beds = islice((bed for bed in self.sort_beds(visit) if bed.place in access), NEAR_BEDS)
            near = [access[bed.place] for bed in beds]
            self.ways[key] = find_ways(depot, near, visit, offer, self.legs)
        return self.ways[key]

    def find_block(self, crew: CrewDays, first: date, last: date) -> Block | None:
        """Find what keeps a crew from one more tour on these days; remembered."""
        key = crew.id, first, last
        if key not in self.blocks:
            self.blocks[key] = self.duty.find_block(crew, first, last)
        return self.blocks[key]

    def sort_beds(self, visit: Visit) -> tuple[Lodging, ...]:
        """Sort the beds by their road to a visit, the nearest first; remembered."""
        if visit.id not in self.beds:
            at, beds = visit.location, self.question.lodgings
            near = sorted(beds, key=lambda bed: self.legs.find(bed.location, at).metres)
            self.beds[visit.id] = tuple(near)
        return self.beds[visit.id]

    def cost(self, metres: int, days: int, money: int) -> float:
        """Price road, crew-days and nights in contacts."""
        rates = self.question.parameters.rates
        nights = money / self.question.money_per_contact_minor
        return rates.road_km * metres / 1000 + rates.crew_day * days + nights


def open_case(tours: Sequence[Tour], scenario: Scenario, question: Question) -> Case:
    """Look up the plan that visits are inserted into."""
    legs = Legs(question.parameters)
    offers = list_offers(question)
    slots: dict[date, list[Slot]] = defaultdict(list)
    for tour in tours:
        for slot in _list_slots(tour, question, offers):
            slots[slot.day.day].append(slot)
    planned = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    return Case(
        scenario=scenario,
        question=question,
        legs=legs,
        duty=find_duty(tours, scenario, question),
        offers=offers,
        slots={day: tuple(found) for day, found in slots.items()},
        bases=frozenset(v.repeat_of for v in question.visits if v.id in planned),
        access={depot.id: find_access(depot, question, legs) for depot in question.depots},
    )


def _list_slots(tour: Tour, question: Question, offers: Offers) -> Iterator[Slot]:
    crew = next(crew for crew in question.crews if crew.id == tour.crew)
    home = next(depot.location for depot in question.depots if depot.id == tour.depot)
    visits = {visit.id: visit for visit in question.visits}
    start = home
    for day in tour.days:
        end = day.overnight.location if day.overnight else home
        placed = tuple(
            Placed(visits[stop.visit], offers[stop.visit, day.day, stop.end - stop.start])
            for stop in day.stops
            if (stop.visit, day.day, stop.end - stop.start) in offers
        )
        if len(placed) == len(day.stops):
            busy = sum(place.offer.duration for place in placed)
            yield Slot(crew, tour, day, start, end, placed, busy)
        start = end


def try_everything(visit: Visit, crews: Sequence[CrewDays], case: Case) -> Tries:
    """Try every offer of a visit with every one of these crews."""
    tries = Tries()
    for offer in sorted(visit.offers, key=lambda offer: -offer.worth.total):
        for crew in crews:
            _try_alone(visit, offer, crew, case, tries)
        for slot in case.slots.get(offer.day, ()):
            if slot.crew in crews:
                _try_inside(visit, offer, slot, case, tries)
        _try_longer(visit, offer, crews, case, tries)
    return tries


def _better(old: Try | None, gain: float) -> bool:
    return old is None or gain > old.gain


def _is_nearer(old: Try | None, gain: float, block: Block) -> bool:
    """Say whether a blocked try comes nearer; a crew off work is furthest from going."""
    if old is None:
        return True
    works, worked = block is not Block.ABSENT, old.block is not Block.ABSENT
    return (works, gain) > (worked, old.gain)


def _try_alone(visit: Visit, offer: Offer, crew: CrewDays, case: Case, tries: Tries) -> None:
    """Try a tour for this visit alone; where something fits, only what gains more is tried."""
    if not _better(tries.fits, offer.worth.total):
        return
    ways = case.find_ways(crew, visit, offer).ways
    if not case.duty.is_available(crew, offer.day):  # no way helps; one is enough to tell
        ways = ways[:1]
    for way in ways:
        if way.nights > crew.max_nights:
            return
        gain = offer.worth.total - _way_cost(way, crew, case)
        if not _better(tries.fits, gain):
            continue
        first, last = offer.day - timedelta(way.before), offer.day + timedelta(way.after)
        block = case.find_block(crew, first, last)
        if block and _is_nearer(tries.away, gain, block):
            tries.away = Try(gain, offer, crew, _stop_on(offer.day, crew, case), block)
        elif not block and _better(tries.fits, gain):
            tries.fits = Try(gain, offer, crew)


def _way_cost(way: Way, crew: CrewDays, case: Case) -> float:
    return case.cost(way.metres, way.nights + 1, way.price * crew.people)


def _stop_on(day: date, crew: CrewDays, case: Case) -> str:
    stops = (
        stop.ref
        for slot in case.slots.get(day, ())
        if slot.crew is crew
        for stop in slot.day.stops
    )
    return next(stops, "")


def _try_inside(visit: Visit, offer: Offer, slot: Slot, case: Case, tries: Tries) -> None:
    if not _passes(visit, slot.start, slot.end, case):
        return
    new = Placed(visit, offer)
    worth = offer.worth.total
    if _leaves_time(offer.duration + slot.busy, len(slot.placed) + 2, case):
        for order in _insertions(slot.placed, new):
            _try_order(order, slot, worth, "", case, tries)
    for index, old in enumerate(slot.placed):
        loss = worth - old.offer.worth.total
        if old.visit.id in case.bases or not _swap_may_help(loss, slot, case, tries):
            continue
        rest = slot.placed[:index] + slot.placed[index + 1 :]
        busy = slot.busy - old.offer.duration + offer.duration
        if _leaves_time(busy, len(rest) + 2, case):
            for order in _insertions(rest, new):
                _try_order(order, slot, loss, old.visit.ref, case, tries)


def _swap_may_help(loss: float, slot: Slot, case: Case, tries: Tries) -> bool:
    return _better(tries.swap, loss + case.cost(slot.day.drive_metres, 0, 0))


def _passes(visit: Visit, start: Location, end: Location, case: Case) -> bool:
    there, back = case.legs.find(start, visit.location), case.legs.find(visit.location, end)
    limit = case.question.parameters.max_drive_minutes_per_day
    return there.minutes + back.minutes <= limit


def _leaves_time(busy: int, legs: int, case: Case) -> bool:
    parameters = case.question.parameters
    shift = parameters.shift_end - parameters.shift_start
    return busy + legs * parameters.leg_buffer <= shift


def _insertions(placed: tuple[Placed, ...], new: Placed) -> Iterator[tuple[Placed, ...]]:
    for index in range(len(placed) + 1):
        yield (*placed[:index], new, *placed[index:])


def _try_order(
    order: tuple[Placed, ...], slot: Slot, worth: float, pushed: str, case: Case, tries: Tries
) -> None:
    new = next(place for place in order if place not in slot.placed)
    timed = time_day(slot.day.day, slot.start, order, slot.end, case.legs)
    if isinstance(timed, Finding):
        if not pushed and new.visit.kind is VisitKind.HOME and timed.visit == new.visit.id:
            _note_window(order, new, slot, worth, case, tries)
        return
    gain = worth - case.cost(timed.drive_metres - slot.day.drive_metres, 0, 0)
    if pushed and _better(tries.swap, gain):
        tries.swap = Try(gain, new.offer, slot.crew, pushed)
    elif not pushed and _better(tries.fits, gain):
        tries.fits = Try(gain, new.offer, slot.crew)


def _note_window(
    order: tuple[Placed, ...], new: Placed, slot: Slot, worth: float, case: Case, tries: Tries
) -> None:
    parameters = case.question.parameters
    late = parameters.shift_end - new.offer.duration
    freed = replace(new.offer, earliest_start=parameters.shift_start, latest_start=late)
    free_order = tuple(Placed(new.visit, freed) if place is new else place for place in order)
    timed = time_day(slot.day.day, slot.start, free_order, slot.end, case.legs)
    if isinstance(timed, TourDay) and _better(tries.window, worth):
        tries.window = Try(worth, new.offer, slot.crew)


def _try_longer(
    visit: Visit, offer: Offer, crews: Iterable[CrewDays], case: Case, tries: Tries
) -> None:
    """Try the day after a tour's last and before its first, with a night between."""
    for slot in case.slots.get(offer.day - timedelta(1), ()):
        if slot.is_last and slot.crew in crews:
            _try_day_more(visit, offer, slot, True, case, tries)
    for slot in case.slots.get(offer.day + timedelta(1), ()):
        if slot.is_first and slot.crew in crews:
            _try_day_more(visit, offer, slot, False, case, tries)


def _try_day_more(
    visit: Visit, offer: Offer, slot: Slot, after: bool, case: Case, tries: Tries
) -> None:
    days = slot.tour.days
    first, last = days[0].day, days[-1].day
    first, last = (first, offer.day) if after else (offer.day, last)
    if case.duty.find_block(slot.crew, first, last, slot.tour):
        return
    home = slot.end if after else slot.start
    placed = (Placed(visit, offer),)
    for bed in case.sort_beds(visit)[:NEAR_BEDS]:
        if after:
            old = time_day(slot.day.day, slot.start, slot.placed, bed.location, case.legs)
            new = time_day(offer.day, bed.location, placed, home, case.legs)
        else:
            old = time_day(slot.day.day, bed.location, slot.placed, slot.end, case.legs)
            new = time_day(offer.day, home, placed, bed.location, case.legs)
        if isinstance(old, Finding) or isinstance(new, Finding):
            continue
        metres = old.drive_metres + new.drive_metres - slot.day.drive_metres
        gain = offer.worth.total - case.cost(metres, 1, bed.price * slot.crew.people)
        if _better(tries.fits, gain):
            tries.fits = Try(gain, offer, slot.crew)
