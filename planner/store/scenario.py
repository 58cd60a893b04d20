"""The scenario and the rows refused on import, saved and loaded as wholes."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from sqlite_utils import Database

from planner.domain.findings import Expected, Reject
from planner.domain.parameters import Parameters
from planner.domain.scenario import Scenario
from planner.store.cells import Cells, Row, dump
from planner.store.customers import customer_row, customer_value, product_row, product_value
from planner.store.edits import EditKind, record
from planner.store.file import TourFile
from planner.store.rows import compare, read_rows, write_state
from planner.store.territory import station_row, station_value, venue_row, venue_value
from planner.store.workforce import crew_row, crew_value, technician_row, technician_value

_T = TypeVar("_T")


def save_scenario(file: TourFile, scenario: Scenario, rejects: Sequence[Reject] = ()) -> None:
    """Save a scenario in place of the one before, as one edit step.

    Rows that stay keep their keys, rows that vanish leave tombstones, and nothing is recorded
    where all is the same. Ids must be unique in their table.
    """
    with file.atomic() as db:
        before, after = compare(db, scenario_rows(scenario, rejects))
        if after.rows or after.orders:
            stamp = file.stamp()
            write_state(db, after, stamp)
            record(db, EditKind.SCENARIO, before, after, stamp, file.who)


def load_scenario(file: TourFile) -> Scenario | None:
    """Load the scenario; None where none was saved."""
    with file.reading() as db:
        found = read_rows(db, "scenario")
        if not found:
            return None
        whole = Cells(found[0])
        return Scenario(
            name=whole.text("name"),
            stations=_load_table(db, "service_point", station_value),
            venues=_load_table(db, "venue", venue_value),
            customers=_load_table(db, "customer", customer_value),
            products=_load_table(db, "product", product_value),
            technicians=_load_table(db, "technician", technician_value),
            crews=_load_table(db, "crew", crew_value),
            currency=whole.text("currency"),
            timezone=whole.text("timezone"),
            company=whole.text("company"),
            hotline=whole.text("hotline"),
            parameters=whole.json("parameters", Parameters),
        )


def load_rejects(file: TourFile) -> tuple[Reject, ...]:
    """Load the rows refused on the import of the scenario."""
    with file.reading() as db:
        return _load_table(db, "reject", _reject_value)


def _load_table(db: Database, table: str, read: Callable[[Cells], _T]) -> tuple[_T, ...]:
    return tuple(read(Cells(row)) for row in read_rows(db, table))


def scenario_rows(scenario: Scenario, rejects: Iterable[Reject]) -> dict[str, list[Row]]:
    """Write a scenario, and what was refused on its import, as the rows of their tables."""
    return {
        "scenario": [_whole_row(scenario)],
        "service_point": [station_row(station) for station in scenario.stations],
        "venue": [venue_row(venue) for venue in scenario.venues],
        "customer": [customer_row(customer) for customer in scenario.customers],
        "product": [product_row(product) for product in scenario.products],
        "technician": [technician_row(technician) for technician in scenario.technicians],
        "crew": [crew_row(crew) for crew in scenario.crews],
        "reject": _reject_rows(rejects),
    }


def _whole_row(scenario: Scenario) -> Row:
    return {
        "code": "scenario",
        "name": scenario.name,
        "currency": scenario.currency,
        "timezone": scenario.timezone,
        "company": scenario.company,
        "hotline": scenario.hotline,
        "parameters": dump(scenario.parameters),
    }


def _reject_rows(rejects: Iterable[Reject]) -> list[Row]:
    """Write rejects; their code is the cell refused, numbered where it is refused again."""
    times: Counter[tuple[str, int, str]] = Counter()
    rows: list[Row] = []
    for reject in rejects:
        cell = (reject.file, reject.row, reject.column)
        times[cell] += 1
        rows.append(
            {
                "code": dump((*cell, times[cell])),
                "file": reject.file,
                "row_number": reject.row,
                "column_name": reject.column,
                "value": reject.value,
                "expected": reject.expected.value,
            }
        )
    return rows


def _reject_value(cells: Cells) -> Reject:
    return Reject(
        file=cells.text("file"),
        row=cells.whole("row_number"),
        column=cells.text("column_name"),
        value=cells.text("value"),
        expected=Expected(cells.text("expected")),
    )
