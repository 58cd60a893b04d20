"""The choice of hotels to begin with: dynamic programming over days with an estimate per pair."""

import numpy as np

from planner.touring.routes.field import Days, Field, Reals


class NoNights(Exception):
    """No chain of hotels leads from the first start to the last end within the days."""


def choose_nights(field: Field, days: Days, shares: Reals) -> tuple[int, ...]:
    """Give the hotel after each day but the last, where the estimates add up to most.

    The estimate of a day between two hotels is the prize of each place in reach times the share
    of the day that the detour leaves. `shares[d, h]` scales it for nights at h after day d, so
    that other draws give other chains. Raises NoNights.
    """
    count, hotels = len(days.starts), field.first
    value = np.full((count + 1, hotels), -np.inf)
    origin = np.zeros((count + 1, hotels), np.int32)
    value[0, days.starts[0]] = 0.0
    for day in range(count):
        length = float(days.latest[day] - days.earliest[day])
        worth = _estimate(field, length)
        if day == count - 1:
            worth[:, np.arange(hotels) != days.ends[-1]] = -np.inf
        else:
            worth = worth * shares[day]
        reached = value[day][:, None] + worth
        origin[day + 1] = reached.argmax(axis=0)
        value[day + 1] = reached.max(axis=0)
    if not np.isfinite(value[count, days.ends[-1]]):
        raise NoNights
    chain = [int(days.ends[-1])]
    for day in range(count, 0, -1):
        chain.append(int(origin[day, chain[-1]]))
    return tuple(chain[-2:0:-1])


def _estimate(field: Field, length: float) -> Reals:
    first, reach = field.first, field.reach
    direct = reach[:first, :first].astype(np.float64)
    through = reach[:first, first:, None] + reach[first:, :first][None]
    left = np.maximum(0.0, 1.0 - (through - direct[:, None, :]) / max(length, 1.0))
    left[through > length] = 0.0
    worth: Reals = np.einsum("u,aub->ab", field.prizes[first:].astype(np.float64), left)
    worth[direct > length] = -np.inf
    return worth
