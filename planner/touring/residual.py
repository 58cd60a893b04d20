"""What is left to take of every row when some tours are fixed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from planner.touring.instance import Flags, Floats, Instance, Ints
from planner.touring.pool import Pool
from planner.touring.rows import Rows

CLOSED_PRICE = 1e9  # what a row costs of which nothing is left


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """Limits left per row, which rows are closed, and on which days each crew may still go."""

    limits: Ints
    closed: Flags
    free: tuple[Flags, ...]

    @classmethod
    def of(cls, instance: Instance, rows: Rows, pool: Pool, fixed: Iterable[int]) -> "Residual":
        """Take the fixed tours off the limits."""
        limits = np.array(rows.limits, np.int32)
        for number in fixed:
            for row, share in pool.takes[number]:
                limits[row] -= share
        closed = limits <= 0
        closed[rows.first_tie :] = False
        free = []
        for number, crew in enumerate(instance.crews):
            open_days = [
                bool(crew.free[day]) and not any(closed[r] for r in rows.of_day[number][day])
                for day in range(instance.days)
            ]
            free.append(np.array(open_days, np.bool_))
        return cls(limits, closed, tuple(free))

    def price(self, duals: Floats) -> Floats:
        """Raise the price of closed rows out of reach."""
        return np.where(self.closed, CLOSED_PRICE, duals)

    def find_untied(self, rows: Rows) -> Flags:
        """Mark the offers that need another one, as repeats do, which is not fixed."""
        lacking = rows.tied_shares > np.maximum(self.limits[rows.tied_rows], 0)
        untied = np.zeros(len(rows.ties), np.bool_)
        untied[rows.tied_offers[lacking]] = True
        return untied

    def fits(self, takes: Iterable[tuple[int, int]]) -> bool:
        """Say whether a tour that takes so much of the rows keeps all limits."""
        return all(share <= self.limits[row] for row, share in takes if share > 0)
