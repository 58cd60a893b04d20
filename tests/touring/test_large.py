"""Large questions in parts: plans that keep the rules, and bounds that hold for the whole."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import inf

import numpy as np
import pytest

from planner.domain.demand import Depot, Question
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Tour
from planner.touring.instance import build_instance
from planner.touring.large import LargeSession, open_session
from planner.touring.part import find_charges
from planner.touring.parts import group_depots, make_parts, pass_on, rank_parts
from planner.touring.proof import Proof
from planner.touring.session import Outcome, Session, warm
from planner.touring.weigh import follow, weigh_crews
from planner.watch import Cancelled, NoWatch, Watch
from tests.touring.brute import find_best_value
from tests.touring.questions import (
    MONDAY,
    at_km,
    make_booth,
    make_question,
    make_random,
    make_strict,
    with_crew,
)
from tests.touring.searches import open_search
from tests.touring.verify import find_faults, find_value

FAR = at_km(150, 60)
QUICK = [seed for seed in range(26) if seed not in (1, 6, 21, 23)]  # to solve by brute force


def split(question: Question) -> Question:
    """Give the second crew a depot of its own."""
    question = replace(question, depots=(*question.depots, Depot("E", FAR, 1)))
    return with_crew(question, 2, depot="E")


class Stop:
    """Stops the work when it has done so many seconds."""

    def __init__(self, seconds: float) -> None:
        """Count steps."""
        self.seconds, self.steps = seconds, 0

    def step(self, done: float, total: float, code: str) -> None:
        """Stop where it is time."""
        self.steps += 1
        if done > self.seconds:
            raise Cancelled


def solve(
    question: Question, seconds: float, watch: Watch | None = None, known: Sequence[Tour] = ()
) -> Outcome:
    """Solve in parts, in threads beside this one."""
    warm()
    with ThreadPoolExecutor(2) as threads:
        session = LargeSession(question, threads, 2)
        return session.solve(seconds, 1, watch or NoWatch(), lambda _: None, known=known)


def bound_by(question: Question, scale: float, seed: int) -> float:
    """Bound the whole by prices drawn for each part."""
    groups = group_depots(question)
    homes = {visit: order[0] for visit, order in rank_parts(question, groups).items()}
    parts = make_parts(question, groups, homes, [0.0] * len(groups))
    charges = []
    draw = np.random.default_rng(seed)
    for part in parts:
        search = open_search(build_instance(part))
        search.bound.prove(draw.uniform(0.0, scale, len(search.rows.limits)))
        charges.append(find_charges(search))
    proof = Proof(build_instance(question))
    bids = proof.join(parts, charges)
    worths = [weigh_crews(cut) for cut in proof.cut(bids)]
    return bids.constant + sum(worth for worth in worths if worth is not None)


@pytest.mark.parametrize("seed", QUICK[1:7])
def test_that_any_prices_of_parts_bound_the_whole(seed: int) -> None:
    question = split(make_strict(seed))
    best = find_best_value(question)
    for scale in (0.0, 10.0, 100.0):
        assert bound_by(question, scale, seed) >= best - 1e-6


@pytest.mark.parametrize("seed", QUICK[1:5])
def test_that_plan_and_bound_in_parts_enclose_the_best_value(seed: int) -> None:
    question = split(make_strict(seed))
    outcome = solve(question, 0.8)
    best = find_best_value(question)
    assert outcome.value == pytest.approx(find_value(outcome.tours, question))
    if best == -inf or outcome.unkept:
        return
    assert find_faults(outcome.tours, question) == []
    assert outcome.value <= best + 1e-6
    assert outcome.bound is None or outcome.bound >= best - 1e-6


def test_that_a_plan_in_parts_keeps_the_rules() -> None:
    question = split(make_random(3, venues=14, homes=6, days=14))
    outcome = solve(question, 2.0)
    assert outcome.tours
    assert find_faults(outcome.tours, question) == []
    assert outcome.value == pytest.approx(find_value(outcome.tours, question))
    assert outcome.bound is not None
    assert outcome.bound >= outcome.value


def test_that_prices_of_nothing_bound_above_those_of_a_search() -> None:
    question = split(make_random(3, venues=14, homes=6, days=14))
    known = Session(question).solve(1.0, 1, NoWatch(), lambda _: None)
    assert known.value <= bound_by(question, 0.0, 1)


def test_that_cancelling_keeps_what_the_parts_have() -> None:
    question = split(make_random(3, venues=14, homes=6, days=14))
    watch = Stop(1.0)
    outcome = solve(question, 60.0, watch)
    assert outcome.stopped
    assert watch.steps > 1
    assert outcome.tours
    assert find_faults(outcome.tours, question) == []


def test_that_known_tours_are_not_lost() -> None:
    question = split(make_random(3, venues=14, homes=6, days=14))
    known = solve(question, 1.5)
    again = solve(question, 0.3, known=known.tours)
    assert known.tours
    assert again.value >= known.value - 1e-6


def test_that_depots_with_people_in_common_stay_together() -> None:
    question = split(make_question([make_booth("V1", at_km(50), [1])], crews=2))
    assert group_depots(question) == [("D",), ("E",)]
    for number in (1, 2):
        question = with_crew(question, number, technicians=("T1", f"T{number + 1}"))
    assert group_depots(question) == [("D", "E")]


def test_that_depots_tied_by_locks_of_one_venue_stay_together() -> None:
    first = make_booth("V1", at_km(50), [1])
    second = replace(make_booth("V1#2", at_km(50), [4]), repeat_of="V1", min_gap=2, max_gap=5)
    question = split(make_question([first, second], crews=2))
    locks = (
        Lock("V1", Freedom.CREW, MONDAY, 600, "C1"),
        Lock("V1#2", Freedom.CREW, MONDAY, 600, "C2"),
    )
    assert len(group_depots(replace(question, locks=locks[:1]))) == 2
    assert len(group_depots(replace(question, locks=locks))) == 1


def test_that_parts_share_out_the_budget_and_the_floors() -> None:
    question = split(make_strict(2))
    question = replace(question, parameters=replace(question.parameters, budget=100_001))
    groups = group_depots(question)
    homes = {visit: order[0] for visit, order in rank_parts(question, groups).items()}
    spent = [30_000.0, 20_000.0][: len(groups)]
    parts = make_parts(question, groups, homes, spent)
    budgets = [part.parameters.budget or 0 for part in parts]
    assert sum(budgets) <= 100_001
    assert all(own >= least for own, least in zip(budgets, spent, strict=True))
    wanted = sum(floor.least for part in parts for floor in part.floors)
    assert wanted == sum(floor.least for floor in question.floors)
    ids = [visit.id for part in parts for visit in part.visits]
    assert sorted(ids) == sorted(visit.id for visit in question.visits)


def test_that_only_what_is_left_out_is_passed_on() -> None:
    homes = {"V1": 0, "V2": 0, "V3": 1}
    ranked = {"V1": [0, 1], "V2": [0, 1], "V3": [1]}
    assert pass_on(homes, ranked, {"V1"}) == {"V1": 0, "V2": 1, "V3": 1}
    assert pass_on(pass_on(homes, ranked, set()), ranked, set()) == homes


def test_that_a_chain_of_tours_keeps_days_a_week_and_rest() -> None:
    question = make_question([make_booth("V1", at_km(50), range(7))])
    question = replace(
        question,
        parameters=replace(
            question.parameters, max_days_a_week=3, rest_after_nights=1, rest_days=1
        ),
    )
    instance = build_instance(question)
    worth = np.full((7, 2), -1.0)
    worth[:, 0] = 10.0
    assert follow(instance, worth) == 30.0
    worth[:, 1] = 25.0
    assert follow(instance, worth) == 35.0
    worth[5, 1] = 100.0
    assert follow(instance, worth) == 110.0


def test_that_small_questions_are_not_split() -> None:
    assert isinstance(open_session(split(make_random(1))), Session)


def test_that_parts_with_time_for_prices_bound_the_whole_better() -> None:
    question = split(make_random(3, venues=14, homes=6, days=14))
    nothing = bound_by(question, 0.0, 1)
    outcome = solve(question, 2.0)
    assert outcome.bound is not None
    assert outcome.bound < 0.99 * nothing
