"""The follow-up schedule: next dates and open matters."""

from dataclasses import replace
from datetime import date

import pytest

from planner.papers.job import lay_out
from planner.papers.schedule import schedule, sort_stops
from tests.factories import make_customer, make_plan, make_question, make_scenario, make_tour
from tests.papers.pages import make_job, page_sizes, read_pages, squeeze


@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_the_schedule_is_a4_across(language: str) -> None:
    assert set(page_sizes(schedule(make_job(language)))) == {(297, 210)}


def test_that_every_stop_has_its_next_date_and_open_matters() -> None:
    job = make_job()
    following = job.plan.tours[0].days[0].stops[0].next_visit
    assert following is not None
    text = "".join(read_pages(schedule(job)))
    for part in (
        "Market Town 1",
        "town hall square",
        f"{following.day:%a} {following.day.day} {following.day:%b} {following.day.year}",
        "provisional",
        "1: repair 1",
        "Ada Miller",
        "platinum",
        "water pump",
        "booth Tue 20 Oct",
        "page 1 of 2",
    ):
        assert squeeze(part) in text, part


def test_that_stops_are_sorted_by_region_then_next_date() -> None:
    scenario = make_scenario()
    question = make_question(scenario)
    tours = (
        make_tour(question, date(2026, 10, 20), (["V002"],)),
        make_tour(question, date(2026, 10, 23), (["V003"],)),
        make_tour(question, date(2026, 10, 27), (["V001"],)),
    )
    desk = lay_out(make_job(scenario=scenario, plan=make_plan(scenario, question, tours)))
    assert [notice.venue.id for notice in sort_stops(desk)] == ["V003", "V001", "V002"]


def test_that_a_planned_home_visit_stands_instead_of_the_booth() -> None:
    scenario = make_scenario()
    question = make_question(scenario)
    tour = make_tour(
        question, date(2026, 10, 20), (["V001/180", "H:C001"], ["V002"]), beds=["V001"]
    )
    job = make_job(scenario=scenario, plan=make_plan(scenario, question, (tour,)))
    assert squeeze("home visit Tue 20 Oct") in "".join(read_pages(schedule(job)))


def test_that_headers_repeat_on_every_page_of_many_customers() -> None:
    many = tuple(make_customer(f"X{n:03d}", name=f"Person {n}") for n in range(120))
    job = make_job(scenario=make_scenario(customers=many))
    pages = read_pages(schedule(job))
    assert len(pages) > 4
    assert all("Customer" in text for text in pages[1:])
    assert all(any(f"Person{n}" in text for text in pages) for n in range(120))


def test_that_a_covered_customer_is_not_listed() -> None:
    near = make_customer(
        "N1", name="Near Neighbour", location=make_scenario().stations[0].location
    )
    job = make_job(scenario=make_scenario(customers=(near,)))
    assert "NearNeighbour" not in "".join(read_pages(schedule(job)))


def test_that_a_plan_without_booths_gives_one_page() -> None:
    job = make_job()
    assert len(read_pages(schedule(replace(job, plan=replace(job.plan, tours=()))))) == 1
