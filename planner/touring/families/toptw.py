"""Reads team orienteering problems with time windows (Solomon and Cordeau instances)."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.touring.routes.field import Days, Field, Longs, make_field

_CORDEAU_KIND = 5.0  # first number of the file: periodic with windows (Cordeau's codes)


class NotTopTw(Exception):
    """The file holds no points of the form `i x y d S f a [list] O C`."""


@dataclass(frozen=True, slots=True)
class TopTw:
    """One file: times in units of a tenth (Solomon) or a hundredth (Cordeau); place 0 is home."""

    name: str
    units: int
    prizes: Longs
    field: Field
    horizon: tuple[int, int]

    def days(self, tours: int) -> Days:
        """Give that many equal tours from home and back."""
        home = np.zeros(tours, np.int32)
        first, last = self.horizon
        earliest, latest = np.full(tours, first, np.int64), np.full(tours, last, np.int64)
        return Days(home, home, earliest, latest, alike=True)


def read_toptw(path: Path) -> TopTw:
    """Read a file; distances are rounded down to a decimal, or to two in Cordeau's.

    Raises NotTopTw. The format is that of the Leuven collection: two lines of header, then one
    line per point, of which the last two numbers are the earliest and latest start of service.
    """
    rows = [line.split() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    try:
        header, points = float(rows[0][0]), [[float(x) for x in row] for row in rows[2:]]
    except (ValueError, IndexError):
        raise NotTopTw(path.name) from None
    points = [row for row in points if len(row) >= 9]
    if len(points) < 2:
        raise NotTopTw(path.name)
    units = _find_units(path.stem, header)
    x, y, service, prizes = (np.array([row[k] for row in points]) for k in (1, 2, 3, 4))
    opens, closes = (np.array([row[k] for row in points]) * units for k in (-2, -1))
    spans = np.hypot(x[:, None] - x, y[:, None] - y)
    travel = np.floor(spans * units + 1e-9).astype(np.int64)
    reach = travel + np.rint(service * units).astype(np.int64)[:, None]
    starts, ends = np.rint(opens).astype(np.int64), np.rint(closes).astype(np.int64)
    worth = np.rint(prizes).astype(np.int64)
    worth[0] = 0
    field = make_field(reach, starts, ends, worth, 1)
    return TopTw(path.stem, units, worth, field, (int(starts[0]), int(ends[0])))


def _find_units(name: str, header: float) -> int:
    lower = name.lower()
    if lower.startswith("pr"):
        return 100
    if lower.startswith(("c", "r")):
        return 10
    return 100 if header == _CORDEAU_KIND else 10
