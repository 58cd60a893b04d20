"""Reading single cells."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.calendar import DateSpan, TimeWindow
from planner.domain.customer import Tier
from planner.domain.findings import Expected
from planner.rules.intake import cells


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", "12"), (" 12.50 ", "12.50"), ("-0.25", "-0.25"), ("+3", "3"), ("１２．５", "12.5")],
)
def test_that_plain_numbers_are_read(text: str, value: str) -> None:
    assert cells.read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["1,234", "1.234,5", "1,2,3", "12abc", "1e5", "nan", "inf", "--1", ".", "1.", "¥130", "٣", ""],
)
def test_that_numbers_open_to_two_readings_are_refused(text: str) -> None:
    assert cells.read_number(text) is Expected.NUMBER


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-01",
        "2026/10/1",
        "2026.10.01",
        "2026年10月1日",
        "2026-10-01 00:00:00",
        "2026-10-01T08:30",
        "２０２６-10-1",
    ],
)
def test_that_dates_of_certain_order_are_read(text: str) -> None:
    assert cells.read_date(text) == date(2026, 10, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-30", "2026-13-01", "03/04/2026", "1.10.2026", "20261001", "2026-10"),
        *("2026-10/01", "0026-10-01", "2026-10-01 25:00", "46296", "tomorrow", ""),
    ],
)
def test_that_other_dates_are_refused(text: str) -> None:
    assert cells.read_date(text) is Expected.DATE


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_that_every_iso_date_comes_back(day: date) -> None:
    assert cells.read_date(day.isoformat()) == day


def test_that_spans_include_both_ends_and_single_days() -> None:
    first, last = date(2026, 10, 19), date(2026, 10, 21)
    for sign in ("..", " ~ ", "至", " to "):
        text = f"{first.isoformat()}{sign}{last.isoformat()}; 2026-11-02"
        assert cells.read_spans(text) == (
            DateSpan(first, last),
            DateSpan(date(2026, 11, 2), date(2026, 11, 2)),
        )
    assert cells.read_spans("2026-10-21..2026-10-19") is Expected.DATE_ORDER
    assert cells.read_spans("2026-10-19..") is Expected.DATE_SPAN


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("08:30", 510), ("8:30", 510), ("8：30", 510), ("08:30:00", 510), ("24:00", 1440)],
)
def test_that_times_are_minutes_after_midnight(text: str, minutes: int) -> None:
    assert cells.read_time(text) == minutes


@pytest.mark.parametrize("text", ["24:01", "8:60", "8.30", "8am", "830", "0.354", ""])
def test_that_other_times_are_refused(text: str) -> None:
    assert cells.read_time(text) is Expected.TIME


@pytest.mark.parametrize("text", ["09:00-12:00", "9:00 – 12:00", "09:00~12:00", "9:00至12:00"])
def test_that_windows_have_two_times(text: str) -> None:
    assert cells.read_window(text) == TimeWindow(540, 720)


@pytest.mark.parametrize(
    ("text", "tier"),
    [("Platinum", Tier.PLATINUM), ("黄金", Tier.GOLD), ("钢铁", Tier.IRON), ("重铅", Tier.LEAD)],
)
def test_that_tiers_are_known_in_both_languages(text: str, tier: Tier) -> None:
    assert cells.read_tier(text) is tier


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon,Tue,Sun", {0, 1, 6}),
        ("monday; THU", {0, 3}),
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("Sat - Mon", {5, 6, 0}),
        ("周一、周三", {0, 2}),
        ("星期二、六", {1, 5}),
        ("周一至周五", {0, 1, 2, 3, 4}),
        ("星期天", {6}),
    ],
)
def test_that_weekdays_are_read_in_both_languages(text: str, days: set[int]) -> None:
    assert cells.read_weekdays(text) == frozenset(days)


@pytest.mark.parametrize("text", ["", "1,2", "Mon,Funday", "周八", "Mon-Tue-Wed", ","])
def test_that_other_weekdays_are_refused(text: str) -> None:
    assert cells.read_weekdays(text) is Expected.WEEKDAYS


def test_that_skills_keep_their_best_level() -> None:
    assert cells.read_skills("Diesel:2; electrical：5;diesel:3") == (
        ("diesel", 3),
        ("electrical", 5),
    )
    assert cells.read_skills("diesel:0") is Expected.SKILLS
    assert cells.read_skills("diesel") is Expected.SKILLS


def test_that_money_is_rounded_to_the_currency_s_minor_unit() -> None:
    assert cells.read_money("12.345", "CNY") == 1235
    assert cells.read_money("1500", "JPY") == 1500
    assert cells.read_money("1.5", "KWD") == 1500
    assert cells.read_money("-7", "CNY") == -700
    assert cells.read_price("-7", "CNY") is Expected.NOT_NEGATIVE
