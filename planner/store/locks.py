"""Locks: the visits that stay where they are, one row each."""

from collections.abc import Iterable, Sequence

from planner.domain.locks import Freedom, Lock
from planner.store.cells import Cells, Row
from planner.store.edits import EditKind, record
from planner.store.file import TourFile
from planner.store.rows import compare, read_rows, write_state

_TABLE = "lock"


def save_locks(file: TourFile, locks: Sequence[Lock]) -> None:
    """Save all locks in place of those before, as one edit step; a visit has one at most.

    Nothing is recorded where they are the same.
    """
    with file.atomic() as db:
        before, after = compare(db, lock_rows(locks))
        if after.rows or after.orders:
            stamp = file.stamp()
            write_state(db, after, stamp)
            record(db, EditKind.LOCKS, before, after, stamp, file.who)


def load_locks(file: TourFile) -> tuple[Lock, ...]:
    """Load the locks, in the order they were saved."""
    with file.reading() as db:
        return tuple(_lock_value(Cells(row)) for row in read_rows(db, _TABLE))


def lock_rows(locks: Iterable[Lock]) -> dict[str, list[Row]]:
    """Write locks as the rows of their table."""
    return {_TABLE: [_lock_row(lock) for lock in locks]}


def _lock_row(lock: Lock) -> Row:
    return {
        "code": lock.visit,
        "freedom": lock.freedom.value,
        "day": lock.day.isoformat(),
        "start_minute": lock.start,
        "crew_code": lock.crew,
        "duration_minutes": lock.duration,
    }


def _lock_value(cells: Cells) -> Lock:
    return Lock(
        visit=cells.text("code"),
        freedom=Freedom(cells.text("freedom")),
        day=cells.day("day"),
        start=cells.whole("start_minute"),
        crew=cells.text("crew_code"),
        duration=cells.any_whole("duration_minutes"),
    )
