"""What tours of a crew may follow each other: rest kept, and the days out in an ISO week.

A calendar is a net of mornings at home. From each a day at home leads to the next, and a tour to
the morning after its rest; a morning stands for the days out in its week so far. Whatever a crew
does in the horizon is a way through its net, and shares of ways are all that rows over single
days, weeks and rests could ever say of shares of tours (Ford and Fulkerson 1962).
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from planner.touring.instance import Floats, Instance

Shape = tuple[int, int]
"""The first day of a tour and its nights."""


class Way(NamedTuple):
    """A way from one morning to a later one: the tour of a shape, or None for a day at home.

    `end` is -1 where the horizon is over.
    """

    begin: int
    end: int
    shape: Shape | None


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """So many `mornings` of a crew, the first one 0; `ways` are in the order of time."""

    mornings: int
    ways: tuple[Way, ...]

    def list_shapes(self) -> list[Shape]:
        """List the shapes that tours may have, in order."""
        return sorted({way.shape for way in self.ways if way.shape is not None})

    def find_most(self, worth: Floats) -> float:
        """Give the most that tours following each other are worth, each by [last day, nights]."""
        best = np.full(self.mornings + 1, -np.inf)  # the last one when the horizon is over
        best[0] = 0.0
        nights_known = worth.shape[1]
        for begin, end, shape in self.ways:
            value = best[begin]
            if shape is not None:
                first, nights = shape
                if nights >= nights_known:
                    continue
                value += worth[first + nights, nights]
            if value > best[end]:
                best[end] = value
        return float(best[-1])

    def price_shapes(self, prices: Floats) -> dict[Shape, float]:
        """Give what every shape costs at least, where mornings have prices."""
        costs: dict[Shape, float] = {}
        for begin, end, shape in self.ways:
            if shape is not None:
                cost = float(prices[begin] - (prices[end] if end >= 0 else 0.0))
                costs[shape] = min(cost, costs.get(shape, np.inf))
        return costs


def build_calendar(instance: Instance, crew: int) -> Calendar:
    """Build the net of a crew's mornings."""
    row = instance.crews[crew]
    parameters = instance.question.parameters
    weeks = [instance.date_of(day).isocalendar()[:2] for day in range(instance.days)]
    free: dict[tuple[int, int], int] = defaultdict(int)
    for day in np.flatnonzero(row.free).tolist():
        free[weeks[day]] += 1
    most = parameters.max_days_a_week
    is_counted = [free[week] > most for week in weeks]

    def pass_day(day: int, count: int, out: int) -> int:
        """Give the days out so far, on the morning after a day."""
        same = day + 1 < instance.days and weeks[day + 1] == weeks[day]
        return count + out if same and is_counted[day] else 0

    def lead(day: int, count: int) -> list[tuple[int, int, Shape | None]]:
        """List the mornings that a day at home, or a tour, leads to."""
        ends: list[tuple[int, int, Shape | None]] = [(day + 1, pass_day(day, count, 0), None)]
        for nights in range(min(row.max_nights, instance.days - 1 - day) + 1):
            last = day + nights
            if not row.free[last] or (is_counted[last] and count >= most):
                break
            count = pass_day(last, count, 1)
            back, rested = last + 1, count
            if nights >= parameters.rest_after_nights:
                for rest in range(back, min(back + parameters.rest_days, instance.days)):
                    back, rested = rest + 1, pass_day(rest, rested, 0)
            ends.append((back, rested, (day, nights)))
        return ends

    numbers = {(0, 0): 0}
    days: dict[int, list[int]] = defaultdict(list)
    days[0].append(0)
    ways = []
    for day in range(instance.days):
        for count in sorted(days[day]):
            for back, rested, shape in lead(day, count):
                end = -1
                if back < instance.days:
                    if (back, rested) not in numbers:
                        numbers[back, rested] = len(numbers)
                        days[back].append(rested)
                    end = numbers[back, rested]
                ways.append(Way(numbers[day, count], end, shape))
    return Calendar(len(numbers), tuple(ways))
