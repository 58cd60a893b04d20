"""What happened is noted in the tables it touches, and nowhere else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain.calendar import DateRule, DateSpan, RuleKind
from planner.domain.disruption import QUIET, Disruption, Trouble
from planner.rules.dates import is_market_day, move_market
from planner.rules.disruption import apply_disruption
from tests.factories import make_scenario

TUESDAY = date(2026, 10, 20)
THURSDAY = TUESDAY + timedelta(2)
SCENARIO = make_scenario()


@pytest.mark.parametrize("trouble", [Trouble.CREW_ILL, Trouble.VEHICLE_OUT])
def test_that_a_crew_without_people_or_vehicle_stays_at_home(trouble: Trouble) -> None:
    after = apply_disruption(SCENARIO, Disruption(trouble, "CR1", TUESDAY, THURSDAY))
    assert not after.crews[0].is_free_on(TUESDAY)
    assert not after.crews[0].is_free_on(THURSDAY)
    assert after.crews[0].is_free_on(THURSDAY + timedelta(1))
    assert after.crews[1] == SCENARIO.crews[1]
    assert replace(after, crews=SCENARIO.crews) == SCENARIO


@pytest.mark.parametrize("trouble", [Trouble.VENUE_CLOSED, Trouble.ROAD_CLOSED])
def test_that_a_venue_nobody_can_come_to_is_closed(trouble: Trouble) -> None:
    after = apply_disruption(SCENARIO, Disruption(trouble, "V002", TUESDAY, THURSDAY))
    assert after.venues[1].closed == (DateSpan(TUESDAY, THURSDAY),)
    assert after.venues[0] == SCENARIO.venues[0]


def test_that_a_part_comes_later() -> None:
    after = apply_disruption(SCENARIO, Disruption(Trouble.PART_LATE, "C001", TUESDAY))
    assert after.customers[0].part_arrives_on == TUESDAY
    assert after.customers[1:] == SCENARIO.customers[1:]


def test_that_a_market_is_held_on_another_day_once() -> None:
    moved = Disruption(Trouble.MARKET_MOVED, "V001", TUESDAY, THURSDAY)
    rule = apply_disruption(SCENARIO, moved).venues[0].market
    assert rule is not None
    assert not is_market_day(rule, TUESDAY)
    assert is_market_day(rule, THURSDAY)
    assert is_market_day(rule, TUESDAY + timedelta(7))
    assert not is_market_day(rule, THURSDAY + timedelta(7))


@pytest.mark.parametrize(
    "rule",
    [
        DateRule(RuleKind.DAILY),
        DateRule(RuleKind.DATES, dates=frozenset({TUESDAY})),
        DateRule(RuleKind.LUNAR_DIGITS, frozenset({0})),
    ],
)
def test_that_any_rule_can_have_a_market_moved_and_back(rule: DateRule) -> None:
    moved = move_market(rule, TUESDAY, THURSDAY)
    assert not is_market_day(moved, TUESDAY)
    assert is_market_day(moved, THURSDAY)
    if is_market_day(rule, TUESDAY) and not is_market_day(rule, THURSDAY):
        assert move_market(moved, THURSDAY, TUESDAY) == rule


def test_that_nothing_happened_changes_nothing() -> None:
    assert apply_disruption(SCENARIO, QUIET) == SCENARIO
