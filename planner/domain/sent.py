"""What left the house and may have to be taken back: events of calendars."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SentEvent:
    """An event as a crew's calendar told it last.

    `starts` and `ends` are ISO texts of the file's zone: a date, or a local time. `sequence`
    grows with every change; what is `cancelled` was taken back.
    """

    uid: str
    crew: str
    summary: str
    starts: str
    ends: str
    sequence: int
    cancelled: bool = False
