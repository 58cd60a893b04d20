"""Reads a scenario folder's tables, CSV or XLSX, as text with row numbers; judges nothing."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, XmlError, ZipError, load_workbook

from planner.domain.tables import RawRow, RawTable, TableKind

MOST_BYTES = 50_000_000  # of a file when unpacked: some 30,000 customers; a bomb holds more
MOST_CELLS = 5_000_000  # between the first cell and the farthest: calamine keeps them all
MOST_LINES = 20  # of one cell, where quotes went astray in a file
_NAMES = {
    TableKind.STATIONS: ("stations", "station", "服务站", "站点"),
    TableKind.VENUES: ("venues", "venue", "场地", "集市"),
    TableKind.CUSTOMERS: ("customers", "customer", "客户"),
    TableKind.CREWS: ("crews", "crew", "队伍", "服务队"),
    TableKind.TECHNICIANS: ("technicians", "technician", "技师"),
    TableKind.PRODUCTS: ("products", "product", "产品"),
    TableKind.MAKER: ("maker", "company", "厂家", "公司"),
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names}
_DELIMITERS = ",;\t"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*[^/]>')
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_BLANK = " \t\r\n\u00a0\u3000\ufeff\u200b"
_GUARDED = re.compile(r"'\s*[=+\-@]")  # our own CSV files guard text so against formulas


class NoFolder(Exception):
    """There is no such folder."""


class NoTables(Exception):
    """The folder holds no file that goes by a table's name."""


class SameTableTwice(Exception):
    """Two files go by the name of one table; args: kind, first file, second file."""


class Unreadable(Exception):
    """A file is not the table its name says; args: file name, code of the cause.

    Causes: "encoding", "csv", "workbook", "password", "too_big".
    """


def read_folder(folder: Path) -> tuple[RawTable, ...]:
    """Read the tables of a folder, in the order of `TableKind`.

    Raises `NoFolder`, `NoTables`, `SameTableTwice` or `Unreadable`.
    """
    if not folder.is_dir():
        raise NoFolder(str(folder))
    found: dict[TableKind, Path] = {}
    for path in sorted(folder.iterdir()):
        kind = _KINDS.get(path.stem.strip().lower())
        if kind is None or path.suffix.lower() not in (".csv", ".xlsx") or not path.is_file():
            continue
        if kind in found:
            raise SameTableTwice(kind, found[kind].name, path.name)
        found[kind] = path
    if not found:
        raise NoTables(str(folder))
    return tuple(read_table(kind, found[kind]) for kind in TableKind if kind in found)


def read_table(kind: TableKind, path: Path) -> RawTable:
    """Read one file as the table it is said to be; raises `Unreadable`."""
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(path.name, "too_big")
    data = path.read_bytes()
    if path.suffix.lower() == ".xlsx":
        records = _read_workbook(kind, path.name, data)
    else:
        records = _read_csv(path.name, data)
    return _make_table(kind, path.name, records)


def _make_table(kind: TableKind, file: str, records: Iterable[Sequence[str]]) -> RawTable:
    rows = []
    for number, record in enumerate(records, 1):
        cells = tuple(cell.strip(_BLANK) for cell in record)
        if any(cells):
            rows.append(RawRow(number, cells))
    if not rows:
        return RawTable(kind, file, (), ())
    headers = rows[0].cells
    while headers and not headers[-1]:
        headers = headers[:-1]
    return RawTable(kind, file, headers, tuple(rows[1:]))


def _read_csv(file: str, data: bytes) -> list[list[str]]:
    text = _decode(file, data)
    if "\0" in text:
        raise Unreadable(file, "csv")
    hint = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # Excel's own first line
    delimiter = hint[1] if hint else _sniff(text)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        records = _read_lines(file, text, delimiter)
    if hint:
        records[0] = []
    return [[_unguard(cell) for cell in record] for record in records]


def _decode(file: str, data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # Excel's "Unicode text"
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and _looks_western(data):
            break
        return text
    raise Unreadable(file, "encoding")


def _looks_western(data: bytes) -> bool:
    """Say whether letters beyond ASCII stand alone, as in one-byte code pages.

    Which code page it was cannot be known; nearly all Chinese letters are two such bytes.
    """
    runs = [len(run) for run in _HIGH_BYTES.findall(data)]
    return 2 * sum(run % 2 for run in runs) >= len(runs)


def _sniff(text: str) -> str:
    """Take the delimiter that finds the most columns in the first line; the comma on a tie."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=lambda sign: len(next(csv.reader([head], delimiter=sign), [])))


def _read_lines(file: str, text: str, delimiter: str) -> list[list[str]]:
    """Read line by line, so that a stray quote spoils its own row and no other.

    In such a line quotes are taken as they stand. A cell may still go over several lines where
    its quotes close and its row then has as many cells as the first one.
    """
    lines = [line.rstrip("\n") for line in io.StringIO(text, newline=None)]
    if not lines:
        raise Unreadable(file, "csv")
    records: list[list[str]] = []
    at = 0
    while at < len(lines):
        width = len(records[0]) if records else 0
        record, taken = _read_record(lines[at : at + MOST_LINES], delimiter, width)
        records.append(record)
        at += taken
    return records


def _read_record(lines: list[str], delimiter: str, width: int) -> tuple[list[str], int]:
    """Read one record from the head of some lines, and say how many lines it took."""
    for taken in range(1, len(lines) + 1):
        part = "\n".join(lines[:taken])
        try:
            records = list(
                csv.reader(io.StringIO(part, newline=""), delimiter=delimiter, strict=True)
            )
        except csv.Error as error:
            if "unexpected end of data" in str(error):  # a quote is still open
                continue
            break
        if taken == 1 or (len(records) == 1 and len(records[0]) == width):
            return (records[0] if records else []), taken
        break
    return lines[0].split(delimiter), 1


def _unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _read_workbook(kind: TableKind, file: str, data: bytes) -> list[list[str]]:
    _check_size(file, data)
    try:
        with load_workbook(io.BytesIO(data)) as book:
            named = [n for n in book.sheet_names if _KINDS.get(n.strip().lower()) is kind]
            if not book.sheet_names:
                return []
            sheet = book.get_sheet_by_name((named or book.sheet_names)[0])
            records = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ZipError, XmlError, OSError) as error:
        raise Unreadable(file, "workbook") from error
    return [[_write_cell(cell) for cell in record] for record in records]


def _check_size(file: str, data: bytes) -> None:
    """Refuse a workbook that unpacks to too much, before anything builds it in memory."""
    left = MOST_BYTES
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable(file, "password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                left -= info.file_size
                if left < 0:
                    raise Unreadable(file, "too_big")
                content = archive.read(info)
                if _SHEET.fullmatch(info.filename) and _count_cells(content) > MOST_CELLS:
                    raise Unreadable(file, "too_big")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable(file, "workbook") from error


def _count_cells(sheet: bytes) -> int:
    """Count the cells of the rectangle from A1 to the farthest filled cell."""
    most_row = most_column = 0
    for found in _FILLED_CELL.finditer(sheet):
        most_row = max(most_row, int(found[2]))
        most_column = max(most_column, _column_number(found[1]))
    return most_row * most_column


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _write_cell(
    cell: str | float | bool | date | time | datetime | timedelta,
) -> str:
    """Write a spreadsheet's value the way a person would have typed it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    if isinstance(cell, datetime):
        midnight = cell.time() == time(0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, time):
        return cell.isoformat("minutes" if not cell.second else "seconds")
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
