"""The best tours one crew can make of given stops a day: where to sleep, what to drop.

Exact by dynamic programming over days. A state is where the crew is in the evening, how many
nights it has been away (or how many days it has to rest), and how many days it was out this week.
Peers that know nothing of beds hand in an order of stops a day; this makes tours of it.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from planner.touring.evaluate import Column, find_broken_rule, make_column
from planner.touring.instance import Floats, Instance, Ints

Wanted = Mapping[int, tuple[int, ...]]
"""Offers in their order by day."""

_NEAR = 8  # beds looked at around a stop
_MOST_SUBSETS = 4  # stops a day of which every subset is tried
_NEVER = -1e12


class _Day(NamedTuple):
    """What a day is worth from place (row) to place (column), and with which of its subsets."""

    worth: Floats
    chosen: Ints
    subsets: tuple[tuple[int, ...], ...]


class _Step(NamedTuple):
    """Where the best way into a state came from: nights and place; place -1 for a day off."""

    nights: Ints
    place: Ints


def measure_elapsed(instance: Instance) -> Ints:
    """Give what every leg takes in minutes: at the wheel, breaks and buffer."""
    limits, minutes = instance.limits, instance.roads.minutes
    pauses = minutes // limits.stretch * limits.pause if limits.stretch else 0
    return np.asarray(minutes + pauses + limits.buffer, np.int32)


class Nights:
    """Makes tours of stops, crew by crew; `money` is the price of money in `Prices`."""

    def __init__(self, instance: Instance, money: float = 0.0) -> None:
        self.instance = instance
        parameters = instance.question.parameters
        self.per_metre = (parameters.rates.road_km + money * parameters.road_price_per_km) / 1000
        self.per_money = 1.0 / instance.question.money_per_contact_minor + money
        self.elapsed = measure_elapsed(instance)

    def plan(
        self, crew: int, wanted: Wanted, worth: Floats, off: Collection[int] = ()
    ) -> list[Column]:
        """Give the best tours of a crew out of the wanted stops; `worth` is that of offers.

        The crew stays at home on the days `off`.
        """
        shut = set(off)
        while True:
            tours = _Run(self, crew, wanted, worth, frozenset(shut)).run()
            tired = self._find_tired(tours, worth)
            if tired is None:
                return tours
            shut.add(tired)

    def _find_tired(self, tours: list[Column], worth: Floats) -> int | None:
        """Find the least day of the first row of days that is too long."""
        most = self.instance.question.parameters.max_days_in_a_row
        stops = {
            tour.first + number: offers
            for tour in tours
            for number, offers in enumerate(tour.days)
        }
        for day in sorted(stops):
            row = range(day, day + most + 1)
            if all(d in stops for d in row):
                return min(row, key=lambda d: sum(float(worth[o]) for o in stops[d]))
        return None


class _Run:
    """One crew, one set of stops."""

    def __init__(
        self, nights: Nights, crew: int, wanted: Wanted, worth: Floats, shut: frozenset[int]
    ) -> None:
        self.instance = nights.instance
        self.nights = nights
        self.elapsed = nights.elapsed
        self.number = crew
        self.crew = nights.instance.crews[crew]
        self.wanted = wanted
        self.worth = worth
        self.free = [bool(f) and d not in shut for d, f in enumerate(self.crew.free)]
        self.beds = self._choose_beds()
        self.places = np.array(
            [self.crew.depot_place, *self.instance.bed_place[self.beds]], np.int64
        )

    def _choose_beds(self) -> Ints:
        near = self.instance.roads.near_beds
        places = {
            int(self.instance.visit_place[self.instance.offers.visit[offer]])
            for offers in self.wanted.values()
            for offer in offers
        }
        beds = {int(b) for place in places for b in near[place][:_NEAR]}
        return np.array(sorted(b for b in beds if self.crew.may_sleep[b]), np.int64)

    def run(self) -> list[Column]:
        """Go forward over the days, and back along the best way."""
        parameters = self.instance.question.parameters
        self.depth = max(self.crew.max_nights, parameters.rest_days) + 1
        value = np.full((parameters.max_days_a_week + 1, self.depth, len(self.places)), _NEVER)
        value[0, 0, 0] = 0.0
        steps: list[_Step] = []
        weeks: list[Ints | None] = []
        days: list[_Day] = []
        for day in range(self.instance.days):
            weeks.append(None)
            if day and self.instance.date_of(day).weekday() == 0:
                weeks[-1] = np.argmax(value, axis=0)
                best = value.max(axis=0)
                value = np.full_like(value, _NEVER)
                value[0] = best
            days.append(self._rate_day(day))
            value, step = self._advance(day, value, days[-1])
            steps.append(step)
        return self._trace(value, steps, weeks, days)

    def _advance(self, day: int, value: Floats, rated: _Day) -> tuple[Floats, _Step]:
        after = np.full_like(value, _NEVER)
        step = _Step(np.zeros(value.shape, np.int32), np.full(value.shape, -1, np.int32))
        rest = np.maximum(np.arange(self.depth) - 1, 0)
        for nights in range(self.depth):  # a day off, at home
            better = value[:, nights, 0] > after[:, rest[nights], 0]
            after[better, rest[nights], 0] = value[better, nights, 0]
            step.nights[better, rest[nights], 0] = nights
        if not self.free[day]:
            return after, step
        away = bool(self.crew.away[day]) and day + 1 < self.instance.days and self.free[day + 1]
        parameters = self.instance.question.parameters
        for nights in range(self.crew.max_nights + 1):
            starts = slice(0, 1) if nights == 0 else slice(1, None)
            ways = value[:-1, nights, starts, None] + rated.worth[None, starts, :]
            if not ways.shape[1]:
                continue
            origin = np.argmax(ways, axis=1) + starts.start
            gained = ways.max(axis=1)
            due = parameters.rest_days if nights >= parameters.rest_after_nights else 0
            self._keep(after, step, gained, origin, nights, due, slice(0, 1))
            if away and nights < self.crew.max_nights:
                self._keep(after, step, gained, origin, nights, nights + 1, slice(1, None))
        return after, step

    def _keep(
        self,
        after: Floats,
        step: _Step,
        gained: Floats,
        origin: Ints,
        nights: int,
        onward: int,
        ends: slice,
    ) -> None:
        target = after[1:, onward, ends]
        better = gained[:, ends] > target
        target[better] = gained[:, ends][better]
        step.nights[1:, onward, ends][better] = nights
        step.place[1:, onward, ends][better] = origin[:, ends][better]

    def _rate_day(self, day: int) -> _Day:
        size = len(self.places)
        best = np.full((size, size), _NEVER)
        chosen = np.zeros((size, size), np.int32)
        subsets = tuple(_list_subsets(self.wanted.get(day, ())))
        if self.free[day]:
            for number, offers in enumerate(subsets):
                rated = self._rate(offers)
                better = rated > best
                best[better] = rated[better]
                chosen[better] = number
        return _Day(best, chosen, subsets)

    def _rate(self, offers: tuple[int, ...]) -> Floats:
        """Rate a day of these stops from every place to every place."""
        instance, limits = self.instance, self.instance.limits
        minutes, metres = instance.roads.minutes, instance.roads.metres
        per_metre = self.nights.per_metre
        prices = instance.bed_money(self.number)[self.beds] * self.nights.per_money
        ends = np.concatenate(([0.0], prices)) + instance.question.parameters.rates.crew_day
        if not offers:
            grid = np.ix_(self.places, self.places)
            fits = limits.shift_start + self.elapsed[grid] <= limits.shift_end
            fits &= minutes[grid] <= limits.max_drive
            rated = -metres[grid] * per_metre - ends[None, :]
            return np.where(fits, rated, _NEVER)
        stops = instance.visit_place[instance.offers.visit[list(offers)]]
        inner = [int(minutes[a, b]) for a, b in pairwise(stops)]
        road = sum(int(metres[a, b]) for a, b in pairwise(stops))
        latest, tail = self._time_back(offers, stops)
        arrive = limits.shift_start + self.elapsed[self.places, stops[0]]
        ready = self._time_on(offers, stops, arrive)
        fits = (np.maximum(arrive, int(instance.offers.earliest[offers[0]])) <= latest)[:, None]
        fits = fits & (ready[:, None] + tail[None, :] <= limits.shift_end)
        wheel = minutes[self.places, stops[0]][:, None] + minutes[stops[-1], self.places][None, :]
        fits &= wheel + sum(inner) <= limits.max_drive
        driven = metres[self.places, stops[0]][:, None] + metres[stops[-1], self.places][None, :]
        gained = float(self.worth[list(offers)].sum())
        rated = gained - (driven + road) * per_metre - ends[None, :]
        return np.where(fits, rated, _NEVER)

    def _time_back(self, offers: tuple[int, ...], stops: Ints) -> tuple[int, Ints]:
        """Give the latest start at the first stop, and how long the way to each end takes."""
        table = self.instance.offers
        latest = int(table.latest[offers[-1]])
        for number in range(len(offers) - 2, -1, -1):
            way = int(table.minutes[offers[number]])
            way += int(self.elapsed[stops[number], stops[number + 1]])
            if int(table.earliest[offers[number + 1]]) > latest:
                return -1, self.elapsed[stops[-1], self.places]
            latest = min(int(table.latest[offers[number]]), latest - way)
        return latest, self.elapsed[stops[-1], self.places]

    def _time_on(self, offers: tuple[int, ...], stops: Ints, arrive: Ints) -> Ints:
        """Give the end of the last service for each arrival at the first stop."""
        table = self.instance.offers
        now = arrive
        for number, offer in enumerate(offers):
            if number:
                now = now + int(self.elapsed[stops[number - 1], stops[number]])
            now = np.maximum(now, int(table.earliest[offer])) + int(table.minutes[offer])
        return now

    def _trace(
        self, value: Floats, steps: list[_Step], weeks: list[Ints | None], days: list[_Day]
    ) -> list[Column]:
        home = value[:, :, 0]
        out, nights = np.unravel_index(int(np.argmax(home)), home.shape)
        state = (int(out), int(nights), 0)
        tours: list[Column] = []
        stops: list[tuple[int, ...]] = []
        beds: list[int] = []
        for day in range(len(steps) - 1, -1, -1):
            nights, origin = int(steps[day].nights[state]), int(steps[day].place[state])
            if origin >= 0:
                stops.insert(0, days[day].subsets[days[day].chosen[origin, state[2]]])
                if origin == 0:
                    column = make_column(
                        self.instance, self.number, day, tuple(stops), tuple(beds)
                    )
                    broken = find_broken_rule(self.instance, column)
                    assert broken is None, f"tours of a crew break {broken}"
                    tours.append(column)
                    stops, beds = [], []
                else:
                    beds.insert(0, int(self.beds[origin - 1]))
            state = (state[0] - (origin >= 0), nights, max(origin, 0))
            if weeks[day] is not None:
                state = (int(weeks[day][state[1:]]), *state[1:])
        return tours[::-1]


def _list_subsets(offers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """List what may be left of a day's stops: every subset, or of many the nearest and least."""
    sizes = range(len(offers) + 1)
    if len(offers) > _MOST_SUBSETS:
        sizes = (len(offers), len(offers) - 1, len(offers) - 2, 1, 0)
    for size in sizes:
        yield from combinations(offers, size)
