"""Pricing: many tours at once, every one with a stop."""

import numpy as np
import pytest

from planner.touring.evaluate import find_broken_rule
from planner.touring.instance import build_instance
from planner.touring.pricing import Pricer
from planner.touring.weigh import follow
from tests.touring.questions import make_random
from tests.touring.searches import open_search


@pytest.mark.parametrize("seed", range(4))
def test_that_enumerated_tours_are_possible_and_have_a_stop(seed: int) -> None:
    instance = build_instance(make_random(seed, days=8))
    search = open_search(instance)
    wide = float(instance.offers.worth.sum())  # an empty tour, nights away included, costs less
    pricer = Pricer(instance, search.bound.neighbourhoods)
    for crew in range(len(instance.crews)):
        prices = search.rows.price(crew, np.zeros(len(search.rows.limits)))
        tours = pricer.enumerate(crew, prices, wide)
        assert len(set(tours)) == len(tours)
        assert any(tour.nights for tour in tours)
        for tour in tours:
            assert tour.offers
            assert find_broken_rule(instance, tour) is None


@pytest.mark.parametrize("seed", range(4))
def test_that_tours_weighed_without_a_trace_are_worth_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = build_instance(make_random(seed, venues=12, homes=5, days=24))
    search = open_search(instance)
    prices = search.rows.price(0, np.zeros(len(search.rows.limits)))
    bounded = Pricer(instance, search.bound.neighbourhoods).bound(0, prices)
    assert bounded is not None
    assert bounded[0].max() > 0
    worth = Pricer(instance, search.bound.neighbourhoods).measure(0, prices)
    assert worth is not None
    assert worth.tolist() == bounded[0].tolist()


@pytest.mark.parametrize("seed", range(4))
def test_that_bounds_are_the_same_where_labels_run_out(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = build_instance(make_random(seed, venues=12, homes=5, days=24))
    search = open_search(instance)
    prices = search.rows.price(0, np.zeros(len(search.rows.limits)))
    whole = Pricer(instance, search.bound.neighbourhoods).bound(0, prices)
    assert whole is not None
    few = 100
    while True:  # as many labels as are not enough, but for half of the days
        monkeypatch.setattr("planner.touring.pricing._LABELS", 2 * few)
        pricer = Pricer(instance, search.bound.neighbourhoods)
        if pricer._run(0, prices, instance.crews[0].free, 0, instance.days - 1, exact=True):
            break
        few *= 2
    monkeypatch.setattr("planner.touring.pricing._LABELS", few)
    monkeypatch.setattr("planner.touring.pricing._MOST_LABELS", few)
    pricer = Pricer(instance, search.bound.neighbourhoods)
    cut = pricer.bound(0, prices)
    assert cut is not None
    assert follow(instance, cut[0]) == pytest.approx(follow(instance, whole[0]))
    assert cut[1][0].value == pytest.approx(whole[1][0].value)
