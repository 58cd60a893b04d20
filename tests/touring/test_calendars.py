"""Calendars: the ways through them are what a crew may do, no more and no less."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest

from planner.domain.demand import Question
from planner.touring.calendars import build_calendar
from planner.touring.instance import build_instance
from tests.touring.questions import MONDAY, make_random, with_crew

DAYS = 10


def make_busy(seed: int) -> Question:
    """Make a question over two weeks' border, with days off, whose limits bind early."""
    draw = random.Random(seed)
    question = make_random(seed, venues=2, homes=0, days=DAYS)
    days = [MONDAY + timedelta(day) for day in range(DAYS) if draw.random() < 0.85]
    parameters = replace(
        question.parameters,
        max_days_a_week=draw.choice([2, 3]),
        max_days_in_a_row=draw.choice([2, 3, 4]),
        rest_days=draw.choice([0, 1, 2]),
    )
    question = replace(question, parameters=parameters)
    return with_crew(question, 1, days=tuple(days), max_nights=draw.choice([0, 1, 2]))


def find_most_by_trying(question: Question, worth: np.ndarray) -> float:
    """Try every choice of days out, cut in every way into tours of one crew."""
    crew, parameters = question.crews[0], question.parameters
    free = {(day - MONDAY).days for day in crew.days}
    weeks = [(MONDAY + timedelta(day)).isocalendar()[:2] for day in range(DAYS)]
    best = 0.0
    for size in range(len(free) + 1):
        for out in combinations(sorted(free), size):
            too_long = parameters.max_days_in_a_row + 1
            if any({day + k for k in range(too_long)} <= set(out) for day in out):
                continue
            if any(
                n > parameters.max_days_a_week for n in Counter(weeks[day] for day in out).values()
            ):
                continue
            best = max(best, cut_best(out, 0, question, worth))
    return best


def cut_best(out: tuple[int, ...], at: int, question: Question, worth: np.ndarray) -> float:
    """Cut days out, from the one at a place on, into tours that are worth most together."""
    if at == len(out):
        return 0.0
    crew, parameters = question.crews[0], question.parameters
    best = -np.inf
    for nights in range(min(crew.max_nights, len(out) - at - 1) + 1):
        last = out[at + nights]
        if last - out[at] != nights:
            break
        rest = parameters.rest_days if nights >= parameters.rest_after_nights else 0
        if at + nights + 1 < len(out) and out[at + nights + 1] <= last + rest:
            continue
        rested = cut_best(out, at + nights + 1, question, worth)
        best = max(best, worth[last, nights] + rested)
    return best


@pytest.mark.parametrize("seed", range(25))
def test_that_the_best_way_is_the_best_choice_of_days(seed: int) -> None:
    question = make_busy(seed)
    instance = build_instance(question)
    draw = np.random.default_rng(seed)
    worth = draw.uniform(-20, 100, (DAYS, question.crews[0].max_nights + 1))
    found = build_calendar(instance, 0).find_most(worth)
    assert found == pytest.approx(find_most_by_trying(question, worth))


@pytest.mark.parametrize("seed", range(5))
def test_that_a_shape_costs_what_its_cheapest_way_does(seed: int) -> None:
    calendar = build_calendar(build_instance(make_busy(seed)), 0)
    prices = np.random.default_rng(seed).uniform(0, 50, calendar.mornings)
    costs = calendar.price_shapes(prices)
    assert sorted(costs) == calendar.list_shapes()
    for begin, end, shape in calendar.ways:
        if shape is not None:
            assert costs[shape] <= prices[begin] - (prices[end] if end >= 0 else 0.0) + 1e-9
