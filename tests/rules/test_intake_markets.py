"""Reading market rules."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.calendar import BRANCHES, DateRule, RuleKind
from planner.domain.findings import Expected
from planner.rules.intake.markets import read_market, write_rule

R = RuleKind


@pytest.mark.parametrize(
    ("rule", "days", "kind", "numbers"),
    [
        ("weekday", "Sun", R.WEEKDAY, {6}),
        ("Weekday", "周一、周四", R.WEEKDAY, {0, 3}),
        ("lunar_digits", "2,7", R.LUNAR_DIGITS, {2, 7}),
        ("lunar digits", "五、十", R.LUNAR_DIGITS, {5, 0}),
        ("农历", "三六九", R.LUNAR_DIGITS, {3, 6, 9}),
        ("solar_digits", "5;10", R.SOLAR_DIGITS, {5, 0}),
        ("solar_digits", "0", R.SOLAR_DIGITS, {0}),
        ("zodiac_day", "rat,horse", R.ZODIAC_DAY, {0, 6}),
        ("zodiac_day", "Sheep Pig", R.ZODIAC_DAY, {7, 11}),
        ("zodiac_day", "辰戌", R.ZODIAC_DAY, {4, 10}),
        ("zodiac_day", "子鼠、午马", R.ZODIAC_DAY, {0, 6}),
        ("daily", "", R.DAILY, set()),
        ("每天", "", R.DAILY, set()),
    ],
)
def test_that_named_rules_are_read(
    rule: str, days: str, kind: RuleKind, numbers: set[int]
) -> None:
    assert read_market(rule, days) == DateRule(kind, frozenset(numbers))


@pytest.mark.parametrize(
    ("text", "kind", "numbers"),
    [
        ("逢三六九", R.LUNAR_DIGITS, {3, 6, 9}),
        ("农历逢一、四、七", R.LUNAR_DIGITS, {1, 4, 7}),
        ("逢五十", R.LUNAR_DIGITS, {5, 0}),
        ("逢5、10", R.SOLAR_DIGITS, {5, 0}),
        ("公历逢3、8", R.SOLAR_DIGITS, {3, 8}),
        ("公历逢三、八", R.SOLAR_DIGITS, {3, 8}),
        ("农历逢3、8", R.LUNAR_DIGITS, {3, 8}),
        ("赶辰戌", R.ZODIAC_DAY, {4, 10}),
        ("星期四", R.WEEKDAY, {3}),
        ("逢星期二、六", R.WEEKDAY, {1, 5}),
        ("Thu", R.WEEKDAY, {3}),
        ("rat,horse", R.ZODIAC_DAY, {0, 6}),
        ("天天", R.DAILY, set()),
    ],
)
def test_that_arabic_digits_mean_the_solar_and_chinese_the_lunar_calendar(
    text: str, kind: RuleKind, numbers: set[int]
) -> None:
    assert read_market("", text) == DateRule(kind, frozenset(numbers))
    assert read_market("text", text) == DateRule(kind, frozenset(numbers))


@pytest.mark.parametrize(
    ("rule", "days", "expected"),
    [
        ("full_moon", "Sun", Expected.MARKET_RULE),
        ("unknown", "2,7", Expected.MARKET_RULE),
        ("weekday", "", Expected.MARKET_DAYS),
        ("weekday", "2,7", Expected.MARKET_DAYS),
        ("lunar_digits", "Sun", Expected.MARKET_DAYS),
        ("lunar_digits", "11", Expected.MARKET_DAYS),
        ("solar_digits", "510", Expected.MARKET_DAYS),
        ("zodiac_day", "cat", Expected.MARKET_DAYS),
        ("daily", "Sun", Expected.MARKET_DAYS),
        ("dates", "2026-02-30", Expected.MARKET_DAYS),
        ("dates", "", Expected.MARKET_DAYS),
        ("", "2,7", Expected.MARKET_RULE),
        ("none", "2,7", Expected.MARKET_RULE),
    ],
)
def test_that_rules_and_days_that_do_not_fit_are_refused(
    rule: str, days: str, expected: Expected
) -> None:
    assert read_market(rule, days) is expected


def test_that_a_venue_may_have_no_market() -> None:
    assert read_market("", "") is None
    assert read_market("none", "") is None


def test_that_explicit_dates_are_a_rule() -> None:
    days = frozenset({date(2026, 10, 20), date(2026, 11, 3)})
    assert read_market("dates", "2026-10-20; 2026-11-03") == DateRule(R.DATES, dates=days)


@given(
    st.sampled_from([R.WEEKDAY, R.LUNAR_DIGITS, R.SOLAR_DIGITS, R.ZODIAC_DAY]),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_that_a_written_rule_is_read_back(kind: RuleKind, numbers: frozenset[int]) -> None:
    rule = DateRule(kind, numbers)
    name, _, days = write_rule(rule).partition(" ")
    assert read_market(name, days) == rule


def test_that_all_branches_are_written_by_name() -> None:
    every = DateRule(R.ZODIAC_DAY, frozenset(range(12)))
    assert write_rule(every) == "zodiac_day " + ",".join(BRANCHES)
