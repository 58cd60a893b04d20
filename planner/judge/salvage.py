"""What of a plan is still possible after the tables have changed."""

from collections.abc import Sequence

from planner.domain.demand import Question
from planner.domain.findings import Finding, Rule
from planner.domain.plan import Plan, Tour
from planner.domain.scenario import Scenario
from planner.judge.check import Judge
from planner.judge.cost import list_offers, price_tour
from planner.judge.edit import Bench, find_followers, make_bench, round_starts, take_out

TOLD = frozenset({Rule.NEXT_DATE, Rule.VALUE, Rule.ALL_ACCOUNTED, Rule.LOCK_KEPT})
"""Rules of what a plan says, or which locks are asked about elsewhere; no tour breaks them."""


def find_broken(tours: Sequence[Tour], judge: Judge) -> tuple[Finding, ...]:
    """List the rules bare tours break, what a plan has to tell aside."""
    question = judge.grounds.question
    plan = Plan("", question.planned_on, question.horizon, question.parameters, tuple(tours))
    return tuple(found for found in judge.check(plan) if found.rule not in TOLD)


def salvage(tours: Sequence[Tour], scenario: Scenario, question: Question) -> tuple[Tour, ...]:
    """Keep what keeps every rule: stops in the way leave, then tours."""
    judge, bench = Judge(scenario, question), make_bench(question)
    kept = round_starts(tours, question)
    while found := find_broken(kept, judge):
        kept = _without(kept, found[0], bench, question)
    return kept


def _without(
    tours: tuple[Tour, ...], found: Finding, bench: Bench, question: Question
) -> tuple[Tour, ...]:
    """Take out what a rule is broken by: a stop, the tour of that day, or the poorest tour."""
    planned = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    if found.visit in planned:
        return take_out(tours, find_followers(found.visit, question), bench)
    crews = found.crew.split(",")
    there = [
        tour
        for tour in tours
        if tour.crew in crews and any(day.day.isoformat() == found.day for day in tour.days)
    ]
    there = there or [tour for tour in tours if tour.crew in crews] or list(tours)
    offers = list_offers(question)
    poorest = min(there, key=lambda tour: price_tour(tour, offers, question).value)
    return tuple(tour for tour in tours if tour is not poorest)
