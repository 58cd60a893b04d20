"""What tours of crews of one depot are worth under prices: the work of one process."""

import numpy as np

from planner.touring.labels import NEVER, Reach
from planner.touring.memory import Neighbourhoods
from planner.touring.pricing import Bounded, Priced, Pricer
from planner.touring.spots import Cut

REMEMBERED = 2  # sites around a place: over a quarter year more cost time and gain nothing


def price_crews(cut: Cut, reach: Reach) -> list[list[Priced]]:
    """Find good tours of all crews, looking as far as `reach` around a stop."""
    pricer = _open_pricer(cut)
    last = cut.instance.days - 1
    return [
        pricer.price(crew, prices, cut.instance.crews[crew].free, 0, last, reach) if pricer else []
        for crew, prices in enumerate(cut.prices)
    ]


def bound_crews(cut: Cut) -> list[Bounded]:
    """Bound the worth of all crews' tours, as `Pricer.bound` does."""
    pricer = _open_pricer(cut)
    none = np.full((cut.instance.days, 1), NEVER)
    return [
        pricer.bound(crew, prices) if pricer else (none, [])
        for crew, prices in enumerate(cut.prices)
    ]


def _open_pricer(cut: Cut) -> Pricer | None:
    """Open what prices the crews; None where there is nothing to visit."""
    if not cut.instance.visits:
        return None
    return Pricer(cut.instance, Neighbourhoods(cut.instance, REMEMBERED))
