"""The tours known so far, each once, with what they take of every row."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from planner.touring.evaluate import Column, list_nodes
from planner.touring.instance import Flags, Floats, Ints
from planner.touring.rows import Rows


@dataclass(slots=True, eq=False)
class Pool:
    """Grows only. Tours that differ in order or beds alone may take less money, so each counts."""

    rows: Rows
    columns: list[Column] = field(default_factory=list)
    takes: list[tuple[tuple[int, float], ...]] = field(default_factory=list)
    nodes: list[frozenset[int]] = field(default_factory=list)
    _number: dict[Column, int] = field(default_factory=dict)
    _flat_rows: list[int] = field(default_factory=list)
    _flat_shares: list[float] = field(default_factory=list)
    _begin: list[int] = field(default_factory=list)
    _arrays: tuple[Ints, Floats, Ints, Floats] | None = None

    def add(self, column: Column) -> int | None:
        """Add a tour; returns its number, or None where it was known."""
        if column in self._number:
            return None
        number = len(self.columns)
        self._number[column] = number
        takes = tuple(self.rows.of_column(column).items())
        self.columns.append(column)
        self.takes.append(takes)
        self.nodes.append(frozenset(list_nodes(self.rows.instance, column)))
        self._begin.append(len(self._flat_rows))
        self._flat_rows.extend(row for row, _ in takes)
        self._flat_shares.extend(share for _, share in takes)
        self._arrays = None
        return number

    def number_of(self, column: Column) -> int:
        """Find the number of a tour, adding it where unknown."""
        self.add(column)
        return self._number[column]

    def leave(self, limits: Floats, numbers: Iterable[int]) -> Floats:
        """Give what some tours leave of the limits of all rows."""
        left = limits.copy()
        for number in numbers:
            for row, share in self.takes[number]:
                left[row] -= share
        return left

    def find_open(self, closed: Flags) -> Ints:
        """List the tours that take nothing of closed rows."""
        if not self.columns:
            return np.empty(0, np.int32)
        rows, _, begin, _ = self._freeze()
        blocked = np.add.reduceat(closed[rows].astype(np.int32), begin)
        return np.flatnonzero(blocked == 0).astype(np.int32)

    def reduce(self, duals: Floats) -> Floats:
        """Give every tour's worth less the price of what it takes."""
        if not self.columns:
            return np.empty(0, np.float64)
        rows, shares, begin, worth = self._freeze()
        return worth - np.add.reduceat(duals[rows] * shares, begin)

    def _freeze(self) -> tuple[Ints, Floats, Ints, Floats]:
        if self._arrays is None:
            self._arrays = (
                np.array(self._flat_rows, np.int32),
                np.array(self._flat_shares, np.float64),
                np.array(self._begin, np.int32),
                np.array([column.worth for column in self.columns], np.float64),
            )
        return self._arrays
