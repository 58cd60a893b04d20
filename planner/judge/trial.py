"""Trying to insert a visit into a plan: on a tour alone, inside a day, a day more, by a swap."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain.demand import CrewDays, Offer, Visit, VisitKind
from planner.domain.findings import Finding
from planner.domain.plan import TourDay
from planner.domain.territory import Location
from planner.domain.units import Metre, Money
from planner.judge.case import Case, Slot
from planner.judge.duty import Block
from planner.judge.reach import Way
from planner.judge.timing import Placed, time_day


@dataclass(frozen=True, slots=True)
class Try:
    """An insertion: on which day by whom, and what it would gain (or lose) in contacts.

    `stop` is the one pushed out or in the way, `block` what kept the crew from going, `money`
    what it costs in nights and road, minor units, and `region` where a floor would be missed.
    """

    gain: float
    offer: Offer
    crew: CrewDays
    stop: str = ""
    block: Block | None = None
    money: Money = 0
    region: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What an insertion changes but for the road: contacts, and the stop pushed out, if any.

    `floor` is the part of `worth` that regions' floors gain or lose; `is_locked` says that the
    stop may not be pushed out.
    """

    worth: float
    stop: str = ""
    floor: float = 0.0
    region: str = ""
    is_locked: bool = False
    keeps_share: bool = True


@dataclass(slots=True)
class Tries:
    """The best try of each kind for one visit."""

    fits: Try | None = None  # nothing is in the way
    swap: Try | None = None  # one stop is in the way
    window: Try | None = None  # only the window of the home visit is in the way
    away: Try | None = None  # only the crew's calendar is in the way
    budget: Try | None = None  # only the budget is in the way
    locked: Try | None = None  # only a locked stop is in the way
    market: Try | None = None  # only the share of booths on market days is in the way
    floor: Try | None = None  # one stop is in the way, and it is better only for a region's floor


def try_everything(visit: Visit, crews: Sequence[CrewDays], case: Case) -> Tries:
    """Try every offer of a visit with every one of these crews."""
    tries, able = Tries(), {crew.id for crew in crews}
    for offer in sorted(visit.offers, key=lambda offer: -offer.worth.total):
        for crew in crews:
            _try_alone(visit, offer, crew, case, tries)
        for slot in case.slots.get(offer.day, ()):
            if slot.crew.id in able:
                _try_inside(visit, offer, slot, case, tries)
        _try_longer(visit, offer, able, case, tries)
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
    floor = case.limits.change_floors(visit)
    worth = offer.worth.total + floor
    if not _better(tries.fits, worth):
        return
    ways = case.find_ways(crew, visit, offer).ways
    if not case.duty.is_available(crew, offer.day):  # no way helps; one is enough to tell
        ways = ways[:1]
    for way in ways:
        if way.nights > crew.max_nights:
            return
        gain = worth - _way_cost(way, crew, case)
        if not _better(tries.fits, gain):
            continue
        first, last = offer.day - timedelta(way.before), offer.day + timedelta(way.after)
        block = case.find_block(crew, first, last)
        if block and _is_nearer(tries.away, gain, block):
            tries.away = Try(gain, offer, crew, _stop_on(offer.day, crew, case), block)
        elif not block:
            nights = way.price * crew.people
            _note_fit(visit, Try(gain, offer, crew), way.metres, nights, case, tries)


def _note_fit(
    visit: Visit, found: Try, metres: Metre, nights: Money, case: Case, tries: Tries
) -> None:
    """Note an insertion that fits into days and calendars, kept by budget and markets or not."""
    if not case.limits.keeps_share(Placed(visit, found.offer)):
        tries.market = _best(tries.market, found)
    elif case.limits.affords(metres, nights):
        tries.fits = _best(tries.fits, found)
    else:
        money = case.limits.count_money(metres, nights)
        tries.budget = _best(tries.budget, replace(found, money=money))


def _best(old: Try | None, new: Try) -> Try:
    return new if old is None or new.gain > old.gain else old


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
    if _leaves_time(offer.duration + slot.busy, len(slot.placed) + 2, case):
        floor = case.limits.change_floors(visit)
        change = Change(offer.worth.total + floor, floor=floor)
        for order in _insertions(slot.placed, new):
            _try_order(order, slot, change, case, tries)
    for index, old in enumerate(slot.placed):
        change = _exchange(new, old, case)
        if old.visit.id in case.bases or not _swap_may_help(change, slot, case, tries):
            continue
        rest = slot.placed[:index] + slot.placed[index + 1 :]
        busy = slot.busy - old.offer.duration + offer.duration
        if _leaves_time(busy, len(rest) + 2, case):
            for order in _insertions(rest, new):
                _try_order(order, slot, change, case, tries)


def _exchange(new: Placed, old: Placed, case: Case) -> Change:
    floor = case.limits.change_floors(new.visit, old.visit)
    worth = new.offer.worth.total - old.offer.worth.total + floor
    locked = old.visit.id in case.limits.locks
    share = case.limits.keeps_share(new, old)
    return Change(worth, old.visit.ref, floor, old.visit.region, locked, share)


