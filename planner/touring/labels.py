"""Label extension: the best tours of one crew under given prices, every in-tour rule inside.

A label is a partial tour: where it stands, when, what it drove today, nights so far and what it
is worth. Labels grow day by day and, within a day, by rising time (Desrochers 1988). Exact runs
remember only the sites near by that were visited (ng-routes, Baldacci, Mingozzi and Roberti
2011), so that a tour may come back to a site once it was far enough from it.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from planner.touring.bare import view_bare
from planner.touring.instance import Flags, Floats, Ints, Limits, Offers, Roads

AT_DEPOT = -1  # codes of labels: >= 0 an offer taken, -1 leaving the depot, <= -2 a bed
NEVER = -1e17  # a prize or value that no tour may hold
_LEAST = 1e-9
_LEAST_VALUE = NEVER / 2  # below it a label holds something barred
_FRONT = 128  # most labels compared with at one place
_STEPS = 8  # kept over all days, for each label there is room for in a day: as many bytes


LABEL = np.dtype(
    [
        ("value", np.float64),
        ("memory", np.uint64),  # sites visited and not forgotten
        ("cuts", np.uint64),  # those of whose rows an odd number was met and not forgotten
        ("code", np.int32),
        ("visit", np.int32),  # -1 where the code is no offer
        ("place", np.int32),
        ("time", np.int32),  # minute of the day when it can go on
        ("drive", np.int32),  # minutes at the wheel today
        ("nights", np.int32),
        ("parent", np.int32),  # leads back to the first label of the day; -1 at that one
        ("trail", np.int32),  # of the days before, where it is the first of its day
        ("next_time", np.int32),
        ("alive", np.int32),
    ],
    align=True,
)
ENTRY = np.dtype(
    [
        ("value", np.float64),
        ("memory", np.uint64),
        ("cuts", np.uint64),
        ("time", np.int32),
        ("nights", np.int32),
        ("drive", np.int32),
        ("label", np.int32),
    ]
)
STEP = np.dtype([("code", np.int32), ("before", np.int32)])
Labels = npt.NDArray[Any]


class Fronts(NamedTuple):
    """Labels that nothing dominates, by place: the first `size` of each row of `entries`."""

    entries: npt.NDArray[Any]
    size: Ints


class Reach(NamedTuple):
    """How many of the nearest quick runs look at: visits and beds after a stop, visits before."""

    visits: int
    beds: int
    first_visits: int


class CutPrices(NamedTuple):
    """What subset-row cuts charge one crew: each second of a cut's three rows costs its `price`.

    A cut is a bit: `hit[v]` marks those that visit v belongs to, `hit_day[d]` those that the
    crew's day d belongs to, `held[i]` those remembered at node i, which is a visit or, after all
    visits, a bed.
    """

    hit: npt.NDArray[np.uint64]
    hit_day: npt.NDArray[np.uint64]
    held: npt.NDArray[np.uint64]
    price: Floats


class CrewPrices(NamedTuple):
    """One crew under prices: `prize` per offer, `day_cost` per day out, `end_cost` by [last day,
    nights].

    Only days from `first` to `last`, both included, are looked at. `metre_cost` is the price of a
    metre of road. `away[day]` says whether a night may follow. `home_nights[b]` are the fewest
    further nights on the way home from bed b. Setting `halt[0]` from another thread ends the run
    at the next day. With a `margin` above 0 all tours are listed that are worth more than minus
    the margin, and labels of other visits need to be better by that much to dominate.
    """

    depot: int
    max_nights: int
    first: int
    last: int
    metre_cost: float
    free: Flags
    away: Flags
    bed_cost: Floats
    home_nights: Ints
    prize: Floats
    day_cost: Floats
    end_cost: Floats
    halt: Flags
    reach: Reach
    cuts: CutPrices
    margin: float


class Memory(NamedTuple):
    """What exact runs remember: `bit[v]` marks the site of visit v.

    `keep[i, j]` are the bits that last from node i to node j; nodes are visits, then beds.
    `site[v]` is the site of visit v: visits of one site exclude each other within a tour.
    """

    bit: npt.NDArray[np.uint64]
    keep: npt.NDArray[np.uint64]
    site: Ints


class Finals(NamedTuple):
    """Best tours found by [last day, nights]: what they are worth, and the last step of each.

    `ends` are the last steps of the tours listed for the margin, `ended[0]` of them. Those of the
    day under way are labels until it ends.
    """

    value: Floats
    step: Ints
    ends: Ints
    ended: Ints


class Room(NamedTuple):
    """Where one run works.

    `labels` are those of one day, `steps` the ways to what was found on days before: codes, each
    with the step `before` it, -1 at the depot. `best[b, k]` is the most any label brought to bed b
    tonight after at most k nights; `buckets[t]` begins the list of labels ready t minutes into the
    shift, `tomorrow[0]` that of tonight's. `latest[v]` is the latest start of an offer of visit v
    that is wanted today, the last item that of all.
    """

    labels: Labels
    steps: Labels
    visits: Fronts
    beds: Fronts
    best: Floats
    buckets: Ints
    latest: Ints
    tomorrow: Ints


class Ground(NamedTuple):
    """What labels stand on: the parts of an instance that pricing reads.

    `exit_minutes[v]` leads from visit v to the nearest bed or depot by whatever way.
    """

    roads: Roads
    limits: Limits
    offers: Offers
    visit_place: Ints
    bed_place: Ints
    exit_minutes: Ints


def make_room(capacity: int, visits: int, beds: int, nights: int, span: int) -> Room:
    """Make room for so many labels a day (64 bytes each), places, nights, minutes of a shift."""
    return Room(
        np.empty(capacity, LABEL),
        np.empty(_STEPS * capacity, STEP),
        Fronts(np.empty((visits, _FRONT), ENTRY), np.zeros(visits, np.int32)),
        Fronts(np.empty((beds, _FRONT), ENTRY), np.zeros(beds, np.int32)),
        np.empty((beds, nights + 1), np.float64),
        np.empty(span + 1, np.int32),
        np.empty(visits + 1, np.int32),
        np.empty(1, np.int32),
    )


@nb.njit(inline="always")
def _write(
    labels: Labels, n: int, parent: int, code: int, visit: int, place: int, time: int, drive: int,
    nights: int, value: float, memory: np.uint64, cuts: np.uint64,
) -> None:  # fmt: skip
    label = labels[n]
    label.value = value
    label.memory = memory
    label.cuts = cuts
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
def _charge(cuts: np.uint64, price: Floats) -> float:
    """Add up the prices of some cuts."""
    total = 0.0
    bit = 0
    while cuts:
        if cuts & np.uint64(1):
            total += price[bit]
        cuts >>= np.uint64(1)
        bit += 1
    return total


@nb.njit(inline="always")
def _joins(
    labels: Labels, fronts: Fronts, place: int, n: int, crew: CrewPrices, limits: Limits,
    exact: bool,
) -> bool:  # fmt: skip
    """Enter label n among those of its place unless dominated; retire what it dominates.

    A label dominates another if it is worth more even when it alone pays for the cuts that it
    remembers and the other does not (Jepsen, Petersen, Spoorendonk and Pisinger 2008). To have
    driven more does not count against it where the other has no time left to make use of it. A
    full front takes no more: labels beyond it live on, and dominate nothing.
    """
    price, margin = crew.cuts.price, crew.margin
    spare = limits.max_drive - limits.shift_end
    label = labels[n]
    value, time, nights = label.value, label.time, label.nights
    drive, memory, cuts = label.drive, label.memory, label.cuts
    entries = fronts.entries[place]
    count = fronts.size[place]
    k = 0
    while k < count:
        entry = entries[k]
        apart = 0.0 if entry.memory == memory else margin
        if entry.value >= value:
            if (
                entry.value >= value + apart
                and entry.time <= time
                and entry.nights <= nights
                and (
                    not exact
                    or (
                        entry.drive <= max(drive, spare + time)
                        and not entry.memory & ~memory
                        and entry.value - _charge(entry.cuts & ~cuts, price) >= value
                    )
                )
            ):
                return False
        elif (
            entry.value + apart <= value
            and entry.time >= time
            and entry.nights >= nights
            and (
                not exact
                or (
                    drive <= max(entry.drive, spare + entry.time)
                    and not memory & ~entry.memory
                    and value - _charge(cuts & ~entry.cuts, price) >= entry.value
                )
            )
        ):
            labels[entry.label].alive = 0
            count -= 1
            last = entries[count]
            entry.value, entry.memory, entry.time = last.value, last.memory, last.time
            entry.nights, entry.drive, entry.label = last.nights, last.drive, last.label
            entry.cuts = last.cuts
            continue
        k += 1
    if count < len(entries):
        entry = entries[count]
        entry.value, entry.memory, entry.time = value, memory, time
        entry.nights, entry.drive, entry.label, entry.cuts = nights, drive, n, cuts
        count += 1
    fronts.size[place] = count
    return True


@nb.njit(inline="always")
def _has_visited(room: Room, i: int, site: Ints, visit_of: Ints, visit: int) -> bool:
    labels, steps = room.labels, room.steps
    own = site[visit]
    while labels[i].parent != -1:
        if labels[i].visit >= 0 and site[labels[i].visit] == own:
            return True
        i = labels[i].parent
    i = labels[i].trail
    while i != -1:
        code = steps[i].code
        if code >= 0 and site[visit_of[code]] == own:
            return True
        i = steps[i].before
    return False


@nb.njit(inline="always")
def _add_breaks(limits: Limits, minutes: int) -> int:
    """Give the minutes of a leg with its breaks."""
    if limits.stretch:
        return minutes + minutes // limits.stretch * limits.pause
    return minutes


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
    return int(leave)


@nb.njit(inline="always")
def _take_visit(
    ground: Ground, crew: CrewPrices, known: Memory, room: Room, i: int, n: int, day: int,
    exact: bool, visit: int, arrive: int, drive: int,
) -> int:  # fmt: skip
    """Extend label i by the offers of one visit; return the new count, -1 if full."""
    offers, labels, buckets = ground.offers, room.labels, room.buckets
    parent = labels[i]
    there = ground.visit_place[visit]
    way = ground.roads.metres[parent.place, there] * crew.metre_cost
    memory = parent.memory
    if exact:
        if parent.code != AT_DEPOT:
            node = parent.visit if parent.code >= 0 else len(known.bit) - 2 - parent.code
            memory &= known.keep[node, visit]
            if memory & known.bit[visit]:
                return n
        memory |= known.bit[visit]
    else:
        memory ^= known.bit[visit]
    cuts = parent.cuts & crew.cuts.held[visit]
    way += _charge(cuts & crew.cuts.hit[visit], crew.cuts.price)
    cuts ^= crew.cuts.hit[visit]
    checked = exact
    first = day * len(ground.visit_place) + visit
    for offer in range(offers.begin[first], offers.begin[first + 1]):
        leave = _find_leaving(ground, crew, offer, arrive, drive)
        if leave < 0:
            continue
        if not checked:
            if _has_visited(room, i, known.site, offers.visit, visit):
                break
            checked = True
        if n >= len(labels):
            return -1
        value = parent.value + crew.prize[offer] - way
        _write(labels, n, i, offer, visit, there, leave, drive, parent.nights, value, memory, cuts)
        if _joins(labels, room.visits, visit, n, crew, ground.limits, exact):
            bucket = leave - ground.limits.shift_start
            labels[n].next_time = buckets[bucket]
            buckets[bucket] = n
            n += 1
    return n


@nb.njit(inline="always")
def _take_offers(
    ground: Ground, crew: CrewPrices, known: Memory, room: Room, i: int, n: int, day: int,
    exact: bool,
) -> int:  # fmt: skip
    """Extend label i by every offer it can reach on the day; return the new count, -1 if full."""
    labels, latest = room.labels, room.latest
    place = labels[i].place
    near = ground.roads.near_visits[place]
    away = ground.roads.visit_minutes[place]
    ready = labels[i].time + ground.limits.buffer
    driven = labels[i].drive
    farthest = min(latest[len(latest) - 1] - ready, ground.limits.max_drive - driven)
    most = crew.reach.visits if labels[i].code >= 0 else crew.reach.first_visits
    if exact:
        most = len(near)
    for k in range(len(near)):
        minutes = away[k]
        if minutes > farthest:
            break
        visit = near[k]
        arrive = ready + _add_breaks(ground.limits, minutes)
        if arrive > latest[visit]:
            continue
        most -= 1
        if most < 0:
            break
        n = _take_visit(
            ground, crew, known, room, i, n, day, exact, visit, arrive, driven + minutes
        )
        if n < 0:
            return -1
    return n


@nb.njit(inline="always")
def _may_sleep(crew: CrewPrices, day: int) -> bool:
    return bool(crew.away[day] and day < crew.last and crew.free[day + 1])


@nb.njit(inline="always")
def _carry(known: Memory, memory: np.uint64, code: int, visit: int, bed: int) -> np.uint64:
    """Give what is remembered of a label's memory in a bed."""
    if code == AT_DEPOT:
        return memory
    node = visit if code >= 0 else len(known.bit) - 2 - code
    return np.uint64(memory & known.keep[node, len(known.bit) + bed])


