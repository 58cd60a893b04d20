"""What the map shows, gathered from the file: marks with places, names and what picks them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.domain.customer import Tier
from planner.domain.plan import Plan, Tour
from planner.domain.scenario import Scenario
from planner.domain.territory import Location, ServicePoint
from planner.office.coverage import CoverageReport
from ui.models.labels import shorten
from ui.session import Selection


@dataclass(frozen=True, slots=True)
class StationMark:
    """A station; `reach` is its reach on the ground as a straight line, in metres."""

    id: str
    name: str
    location: Location
    reach: float


@dataclass(frozen=True, slots=True)
class CustomerMark:
    """An uncovered customer."""

    id: str
    name: str
    location: Location
    tier: Tier
    selection: Selection


@dataclass(frozen=True, slots=True)
class VenueMark:
    """A venue, planned or not."""

    id: str
    name: str
    location: Location
    selection: Selection


@dataclass(frozen=True, slots=True)
class RankMark:
    """A gap by its rank, from 1."""

    number: int
    name: str
    location: Location
    selection: Selection


@dataclass(frozen=True, slots=True)
class StopMark:
    """A stop on a tour; `number` counts from 1 within the tour."""

    visit: str
    number: int
    name: str
    location: Location
    is_home: bool
    selection: Selection


@dataclass(frozen=True, slots=True)
class TourLine:
    """A tour: the crew's number in the file (hue, dash, shape), its path and its stops."""

    crew: str
    crew_number: int
    path: tuple[Location, ...]
    stops: tuple[StopMark, ...]


@dataclass(frozen=True, slots=True)
class MapContent:
    """Everything on one map; `unserved` customers are reached, but by nobody with the skill."""

    stations: tuple[StationMark, ...] = ()
    customers: tuple[CustomerMark, ...] = ()
    unserved: tuple[CustomerMark, ...] = ()
    venues: tuple[VenueMark, ...] = ()
    ranks: tuple[RankMark, ...] = ()
    tours: tuple[TourLine, ...] = ()

    def places(self) -> Iterable[Location]:
        """Walk the places that should be in view."""
        shown = (self.stations, self.customers, self.unserved, self.venues, self.ranks)
        for marks in shown:
            yield from (mark.location for mark in marks)
        for tour in self.tours:
            yield from tour.path


def gather(
    scenario: Scenario,
    language: str,
    report: CoverageReport | None = None,
    plan: Plan | None = None,
    ranked: int = 0,
) -> MapContent:
    """Gather what a map shows; without report or plan their layers stay empty.

    A report gives the uncovered and unserved customers and its first `ranked` gaps.
    """
    return MapContent(
        tuple(_mark_station(station, scenario, language) for station in scenario.stations),
        _mark_customers(scenario, report.uncovered_ids) if report else (),
        _mark_customers(scenario, frozenset(report.reached_not_served)) if report else (),
        tuple(
            VenueMark(
                venue.id,
                shorten(venue.names.read(language)),
                venue.location,
                Selection(venue=venue.id, visit=venue.id, region=venue.region.id),
            )
            for venue in scenario.venues
        ),
        _mark_ranks(report, language, ranked) if report else (),
        _draw_tours(scenario, plan, language) if plan else (),
    )


def _mark_station(station: ServicePoint, scenario: Scenario, language: str) -> StationMark:
    factor = station.road_factor or scenario.parameters.road_factor
    return StationMark(
        station.id, name_station(station, language), station.location, station.reach / factor
    )


def name_station(station: ServicePoint, language: str) -> str:
    """Name a station as short as its place is known by."""
    name = station.names.read(language)
    for said in ("服务站", " service station", " Service Station", " station", " Station"):
        name = name.removesuffix(said)
    return shorten(name.rpartition("自治州")[2])


def _mark_customers(scenario: Scenario, ids: frozenset[str]) -> tuple[CustomerMark, ...]:
    return tuple(
        CustomerMark(
            customer.id,
            customer.name,
            customer.location,
            customer.tier,
            Selection(customer=customer.id, region=customer.region.id),
        )
        for customer in scenario.customers
        if customer.id in ids
    )


def _mark_ranks(report: CoverageReport, language: str, ranked: int) -> tuple[RankMark, ...]:
    return tuple(
        RankMark(
            number,
            shorten(gap.region.names.read(language)),
            gap.location,
            Selection(region=gap.region.id),
        )
        for number, gap in enumerate(report.gaps[:ranked], start=1)
    )


def _draw_tours(scenario: Scenario, plan: Plan, language: str) -> tuple[TourLine, ...]:
    numbers = {crew.id: number for number, crew in enumerate(scenario.crews)}
    depots = {station.id: station.location for station in scenario.stations}
    names = {venue.id: shorten(venue.names.read(language)) for venue in scenario.venues}
    names.update((customer.id, customer.name) for customer in scenario.customers)
    return tuple(
        _draw_tour(tour, numbers.get(tour.crew, 0), depots[tour.depot], names)
        for tour in plan.tours
    )


def _draw_tour(
    tour: Tour, crew_number: int, depot: Location, names: Mapping[str, str]
) -> TourLine:
    path: list[Location] = [depot]
    stops: list[StopMark] = []
    for day in tour.days:
        for stop in day.stops:
            path.append(stop.location)
            selection = Selection(visit=stop.visit, crew=tour.crew, day=day.day)
            is_home = stop.kind.value == "home"
            name = names.get(stop.ref, stop.ref)
            stops.append(
                StopMark(stop.visit, len(stops) + 1, name, stop.location, is_home, selection)
            )
        if day.overnight:
            path.append(day.overnight.location)
    path.append(depot)
    return TourLine(tour.crew, crew_number, tuple(path), tuple(stops))
