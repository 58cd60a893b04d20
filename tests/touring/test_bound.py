"""The upper bound: never below the best plan there is, only falling, and tight where small."""

import time
from dataclasses import replace
from math import inf

import numpy as np
import pytest

from planner.touring.evaluate import find_broken_rule
from planner.touring.instance import build_instance
from planner.touring.memory import Neighbourhoods
from planner.touring.pricing import Pricer
from planner.touring.rows import build_rows
from planner.touring.session import Outcome, Session
from planner.touring.spot_pricers import SpotPricers
from planner.watch import Cancelled, NoWatch
from tests.touring.brute import find_best_value
from tests.touring.questions import at_km, make_booth, make_question, make_random, make_strict
from tests.touring.searches import open_search
from tests.touring.verify import find_faults, find_value


class StopBounded:
    """Stops the work when time of the processor is over, but not before a bound was told."""

    def __init__(self, told: list[Outcome], seconds: float) -> None:
        """Look at what was told."""
        self.told, self.end = told, time.process_time() + seconds

    def step(self, done: float, total: float, code: str) -> None:
        """Stop where it is time."""
        if time.process_time() > self.end and any(better.bound for better in self.told):
            raise Cancelled


QUICK = [seed for seed in range(26) if seed not in (1, 6, 21, 23)]  # to solve by brute force


@pytest.mark.parametrize("seed", QUICK)
def test_that_plan_and_bound_enclose_the_best_value(seed: int) -> None:
    question = make_strict(seed)
    told: list[Outcome] = []
    outcome = Session(question).solve(2.0, 1, NoWatch(), told.append, time.process_time)
    best = find_best_value(question)
    if best == -inf:
        assert outcome.unkept
        return
    assert find_faults(outcome.tours, question) == []
    assert outcome.value == pytest.approx(find_value(outcome.tours, question))
    assert outcome.value == pytest.approx(best, abs=1e-6)
    assert outcome.unkept == ()
    assert outcome.bound is not None
    bounds = [better.bound for better in told if better.bound is not None]
    assert all(bound >= best - 1e-6 for bound in bounds)
    assert outcome.bound >= best - 1e-6


@pytest.mark.parametrize("seed", QUICK[:6])
def test_that_any_prices_give_a_bound(seed: int) -> None:
    question = make_strict(seed)
    best = find_best_value(question)
    search = open_search(build_instance(question))
    draw = np.random.default_rng(seed)
    for scale in (0.0, 5.0, 50.0, 500.0):
        duals = draw.uniform(0.0, scale, len(search.rows.limits))
        proof = search.bound.prove(duals)
        assert proof is not None
        assert proof.bound >= best


@pytest.mark.parametrize("seed", QUICK[:6])
def test_that_bounds_over_spots_hold_and_their_tours_are_possible(seed: int) -> None:
    question = make_strict(seed)
    best = find_best_value(question)
    search = open_search(build_instance(question))
    search._by_spots = SpotPricers(search.instance, 2, lambda: None, lambda: False)
    draw = np.random.default_rng(seed)
    for scale in (0.0, 5.0, 50.0, 500.0):
        proof = search.bound.prove(draw.uniform(0.0, scale, len(search.rows.limits)))
        assert proof is not None
        assert proof.bound >= best
        assert [find_broken_rule(search.instance, column) for column in proof.columns] == [
            None for _ in proof.columns
        ]


@pytest.mark.parametrize("seed", range(4))
def test_that_bounds_only_fall(seed: int) -> None:
    question = make_random(seed, venues=14, homes=6, days=14)
    told: list[Outcome] = []
    Session(question).solve(120.0, 1, StopBounded(told, 2.0), told.append)
    bounds = [better.bound for better in told if better.bound is not None]
    assert bounds
    assert bounds == sorted(bounds, reverse=True)
    assert all(better.value <= better.bound for better in told if better.bound is not None)


def test_that_a_proved_plan_ends_the_work() -> None:
    question = make_question([make_booth("V1", at_km(50), [1], worth=90.0)])
    outcome = Session(question).solve(60.0, 1, NoWatch(), lambda _: None)
    assert outcome.bound == pytest.approx(outcome.value)


def test_that_a_tour_may_not_live_on_one_venue() -> None:
    venue = make_booth("V1", at_km(50), range(5), worth=300.0)
    question = make_question([venue], beds=[("V1", venue.location, 100)])
    search = open_search(build_instance(question))
    pricer = Pricer(search.instance, Neighbourhoods(search.instance))
    prices = build_rows(search.instance).price(0, np.zeros(len(search.rows.limits)))
    bounded = pricer.bound(0, prices)
    assert bounded is not None
    assert bounded[0].max() < 300.0


def test_that_the_bound_counts_the_budget() -> None:
    venues = [make_booth(f"V{d}", at_km(100 + d), [d], worth=90.0) for d in range(4)]
    parameters = replace(make_question(venues).parameters, budget=50_000, road_price_per_km=100)
    free = Session(make_question(venues)).solve(0.3, 1, NoWatch(), lambda _: None)
    bound = Session(make_question(venues, parameters=parameters)).solve(
        0.3, 1, NoWatch(), lambda _: None
    )
    assert free.bound is not None
    assert bound.bound is not None
    assert bound.bound < free.bound - 50.0
