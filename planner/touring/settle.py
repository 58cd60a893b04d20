"""Prices that bound a part well: between those of the least bound and those of its master.

Prices of the master swing for long; half way they come down steadily (Wentges 1997; Ben-Ameur
and Neto 2007).
"""

from collections.abc import Callable

import numpy as np

from planner.touring.cuts import Cuts
from planner.touring.master import Master
from planner.touring.search import Search

_KEPT = 0.6  # share of the best prices so far in the next ones
_MOST_TOURS = 5000  # to begin with
_CLOSE = 0.01  # share of the bound that is near enough: the rest lies between parts


def settle(search: Search, remaining: Callable[[], float], step: Callable[[], None]) -> None:
    """Lower the bound of a search by pricing exactly, round by round, while there is time."""
    bound, pool = search.bound, search.pool
    if not search.instance.visits or not search.instance.crews:
        return
    master = Master(pool, search.limits, remaining, step, Cuts(search.instance))
    order = np.argsort(-pool.reduce(bound.duals), kind="stable")[:_MOST_TOURS]
    for number in sorted({int(n) for n in order} | search.best):
        master.add(number)
    while remaining() > 0:
        solved = master.solve()
        if solved is None:
            return
        if bound.least is not None and bound.least - solved.value <= _CLOSE * abs(bound.least):
            return
        proof = bound.prove(_KEPT * bound.duals + (1 - _KEPT) * solved.duals)
        if proof is None:
            return
        for column in proof.columns:
            added = pool.add(column)
            if added is not None:
                master.add(added)
