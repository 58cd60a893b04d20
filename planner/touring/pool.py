"""The tours known so far, each once, with what they take of every row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from planner.touring.evaluate import Column, list_nodes
from planner.touring.instance import Flags, Floats, Ints
from planner.touring.rows import Rows

ROUNDING = 1e-9  # of shares added up


class _Frozen(NamedTuple):
    """What tours take, flat: those of a tour from `begin` on; and what each is worth."""

    rows: Ints
    shares: Floats
    begin: Ints
    worth: Floats

    @classmethod
    def of(
        cls, columns: Sequence[Column], takes: Sequence[tuple[tuple[int, float], ...]], before: int
    ) -> "_Frozen":
        """Lay out tours that follow so many takes laid out before."""
        flat = [take for own in takes for take in own]
        lengths = [0, *(len(own) for own in takes[:-1])] if takes else []
        return cls(
            np.array([row for row, _ in flat], np.int32),
            np.array([share for _, share in flat], np.float64),
            (before + np.cumsum(lengths)).astype(np.int32),
            np.array([column.worth for column in columns], np.float64),
        )

    def join(self, other: "_Frozen") -> "_Frozen":
        """Lay out others behind these."""
        return _Frozen(
            np.concatenate((self.rows, other.rows)),
            np.concatenate((self.shares, other.shares)),
            np.concatenate((self.begin, other.begin)),
            np.concatenate((self.worth, other.worth)),
        )


@dataclass(slots=True, eq=False)
class Pool:
    """Grows only. Tours that differ in order or beds alone may take less money, so each counts."""

    rows: Rows
    columns: list[Column] = field(default_factory=list)
    takes: list[tuple[tuple[int, float], ...]] = field(default_factory=list)
    nodes: list[frozenset[int]] = field(default_factory=list)
    _number: dict[Column, int] = field(default_factory=dict)
    _frozen: _Frozen = field(default_factory=lambda: _Frozen.of([], [], 0))

    def add(self, column: Column) -> int | None:
        """Add a tour; returns its number, or None where it was known."""
        if column in self._number:
            return None
        number = len(self.columns)
        self._enter(
            column,
            tuple(self.rows.of_column(column).items()),
            frozenset(list_nodes(self.rows.instance, column)),
        )
        return number

    def _enter(
        self, column: Column, takes: tuple[tuple[int, float], ...], nodes: frozenset[int]
    ) -> None:
        self._number[column] = len(self.columns)
        self.columns.append(column)
        self.takes.append(takes)
        self.nodes.append(nodes)

    def pick(self, numbers: Iterable[int]) -> "Pool":
        """Give a pool of some of the tours, numbered anew in the order given."""
        picked = Pool(self.rows)
        for number in numbers:
            picked._enter(self.columns[number], self.takes[number], self.nodes[number])
        return picked

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

    def weigh(self, limits: Floats, numbers: Iterable[int]) -> float:
        """Add up what tours are worth, less what soft rows lack within the limits; in contacts."""
        ordered = sorted(numbers)
        worth = sum(self.columns[number].worth for number in ordered)
        return worth - self.rows.fine(self.leave(limits, ordered))

    def keeps(self, limits: Floats, numbers: Iterable[int]) -> bool:
        """Say whether tours keep all hard rows together."""
        left = self.leave(limits, numbers)
        left[list(self.rows.soft)] = 0.0
        return float(left.min(initial=0.0)) >= -ROUNDING

    def find_open(self, closed: Flags) -> Ints:
        """List the tours that take nothing of closed rows."""
        if not self.columns:
            return np.empty(0, np.int32)
        frozen = self._freeze()
        blocked = np.add.reduceat(closed[frozen.rows].astype(np.int32), frozen.begin)
        return np.flatnonzero(blocked == 0).astype(np.int32)

    def reduce(self, duals: Floats) -> Floats:
        """Give every tour's worth less the price of what it takes."""
        if not self.columns:
            return np.empty(0, np.float64)
        frozen = self._freeze()
        paid = np.add.reduceat(duals[frozen.rows] * frozen.shares, frozen.begin)
        return np.asarray(frozen.worth - paid, np.float64)

    def _freeze(self) -> _Frozen:
        known = len(self._frozen.worth)
        if known < len(self.columns):
            new = _Frozen.of(self.columns[known:], self.takes[known:], len(self._frozen.rows))
            self._frozen = self._frozen.join(new)
        return self._frozen
