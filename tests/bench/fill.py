"""Fills a legal plan by insertion: the change that gains most goes in first, until none gains.

A change puts one more visit into a day, or in the place of a stop; adds a day to a tour at either
end; or makes a new tour of one day, or of two with a night near its only stop. Every peer's plan
goes through this, and an empty one gives the engine `insertion`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from planner.touring.evaluate import Column, find_broken_rule, make_column
from planner.touring.instance import Flags, Floats, Instance, Ints
from tests.bench.beds import measure_elapsed
from tests.bench.ledger import Ledger, Prices, price_offers

_EPSILON = 1e-6
_KEPT = 4  # changes remembered of each kind and place
_NEAR = 6  # beds looked at around a place
_PASSES = 6


class Change(NamedTuple):
    """A tour that could come into the place of another, or anew, and about what that gains."""

    gain: float
    tour: Column


class _Row(NamedTuple):
    """Offers of one day that could be taken, as arrays."""

    offer: Ints
    place: Ints
    minutes: Ints
    earliest: Ints
    latest: Ints
    worth: Floats


@dataclass(slots=True)
class _Slot:
    """Where changes are looked for: a tour, or a crew's free day."""

    crew: int
    day: int
    tour: Column | None
    changes: list[Change]


class Filler:
    """Fills plans of one question, at the prices of what binds."""

    def __init__(self, instance: Instance, prices: Prices) -> None:
        self.instance = instance
        self.elapsed = measure_elapsed(instance)
        parameters = instance.question.parameters
        self.crew_day = parameters.rates.crew_day
        per_km = parameters.rates.road_km + prices.money * parameters.road_price_per_km
        self.road = instance.roads.metres * (per_km / 1000)
        self.per_money = 1.0 / instance.question.money_per_contact_minor + prices.money
        self.prices = prices
        self.worth = instance.offers.worth + price_offers(instance, prices)
        self.held = frozenset(instance.locked)

    def fill(self, ledger: Ledger) -> None:
        """Take changes into the plan until no more gains."""
        for _ in range(_PASSES):
            before = self.rate(ledger)
            _Pass(self, ledger).run()
            if self.rate(ledger) < before + _EPSILON:
                return

    def rate(self, ledger: Ledger) -> float:
        """Give the value of a plan less what it costs at the prices of what binds."""
        dear = self.prices.money * ledger.spent + self.prices.plain * ledger.find_lack()
        return ledger.value - dear