@nb.njit(inline="always")
def _sleep(
    ground: Ground, crew: CrewPrices, known: Memory, room: Room, i: int, n: int, day: int,
    exact: bool,
) -> int:  # fmt: skip
    """Extend label i by every bed it can reach tonight; return the new count, -1 if full."""
    labels, tomorrow = room.labels, room.tomorrow
    nights = labels[i].nights + 1
    if nights > crew.max_nights or not _may_sleep(crew, day):
        return n
    place, code = labels[i].place, labels[i].code
    near = ground.roads.near_beds[place]
    away = ground.roads.bed_minutes[place]
    start = ground.limits.shift_start
    spare = ground.limits.shift_end - labels[i].time - ground.limits.buffer
    farthest = min(spare, ground.limits.max_drive - labels[i].drive)
    few = not exact and code >= 0
    base = labels[i].value - crew.day_cost[day + 1]
    for k in range(min(len(near), crew.reach.beds) if few else len(near)):
        if away[k] > farthest:
            break
        bed = near[k]
        if nights + crew.home_nights[bed] > crew.max_nights:
            continue
        if _add_breaks(ground.limits, away[k]) > spare:
            continue
        there = ground.bed_place[bed]
        way = ground.roads.metres[place, there] * crew.metre_cost
        cuts = labels[i].cuts & crew.cuts.held[len(ground.visit_place) + bed]
        value = base - way - crew.bed_cost[bed]
        value -= _charge(cuts & crew.cuts.hit_day[day + 1], crew.cuts.price)
        memory = labels[i].memory
        if exact:
            memory = _carry(known, memory, code, labels[i].visit, bed)
        if value <= _LEAST_VALUE or not (
            exact or _raises(room.best, bed, nights, value, crew.margin)
        ):
            continue
        if n >= len(labels):
            return -1
        cuts ^= crew.cuts.hit_day[day + 1]
        _write(labels, n, i, -2 - bed, -1, there, start, 0, nights, value, memory, cuts)
        if _joins(labels, room.beds, bed, n, crew, ground.limits, exact):
            labels[n].next_time = tomorrow[0]
            tomorrow[0] = n
            n += 1
    return n


