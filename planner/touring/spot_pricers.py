"""Bounding crews over spots: quicker than over visits where these have many repeats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.touring.evaluate import make_column
from planner.touring.instance import Floats, Instance
from planner.touring.memory import Neighbourhoods
from planner.touring.pricers import Pricers
from planner.touring.pricing import Priced, Prices
from planner.touring.spots import Cut, Spots, choose_offer, cut_out, find_spots, group_crews
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

    def bound(self, prices: Sequence[Prices]) -> list[tuple[Floats, list[Priced]] | None]:
        """Bound the worth of every crew's tours, as `Pricers.bound` does; no loops come along."""
        bounded: list[tuple[Floats, list[Priced]] | None] = [None] * len(prices)
        for crews in group_crews(self.instance):
            cut = cut_out(self.instance, self._spots, crews, [prices[crew] for crew in crews])
            if not cut.instance.visits:
                for crew in crews:
                    bounded[crew] = np.zeros((self.instance.days, 1)), []
                continue
            known = Neighbourhoods(cut.instance, REMEMBERED)
            pricers = Pricers(cut.instance, known, self.threads, self.step, self.is_over)
            for crew, found in zip(crews, pricers.bound(cut.prices), strict=True):
                if found is not None:
                    worth, tours = found
                    read = [self._read(crew, priced, cut, prices[crew]) for priced in tours]
                    bounded[crew] = worth, [priced for priced in read if priced]
        return bounded

    def _read(self, crew: int, priced: Priced, cut: Cut, prices: Prices) -> Priced | None:
        """Read a tour over spots as one over visits; None where it comes back to one."""
        column = priced.column
        spots = [int(cut.instance.offers.visit[offer]) for offer in column.offers]
        if len(set(spots)) < len(spots):
            return None
        days = tuple(
            tuple(
                choose_offer(self.instance, self._spots, crew, prices.prize, int(cut.groups[o]))
                for o in offers
            )
            for offers in column.days
        )
        beds = tuple(int(cut.beds[bed]) for bed in column.beds)
        return Priced(priced.value, make_column(self.instance, crew, column.first, days, beds))
