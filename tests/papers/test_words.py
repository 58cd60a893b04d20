"""Dates, times, sums and market rules in words."""

from datetime import date

import pytest

from planner.domain.calendar import DateRule, RuleKind
from planner.papers.words import Words
from tests.factories import make_venue

ZH, EN = Words("zh"), Words("en")
DAY = date(2027, 3, 9)  # lunar 2/2


def test_that_dates_carry_weekday_and_year() -> None:
    assert EN.full_date(DAY) == "Tuesday 9 March 2027"
    assert ZH.full_date(DAY) == "2027年3月9日 星期二"
    assert EN.short_date(DAY) == "Tue 9 Mar"
    assert ZH.short_date(DAY) == "3月9日（周二）"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2027, 3, 8), "农历二月初一"),
        (date(2027, 2, 6), "农历正月初一"),
        (date(2026, 12, 28), "农历冬月二十"),
        (date(2027, 2, 5), "农历腊月廿九"),
        (date(2025, 7, 25), "农历闰六月初一"),
        (date(2026, 10, 20), "农历九月十一"),
    ],
)
def test_that_lunar_days_are_told_as_people_say_them(day: date, text: str) -> None:
    assert ZH.lunar(day) == text


def test_that_an_english_page_tells_the_lunar_day_only_where_markets_follow_it() -> None:
    lunar = make_venue(market=DateRule(RuleKind.LUNAR_DIGITS, frozenset({2, 7})))
    week = make_venue(market=DateRule(RuleKind.WEEKDAY, frozenset({1})))
    assert EN.day_marks(lunar, DAY) == ("lunar 2/2", "market day")
    assert EN.day_marks(week, DAY) == ("market day",)
    assert ZH.day_marks(week, DAY) == ("农历二月初二", "逢集日")
    assert EN.day_marks(make_venue(market=None), DAY) == ()


def test_that_a_branch_day_is_named() -> None:
    venue = make_venue(market=DateRule(RuleKind.ZODIAC_DAY, frozenset({4, 10})))
    assert ZH.day_marks(venue, date(2027, 3, 8)) == ("农历二月初一", "戌狗日", "逢集日")
    assert EN.day_marks(venue, date(2027, 3, 8)) == ("dog day", "market day")


@pytest.mark.parametrize(
    ("kind", "numbers", "chinese", "english"),
    [
        (RuleKind.DAILY, (), "天天有集", "market every day"),
        (RuleKind.WEEKDAY, (3, 6), "每星期四、星期日赶集", "market every Thursday, Sunday"),
        (
            RuleKind.LUNAR_DIGITS,
            (0, 5),
            "逢五、十赶集（农历）",
            "market on lunar days ending in 5, 0",
        ),
        (RuleKind.SOLAR_DIGITS, (2, 5), "公历逢2、5赶集", "market on days ending in 2, 5"),
        (RuleKind.ZODIAC_DAY, (4, 10), "逢辰龙、戌狗日赶集", "market on dragon, dog days"),
        (RuleKind.DATES, (), "集期另告", "market on announced days"),
    ],
)
def test_that_a_market_rule_is_told(
    kind: RuleKind, numbers: tuple[int, ...], chinese: str, english: str
) -> None:
    rule = DateRule(kind, frozenset(numbers))
    assert ZH.market_rule(rule) == chinese
    assert EN.market_rule(rule) == english


def test_that_sums_carry_their_currency() -> None:
    assert ZH.money(27_000, "CNY") == "270 元"
    assert EN.money(27_000, "CNY") == "CNY 270"
    assert EN.money(1_250, "EUR") == "EUR 12.50"
    assert ZH.money(1_250, "JPY") == "JPY 1,250"


def test_that_times_and_distances_are_short() -> None:
    assert (EN.hours(510, 900), ZH.hours(510, 900)) == ("8:30–15:00", "8:30—15:00")
    assert (EN.duration(45), EN.duration(125)) == ("45 min", "2 h 05 min")
    assert (EN.distance(0), EN.distance(4_640), EN.distance(41_200)) == ("0 km", "4.6 km", "41 km")


def test_that_a_day_outside_the_lunar_tables_has_no_lunar_date() -> None:
    assert ZH.lunar(date(2150, 1, 1)) == ""


def test_that_an_unknown_request_stays_as_written() -> None:
    assert ZH.request("Repair") == "维修"
    assert ZH.request("换油") == "换油"
