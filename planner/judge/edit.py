"""Hand edits as pure functions: take a stop out, put one somewhere else, let two change places."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from planner.domain.demand import Offer, Question, Visit, Worth
from planner.domain.findings import Finding, Rule
from planner.domain.plan import Stop, Tour, TourDay
from planner.domain.territory import Location
from planner.judge.cost import Offers, list_offers
from planner.judge.timing import Legs, Placed, time_day

Edited = tuple[Tour, ...] | Finding
"""The tours after an edit, or the first rule in its way; next dates have to be told anew."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What edits of one question need, looked up once."""

    visits: Mapping[str, Visit]
    offers: Offers
    depots: Mapping[str, Location]
    crews: Mapping[str, str]  # to depots
    legs: Legs

    def place(self, stop: Stop, day: date) -> Placed:
        """Give the offer a stop takes; where there is none any more, its time stays as it is."""
        offer = self.offers.get((stop.visit, day, stop.end - stop.start))
        fixed = Offer(day, stop.end - stop.start, stop.start, stop.start, stop.market_day, Worth())
        visit = self.visits.get(stop.visit)
        return Placed(
            visit or Visit(stop.visit, stop.kind, stop.ref, stop.location, ()), offer or fixed
        )


def make_bench(question: Question) -> Bench:
    """Look up what edits need."""
    return Bench(
        visits={visit.id: visit for visit in question.visits},
        offers=list_offers(question),
        depots={depot.id: depot.location for depot in question.depots},
        crews={crew.id: crew.depot for crew in question.crews},
        legs=Legs(question.parameters),
    )


def round_starts(tours: Sequence[Tour], question: Question) -> tuple[Tour, ...]:
    """Time every day anew, so that stops start on quarters of an hour where the days allow it."""
    bench = make_bench(question)
    return tuple(_round_tour(tour, bench) for tour in tours)


def _round_tour(tour: Tour, bench: Bench) -> Tour:
    made = tour
    for index, day in enumerate(tour.days):
        timed = _with_day(made, index, _placed_on(day, bench), bench)
        made = timed if isinstance(timed, Tour) else made
    return made


def drop(tours: Sequence[Tour], visit: str, question: Question) -> tuple[Tour, ...]:
    """Take a visit and its repeats out and time their days anew.

    Days without stops at either end of a tour go too where the crew can drive straight from or
    to the bed, and tours without any stop. A visit that is not planned changes nothing.
    """
    return take_out(tours, find_followers(visit, question), make_bench(question))


def find_followers(visit: str, question: Question) -> set[str]:
    """Find a visit and all repeats that follow it."""
    found = {visit}
    for wanted in question.visits:  # a repeat stands behind what it repeats
        if wanted.repeat_of in found:
            found.add(wanted.id)
    return found


def move(tours: Sequence[Tour], visit: str, crew: str, day: date, question: Question) -> Edited:
    """Put a visit, planned or not, where it stands longest and costs a crew least driving.

    On a day without a tour of the crew, it gets a tour of that one day.
    """
    bench = make_bench(question)
    rest = take_out(tours, {visit}, bench)
    wanted = bench.visits[visit]
    host = next((t for t in rest if t.crew == crew and any(d.day == day for d in t.days)), None)
    locked = any(lock.visit == visit for lock in question.locks)
    rule = Rule.LOCK_KEPT if locked else Rule.KNOWN_VISIT
    failed = Finding(rule, crew, day.isoformat(), visit)
    offers = sorted((o for o in wanted.offers if o.day == day), key=lambda o: -o.duration)
    for offer in offers:
        tried = tuple(_put(host, Placed(wanted, offer), crew, bench))
        fits = [made for made in tried if isinstance(made, Tour)]
        if fits:
            best = min(fits, key=lambda made: sum(day.drive_metres for day in made.days))
            return (*(tour for tour in rest if tour is not host), best)
        failed = next(made for made in tried if isinstance(made, Finding))
    return replace(failed, crew=crew)


def swap(tours: Sequence[Tour], first: str, second: str, question: Question) -> Edited:
    """Let two planned visits change places; each stands as long as it can there."""
    bench = make_bench(question)
    other = {first: bench.visits[second], second: bench.visits[first]}
    edited: list[Tour] = []
    for tour in tours:
        made: Tour | Finding = tour
        for index, day in enumerate(tour.days):
            if isinstance(made, Tour) and any(stop.visit in other for stop in day.stops):
                made = _swap_on(made, index, other, bench)
        if isinstance(made, Finding):
            return replace(made, crew=tour.crew)
        edited.append(made)
    return tuple(edited)


