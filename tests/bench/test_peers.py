"""Tests of the peers: whatever they return becomes a plan that keeps every rule."""

import importlib.util
import json
import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from planner.domain.demand import Question
from planner.domain.locks import Freedom, Lock
from planner.touring.evaluate import describe_tour
from planner.touring.instance import Instance, build_instance
from tests.bench.__main__ import main
from tests.bench.alone import Measured, Work, measure_alone
from tests.bench.beds import Nights
from tests.bench.engines import Job, prepare
from tests.bench.fill import Filler
from tests.bench.greedy import find_greedy_tours, find_rotation_tours
from tests.bench.ledger import Prices
from tests.bench.lines import find_missing, make_line
from tests.bench.made import make, read, save
from tests.bench.repair import Repair, list_routes
from tests.bench.rounds import describe
from tests.bench.scenario import cut_to
from tests.touring.questions import MONDAY, at_km, make_booth, make_question
from tests.touring.verify import find_faults, find_value

VENUES = 14
FIELDS = [
    "family",
    "instance",
    "m",
    "engine",
    "seconds",
    "value",
    "best_known",
    "bound",
    "gap_pct",
    "violations",
    "peak_mb",
]


@pytest.fixture(scope="module")
def question() -> Question:
    """A small instance with locks, floors, a budget, repeats and skills."""
    return read(make(3, VENUES))


@pytest.fixture(scope="module")
def instance(question: Question) -> Instance:
    return build_instance(question)


def draw_routes(instance: Instance, seed: int) -> dict[int, dict[int, tuple[int, ...]]]:
    """Throw offers at crews without a thought for any rule."""
    draw = random.Random(seed)
    routes: dict[int, dict[int, tuple[int, ...]]] = {}
    for offer, day in enumerate(instance.offers.day):
        if draw.random() < 0.1:
            days = routes.setdefault(draw.randrange(len(instance.crews)), {})
            days[int(day)] = (*days.get(int(day), ())[:4], offer)
    return routes


@pytest.mark.parametrize("seed", range(12))
def test_that_any_routes_are_repaired_into_a_plan_that_keeps_every_rule(
    question: Question, instance: Instance, seed: int
) -> None:
    ledger = Repair(instance, Prices()).make(draw_routes(instance, seed))
    assert find_faults(describe(ledger), question) == []
    assert ledger.value == pytest.approx(find_value(describe(ledger), question))


def test_that_a_locked_visit_forced_in_on_another_day_is_not_made_twice() -> None:
    far, other = at_km(110), at_km(-110)
    one = make_booth("V1", far, [0, 1], worth=60.0)
    two = make_booth("V2", other, [0], worth=62.0)
    locks = (
        Lock("V1", Freedom.WEEK, MONDAY, 600, "C1"),
        Lock("V2", Freedom.DAY, MONDAY, 600, "C1"),
    )
    plain = make_question([one, two], beds=[("bed", far, 100)])
    question = replace(plain, locks=locks)
    instance = build_instance(question)
    on_monday = tuple(
        number for number, day in enumerate(instance.offers.day.tolist()) if day == 0
    )
    ledger = Repair(instance, Prices()).make({0: {0: on_monday}})
    assert find_faults(describe(ledger), question) == []


@pytest.mark.parametrize("part", [0.5, 0.1])
def test_that_repair_and_filling_keep_a_small_budget(question: Question, part: float) -> None:
    poor = replace(
        question,
        locks=(),
        parameters=replace(
            question.parameters, budget=round(part * (question.parameters.budget or 0))
        ),
    )
    instance = build_instance(poor)
    ledger = Repair(instance, Prices()).make(list_routes(instance, find_greedy_tours(instance)))
    Filler(instance, Prices()).fill(ledger)
    assert ledger.made
    assert find_faults(describe(ledger), poor) == []


def test_that_filling_gains_and_keeps_every_rule(question: Question, instance: Instance) -> None:
    ledger = Repair(instance, Prices()).make({})
    before = ledger.value
    Filler(instance, Prices()).fill(ledger)
    assert ledger.value > before + 100
    assert find_faults(describe(ledger), question) == []


def test_that_shared_vehicles_and_people_are_kept(question: Question) -> None:
    crews = tuple(replace(crew, technicians=("Li",)) for crew in question.crews)
    depots = tuple(replace(depot, vehicles=1) for depot in question.depots)
    scarce = replace(question, crews=crews, depots=depots, locks=())
    instance = build_instance(scarce)
    ledger = Repair(instance, Prices()).make(draw_routes(instance, 1))
    Filler(instance, Prices()).fill(ledger)
    assert ledger.made
    assert find_faults(describe(ledger), scarce) == []


