"""What a plan would lose without one stop."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.demand import Floor
from planner.domain.plan import Terms
from planner.judge.cost import price
from planner.judge.marginal import weigh
from tests.factories import make_question, make_tour

QUESTION = make_question()
TUESDAY = date(2026, 10, 20)
TOUR = make_tour(QUESTION, TUESDAY, (["V001"], ["V002"]), beds=["V001"])


def test_that_the_only_stop_weighs_as_much_as_the_plan() -> None:
    alone = (make_tour(QUESTION, TUESDAY, (["V001"],)),)
    assert weigh(alone, "V001", QUESTION) == price(alone, QUESTION)


def test_that_a_stop_that_costs_a_day_and_a_night_weighs_less_by_them() -> None:
    left = (make_tour(QUESTION, TUESDAY, (["V001"],)),)
    found = weigh((TOUR,), "V002", QUESTION)
    assert (found.crew_days, found.nights) == (-15.0, pytest.approx(-3 * 100 / 50))
    expected = price((TOUR,), QUESTION).value - price(left, QUESTION).value
    assert found.value == pytest.approx(expected)


def test_that_a_stop_that_fills_a_floor_weighs_its_price_too() -> None:
    wanted = replace(QUESTION, floors=(Floor("3302", ("V002", "V004"), 1, 90.0),))
    assert weigh((TOUR,), "V002", wanted).floors == 90.0


def test_that_what_is_not_planned_weighs_nothing() -> None:
    assert weigh((TOUR,), "V003", QUESTION) == Terms()
