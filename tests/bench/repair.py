"""Makes a plan that keeps every rule of what a peer returns: drops what breaks one, least first.

Beds and times are chosen exactly (`beds`); then repeats that stand badly, days on which a vehicle
or a person is missing, and what the budget or the share of market days does not bear are dropped
one by one; locked visits that are missing are put where they cost least.
"""

from collections.abc import Mapping

import numpy as np

from planner.touring.evaluate import Column, find_spent
from planner.touring.instance import Floats, Instance
from tests.bench.beds import Nights
from tests.bench.ledger import Ledger, Prices, price_offers

Routes = Mapping[int, Mapping[int, tuple[int, ...]]]
"""Offers in their order, by crew and day."""

_LOCKED = 1e5  # worth of a locked visit above all others


class Repair:
    """Turns routes into legal plans of one question, at the prices of what binds."""

    def __init__(self, instance: Instance, prices: Prices) -> None:
        self.instance = instance
        self.nights = Nights(instance, prices.money)
        self.locked = frozenset(instance.locked)
        held = np.isin(instance.offers.visit, list(self.locked))
        priced = instance.offers.worth + price_offers(instance, prices)
        self.base: Floats = priced + held * _LOCKED

    def make(self, routes: Routes) -> Ledger:
        """Make a legal plan of routes.

        Where a locked visit finds no place, all is begun anew with that one put in first.
        """
        first: list[int] = []
        while True:
            ledger, failed = self._try(routes, first)
            if failed is None or failed in first:
                return ledger
            first.insert(0, failed)

    def _try(self, routes: Routes, first: list[int]) -> tuple[Ledger, int | None]:
        """Make a plan, locked visits in this order; name the one that found no place."""
        wanted = self._take_once(routes)
        table = self.instance.offers.visit
        if first:
            for days in wanted.values():
                for day, offers in days.items():
                    days[day] = tuple(o for o in offers if int(table[o]) not in self.locked)
        off: dict[int, set[int]] = {crew: set() for crew in wanted}
        ledger = self._settle(wanted, off)
        missing = sorted(
            self.locked - set(ledger.made), key=lambda v: np.count_nonzero(table == v)
        )
        for visit in sorted(missing, key=lambda v: first.index(v) if v in first else len(first)):
            if visit in ledger.made:
                continue
            if not self._force(visit, wanted, off):
                return ledger, visit
            ledger = self._settle(wanted, off)
        lost = self.locked - set(ledger.made)
        return ledger, min(lost) if lost else None

    def rework(self, ledger: Ledger) -> Ledger:
        """Choose all beds of a plan anew."""
        return self.make(list_routes(self.instance, ledger.tours))

    def _take_once(self, routes: Routes) -> dict[int, dict[int, tuple[int, ...]]]:
        """Keep of offers those the crew may take that day, one a visit: the one worth most."""
        visit_of, worth = self.instance.offers.visit, self.base
        best: dict[int, tuple[float, int, int]] = {}
        for crew, days in routes.items():
            may = self.instance.crews[crew].may
            for offers in days.values():
                for offer in offers:
                    visit = int(visit_of[offer])
                    if may[visit]:
                        best[visit] = max(
                            best.get(visit, (-1.0, 0, 0)), (float(worth[offer]), offer, crew)
                        )
        kept = {(offer, crew) for _, offer, crew in best.values()}
        return {
            crew: {
                day: tuple(dict.fromkeys(o for o in offers if (o, crew) in kept))
                for day, offers in routes.get(crew, {}).items()
            }
            for crew in range(len(self.instance.crews))
        }

    def _settle(
        self, wanted: dict[int, dict[int, tuple[int, ...]]], off: dict[int, set[int]]
    ) -> Ledger:
        """Plan every crew, then drop from what is wanted until no rule is broken."""
        worth = self._add_floors(wanted)
        ledger = Ledger(self.instance)
        for crew, days in wanted.items():
            for tour in self.nights.plan(crew, days, worth, off[crew]):
                ledger.add(tour)
        while True:
            crew = self._drop(ledger, wanted, off)
            if crew is None:
                return ledger
            for tour in [t for t in ledger.tours if t.crew == crew]:
                ledger.remove(tour)
            for tour in self.nights.plan(crew, wanted[crew], worth, off[crew]):
                ledger.add(tour)

    def _add_floors(self, wanted: dict[int, dict[int, tuple[int, ...]]]) -> Floats:
        """Add to the worth of offers what the floors lose without them."""
        ledger = Ledger(self.instance)
        ledger.made = {
            int(self.instance.offers.visit[o]): d
            for days in wanted.values()
            for d, offers in days.items()
            for o in offers
        }
        return self.base + ledger.find_bonus()[self.instance.offers.visit]

    def _drop(
        self,
        ledger: Ledger,
        wanted: dict[int, dict[int, tuple[int, ...]]],
        off: dict[int, set[int]],
    ) -> int | None:
        """Drop one thing that breaks a rule; give whose it was."""
        loose = ledger.find_loose()
        if loose:
            return self._drop_visit(min(loose), wanted)
        for crew, day in ledger.find_shared():
            off[crew].add(day)
            return crew
        budget = self.instance.question.parameters.budget
        if budget is not None and ledger.spent > budget:
            return self._drop_dear(ledger, wanted)
        if ledger.lacks_market():
            return self._drop_plain(ledger, wanted)
        return None

    def _take_out(self, visit: int, wanted: dict[int, dict[int, tuple[int, ...]]]) -> int | None:
        """Want a visit no longer; names the crew that had it, if any."""
        for crew, days in wanted.items():
            for day, offers in days.items():
                kept = tuple(o for o in offers if int(self.instance.offers.visit[o]) != visit)
                if len(kept) < len(offers):
                    days[day] = kept
                    return crew
        return None

    def _drop_visit(self, visit: int, wanted: dict[int, dict[int, tuple[int, ...]]]) -> int:
        crew = self._take_out(visit, wanted)
        assert crew is not None, "what is planned was wanted"
        return crew

    def _drop_dear(
        self, ledger: Ledger, wanted: dict[int, dict[int, tuple[int, ...]]]
    ) -> int | None:
        """Drop the stop, or the last of a tour, that frees money at the least loss."""
        best: tuple[float, int, int] | None = None
        for tour in ledger.tours:
            own = {day: offers for day, offers in wanted[tour.crew].items() if offers}
            inside = {d: own[d] for d in own if tour.first <= d <= tour.last}
            before = find_spent(self.instance, tour)
            for offer in tour.offers:
                visit = int(self.instance.offers.visit[offer])
                if visit in self.locked:
                    continue
                fewer = {d: tuple(o for o in os if o != offer) for d, os in inside.items()}
                rest = self.nights.plan(tour.crew, fewer, self.base)
                saved = before - sum(find_spent(self.instance, t) for t in rest)
                lost = tour.worth - sum(t.worth for t in rest)
                if saved > 0:
                    best = min(best or (np.inf, 0, 0), (lost / saved, visit, tour.crew))
        if best is None:
            return None
        return self._drop_visit(best[1], wanted)

    def _drop_plain(
        self, ledger: Ledger, wanted: dict[int, dict[int, tuple[int, ...]]]
    ) -> int | None:
        """Drop the least booth that stands at a market venue on another day."""
        plain = [
            (float(self.instance.offers.worth[o]), int(self.instance.offers.visit[o]))
            for tour in ledger.tours
            for o in tour.offers
            if ledger.ruled[o] and not ledger.market[o]
        ]
        free = [row for row in plain if row[1] not in self.locked]
        return self._drop_visit(min(free)[1], wanted) if free else None

    def _force(
        self,
        visit: int,
        wanted: dict[int, dict[int, tuple[int, ...]]],
        off: dict[int, set[int]],
    ) -> bool:
        """Put a locked visit where most is left beside it; False where it displaces another."""
        instance = self.instance
        self._take_out(visit, wanted)  # or it could be made twice
        best: tuple[float, int, int, tuple[int, ...]] = (0.0, 0, 0, ())
        for crew in wanted:
            if not instance.crews[crew].may[visit]:
                continue
            before = self._rate(self.nights.plan(crew, wanted[crew], self.base, off[crew]))
            for offer in np.flatnonzero(instance.offers.visit == visit).tolist():
                day = int(instance.offers.day[offer])
                own = wanted[crew].get(day, ())
                for place in range(len(own) + 1):
                    offers = (*own[:place], offer, *own[place:])
                    tours = self.nights.plan(
                        crew, {**wanted[crew], day: offers}, self.base, off[crew]
                    )
                    best = max(best, (self._rate(tours) - before, crew, day, offers))
        if best[0] <= 0.0:
            return False
        wanted[best[1]][best[2]] = best[3]
        return True

    def _rate(self, tours: list[Column]) -> float:
        held = sum(
            int(self.instance.offers.visit[o]) in self.locked for t in tours for o in t.offers
        )
        return sum(tour.worth for tour in tours) + held * _LOCKED


def list_routes(instance: Instance, tours: list[Column]) -> dict[int, dict[int, tuple[int, ...]]]:
    """Give the stops of tours by crew and day."""
    routes: dict[int, dict[int, tuple[int, ...]]] = {
        crew: {} for crew in range(len(instance.crews))
    }
    for tour in tours:
        for number, offers in enumerate(tour.days):
            if offers:
                routes[tour.crew][tour.first + number] = offers
    return routes