def test_that_beds_chosen_for_the_stops_of_a_plan_are_worth_no_less(instance: Instance) -> None:
    tours = find_greedy_tours(instance)
    nights = Nights(instance)
    for crew, days in list_routes(instance, tours).items():
        before = sum(tour.worth for tour in tours if tour.crew == crew)
        after = sum(tour.worth for tour in nights.plan(crew, days, instance.offers.worth))
        assert after >= before - 1e-6


@pytest.mark.parametrize("peer", ["or-tools", "pyvrp", "vroom"])
def test_that_a_peer_plans_no_less_than_filling_alone_and_keeps_every_rule(
    question: Question, peer: str
) -> None:
    if peer != "or-tools" and importlib.util.find_spec(peer) is None:
        pytest.skip(f"{peer} is not installed: pip install -r requirements-bench.lock")
    work = prepare(Job(question, peer, 0.5, True, 1, True))
    tours = work().tours
    assert find_faults(tours, question) == []
    alone = prepare(Job(question, "insertion", 0.5, True, 1, True))().tours
    assert find_value(tours, question) > find_value(alone, question) - 1e-6


def test_that_a_rotation_finishes_a_region_before_it_begins_the_next(
    question: Question,
) -> None:
    first = question.horizon.first
    days = tuple(first + timedelta(n) for n in range(28))
    crew = replace(question.crews[0], days=days)
    alone = replace(question, crews=(crew,), locks=())
    instance = build_instance(alone)
    region = {visit.id: visit.region for visit in alone.visits}
    known = [
        region[instance.visits[int(instance.offers.visit[o])].id]
        for tour in find_rotation_tours(instance)
        for o in tour.offers
    ]
    assert len(set(known)) > 1
    changes = sum(a != b for a, b in pairwise(known))
    assert changes < 2 * len(set(known))


def test_that_a_plan_is_cut_to_so_many_days_without_orphaned_repeats(
    question: Question, instance: Instance
) -> None:
    free = replace(question, locks=())
    ledger = Repair(instance, Prices()).make({})
    Filler(instance, Prices()).fill(ledger)
    tours = tuple(describe_tour(instance, tour) for tour in ledger.tours)
    most = sum(len(tour.days) for tour in tours) // 2
    cut = cut_to(tours, most, free)
    assert 0 < sum(len(tour.days) for tour in cut) <= most
    assert not [fault for fault in find_faults(cut, free) if "without" in fault or "gap" in fault]


def test_that_a_line_has_the_fields_of_the_contract_and_the_gap_to_the_best_known() -> None:
    measured = Measured(None, 1.0, 0.9, 80.0)
    line = make_line("toptw", "r104", 2, "vroom", measured, 90.0, 100.0, None, 0)
    assert list(line)[: len(FIELDS)] == FIELDS
    assert line["gap_pct"] == 10.0
    assert make_line("tours", "x", 3, "engine", measured, 90.0, None, 120.0, 0)["gap_pct"] == 25.0
    assert make_line("tours", "x", 3, "greedy", measured, 90.0, None, None, 0)["gap_pct"] is None


def test_that_a_peer_that_is_not_installed_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    sentence = find_missing("vroom", "tours")
    assert sentence is not None
    assert "pip install pyvroom" in sentence
    assert find_missing("or-tools", "tours") is None


def test_that_a_file_anywhere_is_measured_and_its_solution_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "small.json"
    save(make(5, VENUES), path)
    folder = tmp_path / "solutions"
    words = f"bench tours {path} --engines greedy,insertion --json --solutions {folder}"
    monkeypatch.setattr("sys.argv", words.split())
    main()
    lines = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [line["engine"] for line in lines] == ["greedy", "insertion"]
    assert all(line["violations"] == 0 and line["instance"] == "small" for line in lines)
    written = json.loads((folder / "tours-small-insertion.json").read_text("utf-8"))
    assert written["tours"][0]["days"][0]["stops"]


def hold(megabytes: int) -> Work:
    return lambda: len(bytearray(megabytes * 2**20))


def fail(_: object) -> Work:
    raise ValueError("nothing to do")


def test_that_memory_is_that_of_one_engine() -> None:
    much = measure_alone(hold, 300)
    little = measure_alone(hold, 1)
    assert much.answer == 300 * 2**20
    assert much.peak_mb > 300 > little.peak_mb


def test_that_the_failure_of_an_engine_is_told() -> None:
    with pytest.raises(RuntimeError, match="nothing to do"):
        measure_alone(fail, None)
