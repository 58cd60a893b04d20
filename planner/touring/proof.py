"""A bound of the whole from the prices of its parts.

With prices of all limits, no plan is worth more than the limits at these prices and, for every
crew, the most that tours following each other are worth (Geoffrion 1974). Prices of visits and
crews come from the part that has them; those of limits that parts share are means over parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from planner.domain.demand import Question
from planner.touring.instance import Floats, Instance
from planner.touring.part import Charges
from planner.touring.pricing import Prices, price_no_cuts
from planner.touring.rows import share_markets
from planner.touring.spots import Cut, Spots, cut_out, find_spots, group_crews


class Bids(NamedTuple):
    """What offers are worth under prices, what crews pay by day, for rest and money.

    `days` and `rests` have one row a crew. `constant` is what all limits are worth.
    """

    prize: Floats
    days: Floats
    rests: Floats
    budget: float
    constant: float


@dataclass(slots=True, eq=False)
class Proof:
    """The whole question, ready to be bounded."""

    instance: Instance
    _spots: Spots = field(init=False)
    _share: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Look up what stays the same between prices."""
        self._spots = find_spots(self.instance)
        self._share = share_markets(self.instance)

    def join(self, parts: Sequence[Question], charges: Sequence[Charges]) -> Bids:
        """Piece the prices of all parts together."""
        whole, question = self.instance, self.instance.question
        weights = [len(part.crews) for part in parts]
        visit = {v.id: number for number, v in enumerate(whole.visits)}
        crew = {c.id: number for number, c in enumerate(question.crews)}
        prize = whole.offers.worth.copy()
        days = np.zeros((len(crew), whole.days), np.float64)
        rests = np.zeros((len(crew), whole.days), np.float64)
        for part, own in zip(parts, charges, strict=True):
            held = np.zeros(len(visit), np.bool_)
            held[[visit[v.id] for v in part.visits if v.id in visit]] = True
            prize[held[whole.offers.visit]] -= own.offers
            for number, day, rest in zip(part.crews, own.days, own.rests, strict=True):
                days[crew[number.id]], rests[crew[number.id]] = day, rest
        prize -= float(np.average([own.market for own in charges], weights=weights)) * self._share
        budget = float(np.average([own.budget for own in charges], weights=weights))
        constant = sum(own.constant for own in charges)
        limit = question.parameters.budget
        if limit is not None:
            constant += budget * limit / question.money_per_contact_minor
        bonus = np.zeros(len(visit), np.float64)
        for floor in question.floors:
            known = [own.floors[floor.region] for own in charges if floor.region in own.floors]
            price = sum(known) / len(known) if known else 0.0
            bonus[[visit[v] for v in floor.visits if v in visit]] += price
            constant -= price * floor.least
        return Bids(prize + bonus[whole.offers.visit], days, rests, budget, constant)

    def cut(self, bids: Bids) -> list[Cut]:
        """Cut out the crews of every depot with what they pay and gain."""
        return [
            cut_out(self.instance, self._spots, crews, [self._price(crew, bids) for crew in crews])
            for crews in group_crews(self.instance)
        ]

    def _price(self, crew: int, bids: Bids) -> Prices:
        question = self.instance.question
        parameters, rate = question.parameters, question.money_per_contact_minor
        road = parameters.rates.road_km + bids.budget * parameters.road_price_per_km / rate
        return Prices(
            bids.prize,
            bids.days[crew],
            bids.rests[crew],
            road / 1000,
            self.instance.bed_money(crew) * (1.0 + bids.budget) / rate,
            price_no_cuts(self.instance),
        )
