"""Market rules against two independent calendars, for every day of 2020 to 2035."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunarcalendar import Converter, Solar

from planner.domain.calendar import BRANCHES, DateRule, Horizon, RuleKind
from planner.rules.dates import branch_of, find_market_days, is_market_day, lunar_day

EVERY_DAY = Horizon(date(2020, 1, 1), date(2035, 12, 31))


def test_that_every_lunar_day_agrees_with_a_library_of_astronomy() -> None:
    sxtwl = pytest.importorskip("sxtwl", reason="sxtwl has no wheel for this system")
    for day in EVERY_DAY.days():
        ours = lunar_day(day)
        other = sxtwl.fromSolar(day.year, day.month, day.day)
        assert (ours.month, ours.day, ours.leap) == (
            other.getLunarMonth(),
            other.getLunarDay(),
            bool(other.isLunarLeap()),
        ), day


def test_that_every_lunar_day_agrees_with_a_library_of_tables() -> None:
    for day in EVERY_DAY.days():
        ours = lunar_day(day)
        other = Converter.Solar2Lunar(Solar(day.year, day.month, day.day))
        assert (ours.month, ours.day, ours.leap) == (other.month, other.day, other.isleap), day


def test_that_every_branch_agrees_with_another_library() -> None:
    sxtwl = pytest.importorskip("sxtwl", reason="sxtwl has no wheel for this system")
    for day in EVERY_DAY.days():
        assert branch_of(day) == sxtwl.fromSolar(day.year, day.month, day.day).getDayGZ().dz, day


def test_that_markets_of_march_2027_fall_as_people_of_the_towns_say() -> None:
    march = Horizon(date(2027, 3, 1), date(2027, 3, 31))

    def days(kind: RuleKind, *numbers: int) -> list[int]:
        rule = DateRule(kind, frozenset(numbers))
        return [day.day for day in find_market_days(rule, march)]

    dragon, dog = BRANCHES.index("dragon"), BRANCHES.index("dog")
    assert days(RuleKind.ZODIAC_DAY, dragon, dog) == [2, 8, 14, 20, 26]
    assert days(RuleKind.LUNAR_DIGITS, 2, 7) == [4, 9, 14, 19, 24, 29]
    assert days(RuleKind.LUNAR_DIGITS, 3, 6, 9) == [3, 6, 10, 13, 16, 20, 23, 26, 30]
    assert days(RuleKind.SOLAR_DIGITS, 5, 0) == [5, 10, 15, 20, 25, 30]
    assert days(RuleKind.WEEKDAY, 3, 6) == [4, 7, 11, 14, 18, 21, 25, 28]
    assert len(days(RuleKind.DAILY)) == 31


def test_that_explicit_dates_are_the_only_market_days() -> None:
    fair = date(2027, 3, 15)
    rule = DateRule(RuleKind.DATES, dates=frozenset({fair}))
    assert is_market_day(rule, fair)
    assert not is_market_day(rule, fair + timedelta(days=1))


@given(st.dates(date(2020, 1, 1), date(2035, 12, 1)), st.integers(0, 11))
def test_that_a_branch_market_returns_every_twelve_days(day: date, branch: int) -> None:
    rule = DateRule(RuleKind.ZODIAC_DAY, frozenset({branch}))
    found = find_market_days(rule, Horizon(day, day + timedelta(days=11)))
    assert len(found) == 1


@given(st.dates(date(2020, 1, 1), date(2035, 12, 1)), st.integers(0, 9))
def test_that_ten_days_hold_a_lunar_digit_at_least_once_in_a_full_decade(
    day: date, digit: int
) -> None:
    rule = DateRule(RuleKind.LUNAR_DIGITS, frozenset({digit}))
    found = find_market_days(rule, Horizon(day, day + timedelta(days=19)))
    assert 1 <= len(found) <= 3
