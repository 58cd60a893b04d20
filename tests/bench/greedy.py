"""Two ways of practice: each crew, day by day, a full booth at the first venue it can reach.

The greedy knows market days: first is where most people are met that day, or where most value is
had. The fixed rotation does
not: first is what comes next in rounds of regions, each region and each venue in it the nearest
to the one before, whatever day that is. Crews of a depot share its rounds; a region belongs to the
nearest depot that has crews.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from planner.domain.demand import Question, VisitKind
from planner.domain.plan import Tour
from planner.touring.evaluate import Column, describe_tour, find_broken_rule, make_column
from planner.touring.instance import Instance, build_instance


@dataclass(slots=True)
class _Crew:
    number: int
    days: list[tuple[int, ...]] = field(default_factory=list)
    beds: list[int] = field(default_factory=list)
    first: int = 0
    resting: int = 0
    out: list[int] = field(default_factory=list)


Order = Callable[[int, int], float | None]
"""Where an offer stands in the order of a crew, least first; None where it is not for it."""


class Greedy:
    """One run by an order of offers; with `again`, crews come back to venues that are due."""

    def __init__(self, instance: Instance, order: Order, again: bool) -> None:
        self.instance = instance
        self.order = order
        self.again = again
        self.parameters = instance.question.parameters
        self.done: dict[int, int] = {}
        self.tours: list[Column] = []

    def run(self) -> list[Column]:
        """Plan the whole horizon, day by day, crews in their order."""
        crews = [_Crew(number) for number in range(len(self.instance.crews))]
        for day in range(self.instance.days):
            for crew in crews:
                self._plan_day(crew, day)
        return self.tours

    def _plan_day(self, crew: _Crew, day: int) -> None:
        if not crew.days:
            if crew.resting > 0:
                crew.resting -= 1
                return
            if not self._may_work(crew, day):
                return
            crew.first = day
        for _, offer in self._rank(crew.number, day):
            if self._try(crew, day, (offer,)):
                return
        if crew.days:
            assert self._try(crew, day, ()), "a crew was left out in the field"

    def _rank(self, crew: int, day: int) -> list[tuple[float, int]]:
        offers = self.instance.offers
        visits = len(self.instance.visits)
        begin, end = offers.begin[day * visits], offers.begin[(day + 1) * visits]
        full = self.parameters.booth_full
        ranked = [
            (place, offer)
            for offer in range(begin, end)
            if offers.minutes[offer] == full
            and self.instance.visits[offers.visit[offer]].kind is VisitKind.BOOTH
            and int(offers.visit[offer]) not in self.done
            and self._is_due(int(offers.visit[offer]), day)
            and (place := self.order(crew, offer)) is not None
        ]
        return sorted(ranked)

    def _is_due(self, visit: int, day: int) -> bool:
        """Say whether what a visit repeats was made long enough, and not too long, ago."""
        before = int(self.instance.follows[visit])
        if before == -1 or not self.again:
            return before == -1
        if before not in self.done:
            return False
        gap = day - self.done[before]
        return bool(self.instance.min_gap[visit] <= gap <= self.instance.max_gap[visit])

    def _try(self, crew: _Crew, day: int, offers: tuple[int, ...]) -> bool:
        for bed in (*self._choose_beds(crew, day, offers), None):
            days = (*crew.days, offers)
            column = self._close(crew, days, bed)
            if column is None:
                continue
            self.done.update((int(self.instance.offers.visit[o]), day) for o in offers)
            crew.out.append(day)
            if bed is None:
                self.tours.append(column)
                crew.resting = self._rest(column)
                crew.days, crew.beds = [], []
            else:
                crew.days.append(offers)
                crew.beds.append(bed)
            return True
        return False

    def _rest(self, column: Column) -> int:
        long = column.nights >= self.parameters.rest_after_nights
        return self.parameters.rest_days if long else 0

    def _choose_beds(self, crew: _Crew, day: int, offers: tuple[int, ...]) -> list[int]:
        """List beds to sleep in tonight, nearest first, where going on tomorrow is allowed."""
        if not offers or not self._may_work(crew, day + 1, planned=(day,)):
            return []
        if len(crew.beds) >= self.instance.crews[crew.number].max_nights:
            return []
        place = self.instance.visit_place[self.instance.offers.visit[offers[0]]]
        return [int(b) for b in self.instance.roads.near_beds[place][:5]]

    def _close(
        self, crew: _Crew, days: tuple[tuple[int, ...], ...], bed: int | None
    ) -> Column | None:
        """Make the tour that goes home today, or tomorrow from the bed; None where it cannot."""
        beds = tuple(crew.beds)
        if bed is not None:
            days, beds = (*days, ()), (*beds, bed)
        column = make_column(self.instance, crew.number, crew.first, days, beds)
        return None if find_broken_rule(self.instance, column) else column

    def _may_work(self, crew: _Crew, day: int, planned: tuple[int, ...] = ()) -> bool:
        row = self.instance.crews[crew.number]
        if day >= self.instance.days or not row.free[day]:
            return False
        out = {*crew.out, *planned, day}
        week = self.instance.date_of(day).isocalendar()[:2]
        in_week = sum(self.instance.date_of(d).isocalendar()[:2] == week for d in out)
        in_row = 0
        while day - in_row in out:
            in_row += 1
        return (
            in_week <= self.parameters.max_days_a_week
            and in_row <= self.parameters.max_days_in_a_row
        )


def plan_greedily(question: Question) -> tuple[Tour, ...]:
    """Plan as the market-aware greedy does, without coming back to any venue."""
    instance = build_instance(question)
    people = _count_people(instance)
    tours = Greedy(instance, lambda _, offer: -people[offer], again=False).run()
    return tuple(describe_tour(instance, tour) for tour in tours)


def find_greedy_tours(instance: Instance) -> list[Column]:
    """Find the tours of the market-aware greedy."""
    people = _count_people(instance)
    return Greedy(instance, lambda _, offer: -people[offer], again=True).run()


def find_valued_tours(instance: Instance) -> list[Column]:
    """Find the tours of a greedy that goes where most value is had, not most people."""
    worth = instance.offers.worth
    return Greedy(instance, lambda _, offer: -float(worth[offer]), again=True).run()


def find_rotation_tours(instance: Instance) -> list[Column]:
    """Find the tours of a fixed rotation."""
    turn = _lay_rounds(instance)

    def order(crew: int, offer: int) -> float | None:
        return turn.get((instance.crews[crew].depot, int(instance.offers.visit[offer])))

    return Greedy(instance, order, again=True).run()


def _count_people(instance: Instance) -> list[float]:
    """Give the people met by each offer."""
    offers = instance.offers
    return [
        next(
            o.worth.people
            for o in instance.visits[int(v)].offers
            if o.day == instance.date_of(int(d)) and o.duration == m
        )
        for v, d, m in zip(offers.visit, offers.day, offers.minutes, strict=True)
    ]


def _lay_rounds(instance: Instance) -> dict[tuple[int, int], float]:
    """Give the place of every visit in the round of a depot."""
    regions: dict[str, list[int]] = defaultdict(list)
    for visit, row in enumerate(instance.visits):
        if row.kind is VisitKind.BOOTH and instance.follows[visit] == -1:
            regions[row.region].append(visit)
    depots = {crew.depot: crew.depot_place for crew in instance.crews}
    near: dict[int, list[list[int]]] = {depot: [] for depot in depots}
    for visits in regions.values():
        ways = {depot: _way(instance, place, visits) for depot, place in depots.items()}
        near[min(ways, key=lambda depot: ways[depot])].append(visits)
    turn: dict[tuple[int, int], float] = {}
    for depot, rest in near.items():
        here = depots[depot]
        while rest:
            visits = _pop_nearest(instance, here, rest)
            single = [[visit] for visit in visits]
            while single:
                visit = _pop_nearest(instance, here, single)[0]
                turn[depot, visit] = float(len(turn))
                here = int(instance.visit_place[visit])
    for visit, before in enumerate(instance.follows):  # the next round begins after the last
        for depot in depots:
            if (depot, int(before)) in turn:
                turn[depot, visit] = turn[depot, int(before)] + len(instance.visits)
    return turn


def _pop_nearest(instance: Instance, here: int, groups: list[list[int]]) -> list[int]:
    return groups.pop(min(range(len(groups)), key=lambda n: _way(instance, here, groups[n])))


def _way(instance: Instance, here: int, visits: list[int]) -> float:
    """Give the mean minutes from a place to visits."""
    return float(np.mean(instance.roads.minutes[here, instance.visit_place[visits]]))