@nb.njit(inline="always")
def _raises(best: Floats, bed: int, nights: int, value: float, margin: float) -> bool:
    if value <= best[bed, nights] - margin:
        return False
    for k in range(nights, best.shape[1]):
        best[bed, k] = max(best[bed, k], value)
    return True


@nb.njit(inline="always")
def _go_home(
    ground: Ground, crew: CrewPrices, labels: Labels, i: int, day: int, finals: Finals
) -> None:
    """Close label i at the depot, where it can be reached today."""
    limits = ground.limits
    place = labels[i].place
    minutes = ground.roads.minutes[place, crew.depot]
    if labels[i].time + _add_breaks(limits, minutes) + limits.buffer > limits.shift_end:
        return
    if labels[i].drive + minutes > limits.max_drive:
        return
    nights = labels[i].nights
    value = labels[i].value - ground.roads.metres[place, crew.depot] * crew.metre_cost
    value -= crew.end_cost[day, nights]
    met = labels[i].memory != 0  # in runs with a margin, the marks of all visits made
    if crew.margin > 0 and met and value > -crew.margin and finals.ended[0] < len(finals.ends):
        finals.ends[finals.ended[0]] = i
        finals.ended[0] += 1
    if value > finals.value[day, nights]:
        finals.value[day, nights] = value
        finals.step[day, nights] = i


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
def _bare_roads(roads: Roads) -> Roads:
    return Roads(
        view_bare(roads.minutes),
        view_bare(roads.metres),
        view_bare(roads.near_visits),
        view_bare(roads.visit_minutes),
        view_bare(roads.near_beds),
        view_bare(roads.bed_minutes),
    )


