"""What calendars were told, so that what is gone can be taken back; no step to undo."""

from collections.abc import Iterable

from planner.domain.sent import SentEvent
from planner.store.cells import Cells, Row
from planner.store.file import TourFile
from planner.store.rows import compare, read_rows, write_state

_TABLE = "sent_event"


def save_sent(file: TourFile, events: Iterable[SentEvent]) -> None:
    """Save all events sent, in place of those before; nothing is written where they are alike."""
    with file.atomic() as db:
        _before, after = compare(db, {_TABLE: [_sent_row(event) for event in events]})
        if after.rows or after.orders:
            write_state(db, after, file.stamp())


def load_sent(file: TourFile) -> tuple[SentEvent, ...]:
    """Load what was sent, in the order it was saved."""
    with file.reading() as db:
        return tuple(_sent_value(Cells(row)) for row in read_rows(db, _TABLE))


def _sent_row(event: SentEvent) -> Row:
    return {
        "code": f"{event.crew}/{event.uid}",
        "uid": event.uid,
        "crew_code": event.crew,
        "summary": event.summary,
        "starts": event.starts,
        "ends": event.ends,
        "sequence": event.sequence,
        "cancelled": int(event.cancelled),
    }


def _sent_value(cells: Cells) -> SentEvent:
    return SentEvent(
        cells.text("uid"),
        cells.text("crew_code"),
        cells.text("summary"),
        cells.text("starts"),
        cells.text("ends"),
        cells.whole("sequence"),
        cells.flag("cancelled"),
    )
