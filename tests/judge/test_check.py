"""Each rule has a plan that breaks it alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.domain.calendar import DateSpan, Horizon, RevisitRule, TimeWindow
from planner.domain.demand import Question
from planner.domain.findings import Rule
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import NextVisit, Plan, Stop, Tour
from planner.domain.scenario import Scenario
from planner.judge.check import Judge, check
from planner.judge.plan_rules import PLAN_RULES
from planner.judge.stop_rules import STOP_RULES
from planner.judge.tour_rules import TOUR_RULES
from planner.rules.travel import measure_road
from tests.factories import (
    PLANNED_ON,
    STATION_AT,
    VENUES_AT,
    finish_plan,
    make_crew,
    make_question,
    make_scenario,
    make_station,
    make_technician,
    make_tour,
)

TUESDAY = date(2026, 10, 20)


def make_tours(*wanted: Sequence[str], **options: Any) -> tuple[Tour, ...]:
    days = wanted or (["V001"], ["V002"])
    beds = options.pop("beds", ["V001"] * (len(days) - 1))
    return (make_tour(make_question(), TUESDAY, days, beds=beds, **options),)


def broken(plan: Plan, scenario: Scenario | None = None, question: Question | None = None) -> set:
    scenario = scenario or make_scenario()
    return {f.rule for f in check(plan, scenario, question or make_question(scenario))}


def judge(
    tours: Sequence[Tour], scenario: Scenario | None = None, question: Question | None = None
) -> set:
    """Give the rules broken by tours in a whole plan: priced, next dates told, rest left out."""
    scenario = scenario or make_scenario()
    question = question or make_question(scenario)
    return broken(finish_plan(tours, scenario, question), scenario, question)


def with_venue(id: str = "V001", **changes: Any) -> Scenario:
    scenario = make_scenario()
    venues = (replace(v, **changes) if v.id == id else v for v in scenario.venues)
    return replace(scenario, venues=tuple(venues))


def with_customer(id: str, **changes: Any) -> Scenario:
    scenario = make_scenario()
    customers = (replace(c, **changes) if c.id == id else c for c in scenario.customers)
    return replace(scenario, customers=tuple(customers))


def with_crew(**changes: Any) -> Scenario:
    return make_scenario(crews=(make_crew("CR1", **changes), make_crew("CR2")))


def with_parameters(**changes: Any) -> Scenario:
    scenario = make_scenario()
    return replace(scenario, parameters=replace(scenario.parameters, **changes))


def change_stop(tours: Sequence[Tour], alter: Callable[[Stop], Stop]) -> tuple[Tour, ...]:
    first = tours[0].days[0]
    changed = replace(first, stops=(alter(first.stops[0]), *first.stops[1:]))
    return (replace(tours[0], days=(changed, *tours[0].days[1:])), *tours[1:])


def change_day(tours: Sequence[Tour], index: int, **changes: Any) -> tuple[Tour, ...]:
    days = list(tours[0].days)
    days[index] = replace(days[index], **changes)
    return (replace(tours[0], days=tuple(days)), *tours[1:])


def test_that_a_sound_plan_has_no_findings() -> None:
    assert judge(make_tours(["H:C001", "V001/180"], ["V002"], ["H:C002"])) == set()


def test_that_no_plan_at_all_has_no_findings() -> None:
    assert judge(()) == set()


def test_that_a_day_after_the_horizon_is_reported() -> None:
    question = make_question(horizon=Horizon(PLANNED_ON, TUESDAY))
    assert judge(make_tours(), question=question) == {Rule.HORIZON}


@pytest.mark.parametrize("late", [0, 1])
def test_that_a_stop_inside_the_notice_lead_is_reported(late: int) -> None:
    question = make_question(planned_on=TUESDAY - timedelta(5 - late))
    assert judge(make_tours(), question=question) == ({Rule.NOTICE_LEAD} if late else set())


def test_that_a_visit_made_twice_is_reported() -> None:
    scenario = with_venue(revisit=RevisitRule(7, 1, 1))
    question = make_question(scenario)
    tours = [
        make_tour(question, day, [["V001"]]) for day in (TUESDAY, TUESDAY + timedelta(days=7))
    ]
    assert judge(tours, scenario) == {Rule.VISITED_ONCE}


def test_that_a_visit_nobody_asked_for_is_reported() -> None:
    wanted = [visit for visit in make_question().visits if visit.id != "V001"]
    assert judge(make_tours(), question=make_question(visits=wanted)) == {Rule.KNOWN_VISIT}


def test_that_a_stop_beside_its_venue_is_reported() -> None:
    tours = make_tours(["V001"])
    at = replace(tours[0].days[0].stops[0].location, lon=10.0000001)
    assert judge(change_stop(tours, lambda s: replace(s, location=at))) == {Rule.KNOWN_VISIT}


def test_that_a_repeat_on_a_day_without_market_is_reported() -> None:
    scenario = with_venue(revisit=RevisitRule(7, 1, 1))
    question = make_question(scenario)
    wednesday = TUESDAY + timedelta(8)
    second = make_tour(question, wednesday, [["V001"]])
    tours = [make_tour(question, TUESDAY, [["V001"]]), second]
    tours[1] = change_stop([second], lambda s: replace(s, visit="V001#2"))[0]
    assert judge(tours, scenario) == {Rule.KNOWN_VISIT}


def test_that_a_booth_on_a_closed_day_is_reported() -> None:
    scenario = with_venue(closed=(DateSpan(TUESDAY, TUESDAY),))
    assert judge(make_tours(), scenario) == {Rule.CLOSED_DAY}


@pytest.mark.parametrize(
    ("hours", "kept"),
    [((555, 915), True), ((556, 916), False), ((554, 914), False)],
)
def test_that_a_booth_outside_opening_hours_is_reported(
    hours: tuple[int, int], kept: bool
) -> None:
    rules = judge(make_tours(), with_venue(hours=TimeWindow(*hours)))
    assert rules == (set() if kept else {Rule.OPENING_HOURS})


def test_that_a_home_visit_past_its_window_is_reported() -> None:
    tours = make_tours(["H:C001"])
    stop = tours[0].days[0].stops[0]
    tight = with_customer("C001", window=TimeWindow(stop.start, stop.end))
    late = with_customer("C001", window=TimeWindow(stop.start, stop.end - 1))
    assert judge(tours, tight) == set()
    assert judge(tours, late, make_question()) == {Rule.VISIT_WINDOW}


def test_that_a_home_visit_without_window_is_kept_inside_the_shift() -> None:
    scenario = with_parameters(shift_start=500)
    stop = make_tours(["H:C002"])[0].days[0].stops[0]
    early = change_stop(
        make_tours(["H:C002"]), lambda s: replace(s, start=490, arrive=490, end=550)
    )
    assert stop.start > 490
    assert Rule.VISIT_WINDOW in judge(early, scenario)


def test_that_a_booth_of_another_length_is_reported() -> None:
    tours = change_stop(make_tours(), lambda s: replace(s, end=s.end - 10))
    assert judge(tours) == {Rule.BOOTH_LENGTH}


def test_that_a_home_visit_of_another_length_is_reported() -> None:
    tours = change_stop(make_tours(["H:C001"]), lambda s: replace(s, end=s.end - 10))
    assert judge(tours) == {Rule.HOME_LENGTH}


@pytest.mark.parametrize(
    "changes", [{"home_visit_wanted": False}, {"location": None}, {"tier": "iron"}]
)
def test_that_a_home_visit_to_somebody_else_is_reported(changes: dict[str, Any]) -> None:
    tours = make_tours(["H:C001"])
    if "location" in changes:  # a new station reaches him
        at = tours[0].days[0].stops[0].location
        near = make_station("S2", location=at, tour_crews=0)
        scenario = make_scenario(stations=(make_station(), near))
    else:
        scenario = with_customer("C001", **changes)
    assert judge(tours, scenario, make_question()) - {Rule.ALL_ACCOUNTED} == {Rule.ELIGIBLE_HOME}


def test_that_a_crew_without_the_skill_is_reported() -> None:
    assert judge(make_tours(["H:C001"]), with_crew(skills=(("diesel", 2),))) == set()
    assert judge(make_tours(["H:C001"]), with_crew(skills=(("diesel", 1),))) == {Rule.SKILL}


def test_that_a_wrong_market_mark_is_reported() -> None:
    tours = change_stop(make_tours(), lambda s: replace(s, market_day=False))
    assert judge(tours) == {Rule.MARKET_DAY_MARK}


def test_that_arriving_before_one_can_is_reported() -> None:
    tours = change_stop(
        make_tours(), lambda s: replace(s, arrive=s.arrive - 1, start=s.start - 1, end=s.end - 1)
    )
    assert judge(tours) == {Rule.TRAVEL_TIME}


def test_that_serving_before_arriving_is_reported() -> None:
    tours = change_stop(make_tours(), lambda s: replace(s, arrive=s.start + 1))
    assert judge(tours) == {Rule.TRAVEL_TIME}


def test_that_coming_home_sooner_than_the_road_allows_is_reported() -> None:
    tours = make_tours()
    assert judge(change_day(tours, 1, end=tours[0].days[1].end - 1)) == {Rule.TRAVEL_TIME}


@pytest.mark.parametrize("changes", [{"start": 419}, {"end": 1141}])
def test_that_a_day_outside_the_shift_is_reported(changes: dict[str, int]) -> None:
    assert judge(change_day(make_tours(), 0, **changes)) == {Rule.SHIFT}


def test_that_too_long_at_the_wheel_is_reported() -> None:
    driven = max(day.drive_minutes for day in make_tours()[0].days)
    assert judge(make_tours(), with_parameters(max_drive_minutes_per_day=driven)) == set()
    strict = with_parameters(max_drive_minutes_per_day=driven - 1)
    assert judge(make_tours(), strict) == {Rule.DRIVING_LIMIT}


@pytest.mark.parametrize("field", ["drive_minutes", "drive_metres"])
def test_that_a_wrong_stated_drive_is_reported(field: str) -> None:
    tours = make_tours()
    changed = change_day(tours, 0, **{field: getattr(tours[0].days[0], field) - 1})
    assert judge(changed) == {Rule.STATED_DRIVE}


def test_that_not_coming_home_is_reported() -> None:
    tour = make_tours(["V001"], ["V002"], [], beds=["V001", "V002"])[0]
    assert judge([replace(tour, days=tour.days[:2])]) == {Rule.DEPOT}


def test_that_starting_from_another_depot_is_reported() -> None:
    scenario = make_scenario(
        stations=(make_station(), make_station("S2")),
        crews=(make_crew("CR1", depot="S2"), make_crew("CR2")),
    )
    assert judge(make_tours(), scenario) == {Rule.DEPOT}


def test_that_a_gap_between_days_is_reported() -> None:
    gap = change_day(make_tours(), 1, day=TUESDAY + timedelta(2))
    assert judge(gap) == {Rule.DAYS_FOLLOW}


@pytest.mark.parametrize("price", [None, 0])
def test_that_sleeping_where_nobody_can_is_reported(price: int | None) -> None:
    assert judge(make_tours(), with_venue(lodging=price)) == {Rule.LODGING}


def test_that_a_wrong_price_of_a_night_is_reported() -> None:
    assert judge(make_tours(), with_venue(lodging=10_001)) == {Rule.LODGING_PRICE}


def test_that_too_many_nights_are_reported() -> None:
    assert judge(make_tours(), with_crew(max_nights=1)) == set()
    assert judge(make_tours(), with_crew(max_nights=0)) == {Rule.NIGHTS_AWAY}


def test_that_the_limit_of_the_file_holds_for_crews_without_their_own() -> None:
    assert judge(make_tours(), with_parameters(max_nights=0)) == {Rule.NIGHTS_AWAY}


def test_that_a_tour_right_after_a_long_one_is_reported() -> None:
    long = make_tours(["V001"], ["V002"], [], [])
    question = make_question()
    rested = make_tour(question, TUESDAY + timedelta(5), [["V004"]])
    tired = make_tour(question, TUESDAY + timedelta(4), [["V004"]])
    assert judge([*long, rested]) == set()
    assert judge([*long, tired]) == {Rule.REST_AFTER_TOUR}


def test_that_too_many_days_in_a_row_are_reported() -> None:
    tours = [
        make_tour(make_question(), TUESDAY + timedelta(offset), [[visit]])
        for offset, visit in enumerate(("V001", "V002", "V003"))
    ]
    assert judge(tours, with_parameters(max_days_in_a_row=3)) == set()
    assert judge(tours, with_parameters(max_days_in_a_row=2)) == {Rule.DAYS_IN_A_ROW}


def test_that_too_many_days_of_a_week_are_reported() -> None:
    tours = [
        make_tour(make_question(), TUESDAY + timedelta(offset), [[visit]])
        for offset, visit in ((0, "V001"), (5, "V002"), (6, "V003"))  # Tue, Sun | Mon
    ]
    assert judge(tours, with_parameters(max_days_a_week=2)) == set()
    assert judge(tours, with_parameters(max_days_a_week=1)) == {Rule.DAYS_A_WEEK}


@pytest.mark.parametrize(
    "changes", [{"absent": (DateSpan(TUESDAY, TUESDAY),)}, {"works": frozenset({2})}]
)
def test_that_a_crew_out_on_a_day_off_is_reported(changes: dict[str, Any]) -> None:
    assert judge(make_tours(), with_crew(**changes)) == {Rule.CREW_FREE}


def test_that_a_crew_with_an_absent_member_is_reported() -> None:
    people = tuple(
        make_technician(t.id, absent=(DateSpan(TUESDAY, TUESDAY),)) if t.id == "T1" else t
        for t in make_scenario().technicians
    )
    assert judge(make_tours(), make_scenario(technicians=people)) == {Rule.CREW_FREE}


def test_that_an_unknown_crew_is_reported() -> None:
    tours = [replace(make_tours()[0], crew="CR9")]
    assert judge(tours) == {Rule.CREW_FREE}


def test_that_a_crew_on_two_tours_at_once_is_reported() -> None:
    other = make_tour(make_question(), TUESDAY, [["V004"]])
    assert judge([*make_tours(), other]) == {Rule.CREW_ONCE}


def test_that_a_person_in_two_crews_at_once_is_reported() -> None:
    scenario = make_scenario(crews=(make_crew("CR1"), make_crew("CR2", technicians=("T3", "T1"))))
    other = make_tour(make_question(), TUESDAY, [["V004"]], crew="CR2")
    later = make_tour(make_question(), TUESDAY + timedelta(2), [["V004"]], crew="CR2")
    assert judge([*make_tours(), later], scenario) == set()
    assert judge([*make_tours(), other], scenario) == {Rule.PERSON_ONCE}


def test_that_more_crews_out_than_vehicles_are_reported() -> None:
    tours = [*make_tours(), make_tour(make_question(), TUESDAY, [["V004"]], crew="CR2")]
    assert judge(tours) == set()
    scenario = make_scenario(stations=(make_station(vehicles=1),))
    assert judge(tours, scenario) == {Rule.VEHICLES}


@pytest.mark.parametrize(("days", "early"), [(81, False), (80, True)])
def test_that_coming_back_too_early_is_reported(days: int, early: bool) -> None:
    scenario = with_venue(last_visit=TUESDAY - timedelta(days))
    assert judge(make_tours(), scenario) == ({Rule.REVISIT_EARLY} if early else set())


def test_that_a_repeat_too_soon_after_the_first_is_reported() -> None:
    scenario = with_venue(revisit=RevisitRule(7, 1, 1))
    question = make_question(scenario)
    days = (TUESDAY, TUESDAY + timedelta(7))
    tours = [
        make_tour(question, day, [[visit]])
        for day, visit in zip(days, ("V001", "V001#2"), strict=True)
    ]
    slower = with_venue(revisit=RevisitRule(10, 2, 1))
    assert judge(tours, scenario) == set()
    assert judge(tours, slower, question) == {Rule.REVISIT_EARLY}


def test_that_a_repeat_without_its_first_is_reported() -> None:
    scenario = with_venue(revisit=RevisitRule(7, 1, 1))
    tours = [make_tour(make_question(scenario), TUESDAY + timedelta(7), [["V001#2"]])]
    assert judge(tours, scenario) == {Rule.REVISIT_EARLY}


def test_that_a_repeat_too_late_is_reported() -> None:
    scenario = with_venue(revisit=RevisitRule(7, 1, 1))
    question = make_question(scenario)
    tours = [
        make_tour(question, TUESDAY, [["V001"]]),
        make_tour(question, TUESDAY + timedelta(10), [["V001#2"]]),
    ]
    assert judge(tours, scenario) == {Rule.REVISIT_LATE}


@pytest.mark.parametrize(
    "told",
    [
        None,
        NextVisit(TUESDAY + timedelta(92), False, True, True),  # a Wednesday
        NextVisit(TUESDAY + timedelta(84), False, True, True),  # a market, not the nearest
        NextVisit(TUESDAY + timedelta(91), True, True, True),  # not in the plan
        NextVisit(TUESDAY + timedelta(91), False, False, True),
        NextVisit(TUESDAY + timedelta(91), False, True, False),
    ],
)
def test_that_a_wrong_next_date_is_reported(told: NextVisit | None) -> None:
    plan = finish_plan(make_tours())
    assert broken(plan) == set()
    wrong = replace(plan, tours=change_stop(plan.tours, lambda s: replace(s, next_visit=told)))
    assert broken(wrong) == {Rule.NEXT_DATE}


def test_that_a_next_date_out_of_tolerance_is_right_where_no_market_comes_sooner() -> None:
    due = TUESDAY + timedelta(91)
    scenario = with_venue(closed=(DateSpan(due - timedelta(20), due + timedelta(20)),))
    assert judge(make_tours(), scenario) == set()


def test_that_a_venue_neither_planned_nor_left_out_is_reported() -> None:
    plan = finish_plan(make_tours())
    assert broken(replace(plan, unassigned=plan.unassigned[1:])) == {Rule.ALL_ACCOUNTED}
    twice = (*plan.unassigned, plan.unassigned[0])
    assert broken(replace(plan, unassigned=twice)) == {Rule.ALL_ACCOUNTED}


def test_that_wrong_terms_are_reported() -> None:
    plan = finish_plan(make_tours())
    wrong = replace(plan, terms=replace(plan.terms, people=plan.terms.people + 1))
    assert broken(wrong) == {Rule.VALUE}


def test_that_a_home_visit_before_its_part_is_there_is_reported() -> None:
    tours = make_tours(["H:C001"])
    assert judge(tours, with_customer("C001", part_arrives_on=TUESDAY)) == set()
    late = with_customer("C001", part_arrives_on=TUESDAY + timedelta(1))
    assert judge(tours, late, make_question()) == {Rule.PART_ARRIVAL}


def test_that_a_drive_without_time_for_its_breaks_is_reported() -> None:
    tours = make_tours(["V001"])
    leg = tours[0].days[0].drive_minutes // 2
    assert judge(tours, with_parameters(break_after_drive=leg + 1, break_minutes=9)) == set()
    assert judge(tours, with_parameters(break_after_drive=leg, break_minutes=9)) == {Rule.BREAK}


def test_that_a_day_timed_with_breaks_has_time_for_them() -> None:
    scenario = with_parameters(break_after_drive=60, break_minutes=20)
    question = make_question(scenario)
    tours = (make_tour(question, TUESDAY, (["V001"], ["V002"]), beds=["V001"]),)
    plain = make_tours()
    assert tours[0].days[0].start < plain[0].days[0].start
    assert tours[0].days[0].drive_minutes == plain[0].days[0].drive_minutes
    assert judge(tours, scenario, question) == set()


def test_that_a_night_on_an_evening_nobody_may_be_away_is_reported() -> None:
    assert judge(make_tours(), with_parameters(night_weekdays=frozenset({1}))) == set()
    others = frozenset(range(7)) - {1}
    assert judge(make_tours(), with_parameters(night_weekdays=others)) == {Rule.NIGHT_WEEKDAY}


def test_that_a_night_too_near_the_depot_is_reported() -> None:
    road = measure_road(STATION_AT, VENUES_AT["V001"], 1.33)
    assert judge(make_tours(), with_parameters(night_from=road)) == set()
    assert judge(make_tours(), with_parameters(night_from=road + 1)) == {Rule.NIGHT_DISTANCE}


def test_that_nights_and_road_beyond_the_budget_are_reported() -> None:
    tours = make_tours()
    road = sum(day.drive_metres for day in tours[0].days)
    spent = 30_000 + -(-road * 150 // 1000)
    kept = with_parameters(budget=spent, road_price_per_km=150)
    assert judge(tours, kept) == set()
    short = with_parameters(budget=spent - 1, road_price_per_km=150)
    assert judge(tours, short) == {Rule.BUDGET}


def with_lock(freedom: Freedom, visit: str = "V001", **changes: Any) -> Question:
    stop = make_tours()[0].days[0].stops[0]
    lock = replace(Lock(visit, freedom, TUESDAY, stop.start, "CR1"), **changes)
    return replace(make_question(), locks=(lock,))


@pytest.mark.parametrize("freedom", [freedom for freedom in Freedom if freedom != Freedom.FREE])
def test_that_a_locked_visit_left_out_is_reported(freedom: Freedom) -> None:
    assert judge(make_tours(), question=with_lock(freedom)) == set()
    missing = with_lock(freedom, "V003")
    assert judge(make_tours(), question=missing) == {Rule.LOCK_KEPT}


@pytest.mark.parametrize(
    ("changes", "broken_from"),
    [
        ({"day": TUESDAY + timedelta(7)}, Freedom.WEEK),
        ({"day": TUESDAY + timedelta(1)}, Freedom.DAY),
        ({"start": 421}, Freedom.TIME),
        ({"duration": 180}, Freedom.TIME),
        ({"crew": "CR2"}, Freedom.CREW),
    ],
)
def test_that_a_lock_keeps_all_rungs_up_to_its_own(
    changes: dict[str, Any], broken_from: Freedom
) -> None:
    for freedom in Freedom:
        if freedom is not Freedom.FREE:
            rules = judge(make_tours(), question=with_lock(freedom, **changes))
            assert rules == ({Rule.LOCK_KEPT} if freedom.keeps(broken_from) else set()), freedom


def test_that_the_notice_lead_does_not_bind_a_stop_already_announced_for_its_day() -> None:
    near = make_question(planned_on=TUESDAY - timedelta(4))
    tours = make_tours(["V001"])
    start = tours[0].days[0].stops[0].start
    lock = Lock("V001", Freedom.ANNOUNCED, TUESDAY, start, "CR1")
    assert judge(tours, question=replace(near, locks=(lock,))) == set()
    untold = replace(near, locks=(replace(lock, freedom=Freedom.CREW),))
    assert judge(tours, question=untold) == {Rule.NOTICE_LEAD}


def test_that_a_floor_missed_is_part_of_the_value() -> None:
    scenario = with_parameters(region_floor=2, floor_price=70.0)
    question = make_question(scenario)
    plan = finish_plan(make_tours(), scenario, question)
    assert plan.terms.floors == -140.0  # one of two booths in either county
    assert broken(plan, scenario, question) == set()
    untold = replace(plan, terms=replace(plan.terms, floors=0.0))
    assert broken(untold, scenario, question) == {Rule.VALUE}


def test_that_every_rule_has_its_own_test_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [rule.name for rule in Rule if f"{{Rule.{rule.name}}}" not in text] == []


def test_that_the_page_on_the_model_names_every_rule_and_the_judge_behind_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
    judges = {judge.__name__ for judge in (*STOP_RULES, *TOUR_RULES, *PLAN_RULES)}
    assert [rule.name for rule in Rule if f"`{rule.name}`" not in page] == []
    assert [name for name in sorted(judges) if f"{name}`" not in page] == []


def test_that_the_page_on_the_model_names_tests_that_are_there_on_both_sides() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "model.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if any(f"`{rule.name}`" in line for rule in Rule)]
    sides = [row.split(" | ")[3:5] for row in rows if row.startswith("| ")]
    assert len(sides) == len(Rule)
    tests = [text for path in (root / "tests").rglob("test_*.py") for text in _list_tests(path)]
    for here, engine in sides:
        assert here
        assert engine
        for name in re.findall(r"`…(\w+)…?`", here + engine):
            assert [test for test in tests if name in test], name


def _list_tests(path: Path) -> list[str]:
    return re.findall(r"^def test_that_(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_that_a_judge_who_knows_the_plan_before_finds_the_same() -> None:
    scenario, question = make_scenario(), make_question()
    judge = Judge(scenario, question)
    sound = finish_plan(make_tours())
    late = replace(sound, tours=change_day(sound.tours, 1, end=1141))
    for plan in (sound, late, sound, late):
        assert judge.check(plan) == check(plan, scenario, question)