@nb.njit(inline="always")
def _bare_offers(offers: Offers) -> Offers:
    return Offers(
        view_bare(offers.visit),
        view_bare(offers.day),
        view_bare(offers.minutes),
        view_bare(offers.earliest),
        view_bare(offers.latest),
        view_bare(offers.worth),
        view_bare(offers.begin),
    )


@nb.njit(inline="always")
def _bare_ground(ground: Ground) -> Ground:
    return Ground(
        _bare_roads(ground.roads),
        ground.limits,
        _bare_offers(ground.offers),
        view_bare(ground.visit_place),
        view_bare(ground.bed_place),
        view_bare(ground.exit_minutes),
    )


@nb.njit(inline="always")
def _bare_crew(crew: CrewPrices) -> CrewPrices:
    return CrewPrices(
        crew.depot,
        crew.max_nights,
        crew.first,
        crew.last,
        crew.metre_cost,
        view_bare(crew.free),
        view_bare(crew.away),
        view_bare(crew.bed_cost),
        view_bare(crew.home_nights),
        view_bare(crew.prize),
        view_bare(crew.day_cost),
        view_bare(crew.end_cost),
        view_bare(crew.halt),
        crew.reach,
        CutPrices(
            view_bare(crew.cuts.hit),
            view_bare(crew.cuts.hit_day),
            view_bare(crew.cuts.held),
            view_bare(crew.cuts.price),
        ),
        crew.margin,
    )


