"""Days for one visit: what is offered keeps every rule and is worth what it says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings

from planner.domain.answers import DayAnswer
from planner.domain.calendar import DateSpan, RevisitRule
from planner.domain.demand import Question
from planner.domain.findings import Cause, Finding, Reason, Rule
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Tour
from planner.domain.scenario import Scenario
from planner.judge.case import open_case
from planner.judge.check import check
from planner.judge.cost import price
from planner.judge.find_day import find_days, open_finder
from planner.rules.demand import build_question
from tests.factories import (
    HORIZON,
    PLANNED_ON,
    finish_plan,
    make_crew,
    make_customer,
    make_question,
    make_scenario,
    make_tour,
    make_venue,
)
from tests.strategies import QUESTION, hand_made_tours, visit_ids

TUESDAY = date(2026, 10, 20)
SCENARIO = make_scenario()


def ask(
    visit: str,
    tours: list[Tour] | tuple[Tour, ...],
    scenario: Scenario = SCENARIO,
    question: Question = QUESTION,
) -> dict[date, DayAnswer]:
    return {answer.day: answer for answer in find_days(visit, tours, scenario, question)}


def test_that_every_day_of_the_horizon_is_answered() -> None:
    answers = find_days("V001", [], SCENARIO, QUESTION)
    assert [answer.day for answer in answers] == list(HORIZON.days())
    assert all((answer.after is None) == (answer.obstacle is not None) for answer in answers)


def test_that_a_stop_by_the_way_costs_little_driving() -> None:
    tour = make_tour(QUESTION, TUESDAY, [["V002/180"]])
    found = ask("H:C002", [tour])
    assert found[TUESDAY].before is tour
    assert found[TUESDAY].detour < 30 < found[TUESDAY + timedelta(7)].detour
    assert found[TUESDAY].gain > found[TUESDAY + timedelta(7)].gain


def test_that_the_day_it_stands_on_is_known_and_gains_nothing() -> None:
    found = ask("V001", [make_tour(QUESTION, TUESDAY, [["V001"]])])
    assert [day for day, answer in found.items() if answer.is_now] == [TUESDAY]
    assert found[TUESDAY].gain == pytest.approx(0)


def test_that_days_before_the_notice_lead_say_so() -> None:
    earliest = PLANNED_ON + timedelta(SCENARIO.parameters.notice_lead_days)
    cause = Cause(Reason.NOTICE_LEAD, (("date", earliest.isoformat()),))
    assert ask("V001", [])[earliest - timedelta(1)].obstacle == cause


def test_that_a_closed_day_says_when_it_opens_again() -> None:
    venue = make_venue(closed=(DateSpan(TUESDAY, TUESDAY + timedelta(3)),))
    scenario = make_scenario(venues=(venue,))
    found = ask("V001", [], scenario, make_question(scenario))
    facts = (("date", (TUESDAY + timedelta(4)).isoformat()),)
    assert found[TUESDAY].obstacle == Cause(Reason.VENUE_CLOSED, facts)
    assert found[TUESDAY + timedelta(4)].after is not None


def test_that_it_is_too_soon_after_the_last_visit() -> None:
    venue = make_venue(last_visit=TUESDAY - timedelta(80))
    scenario = make_scenario(venues=(venue,))
    cause = ask("V001", [], scenario, make_question(scenario))[TUESDAY].obstacle
    assert cause == Cause(Reason.REVISIT, (("date", (TUESDAY + timedelta(1)).isoformat()),))


def test_that_a_late_part_names_its_day() -> None:
    customer = make_customer(part_arrives_on=TUESDAY)
    scenario = make_scenario(customers=(customer,))
    found = ask("H:C001", [], scenario, make_question(scenario))
    cause = Cause(Reason.PART_LATE, (("date", TUESDAY.isoformat()),))
    assert found[TUESDAY - timedelta(1)].obstacle == cause
    assert found[TUESDAY].after is not None


def test_that_an_absent_crew_is_named() -> None:
    crew = make_crew("CR1", absent=(DateSpan(TUESDAY, TUESDAY),))
    scenario = make_scenario(crews=(crew,))
    cause = ask("V001", [], scenario, make_question(scenario))[TUESDAY].obstacle
    assert isinstance(cause, Cause)
    assert cause.reason is Reason.CREWS_AWAY
    assert dict(cause.facts)["block"] == "absent"


def test_that_a_day_of_loss_is_still_a_day() -> None:
    venue = make_venue("V004", footfall_normal=0, footfall_market=0)
    scenario = make_scenario(venues=(venue,), customers=())
    found = ask("V004", [], scenario, make_question(scenario))[TUESDAY]
    assert found.after is not None
    assert found.gain < 0


def test_that_a_full_day_says_which_stop_is_in_the_way() -> None:
    scenario = make_scenario(crews=(make_crew("CR1"),))
    question = make_question(scenario)
    tour = make_tour(question, TUESDAY, [["V001"]])
    cause = ask("V004", [tour], scenario, question)[TUESDAY].obstacle
    assert isinstance(cause, Cause)
    assert cause.reason in (Reason.BETTER_STOP, Reason.STOPPED_EARLY)
    assert dict(cause.facts)["stop"] == "V001"


def test_that_a_planned_repeat_bounds_the_days() -> None:
    venue = make_venue(revisit=RevisitRule(7, 1, 1), market=None)
    scenario = make_scenario(venues=(venue,))
    question = make_question(scenario)
    tours = [
        make_tour(question, TUESDAY, [["V001"]]),
        make_tour(question, TUESDAY + timedelta(7), [["V001#2"]]),
    ]
    found = ask("V001", tours, scenario, question)
    open_days = [day for day, answer in found.items() if answer.after]
    assert open_days == [TUESDAY - timedelta(1), TUESDAY, TUESDAY + timedelta(1)]
    late, early = found[TUESDAY - timedelta(2)].obstacle, found[TUESDAY + timedelta(2)].obstacle
    assert isinstance(late, Finding)
    assert isinstance(early, Finding)
    assert (late.rule, early.rule) == (Rule.REVISIT_LATE, Rule.REVISIT_EARLY)


def test_that_a_locked_visit_stays_on_its_day() -> None:
    lock = Lock("V001", Freedom.DAY, TUESDAY, 600, "CR1")
    question = build_question(SCENARIO, PLANNED_ON, HORIZON, locks=(lock,))
    found = ask("V001", [make_tour(question, TUESDAY, [["V001"]])], SCENARIO, question)
    assert [day for day, answer in found.items() if answer.after] == [TUESDAY]
    assert found[TUESDAY + timedelta(7)].obstacle == Cause(Reason.LOCKED)


def test_that_a_budget_without_money_allows_no_night() -> None:
    limits = replace(SCENARIO.parameters, budget=0, max_drive_minutes_per_day=150)
    scenario = make_scenario(parameters=limits)
    far = ask("V001", [], scenario, make_question(scenario))[TUESDAY].obstacle
    assert isinstance(far, Cause)
    assert far.reason is Reason.BUDGET


@settings(max_examples=25, deadline=None)
@given(hand_made_tours(), visit_ids())
def test_that_every_day_offered_keeps_the_rules_and_is_worth_what_it_says(
    tours: tuple[Tour, ...], visit: str
) -> None:
    assume(not check(finish_plan(tours), SCENARIO, QUESTION))
    finder = open_finder(visit, tours, open_case(tours, SCENARIO, QUESTION))
    value = price(tours, QUESTION).value
    for day in list(HORIZON.days())[4:12]:
        answer = finder.answer(day)
        if answer.after:
            made = finish_plan(finder.place(answer))
            assert check(made, SCENARIO, QUESTION) == ()
            assert made.value - value == pytest.approx(answer.gain)
