"""Bounding crews over spots: quicker than over visits where these have many repeats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.touring.instance import Instance
from planner.touring.labels import NEVER
from planner.touring.memory import Neighbourhoods
from planner.touring.pricers import Pricers
from planner.touring.pricing import Bounded, Prices
from planner.touring.spots import Spots, cut_out, find_spots, group_crews, read_bound
from planner.touring.weigh import REMEMBERED


@dataclass(slots=True, eq=False)
class SpotPricers:
    """Bounds crews depot by depot; `step` and `is_over` as for `Pricers`."""

    instance: Instance
    threads: int
    step: Callable[[], None]
    is_over: Callable[[], bool]
    _spots: Spots = field(init=False)

    def __post_init__(self) -> None:
        """Find what is one to a crew."""
        self._spots = find_spots(self.instance)

    def bound(self, prices: Sequence[Prices]) -> list[Bounded]:
        """Bound the worth of every crew's tours, as `Pricers.bound` does; no loops come along."""
        bounded: list[Bounded] = [None] * len(prices)
        for crews in group_crews(self.instance):
            cut = cut_out(self.instance, self._spots, crews, [prices[crew] for crew in crews])
            if not cut.instance.visits:
                for crew in crews:
                    bounded[crew] = np.full((self.instance.days, 1), NEVER), []
                continue
            known = Neighbourhoods(cut.instance, REMEMBERED)
            pricers = Pricers(cut.instance, known, self.threads, self.step, self.is_over)
            for crew, found in zip(crews, pricers.bound(cut.prices), strict=True):
                own = prices[crew]
                bounded[crew] = read_bound(self.instance, self._spots, cut, crew, own, found)
        return bounded
