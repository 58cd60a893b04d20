"""The stranger finds nothing in sound plans, and in a plan that breaks one rule just that rule."""

import ast
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.calendar import Horizon, RevisitRule
from planner.domain.findings import Rule
from planner.domain.locks import Freedom, Lock
from planner.domain.parameters import ExchangeRates, Parameters
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.exchange.plan_json import write_plan
from planner.exchange.tables_in import read_folder
from planner.judge.check import check
from planner.office.assemble import assemble
from planner.rules.demand import build_question
from planner.rules.intake import judge_tables
from planner.touring.session import Session
from planner.watch import NoWatch
from tests import stranger
from tests.factories import PLANNED_ON, finish_plan, make_tour
from tests.folders import write_csv, write_upland

HORIZON = Horizon.of_weeks(PLANNED_ON, 4)
TUESDAY = date(2026, 10, 20)
Json = dict[str, Any]
CREWS = [
    ["A", "Alpha", "S1", "T1;T2", 3, "", 4, "2026-11-02..2026-11-04"],
    ["B", "Beta", "S1", "T3", 2, "Mon,Tue,Wed,Thu,Fri", 2, ""],
]


def write_world(folder: Path) -> Path:
    """Write the upland with two crews and two vans, a rhythm of a week at V10 and a late part."""
    made = write_upland(folder)
    headers = ["name", "station_id", "technicians", "people", "works", "max_nights", "absent"]
    write_csv(made / "crews.csv", ["crew_id", *headers], CREWS)
    change_table(made, "stations", "S1", vehicles=2)
    change_table(made, "venues", "V10", revisit_days=7)
    change_table(made, "customers", "C000", part_arrives_on="2026-10-19")
    return made


def change_table(folder: Path, table: str, id: str, **cells: object) -> None:
    """Change cells of a row, named by its id, in columns old or new."""
    rows = stranger.read_table(folder, table)
    for row in rows:
        for column, value in cells.items():
            row.setdefault(column, "")
            if id in row.values():
                row[column] = str(value)
    write_csv(folder / f"{table}.csv", list(rows[0]), [list(row.values()) for row in rows])


def read_scenario(folder: Path) -> Scenario:
    scenario = judge_tables(read_folder(folder)).scenario
    assert scenario is not None
    return scenario


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Json:
    """A plan of two crews that the judge finds nothing wrong with, as JSON.

    A is away from Tuesday to Friday and visits a customer at home; B stands at V10 on that Tuesday
    and on the next.
    """
    scenario = read_scenario(write_world(tmp_path_factory.mktemp("upland")))
    question = build_question(scenario, PLANNED_ON, HORIZON)
    days = (["V6"], ["V7"], ["H:C000", "V1"], [])
    tours = [
        make_tour(question, TUESDAY, days, beds=["V7", "V7", "V7"], crew="A"),
        make_tour(question, TUESDAY, [["V10"]], crew="B"),
        make_tour(question, TUESDAY + timedelta(7), [["V10#2"]], crew="B"),
    ]
    plan = finish_plan(tours, scenario, question)
    assert check(plan, scenario, question) == ()
    written: Json = json.loads(write_plan(plan, scenario, question, lambda cause: "not worth it"))
    return written


@dataclass
class Case:
    """A plan and the tables it is judged by, both to be changed."""

    plan: Json
    folder: Path

    def tour(self, number: int = 0) -> Json:
        tour: Json = self.plan["tours"][number]
        return tour

    def day(self, number: int = 0, tour: int = 0) -> Json:
        day: Json = self.tour(tour)["days"][number]
        return day

    def stop(self, day: int = 0, tour: int = 0) -> Json:
        stop: Json = self.day(day, tour)["stops"][0]
        return stop

    def limit(self, **parameters: object) -> None:
        self.plan["parameters"].update(parameters)

    def table(self, table: str, id: str, **cells: object) -> None:
        change_table(self.folder, table, id, **cells)

    def lock(self, freedom: str, **changes: object) -> None:
        """Lock the booth at V6, where A stands on Tuesday, somewhere else."""
        stop = self.stop()
        kept = {"date": "2026-10-20", "start": stop["start"], "crew": "A", "duration": 360}
        self.plan["locks"] = [{"visit": "V6", "freedom": freedom, **kept, **changes}]

    def restate(self) -> None:
        """State the people met anew, after a booth was moved to another day."""
        world = stranger.open_world(self.folder, self.plan)
        worth = stranger.Worth(world, stranger.list_uncovered(world))
        terms = self.plan["terms"]
        terms.update(vars(stranger.price_plan(world, worth)))
        self.plan["value"] = sum(terms.values())

    def rules(self) -> set[str]:
        return {found.rule for found in stranger.judge(self.folder, self.plan).violations}