@nb.njit(inline="always")
def _bare_room(room: Room) -> Room:
    return Room(
        view_bare(room.labels),
        view_bare(room.steps),
        Fronts(view_bare(room.visits.entries), view_bare(room.visits.size)),
        Fronts(view_bare(room.beds.entries), view_bare(room.beds.size)),
        view_bare(room.best),
        view_bare(room.buckets),
        view_bare(room.latest),
        view_bare(room.tomorrow),
    )


@nb.njit(inline="always")
def _go_on(
    ground: Ground, crew: CrewPrices, known: Memory, room: Room, finals: Finals, i: int, n: int,
    day: int, exact: bool,
) -> int:  # fmt: skip
    """Take label i home, to visits and to bed; return the new count, -1 if full."""
    if room.labels[i].code != AT_DEPOT:
        _go_home(ground, crew, room.labels, i, day, finals)
    n = _take_offers(ground, crew, known, room, i, n, day, exact)
    if n >= 0:
        n = _sleep(ground, crew, known, room, i, n, day, exact)
    return n


@nb.njit(inline="always")
def _keep_step(room: Room, i: int, t: int) -> tuple[int, int]:
    """Keep the way to label i; return its last step and the new count of steps, -1 if full."""
    labels, steps = room.labels, room.steps
    if labels[i].parent == -1:
        return labels[i].trail, t
    own = t
    while labels[i].parent != -1:
        if t >= len(steps):
            return -1, -1
        steps[t].code = labels[i].code
        steps[t].before = t + 1
        t += 1
        i = labels[i].parent
    steps[t - 1].before = labels[i].trail
    return own, t


@nb.njit(inline="always")
def _keep_ends(room: Room, finals: Finals, day: int, ended: int, t: int) -> int:
    """Keep the ways of tours that end today; return the new count of steps, -1 if full."""
    for nights in range(finals.step.shape[1]):
        if finals.step[day, nights] != -1:
            finals.step[day, nights], t = _keep_step(room, finals.step[day, nights], t)
            if t < 0:
                return -1
    for end in range(ended, finals.ended[0]):
        finals.ends[end], t = _keep_step(room, finals.ends[end], t)
        if t < 0:
            return -1
    return t


@nb.njit(inline="always")
def _keep_tonight(room: Room, t: int) -> int:
    """Keep the ways to the beds of tonight; return the new count of steps, -1 if full."""
    labels = room.labels
    i = room.tomorrow[0]
    while i != -1:
        if labels[i].alive:
            labels[i].trail, t = _keep_step(room, i, t)
            if t < 0:
                return -1
        i = labels[i].next_time
    return t


