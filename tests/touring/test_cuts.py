"""Subset-row cuts: charged alike by pricing and by the master, and kept by every plan."""

from itertools import combinations

import numpy as np
import pytest

from planner.domain.demand import Question
from planner.touring.cuts import MOST, Cut
from planner.touring.instance import build_instance
from planner.touring.pricing import Pricer
from planner.touring.search import Search
from tests.touring.brute import find_best_value
from tests.touring.questions import make_random, make_strict
from tests.touring.searches import open_search


def begin_search(question: Question) -> Search:
    """Give a search with a first plan and the tours that no prices at all bring up."""
    search = open_search(build_instance(question))
    search.construct()
    proof = search.bound.prove(search.duals)
    assert proof is not None
    for column in proof.columns:
        search.pool.add(column)
    return search


def add_random_cuts(search: Search, seed: int) -> np.ndarray:
    """Fill all places with cuts over any visits and days, remembered here and there."""
    draw = np.random.default_rng(seed)
    visits = len(search.instance.visits)
    days = len(search.instance.crews) * search.instance.days
    rows = [*range(visits), *range(search.cuts.first_day, search.cuts.first_day + days)]
    for place in range(MOST):
        own = {int(row) for row in draw.choice(rows, 3, replace=False)}
        near = {node for node in range(search.cuts.first_day) if draw.random() < 0.5}
        held = near | {row for row in own if row < visits}
        search.cuts.places[place] = Cut(frozenset(own), frozenset(held))
    return draw.uniform(0.0, 30.0, MOST)


@pytest.mark.parametrize("seed", range(6))
def test_that_pricing_charges_cuts_as_the_master_does(seed: int) -> None:
    search = begin_search(make_random(seed, days=8))
    prices = add_random_cuts(search, seed)
    duals = np.zeros(len(search.rows.limits))
    charged = 0
    pricer = Pricer(search.instance, search.bound.neighbourhoods)
    for crew, row in enumerate(search.instance.crews):
        paid = search.rows.price(crew, duals, search.cuts.charge(prices, crew))
        last = search.instance.days - 1
        for value, column in pricer.price(crew, paid, row.free, 0, last):
            number = search.pool.number_of(column)
            nodes = search.pool.nodes[number]
            takes = search.cuts.find_charged(column, nodes, search.cuts.items())
            cost = sum(count * prices[place] for place, count in takes)
            charged += bool(takes)
            assert value == pytest.approx(column.worth - cost)
    assert charged


@pytest.mark.parametrize("seed", [0, 2, 3, 4, 5, 7])
def test_that_no_cut_forbids_a_plan(seed: int) -> None:
    question = make_strict(seed)
    best = find_best_value(question)
    search = begin_search(question)
    draw = np.random.default_rng(seed)
    for scale in (0.0, 20.0, 200.0):
        prices = add_random_cuts(search, seed) * scale / 30.0
        proof = search.bound.prove(draw.uniform(0.0, 50.0, len(search.rows.limits)), prices)
        assert proof is not None
        assert proof.bound >= best - 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_that_broken_cuts_are_found_and_then_kept(seed: int) -> None:
    search = begin_search(make_random(seed, venues=10, homes=0, days=10))
    draw = np.random.default_rng(seed)
    numbers = draw.choice(len(search.pool.columns), min(9, len(search.pool.columns)), False)
    shares = {int(number): 0.5 for number in numbers}
    rows = {
        frozenset(triple)
        for n in shares
        for triple in combinations(
            sorted(node for node in search.pool.nodes[n] if not is_bed(search, node)), 3
        )
    }
    broken = any(
        sum(x for n, x in shares.items() if len(triple & search.pool.nodes[n]) > 1) > 1.4
        for triple in rows
    )
    places = search.cuts.add_broken(search.pool, shares)
    assert bool(places) >= broken
    for place in places:
        cut = search.cuts.places[place]
        assert cut is not None
        assert not any(is_bed(search, row) for row in cut.rows)
        taken = sum(x for n, x in shares.items() if len(cut.rows & search.pool.nodes[n]) > 1)
        charged = sum(
            x * count
            for n, x in shares.items()
            for _, count in search.cuts.find_charged(
                search.pool.columns[n], search.pool.nodes[n], [(place, cut)]
            )
        )
        assert charged >= taken > 1


def is_bed(search: Search, node: int) -> bool:
    """Say whether a node is a bed, which no row is for."""
    return len(search.instance.visits) <= node < search.cuts.first_day
