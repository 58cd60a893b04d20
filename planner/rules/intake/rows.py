"""Reads a row by the names of its fields and remembers every cell that is wrong."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from planner.domain.findings import Expected, Reject
from planner.domain.tables import RawRow, RawTable
from planner.domain.units import Names
from planner.rules.intake.headers import Columns, name_column

T = TypeVar("T")
D = TypeVar("D")


class Row:
    """One row of a table being judged: gives values, collects rejects."""

    def __init__(self, table: RawTable, columns: Columns, raw: RawRow) -> None:
        self._table = table
        self._columns = columns
        self._raw = raw
        self.rejects: list[Reject] = []
        extra = next((cell for cell in raw.cells[len(table.headers) :] if cell), None)
        if extra is not None:
            self._add("", extra, Expected.CELL_COUNT)

    @property
    def number(self) -> int:
        """The row as a spreadsheet counts."""
        return self._raw.number

    def text(self, field: str) -> str:
        """Give a cell's text; "" where the column is missing or the cell is empty."""
        at = self._columns.fields.get(field)
        return "" if at is None else self._cell(at)

    def names(self, field: str) -> Names:
        """Give the name in every language in which it is filled in."""
        columns = self._columns.names.get(field, ())
        texts = tuple((language, self._cell(at)) for language, at in columns)
        return Names(tuple((language, text) for language, text in texts if text))

    def read(self, field: str, read: Callable[[str], T | Expected], default: D) -> T | D:
        """Read a cell that may be empty; a wrong one is refused and gives the default too."""
        text = self.text(field)
        return default if not text else self.need(field, read, default)

    def need(self, field: str, read: Callable[[str], T | Expected], default: D) -> T | D:
        """Read a cell that must be filled in."""
        value = read(self.text(field))
        if isinstance(value, Expected):
            self.refuse(field, value)
            return default
        return value

    def need_text(self, field: str, expected: Expected) -> str:
        """Give a text that must be there."""
        text = self.text(field)
        if not text:
            self.refuse(field, expected)
        return text

    def refuse(self, field: str, expected: Expected) -> None:
        """Note that a cell is wrong; a missing column goes by the name it should have."""
        at = self._columns.fields.get(field)
        header = name_column(self._table.kind, field) if at is None else self._table.headers[at]
        self._add(header, self.text(field), expected)

    def _add(self, column: str, value: str, expected: Expected) -> None:
        self.rejects.append(Reject(self._table.file, self.number, column, value, expected))

    def _cell(self, at: int) -> str:
        return self._raw.cells[at] if at < len(self._raw.cells) else ""


def walk(table: RawTable, columns: Columns) -> Iterator[Row]:
    """Go through the rows of a table; a second row with an id already met is refused."""
    seen: set[str] = set()
    for raw in table.rows:
        row = Row(table, columns, raw)
        known = row.text("id")
        if known in seen:
            row.refuse("id", Expected.UNIQUE_ID)
        elif known:
            seen.add(known)
        yield row
