"""What crews are worth at most under prices: the work of one process on crews of one depot."""

from collections.abc import Sequence

import numpy as np

from planner.touring.instance import Floats, Instance
from planner.touring.memory import Neighbourhoods
from planner.touring.pricing import Pricer
from planner.touring.spots import Cut

REMEMBERED = 2  # sites around a place: over a quarter year more cost time and gain nothing


def weigh_crews(cut: Cut) -> float | None:
    """Give the most that tours of all crews are worth; None where memory ran out."""
    if not cut.instance.visits:
        return 0.0
    pricer = Pricer(cut.instance, Neighbourhoods(cut.instance, REMEMBERED))
    total = 0.0
    for crew, prices in enumerate(cut.prices):
        worth = pricer.measure(crew, prices)
        if worth is None:
            return None
        total += follow(cut.instance, worth)
    return total


def follow(instance: Instance, worth: Floats) -> float:
    """Give the most that tours worth `worth[last day, nights]` following each other add up to.

    Rest days and days a week are kept; days in a row are not counted.
    """
    days, nights = worth.shape
    week = [instance.date_of(day).isocalendar()[:2] for day in range(days + 1)]
    most = instance.question.parameters.max_days_a_week
    best = np.full((days + 1, most + 1), -np.inf)  # at home that morning, days out that week
    best[0, 0] = 0.0
    for first in range(days):
        stay = best[first + 1]
        if week[first + 1] == week[first]:
            np.maximum(stay, best[first], out=stay)
        else:
            stay[0] = max(stay[0], best[first].max())
        for night in range(min(nights, days - first)):
            if worth[first + night, night] > 0.0:
                _go(instance, best, week, first, night, float(worth[first + night, night]))
    return float(best[days].max())


def _go(
    instance: Instance,
    best: Floats,
    week: Sequence[tuple[int, int]],
    first: int,
    night: int,
    gain: float,
) -> None:
    """Take a tour of so many nights from the morning of its first day."""
    parameters, days = instance.question.parameters, len(best) - 1
    rest = parameters.rest_days if night >= parameters.rest_after_nights else 0
    back = min(days, first + night + 1 + rest)
    span = week[first : first + night + 1]
    here, there = span.count(week[first]), span.count(week[back])
    most = best.shape[1] - 1
    if max(span.count(name) for name in set(span)) > most:
        return
    for out in range(most - here + 1):
        after = there + out if week[back] == week[first] else there
        best[back, after] = max(best[back, after], best[first, out] + gain)
