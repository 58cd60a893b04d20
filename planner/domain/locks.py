"""How far a visit may still move: the ladder from free to announced, and locks on its rungs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.units import Minute


class Freedom(StrEnum):
    """What a lock keeps of a visit's place, each rung with all above it.

    `WEEK` the ISO week, `DAY` the day, `TIME` start and length, `CREW` the crew; `ANNOUNCED` keeps
    the same as `CREW`, and the public has been told.
    """

    FREE = "free"
    WEEK = "week"
    DAY = "day"
    TIME = "time"
    CREW = "crew"
    ANNOUNCED = "announced"

    def keeps(self, rung: "Freedom") -> bool:
        """Say whether a lock on this rung keeps what `rung` keeps."""
        ladder = tuple(Freedom)
        return ladder.index(self) >= ladder.index(rung)


@dataclass(frozen=True, slots=True)
class Lock:
    """A visit that has to be made, and where it stood when it was locked.

    It holds in any plan whose question still has that visit, and whose horizon its day (for
    `WEEK` any day of the week). `duration` None leaves the length free, as files of the first
    release do.
    """

    visit: str
    freedom: Freedom
    day: date
    start: Minute
    crew: str
    duration: Minute | None = None

    def keeps_length(self, minutes: Minute) -> bool:
        """Say whether a stop of this length is as long as the lock has it."""
        free = self.duration is None or not self.freedom.keeps(Freedom.TIME)
        return free or minutes == self.duration
