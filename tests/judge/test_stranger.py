"""The stranger agrees with the judge on a sound plan and sees what is wrong with others."""

import ast
import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.domain.calendar import Horizon
from planner.domain.scenario import Scenario
from planner.exchange.plan_json import write_plan
from planner.exchange.tables_in import read_folder
from planner.judge.check import check
from planner.judge.edit import move
from planner.rules.demand import build_question
from planner.rules.intake import judge_tables
from tests import stranger
from tests.factories import PLANNED_ON, finish_plan, make_tour
from tests.folders import write_csv, write_upland

HORIZON = Horizon.of_weeks(PLANNED_ON, 4)
Json = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_upland(tmp_path_factory.mktemp("upland"))
    write_csv(
        made / "crews.csv",
        [
            "crew_id",
            "name",
            "station_id",
            "technicians",
            "people",
            "works",
            "max_nights",
            "absent",
        ],
        [
            ["A", "Alpha", "S1", "T1;T2", 3, "", 4, "2026-11-02..2026-11-04"],
            ["B", "Beta", "S1", "T3", 2, "Mon,Tue,Wed,Thu,Fri", 2, ""],
        ],
    )
    return made


def read_scenario(folder: Path) -> Scenario:
    scenario = judge_tables(read_folder(folder)).scenario
    assert scenario is not None
    return scenario


@pytest.fixture(scope="module")
def sound(folder: Path) -> Json:
    """A plan of two crews that the judge finds nothing wrong with, as JSON."""
    scenario = read_scenario(folder)
    question = build_question(scenario, PLANNED_ON, HORIZON)
    tuesday = date(2026, 10, 20)
    days = (["V6"], ["V7"], ["H:C000", "V1"], [])
    long = make_tour(question, tuesday, days, beds=["V7", "V7", "V7"], crew="A")
    tours = move([long], "V10", "B", date(2026, 10, 28), question)
    assert isinstance(tours, tuple), tours
    plan = finish_plan(tours, scenario, question)
    assert check(plan, scenario, question) == ()
    written: Json = json.loads(write_plan(plan, scenario, question, lambda cause: "not worth it"))
    return written


def first_stop(plan: Json) -> Json:
    stop: Json = plan["tours"][0]["days"][0]["stops"][0]
    return stop


def home_stop(plan: Json) -> Json:
    found = (s for _, _, s in stranger.walk(plan) if s["kind"] == "home")
    return next(found)


def test_that_a_sound_plan_has_no_violations(folder: Path, sound: Json) -> None:
    verdict = stranger.judge(folder, sound)
    assert verdict.violations == []
    assert verdict.booths == 4
    assert verdict.people == pytest.approx(sound["terms"]["people"], abs=1e-3)


