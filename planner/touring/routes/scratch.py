"""What the kernel works with beside the plans: scratch, temperature, taste, and routes seen."""

from typing import NamedTuple

import numpy as np

from planner.touring.routes.field import Days, Field, Flags, Longs, Places, Reals, Seeds


class Work(NamedTuple):
    """Scratch of one thread: `cost[i, d]` and `spot[i, d]` of the cheapest insertion."""

    dice: Seeds
    cost: Longs
    spot: Places
    worth: Reals
    merit: Reals
    home: Places
    open: Places
    removed: Places
    loose: Flags
    touched: Flags


class Taste(NamedTuple):
    """How one round rates an insertion: prize ** alpha * e ** drawn / (time + unit)."""

    alpha: float
    noise: float
    unit: float


class Pool(NamedTuple):
    """Routes seen: `rows[k, :sizes[k]]` with both ends, found again by `keys` (open hashing).

    `grades[k]` is the most prize of a plan that held the route.
    """

    rows: Places
    sizes: Places
    days: Places
    spans: Longs
    grades: Longs
    slots: Places
    keys: Seeds
    salt: Seeds
    held: Longs


def make_work(field: Field, days: Days, seed: int) -> Work:
    """Give scratch for one thread."""
    n, count = len(field.prizes), len(days.starts)
    return Work(
        np.array([seed * 7919 + 12345], np.uint64),
        np.zeros((n, count), np.int64),
        np.zeros((n, count), np.int32),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n, np.int32),
        np.zeros(n, np.int32),
        np.zeros(n + 1, np.int32),
        np.zeros(n, np.bool_),
        np.zeros(count, np.bool_),
    )


def make_pool(field: Field, rows: int) -> Pool:
    """Give an empty pool of so many rows."""
    n = len(field.prizes)
    dice = np.random.default_rng(n)
    return Pool(
        np.zeros((rows, n - field.first + 2), np.int32),
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int64),
        np.zeros(rows, np.int64),
        np.full(1 << (2 * rows).bit_length(), -1, np.int32),
        np.zeros(rows, np.uint64),
        dice.integers(1, 2**63, n, np.uint64),
        np.zeros(1, np.int64),
    )
