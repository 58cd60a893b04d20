"""What a coordinator sets for planning that is no table of the scenario."""

from dataclasses import dataclass
from datetime import date

from planner.store.cells import Cells, Row, day_cell
from planner.store.edits import EditKind, record
from planner.store.file import TourFile
from planner.store.rows import compare, read_rows, write_state

_TABLE = "settings"


@dataclass(frozen=True, slots=True)
class Settings:
    """The planning date, which is the first day of the horizon, its weeks, and the language of
    papers; a date None or language "" is not chosen yet.
    """

    planned_on: date | None = None
    weeks: int = 4
    language: str = ""


def save_settings(file: TourFile, settings: Settings) -> None:
    """Save the settings as one edit step; nothing is recorded where they are the same."""
    with file.atomic() as db:
        before, after = compare(db, {_TABLE: [_settings_row(settings)]})
        if after.rows:
            stamp = file.stamp()
            write_state(db, after, stamp)
            record(db, EditKind.SETTINGS, before, after, stamp, file.who)


def load_settings(file: TourFile) -> Settings:
    """Load the settings; where none were saved, the defaults."""
    with file.reading() as db:
        rows = read_rows(db, _TABLE)
    return _settings_value(Cells(rows[0])) if rows else Settings()


def _settings_row(settings: Settings) -> Row:
    return {
        "code": _TABLE,
        "planned_on": day_cell(settings.planned_on),
        "weeks": settings.weeks,
        "language": settings.language,
    }


def _settings_value(cells: Cells) -> Settings:
    return Settings(
        planned_on=cells.any_day("planned_on"),
        weeks=cells.whole("weeks"),
        language=cells.text("language"),
    )
