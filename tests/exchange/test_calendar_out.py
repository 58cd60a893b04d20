"""Calendars of crews."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import Plan
from planner.domain.sent import SentEvent
from planner.exchange.calendar_out import (
    name_files,
    number_version,
    renew_calendar,
    safe_file_name,
    write_calendar,
)
from tests.factories import make_plan, make_question, make_scenario, make_tour

MADE_AT = datetime(2026, 10, 12)
ROME = ZoneInfo("Europe/Rome")
SCENARIO = make_scenario()
QUESTION = make_question(SCENARIO)


def make_touring_plan(first: date = date(2026, 10, 20), crew: str = "CR1") -> Plan:
    tour = make_tour(QUESTION, first, (["V001/180", "H:C001"], ["V002"]), beds=["V001"], crew=crew)
    return make_plan(SCENARIO, QUESTION, [tour])


def write(plan: Plan, crew: str = "CR1", language: str = "en") -> bytes:
    return write_calendar(plan, SCENARIO, crew, language, MADE_AT)


def read_events(data: bytes) -> dict[str, Any]:
    calendar = vobject.readOne(data.decode())
    events = calendar.contents.get("vevent", [])
    assert len({event.uid.value for event in events}) == len(events)
    return {event.summary.value: event for event in events}


def test_that_a_tour_becomes_stops_nights_and_postings() -> None:
    events = read_events(write(make_touring_plan()))
    assert set(events) == {
        "Booth: Market Town 1",
        "Home visit: Ada Miller",
        "Booth: Market Town 2",
        "Night in Market Town 1",
        "Post notices: Market Town 1",
        "Post notices: Market Town 2",
    }


def test_that_events_keep_the_plan_s_local_times() -> None:
    plan = make_touring_plan()
    events = read_events(write(plan))
    day, following = plan.tours[0].days
    midnight = datetime(2026, 10, 20, tzinfo=ROME)
    booth = events["Booth: Market Town 1"]
    assert booth.dtstart.value == midnight + timedelta(minutes=day.stops[0].start)
    assert booth.dtend.value == midnight + timedelta(minutes=day.stops[0].end)
    night = events["Night in Market Town 1"]
    assert night.dtstart.value == midnight + timedelta(minutes=day.end)
    assert night.dtend.value == midnight + timedelta(days=1, minutes=following.start)


def test_that_a_night_across_the_change_of_clocks_ends_at_the_stated_hour() -> None:
    plan = make_touring_plan(date(2026, 10, 24))
    night = read_events(write(plan))["Night in Market Town 1"]
    end = night.dtend.value
    assert (end.date(), end.hour * 60 + end.minute) == (
        date(2026, 10, 25),
        plan.tours[0].days[1].start,
    )
    assert end.utcoffset() == timedelta(hours=1)


def test_that_postings_are_whole_days_the_lead_before_the_visit() -> None:
    posting = read_events(write(make_touring_plan()))["Post notices: Market Town 1"]
    assert posting.dtstart.value == date(2026, 10, 15)
    assert posting.dtend.value == date(2026, 10, 16)
    assert "bus station" in posting.description.value
    assert posting.valarm.action.value == "DISPLAY"


def test_that_a_booth_tells_road_market_and_next_visit() -> None:
    event = read_events(write(make_touring_plan()))["Booth: Market Town 1"]
    text = event.description.value
    assert "Leave Bridge Town service station at " in text
    assert "market day" in text
    assert "Next visit" in text
    assert "Hotline: 000-555" in text
    assert event.location.value == "Market Town 1 town hall square"


def test_that_a_calendar_speaks_chinese() -> None:
    events = read_events(write(make_touring_plan(), language="zh"))
    assert "巡回服务：集镇1" in events
    assert "住宿：集镇1" in events
    assert "从桥镇服务站出发" in events["巡回服务：集镇1"].description.value
    assert "维修" in events["上门服务：Ada Miller"].description.value


def test_that_a_moved_visit_keeps_its_uid_whoever_makes_it() -> None:
    before = read_events(write(make_touring_plan()))
    moved = make_touring_plan(date(2026, 10, 27), "CR2")
    newer = replace(moved, id="0190a0c5-0000-7000-8000-000000000001")
    after = read_events(write(newer, "CR2"))
    for summary in ("Booth: Market Town 1", "Home visit: Ada Miller"):
        assert before[summary].uid.value == after[summary].uid.value
        assert before[summary].dtstart.value < after[summary].dtstart.value
        assert int(before[summary].sequence.value) < int(after[summary].sequence.value)


def test_that_the_next_horizon_has_uids_of_its_own() -> None:
    plan = make_touring_plan()
    later = replace(plan, horizon=replace(plan.horizon, first=date(2026, 10, 19)))
    now, then = read_events(write(plan)), read_events(write(later))
    name = "Booth: Market Town 1"
    assert now[name].uid.value != then[name].uid.value


@dataclass(frozen=True)
class Renewed:
    events: dict[str, Any]
    told: tuple[SentEvent, ...]

    def find(self, summary: str) -> Any:
        return next(e for e in self.events.values() if e.summary.value == summary)


def renew(plan: Plan, sent: Sequence[SentEvent], crew: str = "CR1") -> Renewed:
    content, told = renew_calendar(plan, SCENARIO, crew, "en", MADE_AT, sent)
    return Renewed({e.uid.value: e for e in vobject.readOne(content.decode()).vevent_list}, told)


def newer(plan: Plan, number: int) -> Plan:
    return replace(plan, id=f"0190a0c{number}-0000-7000-8000-000000000001")


def test_that_what_is_gone_is_cancelled_at_its_time_and_says_so_again() -> None:
    plan = make_touring_plan()
    first = renew(plan, ())
    assert {event.status.value for event in first.events.values()} == {"CONFIRMED"}
    only = make_tour(QUESTION, date(2026, 10, 20), (["V001/180", "H:C001"],))
    short = newer(make_plan(SCENARIO, QUESTION, [only]), 5)
    second = renew(short, first.told)
    assert set(second.events) == set(first.events)
    gone, before = second.find("Booth: Market Town 2"), first.find("Booth: Market Town 2")
    assert gone.status.value == "CANCELLED"
    assert (gone.dtstart.value, gone.dtend.value) == (before.dtstart.value, before.dtend.value)
    assert int(gone.sequence.value) > int(before.sequence.value)
    posting = second.find("Post notices: Market Town 2")
    assert (posting.status.value, posting.dtstart.value) == ("CANCELLED", date(2026, 10, 16))
    assert second.find("Booth: Market Town 1").status.value == "CONFIRMED"
    again = renew(short, second.told)
    assert again.told == second.told
    assert again.find("Booth: Market Town 2").status.value == "CANCELLED"


def test_that_a_visit_that_comes_back_counts_higher_than_its_cancellation() -> None:
    plan = make_touring_plan()
    first = renew(plan, ())
    second = renew(newer(replace(plan, tours=()), 5), first.told)
    back = renew(plan, second.told)  # the first plan, brought back by undo
    for uid, event in back.events.items():
        assert event.status.value == "CONFIRMED"
        assert int(event.sequence.value) > int(second.events[uid].sequence.value)


def test_that_a_visit_handed_to_another_crew_is_cancelled_for_the_first() -> None:
    first = renew(make_touring_plan(), ())
    moved = newer(make_touring_plan(crew="CR2"), 5)
    mine, others = renew(moved, first.told), renew(moved, first.told, "CR2")
    name = "Booth: Market Town 1"
    assert mine.find(name).status.value == "CANCELLED"
    assert others.find(name).status.value == "CONFIRMED"
    assert int(others.find(name).sequence.value) > int(mine.find(name).sequence.value)


def test_that_days_before_the_plan_are_left_as_they_were() -> None:
    first = renew(make_touring_plan(), ())
    horizon = replace(QUESTION.horizon, first=date(2026, 10, 26))
    later = newer(replace(make_plan(SCENARIO, QUESTION, []), horizon=horizon), 5)
    content, told = renew_calendar(later, SCENARIO, "CR1", "en", MADE_AT, first.told)
    assert b"CANCELLED" not in content
    assert told == ()


def test_that_the_same_plan_gives_the_same_bytes() -> None:
    assert write(make_touring_plan()) == write(make_touring_plan())


def test_that_lines_are_folded_as_calendars_ask() -> None:
    lines = write(make_touring_plan(), language="zh").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)
    assert b"BEGIN:VTIMEZONE" in lines


def test_that_a_crew_without_a_tour_gets_an_empty_calendar() -> None:
    assert read_events(write(make_touring_plan(), "CR2")) == {}


def test_that_versions_count_up_with_time() -> None:
    first = number_version("0190a0c0-0000-7000-8000-000000000001")
    later = number_version("0190a0c0-1388-7000-8000-000000000001")
    assert later - first == 5
    assert number_version("draft") == 0


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("甲队", "甲队"),
        ("A/B: night?", "A_B_ night_"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("..", "_"),
        (" Crew 1. ", "Crew 1"),
        ("", "_"),
        ("a\\b\nc", "a_b_c"),
    ],
)
def test_that_file_names_suit_every_system(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


@given(st.text())
def test_that_a_safe_name_stays_as_it_is(name: str) -> None:
    safe = safe_file_name(name)
    assert safe_file_name(safe) == safe
    assert 0 < len(safe.encode("utf-8", "surrogatepass")) <= 151


def test_that_crews_of_one_name_get_files_of_their_own() -> None:
    assert name_files(["Crew", "crew", "Crew", "乙"]) == ("Crew", "crew (2)", "Crew (3)", "乙")
