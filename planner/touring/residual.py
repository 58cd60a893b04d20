"""What is left to take of every row when some tours are fixed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from planner.touring.instance import Flags, Floats, Instance
from planner.touring.labels import NEVER
from planner.touring.pool import ROUNDING, Pool
from planner.touring.pricing import Prices
from planner.touring.rows import Rows

CLOSED_PRICE = 1e9  # what a row costs of which nothing is left
_WANTED = 1e7  # contacts, above any lock


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """Limits left per row, which rows are closed, and on which days each crew may still go."""

    limits: Floats
    closed: Flags
    free: tuple[Flags, ...]

    @classmethod
    def of(cls, instance: Instance, rows: Rows, pool: Pool, fixed: Iterable[int]) -> "Residual":
        """Take the fixed tours off the limits."""
        limits = np.array(rows.limits, np.float64)
        for number in fixed:
            for row, share in pool.takes[number]:
                limits[row] -= share
        closed = limits < 0.5
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

    def price_alone(self, rows: Rows, crew: int, wanted: int) -> Prices:
        """Price what is left for one tour by itself: its worth, and what soft rows still want.

        Offers are barred that need another one, as repeats do, which is not fixed. The visit
        `wanted`, -1 for none, is worth more than all others.
        """
        duals = np.zeros(len(self.limits), np.float64)
        for row, price in rows.soft.items():
            if self.limits[row] < -ROUNDING:
                duals[row] = price
        duals = self.price(duals)
        if wanted >= 0:
            duals[wanted] -= _WANTED
        prices = rows.price(crew, duals)
        lacking = rows.tied_shares > np.maximum(self.limits[rows.tied_rows], 0) + ROUNDING
        prize = prices.prize.copy()
        prize[rows.tied_offers[lacking]] = NEVER
        return prices._replace(prize=prize)

    def fits(self, takes: Iterable[tuple[int, float]]) -> bool:
        """Say whether a tour that takes so much of the rows keeps all limits."""
        return all(share <= self.limits[row] + ROUNDING for row, share in takes if share > 0)
