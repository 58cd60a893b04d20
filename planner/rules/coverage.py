"""Which customers the service network does not reach, and how urgent each region is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import radians

from planner.domain.customer import Customer, Product, Tier
from planner.domain.scenario import Scenario
from planner.domain.territory import Location, Region, ServicePoint, Venue
from planner.domain.units import Metre, Money
from planner.rules.travel import EARTH_RADIUS, measure_road

METRES_A_DEGREE = radians(EARTH_RADIUS)  # along a meridian
NEVER_VISITED_DAYS = 365  # weight of a region without any tour yet when regions are ranked


@dataclass(frozen=True, slots=True)
class Reached:
    """The station nearest to a customer by estimated road, and whether any station has him."""

    station: str
    road: Metre
    covered: bool
    served: bool


@dataclass(frozen=True, slots=True)
class CoverageGap:
    """The uncovered customers of one region.

    `urgency` is the worth of the customers and requests in contacts, raised by the days since the
    last tour as overdue days raise a visit. `days_since_tour` None means never.
    """

    region: Region
    location: Location
    customers: tuple[str, ...]
    by_tier: tuple[tuple[Tier, int], ...]
    requests: int
    profit: Money
    days_since_tour: int | None
    urgency: float
    venues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Who is covered and who is not; `gaps` are ranked, most urgent first.

    `nobody_goes` are the gaps no venue's catchment touches; `catchment` maps an uncovered
    customer to the venue he counts for.
    """

    total: int
    covered: int
    gaps: tuple[CoverageGap, ...]
    nobody_goes: tuple[CoverageGap, ...]
    reached_not_served: tuple[str, ...]
    nearest: Mapping[str, Reached]
    uncovered_ids: frozenset[str]
    catchment: Mapping[str, str]

    @property
    def uncovered(self) -> int:
        """How many customers no station has within its reach."""
        return self.total - self.covered


def reach_customer(
    customer: Customer, stations: Iterable[ServicePoint], skill: str, factor: float
) -> Reached:
    """Find the nearest station by road; covered when some station has him within its own reach.

    A station without stated skills serves everything.
    """
    nearest, shortest, covered, served = "", 0, False, False
    for station in stations:
        road = measure_road(station.location, customer.location, station.road_factor or factor)
        if not nearest or road < shortest:
            nearest, shortest = station.id, road
        if road <= station.reach:
            covered = True
            served = served or not skill or not station.skills or skill in station.skills
    return Reached(nearest, shortest, covered, served)


def nearest_venue(
    location: Location, venues: Iterable[Venue], factor: float
) -> tuple[Venue, Metre] | None:
    """Find the venue nearest by road; None without venues."""
    best: tuple[Venue, Metre] | None = None
    for venue in venues:
        north = abs(venue.location.lat - location.lat) * METRES_A_DEGREE * factor
        if best and north > best[1] + 1:  # no road is shorter than its way north
            continue
        road = measure_road(venue.location, location, factor)
        if not best or road < best[1]:
            best = venue, road
    return best


def find_coverage(scenario: Scenario, today: date) -> CoverageReport:
    """Compare every customer with the reach of the network; `today` dates the last tours."""
    factor = scenario.parameters.road_factor
    products = {product.id: product for product in scenario.products}
    nearest = {
        customer.id: reach_customer(
            customer, scenario.stations, _skill_for(customer, products), factor
        )
        for customer in scenario.customers
    }
    lost = [customer for customer in scenario.customers if not nearest[customer.id].covered]
    catchment: dict[str, str] = {}
    groups: dict[str, list[Customer]] = defaultdict(list)
    regions: dict[str, Region] = {}
    for customer in lost:
        found = nearest_venue(customer.location, scenario.venues, factor)
        if found and found[1] <= scenario.parameters.catchment:
            catchment[customer.id] = found[0].id
        region = customer.region
        if not region.id and found:
            region = found[0].region if found[0].region.id else _region_of(found[0])
        regions.setdefault(region.id, region)
        groups[region.id].append(customer)
    gaps = [
        _measure_gap(regions[region], members, catchment, scenario, today)
        for region, members in groups.items()
    ]
    gaps.sort(key=lambda gap: (-gap.urgency, gap.region.id))
    return CoverageReport(
        total=len(scenario.customers),
        covered=len(scenario.customers) - len(lost),
        gaps=tuple(gaps),
        nobody_goes=tuple(gap for gap in gaps if not gap.venues),
        reached_not_served=tuple(
            customer for customer, found in nearest.items() if found.covered and not found.served
        ),
        nearest=nearest,
        uncovered_ids=frozenset(customer.id for customer in lost),
        catchment=catchment,
    )


def _skill_for(customer: Customer, products: Mapping[str, Product]) -> str:
    product = products.get(customer.product)
    return product.skill if product else ""


def _region_of(venue: Venue) -> Region:
    return Region(venue.id, venue.names)


def _measure_gap(
    region: Region,
    members: list[Customer],
    catchment: Mapping[str, str],
    scenario: Scenario,
    today: date,
) -> CoverageGap:
    rates = scenario.parameters.rates
    touched = {catchment[customer.id] for customer in members if customer.id in catchment}
    venues = [venue for venue in scenario.venues if venue.id in touched]
    tours = [venue.last_visit for venue in venues if venue.last_visit is not None]
    days = max(0, (today - max(tours)).days) if tours else None
    requests = sum(1 for customer in members if customer.request)
    worth = sum(rates.in_reach(customer.tier) for customer in members)
    worth += requests * rates.open_request
    waiting = NEVER_VISITED_DAYS if days is None else days
    return CoverageGap(
        region=region,
        location=Location(
            sum(customer.location.lat for customer in members) / len(members),
            sum(customer.location.lon for customer in members) / len(members),
        ),
        customers=tuple(customer.id for customer in members),
        by_tier=tuple((tier, sum(1 for c in members if c.tier is tier)) for tier in Tier),
        requests=requests,
        profit=sum(customer.yearly_profit for customer in members),
        days_since_tour=days,
        urgency=worth * (1 + rates.overdue_share_per_day * waiting),
        venues=tuple(venue.id for venue in venues),
    )
