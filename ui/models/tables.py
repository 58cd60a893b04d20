"""Models of the tables of the file, one for each kind of row, and what the last import refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from planner.domain.customer import Customer, Product
from planner.domain.findings import Reject
from planner.domain.scenario import Scenario
from planner.domain.tables import TableKind
from planner.domain.territory import ServicePoint, Venue
from planner.domain.units import clock_text
from planner.domain.workforce import Crew, Technician
from planner.words import market_text, money_text
from ui.look.tokens import Look
from ui.models.table import Column, TableModel
from ui.words import Words

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the file: its kind, its rows taken, and how many rows were refused."""

    kind: TableKind
    taken: int
    refused: int


def list_sheets(scenario: Scenario, rejects: Sequence[Reject]) -> tuple[Sheet, ...]:
    """Count the tables of the file; a row with several wrong cells is refused once."""
    rows = {(reject.file, reject.row) for reject in rejects}
    taken = {
        TableKind.STATIONS: len(scenario.stations),
        TableKind.VENUES: len(scenario.venues),
        TableKind.CUSTOMERS: len(scenario.customers),
        TableKind.CREWS: len(scenario.crews),
        TableKind.TECHNICIANS: len(scenario.technicians),
        TableKind.PRODUCTS: len(scenario.products),
    }
    return tuple(
        Sheet(kind, count, sum(file.lower().startswith(kind) for file, _row in rows))
        for kind, count in taken.items()
    )


def make_stations(scenario: Scenario, look: Look, words: Words) -> TableModel[ServicePoint]:
    """Show the stations."""
    _, language = words.gettext, words.language
    model: TableModel[ServicePoint] = TableModel(
        (
            Column("ID", lambda row: row.id, role=lambda row: "muted"),
            Column(_("Name"), lambda row: row.names.read(language), bold=True),
            Column(
                _("Reach by road"),
                lambda row: _("{km} km").format(km=words.number(row.reach / 1000)),
                is_number=True,
                order=lambda row: row.reach,
            ),
            _number(_("Crews"), lambda row: row.tour_crews, words),
            Column(
                _("Vehicles"),
                lambda row: _("as crews") if row.vehicles is None else str(row.vehicles),
                is_number=True,
                order=lambda row: row.vehicles or 0,
            ),
            Column(_("Skills"), lambda row: ", ".join(sorted(row.skills)) or _("all")),
        ),
        look,
    )
    model.put(scenario.stations)
    return model


def make_venues(scenario: Scenario, look: Look, words: Words) -> TableModel[Venue]:
    """Show the venues."""
    _, language = words.gettext, words.language
    model: TableModel[Venue] = TableModel(
        (
            Column("ID", lambda row: row.id, role=lambda row: "muted"),
            Column(_("Name"), lambda row: row.names.read(language), bold=True),
            Column(_("Region"), lambda row: row.region.names.read(language)),
            Column(_("Market"), lambda row: market_text(row.market, language)),
            Column(
                _("Open"),
                lambda row: f"{clock_text(row.hours.opens)}–{clock_text(row.hours.closes)}",
            ),
            _number(_("People"), lambda row: row.footfall_normal, words),
            _number(_("On market days"), lambda row: row.footfall_market, words),
            Column(
                _("Night"),
                lambda row: money_text(row.lodging, scenario.currency) if row.lodging else "–",
                is_number=True,
                order=lambda row: row.lodging or 0,
            ),
        ),
        look,
    )
    model.put(scenario.venues)
    return model


def make_customers(scenario: Scenario, look: Look, words: Words) -> TableModel[Customer]:
    """Show the customers."""
    _, language = words.gettext, words.language
    tiers = {name: place for place, name in enumerate(("platinum", "gold", "iron", "lead"))}
    products = {product.id: product.names.read(language) for product in scenario.products}
    model: TableModel[Customer] = TableModel(
        (
            Column("ID", lambda row: row.id, role=lambda row: "muted"),
            Column(_("Name"), lambda row: row.name, bold=True),
            Column(_("Region"), lambda row: row.region.names.read(language)),
            Column(_("Near"), lambda row: row.near_place),
            Column(
                _("Tier"),
                lambda row: words.tier(row.tier),
                order=lambda row: tiers[row.tier.value],
            ),
            Column(_("Product"), lambda row: products.get(row.product, row.product)),
            Column(_("Open request"), lambda row: row.request or "–"),
        ),
        look,
    )
    model.put(scenario.customers)
    return model


def make_crews(scenario: Scenario, look: Look, words: Words) -> TableModel[Crew]:
    """Show the crews."""
    _, language = words.gettext, words.language
    stations = {station.id: station.names.read(language) for station in scenario.stations}
    people = {technician.id: technician.name for technician in scenario.technicians}
    model: TableModel[Crew] = TableModel(
        (
            Column("ID", lambda row: row.id, role=lambda row: "muted"),
            Column(_("Name"), lambda row: row.name, bold=True),
            Column(_("Station"), lambda row: stations.get(row.depot, row.depot)),
            _number(_("People"), lambda row: row.people, words),
            Column(
                _("Technicians"),
                lambda row: _(", ").join(people.get(id, id) for id in row.technicians),
            ),
            Column(
                _("Skills"),
                lambda row: ", ".join(f"{skill} {level}" for skill, level in row.skills),
                role=lambda row: "muted",
            ),
        ),
        look,
    )
    model.put(scenario.crews)
    return model


def make_technicians(scenario: Scenario, look: Look, words: Words) -> TableModel[Technician]:
    """Show the technicians."""
    _, language = words.gettext, words.language
    stations = {station.id: station.names.read(language) for station in scenario.stations}
    model: TableModel[Technician] = TableModel(
        (
            Column("ID", lambda row: row.id, role=lambda row: "muted"),
            Column(_("Name"), lambda row: row.name, bold=True),
            Column(_("Station"), lambda row: stations.get(row.depot, row.depot)),
            Column(_("Drives"), lambda row: _("yes") if row.drives else _("no")),
            Column(
                _("Skills"),
                lambda row: ", ".join(f"{skill} {level}" for skill, level in row.skills),
            ),
        ),
        look,
    )
    model.put(scenario.technicians)
    return model


def make_products(scenario: Scenario, look: Look, words: Words) -> TableModel[Product]:
    """Show the products."""
    _, language = words.gettext, words.language
    model: TableModel[Product] = TableModel(
        (
            Column("ID", lambda row: row.id, role=lambda row: "muted"),
            Column(_("Name"), lambda row: row.names.read(language), bold=True),
            Column(_("Skill"), lambda row: f"{row.skill} {row.level}"),
            _number(_("Minutes at home"), lambda row: row.home_minutes, words),
            _number(_("Minutes at a booth"), lambda row: row.booth_minutes, words),
        ),
        look,
    )
    model.put(scenario.products)
    return model


def _number(head: str, read: Callable[[Row], int], words: Words) -> Column[Row]:
    return Column(
        head, lambda row: words.number(read(row)), is_number=True, order=lambda row: read(row)
    )
