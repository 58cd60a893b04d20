"""Label extension: the best tours of one crew under given prices, every in-tour rule inside.

A label is a partial tour: where it stands, when, what it drove today, nights so far and what it
is worth. Labels grow day by day and, within a day, by rising time (Desrochers 1988; dominance
and neighbourhood memory after Baldacci, Mingozzi and Roberti 2011, restricted here to a set of
critical visits grown on demand, Righini and Salani 2008).
"""

from typing import NamedTuple

import numba as nb
import numpy as np

from planner.touring.instance import Bits, Flags, Floats, Ints, Limits, Offers, Roads

AT_DEPOT = -1  # codes of labels: >= 0 an offer taken, -1 leaving the depot, <= -2 a bed
NEVER = -1e17  # a prize or value that no tour may hold
_LEAST = 1e-9


class Labels(NamedTuple):
    """Storage of one run; `parent` leads back to the depot."""

    code: Ints
    time: Ints
    drive: Ints
    nights: Ints
    value: Floats
    memory: Bits
    parent: Ints
    alive: Flags
    next_same: Ints
    next_time: Ints


class CrewPrices(NamedTuple):
    """One crew under prices: `prize` per offer, `day_cost` per day out, `rest_cost` per last day.

    Only days from `first` to `last`, both included, are looked at. `home_nights[b]` are the
    fewest further nights on the way home from bed b. `critical[v]` is the bit of visit v, or -1.
    Setting `halt[0]` from another thread ends the run at the next day.
    """

    depot: int
    max_nights: int
    rest_after: int
    first: int
    last: int
    free: Flags
    bed_cost: Floats
    home_nights: Ints
    prize: Floats
    day_cost: Floats
    rest_cost: Floats
    critical: Ints
    halt: Flags


class Finals(NamedTuple):
    """Best tours found by [last day, nights]: what they are worth, and their last label."""

    value: Floats
    label: Ints


class Ground(NamedTuple):
    """What labels stand on: the parts of an instance that pricing reads, and two looked-up bounds.

    `exit_minutes[v]` leads from visit v to the nearest bed or depot; `latest[d]` is the latest
    start of any offer on day d.
    """

    roads: Roads
    limits: Limits
    offers: Offers
    visit_place: Ints
    bed_place: Ints
    exit_minutes: Ints
    latest: Ints


def make_labels(capacity: int) -> Labels:
    """Make room for so many labels (48 bytes each)."""
    return Labels(
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.float64),
        np.empty(capacity, np.uint64),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.bool_),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
    )


@nb.njit(cache=True, nogil=True)
def _write(
    labels: Labels, n: int, code: int, time: int, drive: int, nights: int, value: float,
    memory: int, parent: int,
) -> None:  # fmt: skip
    labels.code[n] = code
    labels.time[n] = time
    labels.drive[n] = drive
    labels.nights[n] = nights
    labels.value[n] = value
    labels.memory[n] = memory
    labels.parent[n] = parent
    labels.alive[n] = True
    labels.next_same[n] = -1
    labels.next_time[n] = -1


@nb.njit(cache=True, nogil=True)
def _joins(labels: Labels, heads: Ints, place: int, n: int, exact: bool) -> bool:
    """Enter label n into the list of its place unless dominated; retire what it dominates."""
    time, value, nights = labels.time[n], labels.value[n], labels.nights[n]
    drive, memory = labels.drive[n], labels.memory[n]
    k = heads[place]
    while k != -1:
        if (
            labels.alive[k]
            and labels.value[k] >= value
            and labels.time[k] <= time
            and labels.nights[k] <= nights
            and (
                not exact
                or (labels.drive[k] <= drive and (labels.memory[k] & ~memory) == np.uint64(0))
            )
        ):
            return False
        k = labels.next_same[k]
    previous = -1
    k = heads[place]
    while k != -1:
        following = labels.next_same[k]
        if (
            labels.value[k] <= value
            and labels.time[k] >= time
            and labels.nights[k] >= nights
            and (
                not exact
                or (labels.drive[k] >= drive and (memory & ~labels.memory[k]) == np.uint64(0))
            )
        ):
            labels.alive[k] = False
            if previous == -1:
                heads[place] = following
            else:
                labels.next_same[previous] = following
        else:
            previous = k
        k = following
    labels.next_same[n] = heads[place]
    heads[place] = n
    return True


@nb.njit(cache=True, nogil=True)
def _has_visited(labels: Labels, offers: Offers, i: int, visit: int) -> bool:
    while i != -1:
        if labels.code[i] >= 0 and offers.visit[labels.code[i]] == visit:
            return True
        i = labels.parent[i]
    return False


@nb.njit(cache=True, nogil=True)
def _place_of(ground: Ground, crew: CrewPrices, code: int) -> int:
    if code >= 0:
        return ground.visit_place[ground.offers.visit[code]]
    if code == AT_DEPOT:
        return crew.depot
    return ground.bed_place[-2 - code]


