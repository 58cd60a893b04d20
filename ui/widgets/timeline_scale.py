"""Where things stand on the timeline: pure geometry, in scene pixels, without a widget."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from planner.domain.units import Minute

GUTTER = 22.0  # between two days; the bed stands on it
SLIM = 34.0  # a day on which nobody is out
SLIM_FAR = 15.0  # the same when the whole horizon is in view
LEAST_NEAR, LEAST_FAR = 78.0, 23.0  # px a working day gets at least
ROW_LEAST, ROW_MOST = 53.0, 60.0
CHIP = 28.0  # height of a stop
CHIP_TOP = 14.0  # room above it for the pennant


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch from `left` to `right`."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Scale:
    """Days across, crews down.

    `edges` has one more entry than there are days; `opens` and `closes` are the times of day
    drawn at the ends of a column.
    """

    first: date
    edges: tuple[float, ...]
    slim: tuple[bool, ...]
    opens: Minute
    closes: Minute
    row: float
    rows: int

    @property
    def days(self) -> int:
        """Number of days shown."""
        return len(self.slim)

    @property
    def width(self) -> float:
        """Width of all days."""
        return self.edges[-1]

    @property
    def height(self) -> float:
        """Height of all crews."""
        return self.row * self.rows

    @property
    def is_far(self) -> bool:
        """Whether more than a week is shown, so that names have no room."""
        return self.days > 7

    def shows(self, day: date) -> bool:
        """Say whether the day is among those shown."""
        return 0 <= (day - self.first).days < self.days

    def column(self, day: date) -> Span:
        """Give the column of a day that is shown."""
        index = (day - self.first).days
        return Span(self.edges[index], self.edges[index + 1])

    def room(self, day: date) -> Span:
        """Give the part of the column where the stops of a day may stand."""
        column = self.column(day)
        half = min(GUTTER / 2, column.width / 4)
        return Span(column.left + half, column.right - half)

    def x(self, day: date, minute: Minute) -> float:
        """Give the place of a time of day; times outside the column's hours stick to its ends."""
        room = self.room(day)
        share = (minute - self.opens) / (self.closes - self.opens)
        return room.left + room.width * min(1.0, max(0.0, share))

    def top(self, row: int) -> float:
        """Give the upper edge of a crew's row."""
        return row * self.row

    def day_at(self, x: float) -> date:
        """Give the day whose column holds `x`; places outside stick to the ends."""
        index = sum(1 for edge in self.edges[1:-1] if edge <= x)
        return self.first + timedelta(days=index)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a scale is made for: the days, who is busy when, and the pane it has to fill."""

    first: date
    days: int
    busy: Collection[date]
    rows: int
    opens: Minute
    closes: Minute


def make_scale(sheet: Sheet, pane_width: float, pane_height: float, far: bool) -> Scale:
    """Fit days and crews into a pane; days without work shrink so that the others get room.

    `far` shows the whole horizon. Where the pane is too small the scale is larger than it.
    """
    days = [sheet.first + timedelta(days=offset) for offset in range(sheet.days)]
    slim = tuple(day not in sheet.busy for day in days) if sheet.busy else (False,) * len(days)
    sliver, least = (SLIM_FAR, LEAST_FAR) if far else (SLIM, LEAST_NEAR)
    working = max(1, slim.count(False))
    wide = max(least, (pane_width - sliver * slim.count(True)) / working)
    edges = tuple(accumulate((sliver if thin else wide for thin in slim), initial=0.0))
    row = max(ROW_LEAST, min(ROW_MOST, pane_height / max(1, sheet.rows)))
    return Scale(sheet.first, edges, slim, sheet.opens, sheet.closes, row, sheet.rows)


def place_chips(
    stays: Sequence[Span], wanted: Sequence[float], least: float, room: Span, gap: float = 2.0
) -> tuple[Span, ...]:
    """Place one chip per stay, in order, none over another, all inside the room.

    A chip is as wide as its stay or, where the label needs more, as `wanted`; it covers its stay
    as far as its neighbours allow. When the room is too small for all labels the widest give
    way first, down to `least`; below that all chips share the room evenly.
    """
    if not stays:
        return ()
    widths = [max(stay.width, want, least) for stay, want in zip(stays, wanted, strict=True)]
    widths = share_room(widths, least, room.width - gap * (len(widths) - 1))
    lefts: list[float] = []
    low = room.left
    for stay, width in zip(stays, widths, strict=True):
        lefts.append(max(low, min(stay.left, room.right - width)))
        low = lefts[-1] + width + gap
    high = room.right
    for index in reversed(range(len(lefts))):
        lefts[index] = min(lefts[index], high - widths[index])
        high = lefts[index] - gap
    return tuple(Span(left, left + width) for left, width in zip(lefts, widths, strict=True))


def share_room(widths: Sequence[float], least: float, room: float) -> list[float]:
    """Cut the widest of the widths to one common limit so that their sum fits into the room."""
    if sum(widths) <= room:
        return list(widths)
    if least * len(widths) >= room:
        return [room / len(widths)] * len(widths)
    limit, left = 0.0, room
    for index, width in enumerate(sorted(widths)):
        limit = left / (len(widths) - index)
        if width >= limit:
            break
        left -= width
    return [min(width, limit) for width in widths]
