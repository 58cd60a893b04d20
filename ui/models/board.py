"""The plan as the board shows it: one line a crew, with its stops, drives and beds."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain.calendar import Horizon
from planner.domain.demand import Question, VisitKind, Worth
from planner.domain.locks import Freedom
from planner.domain.plan import NextVisit, Plan, Tour, TourDay
from planner.domain.scenario import Scenario
from planner.domain.units import Metre, Minute, Money
from ui.models.labels import shorten


@dataclass(frozen=True, slots=True)
class StopRow:
    """One stop with all its screens say about it.

    `crew_number` is the crew's place in the file, from 0, which gives hue and shape; `number`
    counts the stops of a tour from 1; `worth` is None where the demand has changed since;
    `freedom` says how far it may still move.
    """

    visit: str
    kind: VisitKind
    ref: str
    crew: str
    crew_name: str
    crew_number: int
    tour: int
    number: int
    day: date
    arrive: Minute
    start: Minute
    end: Minute
    name: str
    label: str
    place: str
    market: bool
    has_market: bool
    next_visit: NextVisit | None
    worth: Worth | None
    freedom: Freedom = Freedom.FREE

    @property
    def is_home(self) -> bool:
        """Whether the crew goes to one customer."""
        return self.kind is VisitKind.HOME


@dataclass(frozen=True, slots=True)
class Drive:
    """A stretch on the road, buffer included."""

    day: date
    start: Minute
    end: Minute


@dataclass(frozen=True, slots=True)
class Bed:
    """A night after a day; `cost` is for the whole crew, in minor units."""

    day: date
    place: str
    cost: Money


@dataclass(frozen=True, slots=True)
class CrewLine:
    """A crew and where it is when; `free` are the days on which it may be out."""

    id: str
    name: str
    number: int
    free: frozenset[date] = frozenset()
    drives: tuple[Drive, ...] = ()
    beds: tuple[Bed, ...] = ()
    drive_minutes: Minute = 0
    metres: Metre = 0
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the timeline, its list and the map show together.

    `markets` counts the venues that have a market on a day and could be visited; `accepted` is
    False while a plan is still being improved.
    """

    horizon: Horizon
    crews: tuple[CrewLine, ...] = ()
    stops: tuple[StopRow, ...] = ()
    markets: Mapping[date, int] = field(default_factory=dict)
    accepted: bool = True

    def find(self, visit: str) -> StopRow | None:
        """Find a stop by its visit."""
        return next((stop for stop in self.stops if stop.visit == visit), None)

    def tour_of(self, visit: str) -> tuple[StopRow, ...]:
        """List the stops of the tour a visit is made on, in order."""
        here = self.find(visit)
        return tuple(stop for stop in self.stops if here and stop.tour == here.tour)


def make_board(
    plan: Plan, scenario: Scenario, question: Question, language: str, accepted: bool = True
) -> Board:
    """Lay out a plan, stops in order of day, start and crew."""
    numbers = {crew.id: number for number, crew in enumerate(scenario.crews)}
    naming = _Naming(scenario, question, language)
    stops = [
        row
        for index, tour in enumerate(plan.tours)
        for row in _list_rows(tour, index, numbers, naming)
    ]
    return Board(
        plan.horizon,
        tuple(_make_line(crew, numbers[crew], plan, naming) for crew in numbers),
        tuple(sorted(stops, key=lambda row: (row.day, row.start, row.crew_number))),
        count_markets(question),
        accepted,
    )


def count_markets(question: Question) -> dict[date, int]:
    """Count the venues with a market on each day on which they could be visited."""
    days = {
        (visit.ref, offer.day)
        for visit in question.visits
        if visit.kind is VisitKind.BOOTH
        for offer in visit.offers
        if offer.market_day
    }
    return Counter(day for _, day in days)


class _Naming:
    """Looks up names and worth for one plan."""

    def __init__(self, scenario: Scenario, question: Question, language: str) -> None:
        self.venues = {venue.id: venue for venue in scenario.venues}
        self.customers = {customer.id: customer for customer in scenario.customers}
        self.crews = {crew.id: crew.name for crew in scenario.crews}
        self.free = {crew.id: frozenset(crew.days) for crew in question.crews}
        self.language = language
        self.freedoms = {lock.visit: lock.freedom for lock in question.locks}
        self.worths = {
            (visit.id, offer.day, offer.duration): offer.worth
            for visit in question.visits
            for offer in visit.offers
        }

    def name(self, ref: str) -> tuple[str, str, str]:
        """Give the whole name, the short one and the place of a venue or customer."""
        venue, customer = self.venues.get(ref), self.customers.get(ref)
        if venue:
            name = venue.names.read(self.language) or ref
            return name, shorten(name), venue.place.read(self.language)
        if customer:
            return customer.name or ref, customer.name or ref, customer.near_place
        return ref, ref, ""


def _list_rows(
    tour: Tour, index: int, numbers: Mapping[str, int], naming: _Naming
) -> Iterator[StopRow]:
    stops = [(day.day, stop) for day in tour.days for stop in day.stops]
    for number, (day, stop) in enumerate(stops, start=1):
        name, label, place = naming.name(stop.ref)
        venue = naming.venues.get(stop.ref)
        yield StopRow(
            visit=stop.visit,
            kind=stop.kind,
            ref=stop.ref,
            crew=tour.crew,
            crew_name=naming.crews.get(tour.crew, tour.crew),
            crew_number=numbers.get(tour.crew, 0),
            tour=index,
            number=number,
            day=day,
            arrive=stop.arrive,
            start=stop.start,
            end=stop.end,
            name=name,
            label=label,
            place=place,
            market=stop.market_day,
            has_market=venue is not None and venue.market is not None,
            next_visit=stop.next_visit,
            worth=naming.worths.get((stop.visit, day, stop.end - stop.start)),
            freedom=naming.freedoms.get(stop.visit, Freedom.FREE),
        )


def _make_line(crew: str, number: int, plan: Plan, naming: _Naming) -> CrewLine:
    days = [day for tour in plan.tours if tour.crew == crew for day in tour.days]
    return CrewLine(
        crew,
        naming.crews[crew],
        number,
        naming.free.get(crew, frozenset()),
        tuple(drive for day in days for drive in _list_drives(day)),
        tuple(
            Bed(day.day, naming.name(day.overnight.place)[0], day.overnight.cost)
            for day in days
            if day.overnight
        ),
        sum(day.drive_minutes for day in days),
        sum(day.drive_metres for day in days),
        tuple(day.day for day in days),
    )


def _list_drives(day: TourDay) -> Iterator[Drive]:
    leave = day.start
    for stop in day.stops:
        if stop.arrive > leave:
            yield Drive(day.day, leave, stop.arrive)
        leave = stop.end
    if day.end > leave:
        yield Drive(day.day, leave, day.end)
