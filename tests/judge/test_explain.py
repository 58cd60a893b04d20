"""For every reason a small instance in which nothing else is in the way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings

from planner.domain.calendar import (
    DateRule,
    DateSpan,
    Horizon,
    RevisitRule,
    RuleKind,
    TimeWindow,
)
from planner.domain.demand import Floor, Question
from planner.domain.findings import Cause, Reason, Rule
from planner.domain.locks import Freedom, Lock
from planner.domain.parameters import Parameters
from planner.domain.plan import Tour
from planner.domain.scenario import Scenario
from planner.domain.territory import Location, Venue
from planner.judge.case import open_case
from planner.judge.check import check
from planner.judge.cost import price
from planner.judge.edit import move
from planner.judge.explain import explain, explain_unkept
from planner.judge.find_day import find_days
from planner.rules.demand import build_question
from planner.watch import Cancelled
from tests.factories import (
    HORIZON,
    PLANNED_ON,
    make_crew,
    make_customer,
    make_plan,
    make_product,
    make_question,
    make_scenario,
    make_station,
    make_tour,
    make_venue,
    make_visit,
)
from tests.strategies import QUESTION, hand_made_tours

EARLIEST = PLANNED_ON + timedelta(5)
ONE_DAY = Horizon(PLANNED_ON, EARLIEST)


def make_small(*venues: Venue, **changes: Any) -> Scenario:
    """Make a region of these venues, one crew and no customers."""
    small = make_scenario(venues=venues, customers=(), crews=(make_crew("CR1"),))
    return replace(small, **changes)


def find_causes(
    scenario: Scenario, tours: Sequence[Tour] = (), horizon: Horizon = HORIZON
) -> dict[str, Cause]:
    question = make_question(scenario, horizon=horizon)
    return {left.visit: left.cause for left in explain(tours, scenario, question)}


def find_reason(scenario: Scenario, horizon: Horizon = HORIZON) -> Cause:
    (cause,) = find_causes(scenario, horizon=horizon).values()
    return cause


def test_that_what_fits_and_gains_was_left_by_stopping_early() -> None:
    cause = find_reason(make_small(make_venue(footfall_normal=5000)), ONE_DAY)
    facts = dict(cause.facts)
    assert cause.reason is Reason.STOPPED_EARLY
    assert (facts["day"], facts["crew"]) == ("2026-10-17", "CR1")
    # 6 of 10 hours x 5000 x 10 % stop, less a crew-day and 88.734 km there and back
    assert float(facts["value"]) == pytest.approx(300 - 15 - 0.05 * 177.468, abs=0.05)


def test_that_a_place_without_people_is_not_worth_going_to() -> None:
    cause = find_reason(make_small(make_venue(footfall_normal=1, footfall_market=1)))
    assert cause.reason is Reason.NOT_WORTH_IT
    assert float(dict(cause.facts)["cost"]) == pytest.approx(15 + 0.05 * 177.468, abs=0.05)


def test_that_notice_lead_is_named_where_it_takes_all_days() -> None:
    short = Horizon(PLANNED_ON, EARLIEST - timedelta(1))
    expected = Cause(Reason.NOTICE_LEAD, (("date", "2026-10-17"),))
    assert find_reason(make_small(make_venue()), short) == expected


def test_that_notice_lead_is_named_where_the_venue_closes_after_it() -> None:
    closed = (DateSpan(EARLIEST, HORIZON.last),)
    cause = find_reason(make_small(make_venue(closed=closed)))
    assert cause == Cause(Reason.NOTICE_LEAD, (("date", "2026-10-17"),))


def test_that_a_closed_venue_tells_when_it_opens_again() -> None:
    closed = (DateSpan(PLANNED_ON, date(2026, 12, 1)),)
    cause = find_reason(make_small(make_venue(closed=closed)))
    assert cause == Cause(Reason.VENUE_CLOSED, (("date", "2026-12-02"),))


def test_that_a_recent_visit_tells_when_one_may_come_back() -> None:
    cause = find_reason(make_small(make_venue(last_visit=date(2026, 10, 1))))
    assert cause == Cause(Reason.REVISIT, (("date", "2026-12-21"),))


def test_that_too_short_opening_hours_leave_no_day() -> None:
    cause = find_reason(make_small(make_venue(hours=TimeWindow(540, 700))))
    facts = (("minutes", "180"), ("allowed", "09:00-11:40"))
    assert cause == Cause(Reason.NO_OPEN_DAY, facts)


def test_that_a_missing_skill_is_named() -> None:
    scenario = make_small(customers=(make_customer(),), products=(make_product(level=5),))
    expected = Cause(Reason.NO_SKILL, (("skill", "diesel"), ("level", "5")))
    assert find_reason(scenario) == expected


def test_that_absent_crews_are_named() -> None:
    away = make_crew("CR1", absent=(DateSpan(PLANNED_ON, HORIZON.last),))
    cause = find_reason(make_small(make_venue(), crews=(away,)))
    assert cause.reason is Reason.CREWS_AWAY
    assert dict(cause.facts)["block"] == "absent"


def test_that_having_no_crews_is_named() -> None:
    assert find_reason(make_small(make_venue(), crews=())) == Cause(Reason.CREWS_AWAY)


def test_that_a_crew_busy_elsewhere_is_named_with_its_place() -> None:
    far = make_venue("V002", location=Location(42.8, 10.0))
    north = make_venue("V001", location=Location(47.0, 10.0), footfall_market=9999)
    scenario = make_small(north, far)
    tuesday = date(2026, 10, 20)
    horizon = Horizon(PLANNED_ON, tuesday + timedelta(2))
    wide = make_question(scenario, horizon=HORIZON)
    tour = make_tour(wide, tuesday - timedelta(1), [[], ["V002"], [], []], beds=["V002"] * 3)
    crews = (make_crew("CR1", works=frozenset({0, 1, 2, 3})),)
    cause = find_causes(replace(scenario, crews=crews), [tour], horizon)["V001"]
    assert cause.reason is Reason.CREWS_AWAY
    assert dict(cause.facts)["block"] == "busy"
    assert dict(cause.facts)["at"] == "V002"


def test_that_a_day_off_is_not_called_a_day_the_crew_could_go() -> None:
    far = make_venue("V002", location=Location(42.8, 10.0))
    saturdays = DateRule(RuleKind.WEEKDAY, frozenset({5}))
    north = make_venue(
        "V001",
        location=Location(47.0, 10.0),
        market=saturdays,
        footfall_normal=5000,
        footfall_market=9999,
    )
    crews = (make_crew("CR1", works=frozenset({0, 1, 2, 3})),)
    scenario = make_small(north, far)
    tuesday = date(2026, 10, 20)
    wide = make_question(scenario, horizon=HORIZON)
    tour = make_tour(wide, tuesday - timedelta(1), [[], ["V002"], [], []], beds=["V002"] * 3)
    horizon = Horizon(PLANNED_ON, tuesday + timedelta(2))
    cause = find_causes(replace(scenario, crews=crews), [tour], horizon)["V001"]
    assert dict(cause.facts)["block"] == "busy"
    assert date.fromisoformat(dict(cause.facts)["day"]).weekday() in {0, 1, 2, 3}


def test_that_a_place_too_far_for_any_day_is_out_of_reach() -> None:
    cause = find_reason(make_small(make_venue(location=Location(55.0, 10.0))))
    assert cause.reason is Reason.OUT_OF_REACH
    assert dict(cause.facts)["allowed"] == "480"
    assert int(dict(cause.facts)["minutes"]) > 1400


def test_that_a_far_place_is_reached_over_several_beds() -> None:
    steps = [
        make_venue(f"V00{n}", location=Location(45.0 + 3 * n, 10.0), footfall_market=99_999)
        for n in (1, 2)
    ]
    causes = find_causes(make_small(*steps))
    assert causes["V002"].reason is Reason.STOPPED_EARLY


def test_that_the_nights_limit_is_named() -> None:
    far = make_venue(location=Location(47.0, 10.0))
    cause = find_reason(make_small(far, crews=(make_crew("CR1", max_nights=0),)))
    assert cause == Cause(Reason.NIGHTS, (("nights", "1"), ("allowed", "0")))


def plan_one_day(scenario: Scenario, *wanted: str) -> tuple[Question, Tour]:
    question = make_question(scenario, horizon=ONE_DAY)
    return question, make_tour(question, EARLIEST, [wanted])


def test_that_the_better_stop_and_the_loss_are_named() -> None:
    best = make_venue("V001", footfall_normal=5000)
    scenario = make_small(best, make_venue("V002", location=best.location, footfall_normal=4000))
    question, tour = plan_one_day(scenario, "V001")
    (left,) = explain([tour], scenario, question)
    facts = (("day", "2026-10-17"), ("crew", "CR1"), ("stop", "V001"), ("value", "60.0"))
    assert left.cause == Cause(Reason.BETTER_STOP, facts)


def test_that_a_swap_that_gains_was_left_by_stopping_early() -> None:
    best = make_venue("V001", footfall_normal=5000)
    scenario = make_small(best, make_venue("V002", location=best.location, footfall_normal=4000))
    question, tour = plan_one_day(scenario, "V002")
    (left,) = explain([tour], scenario, question)
    assert left.cause.reason is Reason.STOPPED_EARLY
    assert dict(left.cause.facts)["value"] == "60.0"
    assert dict(left.cause.facts)["stop"] == "V002"


def test_that_a_swap_does_not_push_out_what_a_repeat_follows() -> None:
    rule = RevisitRule(7, 1, 1)
    poor = make_venue("V001", footfall_normal=0, footfall_market=10, revisit=rule)
    rich = make_venue("V002", location=poor.location, footfall_normal=4000, market=None)
    scenario = make_small(poor, rich)
    horizon = Horizon(PLANNED_ON, PLANNED_ON + timedelta(15))
    question = make_question(scenario, horizon=horizon)
    days = (date(2026, 10, 20), date(2026, 10, 27))
    tours = [
        make_tour(question, day, [[visit]])
        for day, visit in zip(days, ("V001", "V001#2"), strict=True)
    ]
    crews = (make_crew("CR1", works=frozenset({1})),)
    cause = find_causes(replace(scenario, crews=crews), tours, horizon)["V002"]
    assert dict(cause.facts)["day"] == "2026-10-27"


def test_that_a_home_window_no_crew_can_meet_is_named() -> None:
    early = make_customer(window=TimeWindow(420, 500))
    cause = find_reason(make_small(customers=(early,)))
    assert cause == Cause(Reason.HOME_WINDOW, (("allowed", "07:00-07:20"),))


def test_that_a_home_window_shorter_than_the_work_is_named() -> None:
    cause = find_reason(make_small(customers=(make_customer(window=TimeWindow(600, 650)),)))
    assert cause == Cause(Reason.HOME_WINDOW, (("allowed", "10:00-10:50"),))


def test_that_a_home_window_missed_by_a_crew_passing_is_named() -> None:
    home = make_customer(window=TimeWindow(600, 700), location=Location(45.6, 10.0))
    scenario = make_small(make_venue("V001", footfall_normal=5000), customers=(home,))
    question, tour = plan_one_day(scenario, "V001")
    (left,) = explain([tour], scenario, question)
    facts = (("day", "2026-10-17"), ("crew", "CR1"), ("allowed", "10:00-10:40"))
    assert left.cause == Cause(Reason.HOME_WINDOW, facts)


def test_that_a_visit_without_days_to_an_unknown_place_is_bad_data() -> None:
    scenario = make_small()
    question = make_question(scenario, visits=[make_visit("V009")])
    (left,) = explain((), scenario, question)
    assert left.cause == Cause(Reason.DATA)


def test_that_planned_visits_and_repeats_need_no_reason() -> None:
    venue = make_venue("V001", revisit=RevisitRule(7, 1, 1))
    scenario = make_small(venue)
    question = make_question(scenario)
    tour = make_tour(question, date(2026, 10, 20), [["V001"]])
    assert any(visit.repeat_of for visit in question.visits)
    assert explain([tour], scenario, question) == ()


def test_that_a_tour_made_a_day_longer_is_tried() -> None:
    near = make_venue("V001", footfall_normal=5000)
    next_door = make_venue("V002", location=Location(45.61, 10.0), footfall_normal=5000)
    scenario = make_small(near, next_door)
    horizon = Horizon(PLANNED_ON, EARLIEST + timedelta(1))
    question = make_question(scenario, horizon=horizon)
    tour = make_tour(question, EARLIEST, [["V001"]])
    (left,) = explain([tour], scenario, question)
    longer = make_tour(question, EARLIEST, [["V001"], ["V002"]], beds=["V002"])
    road = sum(d.drive_metres for d in longer.days) - tour.days[0].drive_metres
    gain = 300 - 15 - 0.05 * road / 1000 - 3 * 100 / 50
    assert left.cause.reason is Reason.STOPPED_EARLY
    assert float(dict(left.cause.facts)["value"]) == pytest.approx(gain, abs=0.06)


def test_that_the_vehicle_of_the_depot_is_not_used_twice() -> None:
    scenario = make_small(
        make_venue("V001", footfall_normal=5000),
        make_venue("V004", footfall_normal=4000),
        stations=(make_station(vehicles=1),),
        crews=(make_crew("CR1", max_nights=0), make_crew("CR2")),
    )
    question, tour = plan_one_day(scenario, "V001")
    (left,) = explain([tour], scenario, question)
    assert left.cause.reason is Reason.BETTER_STOP


def with_money(**changes: Any) -> Scenario:
    return make_small(make_venue(footfall_normal=5000), parameters=Parameters(**changes))


def test_that_a_spent_budget_is_named_with_the_price_of_one_stop_more() -> None:
    road = 2 * 88_734  # metres there and back
    price = -(-road * 150 // 1000)
    rich = with_money(budget=price, road_price_per_km=150)
    assert find_reason(rich, ONE_DAY).reason is Reason.STOPPED_EARLY
    cause = find_reason(with_money(budget=price - 1, road_price_per_km=150), ONE_DAY)
    assert cause.reason is Reason.BUDGET
    facts = dict(cause.facts)
    assert (facts["crew"], facts["day"]) == ("CR1", "2026-10-17")
    assert (int(facts["money"]), int(facts["left"])) == (price, price - 1)
    assert float(facts["value"]) == pytest.approx(300 - 15 - 0.05 * road / 1000, abs=0.05)


def test_that_what_costs_more_than_it_brings_is_not_blamed_on_the_budget() -> None:
    poor = make_venue(footfall_normal=1, footfall_market=1)
    broke = Parameters(budget=0, road_price_per_km=150)
    cause = find_reason(make_small(poor, parameters=broke))
    assert cause.reason is Reason.NOT_WORTH_IT


def test_that_a_part_that_comes_too_late_is_named() -> None:
    after = HORIZON.last + timedelta(1)
    cause = find_reason(make_small(customers=(make_customer(part_arrives_on=after),)))
    assert cause == Cause(Reason.PART_LATE, (("date", "2026-11-09"),))


def test_that_evenings_nobody_may_be_away_are_named_as_nights() -> None:
    far = make_venue(location=Location(47.0, 10.0), footfall_market=9999)
    cause = find_reason(make_small(far, parameters=Parameters(night_weekdays=frozenset())))
    assert (cause.reason, dict(cause.facts)["block"]) == (Reason.NIGHTS, "evening")


def make_rivals() -> tuple[Scenario, Question, Tour]:
    """Plan the poorer of two venues at one place on the only day."""
    poor = make_venue("V001", footfall_normal=4000)
    scenario = make_small(poor, make_venue("V002", location=poor.location, footfall_normal=5000))
    return scenario, *plan_one_day(scenario, "V001")


def test_that_a_floor_of_another_region_is_named_with_what_it_costs() -> None:
    scenario, question, tour = make_rivals()
    (left,) = explain([tour], scenario, question)
    assert left.cause.reason is Reason.STOPPED_EARLY
    held = replace(question, floors=(Floor("3301", ("V001",), 1, 100.0),))
    (left,) = explain([tour], scenario, held)
    facts = (
        ("day", "2026-10-17"),
        ("crew", "CR1"),
        ("stop", "V001"),
        ("region", "3301"),
        ("value", "60.0"),
    )
    assert left.cause == Cause(Reason.FLOOR, facts)


def test_that_a_floor_met_twice_over_holds_nobody() -> None:
    scenario, question, tour = make_rivals()
    both = replace(question, floors=(Floor("3301", ("V001", "V002"), 1, 100.0),))
    (left,) = explain([tour], scenario, both)
    assert left.cause.reason is Reason.STOPPED_EARLY


def test_that_a_missed_floor_is_part_of_what_an_insertion_gains() -> None:
    scenario = make_small(make_venue(footfall_normal=1, footfall_market=1))
    question = make_question(scenario)
    (left,) = explain((), scenario, question)
    assert left.cause.reason is Reason.NOT_WORTH_IT
    wanted = replace(question, floors=(Floor("3301", ("V001",), 1, 100.0),))
    (left,) = explain((), scenario, wanted)
    assert left.cause.reason is Reason.STOPPED_EARLY


def test_that_too_many_booths_without_market_are_named_as_no_usable_day() -> None:
    friday = make_venue("V001", market=DateRule(RuleKind.WEEKDAY, frozenset({4})))
    scenario = make_small(replace(friday, footfall_normal=5000))
    horizon = Horizon(PLANNED_ON, date(2026, 10, 23))
    out = make_crew("CR1", works=frozenset({1}))
    crews = replace(scenario, crews=(out,))
    cause = find_reason(crews, horizon)
    assert cause.reason is Reason.NO_OPEN_DAY
    assert dict(cause.facts)["day"] == "2026-10-20"
    free = replace(crews, parameters=Parameters(market_share=0.0))
    assert find_reason(free, horizon).reason is Reason.STOPPED_EARLY


def test_that_a_locked_stop_in_the_way_is_named() -> None:
    scenario, question, tour = make_rivals()
    lock = Lock("V001", Freedom.DAY, EARLIEST, 0, "CR1")
    (left,) = explain([tour], scenario, replace(question, locks=(lock,)))
    facts = (("day", "2026-10-17"), ("crew", "CR1"), ("stop", "V001"), ("value", "60.0"))
    assert left.cause == Cause(Reason.LOCKED, facts)


def test_that_a_locked_start_that_leaves_no_gap_is_named() -> None:
    rich = make_venue("V001", footfall_normal=9000)
    scenario = make_small(rich, make_venue("V002", location=rich.location, footfall_normal=5000))
    lock = Lock("V001", Freedom.TIME, EARLIEST, 690, "CR1")
    question = build_question(scenario, PLANNED_ON, ONE_DAY, locks=(lock,))
    tour = make_tour(question, EARLIEST, [["V001/180"]])
    assert tour.days[0].stops[0].start == 690
    (left,) = explain([tour], scenario, question)
    facts = (("day", "2026-10-17"), ("crew", "CR1"), ("stop", "V001"), ("value", "150.0"))
    assert left.cause == Cause(Reason.LOCKED, facts)


def test_that_a_locked_start_that_keeps_a_tour_from_a_day_more_is_named() -> None:
    """From its late start the crew gets home, but not to the bed for the next day."""
    near = make_venue("V001", location=Location(45.3, 10.0), footfall_normal=9000, lodging=None)
    early = make_venue(
        "V002", location=Location(46.0, 10.0), footfall_normal=5000, hours=TimeWindow(450, 720)
    )
    horizon = Horizon(PLANNED_ON, EARLIEST + timedelta(1))
    for start, reason in ((690, Reason.LOCKED), (510, Reason.STOPPED_EARLY)):
        lock = Lock("V001", Freedom.TIME, EARLIEST, start, "CR1")
        scenario = make_small(near, early)
        question = build_question(scenario, PLANNED_ON, horizon, locks=(lock,))
        tour = make_tour(question, EARLIEST, [["V001"]])
        (left,) = explain([tour], scenario, question)
        facts = dict(left.cause.facts)
        assert left.cause.reason is reason
        assert facts["day"] == (EARLIEST + timedelta(1)).isoformat()
        assert facts.get("stop") == ("V001" if reason is Reason.LOCKED else None)


def test_that_a_locked_visit_left_out_tells_the_rule_in_its_way() -> None:
    closed = make_venue("V001", closed=(DateSpan(EARLIEST, EARLIEST + timedelta(1)),))
    scenario = make_small(closed)
    for freedom, day, reason in (
        (Freedom.DAY, EARLIEST, Reason.VENUE_CLOSED),
        (Freedom.DAY, EARLIEST - timedelta(1), Reason.NOTICE_LEAD),
    ):
        lock = Lock("V001", freedom, day, 600, "CR1")
        question = build_question(scenario, PLANNED_ON, HORIZON, locks=(lock,))
        (left,) = explain((), scenario, question)
        assert left.cause.reason is reason


def test_that_two_locks_that_exclude_each_other_are_told_by_the_one_kept() -> None:
    rich = make_venue("V001", footfall_normal=200)
    scenario = make_small(rich, make_venue("V002", location=rich.location, footfall_normal=100))
    locks = tuple(Lock(id, Freedom.CREW, EARLIEST, 570, "CR1", 360) for id in ("V001", "V002"))
    question = build_question(scenario, PLANNED_ON, ONE_DAY, locks=locks)
    tour = make_tour(question, EARLIEST, [["V001"]])
    case = open_case([tour], scenario, question)
    other = next(visit for visit in question.visits if visit.id == "V002")
    cause = explain_unkept(other, case)
    assert cause.reason is Reason.LOCKED
    assert dict(cause.facts)["stop"] == "V001"
    alone = explain_unkept(other, open_case([], scenario, question))
    assert alone.reason is Reason.STOPPED_EARLY
    none = explain_unkept(replace(other, offers=()), case)
    assert none.reason is Reason.NO_OPEN_DAY


def test_that_a_visit_locked_to_a_crew_of_another_trade_lacks_the_skill() -> None:
    scenario = make_small(
        customers=(make_customer(),), crews=(make_crew("CR1"), make_crew("CR2", skills=()))
    )
    lock = Lock("H:C001", Freedom.CREW, date(2026, 10, 20), 600, "CR2")
    question = build_question(scenario, PLANNED_ON, HORIZON, locks=(lock,))
    (left,) = explain((), scenario, question)
    assert left.cause.reason is Reason.NO_SKILL


class _Impatient:
    """Stops the work at its first report."""

    def step(self, done: float, total: float, code: str) -> None:
        raise Cancelled


def test_that_explaining_can_be_stopped() -> None:
    scenario = make_scenario()
    with pytest.raises(Cancelled):
        explain((), scenario, make_question(scenario), _Impatient())


UNTOLD = {Rule.ALL_ACCOUNTED, Rule.VALUE, Rule.NEXT_DATE}  # not about what crews do


def keeps_rules(tours: tuple[Tour, ...]) -> bool:
    plan = make_plan(make_scenario(), QUESTION, tours)
    return not {f.rule for f in check(plan, make_scenario(), QUESTION)} - UNTOLD


@settings(max_examples=8, deadline=None)
@given(hand_made_tours())
def test_that_no_hand_finds_a_gain_where_a_reason_denies_it(tours: tuple[Tour, ...]) -> None:
    assume(keeps_rules(tours))
    value = price(tours, QUESTION).value
    for left in explain(tours, make_scenario(), QUESTION):
        if left.cause.reason in (Reason.STOPPED_EARLY, Reason.NO_OPEN_DAY):
            continue  # the share of market days does not bind hands
        for crew, day in product(("CR1", "CR2"), QUESTION.horizon.days()):
            made = move(tours, left.visit, crew, day, QUESTION)
            gains = isinstance(made, tuple) and price(made, QUESTION).value > value + 1e-6
            assert not (gains and isinstance(made, tuple) and keeps_rules(made)), (left, crew, day)


def test_that_a_repeat_on_a_day_without_market_is_named() -> None:
    venue = make_venue(revisit=RevisitRule(10, 4, 4))
    scenario = make_scenario(venues=(venue,))
    question = make_question(scenario)
    first = date(2026, 10, 20)
    tours = [make_tour(question, first, [["V001"]])]
    answers = {a.day: a for a in find_days("V001#2", tours, scenario, question)}
    assert answers[first + timedelta(10)].after is not None
    assert answers[first + timedelta(9)].obstacle == Cause(Reason.NO_MARKET)


def test_that_every_reason_has_an_instance_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [reason.name for reason in Reason if f"Reason.{reason.name}" not in text] == []
