"""What tours of a crew may follow each other: rest kept, and the days out in an ISO week.

A calendar is a net of mornings at home. From each a day at home leads to the next, and a tour to
the morning after its rest; a morning stands for the days out in its week so far. Whatever a crew
does in the horizon is a way through its net, and shares of ways are all that rows over single
days, weeks and rests could ever say of shares of tours (Ford and Fulkerson 1962).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from planner.touring.instance import Flags, Floats, Instance

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


State = tuple[int, int]
"""The days out in the week so far, and in a row until last night."""


@dataclass(frozen=True, slots=True)
class _Limits:
    """What binds one crew: days a week where `is_counted`, days in a row, rest."""

    free: Flags
    max_nights: int
    is_counted: Sequence[bool]
    ends_week: Sequence[bool]
    most: int
    in_a_row: int
    rest_after: int
    rest_days: int

    @classmethod
    def of(cls, instance: Instance, crew: int) -> "_Limits":
        """Look up what binds a crew."""
        row, parameters = instance.crews[crew], instance.question.parameters
        weeks = [instance.date_of(day).isocalendar()[:2] for day in range(instance.days)]
        free = Counter(week for week, is_free in zip(weeks, row.free, strict=True) if is_free)
        return cls(
            row.free,
            row.max_nights,
            [free[week] > parameters.max_days_a_week for week in weeks],
            [week != following for week, following in zip(weeks, [*weeks[1:], None], strict=True)],
            parameters.max_days_a_week,
            parameters.max_days_in_a_row,
            parameters.rest_after_nights,
            parameters.rest_days,
        )

    def stay(self, day: int, state: State) -> State:
        """Pass a day at home."""
        return 0 if self.ends_week[day] else state[0], 0

    def go(self, day: int, state: State) -> State | None:
        """Pass a day out; None where it may not be one."""
        count, run = state
        if not self.free[day] or run >= self.in_a_row:
            return None
        if not self.is_counted[day]:
            return 0, run + 1
        if count >= self.most:
            return None
        return 0 if self.ends_week[day] else count + 1, run + 1

    def lead(self, day: int, state: State) -> Iterator[tuple[int, State, Shape | None]]:
        """List the mornings that a day at home, or a tour, leads to."""
        yield day + 1, self.stay(day, state), None
        out = state
        for last in range(day, min(day + self.max_nights + 1, len(self.free))):
            after = self.go(last, out)
            if after is None:
                return
            back, out, rested = last + 1, after, after
            if last - day >= self.rest_after:
                for rest in range(back, min(back + self.rest_days, len(self.free))):
                    back, rested = rest + 1, self.stay(rest, rested)
            yield back, rested, (day, last - day)


def build_calendar(instance: Instance, crew: int) -> Calendar:
    """Build the net of a crew's mornings."""
    limits = _Limits.of(instance, crew)
    numbers = {(0, (0, 0)): 0}
    states: dict[int, list[State]] = defaultdict(list, {0: [(0, 0)]})
    ways = []
    for day in range(instance.days):
        for state in sorted(states[day]):
            for back, rested, shape in limits.lead(day, state):
                if back < instance.days and (back, rested) not in numbers:
                    numbers[back, rested] = len(numbers)
                    states[back].append(rested)
                ways.append(Way(numbers[day, state], numbers.get((back, rested), -1), shape))
    return Calendar(len(numbers), tuple(ways))
