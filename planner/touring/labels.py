"""Label extension: the best tours of one crew under given prices, every in-tour rule inside.

A label is a partial tour: where it stands, when, what it drove today, nights so far and what it
is worth. Labels grow day by day and, within a day, by rising time (Desrochers 1988; dominance
and neighbourhood memory after Baldacci, Mingozzi and Roberti 2011, restricted here to a set of
critical visits grown on demand, Righini and Salani 2008).
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from planner.touring.instance import Flags, Floats, Ints, Limits, Offers, Roads

AT_DEPOT = -1  # codes of labels: >= 0 an offer taken, -1 leaving the depot, <= -2 a bed
NEVER = -1e17  # a prize or value that no tour may hold
_LEAST = 1e-9
_FRONT, _EXACT_FRONT = 64, 256  # most labels compared with at one place
_BEDS_AFTER_STOP = 40  # nearest ones, that inexact runs look at


LABEL = np.dtype(
    [
        ("value", np.float64),
        ("memory", np.uint64),  # critical visits made
        ("code", np.int32),
        ("visit", np.int32),  # -1 where the code is no offer
        ("place", np.int32),
        ("time", np.int32),  # minute of the day when it can go on
        ("drive", np.int32),  # minutes at the wheel today
        ("nights", np.int32),
        ("parent", np.int32),  # leads back to the depot
        ("next_time", np.int32),
        ("alive", np.int32),
    ],
    align=True,
)
ENTRY = np.dtype(
    [
        ("value", np.float64),
        ("memory", np.uint64),
        ("time", np.int32),
        ("nights", np.int32),
        ("drive", np.int32),
        ("label", np.int32),
    ]
)
Labels = npt.NDArray[Any]


class Fronts(NamedTuple):
    """Labels that nothing dominates, by place: the first `size` of each row of `entries`."""

    entries: npt.NDArray[Any]
    size: Ints


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
    """What labels stand on: the parts of an instance that pricing reads.

    `exit_minutes[v]` leads from visit v to the nearest bed or depot.
    """

    roads: Roads
    limits: Limits
    offers: Offers
    visit_place: Ints
    bed_place: Ints
    exit_minutes: Ints


def make_labels(capacity: int) -> Labels:
    """Make room for so many labels (56 bytes each)."""
    return np.empty(capacity, LABEL)


@nb.njit(inline="always")
def _write(
    labels: Labels, n: int, parent: int, code: int, visit: int, place: int, time: int, drive: int,
    nights: int, value: float, memory: np.uint64,
) -> None:  # fmt: skip
    label = labels[n]
    label.value = value
    label.memory = memory
    label.code = code
    label.visit = visit
    label.place = place
    label.time = time
    label.drive = drive
    label.nights = nights
    label.parent = parent
    label.next_time = -1
    label.alive = 1


@nb.njit(inline="always")
def _joins(labels: Labels, fronts: Fronts, place: int, n: int, exact: bool) -> bool:
    """Enter label n among those of its place unless dominated; retire what it dominates.

    A full front takes no more: labels beyond it live on, and dominate nothing.
    """
    label = labels[n]
    value, time, nights = label.value, label.time, label.nights
    drive, memory = label.drive, label.memory
    entries = fronts.entries[place]
    count = fronts.size[place]
    k = 0
    while k < count:
        entry = entries[k]
        if entry.value >= value:
            if (
                entry.time <= time
                and entry.nights <= nights
                and (not exact or (entry.drive <= drive and not entry.memory & ~memory))
            ):
                return False
        elif (
            entry.time >= time
            and entry.nights >= nights
            and (not exact or (entry.drive >= drive and not memory & ~entry.memory))
        ):
            labels[entry.label].alive = 0
            count -= 1
            last = entries[count]
            entry.value, entry.memory, entry.time = last.value, last.memory, last.time
            entry.nights, entry.drive, entry.label = last.nights, last.drive, last.label
            continue
        k += 1
    if count < len(entries):
        entry = entries[count]
        entry.value, entry.memory, entry.time = value, memory, time
        entry.nights, entry.drive, entry.label = nights, drive, n
        count += 1
    fronts.size[place] = count
    return True


@nb.njit(inline="always")
def _has_visited(labels: Labels, i: int, visit: int) -> bool:
    while i != -1:
        if labels[i].visit == visit:
            return True
        i = labels[i].parent
    return False


@nb.njit(inline="always")
def _find_leaving(ground: Ground, crew: CrewPrices, offer: int, arrive: int, drive: int) -> int:
    """Say when the crew can leave after an offer, -1 where it cannot take it or get to a bed."""
    limits, offers = ground.limits, ground.offers
    if crew.prize[offer] <= _LEAST or arrive > offers.latest[offer]:
        return -1
    leave = max(arrive, offers.earliest[offer]) + offers.minutes[offer]
    exit_minutes = ground.exit_minutes[offers.visit[offer]]
    if leave + exit_minutes + limits.buffer > limits.shift_end:
        return -1
    if drive + exit_minutes > limits.max_drive:
        return -1
    return leave


@nb.njit(inline="always")
def _take_offers(
    ground: Ground, crew: CrewPrices, labels: Labels, i: int, n: int, day: int, exact: bool,
    fronts: Fronts, buckets: Ints, latest: Ints,
) -> int:  # fmt: skip
    """Extend label i by every offer it can reach on the day; return the new count, -1 if full.

    `latest[v]` is the latest start of any offer of visit v that is wanted, the last item of all.
    """
    roads, limits, offers = ground.roads, ground.limits, ground.offers
    place = labels[i].place
    visits = len(ground.visit_place)
    ready = labels[i].time + limits.buffer
    for k in range(visits):
        minutes = roads.visit_minutes[place, k]
        arrive = ready + minutes
        drive = labels[i].drive + minutes
        if arrive > latest[visits] or drive > limits.max_drive:
            break
        visit = roads.near_visits[place, k]
        if arrive > latest[visit]:
            continue
        there = ground.visit_place[visit]
        bit = crew.critical[visit]
        mark = np.uint64(0)
        if bit >= 0:
            mark = np.uint64(1) << np.uint64(bit)
            if labels[i].memory & mark:
                continue
        checked = exact
        for offer in range(
            offers.begin[day * visits + visit], offers.begin[day * visits + visit + 1]
        ):
            leave = _find_leaving(ground, crew, offer, arrive, drive)
            if leave < 0:
                continue
            if not checked:
                if _has_visited(labels, i, visit):
                    break
                checked = True
            if n >= len(labels):
                return -1
            value = labels[i].value + crew.prize[offer] - roads.cost[place, there]
            memory = labels[i].memory | mark
            nights = labels[i].nights
            _write(labels, n, i, offer, visit, there, leave, drive, nights, value, memory)
            if _joins(labels, fronts, visit, n, exact):
                bucket = leave - limits.shift_start
                labels[n].next_time = buckets[bucket]
                buckets[bucket] = n
                n += 1
    return n


@nb.njit(inline="always")
def _sleep(
    ground: Ground, crew: CrewPrices, labels: Labels, i: int, n: int, day: int, exact: bool,
    fronts: Fronts, best: Floats, tomorrow: Ints,
) -> int:  # fmt: skip
    """Extend label i by every bed it can reach tonight; return the new count, -1 if full."""
    roads, limits = ground.roads, ground.limits
    place = labels[i].place
    nights = labels[i].nights + 1
    if nights > crew.max_nights or day + 1 > crew.last or not crew.free[day + 1]:
        return n
    room = limits.shift_end - labels[i].time - limits.buffer
    room = min(room, limits.max_drive - labels[i].drive)
    few = not exact and labels[i].code >= 0
    beds = min(len(ground.bed_place), _BEDS_AFTER_STOP) if few else len(ground.bed_place)
    for k in range(beds):
        bed = roads.near_beds[place, k]
        there = ground.bed_place[bed]
        minutes = roads.bed_minutes[place, k]
        if minutes > room:
            break
        if nights + crew.home_nights[bed] > crew.max_nights:
            continue
        if n >= len(labels):
            return -1
        value = labels[i].value - roads.cost[place, there] - crew.bed_cost[bed]
        value -= crew.day_cost[day + 1]
        if not exact:
            if value <= best[bed, nights]:
                continue
            best[bed, nights:] = np.maximum(best[bed, nights:], value)
        start, memory = limits.shift_start, labels[i].memory
        _write(labels, n, i, -2 - bed, -1, there, start, 0, nights, value, memory)
        if _joins(labels, fronts, bed, n, exact):
            labels[n].next_time = tomorrow[0]
            tomorrow[0] = n
            n += 1
    return n


@nb.njit(inline="always")
def _go_home(
    ground: Ground, crew: CrewPrices, labels: Labels, i: int, day: int, finals: Finals
) -> None:
    """Close label i at the depot, where it can be reached today."""
    limits = ground.limits
    place = labels[i].place
    minutes = ground.roads.minutes[place, crew.depot]
    if labels[i].time + minutes + limits.buffer > limits.shift_end:
        return
    if labels[i].drive + minutes > limits.max_drive:
        return
    nights = labels[i].nights
    value = labels[i].value - ground.roads.cost[place, crew.depot]
    if nights >= crew.rest_after:
        value -= crew.rest_cost[day]
    if value > finals.value[day, nights]:
        finals.value[day, nights] = value
        finals.label[day, nights] = i


@nb.njit(inline="always")
def _find_latest(ground: Ground, crew: CrewPrices, day: int, latest: Ints) -> None:
    latest[:] = -1
    visits = len(ground.visit_place)
    for visit in range(visits):
        begin = ground.offers.begin[day * visits + visit]
        end = ground.offers.begin[day * visits + visit + 1]
        for offer in range(begin, end):
            if crew.prize[offer] > _LEAST:
                latest[visit] = max(latest[visit], ground.offers.latest[offer])
        latest[visits] = max(latest[visits], latest[visit])


@nb.njit(inline="always")
def make_fronts(places: int, exact: bool) -> Fronts:
    """Make empty fronts; exact runs need longer ones."""
    room = _EXACT_FRONT if exact else _FRONT
    return Fronts(np.empty((places, room), ENTRY), np.zeros(places, np.int32))


@nb.njit(inline="always")
def _extend(
    ground: Ground, crew: CrewPrices, labels: Labels, finals: Finals, i: int, n: int, day: int,
    exact: bool, visit_fronts: Fronts, bed_fronts: Fronts, buckets: Ints, tomorrow: Ints,
    best: Floats, latest: Ints,
) -> int:  # fmt: skip
    """Extend label i in every way; return the new count, -1 if full."""
    if labels[i].code != AT_DEPOT:
        _go_home(ground, crew, labels, i, day, finals)
    n = _take_offers(ground, crew, labels, i, n, day, exact, visit_fronts, buckets, latest)
    if n < 0:
        return -1
    return _sleep(ground, crew, labels, i, n, day, exact, bed_fronts, best, tomorrow)


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
    visit_fronts = make_fronts(len(ground.visit_place), exact)
    bed_fronts = make_fronts(len(ground.bed_place), exact)
    best = np.empty((len(ground.bed_place), crew.max_nights + 1), np.float64)
    buckets = np.empty(span, np.int32)
    latest = np.empty(len(ground.visit_place) + 1, np.int32)
    tomorrow = np.full(1, -1, np.int32)
    finals.value[:] = NEVER
    finals.label[:] = -1
    n = 0
    for day in range(crew.first, crew.last + 1):
        if crew.halt[0] or n >= len(labels):
            return -1
        if not crew.free[day]:
            continue
        best[:] = NEVER
        visit_fronts.size[:] = 0
        bed_fronts.size[:] = 0
        buckets[:] = -1
        _find_latest(ground, crew, day, latest)
        start, none = ground.limits.shift_start, np.uint64(0)
        _write(labels, n, -1, AT_DEPOT, -1, crew.depot, start, 0, 0, -crew.day_cost[day], none)
        labels[n].next_time = tomorrow[0]
        buckets[0] = n
        tomorrow[0] = -1
        n += 1
        for minute in range(span):
            i = buckets[minute]
            while i != -1:
                if labels[i].alive:
                    n = _extend(
                        ground, crew, labels, finals, i, n, day, exact,
                        visit_fronts, bed_fronts, buckets, tomorrow, best, latest,
                    )  # fmt: skip
                    if n < 0:
                        return -1
                i = labels[i].next_time
    return n