@nb.njit(cache=True, nogil=True)
def _take_offers(
    ground: Ground, crew: CrewPrices, labels: Labels, i: int, n: int, day: int, exact: bool,
    heads: Ints, buckets: Ints,
) -> int:  # fmt: skip
    """Extend label i by every offer it can reach on the day; return the new count, -1 if full."""
    roads, limits, offers = ground.roads, ground.limits, ground.offers
    place = _place_of(ground, crew, labels.code[i])
    visits = len(ground.visit_place)
    for visit in roads.near_visits[place]:
        there = ground.visit_place[visit]
        minutes = roads.minutes[place, there]
        arrive = labels.time[i] + minutes + limits.buffer
        drive = labels.drive[i] + minutes
        if arrive > ground.latest[day] or drive > limits.max_drive:
            break
        bit = crew.critical[visit]
        mark = np.uint64(0)
        if bit >= 0:
            mark = np.uint64(1) << np.uint64(bit)
            if labels.memory[i] & mark:
                continue
        checked = exact
        for offer in range(
            offers.begin[day * visits + visit], offers.begin[day * visits + visit + 1]
        ):
            prize = crew.prize[offer]
            if prize <= _LEAST or arrive > offers.latest[offer]:
                continue
            leave = max(arrive, offers.earliest[offer]) + offers.minutes[offer]
            if leave + ground.exit_minutes[visit] + limits.buffer > limits.shift_end:
                continue
            if drive + ground.exit_minutes[visit] > limits.max_drive:
                continue
            if not checked:
                if _has_visited(labels, offers, i, visit):
                    break
                checked = True
            if n >= len(labels.code):
                return -1
            value = labels.value[i] + prize - roads.cost[place, there]
            memory = labels.memory[i] | mark
            _write(labels, n, offer, leave, drive, labels.nights[i], value, memory, i)
            if _joins(labels, heads, visit, n, exact):
                bucket = leave - limits.shift_start
                labels.next_time[n] = buckets[bucket]
                buckets[bucket] = n
                n += 1
    return n


@nb.njit(cache=True, nogil=True)
def _sleep(
    ground: Ground, crew: CrewPrices, labels: Labels, i: int, n: int, day: int, exact: bool,
    heads: Ints,
) -> int:  # fmt: skip
    """Extend label i by every bed it can reach tonight; return the new count, -1 if full."""
    roads, limits = ground.roads, ground.limits
    place = _place_of(ground, crew, labels.code[i])
    nights = labels.nights[i] + 1
    if nights > crew.max_nights or day + 1 > crew.last or not crew.free[day + 1]:
        return n
    for bed in roads.near_beds[place]:
        there = ground.bed_place[bed]
        minutes = roads.minutes[place, there]
        if labels.time[i] + minutes + limits.buffer > limits.shift_end:
            break
        if labels.drive[i] + minutes > limits.max_drive:
            break
        if nights + crew.home_nights[bed] > crew.max_nights:
            continue
        if n >= len(labels.code):
            return -1
        value = labels.value[i] - roads.cost[place, there] - crew.bed_cost[bed]
        value -= crew.day_cost[day + 1]
        _write(labels, n, -2 - bed, limits.shift_start, 0, nights, value, labels.memory[i], i)
        if _joins(labels, heads, bed, n, exact):
            n += 1
    return n


@nb.njit(cache=True, nogil=True)
def _go_home(
    ground: Ground, crew: CrewPrices, labels: Labels, i: int, day: int, finals: Finals
) -> None:
    """Close label i at the depot, where it can be reached today."""
    limits = ground.limits
    place = _place_of(ground, crew, labels.code[i])
    minutes = ground.roads.minutes[place, crew.depot]
    if labels.time[i] + minutes + limits.buffer > limits.shift_end:
        return
    if labels.drive[i] + minutes > limits.max_drive:
        return
    nights = labels.nights[i]
    value = labels.value[i] - ground.roads.cost[place, crew.depot]
    if nights >= crew.rest_after:
        value -= crew.rest_cost[day]
    if value > finals.value[day, nights]:
        finals.value[day, nights] = value
        finals.label[day, nights] = i


@nb.njit(cache=True, nogil=True)
def extend_labels(
    ground: Ground, crew: CrewPrices, labels: Labels, finals: Finals, exact: bool
) -> int:
    """Find the best tour for each last day and number of nights.

    Inexact runs visit nothing twice but may miss the best tour; exact runs look at all, and may
    visit what is not critical twice. Returns the number of labels made, -1 when they ran out
    or the run was halted (then what was found holds, but may not be the best).
    """
    span = ground.limits.shift_end - ground.limits.shift_start + 1
    visit_heads = np.empty(len(ground.visit_place), np.int32)
    morning = np.full(len(ground.bed_place), -1, np.int32)
    evening = np.full(len(ground.bed_place), -1, np.int32)
    buckets = np.empty(span, np.int32)
    finals.value[:] = NEVER
    finals.label[:] = -1
    n = 0
    for day in range(crew.first, crew.last + 1):
        morning[:] = evening
        evening[:] = -1
        if not crew.free[day]:
            continue
        if crew.halt[0]:
            return -1
        visit_heads[:] = -1
        buckets[:] = -1
        for bed in range(len(morning)):
            k = morning[bed]
            while k != -1:
                labels.next_time[k] = buckets[0]
                buckets[0] = k
                k = labels.next_same[k]
        if n >= len(labels.code):
            return -1
        start = -crew.day_cost[day]
        _write(labels, n, AT_DEPOT, ground.limits.shift_start, 0, 0, start, np.uint64(0), -1)
        labels.next_time[n] = buckets[0]
        buckets[0] = n
        n += 1
        for minute in range(span):
            i = buckets[minute]
            while i != -1:
                if labels.alive[i]:
                    if labels.code[i] != AT_DEPOT:
                        _go_home(ground, crew, labels, i, day, finals)
                    n = _take_offers(ground, crew, labels, i, n, day, exact, visit_heads, buckets)
                    if n < 0:
                        return -1
                    n = _sleep(ground, crew, labels, i, n, day, exact, evening)
                    if n < 0:
                        return -1
                i = labels.next_time[i]
    return n
