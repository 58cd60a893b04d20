"""Writes tables as CSV that spreadsheets open as meant, and that runs no formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

_BOM = "\ufeff"  # tells Excel that the file is UTF-8
_FORMULA = re.compile(r"\s*[=+\-@]")
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?")


def write_table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as UTF-8 CSV with BOM; the header stands there even without rows.

    Numbers stay numbers, dates are ISO, booleans yes or no, None an empty cell. Text that a
    spreadsheet would take for a formula gets a `'` in front.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_write(header) for header in headers])
    writer.writerows([_write(cell) for cell in row] for row in rows)
    return (_BOM + text.getvalue()).encode("utf-8")


def _write(cell: object) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float) and not isinstance(cell, str):
        return cell
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    guarded = _FORMULA.match(text) and not _NEGATIVE.fullmatch(text)
    return f"'{text}" if guarded else text
