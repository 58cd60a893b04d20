"""Hand edits give tours that keep the rules of a tour, or say what is in the way."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings

from planner.domain.calendar import RevisitRule
from planner.domain.findings import Finding, Rule
from planner.domain.plan import Tour, TourDay
from planner.judge.check import check_tour
from planner.judge.draw import draw
from planner.judge.edit import drop, move, swap
from planner.judge.grounds import prepare
from planner.judge.timing import Legs, Placed, time_day
from tests.factories import (
    STATION_AT,
    make_offer,
    make_question,
    make_scenario,
    make_tour,
    make_venue,
    make_visit,
)
from tests.strategies import QUESTION, hand_made_tours, visit_ids

TUESDAY = date(2026, 10, 20)
GROUNDS = prepare(make_scenario(), QUESTION)


def list_visits(tours: tuple[Tour, ...] | Finding) -> list[list[list[str]]]:
    assert not isinstance(tours, Finding), tours
    return [[[stop.visit for stop in day.stops] for day in tour.days] for tour in tours]


def test_that_a_day_starts_as_late_as_its_first_stop_allows() -> None:
    offer = make_offer(TUESDAY, earliest_start=600)
    timed = time_day(
        TUESDAY, STATION_AT, [Placed(make_visit(), offer)], STATION_AT, Legs(QUESTION.parameters)
    )
    assert isinstance(timed, TourDay)
    assert (timed.start, timed.stops[0].arrive, timed.stops[0].start) == (600 - 122, 600, 600)
    assert (timed.end, timed.drive_minutes) == (960 + 122, 2 * 107)


def test_that_a_day_that_does_not_fit_names_the_stop_in_the_way() -> None:
    offer = make_offer(TUESDAY, latest_start=541)
    timed = time_day(
        TUESDAY, STATION_AT, [Placed(make_visit(), offer)], STATION_AT, Legs(QUESTION.parameters)
    )
    assert isinstance(timed, Finding)
    expected = (Rule.OPENING_HOURS, "V001", "09:02", "09:01")
    assert (timed.rule, timed.visit, timed.found, timed.allowed) == expected


def test_that_dropping_the_last_stop_brings_the_crew_home_a_day_earlier() -> None:
    tour = make_tour(QUESTION, TUESDAY, [["V001"], ["V002"]], beds=["V001"])
    assert drop([tour], "V002", QUESTION) == (make_tour(QUESTION, TUESDAY, [["V001"]]),)


def test_that_dropping_the_first_stop_lets_the_crew_leave_a_day_later() -> None:
    tour = make_tour(QUESTION, TUESDAY, [["V001"], ["V002"]], beds=["V001"])
    expected = make_tour(QUESTION, TUESDAY + timedelta(1), [["V002"]])
    assert drop([tour], "V001", QUESTION) == (expected,)


def test_that_dropping_a_stop_between_keeps_its_day_for_driving() -> None:
    beds = ["V001", "V002"]
    tour = make_tour(QUESTION, TUESDAY, [["V001"], ["H:C002"], ["V002"]], beds=beds)
    expected = make_tour(QUESTION, TUESDAY, [["V001"], [], ["V002"]], beds=beds)
    assert drop([tour], "H:C002", QUESTION) == (expected,)


def test_that_dropping_the_only_stop_gives_the_tour_up() -> None:
    assert drop([make_tour(QUESTION, TUESDAY, [["V001"]])], "V001", QUESTION) == ()


def test_that_dropping_what_is_not_planned_changes_nothing() -> None:
    tours = (make_tour(QUESTION, TUESDAY, [["V001"]]),)
    assert drop(tours, "V004", QUESTION) == tours


def test_that_dropping_a_visit_drops_its_repeat() -> None:
    venue = make_venue(revisit=RevisitRule(7, 1, 1))
    question = make_question(make_scenario(venues=(venue,)))
    tours = [
        make_tour(question, TUESDAY, [["V001"]]),
        make_tour(question, TUESDAY + timedelta(7), [["V001#2"]]),
    ]
    assert drop(tours, "V001", question) == ()
    assert drop(tours, "V001#2", question) == tuple(tours[:1])


def test_that_a_moved_stop_goes_to_the_other_crew() -> None:
    tour = make_tour(QUESTION, TUESDAY, [["V001"], ["V002"]], beds=["V001"])
    moved = move([tour], "V002", "CR2", TUESDAY, QUESTION)
    assert list_visits(moved) == [[["V001"]], [["V002"]]]
    assert not isinstance(moved, Finding)
    assert [found.crew for found in moved] == ["CR1", "CR2"]


def test_that_a_moved_stop_joins_a_day_where_it_costs_least_driving() -> None:
    tour = make_tour(QUESTION, TUESDAY, [["V002/180"]])
    moved = move([tour], "H:C002", "CR1", TUESDAY, QUESTION)
    assert not isinstance(moved, Finding)
    lengths = [
        sum(leg.metres for leg in legs)
        for legs in (_legs(["V002", "H:C002"]), _legs(["H:C002", "V002"]))
    ]
    assert moved[0].days[0].drive_metres == min(lengths)


def _legs(order: list[str]) -> list:
    legs, visits = Legs(QUESTION.parameters), {visit.id: visit for visit in QUESTION.visits}
    points = [STATION_AT, *(visits[id].location for id in order), STATION_AT]
    return [legs.find(a, b) for a, b in pairwise(points)]


def test_that_a_stop_that_does_not_fit_stays_and_the_rule_is_told() -> None:
    tour = make_tour(QUESTION, TUESDAY, [["V001"]])
    found = move([tour], "V004", "CR1", TUESDAY, QUESTION)
    assert isinstance(found, Finding)
    assert (found.rule, found.crew) == (Rule.OPENING_HOURS, "CR1")


def test_that_moving_to_a_day_that_is_not_offered_is_told() -> None:
    found = move([], "V001", "CR1", date(2026, 10, 13), QUESTION)
    assert isinstance(found, Finding)
    assert found.rule is Rule.KNOWN_VISIT


def test_that_two_stops_change_places() -> None:
    tours = [
        make_tour(QUESTION, TUESDAY, [["V001"]]),
        make_tour(QUESTION, TUESDAY, [["V004"]], crew="CR2"),
    ]
    swapped = swap(tours, "V001", "V004", QUESTION)
    assert list_visits(swapped) == [[["V004"]], [["V001"]]]
    assert swap(list(swapped), "V001", "V004", QUESTION) == tuple(tours)  # type: ignore[arg-type]


def test_that_a_swap_to_a_day_without_offer_is_told() -> None:
    venue = make_venue("V004", last_visit=TUESDAY - timedelta(81))
    question = make_question(make_scenario(venues=(make_venue("V001"), venue)))
    tours = [
        make_tour(question, TUESDAY - timedelta(2), [["V001"]]),
        make_tour(question, TUESDAY, [["V004"]]),
    ]
    found = swap(tours, "V001", "V004", question)
    assert isinstance(found, Finding)
    assert (found.rule, found.visit) == (Rule.KNOWN_VISIT, "V004")


@settings(max_examples=40, deadline=None)
@given(hand_made_tours())
def test_that_moves_break_no_rule_of_a_tour(tours: tuple[Tour, ...]) -> None:
    rules = {finding.rule for tour in tours for finding in check_tour(tour, GROUNDS)}
    assert rules == set()


@settings(max_examples=40, deadline=None)
@given(hand_made_tours(), visit_ids())
def test_that_dropping_leaves_all_other_stops(tours: tuple[Tour, ...], visit: str) -> None:
    left = drop(tours, visit, QUESTION)
    before = {v for tour in list_visits(tours) for day in tour for v in day}
    after = {v for tour in list_visits(left) for day in tour for v in day}
    assert after == before - {visit}
    assert not {f.rule for tour in left for f in check_tour(tour, GROUNDS)}


def test_that_a_plan_is_drawn() -> None:
    tour = make_tour(QUESTION, TUESDAY, [["V001"], ["V002"]], beds=["V001"])
    assert draw([tour], QUESTION) == (
        "value 61.5\n"
        "CR1 from S1\n"
        "  2026-10-20 07:13 V001@09:15-15:15* 15:30 zz V001 (107 min 88.7 km)\n"
        "  2026-10-21 07:12 V002@08:00-14:00 16:14 (152 min 120.3 km)\n"
        "left out: V003, V004, H:C001, H:C002\n"
    )
