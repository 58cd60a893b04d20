"""Plans as JSON for others."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.calendar import Horizon, RevisitRule
from planner.domain.demand import Floor, VisitKind
from planner.domain.findings import Cause, Reason
from planner.domain.locks import Freedom, Lock
from planner.domain.parameters import ExchangeRates, Parameters, SpeedBand
from planner.domain.plan import (
    NextVisit,
    Overnight,
    Plan,
    Stop,
    Terms,
    Tour,
    TourDay,
    Unassigned,
)
from planner.domain.territory import Location
from planner.exchange.plan_json import NotAPlan, read_plan, round_terms, write_plan
from tests.factories import (
    finish_plan,
    make_crew,
    make_plan,
    make_question,
    make_scenario,
    make_tour,
)

SCENARIO = make_scenario()
QUESTION = make_question(SCENARIO)


def write(plan: Plan, **changes: Any) -> bytes:
    return write_plan(
        plan, replace(SCENARIO, **changes), QUESTION, lambda cause: f"because {cause.reason}"
    )


def load(plan: Plan) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(write(plan))
    return content


def make_finished() -> Plan:
    tour = make_tour(QUESTION, date(2026, 10, 20), (["V001"], ["V002"]), beds=["V001"])
    return finish_plan([tour], SCENARIO, QUESTION)


def test_that_the_documented_keys_are_there() -> None:
    content = load(make_finished())
    assert list(content) == [
        *("schema", "plan", "planned_on", "horizon", "timezone", "currency", "value", "terms"),
        *("parameters", "tours", "unassigned", "locks", "floors"),
    ]
    assert content["schema"] == 1
    assert content["horizon"] == ["2026-10-12", "2026-11-08"]
    tour = content["tours"][0]
    assert tour["depot"]["id"] == "S1"
    first, second = tour["days"]
    assert first["date"] == "2026-10-20"
    assert first["overnight"] == {
        "place": "V001",
        "name": "Market Town 1",
        "lat": 45.6,
        "lon": 10.0,
        "cost": 300.0,
    }
    assert second["overnight"] is None
    stop = first["stops"][0]
    assert (stop["visit"], stop["kind"], stop["ref"]) == ("V001", "booth", "V001")
    assert stop["market_day"] is True
    assert date.fromisoformat(stop["next_date"]) > date(2026, 10, 20)


def test_that_the_terms_add_up_to_the_value() -> None:
    content = load(make_finished())
    assert abs(sum(content["terms"].values()) - content["value"]) < 1e-6
    assert content["value"] == pytest.approx(make_finished().value, abs=1e-3)


def test_that_parameters_are_named_with_their_units() -> None:
    parameters = load(make_finished())["parameters"]
    assert parameters["speed_kmh"] == [[50, 40], [150, 50], [None, 60]]
    assert (parameters["shift_start"], parameters["shift_end"]) == ("07:00", "19:00")
    assert parameters["catchment_km"] == 20
    assert parameters["revisit_period_days"] == 91
    assert (parameters["market_share"], parameters["budget"]) == (0.7, None)
    assert parameters["night_weekdays"] == [0, 1, 2, 3, 4, 5, 6]


def test_that_a_budget_is_written_in_whole_money() -> None:
    rich = replace(Parameters(), budget=1_250_050, road_price_per_km=120, night_from=40_500)
    parameters = load(replace(make_plan(), parameters=rich))["parameters"]
    assert (parameters["budget"], parameters["road_price_per_km"]) == (12_500.5, 1.2)
    assert parameters["night_from_km"] == 40.5


def test_that_locks_and_floors_stand_beside_the_tours() -> None:
    lock = Lock("V001", Freedom.ANNOUNCED, date(2026, 10, 20), 555, "CR1", 180)
    floor = Floor("3301", ("V001", "V003"), 1, 90.0)
    question = replace(QUESTION, locks=(lock,), floors=(floor,))
    content = json.loads(write_plan(make_plan(), SCENARIO, question, lambda _: ""))
    assert content["locks"] == [
        {
            "visit": "V001",
            "freedom": "announced",
            "date": "2026-10-20",
            "start": "09:15",
            "crew": "CR1",
            "duration": 180,
        }
    ]
    assert content["floors"] == [
        {"region": "3301", "visits": ["V001", "V003"], "least": 1, "price": 90.0}
    ]


def test_that_days_away_are_those_of_the_crew_that_may_stay_longest() -> None:
    scenario = make_scenario(crews=(make_crew("CR1", max_nights=2), make_crew("CR2")))
    question = make_question(scenario)
    content = json.loads(write_plan(make_plan(), scenario, question, lambda _: ""))
    assert content["parameters"]["max_days_away"] == 5


def test_that_what_is_left_out_says_why() -> None:
    left = load(make_finished())["unassigned"]
    home = next(visit for visit in left if visit["kind"] == "home")
    assert home == {
        "visit": "H:C001",
        "kind": "home",
        "ref": "C001",
        "name": "Ada Miller",
        "reason": "R21",
        "facts": [],
        "text": "because R21",
    }


def test_that_a_yen_has_no_minor_unit() -> None:
    plan = make_plan()
    assert read_plan(write(plan, currency="JPY")) == plan
    assert (
        json.loads(write(plan, currency="JPY"))["tours"][0]["days"][0]["overnight"]["cost"]
        == 30_000
    )


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff", b'{"schema": 1}', write(make_plan())[:-20]]
)
def test_that_other_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPlan):
        read_plan(data)


def test_that_another_schema_or_a_broken_time_is_refused() -> None:
    text = write(make_plan()).decode()
    for wrong in (
        text.replace('"schema": 1', '"schema": 2'),
        text.replace('"shift_start": "07:00"', '"shift_start": "seven"'),
    ):
        assert wrong != text
        with pytest.raises(NotAPlan):
            read_plan(wrong.encode())


minutes = st.integers(0, 1440)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
contacts = st.floats(-1e6, 1e6).map(lambda value: round(value, 4) + 0.0)
words = st.text(st.characters(blacklist_categories=("Cs",)), max_size=8)
locations = st.builds(Location, st.floats(-90, 90), st.floats(-180, 180))
nexts = st.builds(NextVisit, days, st.booleans(), st.booleans(), st.booleans())
kinds = st.sampled_from(VisitKind)
stops = st.builds(
    Stop, words, kinds, words, locations, minutes, minutes, minutes, st.booleans(),
    st.none() | nexts,
)  # fmt: skip
nights = st.builds(Overnight, words, locations, st.integers(0, 10**9))
tour_days = st.builds(
    TourDay, days, minutes, minutes, st.integers(0, 900), st.integers(0, 10**6),
    st.lists(stops, max_size=3).map(tuple), st.none() | nights,
)  # fmt: skip
tours = st.builds(
    Tour, words, st.just("S1"), st.lists(tour_days, min_size=1, max_size=3).map(tuple)
)
causes = st.builds(Cause, st.sampled_from(Reason), st.just((("day", "2026-10-20"),)))
unassigned = st.builds(Unassigned, words, kinds, words, causes)
parameters = st.builds(
    Parameters,
    road_factor=st.floats(1, 3),
    speeds=st.just((SpeedBand(80.0, 33.5), SpeedBand(None, 70.0))),
    shift_start=minutes,
    shift_end=minutes,
    revisit=st.builds(RevisitRule, *(st.integers(0, 400) for _ in range(3))),
    catchment=st.integers(0, 10**6),
    rates=st.builds(ExchangeRates, stopping_share=st.floats(0, 1)),
    budget=st.none() | st.integers(0, 10**9),
    road_price_per_km=st.integers(0, 10**4),
    night_weekdays=st.frozensets(st.integers(0, 6)),
    night_from=st.integers(0, 10**6),
)
plans = st.builds(
    Plan,
    words,
    days,
    st.builds(lambda day, n: Horizon(day, day + timedelta(n)), days, st.integers(0, 60)),
    parameters,
    st.lists(tours, max_size=3).map(tuple),
    st.lists(unassigned, max_size=3).map(tuple),
    st.builds(Terms, *(contacts for _ in range(9))),
)


@settings(max_examples=60, deadline=None)
@given(plans)
def test_that_a_plan_comes_back_as_it_was_written(plan: Plan) -> None:
    assert read_plan(write(plan)) == plan


@given(st.builds(Terms, *(st.floats(-1e5, 1e5) for _ in range(9))))
def test_that_rounded_terms_still_add_up(terms: Terms) -> None:
    rounded = round_terms(terms)
    content = load(replace(make_plan(), terms=terms))
    assert abs(sum(content["terms"].values()) - content["value"]) < 1e-6
    assert abs(rounded.value - terms.value) < 1e-3
