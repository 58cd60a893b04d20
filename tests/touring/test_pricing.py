"""Pricing: many tours at once, every one with a stop."""

import numpy as np
import pytest

from planner.touring.evaluate import find_broken_rule
from planner.touring.instance import build_instance
from planner.touring.pricing import Pricer
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
def test_that_bounds_are_the_same_where_room_has_to_grow(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = build_instance(make_random(seed, venues=12, homes=5, days=24))
    search = open_search(instance)
    prices = search.rows.price(0, np.zeros(len(search.rows.limits)))
    whole = Pricer(instance, search.bound.neighbourhoods).bound(0, prices)
    assert whole is not None
    assert whole[0].max() > 0
    monkeypatch.setattr("planner.touring.pricing._LABELS", 4)
    pricer = Pricer(instance, search.bound.neighbourhoods)
    free, last = instance.crews[0].free, instance.days - 1
    assert not pricer._run(0, prices, free, 0, last, exact=True)
    grown = pricer.bound(0, prices)
    assert grown is not None
    assert grown[0].tolist() == whole[0].tolist()
    assert [priced.column for priced in grown[1]] == [priced.column for priced in whole[1]]
    monkeypatch.setattr("planner.touring.pricing._MOST_LABELS", 8)
    assert Pricer(instance, search.bound.neighbourhoods).bound(0, prices) is None