def _swap_may_help(change: Change, slot: Slot, case: Case, tries: Tries) -> bool:
    most = change.worth + case.cost(slot.day.drive_metres, 0, 0)
    if change.is_locked:
        return _better(tries.locked, most)
    if not change.keeps_share:
        return _better(tries.market, most)
    return _better(tries.swap, most) or (
        change.floor < 0 and _better(tries.floor, most - change.floor)
    )


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
    order: tuple[Placed, ...], slot: Slot, change: Change, case: Case, tries: Tries
) -> None:
    new = next(place for place in order if place not in slot.placed)
    timed = time_day(slot.day.day, slot.start, order, slot.end, case.legs)
    if isinstance(timed, Finding):
        if not change.stop:
            _note_locked(order, new, slot, change.worth, case, tries)
            if new.visit.kind is VisitKind.HOME and timed.visit == new.visit.id:
                _note_window(order, new, slot, change.worth, case, tries)
        return
    metres = timed.drive_metres - slot.day.drive_metres
    found = Try(change.worth - case.cost(metres, 0, 0), new.offer, slot.crew, change.stop)
    if change.is_locked:
        tries.locked = _best(tries.locked, found)
    elif not change.keeps_share:
        tries.market = _best(tries.market, found)
    elif not change.stop:
        _note_fit(new.visit, found, metres, 0, case, tries)
    elif not case.limits.affords(metres, 0):
        money = case.limits.count_money(metres, 0)
        tries.budget = _best(tries.budget, replace(found, money=money))
    else:
        tries.swap = _best(tries.swap, found)
        if change.floor < 0:
            free = replace(found, gain=found.gain - change.floor, region=change.region)
            tries.floor = _best(tries.floor, free)


def _note_locked(
    order: tuple[Placed, ...], new: Placed, slot: Slot, worth: float, case: Case, tries: Tries
) -> None:
    """Note what would fit if the stops of that day could start at other times."""
    fixed = [place for place in slot.placed if place.visit.id in case.limits.windows]
    if not fixed:
        return
    freed = tuple(place if place is new else case.limits.free(place) for place in order)
    timed = time_day(slot.day.day, slot.start, freed, slot.end, case.legs)
    if isinstance(timed, TourDay):
        gain = worth - case.cost(timed.drive_metres - slot.day.drive_metres, 0, 0)
        found = Try(gain, new.offer, slot.crew, fixed[0].visit.ref)
        tries.locked = _best(tries.locked, found)


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


def _try_longer(visit: Visit, offer: Offer, able: Set[str], case: Case, tries: Tries) -> None:
    """Try the day after a tour's last and before its first, with a night between."""
    for slot in case.slots.get(offer.day - timedelta(1), ()):
        if slot.is_last and slot.crew.id in able:
            _try_day_more(visit, offer, slot, True, case, tries)
    for slot in case.slots.get(offer.day + timedelta(1), ()):
        if slot.is_first and slot.crew.id in able:
            _try_day_more(visit, offer, slot, False, case, tries)


def _try_day_more(
    visit: Visit, offer: Offer, slot: Slot, after: bool, case: Case, tries: Tries
) -> None:
    days = slot.tour.days
    first, last = days[0].day, days[-1].day
    first, last = (first, offer.day) if after else (offer.day, last)
    if case.duty.find_block(slot.crew, first, last, slot.tour):
        return
    placed = (Placed(visit, offer),)
    worth = offer.worth.total + case.limits.change_floors(visit)
    for bed in case.find_beds(visit, slot.crew):
        here, home, there = slot.start, slot.end, bed.location
        own, more = ((here, there), (there, home)) if after else ((there, home), (here, there))
        new = time_day(offer.day, more[0], placed, more[1], case.legs)
        old, stuck = _time_freed(slot, own, case)
        if isinstance(old, Finding) or isinstance(new, Finding):
            continue
        metres = old.drive_metres + new.drive_metres - slot.day.drive_metres
        nights = bed.price * slot.crew.people
        found = Try(worth - case.cost(metres, 1, nights), offer, slot.crew, stuck)
        if stuck:
            tries.locked = _best(tries.locked, found)
        else:
            _note_fit(visit, found, metres, nights, case, tries)


def _time_freed(
    slot: Slot, ends: tuple[Location, Location], case: Case
) -> tuple[TourDay | Finding, str]:
    """Time a day between other ends, where it must be with its locked starts set free.

    Names the stop whose lock was in the way, "" for none.
    """
    timed = time_day(slot.day.day, ends[0], slot.placed, ends[1], case.legs)
    fixed = [place for place in slot.placed if place.visit.id in case.limits.windows]
    if isinstance(timed, TourDay) or not fixed:
        return timed, ""
    freed = tuple(case.limits.free(place) for place in slot.placed)
    return time_day(slot.day.day, ends[0], freed, ends[1], case.legs), fixed[0].visit.ref
