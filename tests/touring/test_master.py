"""The linear master: its prices leave no tour a gain and add up to what it is worth."""

import numpy as np
import pytest

from planner.touring.instance import build_instance
from planner.touring.search import Search
from tests.touring.questions import make_random, make_strict


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("make", [make_strict, make_random])
def test_that_prices_prove_what_the_master_is_worth(make, seed: int) -> None:
    instance = build_instance(make(seed, days=12))
    search = Search(instance, 1, 60.0, lambda: 60.0, lambda: None, lambda _: None)
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
    assert worth == pytest.approx(float(prices @ search.limits), abs=1e-5)
