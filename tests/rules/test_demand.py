"""What visits are worth and when they are offered."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from planner.domain.calendar import DateSpan, Horizon, RevisitRule, TimeWindow
from planner.domain.customer import Tier
from planner.domain.demand import VisitKind
from planner.domain.territory import Location
from planner.rules.demand import build_question, suggest_planning_date, visits_by_id
from tests.factories import make_crew, make_customer, make_product, make_scenario, make_venue

MONDAY = date(2026, 10, 12)
MONTH = Horizon.of_weeks(MONDAY, 4)
QUARTER = Horizon.of_weeks(MONDAY, 13)


def test_that_a_booth_is_worth_its_people_its_customers_and_its_delay() -> None:
    venue = make_venue("V001", last_visit=MONDAY + timedelta(days=8 - 91 - 20))
    scenario = make_scenario(
        venues=(venue,),
        customers=(
            make_customer("C1", tier=Tier.GOLD, request="repair", home_visit_wanted=False),
        ),
    )
    offers = visits_by_id(build_question(scenario, MONDAY, MONTH))["V001"].offers
    tuesday = MONDAY + timedelta(days=8)
    full, half = (offer for offer in offers if offer.day == tuesday)
    assert full.market_day
    assert full.worth.people == pytest.approx(900 * 0.1 * 6 / 10)
    assert half.worth.people == pytest.approx(900 * 0.1 * 3 / 10)
    assert (full.worth.customers, full.worth.requests) == (8.0, 10.0)
    assert full.worth.overdue == pytest.approx(0.20 * (54 + 8 + 10))


def test_that_no_visit_is_offered_before_notices_could_hang_long_enough() -> None:
    question = build_question(make_scenario(), MONDAY, MONTH)
    first = min(offer.day for visit in question.visits for offer in visit.offers)
    assert first == MONDAY + timedelta(days=5)


def test_that_a_closed_venue_is_not_offered_on_its_closed_days_both_ends_included() -> None:
    closed = DateSpan(date(2026, 10, 20), date(2026, 10, 22))
    question = build_question(
        make_scenario(venues=(make_venue("V001", closed=(closed,)),)), MONDAY, MONTH
    )
    days = {offer.day.day for offer in visits_by_id(question)["V001"].offers}
    assert {19, 23} <= days
    assert not {20, 21, 22} & days


def test_that_a_venue_open_for_less_than_a_booth_needs_offers_the_half_booth_only() -> None:
    short = make_venue("V001", hours=TimeWindow(480, 780))
    question = build_question(make_scenario(venues=(short,)), MONDAY, MONTH)
    assert {offer.duration for offer in visits_by_id(question)["V001"].offers} == {180}


def test_that_the_first_visit_waits_for_the_tolerance_after_the_last_one_done() -> None:
    lately = make_venue("V001", last_visit=MONDAY, revisit=RevisitRule(14, 1, 1))
    question = build_question(make_scenario(venues=(lately,)), MONDAY, MONTH)
    assert visits_by_id(question)["V001"].offers[0].day == MONDAY + timedelta(days=13)


def test_that_a_second_visit_counts_people_only_and_falls_on_market_days() -> None:
    often = make_venue("V001", revisit=RevisitRule(28, 2, 2))
    question = build_question(make_scenario(venues=(often,)), MONDAY, QUARTER)
    visits = visits_by_id(question)
    second, third = visits["V001#2"], visits["V001#3"]
    assert (second.repeat_of, third.repeat_of) == ("V001", "V001#2")
    assert (second.min_gap, second.max_gap) == (26, 30)
    assert all(offer.market_day for offer in second.offers)
    assert all(offer.worth.total == offer.worth.people for offer in second.offers)


def test_that_each_uncovered_customer_counts_for_one_venue_only() -> None:
    question = build_question(make_scenario(), MONDAY, MONTH)
    first_offers = [
        visit.offers[0]
        for visit in question.visits
        if visit.kind is VisitKind.BOOTH and not visit.repeat_of
    ]
    customers = sum(offer.worth.customers for offer in first_offers)
    assert customers == 20 + 8 + 3 + 3 + 1 + 1  # C007 is covered


def test_that_home_visits_are_for_uncovered_platinum_and_gold_who_want_one() -> None:
    question = build_question(make_scenario(), MONDAY, MONTH)
    homes = [visit for visit in question.visits if visit.kind is VisitKind.HOME]
    assert [visit.id for visit in homes] == ["H:C001", "H:C002"]
    assert homes[0].offers[0].worth.home == 60
    assert (homes[0].skill, homes[0].level) == ("diesel", 2)
    assert (homes[0].offers[0].earliest_start, homes[0].offers[0].latest_start) == (480, 900)


@pytest.mark.parametrize(
    "changes",
    [
        {"home_visit_wanted": False},
        {"tier": Tier.IRON},
        {"location": Location(45.05, 10.0)},  # within the reach of the station
    ],
)
def test_that_others_are_not_visited_at_home(changes: dict[str, Any]) -> None:
    for customer, homes in ((make_customer("C1"), 1), (make_customer("C1", **changes), 0)):
        question = build_question(make_scenario(customers=(customer,)), MONDAY, MONTH)
        assert sum(visit.kind is VisitKind.HOME for visit in question.visits) == homes


def test_that_a_home_visit_lasts_as_the_product_needs_inside_the_window() -> None:
    scenario = make_scenario(products=(make_product(home_minutes=75),))
    offer = visits_by_id(build_question(scenario, MONDAY, MONTH))["H:C001"].offers[0]
    assert (offer.duration, offer.earliest_start, offer.latest_start) == (75, 480, 960 - 75)


def test_that_a_booth_is_offered_in_two_lengths_inside_opening_hours_and_shift() -> None:
    early = make_venue("V001", hours=TimeWindow(300, 900))
    question = build_question(make_scenario(venues=(early,)), MONDAY, MONTH)
    offers = visits_by_id(question)["V001"].offers
    found = {(o.duration, o.earliest_start, o.latest_start) for o in offers}
    assert found == {(360, 420, 540), (180, 420, 720)}


def test_that_a_crew_is_offered_on_days_it_works_with_nights_of_its_own_or_the_file() -> None:
    away = DateSpan(date(2026, 10, 20), date(2026, 10, 21))
    crews = (
        make_crew("CR1", works=frozenset({0, 1}), absent=(away,)),
        make_crew("CR2", max_nights=2),
    )
    first, second = build_question(make_scenario(crews=crews), MONDAY, MONTH).crews
    assert {day.weekday() for day in first.days} == {0, 1}
    assert date(2026, 10, 20) not in first.days
    assert date(2026, 10, 19) in first.days
    assert (first.max_nights, second.max_nights) == (4, 2)


def test_that_a_request_too_far_from_any_venue_counts_with_the_home_visit() -> None:
    scenario = make_scenario(venues=(make_venue("V004"),))
    question = build_question(scenario, MONDAY, MONTH)
    assert visits_by_id(question)["H:C001"].offers[0].worth.requests == 10


def test_that_a_depot_without_stated_vehicles_has_one_for_each_crew() -> None:
    scenario = make_scenario()
    stations = tuple(replace(station, vehicles=None) for station in scenario.stations)
    question = build_question(replace(scenario, stations=stations), MONDAY, MONTH)
    assert [depot.vehicles for depot in question.depots] == [2]


def test_that_the_suggested_planning_date_is_the_monday_after_the_latest_event() -> None:
    customer = make_customer("C1", requested_on=date(2026, 9, 1), last_service_on=None)
    scenario = make_scenario(customers=(customer,))
    assert suggest_planning_date(scenario) == date(2026, 9, 7)


def test_that_a_slip_in_a_year_does_not_move_the_suggested_date_by_decades() -> None:
    days = [date(2026, 3, 2), date(2026, 5, 4), date(2026, 8, 31), date(2099, 8, 31)]
    venues = [make_venue(f"V{number}", last_visit=day) for number, day in enumerate(days)]
    scenario = make_scenario(venues=tuple(venues), customers=())
    assert suggest_planning_date(scenario) == date(2026, 9, 7)
