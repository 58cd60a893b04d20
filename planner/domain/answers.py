"""Answers to questions about a plan: days for one visit, changes to accept or refuse."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.findings import Cause, Finding
from planner.domain.locks import Lock
from planner.domain.plan import Tour
from planner.domain.units import Metre, Minute


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """How one visit could best be made on a day, or why it cannot.

    `detour` is what a crew drives more than without the visit, minutes; `gain` what the plan is
    then worth more than now, contacts; `nights` those spent away more. `after` is the crew's
    tour with the visit, in place of `before` (None: a tour of its own). `obstacle` stands where
    it is impossible, and only there. `is_now` marks the day it is planned on.
    """

    day: date
    crew: str = ""
    detour: Minute = 0
    gain: float = 0.0
    nights: int = 0
    before: Tour | None = None
    after: Tour | None = None
    obstacle: Cause | Finding | None = None
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a visit stands in a plan."""

    day: date
    crew: str
    start: Minute
    end: Minute
    market_day: bool


class MoveKind(StrEnum):
    """What becomes of a visit."""

    NEW = "new"
    DAY = "day"
    CREW = "crew"
    TIME = "time"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Move:
    """One visit that stands elsewhere than before; `told` says people have been told of `before`.

    One of the two spots at least is there.
    """

    visit: str
    before: Spot | None
    after: Spot | None
    told: bool = False

    @property
    def kind(self) -> MoveKind:
        """Name the move by the most that changes."""
        if self.before is None:
            return MoveKind.NEW
        if self.after is None:
            return MoveKind.DROPPED
        if self.before.day != self.after.day:
            return MoveKind.DAY
        return MoveKind.CREW if self.before.crew != self.after.crew else MoveKind.TIME


@dataclass(frozen=True, slots=True)
class Barred:
    """A visit refused: on `day`, or on every day (None)."""

    visit: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Moves that go together: tours that go and those that take their place.

    `gain` is what the plan is worth more with them alone, contacts; the rest is what they take
    more (or less): metres of road, nights and crew-days.
    """

    moves: tuple[Move, ...]
    gone: tuple[Tour, ...]
    come: tuple[Tour, ...]
    gain: float = 0.0
    metres: Metre = 0
    nights: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A better plan as bundles on top of `tours`, the part of the plan that is still possible.

    `lost` are visits that fell out of it and that no bundle brings back, `freed` the locks that
    cannot hold any more, `kept` the number of stops that stay as they are, `loss` what the part
    still possible is worth less than the plan was, contacts (negative where more).
    """

    tours: tuple[Tour, ...]
    lost: tuple[Move, ...]
    bundles: tuple[Bundle, ...]
    freed: tuple[Lock, ...] = ()
    kept: int = 0
    loss: float = 0.0
