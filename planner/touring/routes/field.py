"""The values of day routes: places with prizes and windows, days, and a plan of routes."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Seeds = npt.NDArray[np.uint64]
Reals = npt.NDArray[np.float64]


class Field(NamedTuple):
    """Places 0..n-1; those before `first` are depots or hotels, the others may be visited once.

    `reach[i, j]` is the service time at i and the way from i to j; `opens`, `closes` bound the
    start of service, both included. `near[i]` holds the places from `first` on, nearest first.
    `nights` tells that day d + 1 starts at any place before `first`, where day d ends.
    """

    reach: Longs
    opens: Longs
    closes: Longs
    prizes: Longs
    near: Places
    first: int
    nights: bool
    windows: bool


class Days(NamedTuple):
    """Each day's ends and bounds: leaves `starts` at `earliest`, is at `ends` by `latest`.

    `alike` tells that any route fits any day.
    """

    starts: Places
    ends: Places
    earliest: Longs
    latest: Longs
    alike: bool


class Plan(NamedTuple):
    """Routes: the first `size[d]` places of row d, both ends included, and their times.

    `at` is when service starts, `late` when it could start at the latest without breaking
    anything after it (forward time slack, Savelsbergh 1992). `where[i]` is the day of place i,
    or -1.
    """

    seq: Places
    size: Places
    at: Longs
    late: Longs
    where: Places


def make_field(
    reach: Longs, opens: Longs, closes: Longs, prizes: Longs, first: int, nights: bool = False
) -> Field:
    """Give the field with its neighbours; windows are looked at only where one is real."""
    spread = reach + reach.T
    near = np.argsort(spread[:, first:], axis=1, kind="stable").astype(np.int32) + first
    horizon = int(closes[:first].max(initial=0))
    real = bool((opens[first:] > 0).any() or (closes[first:] < horizon).any())
    return Field(
        np.ascontiguousarray(reach, np.int64),
        opens.astype(np.int64),
        closes.astype(np.int64),
        prizes.astype(np.int64),
        np.ascontiguousarray(near, np.int32),
        first,
        nights,
        real,
    )


def make_plan(field: Field, days: Days) -> Plan:
    """Give the plan without a visit."""
    count, width = len(days.starts), len(field.prizes) - field.first + 2
    plan = Plan(
        np.zeros((count, width), np.int32),
        np.full(count, 2, np.int32),
        np.zeros((count, width), np.int64),
        np.zeros((count, width), np.int64),
        np.full(len(field.prizes), -1, np.int32),
    )
    plan.seq[:, 0] = days.starts
    plan.seq[:, 1] = days.ends
    return plan
