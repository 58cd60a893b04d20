"""The rows of the coverage screen: gaps ranked, places nobody goes to, customers not served."""

from dataclasses import dataclass

from planner.domain.customer import Customer, Tier
from planner.domain.scenario import Scenario
from planner.office.coverage import CoverageGap, CoverageReport
from planner.words import money_text
from ui.models.labels import shorten
from ui.models.map_content import name_station
from ui.words import Words


@dataclass(frozen=True, slots=True)
class GapRow:
    """A region out of reach; `share` is its urgency as part of the highest, 0 to 1."""

    region: str
    rank: int
    name: str
    customers: int
    platinum: int
    requests: int
    days: int | None
    profit: str
    share: float
    venues: tuple[str, ...]

    @property
    def is_never_visited(self) -> bool:
        """Whether no tour has been there yet."""
        return self.days is None


@dataclass(frozen=True, slots=True)
class NobodyRow:
    """A region no venue reaches; `road` in metres to the nearest station, named `station`."""

    region: str
    name: str
    customers: int
    station: str
    road: int


@dataclass(frozen=True, slots=True)
class UnservedRow:
    """A customer some station reaches, but none has the skill for his product."""

    customer: str
    region: str
    name: str
    tier: Tier
    product: str
    station: str


def list_gaps(report: CoverageReport, scenario: Scenario, language: str) -> tuple[GapRow, ...]:
    """List the gaps, most urgent first."""
    highest = max((gap.urgency for gap in report.gaps), default=1.0) or 1.0
    venues = {venue.id: shorten(venue.names.read(language)) for venue in scenario.venues}
    return tuple(
        GapRow(
            gap.region.id,
            rank,
            name_region(gap, language),
            len(gap.customers),
            dict(gap.by_tier).get(Tier.PLATINUM, 0),
            gap.requests,
            gap.days_since_tour,
            money_text(_whole(gap.profit), scenario.currency),
            gap.urgency / highest,
            tuple(venues[venue] for venue in gap.venues),
        )
        for rank, gap in enumerate(report.gaps, start=1)
    )


def list_nobody(
    report: CoverageReport, scenario: Scenario, language: str
) -> tuple[NobodyRow, ...]:
    """List the regions nobody goes to, most customers first."""
    stations = {s.id: name_station(s, language) for s in scenario.stations}
    rows = []
    for gap in report.nobody_goes:
        reached = [report.nearest[customer] for customer in gap.customers]
        nearest = min(reached, key=lambda found: found.road)
        rows.append(
            NobodyRow(
                gap.region.id,
                name_region(gap, language),
                len(gap.customers),
                stations.get(nearest.station, nearest.station),
                nearest.road,
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.customers))


def list_unserved(
    report: CoverageReport, scenario: Scenario, language: str
) -> tuple[UnservedRow, ...]:
    """List the customers reached but not served, best tier first."""
    customers = {customer.id: customer for customer in scenario.customers}
    products = {product.id: product.names.read(language) for product in scenario.products}
    stations = {s.id: name_station(s, language) for s in scenario.stations}

    def make(customer: Customer) -> UnservedRow:
        station = report.nearest[customer.id].station
        return UnservedRow(
            customer.id,
            customer.region.id,
            customer.name or customer.id,
            customer.tier,
            products.get(customer.product, customer.product),
            stations.get(station, station),
        )

    order = list(Tier)
    rows = [make(customers[customer]) for customer in report.reached_not_served]
    return tuple(sorted(rows, key=lambda row: order.index(row.tier)))


def name_region(gap: CoverageGap, language: str) -> str:
    """Name the region of a gap short."""
    return shorten(gap.region.names.read(language) or gap.region.id)


def say_gap(row: GapRow, words: Words) -> str:
    """Say a gap as a person would."""
    _ = words.gettext
    return _("{rank}. {name}: {customers}, {tour}, {requests} open requests").format(
        rank=row.rank,
        name=row.name,
        customers=say_customers(row.customers, words),
        tour=say_tour(row.days, words),
        requests=row.requests,
    )


def say_customers(count: int, words: Words) -> str:
    """Count customers."""
    said = words.ngettext("{count} customer", "{count} customers", count)
    return said.format(count=words.number(count))


def say_tour(days: int | None, words: Words) -> str:
    """Say how long ago the last tour was."""
    if days is None:
        return words.gettext("never visited")
    said = words.ngettext("visited {days} day ago", "visited {days} days ago", days)
    return said.format(days=words.number(days))


def _whole(profit: int) -> int:
    """Leave out the minor units: a sum over customers is not known to the cent."""
    return profit // 100 * 100
