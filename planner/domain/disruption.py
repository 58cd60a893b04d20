"""What can come between a plan and the road, by name."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Trouble(StrEnum):
    """What happened; `NONE` where the plan is only to be improved."""

    NONE = "none"
    CREW_ILL = "crew_ill"
    VEHICLE_OUT = "vehicle_out"
    VENUE_CLOSED = "venue_closed"
    ROAD_CLOSED = "road_closed"
    MARKET_MOVED = "market_moved"
    PART_LATE = "part_late"


@dataclass(frozen=True, slots=True)
class Disruption:
    """A trouble, whom it meets and when.

    `ref` is the crew, the venue (whose road is closed, too) or the customer. Days are from
    `first` to `last`, both included; a market moves from `first` to `last`, and a part comes on
    `first`.
    """

    trouble: Trouble
    ref: str = ""
    first: date = date.min
    last: date = date.min


QUIET = Disruption(Trouble.NONE)