@nb.njit(inline="always")
def _forget(labels: Labels, tomorrow: Ints) -> int:
    """Move tonight's labels to the front, over what led to them; return how many they are."""
    ahead, i = -1, tomorrow[0]
    while i != -1:
        before = labels[i].next_time
        labels[i].next_time = ahead
        ahead, i = i, before
    tomorrow[0] = -1
    n = 0
    while ahead != -1:
        label = labels[ahead]
        ahead = label.next_time
        if label.alive:
            trail = label.trail
            _write(
                labels, n, -1, label.code, label.visit, label.place, label.time, label.drive,
                label.nights, label.value, label.memory, label.cuts,
            )  # fmt: skip
            labels[n].trail = trail
            labels[n].next_time = tomorrow[0]
            tomorrow[0] = n
            n += 1
    return n


@nb.njit(cache=True, nogil=True)
def extend_labels(
    ground: Ground, crew: CrewPrices, known: Memory, room: Room, finals: Finals, exact: bool
) -> bool:
    """Find the best tour for each last day and number of nights.

    Inexact runs visit nothing twice but may miss the best tour; exact runs look at all, and may
    visit twice what was forgotten in between. Labels make room for those of the next day. Says
    whether there was room for all: it ends early where there was not, or when it was halted (then
    what was found holds, but may not be the best).
    """
    return _extend_labels(
        _bare_ground(ground),
        _bare_crew(crew),
        Memory(view_bare(known.bit), view_bare(known.keep), view_bare(known.site)),
        _bare_room(room),
        Finals(
            view_bare(finals.value),
            view_bare(finals.step),
            view_bare(finals.ends),
            view_bare(finals.ended),
        ),
        exact,
    )


@nb.njit(inline="always")
def _extend_labels(
    ground: Ground, crew: CrewPrices, known: Memory, room: Room, finals: Finals, exact: bool
) -> bool:
    finals.value[:] = NEVER
    finals.step[:] = -1
    finals.ended[0] = 0
    room.tomorrow[0] = -1
    n = t = 0
    for day in range(crew.first, crew.last + 1):
        if not crew.free[day]:
            room.tomorrow[0] = -1
            n = 0
            continue
        ended = finals.ended[0]
        t = _open_day(ground, crew, room, day, n, t)
        if t >= 0:
            n = _pass_day(ground, crew, known, room, finals, n + 1, day, exact)
            t = _keep_ends(room, finals, day, ended, t) if n >= 0 else -1
        if t >= 0:
            t = _keep_tonight(room, t)
        if t < 0:
            finals.value[day] = NEVER
            finals.step[day] = -1
            finals.ended[0] = ended
            return False
        n = _forget(room.labels, room.tomorrow)
    return True


@nb.njit(inline="always")
def _open_day(ground: Ground, crew: CrewPrices, room: Room, day: int, n: int, t: int) -> int:
    """Begin a day with a crew at the depot, label n; return the new count of steps, -1 if full."""
    labels, steps = room.labels, room.steps
    if n >= len(labels) or t >= len(steps):
        return -1
    room.best[:] = NEVER
    room.visits.size[:] = 0
    room.beds.size[:] = 0
    room.buckets[:] = -1
    _find_latest(ground, crew, day, room.latest)
    start = ground.limits.shift_start
    none, cuts = np.uint64(0), crew.cuts.hit_day[day]
    _write(labels, n, -1, AT_DEPOT, -1, crew.depot, start, 0, 0, -crew.day_cost[day], none, cuts)
    steps[t].code, steps[t].before = AT_DEPOT, -1
    labels[n].trail = t
    labels[n].next_time = room.tomorrow[0]
    room.buckets[0] = n
    room.tomorrow[0] = -1
    return t + 1


@nb.njit(inline="always")
def _pass_day(
    ground: Ground, crew: CrewPrices, known: Memory, room: Room, finals: Finals, n: int, day: int,
    exact: bool,
) -> int:  # fmt: skip
    """Extend the labels of a day by rising time; return the new count, -1 if full or halted."""
    labels, buckets = room.labels, room.buckets
    for minute in range(len(buckets)):
        if crew.halt[0]:
            return -1
        i = buckets[minute]
        while i != -1:
            if labels[i].alive:
                n = _go_on(ground, crew, known, room, finals, i, n, day, exact)
                if n < 0:
                    return -1
            i = labels[i].next_time
    return n
