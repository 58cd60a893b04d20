"""What the tours of a plan use up together, and whether one more fits: the rules across tours."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from planner.domain.demand import VisitKind
from planner.touring.evaluate import Column, find_spent
from planner.touring.instance import Flags, Floats, Instance, Ints


class Prices(NamedTuple):
    """What binding rules cost in contacts, beyond what things are worth.

    `money` for a minor unit while the budget binds; `plain` while the share of market days does: a
    booth at a market venue is charged the share of it, one on a market day is given it back whole.
    """

    money: float = 0.0
    plain: float = 0.0


class Ledger:
    """The tours of a plan, and what they leave to others."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.question = instance.question
        self.weeks = [instance.date_of(d).isocalendar()[:2] for d in range(instance.days)]
        self.next_of: dict[int, list[int]] = {}
        for visit, before in enumerate(instance.follows):
            self.next_of.setdefault(int(before), []).append(visit)
        self.ruled, self.market = mark_offers(instance)
        number = {visit.id: index for index, visit in enumerate(instance.visits)}
        self.floors = [
            (frozenset(number[v] for v in floor.visits if v in number), floor.least, floor.price)
            for floor in self.question.floors
        ]
        self.scarce = any(True for _ in self._list_clashes(range(len(self.question.crews))))
        self.tours: list[Column] = []
        self.made: dict[int, int] = {}
        self.spent = 0.0
        self.booths = 0
        self.on_market = 0

    @property
    def value(self) -> float:
        """Value of the plan in contacts, floors included."""
        missing = sum(
            price * max(0, least - sum(v in self.made for v in visits))
            for visits, least, price in self.floors
        )
        return sum(tour.worth for tour in self.tours) - missing

    def add(self, tour: Column) -> None:
        """Take a tour in."""
        self.tours.append(tour)
        self._count(tour, 1)
        table = self.instance.offers
        for offer in tour.offers:
            self.made[int(table.visit[offer])] = int(table.day[offer])

    def remove(self, tour: Column) -> None:
        """Take a tour out."""
        self.tours.remove(tour)
        self._count(tour, -1)
        for offer in tour.offers:
            del self.made[int(self.instance.offers.visit[offer])]

    def _count(self, tour: Column, sign: int) -> None:
        offers = list(tour.offers)
        self.spent += sign * find_spent(self.instance, tour)
        self.booths += sign * int(self.ruled[offers].sum())
        self.on_market += sign * int(self.market[offers].sum())

    def try_change(self, old: Column | None, new: Column) -> bool:
        """Put a tour in the place of another, or beside the rest, unless that breaks a rule.

        Where too few booths stand on market days, no change may make that worse.
        """
        lack = self.find_lack()
        if old is not None:
            self.remove(old)
        if self._is_apart(new) and self._is_paid(new):
            self.add(new)
            broken = self.find_broken()
            if self._keeps_crew(new.crew) and (
                not broken or (broken == ["market"] and self.find_lack() <= lack)
            ):
                return True
            self.remove(new)
        if old is not None:
            self.add(old)
        return False

    def _is_paid(self, new: Column) -> bool:
        budget = self.question.parameters.budget
        return budget is None or self.spent + find_spent(self.instance, new) <= budget

    def _is_apart(self, new: Column) -> bool:
        return not any(int(self.instance.offers.visit[o]) in self.made for o in new.offers)

    def _keeps_crew(self, crew: int) -> bool:
        parameters = self.question.parameters
        own = [tour for tour in self.tours if tour.crew == crew]
        days = [day for tour in own for day in range(tour.first, tour.last + 1)]
        out = set(days)
        if len(out) < len(days):
            return False
        if max(Counter(self.weeks[d] for d in days).values(), default=0) > (
            parameters.max_days_a_week
        ):
            return False
        most = parameters.max_days_in_a_row
        if any(all(d + k in out for k in range(most + 1)) for d in days):
            return False
        return not any(
            tour.last + k in out
            for tour in own
            if tour.nights >= parameters.rest_after_nights
            for k in range(1, parameters.rest_days + 1)
        )

    def find_broken(self) -> list[str]:
        """List the rules across tours that are broken; `market` is the share of market days."""
        broken = [f"gap {visit}" for visit in self.find_loose()]
        broken += [f"shared {crew} {day}" for crew, day in self.find_shared()]
        budget = self.question.parameters.budget
        if budget is not None and self.spent > budget:
            broken.append("budget")
        if self.lacks_market():
            broken.append("market")
        return broken

    def lacks_market(self) -> bool:
        """Say whether too few booths stand on market days."""
        return self.find_lack() > 1e-9

    def find_lack(self) -> float:
        """Give how many booths on market days are missing; negative where some are to spare."""
        return self.question.parameters.market_share * self.booths - self.on_market

    def find_loose(self) -> list[int]:
        """List repeats that are planned without what they follow, or too soon or late after."""
        return [v for v in self.made if not self._follows_well(v)]

    def _follows_well(self, visit: int) -> bool:
        before = int(self.instance.follows[visit])
        if before == -1:
            return True
        if before not in self.made:
            return False
        gap = self.made[visit] - self.made[before]
        return bool(self.instance.min_gap[visit] <= gap <= self.instance.max_gap[visit])

    def find_shared(self) -> list[tuple[int, int]]:
        """List crew and day where a vehicle or a person is missing; the crew worth least there."""
        if not self.scarce:
            return []
        out: dict[int, dict[int, float]] = {}
        for tour in self.tours:
            for day in range(tour.first, tour.last + 1):
                out.setdefault(day, {})[tour.crew] = tour.worth / len(tour.days)
        return [
            (min(clash, key=lambda crew: rated[crew]), day)
            for day, rated in out.items()
            for clash in self._list_clashes(rated)
        ]

    def _list_clashes(self, out: Iterable[int]) -> Iterator[list[int]]:
        """List crews of which, out on one day, one is too many."""
        crews = list(out)
        for number, depot in enumerate(self.question.depots):
            here = [c for c in crews if self.instance.crews[c].depot == number]
            if len(here) > depot.vehicles:
                yield here
        people: dict[str, list[int]] = {}
        for crew in crews:
            for person in self.question.crews[crew].technicians:
                people.setdefault(person, []).append(crew)
        yield from (clash for clash in people.values() if len(clash) > 1)

    def mark_open(self) -> tuple[Flags, Flags]:
        """Mark the offers that could be taken as things stand, and of these taken visits too.

        The second are those whose day suits what comes before and after, planned or not.
        """
        instance, offers = self.instance, self.instance.offers
        low = np.zeros(len(instance.visits), np.int64)
        high = np.full(len(instance.visits), instance.days, np.int64)
        for visit in range(len(instance.visits)):
            before = int(instance.follows[visit])
            if before != -1:
                if before not in self.made:
                    high[visit] = -1
                    continue
                low[visit] = self.made[before] + instance.min_gap[visit]
                high[visit] = self.made[before] + instance.max_gap[visit]
        for visit, day in self.made.items():
            before = int(instance.follows[visit])
            if before >= 0:
                low[before] = max(low[before], day - instance.max_gap[visit])
                high[before] = min(high[before], day - instance.min_gap[visit])
        suits = (offers.day >= low[offers.visit]) & (offers.day <= high[offers.visit])
        taken = np.zeros(len(instance.visits), np.bool_)
        taken[list(self.made)] = True
        return suits & ~taken[offers.visit], suits

    def find_bonus(self) -> Floats:
        """Give what each visit not made adds, and each made one keeps, of the regions' floors."""
        bonus = np.zeros(len(self.instance.visits))
        for visits, least, price in self.floors:
            count = sum(v in self.made for v in visits)
            for visit in visits:
                if count < least + (visit in self.made):
                    bonus[visit] += price
        return bonus


def price_offers(instance: Instance, prices: Prices) -> Floats:
    """Give what the price of other days adds to the worth of offers."""
    ruled, market = mark_offers(instance)
    return prices.plain * (market - instance.question.parameters.market_share * ruled)


def mark_offers(instance: Instance) -> tuple[Flags, Ints]:
    """Mark offers of booths at venues with a market on offer, and of these those on its days."""
    ruled = {v.ref for v in instance.visits if any(o.market_day for o in v.offers)}
    days = [{o.day.toordinal() for o in v.offers if o.market_day} for v in instance.visits]
    first = instance.date_of(0).toordinal()
    marked = np.zeros(len(instance.offers.visit), np.bool_)
    market = np.zeros(len(instance.offers.visit), np.int32)
    for offer, (visit, day) in enumerate(
        zip(instance.offers.visit, instance.offers.day, strict=True)
    ):
        row = instance.visits[int(visit)]
        if row.kind is VisitKind.BOOTH and row.ref in ruled:
            marked[offer] = True
            market[offer] = first + int(day) in days[int(visit)]
    return marked, market
