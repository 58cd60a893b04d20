"""Locks narrow what is offered; parts and regions shape it; all by default as without them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.domain.calendar import Horizon
from planner.domain.demand import Floor, Question, Visit
from planner.domain.locks import Freedom, Lock
from planner.domain.scenario import Scenario
from planner.rules.demand import build_question
from tests.factories import HORIZON, PLANNED_ON, make_customers, make_question, make_scenario

TUESDAY = date(2026, 10, 20)
EARLIEST = PLANNED_ON + timedelta(5)


def lock(freedom: Freedom, visit: str = "V001", **changes: Any) -> Lock:
    return replace(Lock(visit, freedom, TUESDAY, 600, "CR1"), **changes)


def ask(*locks: Lock, scenario: Scenario | None = None) -> Question:
    return build_question(scenario or make_scenario(), PLANNED_ON, HORIZON, locks=locks)


def find(question: Question, id: str = "V001") -> Visit:
    return next(visit for visit in question.visits if visit.id == id)


def days_of(visit: Visit) -> set[date]:
    return {offer.day for offer in visit.offers}


def test_that_no_lock_and_a_free_one_change_nothing() -> None:
    assert ask() == ask(lock(Freedom.FREE)) == make_question()


def test_that_a_week_lock_leaves_the_days_of_that_week() -> None:
    monday = TUESDAY - timedelta(1)
    found = ask(lock(Freedom.WEEK))
    assert days_of(find(found)) == {monday + timedelta(n) for n in range(7)}
    assert found.locks == (lock(Freedom.WEEK),)


def test_that_a_day_lock_leaves_all_starts_of_the_day() -> None:
    free = [offer for offer in find(ask()).offers if offer.day == TUESDAY]
    assert list(find(ask(lock(Freedom.DAY))).offers) == free


def test_that_a_time_lock_leaves_one_start_in_every_length_that_still_fits() -> None:
    for freedom in (Freedom.TIME, Freedom.CREW, Freedom.ANNOUNCED):
        offers = find(ask(lock(freedom, start=800))).offers
        assert [(o.duration, o.earliest_start, o.latest_start) for o in offers] == [
            (180, 800, 800)
        ]


def test_that_a_lock_on_the_start_keeps_the_length_it_knows() -> None:
    for freedom, lengths in ((Freedom.DAY, {180, 360}), (Freedom.TIME, {180})):
        offers = find(ask(lock(freedom, duration=180))).offers
        assert {offer.duration for offer in offers} == lengths


def test_that_only_what_is_announced_may_lie_inside_the_notice_lead() -> None:
    near = PLANNED_ON + timedelta(2)
    told = find(ask(lock(Freedom.ANNOUNCED, day=near)))
    assert days_of(told) == {near}
    assert days_of(find(ask(lock(Freedom.CREW, day=near)))) == set()


def test_that_an_announced_home_visit_opens_no_day_for_others() -> None:
    near = PLANNED_ON + timedelta(1)
    question = ask(lock(Freedom.ANNOUNCED, "H:C001", day=near, start=540))
    assert days_of(find(question, "H:C001")) == {near}
    others = [visit for visit in question.visits if visit.id != "H:C001"]
    assert others
    assert all(day >= EARLIEST for visit in others for day in days_of(visit))


def test_that_a_lock_ends_with_its_visit_and_its_day() -> None:
    past = lock(Freedom.DAY, day=PLANNED_ON - timedelta(1))
    question = ask(past, lock(Freedom.DAY, "V009"), lock(Freedom.WEEK, "V002"))
    assert [held.visit for held in question.locks] == ["V002"]
    assert find(question) == find(ask())


def test_that_a_week_lock_holds_while_a_day_of_its_week_is_left() -> None:
    sunday = lock(Freedom.WEEK, day=PLANNED_ON - timedelta(1))
    monday = replace(HORIZON, first=PLANNED_ON - timedelta(1))
    question = build_question(make_scenario(), PLANNED_ON, monday, locks=(sunday,))
    assert question.locks == (sunday,)
    assert ask(sunday).locks == ()


def test_that_a_home_visit_waits_for_its_part() -> None:
    customers = tuple(
        replace(customer, part_arrives_on=TUESDAY) if customer.id == "C001" else customer
        for customer in make_customers()
    )
    question = ask(scenario=make_scenario(customers=customers))
    assert min(days_of(find(question, "H:C001"))) == TUESDAY
    assert min(days_of(find(question, "H:C002"))) == EARLIEST


def with_floor(least: int) -> Scenario:
    scenario = make_scenario()
    parameters = replace(scenario.parameters, region_floor=least, floor_price=70.0)
    return replace(scenario, parameters=parameters)


def test_that_every_region_with_a_gap_has_its_floor() -> None:
    assert ask(scenario=with_floor(0)).floors == ()
    assert ask(scenario=with_floor(2)).floors == (
        Floor("3301", ("V001", "V003"), 2, 70.0),
        Floor("3302", ("V002", "V004"), 2, 70.0),
    )
    assert {floor.least for floor in ask(scenario=with_floor(9)).floors} == {2}


def test_that_a_region_where_nothing_can_be_offered_has_no_floor() -> None:
    short = Horizon(PLANNED_ON, EARLIEST - timedelta(1))
    assert build_question(with_floor(1), PLANNED_ON, short).floors == ()
    covered = replace(with_floor(1), customers=())
    assert ask(scenario=covered).floors == ()
