"""How good any plan could be: a Lagrangian bound, valid for whatever prices the rows have.

With prices pi >= 0 of the rows' limits b, no plan is worth more than pi b plus, for every crew,
the most that tours following each other are worth under pi (Geoffrion 1974; Farley 1990). What
tours pay for their shape is given back there, as the calendar of the crew sees to it.
Tours may forget sites far away (ng-routes), which makes them worth more, never less.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from planner.touring.cuts import MOST
from planner.touring.evaluate import Column, list_nodes
from planner.touring.instance import Floats, Instance, Ints
from planner.touring.memory import Neighbourhoods
from planner.touring.pricing import Bounded
from planner.touring.rows import Rows

NO_PRICES: Floats = np.zeros(MOST, np.float64)  # where there are no cuts

BoundCrews = Callable[[Floats, Floats], list[Bounded]]
"""Bounds every crew's tours under the prices of rows and of cuts."""


class Proof(NamedTuple):
    """A bound, and the tours worth more than their rows cost.

    `learned` tells that places remember more than before.
    """

    bound: float
    columns: list[Column]
    learned: bool


@dataclass(slots=True, eq=False)
class Bound:
    """The least bound proved so far, and what it was proved with."""

    instance: Instance
    rows: Rows
    neighbourhoods: Neighbourhoods
    price: BoundCrews
    least: float | None = None
    duals: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no prices."""
        self.duals = np.zeros(len(self.rows.limits), np.float64)

    def prove(self, duals: Floats, cuts: Floats = NO_PRICES) -> Proof | None:
        """Bound by these prices, lower the least bound; None where memory ran out.

        What tours with loops forgot is remembered from then on. The limit of every cut is 1.
        """
        duals = self._clip(duals)
        shared = self.rows.first_shape
        total = float(duals[:shared] @ np.array(self.rows.limits[:shared])) + float(cuts.sum())
        columns: list[Column] = []
        learned = False
        for crew, bounded in enumerate(self.price(duals, cuts)):
            if bounded is None:
                return None
            worth, tours = bounded
            paid = self.rows.price_shapes(crew, duals)
            total += self.rows.calendars[crew].find_most(worth[:, : paid.shape[1]] + paid)
            for priced in tours:
                if self._has_loop(priced.column):
                    learned |= self._remember(priced.column)
                else:
                    columns.append(priced.column)
        if self.least is None or total < self.least:
            self.least, self.duals = total, duals
        return Proof(total, columns, learned)

    def _clip(self, duals: Floats) -> Floats:
        """Keep prices of soft rows at what breaking them costs."""
        clipped = np.maximum(duals, 0.0)
        for row, price in self.rows.soft.items():
            clipped[row] = min(float(clipped[row]), price)
        return np.asarray(clipped, np.float64)

    def _has_loop(self, column: Column) -> bool:
        sites = [int(self._site[self.rows.visit_of[offer]]) for offer in column.offers]
        return len(set(sites)) < len(sites)

    def _remember(self, column: Column) -> bool:
        """Have all places between two visits of a site remember it; says whether any learned."""
        nodes = list_nodes(self.instance, column)
        seen: dict[int, int] = {}
        learned = False
        for place, node in enumerate(nodes):
            if node >= len(self._site):
                continue
            site = int(self._site[node])
            if site in seen:
                between = [n for n in nodes[seen[site] + 1 : place] if n < self._places]
                learned |= self.neighbourhoods.remember(between, site)
            seen[site] = place
        return learned

    @property
    def _places(self) -> int:
        return len(self.instance.visits) + len(self.instance.bed_place)

    @property
    def _site(self) -> Ints:
        return self.neighbourhoods.site