class _Pass:
    """One round of looking everywhere, and taking the best changes in their order."""

    def __init__(self, filler: Filler, ledger: Ledger) -> None:
        self.filler = filler
        self.instance = filler.instance
        self.ledger = ledger
        self.rows: dict[tuple[int, int], _Row] = {}

    def run(self) -> None:
        """Take changes, best first, and look again wherever one was taken."""
        self._look_around()
        slots = [_Slot(tour.crew, tour.first, tour, []) for tour in self.ledger.tours]
        for crew, row in enumerate(self.instance.crews):
            out = {d for t in self.ledger.tours if t.crew == crew for d in _days(t)}
            free = [d for d in range(self.instance.days) if row.free[d] and d not in out]
            slots += [_Slot(crew, day, None, []) for day in free]
        heap: list[tuple[float, int]] = []
        for number, slot in enumerate(slots):
            self._refill(slot)
            if slot.changes:
                heap.append((-slot.changes[0].gain, number))
        heapify(heap)
        while heap:
            number = heappop(heap)[1]
            slot = slots[number]
            self._take(slot)
            if slot.changes:
                heappush(heap, (-slot.changes[0].gain, number))

    def _take(self, slot: _Slot) -> None:
        """Take the first change of a slot in if it still gains, and look there again."""
        change = slot.changes.pop(0)
        before = self.filler.rate(self.ledger)
        if find_broken_rule(self.instance, change.tour) is not None:
            return
        if not self.ledger.try_change(slot.tour, change.tour):
            return
        if self.filler.rate(self.ledger) < before + _EPSILON:
            self.ledger.remove(change.tour)
            if slot.tour is not None:
                self.ledger.add(slot.tour)
            return
        slot.tour = change.tour
        self._look_around()
        self._refill(slot)

    def _look_around(self) -> None:
        self.open, self.suits = self.ledger.mark_open()
        self.bonus = self.ledger.find_bonus()
        self.rows = {}

    def _refill(self, slot: _Slot) -> None:
        if slot.tour is None:
            found = [*self._list_short(slot.crew, slot.day), *self._list_long(slot.crew, slot.day)]
        else:
            found = [*self._list_stops(slot.tour), *self._list_days(slot.tour)]
        slot.changes = sorted(
            (c for c in found if c.gain > _EPSILON), key=lambda change: -change.gain
        )

    def _find_row(self, crew: int, day: int) -> _Row:
        row = self.rows.get((crew, day))
        if row is None:
            offers, visits = self.instance.offers, len(self.instance.visits)
            begin, end = offers.begin[day * visits], offers.begin[(day + 1) * visits]
            visit = offers.visit[begin:end]
            kept = self.open[begin:end] & self.instance.crews[crew].may[visit]
            offer = np.flatnonzero(kept) + begin
            row = _Row(
                offer,
                self.instance.visit_place[offers.visit[offer]],
                offers.minutes[offer],
                offers.earliest[offer],
                offers.latest[offer],
                self.filler.worth[offer] + self.bonus[offers.visit[offer]],
            )
            self.rows[crew, day] = row
        return row

    def _list_stops(self, tour: Column) -> Iterator[Change]:
        """List changes of one day's stops: one more, or another in the place of one."""
        for number, offers in enumerate(tour.days):
            row = self._find_row(tour.crew, tour.first + number)
            ends = self._find_ends(tour, number)
            yield from self._insert(tour, number, offers, 0.0, row, ends)
            for rest in self._list_lighter(offers):
                lost = self._find_loss(offers, rest, ends)
                yield from self._insert(tour, number, rest, lost, row, ends)
            yield from self._lengthen(tour, number, offers)

    def _list_lighter(self, offers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """List a day's stops without one of them, or with one of them shorter."""
        table = self.instance.offers
        for place, offer in enumerate(offers):
            if not self._is_bound(int(table.visit[offer])):
                yield (*offers[:place], *offers[place + 1 :])
            for other in self._list_others(offer):
                if table.minutes[other] < table.minutes[offer]:
                    yield (*offers[:place], other, *offers[place + 1 :])

    def _list_others(self, offer: int) -> range:
        """List all offers of the same visit and day."""
        table = self.instance.offers
        key = int(table.day[offer]) * len(self.instance.visits) + int(table.visit[offer])
        return range(int(table.begin[key]), int(table.begin[key + 1]))

    def _is_bound(self, visit: int) -> bool:
        followed = any(v in self.ledger.made for v in self.ledger.next_of.get(visit, ()))
        return visit in self.filler.held or followed

    def _find_ends(self, tour: Column, number: int) -> tuple[int, int]:
        depot = self.instance.crews[tour.crew].depot_place
        beds = self.instance.bed_place
        start = int(beds[tour.beds[number - 1]]) if number else depot
        end = int(beds[tour.beds[number]]) if number < len(tour.beds) else depot
        return start, end

    def _find_loss(
        self, offers: tuple[int, ...], rest: tuple[int, ...], ends: tuple[int, int]
    ) -> float:
        saved = self._find_road(offers, ends) - self._find_road(rest, ends)
        return self._find_worth(offers) - self._find_worth(rest) - saved

    def _find_worth(self, offers: tuple[int, ...]) -> float:
        visits = self.instance.offers.visit
        return sum(float(self.filler.worth[o] + self.bonus[visits[o]]) for o in offers)

    def _find_road(self, offers: tuple[int, ...], ends: tuple[int, int]) -> float:
        return sum(float(self.filler.road[a, b]) for a, b in pairwise(self._path(offers, ends)))

    def _path(self, offers: tuple[int, ...], ends: tuple[int, int]) -> list[int]:
        visits = self.instance.offers.visit
        return [ends[0], *(int(self.instance.visit_place[visits[o]]) for o in offers), ends[1]]

    def _insert(
        self,
        tour: Column,
        number: int,
        offers: tuple[int, ...],
        lost: float,
        row: _Row,
        ends: tuple[int, int],
    ) -> Iterator[Change]:
        """List the best insertions of an offer between these stops."""
        if not len(row.offer):
            return
        path = self._path(offers, ends)
        ready, latest, wheel = self._time(offers, path)
        road, elapsed = self.filler.road, self.filler.elapsed
        minutes = self.instance.roads.minutes
        for place, (a, b) in enumerate(pairwise(path)):
            start = np.maximum(ready[place] + elapsed[a, row.place], row.earliest)
            onward = start + row.minutes + elapsed[row.place, b]
            drive = wheel - minutes[a, b] + minutes[a, row.place] + minutes[row.place, b]
            fits = (start <= row.latest) & (onward <= latest[place])
            fits &= drive <= self.instance.limits.max_drive
            gain = row.worth - lost - road[a, row.place] - road[row.place, b] + road[a, b]
            for index in _best(gain, fits):
                longer = (*offers[:place], int(row.offer[index]), *offers[place:])
                days = (*tour.days[:number], longer, *tour.days[number + 1 :])
                yield self._change(float(gain[index]), tour.crew, tour.first, days, tour.beds)

    def _time(self, offers: tuple[int, ...], path: list[int]) -> tuple[list[int], list[int], int]:
        """Give when each place is left soonest, and the next reached latest; then the driving."""
        table, elapsed, limits = self.instance.offers, self.filler.elapsed, self.instance.limits
        ready = [limits.shift_start]
        for number, offer in enumerate(offers):
            arrive = ready[-1] + int(elapsed[path[number], path[number + 1]])
            ready.append(max(arrive, int(table.earliest[offer])) + int(table.minutes[offer]))
        latest = [limits.shift_end]
        for number in range(len(offers) - 1, -1, -1):
            way = int(elapsed[path[number + 1], path[number + 2]])
            bound = latest[0] - way - int(table.minutes[offers[number]])
            latest.insert(0, min(bound, int(table.latest[offers[number]])))
        minutes = self.instance.roads.minutes
        return ready, latest, sum(int(minutes[a, b]) for a, b in pairwise(path))

    def _lengthen(self, tour: Column, number: int, offers: tuple[int, ...]) -> Iterator[Change]:
        """List stops that could be made in another length."""
        table = self.instance.offers
        for place, offer in enumerate(offers):
            for other in self._list_others(offer):
                gain = float(table.worth[other] - table.worth[offer])
                if gain > _EPSILON:
                    changed = (*offers[:place], other, *offers[place + 1 :])
                    days = (*tour.days[:number], changed, *tour.days[number + 1 :])
                    yield self._change(gain, tour.crew, tour.first, days, tour.beds)

    def _list_days(self, tour: Column) -> Iterator[Change]:
        """List tours that are longer by a day with one stop, at the end or the beginning."""
        crew = self.instance.crews[tour.crew]
        if tour.nights >= crew.max_nights:
            return
        if tour.last + 1 < self.instance.days and crew.free[tour.last + 1]:
            yield from self._join(tour, tour.last + 1)
        if tour.first > 0 and crew.free[tour.first - 1]:
            yield from self._join(tour, tour.first - 1)

    def _join(self, tour: Column, day: int) -> Iterator[Change]:
        row = self._find_row(tour.crew, day)
        depot = self.instance.crews[tour.crew].depot_place
        after = day > tour.last
        edge = tour.days[-1 if after else 0]
        ends = self._find_ends(tour, len(tour.days) - 1 if after else 0)
        path = self._path(edge, ends)
        near = path[-2] if after else path[1]
        for bed in self._list_beds(tour.crew, near):
            place = int(self.instance.bed_place[bed])
            start, end = (place, depot) if after else (depot, place)
            gain, fits = self._rate_alone(row, start, end)
            other = (ends[0], place) if after else (place, ends[1])
            gain = gain - self._price(tour.crew, bed)
            gain += self._find_road(edge, ends) - self._find_road(edge, other)
            for index in _best(gain, fits):
                own = (int(row.offer[index]),)
                days = (*tour.days, own) if after else (own, *tour.days)
                beds = (*tour.beds, bed) if after else (bed, *tour.beds)
                yield self._change(float(gain[index]), tour.crew, min(tour.first, day), days, beds)

    def _list_short(self, crew: int, day: int) -> Iterator[Change]:
        """List new tours of one day with one stop."""
        row = self._find_row(crew, day)
        depot = self.instance.crews[crew].depot_place
        gain, fits = self._rate_alone(row, depot, depot)
        for index in _best(gain, fits):
            yield self._change(float(gain[index]), crew, day, ((int(row.offer[index]),),), ())

    def _list_long(self, crew: int, day: int) -> Iterator[Change]:
        """List new tours of two days with one stop on this day, and a night near it."""
        row = self._find_row(crew, day)
        depot = self.instance.crews[crew].depot_place
        if not len(row.offer):
            return
        for bed in self._list_far_beds(crew, row):
            place = int(self.instance.bed_place[bed])
            for start, end, first in ((depot, place, day), (place, depot, day - 1)):
                gain, fits = self._rate_alone(row, start, end)
                gain = gain - self._price(crew, bed) - float(self.filler.road[place, depot])
                gain -= self.filler.crew_day
                for index in _best(gain, fits)[:1]:
                    own = (int(row.offer[index]),)
                    days = (own, ()) if first == day else ((), own)
                    yield self._change(float(gain[index]), crew, first, days, (bed,))

    def _list_far_beds(self, crew: int, row: _Row) -> list[int]:
        """List the nearest bed of each of the best offers."""
        best = np.argsort(-row.worth, kind="stable")[: 4 * _KEPT]
        return sorted({b for i in best for b in self._list_beds(crew, int(row.place[i]))[:1]})

    def _list_beds(self, crew: int, place: int) -> list[int]:
        may = self.instance.crews[crew].may_sleep
        near = self.instance.roads.near_beds[place][:_NEAR]
        return [int(bed) for bed in near if may[bed]]

    def _price(self, crew: int, bed: int) -> float:
        people = self.instance.crews[crew].people
        return self.instance.question.lodgings[bed].price * people * self.filler.per_money

    def _rate_alone(self, row: _Row, start: int, end: int) -> tuple[Floats, Flags]:
        """Rate a day with one stop from here to there: gain, and whether it fits."""
        elapsed, limits = self.filler.elapsed, self.instance.limits
        minutes = self.instance.roads.minutes
        begin = np.maximum(limits.shift_start + elapsed[start, row.place], row.earliest)
        back = begin + row.minutes + elapsed[row.place, end]
        drive = minutes[start, row.place] + minutes[row.place, end]
        fits = (begin <= row.latest) & (back <= limits.shift_end) & (drive <= limits.max_drive)
        road = self.filler.road[start, row.place] + self.filler.road[row.place, end]
        return row.worth - road - self.filler.crew_day, fits

    def _change(
        self,
        gain: float,
        crew: int,
        first: int,
        days: tuple[tuple[int, ...], ...],
        beds: tuple[int, ...],
    ) -> Change:
        return Change(gain, make_column(self.instance, crew, first, days, beds))


def _days(tour: Column) -> range:
    return range(tour.first, tour.last + 1)


def _best(gain: Floats, fits: Flags) -> list[int]:
    rated = np.where(fits, gain, -np.inf)
    order = np.argsort(-rated, kind="stable")[:_KEPT]
    return [int(index) for index in order if rated[index] > _EPSILON]
