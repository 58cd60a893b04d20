"""What one more would be worth: exact where there is one limit, never too little anywhere."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from planner.domain.demand import Question
from planner.touring.instance import build_instance
from planner.touring.rows import build_rows
from planner.touring.session import Session
from planner.touring.shadow import Shadow, move_prices
from planner.watch import NoWatch
from tests.touring.brute import find_best_value
from tests.touring.questions import at_km, make_booth, make_question, make_strict


def cast(question: Question) -> tuple[Shadow, float]:
    """Solve a question, and give its shadow and its value."""
    session = Session(question)
    outcome = session.solve(2.0, 1, NoWatch(), lambda _: None)
    assert session.duals is not None
    return Shadow(session.instance, session.duals, outcome.value, lambda: None), outcome.value


def with_twin(question: Question) -> Question:
    twin = replace(question.crews[0], id=question.crews[0].id + "+", technicians=())
    depots = tuple(replace(depot, vehicles=depot.vehicles + 1) for depot in question.depots)
    return replace(question, crews=(*question.crews, twin), depots=depots)


def with_more(question: Question, **limits: int) -> Question:
    return replace(question, parameters=replace(question.parameters, **limits))


def with_longer_nights(question: Question) -> Question:
    crews = tuple(replace(crew, max_nights=crew.max_nights + 1) for crew in question.crews)
    return replace(question, crews=crews)


TWO_AT_ONCE = make_question(
    [make_booth("V1", at_km(50), [1], worth=300.0), make_booth("V2", at_km(-50), [1], worth=200.0)]
)


def test_that_a_crew_more_is_worth_the_booth_that_one_crew_leaves_or_the_better_one() -> None:
    shadow, value = cast(TWO_AT_ONCE)
    more = with_twin(TWO_AT_ONCE)
    gain = shadow.weigh(more, {"C1+": "C1"})
    assert 0 < find_best_value(more) - value <= gain + 1e-6
    assert gain <= value + 1e-6  # every price of the one crew's day between the two proves as much


def test_that_what_binds_nothing_is_worth_nothing() -> None:
    shadow, _value = cast(TWO_AT_ONCE)
    longer = with_longer_nights(TWO_AT_ONCE)
    assert shadow.weigh(longer, {}) == pytest.approx(0, abs=1e-6)
    looser = with_more(TWO_AT_ONCE, max_days_a_week=6)
    assert shadow.weigh(looser, {}) == pytest.approx(0, abs=1e-6)


def test_that_a_night_more_is_worth_what_lies_beyond_the_nights_there_are() -> None:
    far = at_km(430)
    question = make_question(
        [make_booth("V1", far, [2], worth=3000.0)],
        beds=[("B1", at_km(215), 100), ("V1", far, 100)],
        max_nights=1,
    )
    shadow, value = cast(question)
    longer = with_longer_nights(question)
    best = find_best_value(longer)
    assert value == 0
    assert best > 0
    assert shadow.weigh(longer, {}) == pytest.approx(best)


def test_that_a_day_more_a_week_is_worth_the_least_of_the_days() -> None:
    visits = [make_booth(f"V{n}", at_km(40 + n), [n], worth=200.0 - 20 * n) for n in range(1, 4)]
    question = with_more(make_question(visits), max_days_a_week=2)
    shadow, value = cast(question)
    looser = with_more(question, max_days_a_week=3)
    assert shadow.weigh(looser, {}) == pytest.approx(find_best_value(looser) - value)


def test_that_an_earlier_day_is_worth_the_visit_that_waits_for_it() -> None:
    early = make_booth("V1", at_km(50), [1], worth=300.0)
    question = make_question([replace(early, offers=()), make_booth("V2", at_km(60), [3])])
    shadow, value = cast(question)
    sooner = make_question([early, make_booth("V2", at_km(60), [3])])
    assert shadow.weigh(sooner, {}) == pytest.approx(find_best_value(sooner) - value)


@pytest.mark.parametrize("seed", [2, 3, 4, 5, 7, 8, 9, 10])
def test_that_no_variant_is_worth_more_than_estimated(seed: int) -> None:
    question = make_strict(seed)
    shadow, _value = cast(question)
    bound = shadow._bound
    for changed in (
        with_twin(question),
        with_longer_nights(question),
        with_more(question, max_days_a_week=7, max_days_in_a_row=7),
        with_more(question, rest_days=0),
    ):
        gain = shadow.weigh(changed, {question.crews[0].id + "+": question.crews[0].id})
        best = find_best_value(changed)
        if best > -inf and gain is not None:
            assert bound + gain >= best - 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_that_the_same_question_keeps_all_prices(seed: int) -> None:
    rows = build_rows(build_instance(make_strict(seed)))
    duals = np.random.default_rng(seed).uniform(0, 50, len(rows.limits))
    again = build_rows(build_instance(make_strict(seed)))
    moved = move_prices(rows, duals, again, {})
    shared = rows.first_shape
    assert moved[:shared] == pytest.approx(duals[:shared])
    assert not moved[shared:].any()
