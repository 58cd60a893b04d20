"""Tables as they were found in files of others, and what became of their rows."""

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.findings import Reject
from planner.domain.scenario import Scenario


class TableKind(StrEnum):
    """What the rows of a table are."""

    STATIONS = "stations"
    VENUES = "venues"
    CUSTOMERS = "customers"
    CREWS = "crews"
    TECHNICIANS = "technicians"
    PRODUCTS = "products"
    MAKER = "maker"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as text; `number` is the row as a spreadsheet counts, the header of most being 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as text: nothing judged, wholly empty rows left out.

    `file` is the file's name without its folder. Rows may be shorter or longer than the headers.
    """

    kind: TableKind
    file: str
    headers: tuple[str, ...]
    rows: tuple[RawRow, ...]


class NoteCode(StrEnum):
    """Something the reader of an import should know though no row was refused for it."""

    COLUMNS_IGNORED = "columns_ignored"  # columns: names nobody asked for
    COLUMNS_COMPUTED = "columns_computed"  # columns: derived ones, not trusted but computed
    COLUMN_TWICE = "column_twice"  # column: a second one of the same meaning, not read
    COLUMN_MISSING = "column_missing"  # field: a needed column, so that no row could be used
    CURRENCIES_DIFFER = "currencies_differ"  # taken, others
    CURRENCY_UNKNOWN = "currency_unknown"
    MARKET_READ = "market_read"  # value, rule: a people's notation and its reading
    HOURS_ASSUMED = "hours_assumed"  # count: venues without opening hours
    REACH_ASSUMED = "reach_assumed"  # count, km: stations without a reach
    NAMES_ASSUMED = "names_assumed"  # count: rows without a name, called by their id
    FAR_AWAY = "far_away"  # value, km: a place so far from the middle of all others
    CREWS_FORMED = "crews_formed"  # count: crews made from the stations
    CREWS_NOT_FORMED = "crews_not_formed"  # station, wanted, formed: too few technicians
    NO_CREWS = "no_crews"


@dataclass(frozen=True, slots=True)
class Note:
    """One such thing: `facts` are the (name, value) pairs its sentence needs."""

    code: NoteCode
    file: str = ""
    row: int = 0
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows of a table were judged and how many of them accepted."""

    file: str
    kind: TableKind
    rows: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Intake:
    """The outcome of judging a folder's tables.

    `scenario` is None where `missing` says what prevents one ("no_stations", "no_venues").
    `languages` are those in which every station and venue has a name, Chinese first, then
    English, then others by code.
    """

    scenario: Scenario | None
    rejects: tuple[Reject, ...] = ()
    counts: tuple[TableCount, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    languages: tuple[str, ...] = ()
