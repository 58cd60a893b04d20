"""Cells of a row: how values become SQLite's numbers and texts, and come back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

import msgspec

from planner.domain.calendar import DateSpan, TimeWindow
from planner.domain.territory import Location
from planner.domain.units import Names

Cell = str | int | float | None
Row = dict[str, Cell]
"""Column names to cells; a row of a scenario's table always has its `code`."""

_T = TypeVar("_T")


def dump(value: object) -> str:
    """Write a value as JSON; equal values give equal text, also sets."""
    return msgspec.json.encode(value, order="deterministic").decode()


def load(text: str, kind: type[_T]) -> _T:
    """Read a value of a type from JSON."""
    return msgspec.json.decode(text, type=kind)


def day_cell(day: date | None) -> str | None:
    """Write a date in ISO 8601."""
    return None if day is None else day.isoformat()


def names_cell(names: Names) -> str:
    """Write a name in its languages, in order."""
    return dump(names.texts)


def spans_cell(spans: Iterable[DateSpan]) -> str:
    """Write spans of days as pairs, both ends included."""
    return dump([(span.first, span.last) for span in spans])


def place_cells(location: Location) -> Row:
    """Write a point as the columns lat and lon, in degrees."""
    return {"lat": location.lat, "lon": location.lon}


def window_cells(window: TimeWindow | None, prefix: str = "") -> Row:
    """Write a window as the columns opens_minute and closes_minute, both NULL for None."""
    return {
        f"{prefix}opens_minute": None if window is None else window.opens,
        f"{prefix}closes_minute": None if window is None else window.closes,
    }


class Cells:
    """Reads the cells of one row as what they are known to hold."""

    __slots__ = ("_row",)

    def __init__(self, row: Mapping[str, object]) -> None:
        """Wrap a row as the database gives it."""
        self._row = row

    def text(self, column: str) -> str:
        """Read text."""
        cell = self._row[column]
        assert isinstance(cell, str), column
        return cell

    def whole(self, column: str) -> int:
        """Read a whole number."""
        cell = self._row[column]
        assert isinstance(cell, int), column
        return cell

    def number(self, column: str) -> float:
        """Read a number."""
        cell = self._row[column]
        assert isinstance(cell, float), column
        return cell

    def flag(self, column: str) -> bool:
        """Read a yes or no."""
        return self.whole(column) == 1

    def day(self, column: str) -> date:
        """Read a date."""
        return date.fromisoformat(self.text(column))

    def has(self, column: str) -> bool:
        """Say whether the cell holds anything."""
        return self._row[column] is not None

    def any_whole(self, column: str) -> int | None:
        """Read a whole number or nothing."""
        return self.whole(column) if self.has(column) else None

    def any_number(self, column: str) -> float | None:
        """Read a number or nothing."""
        return self.number(column) if self.has(column) else None

    def any_day(self, column: str) -> date | None:
        """Read a date or nothing."""
        return self.day(column) if self.has(column) else None

    def json(self, column: str, kind: type[_T]) -> _T:
        """Read a value of a type from JSON."""
        return load(self.text(column), kind)

    def names(self, column: str) -> Names:
        """Read a name in its languages."""
        return Names(self.json(column, tuple[tuple[str, str], ...]))

    def spans(self, column: str) -> tuple[DateSpan, ...]:
        """Read spans of days."""
        pairs = self.json(column, tuple[tuple[date, date], ...])
        return tuple(DateSpan(first, last) for first, last in pairs)

    def place(self, prefix: str = "") -> Location:
        """Read a point from lat and lon."""
        return Location(self.number(f"{prefix}lat"), self.number(f"{prefix}lon"))

    def any_window(self, prefix: str = "") -> TimeWindow | None:
        """Read a window from opens_minute and closes_minute, or nothing."""
        opens = self.any_whole(f"{prefix}opens_minute")
        closes = self.any_whole(f"{prefix}closes_minute")
        return None if opens is None or closes is None else TimeWindow(opens, closes)

    def window(self, prefix: str = "") -> TimeWindow:
        """Read a window."""
        return TimeWindow(
            self.whole(f"{prefix}opens_minute"), self.whole(f"{prefix}closes_minute")
        )
