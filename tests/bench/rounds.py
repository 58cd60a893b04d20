"""How a peer plans a question: weeks first, then the days of the plan over and over.

Whatever comes back is repaired and filled; the best plan is kept, and it is no worse than filling
alone. What binds, the budget or the share of market days, is priced by turns. Only the peer's own
search is measured against its limit: repair and filling come on top, and are part of the seconds
reported.
"""

import random
from collections.abc import Callable

from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.touring.evaluate import Column, describe_tour
from planner.touring.instance import Instance, build_instance
from tests.bench.fill import Filler
from tests.bench.ledger import Ledger, Prices
from tests.bench.repair import Repair, Routes, list_routes
from tests.bench.tasks import Limit, Task, make_days, make_weeks

Router = Callable[[Task, Limit, float, int], Routes]
"""Answers a task within a share of a limit; the last number counts the rounds."""

_FIRST = 0.4  # share of the time for whole weeks
_LEAST_ROUNDS, _MOST_ROUNDS = 4, 10
_SECONDS_A_ROUND = 3.0
_TIGHT = 0.97  # share of the budget from which it binds
_SPARE = 2.0  # booths on market days more than needed, up to which their share binds
_DROPPED = 0.25  # of the tours, where a round found nothing better


def plan_by_peer(question: Question, router: Router, limit: Limit) -> tuple[Tour, ...]:
    """Plan a question by a peer."""
    instance = build_instance(question)
    draw = random.Random(1)
    rounds = min(_MOST_ROUNDS, max(_LEAST_ROUNDS, round(limit.seconds / _SECONDS_A_ROUND)))
    plain = Prices()
    weeks = _mend(instance, router(make_weeks(instance, plain), limit, _FIRST, 0), plain)
    best = max(weeks, _insert(instance), key=_rank)
    stuck = False
    for turn in range(1, rounds + 1):
        prices = _price(best, turn)
        begin = _drop_some(best, draw) if stuck else best
        task = make_days(begin, prices, turn)
        found = _mend(instance, router(task, limit, (1.0 - _FIRST) / rounds, turn), prices)
        stuck = _rank(found) <= _rank(best)
        best = max(best, found, key=_rank)
    return describe(best)


def _drop_some(ledger: Ledger, draw: random.Random) -> Ledger:
    """Give the plan without some of its tours, so that the days are cut another way."""
    fewer = Ledger(ledger.instance)
    for tour in ledger.tours:
        if draw.random() > _DROPPED:
            fewer.add(tour)
    return fewer


def plan_by_insertion(question: Question) -> tuple[Tour, ...]:
    """Plan by repair and filling alone, from nothing."""
    return describe(_insert(build_instance(question)))


def keep_rules(instance: Instance, tours: list[Column], free: tuple[str, ...] = ()) -> Ledger:
    """Take tours as they are, or repaired where they break a rule across tours or a lock.

    The rules `free` may be broken.
    """
    ledger = Ledger(instance)
    for tour in tours:
        ledger.add(tour)
    kept = set(ledger.find_broken()) <= set(free) and ledger.made.keys() >= set(instance.locked)
    return ledger if kept else Repair(instance, Prices()).make(list_routes(instance, tours))


def describe(ledger: Ledger) -> tuple[Tour, ...]:
    """Write the tours of a plan with all times, by crew and day."""
    tours = sorted(ledger.tours, key=lambda tour: (tour.crew, tour.first))
    return tuple(describe_tour(ledger.instance, tour) for tour in tours)


def _insert(instance: Instance) -> Ledger:
    """Fill an empty plan at several prices of what binds; give the best."""
    best = _mend(instance, {}, Prices())
    for turn in (1, 2):
        prices = _price(best, turn)
        if any(prices):
            best = max(best, _mend(instance, {}, prices), key=_rank)
    return best


def _mend(instance: Instance, routes: Routes, prices: Prices) -> Ledger:
    repair, filler = Repair(instance, prices), Filler(instance, prices)
    ledger = repair.make(routes)
    filler.fill(ledger)
    ledger = repair.rework(ledger)
    filler.fill(ledger)
    return ledger


def _rank(ledger: Ledger) -> tuple[int, float]:
    return sum(v in ledger.made for v in ledger.instance.locked), ledger.value


def _price(ledger: Ledger, turn: int) -> Prices:
    """Price what binds: by turns not at all, as much as it is worth by itself, or twice that."""
    factor = turn % 3
    question = ledger.question
    budget = question.parameters.budget
    tight = budget is not None and ledger.spent > _TIGHT * budget
    scarce = ledger.booths > 0 and ledger.find_lack() > -_SPARE
    worth = ledger.instance.offers.worth
    return Prices(
        factor / question.money_per_contact_minor if tight else 0.0,
        factor * float(worth.mean()) if scarce else 0.0,
    )
