"""The list of what was done, kept in the file so that undo survives a restart."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from planner.domain.units import make_id
from planner.store.cells import Cells, Row, dump
from planner.store.file import Stamp, TourFile
from planner.store.rows import State, put_rows

MAX_EDITS = 200  # own choice: weeks of work; older steps cannot be undone


class EditKind(StrEnum):
    """What an edit altered."""

    SCENARIO = "scenario"
    SETTINGS = "settings"
    PLAN = "plan"
    LOCKS = "locks"
    WHOLE = "whole"  # a plan, and the tables it needs


@dataclass(frozen=True, slots=True)
class Edit:
    """One step that was done and may be undone; `at` is UTC."""

    number: int
    at: datetime
    who: str
    kind: EditKind
    undone: bool


def list_edits(file: TourFile) -> tuple[Edit, ...]:
    """List the steps, oldest first; those undone stay until another is done."""
    with file.reading() as db:
        rows = db.query("SELECT number, at, who, kind, undone FROM edit ORDER BY number")
        return tuple(edit_value(Cells(row)) for row in rows)


def edit_value(cells: Cells) -> Edit:
    """Read a step."""
    return Edit(
        number=cells.whole("number"),
        at=datetime.fromisoformat(cells.text("at")),
        who=cells.text("who"),
        kind=EditKind(cells.text("kind")),
        undone=cells.flag("undone"),
    )


def record(
    db: Database, kind: EditKind, before: State, after: State, stamp: Stamp, who: str
) -> None:
    """Add a step that was just done; what was undone before it can no more be done again."""
    db.execute("DELETE FROM edit WHERE undone = 1")
    last = db.execute("SELECT coalesce(max(number), 0) FROM edit").fetchone()[0]
    row: Row = {
        "id": make_id(),
        "number": last + 1,
        "at": stamp.at,
        "who": who,
        "kind": kind.value,
        "undone": 0,
        "before": dump(before),
        "after": dump(after),
    }
    put_rows(db, "edit", [row], stamp)
    forget_until(db, last + 1 - MAX_EDITS)


def forget_until(db: Database, number: int) -> None:
    """Drop the steps up to a number, included."""
    db.execute("DELETE FROM edit WHERE number <= ?", [number])
