"""Judges imported tables row by row: accepts, or says which cell is wrong and why."""

from collections.abc import Iterable, Sequence

from planner.domain.customer import Customer
from planner.domain.scenario import Scenario
from planner.domain.tables import Intake, Note, NoteCode, RawTable, TableKind
from planner.domain.territory import Location, ServicePoint, Venue
from planner.domain.workforce import Crew, Technician
from planner.rules.intake.customers import judge_customer, judge_product
from planner.rules.intake.desk import Desk, note_distances, note_gaps, note_markets, open_desk
from planner.rules.intake.people import Staff, judge_crew, judge_technician
from planner.rules.intake.places import judge_station, judge_venue
from planner.rules.languages import find_languages
from planner.rules.roster import form_crews
from planner.rules.zones import guess_zone

__all__ = ["Intake", "judge_tables"]


def judge_tables(tables: Sequence[RawTable], name: str = "") -> Intake:
    """Judge the tables of one folder; `name` is what the scenario is called.

    Every row is either accepted or listed in `rejects`, once per wrong cell. An empty cell that
    need not be filled in means unknown. A row naming a refused station or technician is refused
    too; of two rows with one id the first stays.
    """
    desk = open_desk(tables)
    stations = desk.judge(TableKind.STATIONS, lambda row: judge_station(row, desk.middle))
    venues = desk.judge(TableKind.VENUES, lambda row: judge_venue(row, desk.middle, desk.currency))
    products = desk.judge(TableKind.PRODUCTS, judge_product)
    customers = _judge_customers(desk)
    technicians, crews = _judge_people(desk, stations)
    languages = find_languages(stations, venues)
    company, hotline = _judge_maker(desk, languages)
    note_gaps(desk)
    note_markets(desk)
    note_distances(desk)
    missing = tuple(
        code for code, found in (("no_stations", stations), ("no_venues", venues)) if not found
    )
    scenario = Scenario(
        name,
        stations,
        venues,
        customers,
        products,
        technicians,
        crews,
        desk.currency,
        _find_zone(desk, stations, venues),
        company,
        hotline,
    )
    return Intake(
        None if missing else scenario,
        tuple(desk.rejects),
        tuple(desk.counts),
        missing,
        tuple(desk.notes),
        languages,
    )


def _judge_maker(desk: Desk, languages: Sequence[str]) -> tuple[str, str]:
    """Read who sends the crews and his telephone number: the first row, where the table is."""
    language = languages[0] if languages else ""
    makers = desk.judge(
        TableKind.MAKER, lambda row: (row.names("name").read(language), row.text("hotline"))
    )
    return makers[0] if makers else ("", "")


def _judge_customers(desk: Desk) -> tuple[Customer, ...]:
    products = frozenset(desk.texts(TableKind.PRODUCTS, "id")) - {""}
    return desk.judge(
        TableKind.CUSTOMERS,
        lambda row: judge_customer(row, desk.middle, desk.currency, products),
    )


def _judge_people(
    desk: Desk, stations: Sequence[ServicePoint]
) -> tuple[tuple[Technician, ...], tuple[Crew, ...]]:
    places = {station.id: station for station in stations}
    technicians = desk.judge(TableKind.TECHNICIANS, lambda row: judge_technician(row, places))
    if not desk.has_rows(TableKind.CREWS):
        return technicians, _form_crews(desk, stations, technicians)
    known = {technician.id: technician for technician in technicians}
    staff = Staff(places, known, desk.has_rows(TableKind.TECHNICIANS))
    crews = desk.judge(TableKind.CREWS, lambda row: judge_crew(row, staff))
    if not crews:
        desk.notes.append(Note(NoteCode.NO_CREWS))
    return tuple(staff.technicians.values()), crews


def _form_crews(
    desk: Desk, stations: Sequence[ServicePoint], technicians: Sequence[Technician]
) -> tuple[Crew, ...]:
    manned = technicians or not desk.has_rows(TableKind.TECHNICIANS)
    crews = form_crews(stations, technicians) if manned else ()
    code = NoteCode.CREWS_FORMED if crews else NoteCode.NO_CREWS
    desk.notes.append(Note(code, facts=(("count", str(len(crews))),)))
    for station in stations:
        formed = sum(crew.depot == station.id for crew in crews)
        if formed < station.tour_crews:
            wanted = ("wanted", str(station.tour_crews))
            facts = (("station", station.id), wanted, ("formed", str(formed)))
            desk.notes.append(Note(NoteCode.CREWS_NOT_FORMED, facts=facts))
    return crews


def _find_zone(desk: Desk, stations: Iterable[ServicePoint], venues: Iterable[Venue]) -> str:
    places = [*(place.location for place in stations), *(place.location for place in venues)]
    first = places[0] if places else Location(0.0, 0.0)
    return guess_zone(desk.middle or first, desk.currency)