def test_that_the_stranger_shares_no_code() -> None:
    tree = ast.parse(Path(stranger.__file__).read_text(encoding="utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [
        a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names
    ]
    assert not [name for name in names if name.split(".")[0] in ("planner", "ui", "tests")]


def test_that_the_greedy_stays_out_for_as_long_as_crews_may(folder: Path, sound: Json) -> None:
    verdict = stranger.judge(folder, sound)
    assert 0 < verdict.greedy.booths <= 6
    assert verdict.busy_greedy.people >= verdict.greedy.people


TAMPERED: dict[str, tuple[Callable[[Json], Any], str]] = {
    "no_stop_in_time": (lambda p: first_stop(p).update(arrive="07:20"), "cannot be there"),
    "times_out_of_order": (lambda p: first_stop(p).update(arrive="17:00"), "out of order"),
    "too_short": (lambda p: first_stop(p).update(end="12:00"), "stands"),
    "wrong_mark": (
        lambda p: first_stop(p).update(market_day=not first_stop(p)["market_day"]),
        "market mark",
    ),
    "no_next_date": (lambda p: first_stop(p).update(next_date=None), "next date None"),
    "next_date_without_market": (
        lambda p: first_stop(p).update(next_date="2027-01-19"),
        "no market day",
    ),
    "moved": (lambda p: first_stop(p).update(lat=0.51), "not where the venue is"),
    "unknown": (lambda p: first_stop(p).update(ref="V99"), "unknown venue"),
    "wrong_drive": (lambda p: p["tours"][0]["days"][0].update(drive_minutes=5), "states 5 min"),
    "wrong_road": (lambda p: p["tours"][0]["days"][0].update(drive_km=5), "states 5 km"),
    "early_start": (lambda p: p["tours"][0]["days"][0].update(start="06:59"), "leaves the shift"),
    "gap": (lambda p: p["tours"][0]["days"][3].update(date="2026-10-24"), "do not follow"),
    "long": (lambda p: p["parameters"].update(max_days_away=3), "4 days"),
    "no_bed": (lambda p: p["tours"][0]["days"][0].update(overnight=None), "without a bed"),
    "wrong_price": (
        lambda p: p["tours"][0]["days"][0]["overnight"].update(cost=1),
        "night costs 1",
    ),
    "other_depot": (lambda p: p["tours"][0]["depot"].update(lat=0.001), "depot is not"),
    "not_home": (
        lambda p: p["tours"][0]["days"][3].update(overnight=p["tours"][0]["days"][0]["overnight"]),
        "does not come home",
    ),
    "slow": (lambda p: p["parameters"].update(speed_kmh=30), "cannot be there"),
    "strict_wheel": (
        lambda p: p["parameters"].update(max_drive_minutes_per_day=60),
        "at the wheel",
    ),
    "long_notice": (lambda p: p["parameters"].update(notice_lead_days=9), "before the notice"),
    "short_horizon": (
        lambda p: p.update(horizon=["2026-10-12", "2026-10-21"]),
        "outside the horizon",
    ),
    "twice": (lambda p: p["tours"].append(p["tours"][0]), "planned 2 times"),
    "forgotten": (lambda p: p["unassigned"].pop(), "planned or left out 0 times"),
    "no_words": (lambda p: p["unassigned"][0].update(text=" "), "without a reason"),
    "invented": (
        lambda p: p["unassigned"].append({**p["unassigned"][0], "ref": "V99"}),
        "left out 1 times",
    ),
    "wrong_sum": (lambda p: p.update(value=p["value"] + 1), "add up to"),
    "wrong_term": (lambda p: p["terms"].update(people=p["terms"]["people"] + 1), "term people"),
    "day_off": (
        lambda p: (
            p["tours"][1].update(crew="A", depot=p["tours"][0]["depot"])
            or p["tours"][1]["days"][0].update(date="2026-11-02")
        ),
        "a day off",
    ),
    "weekend": (lambda p: p["tours"][1]["days"][0].update(date="2026-10-31"), "a day off"),
    "no_rest": (
        lambda p: (
            p["tours"][1].update(crew="A") or p["tours"][1]["days"][0].update(date="2026-10-24")
        ),
        "no rest",
    ),
    "home_outside_window": (
        lambda p: home_stop(p).update(arrive="08:00", start="08:00"),
        "outside the window",
    ),
    "home_of_another": (lambda p: home_stop(p).update(ref="C003"), "gets no home visit"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_that_a_tampered_plan_is_seen(folder: Path, sound: Json, name: str) -> None:
    plan = deepcopy(sound)
    tamper, words = TAMPERED[name]
    tamper(plan)
    assert [said for said in stranger.judge(folder, plan).violations if words in said]


def test_that_the_program_tells_by_its_exit_code(
    folder: Path, sound: Json, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(sound), encoding="utf-8")
    assert stranger.main([str(folder), str(file)]) == 0
    assert "0 violations" in capsys.readouterr().out
    file.write_text(json.dumps({**sound, "value": 0}), encoding="utf-8")
    assert stranger.main([str(folder), str(file)]) == 1
