"""Gathers the judged rows of all tables, and what is worth knowing about the tables."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from planner.domain.calendar import DateRule
from planner.domain.findings import Reject
from planner.domain.tables import Note, NoteCode, RawTable, TableCount, TableKind
from planner.domain.territory import Location
from planner.rules.intake.headers import Columns, find_columns
from planner.rules.intake.markets import is_named, read_market, write_rule
from planner.rules.intake.places import DEFAULT_REACH, find_middle, measure_distance
from planner.rules.intake.rows import Row, walk

NO_CURRENCY = "XXX"  # ISO 4217: no currency involved
TOO_FAR = 3_000_000.0  # metres; no network on tour is as wide, but it is not impossible
_HAN = re.compile("[\u4e00-\u9fff]")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """The tables of one folder while they are judged; the lists grow, the rest stays.

    `currency` is the first one a money header names.
    """

    tables: tuple[tuple[RawTable, Columns], ...]
    middle: Location | None
    currency: str
    rejects: list[Reject] = field(default_factory=list)
    counts: list[TableCount] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def judge(self, kind: TableKind, judge: Callable[[Row], T]) -> tuple[T, ...]:
        """Judge all rows of a kind and give those in which nothing is wrong."""
        accepted: list[T] = []
        for table, columns in self.of(kind):
            before = len(accepted)
            for row in walk(table, columns):
                value = judge(row)
                if row.rejects:
                    self.rejects.extend(row.rejects)
                else:
                    accepted.append(value)
            good = len(accepted) - before
            self.counts.append(TableCount(table.file, kind, len(table.rows), good))
        return tuple(accepted)

    def of(self, kind: TableKind) -> tuple[tuple[RawTable, Columns], ...]:
        """Give the tables of a kind that have rows or headers."""
        return tuple(pair for pair in self.tables if pair[0].kind is kind)

    def texts(self, kind: TableKind, name: str) -> Iterable[str]:
        """Walk the texts of one field in all rows of a kind."""
        for table, columns in self.of(kind):
            for raw in table.rows:
                yield Row(table, columns, raw).text(name)

    def has_rows(self, kind: TableKind) -> bool:
        """Say whether anything of a kind was given."""
        return any(table.rows for table, _ in self.of(kind))


def open_desk(tables: Sequence[RawTable]) -> Desk:
    """Find the columns of all tables, their currency, and the middle of their points."""
    pairs = tuple((table, find_columns(table)) for table in tables)
    middle = find_middle(pairs)
    named = tuple(dict.fromkeys(money for _, columns in pairs for money in columns.currencies))
    desk = Desk(pairs, middle, named[0] if named else _assume_currency(tables, middle))
    _note_columns(desk)
    if len(named) > 1:
        facts = (("taken", named[0]), ("others", ", ".join(named[1:])))
        desk.notes.append(Note(NoteCode.CURRENCIES_DIFFER, facts=facts))
    if not named:
        taken = ("taken", desk.currency)
        desk.notes.append(Note(NoteCode.CURRENCY_UNKNOWN, facts=(taken,)))
    return desk


def _assume_currency(tables: Iterable[RawTable], middle: Location | None) -> str:
    """Take yuan where Chinese is written in China, else no currency."""
    if middle is None or not (18 <= middle.lat <= 54 and 73 <= middle.lon <= 135):
        return NO_CURRENCY
    places = (t for t in tables if t.kind in (TableKind.STATIONS, TableKind.VENUES))
    cells = (cell for table in places for row in table.rows for cell in row.cells)
    return "CNY" if any(_HAN.search(cell) for cell in cells) else NO_CURRENCY


def _note_columns(desk: Desk) -> None:
    for table, columns in desk.tables:
        facts = [
            (NoteCode.COLUMNS_IGNORED, "columns", ", ".join(columns.ignored)),
            (NoteCode.COLUMNS_COMPUTED, "columns", ", ".join(columns.computed)),
            *((NoteCode.COLUMN_TWICE, "column", title) for title in columns.twice),
            *((NoteCode.COLUMN_MISSING, "field", field) for field in columns.missing),
        ]
        desk.notes.extend(
            Note(code, table.file, facts=((name, value),)) for code, name, value in facts if value
        )


def note_gaps(desk: Desk) -> None:
    """Note what was assumed for cells that may be empty."""
    for table, columns in (*desk.of(TableKind.STATIONS), *desk.of(TableKind.VENUES)):
        rows = [Row(table, columns, raw) for raw in table.rows]
        gaps = [(NoteCode.NAMES_ASSUMED, sum(not row.names("name").texts for row in rows))]
        if table.kind is TableKind.STATIONS:
            gaps.append((NoteCode.REACH_ASSUMED, sum(not row.text("reach_km") for row in rows)))
        else:
            empty = [not (row.text("opens") and row.text("closes")) for row in rows]
            gaps.append((NoteCode.HOURS_ASSUMED, sum(empty)))
        for code, count in gaps:
            if count:
                facts = (("count", str(count)), ("km", str(DEFAULT_REACH // 1000)))
                desk.notes.append(Note(code, table.file, facts=facts))


def note_distances(desk: Desk) -> None:
    """Note each accepted row whose place is too far off to belong to the others."""
    refused = {(reject.file, reject.row) for reject in desk.rejects}
    for table, columns in desk.tables:
        for raw in table.rows:
            if desk.middle is None or (table.file, raw.number) in refused:
                continue
            row = Row(table, columns, raw)
            metres = measure_distance(row, desk.middle)
            if metres > TOO_FAR:
                facts = (("value", row.text("id")), ("km", str(round(metres / 1000))))
                desk.notes.append(Note(NoteCode.FAR_AWAY, table.file, raw.number, facts))


def note_markets(desk: Desk) -> None:
    """Note how each market was read that stands in a people's notation instead of a named rule."""
    for table, columns in desk.of(TableKind.VENUES):
        for raw in table.rows:
            row = Row(table, columns, raw)
            name, days = row.text("market_rule"), row.text("market_days")
            rule = None if is_named(name) else read_market(name, days)
            if isinstance(rule, DateRule):
                facts = (("value", days or name), ("rule", write_rule(rule)))
                desk.notes.append(Note(NoteCode.MARKET_READ, table.file, row.number, facts))
