"""The plan something is inserted into, looked up once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, pairwise

from planner.domain.demand import CrewDays, Lodging, Offer, Question, Visit
from planner.domain.plan import Tour, TourDay
from planner.domain.scenario import Scenario
from planner.domain.territory import Location
from planner.domain.units import Metre
from planner.judge.cost import Offers, list_offers
from planner.judge.duty import Block, Duty, find_duty
from planner.judge.limits import Limits, find_limits
from planner.judge.reach import NEAR_BEDS, Access, Way, Ways, find_access, find_ways
from planner.judge.timing import Legs, Placed


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
class Case:
    """The plan something is inserted into, looked up once."""

    scenario: Scenario
    question: Question
    legs: Legs
    duty: Duty
    offers: Offers
    slots: Mapping[date, tuple[Slot, ...]]
    bases: frozenset[str]  # planned visits that a planned repeat follows
    limits: Limits
    depots: Mapping[str, Location]
    access: dict[str, dict[str, Access]] = field(default_factory=dict)
    ways: dict[tuple[str, str, int, int, int], Ways] = field(default_factory=dict)
    ranked: dict[tuple[str, int, str, int, int, int], tuple[Way, ...]] = field(
        default_factory=dict
    )
    beds: dict[str, tuple[Lodging, ...]] = field(default_factory=dict)
    near: dict[tuple[str, str], tuple[Lodging, ...]] = field(default_factory=dict)
    blocks: dict[tuple[str, date, date], Block | None] = field(default_factory=dict)

    def find_ways(self, crew: CrewDays, visit: Visit, offer: Offer) -> Ways:
        """Find the ways from a crew's depot to a visit alone; remembered."""
        window = offer.earliest_start, offer.latest_start
        key = (crew.depot, visit.id, offer.duration, *window)
        if key not in self.ways:
            depot = next(d for d in self.question.depots if d.id == crew.depot)
            if crew.depot not in self.access:
                self.access[crew.depot] = find_access(depot, self.question, self.legs)
            access = self.access[crew.depot]
            beds = islice((bed for bed in self.sort_beds(visit) if bed.place in access), NEAR_BEDS)
            near = [access[bed.place] for bed in beds]
            self.ways[key] = find_ways(depot, near, visit, offer, self.legs)
        return self.ways[key]

    def rank_ways(self, crew: CrewDays, visit: Visit, offer: Offer) -> tuple[Way, ...]:
        """Sort the ways to a visit alone by what they cost, the cheapest first; remembered."""

        def cost(way: Way) -> float:
            return self.cost(way.metres, way.nights + 1, way.price * crew.people)

        window = offer.earliest_start, offer.latest_start
        key = (crew.depot, crew.people, visit.id, offer.duration, *window)
        if key not in self.ranked:
            ways = self.find_ways(crew, visit, offer).ways
            self.ranked[key] = tuple(sorted(ways, key=cost))
        return self.ranked[key]

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

    def find_beds(self, visit: Visit, crew: CrewDays) -> tuple[Lodging, ...]:
        """Find the beds nearest to a visit that are far enough from a crew's depot; remembered."""
        key = visit.id, crew.depot
        if key not in self.near:
            least, home = self.question.parameters.night_from, self.depots[crew.depot]
            beds = (
                bed
                for bed in self.sort_beds(visit)
                if not least or self.measure(home, bed.location) >= least
            )
            self.near[key] = tuple(islice(beds, NEAR_BEDS))
        return self.near[key]

    def measure(self, *places: Location) -> Metre:
        """Measure the road from place to place."""
        return sum(self.legs.find(here, there).metres for here, there in pairwise(places))

    def cost(self, metres: int, days: int, money: int) -> float:
        """Price road, crew-days and nights in contacts."""
        rates = self.question.parameters.rates
        nights = money / self.question.money_per_contact_minor
        return rates.road_km * metres / 1000 + rates.crew_day * days + nights


def open_case(tours: Sequence[Tour], scenario: Scenario, question: Question) -> Case:
    """Look up the plan that visits are inserted into."""
    offers = list_offers(question)
    return Case(
        scenario=scenario,
        question=question,
        legs=Legs(question.parameters),
        duty=find_duty(tours, scenario, question),
        offers=offers,
        slots=_group_slots(tours, question, offers),
        bases=_find_bases(tours, question),
        limits=find_limits(tours, scenario, question),
        depots={depot.id: depot.location for depot in question.depots},
    )


def reopen_case(case: Case, tours: Sequence[Tour]) -> Case:
    """Look up other tours of the same question; roads, beds and ways stay known."""
    return replace(
        case,
        duty=find_duty(tours, case.scenario, case.question),
        slots=_group_slots(tours, case.question, case.offers),
        bases=_find_bases(tours, case.question),
        limits=find_limits(tours, case.scenario, case.question),
        blocks={},
    )


def _find_bases(tours: Sequence[Tour], question: Question) -> frozenset[str]:
    planned = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    return frozenset(visit.repeat_of for visit in question.visits if visit.id in planned)


def _group_slots(
    tours: Sequence[Tour], question: Question, offers: Offers
) -> dict[date, tuple[Slot, ...]]:
    visits = {visit.id: visit for visit in question.visits}
    slots: dict[date, list[Slot]] = defaultdict(list)
    for tour in tours:
        for slot in _list_slots(tour, question, visits, offers):
            slots[slot.day.day].append(slot)
    return {day: tuple(found) for day, found in slots.items()}


def _list_slots(
    tour: Tour, question: Question, visits: Mapping[str, Visit], offers: Offers
) -> Iterator[Slot]:
    crew = next(crew for crew in question.crews if crew.id == tour.crew)
    home = next(depot.location for depot in question.depots if depot.id == tour.depot)
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