@pytest.fixture
def case(sound: Json, tmp_path: Path) -> Case:
    return Case(deepcopy(sound), write_world(tmp_path / "upland"))


def test_that_a_sound_plan_has_no_violations(case: Case) -> None:
    verdict = stranger.judge(case.folder, case.plan)
    assert verdict.violations == []
    assert verdict.booths == 5
    assert verdict.people == pytest.approx(case.plan["terms"]["people"], abs=1e-3)


def test_that_the_stranger_shares_no_code() -> None:
    tree = ast.parse(Path(stranger.__file__).read_text(encoding="utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [
        a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names
    ]
    assert not [name for name in names if name.split(".")[0] in ("planner", "ui", "tests")]


def test_that_the_greedy_stays_out_for_as_long_as_crews_may(case: Case) -> None:
    verdict = stranger.judge(case.folder, case.plan)
    assert 0 < verdict.greedy.booths <= 6
    assert verdict.busy_greedy.people >= verdict.greedy.people


def repeat_without_market(case: Case) -> None:
    case.limit(revisit_share=0.15)  # 6 to 8 days at V10
    case.day(0, 2)["date"] = case.stop(0, 1)["next_date"] = "2026-10-28"
    case.stop(0, 2)["market_day"] = False
    case.restate()


def at_home(case: Case) -> Json:
    stop: Json = case.day(2)["stops"][0]
    assert stop["kind"] == "home"
    return stop


def stay_out(case: Case) -> None:
    depot = case.tour()["depot"]
    bed = {"place": "V7", "name": "", "lat": depot["lat"], "lon": depot["lon"], "cost": 0}
    case.day(3)["overnight"] = bed


def go_out_again(case: Case) -> None:
    case.tour(2)["crew"] = "A"  # on the fourth day after its tour
    case.limit(rest_days=4)


BROKEN: dict[str, tuple[Rule, Callable[[Case], Any]]] = {
    "short_horizon": (
        Rule.HORIZON,
        lambda c: c.plan.update(horizon=["2026-10-12", "2026-10-21"]),
    ),
    "long_notice": (Rule.NOTICE_LEAD, lambda c: c.limit(notice_lead_days=9)),
    "part_to_come": (
        Rule.PART_ARRIVAL,
        lambda c: c.table("customers", "C000", part_arrives_on="2026-10-23"),
    ),
    "twice": (Rule.VISITED_ONCE, lambda c: c.stop(0, 2).update(visit="V10")),
    "beside": (Rule.KNOWN_VISIT, lambda c: c.stop().update(lat=c.stop()["lat"] + 2e-5)),
    "home_beside": (Rule.KNOWN_VISIT, lambda c: c.table("customers", "C000", lat=0.50002)),
    "of_another_place": (Rule.KNOWN_VISIT, lambda c: at_home(c).update(visit="H:C001")),
    "repeat_without_market": (Rule.KNOWN_VISIT, repeat_without_market),
    "closed": (
        Rule.CLOSED_DAY,
        lambda c: c.table("venues", "V6", closed_from="2026-10-20", closed_to="2026-10-20"),
    ),
    "opens_later": (
        Rule.OPENING_HOURS,
        lambda c: c.table("venues", "V6", opens="10:30", closes="19:00"),
    ),
    "home_outside_window": (
        Rule.VISIT_WINDOW,
        lambda c: c.table("customers", "C000", visit_window="17:00-18:30"),
    ),
    "short_booths": (Rule.BOOTH_LENGTH, lambda c: c.limit(booth_full_minutes=300)),
    "long_repairs": (
        Rule.HOME_LENGTH,
        lambda c: c.table("products", "water pump", home_minutes=61),
    ),
    "not_wanted": (
        Rule.ELIGIBLE_HOME,
        lambda c: c.table("customers", "C000", home_visit_wanted="no"),
    ),
    "no_skill": (Rule.SKILL, lambda c: c.table("technicians", "T1", skills="engines:4;pumps:1")),
    "wrong_mark": (
        Rule.MARKET_DAY_MARK,
        lambda c: c.stop().update(market_day=not c.stop()["market_day"]),
    ),
    "market_at_home": (Rule.MARKET_DAY_MARK, lambda c: at_home(c).update(market_day=True)),
    "no_time_to_drive": (Rule.TRAVEL_TIME, lambda c: c.day().update(start="08:00")),
    "served_before_arriving": (Rule.TRAVEL_TIME, lambda c: c.stop().update(arrive="17:00")),
    "no_time_to_rest": (
        Rule.BREAK,
        lambda c: c.limit(break_after_drive_minutes=30, break_minutes=10),
    ),
    "starts_later": (Rule.SHIFT, lambda c: c.limit(shift_start="08:45")),
    "ends_sooner": (Rule.SHIFT, lambda c: c.limit(shift_end="16:00")),
    "strict_wheel": (Rule.DRIVING_LIMIT, lambda c: c.limit(max_drive_minutes_per_day=60)),
    "wrong_drive": (Rule.STATED_DRIVE, lambda c: c.day().update(drive_minutes=5)),
    "wrong_road": (
        Rule.STATED_DRIVE,
        lambda c: c.day().update(drive_km=c.day()["drive_km"] + 0.07),
    ),
    "beside_the_depot": (Rule.DEPOT, lambda c: c.tour()["depot"].update(lat=2e-5)),
    "of_another_depot": (Rule.DEPOT, lambda c: c.table("crews", "A", station_id="S2")),
    "not_home": (Rule.DEPOT, stay_out),
    "gap": (Rule.DAYS_FOLLOW, lambda c: c.day(3).update(date="2026-10-24")),
    "no_bed": (
        Rule.LODGING,
        lambda c: c.table("venues", "V7", lodging_kes_per_person_night=""),
    ),
    "bed_beside": (
        Rule.LODGING,
        lambda c: c.day(2)["overnight"].update(lat=c.day(2)["overnight"]["lat"] - 2e-5),
    ),
    "dear_bed": (
        Rule.LODGING_PRICE,
        lambda c: c.table("venues", "V7", lodging_kes_per_person_night=1600),
    ),
    "own_nights": (Rule.NIGHTS_AWAY, lambda c: c.table("crews", "A", max_nights=2)),
    "nights_of_the_file": (
        Rule.NIGHTS_AWAY,
        lambda c: c.table("crews", "A", max_nights="") or c.limit(max_nights_away=2),
    ),
    "evening_at_home": (Rule.NIGHT_WEEKDAY, lambda c: c.limit(night_weekdays=[1, 2, 4])),
    "near_bed": (Rule.NIGHT_DISTANCE, lambda c: c.limit(night_from_km=500)),
    "no_rest": (Rule.REST_AFTER_TOUR, go_out_again),
    "long_row": (Rule.DAYS_IN_A_ROW, lambda c: c.limit(max_days_in_a_row=3)),
    "long_week": (Rule.DAYS_A_WEEK, lambda c: c.limit(max_days_a_week=3)),
    "absent": (Rule.CREW_FREE, lambda c: c.table("crews", "A", absent="2026-10-22")),
    "member_absent": (
        Rule.CREW_FREE,
        lambda c: c.table("technicians", "T2", absent="2026-10-22..2026-10-22"),
    ),
    "day_off": (Rule.CREW_FREE, lambda c: c.table("crews", "B", works="Mon,Wed")),
    "two_tours": (Rule.CREW_ONCE, lambda c: c.tour(1).update(crew="A")),
    "two_crews": (Rule.PERSON_ONCE, lambda c: c.table("crews", "B", technicians="T1;T3")),
    "one_van": (Rule.VEHICLES, lambda c: c.table("stations", "S1", vehicles=1)),
    "too_soon_again": (Rule.REVISIT_EARLY, lambda c: c.table("venues", "V10", revisit_days=8)),
    "too_soon": (
        Rule.REVISIT_EARLY,
        lambda c: c.table("venues", "V6", last_tour_date="2026-10-01"),
    ),
    "repeat_alone": (
        Rule.REVISIT_EARLY,
        lambda c: c.stop(0, 1).update(visit="V10#2") or c.stop(0, 2).update(visit="V10#3"),
    ),
    "too_late_again": (Rule.REVISIT_LATE, lambda c: c.table("venues", "V10", revisit_days=6)),
    "no_next_date": (Rule.NEXT_DATE, lambda c: c.stop().update(next_date=None)),
    "next_date_without_market": (
        Rule.NEXT_DATE,
        lambda c: c.stop().update(next_date="2027-01-19"),
    ),
    "next_date_far_off": (Rule.NEXT_DATE, lambda c: c.stop().update(next_date="2027-02-16")),
    "next_date_not_firm": (Rule.NEXT_DATE, lambda c: c.stop(0, 1).update(next_date_firm=False)),
    "next_date_of_another_day": (
        Rule.NEXT_DATE,
        lambda c: c.stop(0, 1).update(next_date="2026-10-30"),
    ),
    "locked_and_left_out": (Rule.LOCK_KEPT, lambda c: c.lock("week", visit="V2")),
    "another_week": (Rule.LOCK_KEPT, lambda c: c.lock("week", date="2026-10-27")),
    "another_day": (Rule.LOCK_KEPT, lambda c: c.lock("day", date="2026-10-21")),
    "another_start": (Rule.LOCK_KEPT, lambda c: c.lock("time", start="11:00")),
    "another_length": (Rule.LOCK_KEPT, lambda c: c.lock("time", duration=180)),
    "another_crew": (Rule.LOCK_KEPT, lambda c: c.lock("crew", crew="B")),
    "told_of_another_crew": (Rule.LOCK_KEPT, lambda c: c.lock("announced", crew="B")),
    "little_money": (Rule.BUDGET, lambda c: c.limit(budget=13_499)),
    "dear_road": (Rule.BUDGET, lambda c: c.limit(budget=14_000, road_price_per_km=10)),
    "forgotten": (Rule.ALL_ACCOUNTED, lambda c: c.plan["unassigned"].pop()),
    "no_words": (Rule.ALL_ACCOUNTED, lambda c: c.plan["unassigned"][0].update(text=" ")),
    "invented": (
        Rule.ALL_ACCOUNTED,
        lambda c: c.plan["unassigned"].append({**c.plan["unassigned"][0], "ref": "V99"}),
    ),
    "wrong_sum": (Rule.VALUE, lambda c: c.plan.update(value=c.plan["value"] + 1)),
    "wrong_term": (Rule.VALUE, lambda c: c.plan["terms"].update(people=0) or None),
    "dear_days": (Rule.VALUE, lambda c: c.limit(rates={"crew_day": 16})),
    "floor_not_stated": (Rule.VALUE, lambda c: c.limit(region_floor=1)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_that_a_broken_rule_is_reported_and_no_other(case: Case, name: str) -> None:
    rule, spoil = BROKEN[name]
    spoil(case)
    assert case.rules() == {rule.value}


def test_that_every_rule_is_broken_here() -> None:
    assert {rule for rule, _ in BROKEN.values()} == set(Rule)


@pytest.mark.parametrize("change", ["ref", "depot"])
def test_that_what_no_table_knows_is_reported(case: Case, change: str) -> None:
    if change == "ref":
        case.stop().update(ref="V99")
    else:
        case.tour()["depot"].update(id="S9")
    rule = {"ref": "known_visit", "depot": "depot"}[change]
    assert rule in case.rules()


@pytest.mark.parametrize(
    ("freedom", "changes"),
    [
        ("week", {"date": "2026-10-23", "start": "08:00", "crew": "B", "duration": 180}),
        ("day", {"start": "08:00", "crew": "B", "duration": 180}),
        ("time", {"crew": "B"}),
        ("crew", {"duration": None}),
        ("announced", {}),
    ],
)
def test_that_a_lock_keeps_nothing_above_its_rung(
    case: Case, freedom: str, changes: dict[str, object]
) -> None:
    case.lock(freedom, **changes)
    assert case.rules() == set()


def test_that_a_stop_the_public_was_told_of_needs_no_notice(case: Case) -> None:
    case.limit(notice_lead_days=9)
    case.plan["tours"] = [case.tour(1)]
    told = {"visit": "V10", "freedom": "announced", "date": "2026-10-20", "crew": "B"}
    case.plan["locks"] = [{**told, "start": case.stop()["start"]}]
    assert "notice_lead" not in case.rules()
    case.plan["locks"][0]["date"] = "2026-10-27"
    assert "notice_lead" in case.rules()


def test_that_the_program_tells_by_its_exit_code(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(case.plan), encoding="utf-8")
    assert stranger.main([str(case.folder), str(file)]) == 0
    assert "0 violations" in capsys.readouterr().out
    file.write_text(json.dumps({**case.plan, "value": 0}), encoding="utf-8")
    assert stranger.main([str(case.folder), str(file)]) == 1
    assert "value: terms add up to" in capsys.readouterr().out


# Plans of the engine
MINUTES = st.integers(0, 30)
LIMITS = st.fixed_dictionaries(
    {
        "leg_buffer": MINUTES,
        "notice_lead_days": st.integers(0, 8),
        "shift_start": st.integers(330, 480),
        "shift_end": st.integers(1050, 1260),
        "max_drive_minutes_per_day": st.integers(240, 600),
        "max_nights": st.integers(0, 5),
        "max_days_in_a_row": st.integers(3, 7),
        "max_days_a_week": st.integers(2, 6),
        "rest_after_nights": st.integers(1, 4),
        "rest_days": st.integers(0, 3),
        "booth_full": st.sampled_from([240, 300, 360]),
        "booth_half": st.sampled_from([120, 180]),
        "revisit": st.builds(
            RevisitRule, st.integers(7, 28), st.integers(0, 5), st.integers(0, 5)
        ),
        "catchment": st.integers(0, 40_000),
        "market_share": st.floats(0, 1),
        "budget": st.none() | st.integers(0, 9_000_000),
        "road_price_per_km": st.integers(0, 4_000),
        "region_floor": st.integers(0, 3),
        "floor_price": st.floats(0, 300),
        "break_after_drive": st.sampled_from([0, 45, 60, 120]),
        "break_minutes": MINUTES,
        "night_weekdays": st.frozensets(st.integers(0, 6)),
        "night_from": st.integers(0, 120_000),
        "rates": st.builds(
            ExchangeRates,
            stopping_share=st.floats(0.05, 0.3),
            gold_in_reach=st.floats(0, 20),
            open_request=st.floats(0, 20),
            overdue_share_per_day=st.floats(0, 0.02),
            crew_day=st.floats(0, 40),
            road_km=st.floats(0, 0.2),
            money_per_contact=st.floats(20, 200),
        ),
    }
)


@pytest.fixture(scope="module")
def upland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_world(tmp_path_factory.mktemp("upland"))


def plan_locked(scenario: Scenario, locks: tuple[Lock, ...]) -> tuple[Plan, set[str], Json]:
    """Let the engine plan; give its plan, the rules the judge finds broken, and it as JSON."""
    question = build_question(scenario, PLANNED_ON, HORIZON, locks=locks)
    outcome = Session(question).solve(0.4, 1, NoWatch(), lambda _: None)
    plan = assemble(outcome.tours, scenario, question)
    broken = {finding.rule.value for finding in check(plan, scenario, question)}
    assert broken <= ({"lock_kept"} if outcome.unkept else set())
    return plan, broken, json.loads(write_plan(plan, scenario, question, lambda c: c.reason))


def lock_some(plan: Plan, rungs: list[Freedom]) -> tuple[Lock, ...]:
    """Lock the first stops of a plan where they stand, each on its rung."""
    stops = [(t, d, s) for t in plan.tours for d in t.days for s in d.stops if "#" not in s.visit]
    return tuple(
        Lock(stop.visit, rung, day.day, stop.start, tour.crew, stop.end - stop.start)
        for (tour, day, stop), rung in zip(stops, rungs, strict=False)
    )


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(limits=LIMITS, rungs=st.lists(st.sampled_from(Freedom), max_size=4))
def test_that_judge_and_stranger_agree_on_plans_of_the_engine(
    upland: Path, limits: dict[str, Any], rungs: list[Freedom]
) -> None:
    scenario = replace(read_scenario(upland), parameters=Parameters(**limits))
    free, broken, written = plan_locked(scenario, ())
    assert {found.rule for found in stranger.judge(upland, written).violations} == broken
    _, broken, written = plan_locked(scenario, lock_some(free, rungs))
    assert {found.rule for found in stranger.judge(upland, written).violations} == broken
