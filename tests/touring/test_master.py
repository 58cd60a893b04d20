"""The linear master: its prices leave no tour a gain and add up to what it is worth."""

from dataclasses import replace

import numpy as np
import pytest

from planner.touring.instance import build_instance
from tests.touring.questions import make_random, make_strict
from tests.touring.searches import open_search


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("make", [make_strict, make_random])
def test_that_prices_prove_what_the_master_is_worth(make, seed: int) -> None:
    instance = build_instance(make(seed, days=12))
    search = open_search(instance)
    search.construct()
    for prices in (np.zeros(len(search.rows.limits)), search.duals + 5.0):
        proof = search.bound.prove(prices)
        assert proof is not None
        for column in proof.columns:
            search.pool.add(column)
    master = search._open_master()
    solved = master.solve()
    assert solved is not None
    worth, prices, _cuts = solved
    assert prices.min() >= 0.0
    assert search.pool.reduce(prices).max(initial=-1.0) <= 1e-6
    shared = search.rows.first_shape
    crews = sum(
        calendar.find_most(search.rows.price_shapes(crew, prices))
        for crew, calendar in enumerate(search.rows.calendars)
    )
    assert worth == pytest.approx(prices[:shared] @ search.limits[:shared] + crews, abs=1e-5)


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_that_prices_of_crew_days_and_locks_have_an_end_and_bound_all_the_same(seed: int) -> None:
    search = open_search(build_instance(make_random(seed, venues=14, homes=6, days=14)))
    search.construct()
    first = search.bound.prove(np.zeros(len(search.rows.limits)))
    assert first is not None
    for column in first.columns:
        search.pool.add(column)
    days_of = {
        int(shapes[first, nights]): nights + 1
        for shapes in search.rows.shapes
        for first, nights in np.argwhere(shapes >= 0)
    }
    days_of |= dict.fromkeys(range(search.rows.first_lock, search.rows.end_lock), 1)
    free = search._open_master().solve()
    assert free is not None
    most = max(free.duals[row] / days for row, days in days_of.items()) / 2
    assert most > 0.0
    search.rows = search.pool.rows = replace(search.rows, dearest=most)
    held = search._open_master().solve()
    assert held is not None
    assert all(held.duals[row] <= most * days + 1e-6 for row, days in days_of.items())
    assert held.value >= free.value - 1e-6
    proof = search.bound.prove(held.duals)
    assert proof is not None
    assert proof.bound >= search.value


@pytest.mark.parametrize("seed", range(4))
def test_that_a_master_without_the_tours_it_minds_is_worth_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = build_instance(make_random(seed, venues=14, homes=6, days=14))
    search = open_search(instance)
    search.construct()
    proof = search.bound.prove(np.zeros(len(search.rows.limits)))
    assert proof is not None
    master = search._open_master()
    master.take(proof.columns)
    before = master.solve()
    assert before is not None
    many = len(master.numbers)
    few = int((master.reduce(before)[master.numbers] > -1e-6).sum())
    assert few < many
    monkeypatch.setattr("planner.touring.master._CROWDED", few)
    monkeypatch.setattr("planner.touring.master._THINNED", few)
    master.thin(before)
    after = master.solve()
    assert after is not None
    assert len(master.numbers) == few
    assert after.value == pytest.approx(before.value)


def test_that_cuts_are_sought_in_a_solved_master_where_tours_left_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("planner.touring.master._CROWDED", 100)
    monkeypatch.setattr("planner.touring.master._THINNED", 80)
    instance = build_instance(make_random(1, venues=14, homes=6, days=14))
    search = open_search(instance)
    search.construct()
    search.generate(search._open_master(), 0.0)
    assert len(search.pool.columns) > 100
    assert "model has been changed" not in capfd.readouterr().err
