"""Prices that bound a part well: between those of the least bound and those of its master.

Prices of the master swing for long; half way they come down steadily (Wentges 1997; Ben-Ameur
and Neto 2007). Visits and their repeats are priced as one spot, as in the bound of the whole.
"""

from collections.abc import Callable

import numpy as np

from planner.touring.cuts import Cuts
from planner.touring.evaluate import Column, make_column
from planner.touring.instance import Floats
from planner.touring.master import Master
from planner.touring.memory import Neighbourhoods
from planner.touring.pricing import Pricer
from planner.touring.search import Search
from planner.touring.spots import Spots, choose_offer, cut_out, find_spots
from planner.touring.weigh import REMEMBERED, follow

_KEPT = 0.6  # share of the best prices so far in the next ones
_MOST_TOURS = 5000  # to begin with
_CLOSE = 0.01  # share of the bound that is near enough: the rest lies between parts


def settle(search: Search, remaining: Callable[[], float], step: Callable[[], None]) -> Floats:
    """Give the prices that bound a search best, found round by round while there is time."""
    best = search.bound.duals
    if not search.instance.visits or not search.instance.crews:
        return best
    pool = search.pool
    master = Master(pool, search.limits, remaining, step, Cuts(search.instance))
    order = np.argsort(-pool.reduce(best), kind="stable")[:_MOST_TOURS]
    for number in sorted({int(n) for n in order} | search.best):
        master.add(number)
    spots = find_spots(search.instance)
    least = _weigh(search, spots, best, [], step)
    while least is not None and remaining() > 0:
        solved = master.solve()
        if solved is None or least - solved.value <= _CLOSE * abs(solved.value):
            break
        master.thin(solved)
        duals = _KEPT * best + (1 - _KEPT) * solved.duals
        for row, price in search.rows.soft.items():
            duals[row] = min(float(duals[row]), price)
        found: list[Column] = []
        bound = _weigh(search, spots, duals, found, step)
        if bound is None:
            break
        if bound < least:
            best, least = duals, bound
        master.take(found)
    return best


def _weigh(
    search: Search, spots: Spots, duals: Floats, found: list[Column], step: Callable[[], None]
) -> float | None:
    """Bound by prices and list the tours found on the way; None where memory ran out."""
    instance, rows = search.instance, search.rows
    total = float(duals @ np.array(rows.limits))
    for depot in sorted({row.depot for row in instance.crews}):
        crews = [crew for crew, row in enumerate(instance.crews) if row.depot == depot]
        prices = [rows.price(crew, duals) for crew in crews]
        cut = cut_out(instance, spots, crews, prices)
        if not cut.instance.visits:
            continue
        pricer = Pricer(cut.instance, Neighbourhoods(cut.instance, REMEMBERED))
        for number, crew in enumerate(crews):
            step()
            priced = pricer.bound(number, cut.prices[number])
            if priced is None:
                return None
            total += follow(cut.instance, priced[0])
            for other in priced[1]:
                column = other.column
                days = tuple(
                    tuple(
                        choose_offer(instance, spots, crew, prices[0].prize, int(cut.groups[o]))
                        for o in offers
                    )
                    for offers in column.days
                )
                if len({int(cut.instance.offers.visit[o]) for o in column.offers}) == len(
                    column.offers
                ):
                    beds = tuple(int(cut.beds[bed]) for bed in column.beds)
                    found.append(make_column(instance, crew, column.first, days, beds))
    return total
