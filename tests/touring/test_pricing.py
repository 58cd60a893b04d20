"""Pricing: many tours at once, every one with a stop."""

import numpy as np
import pytest

from planner.touring.evaluate import find_broken_rule
from planner.touring.instance import build_instance
from planner.touring.pricing import Pricer
from planner.touring.search import Search
from tests.touring.questions import make_random


@pytest.mark.parametrize("seed", range(4))
def test_that_enumerated_tours_are_possible_and_have_a_stop(seed: int) -> None:
    instance = build_instance(make_random(seed, days=8))
    search = Search(instance, 1, 60.0, lambda: 60.0, lambda: None, lambda _: None)
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
