"""Every code has a sentence in both languages, and dates are never naked."""

from datetime import date

import pytest

from planner.domain.calendar import BRANCHES, DateRule, RuleKind
from planner.domain.findings import Cause, Expected, Finding, Reason, Reject, Rule
from planner.domain.tables import Note, NoteCode
from planner.words import (
    LANGUAGES,
    date_text,
    expected_text,
    finding_text,
    fix_text,
    lunar_text,
    market_text,
    money_text,
    note_text,
    reason_name,
    reason_text,
)
from tests.factories import make_scenario

FACTS = dict.fromkeys(
    (
        *("columns", "column", "field", "taken", "others", "value", "rule", "count", "km"),
        *("station", "wanted", "formed", "first", "other"),
    ),
    "x",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_every_code_has_a_sentence(language: str) -> None:
    scenario = make_scenario()
    for reason in Reason:
        assert reason_text(Cause(reason), scenario, language)
        assert reason_name(reason, language)
        assert fix_text(Cause(reason), scenario, language)
    for rule in Rule:
        assert finding_text(Finding(rule), scenario, language)
    for expected in Expected:
        assert expected_text(Reject("a.csv", 2, "lat", "x", expected), language)
    for code in NoteCode:
        assert note_text(Note(code, facts=tuple(FACTS.items())), language)


def test_that_no_chinese_sentence_is_left_in_english() -> None:
    scenario = make_scenario()
    for reason in Reason:
        said = [say(Cause(reason), scenario, "zh") for say in (reason_text, fix_text)]
        for text in (*said, reason_name(reason, "zh")):
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text), text


def test_that_a_cause_names_the_stop_and_crew_it_speaks_of() -> None:
    facts = (("day", "2026-10-20"), ("stop", "V002"), ("crew", "CR1"), ("value", "12.0"))
    text = reason_text(Cause(Reason.BETTER_STOP, facts), make_scenario(), "en")
    assert text == (
        "Crew 1 could come on Tue 20 Oct only in place of Market Town 2, and 12.0 contacts would"
        " be lost."
    )


def test_that_a_fix_names_what_it_is_about_where_that_is_known() -> None:
    scenario = make_scenario()
    locked = Cause(Reason.LOCKED, (("stop", "V002"), ("day", "2026-10-20")))
    assert fix_text(locked, scenario, "en") == "Unlock Market Town 2."
    assert fix_text(locked, scenario, "zh") == "把集镇2解锁。"
    closed = Cause(Reason.VENUE_CLOSED, (("date", "2026-11-10"),))
    assert "Tue 10 Nov" in fix_text(closed, scenario, "en")
    assert "11月10日（周二）" in fix_text(closed, scenario, "zh")
    untrained = Cause(Reason.NO_SKILL, (("skill", "diesel"), ("level", "3")))
    assert "diesel" in fix_text(untrained, scenario, "en")


def test_that_a_gain_in_place_of_a_stop_is_not_told_as_room_left() -> None:
    facts = (("day", "2026-10-20"), ("crew", "CR1"), ("value", "12.0"), ("stop", "V002"))
    text = reason_text(Cause(Reason.STOPPED_EARLY, facts), make_scenario(), "en")
    assert "in place of Market Town 2" in text
    alone = reason_text(Cause(Reason.STOPPED_EARLY, facts[:3]), make_scenario(), "en")
    assert alone.startswith("It would still fit with Crew 1")


def test_that_too_many_nights_are_counted() -> None:
    cause = Cause(Reason.NIGHTS, (("nights", "5"), ("allowed", "4")))
    assert reason_text(cause, make_scenario(), "en") == "It takes 5 nights away; 4 are allowed."
    assert reason_text(cause, make_scenario(), "zh") == "要在外过 5 晚；最多 4 晚。"


def test_that_no_crew_at_all_is_not_told_as_busy_crews() -> None:
    text = reason_text(Cause(Reason.CREWS_AWAY), make_scenario(), "en")
    assert text == "There is no crew to send."


def test_that_a_date_carries_weekday_lunar_date_and_market() -> None:
    day = date(2026, 10, 15)
    assert date_text(day, "zh", lunar=True, market=True) == "10月15日（周四） 农历九月初六 逢集"
    assert date_text(day, "en", lunar=True, market=True) == "Thu 15 Oct · lunar 9/6 · market day"


def test_that_a_leap_month_is_said() -> None:
    assert lunar_text(date(2025, 7, 25), "zh") == "闰六月初一"
    assert lunar_text(date(2025, 7, 25), "en") == "lunar 6L/1"


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        (DateRule(RuleKind.LUNAR_DIGITS, frozenset({3, 6, 9})), "逢三六九", "3, 6, 9"),
        (DateRule(RuleKind.SOLAR_DIGITS, frozenset({5, 0})), "公历逢5、10", "5, 0"),
        (DateRule(RuleKind.ZODIAC_DAY, frozenset({1, 7})), "赶丑未", "ox, goat days"),
        (DateRule(RuleKind.WEEKDAY, frozenset({3, 6})), "逢周四、日", "Thu, Sun"),
    ],
)
def test_that_markets_are_told_as_people_tell_them(
    rule: DateRule, chinese: str, english: str
) -> None:
    assert market_text(rule, "zh") == chinese
    assert english in market_text(rule, "en")
    assert len(BRANCHES) == 12


def test_that_money_shows_decimals_only_where_there_are_some() -> None:
    assert money_text(125_000, "CNY") == "¥1,250"
    assert money_text(1_250, "EUR") == "€12.50"
    assert money_text(900, "JPY") == "¥900"
    assert money_text(90_000, "KES") == "KES 900"
