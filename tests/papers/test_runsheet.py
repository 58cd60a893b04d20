"""The run sheet: a crew's day on paper."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.parameters import Parameters
from planner.papers.runsheet import run_sheets
from tests.factories import make_plan, make_question, make_scenario, make_tour
from tests.papers.pages import make_job, page_sizes, read_pages, squeeze


def job_with_home(language: str = "en"):
    scenario = make_scenario()
    question = make_question(scenario)
    tour = make_tour(
        question, date(2026, 10, 20), (["V001/180", "H:C001"], ["V002"]), beds=["V001"]
    )
    return make_job(language, scenario, plan=make_plan(scenario, question, (tour,)))


def test_that_each_crew_day_starts_on_an_odd_page() -> None:
    pages = read_pages(run_sheets(make_job()))
    starts = [n for n, text in enumerate(pages, start=1) if "page1of" in text]
    assert len(starts) == 2
    assert all(number % 2 for number in starts)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_run_sheets_are_a4(language: str) -> None:
    assert set(page_sizes(run_sheets(make_job(language)))) == {(210, 297)}


def test_that_a_day_tells_drive_booth_night_and_people() -> None:
    page = read_pages(run_sheets(make_job()))[0]
    for text in (
        "Crew 1",
        "Tuesday 20 October 2026",
        "day 1 of 2",
        "Leave Bridge Town service station",
        "15 min buffer",
        "Market Town 1 town hall square",
        "Set up",
        "Expected",
        "people",
        "Night in Market Town 1",
        "EUR 100 a person x 3 = EUR 300",
        "Today's objections",
        "plan version 000001",
        "printed 12 October 2026",
        "page 1 of 1",
        "Ada Miller",
        "Notes",
    ):
        assert squeeze(text) in page, text


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "20 min rest on the way + 15 min buffer"), ("zh", "途中休息 20 分")],
)
def test_that_a_leg_tells_its_breaks_where_there_are_any(language: str, said: str) -> None:
    tired = Parameters(break_after_drive=60, break_minutes=20)
    scenario = make_scenario(parameters=tired)
    question = make_question(scenario)
    tour = make_tour(question, date(2026, 10, 20), (["V001/180"],))
    plan = make_plan(scenario, question, (tour,))
    assert squeeze(said) in read_pages(run_sheets(make_job(language, scenario, plan=plan)))[0]
    assert squeeze("rest on the way") not in read_pages(run_sheets(make_job()))[0]


def test_that_a_home_visit_carries_all_the_crew_must_know() -> None:
    page = read_pages(run_sheets(job_with_home()))[0]
    for text in (
        "Home visit: Ada Miller",
        "platinum",
        "window 8:00–16:00",
        "phone 000-00000001",
        "water pump",
        "bought 1 May 2024",
        "under warranty until 1 May 2027",
        "Request: repair, since 1 October 2026",
    ):
        assert squeeze(text) in page, text


def test_that_the_last_day_ends_at_the_depot() -> None:
    pages = read_pages(run_sheets(make_job()))
    assert squeeze("Back at Bridge Town service station") in pages[2]
    assert squeeze("Leave Market Town 1") in pages[2]


def test_that_a_transfer_day_without_stops_has_its_sheet() -> None:
    scenario = make_scenario()
    question = make_question(scenario)
    tour = make_tour(question, date(2026, 10, 20), (["V001"], []), beds=["V001"])
    pages = read_pages(run_sheets(make_job(plan=make_plan(scenario, question, (tour,)))))
    assert "Backat" in pages[2]


def test_that_a_long_day_breaks_between_stops_only() -> None:
    job = job_with_home()
    tour = job.plan.tours[0]
    day = tour.days[0]
    many = replace(day, stops=(day.stops[0], *[day.stops[1]] * 6))
    plan = replace(job.plan, tours=(replace(tour, days=(many, tour.days[1])),))
    pages = read_pages(run_sheets(replace(job, plan=plan)))
    sheets = [text for text in pages if "day1of2" in text]
    assert len(sheets) > 1
    assert sum(text.count("HomeVisit".lower()) + text.count("Homevisit:") for text in sheets) == 6
    for text in sheets:
        assert text.count("Homevisit:") == text.count("Done,parts,price")


def test_that_a_customer_the_tables_lost_does_not_stop_the_printing() -> None:
    job = job_with_home()
    bare = replace(job.scenario, customers=(), technicians=())
    page = read_pages(run_sheets(replace(job, scenario=bare)))[0]
    assert squeeze("Home visit: C001") in page


def test_that_a_chinese_sheet_is_chinese() -> None:
    page = read_pages(run_sheets(job_with_home("zh")))[0]
    for text in (
        "第1天，共2天",
        "从桥镇服务站出发",
        "布置",
        "住集镇1",
        "今天的意见投诉",
        "上门：AdaMiller",
    ):
        assert text in page, text
