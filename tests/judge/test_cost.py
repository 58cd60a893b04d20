"""Values and costs, worked out by hand."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.demand import Worth
from planner.domain.plan import Terms
from planner.judge.cost import add_terms, list_offers, price, price_stop
from tests.factories import make_offer, make_question, make_tour, make_visit

TUESDAY = date(2026, 10, 20)
WORTH = Worth(people=54.0, customers=24.0, requests=10.0, home=1.0, overdue=3.0)


def test_that_terms_are_worths_less_days_road_and_nights() -> None:
    visits = [
        make_visit("V001", [make_offer(TUESDAY, worth=WORTH)]),
        make_visit("V002", [make_offer(TUESDAY.replace(day=21), worth=Worth(people=6.0))]),
    ]
    question = make_question(visits=visits)
    tour = make_tour(question, TUESDAY, [["V001"], ["V002"]], beds=["V001"])
    terms = price([tour], question)
    assert (terms.people, terms.customers, terms.requests) == (60.0, 24.0, 10.0)
    assert (terms.home, terms.overdue) == (1.0, 3.0)
    assert terms.crew_days == -2 * 15
    assert terms.road == pytest.approx(-0.05 * (88.734 + 120.320))
    assert terms.nights == pytest.approx(-3 * 100 / 50)  # three people, 100.00 each
    assert terms.value == pytest.approx(98 - 30 - 10.4527 - 6)


def test_that_no_tours_are_worth_nothing() -> None:
    assert price((), make_question()) == Terms()


def test_that_a_stop_nobody_offered_is_worth_nothing() -> None:
    question = make_question()
    (stop,) = make_tour(question, TUESDAY, [["V001"]]).days[0].stops
    offers = list_offers(question)
    assert price_stop(stop, TUESDAY, offers).total > 0
    assert price_stop(replace(stop, end=stop.end - 1), TUESDAY, offers) == Worth()
    assert price_stop(stop, date(2026, 10, 13), offers) == Worth()


def test_that_terms_add_up() -> None:
    one = Terms(1, 2, 3, 4, 5, 6, 7, 8)
    assert add_terms([one, one]) == Terms(2, 4, 6, 8, 10, 12, 14, 16)
    assert add_terms([one, one]).value == 2 * one.value
