"""Reads orienteering problems with hotel selection (Divsalar, Vansteenwegen, Cattrysse 2013)."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.touring.routes.field import Days, Field, Reals, make_field

_UNITS = 10_000_000  # per unit of length; legs are rounded up, so that no day is too long


class NotOphs(Exception):
    """The file holds no points after the lines of sizes and lengths."""


@dataclass(frozen=True, slots=True)
class Ophs:
    """One file: place 0 is where the first trip starts, 1 where the last ends; then hotels."""

    name: str
    hotels: int
    lengths: tuple[float, ...]
    xy: Reals
    field: Field

    def days(self) -> Days:
        """Give the trips; nights between them are chosen by the search."""
        count = len(self.lengths)
        ends = np.zeros(count, np.int32)
        ends[-1] = 1
        latest = np.array([math.floor(x * _UNITS) for x in self.lengths], np.int64)
        starts, earliest = np.zeros(count, np.int32), np.zeros(count, np.int64)
        return Days(starts, ends, earliest, latest, alike=False)


def read_ophs(path: Path) -> Ophs:
    """Read a file: N H D, the whole length, D lengths, then N + H lines of x y score.

    Raises NotOphs. Distances are Euclidean and not rounded.
    """
    rows = _read_numbers(path)
    if len(rows) < 3 or len(rows[0]) < 3:
        raise NotOphs(path.name)
    extra, count = int(rows[0][1]), int(rows[0][2])
    lengths = tuple(rows[2][:count])
    points = np.array([row[:3] for row in rows[3:] if len(row) >= 3]).reshape(-1, 3)
    if count < 1 or len(lengths) != count or len(points) < extra + 2:
        raise NotOphs(path.name)
    xy, first = points[:, :2], extra + 2
    spans = np.hypot(xy[:, None, 0] - xy[:, 0], xy[:, None, 1] - xy[:, 1])
    reach = np.ceil(spans * _UNITS).astype(np.int64)
    prizes = np.rint(points[:, 2]).astype(np.int64)
    prizes[:first] = 0
    far = np.full(len(xy), math.ceil(sum(lengths) * _UNITS), np.int64)
    field = make_field(reach, np.zeros(len(xy), np.int64), far, prizes, first, nights=True)
    return Ophs(path.stem, extra + 2, lengths, xy, field)


def _read_numbers(path: Path) -> list[list[float]]:
    rows: list[list[float]] = []
    for line in path.read_text("utf-8-sig").splitlines():
        try:
            row = [float(text) for text in line.split()]
        except ValueError:
            break  # a remark follows the points, after a line of dashes
        if row:
            rows.append(row)
    return rows
