"""Undo and redo of the steps recorded in the file."""

from sqlite_utils import Database

from planner.store.cells import Cells
from planner.store.edits import Edit, EditKind, edit_value
from planner.store.file import Stamp, TourFile
from planner.store.plans import make_current
from planner.store.rows import State, write_state


def undo(file: TourFile) -> Edit | None:
    """Undo the newest step not undone, and give it; None where nothing is left to undo."""
    return _step(file, "before", undone=1, find="WHERE undone = 0 ORDER BY number DESC LIMIT 1")


def redo(file: TourFile) -> Edit | None:
    """Do the step undone last again, and give it; None where nothing is undone."""
    return _step(file, "after", undone=0, find="WHERE undone = 1 ORDER BY number LIMIT 1")


def _step(file: TourFile, side: str, *, undone: int, find: str) -> Edit | None:
    with file.atomic() as db:
        found = next(
            db.query(
                f"SELECT number, at, who, kind, ? AS undone, {side} AS state FROM edit {find}",
                [undone],
            ),
            None,
        )
        if found is None:
            return None
        cells, stamp = Cells(found), file.stamp()
        edit = edit_value(cells)
        _restore(db, edit.kind, cells.json("state", State), stamp)
        db.execute(
            "UPDATE edit SET undone = ?, updated_at = ?, origin = ? WHERE number = ?",
            [undone, stamp.at, stamp.origin, edit.number],
        )
        return edit


def _restore(db: Database, kind: EditKind, state: State, stamp: Stamp) -> None:
    write_state(db, state, stamp)
    if kind in (EditKind.PLAN, EditKind.WHOLE):
        make_current(db, state.plan, stamp)