def take_out(tours: Sequence[Tour], gone: Collection[str], bench: Bench) -> tuple[Tour, ...]:
    """Take exactly these visits out and time their days anew, as `drop` does."""
    kept = (_without(tour, gone, bench) for tour in tours)
    return tuple(tour for tour in kept if tour)


def _without(tour: Tour, gone: Collection[str], bench: Bench) -> Tour | None:
    made = tour
    for index, day in enumerate(tour.days):
        kept = [stop for stop in day.stops if stop.visit not in gone]
        if len(kept) < len(day.stops):
            placed = [bench.place(stop, day.day) for stop in kept]
            timed = _with_day(made, index, placed, bench)
            made = timed if isinstance(timed, Tour) else _keep_times(made, index, kept)
    if made is tour:
        return tour
    return _shorten(made, bench) if any(day.stops for day in made.days) else None


def _keep_times(tour: Tour, index: int, stops: Sequence[Stop]) -> Tour:
    """Take stops out where the day cannot be timed anew; the judge will say what is wrong."""
    day = replace(tour.days[index], stops=tuple(stops))
    return replace(tour, days=(*tour.days[:index], day, *tour.days[index + 1 :]))


def _shorten(tour: Tour, bench: Bench) -> Tour:
    days, home = tour.days, bench.depots[tour.depot]
    if not days[-1].stops:
        start = _start_of(tour, len(days) - 2, bench)
        timed = time_day(days[-2].day, start, _placed_on(days[-2], bench), home, bench.legs)
        if isinstance(timed, TourDay):
            return _shorten(replace(tour, days=(*days[:-2], timed)), bench)
    if not days[0].stops:
        end = _end_of(tour, 1, bench)
        timed = time_day(days[1].day, home, _placed_on(days[1], bench), end, bench.legs)
        if isinstance(timed, TourDay):
            timed = replace(timed, overnight=days[1].overnight)
            return _shorten(replace(tour, days=(timed, *days[2:])), bench)
    return tour


def _put(host: Tour | None, new: Placed, crew: str, bench: Bench) -> Iterator[Tour | Finding]:
    if host is None:
        depot = bench.crews[crew]
        home = bench.depots[depot]
        timed = time_day(new.offer.day, home, (new,), home, bench.legs)
        yield Tour(crew, depot, (timed,)) if isinstance(timed, TourDay) else timed
        return
    index = next(i for i, known in enumerate(host.days) if known.day == new.offer.day)
    placed = _placed_on(host.days[index], bench)
    for position in range(len(placed) + 1):
        yield _with_day(host, index, (*placed[:position], new, *placed[position:]), bench)


def _swap_on(tour: Tour, index: int, other: Mapping[str, Visit], bench: Bench) -> Tour | Finding:
    day = tour.days[index]
    choices: list[list[Placed]] = []
    for place in _placed_on(day, bench):
        visit = other.get(place.visit.id)
        if visit is None:
            choices.append([place])
            continue
        offers = sorted((o for o in visit.offers if o.day == day.day), key=lambda o: -o.duration)
        if not offers:
            return Finding(Rule.KNOWN_VISIT, tour.crew, day.day.isoformat(), visit.id)
        choices.append([Placed(visit, offer) for offer in offers])
    tried = [_with_day(tour, index, order, bench) for order in product(*choices)]
    return next((made for made in tried if isinstance(made, Tour)), tried[0])


def _with_day(tour: Tour, index: int, placed: Sequence[Placed], bench: Bench) -> Tour | Finding:
    day = tour.days[index]
    start, end = _start_of(tour, index, bench), _end_of(tour, index, bench)
    timed = time_day(day.day, start, placed, end, bench.legs)
    if isinstance(timed, Finding):
        return timed
    timed = replace(timed, overnight=day.overnight)
    return replace(tour, days=(*tour.days[:index], timed, *tour.days[index + 1 :]))


def _placed_on(day: TourDay, bench: Bench) -> tuple[Placed, ...]:
    return tuple(bench.place(stop, day.day) for stop in day.stops)


def _start_of(tour: Tour, index: int, bench: Bench) -> Location:
    bed = tour.days[index - 1].overnight if index else None
    return bed.location if bed else bench.depots[tour.depot]


def _end_of(tour: Tour, index: int, bench: Bench) -> Location:
    bed = tour.days[index].overnight
    return bed.location if bed else bench.depots[tour.depot]
