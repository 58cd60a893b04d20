"""Large questions in parts: plans that keep the rules, and bounds that hold for the whole."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import inf
from typing import Any, TypeVar

import numpy as np
import pytest

from planner.domain.demand import Depot, Question
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Tour
from planner.touring.evaluate import make_column
from planner.touring.known import draft_tour, read_drafts
from planner.touring.large import LargeSession, open_session
from planner.touring.parts import group_depots, make_parts, rank_parts
from planner.touring.pool import Pool
from planner.touring.session import Outcome, Session, warm
from planner.touring.whole import Whole
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
from tests.touring.verify import find_faults, find_value

FAR = at_km(150, 60)
T = TypeVar("T")
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


def ask(work: Callable[..., T], jobs: Sequence[tuple[Any, ...]]) -> list[T]:
    """Do jobs here and now."""
    return [work(*job) for job in jobs]


def open_whole(question: Question) -> Whole:
    """Open the linear master of a whole question, with time without end."""
    warm()
    return Whole(question, ask, lambda: 100.0, lambda: None)


def bound_by(question: Question, scale: float, seed: int) -> float:
    """Bound the whole by prices drawn."""
    whole = open_whole(question)
    draw = np.random.default_rng(seed)
    proof = whole.bound.prove(draw.uniform(0.0, scale, len(whole.rows.limits)))
    assert proof is not None
    return proof.bound


@pytest.mark.parametrize("seed", QUICK[1:7])
def test_that_any_prices_bound_the_whole(seed: int) -> None:
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


def test_that_parts_get_as_many_repeats_as_are_likely_and_all_that_lead_to_locks() -> None:
    days = range(1, 20)
    visits = [make_booth("V1", at_km(50), days), make_booth("V2", at_km(60), days)]
    for number in (2, 3, 4):
        for venue, km in (("V1", 50), ("V2", 60)):
            before = venue if number == 2 else f"{venue}#{number - 1}"
            repeat = make_booth(f"{venue}#{number}", at_km(km), days)
            visits.append(replace(repeat, repeat_of=before, min_gap=2, max_gap=5))
    question = split(make_question(visits, crews=2))
    question = replace(question, locks=(Lock("V2#3", Freedom.WEEK, MONDAY, 600, "C1"),))
    groups = group_depots(question)
    homes = {"V1": 0, "V2": 1}
    shares = {"V1": 0.4, "V1#3": 0.7, "V2": 0.001}
    parts = make_parts(question, groups, homes, [0.0] * len(groups), shares)
    assert [visit.id for visit in parts[0].visits] == ["V1", "V1#2"]
    assert [visit.id for visit in parts[1].visits] == ["V2", "V2#2", "V2#3"]


@pytest.mark.parametrize("seed", range(6))
def test_that_plans_keep_the_rows_of_the_whole(seed: int) -> None:
    question = make_random(seed, venues=10, homes=4, days=21)
    found = Session(question).solve(0.5, 1, NoWatch(), lambda _: None)
    whole = open_whole(question)
    columns = list(read_drafts(whole.instance, [draft_tour(tour) for tour in found.tours]))
    assert len(columns) == len(found.tours)
    pool = Pool(whole.rows)
    numbers = [pool.number_of(column) for column in columns]
    assert pool.keeps(np.array(whole.rows.limits), numbers)
    assert pool.weigh(np.array(whole.rows.limits), numbers) == pytest.approx(found.value)


def test_that_repeats_keep_apart_in_the_master_of_the_whole() -> None:
    first = make_booth("V1", at_km(50), [0])
    second = replace(make_booth("V1#2", at_km(50), [2, 5]), repeat_of="V1", min_gap=5, max_gap=9)
    whole = open_whole(make_question([first, second]))
    offers = whole.instance.offers
    columns = [
        make_column(whole.instance, 0, day, ((int(offers.begin[2 * day + visit]),),), ())
        for visit, day in ((0, 0), (1, 2), (1, 5))
    ]
    pool = Pool(whole.rows)
    one, near, far = (pool.number_of(column) for column in columns)
    limits = np.array(whole.rows.limits)
    assert not pool.keeps(limits, [one, near])
    assert pool.keeps(limits, [one, far])


def test_that_the_master_of_the_whole_comes_near_its_bound_and_divides_it() -> None:
    question = split(make_strict(2))
    question = replace(question, parameters=replace(question.parameters, budget=60_000))
    whole = open_whole(question)
    whole.begin(())
    whole.settle(0.0)
    while whole.prove(0.0):
        pass
    best = find_best_value(question)
    assert whole.bound.least is not None
    assert best <= whole.bound.least + 1e-6
    groups = group_depots(question)
    part_of = {depot: part for part, depots in enumerate(groups) for depot in depots}
    division = whole.divide(part_of, len(groups))
    assert division is not None
    assert sum(division.spent) <= 60_000 + 1e-6
    assert set(division.homes.values()) <= set(range(len(groups)))
    assert all(-1e-6 <= share <= 1.01 for share in division.shares.values())
    for part, drafts in enumerate(division.drafts):
        homes = {crew.id: part_of[crew.depot] for crew in question.crews}
        assert all(homes[draft.crew] == part for draft in drafts)


def test_that_small_questions_are_not_split() -> None:
    assert isinstance(open_session(split(make_random(1))), Session)


def test_that_time_for_prices_bounds_the_whole_better() -> None:
    question = split(make_random(3, venues=14, homes=6, days=14))
    nothing = bound_by(question, 0.0, 1)
    outcome = solve(question, 2.0)
    assert outcome.bound is not None
    assert outcome.bound < 0.9 * nothing
