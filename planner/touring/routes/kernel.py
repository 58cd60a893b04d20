"""The kernel of day routes: ruin and recreate under simulated annealing, compiled.

Strings of stops are taken out around a place (Christiaens and Vanden Berghe 2020), or one stop
is forced in and others give way; then stops are put in by prize against the time they cost
(Vansteenwegen et al. 2009, equation 17, with a drawn exponent). Works without the interpreter's
lock; every draw comes from `Work.dice`, so that a seed and a number of rounds give one result.

All compiled code is in this file: the cache on disk notices a change of the file that holds the
entry, not of others that are compiled into it.
"""

import math

import numba as nb
import numpy as np

from planner.touring.routes.bare import bare_days, bare_field, bare_plan, bare_pool, bare_work
from planner.touring.routes.field import Days, Field, Flags, Longs, Places, Plan, Seeds
from planner.touring.routes.scratch import Pool, Taste, Work

FAR = 1 << 60
_STEP = np.uint64(0x9E3779B97F4A7C15)  # SplitMix64 (Steele, Lea and Flood 2014)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / (1 << 53)

_LONGEST_STRING = 12
_NIGHT_SHARE = 0.3  # of rounds that look for another hotel
_SQUEEZE_SHARE = 0.25


@nb.njit()
def _draw(dice: Seeds) -> float:
    dice[0] += _STEP
    z = dice[0]
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    z = z ^ (z >> _S31)
    return np.int64(z >> _S11) * _UNIT


@nb.njit()
def _below(dice: Seeds, limit: int) -> int:
    return int(_draw(dice) * limit)


@nb.njit(cache=True, nogil=True)
def retime(field: Field, days: Days, plan: Plan, day: int) -> None:
    """Write the times of one route."""
    seq, at, late, last = plan.seq, plan.at, plan.late, plan.size[day] - 1
    at[day, 0] = days.earliest[day]
    for k in range(1, last + 1):
        here = seq[day, k]
        at[day, k] = at[day, k - 1] + field.reach[seq[day, k - 1], here]
        if k < last:
            at[day, k] = max(at[day, k], field.opens[here])
    late[day, last] = days.latest[day]
    for k in range(last - 1, -1, -1):
        here = seq[day, k]
        late[day, k] = late[day, k + 1] - field.reach[here, seq[day, k + 1]]
        if k > 0:
            late[day, k] = min(late[day, k], field.closes[here])


@nb.njit()
def _find_spot(field: Field, plan: Plan, day: int, u: int) -> tuple[int, int]:
    """Give the cheapest position and its cost: how much later the next stop starts."""
    opens, closes = field.opens[u], field.closes[u]
    best, spot = FAR, -1
    for k in range(plan.size[day] - 1):
        if plan.at[day, k] > closes:
            break
        start = max(plan.at[day, k] + field.reach[plan.seq[day, k], u], opens)
        if start > closes:
            continue
        then = start + field.reach[u, plan.seq[day, k + 1]]
        if then > plan.late[day, k + 1]:
            continue
        shift = max(then - plan.at[day, k + 1], 0)
        if shift < best:
            best, spot = shift, k
    return best, spot


@nb.njit()
def _insert(field: Field, days: Days, plan: Plan, day: int, spot: int, u: int) -> None:
    size = plan.size[day]
    for k in range(size, spot + 1, -1):
        plan.seq[day, k] = plan.seq[day, k - 1]
    plan.seq[day, spot + 1] = u
    plan.size[day] = size + 1
    plan.where[u] = day
    retime(field, days, plan, day)


@nb.njit()
def _cut(
    field: Field, days: Days, plan: Plan, work: Work, day: int, start: int, stop: int
) -> None:
    """Take out positions start..stop-1 and note the places."""
    size = plan.size[day]
    for k in range(start, stop):
        plan.where[plan.seq[day, k]] = -1
        work.removed[0] += 1
        work.removed[work.removed[0]] = plan.seq[day, k]
    for k in range(stop, size):
        plan.seq[day, k - stop + start] = plan.seq[day, k]
    plan.size[day] = size - stop + start
    work.touched[day] = True
    retime(field, days, plan, day)


@nb.njit()
def _find_position(plan: Plan, day: int, u: int) -> int:
    for k in range(1, plan.size[day] - 1):
        if plan.seq[day, k] == u:
            return k
    return -1


@nb.njit()
def _ruin_strings(field: Field, days: Days, plan: Plan, work: Work) -> None:
    """Cut a string near a drawn place from each of one to three routes."""
    n, dice = len(field.prizes), work.dice
    seed = field.first + _below(dice, n - field.first)
    routes = 1 + _below(dice, min(3, len(plan.size)))
    longest = 1 + _below(dice, _LONGEST_STRING)
    if plan.where[seed] >= 0:
        routes = _cut_string(field, days, plan, work, seed, longest, routes)
    for k in range(min(40, n - field.first)):
        if routes <= 0:
            break
        u = field.near[seed, k]
        if plan.where[u] >= 0 and not work.touched[plan.where[u]]:
            routes = _cut_string(field, days, plan, work, u, longest, routes)


@nb.njit()
def _cut_string(
    field: Field, days: Days, plan: Plan, work: Work, u: int, longest: int, routes: int
) -> int:
    day = plan.where[u]
    stops = plan.size[day] - 2
    length = 1 + _below(work.dice, min(longest, stops))
    position = _find_position(plan, day, u)
    least = max(1, position - length + 1)
    most = min(position, stops + 1 - length)
    start = least + _below(work.dice, most - least + 1)
    _cut(field, days, plan, work, day, start, start + length)
    return routes - 1


@nb.njit()
def _squeeze(field: Field, days: Days, plan: Plan, work: Work) -> None:
    """Force a place left out into a route where it drives out the least prize."""
    u = field.first
    for _ in range(20):
        u = field.first + _below(work.dice, len(field.prizes) - field.first)
        if plan.where[u] < 0:
            break
    if plan.where[u] >= 0:
        return
    best, best_day, best_start, best_stop = 1e18, -1, 0, 0
    for day in range(len(plan.size)):
        for i in range(plan.size[day] - 1):
            stop, lost = _find_loss(field, plan, day, i, u)
            price = lost * (0.5 + _draw(work.dice))
            if stop > 0 and price < best:
                best, best_day, best_start, best_stop = price, day, i + 1, stop
    if best_day >= 0:
        _cut(field, days, plan, work, best_day, best_start, best_stop)
        _insert(field, days, plan, best_day, best_start - 1, u)
        work.touched[best_day] = True


@nb.njit()
def _find_loss(field: Field, plan: Plan, day: int, i: int, u: int) -> tuple[int, float]:
    """Give up to where stops after position i give way to a place, or -1, and their prize."""
    start = max(plan.at[day, i] + field.reach[plan.seq[day, i], u], field.opens[u])
    lost = 0.0
    if start <= field.closes[u]:
        for j in range(i + 1, plan.size[day]):
            if start + field.reach[u, plan.seq[day, j]] <= plan.late[day, j]:
                return j, lost
            lost += field.prizes[plan.seq[day, j]]
    return -1, lost


@nb.njit()
def _fits_night(field: Field, days: Days, plan: Plan, day: int, hotel: int) -> bool:
    """Tell whether the night after a day can be spent at the hotel."""
    last = plan.size[day] - 2
    if plan.at[day, last] + field.reach[plan.seq[day, last], hotel] > days.latest[day]:
        return False
    nxt = plan.seq[day + 1, 1]
    fits: bool = days.earliest[day + 1] + field.reach[hotel, nxt] <= plan.late[day + 1, 1]
    return fits


@nb.njit()
def _set_night(field: Field, days: Days, plan: Plan, work: Work, day: int, hotel: int) -> None:
    plan.seq[day, plan.size[day] - 1] = hotel
    plan.seq[day + 1, 0] = hotel
    retime(field, days, plan, day)
    retime(field, days, plan, day + 1)
    work.touched[day] = True
    work.touched[day + 1] = True


@nb.njit()
def _ruin_night(field: Field, days: Days, plan: Plan, work: Work) -> None:
    """Cut around a night and draw another hotel among those in reach."""
    dice = work.dice
    night = _below(dice, len(plan.size) - 1)
    longest = 1 + _below(dice, _LONGEST_STRING)
    stops = plan.size[night] - 2
    length = min(stops, _below(dice, longest + 1))
    if length > 0:
        _cut(field, days, plan, work, night, stops + 1 - length, stops + 1)
    length = min(plan.size[night + 1] - 2, _below(dice, longest + 1))
    if length > 0:
        _cut(field, days, plan, work, night + 1, 1, 1 + length)
    chosen, seen = plan.seq[night + 1, 0], 0
    for hotel in range(field.first):
        if hotel != plan.seq[night + 1, 0] and _fits_night(field, days, plan, night, hotel):
            seen += 1
            if _draw(dice) * seen < 1.0:
                chosen = hotel
    _set_night(field, days, plan, work, night, chosen)


@nb.njit()
def _settle_nights(field: Field, days: Days, plan: Plan, work: Work) -> None:
    """Give each night between touched days the hotel of the shortest way."""
    for night in range(len(plan.size) - 1):
        if not (work.touched[night] or work.touched[night + 1]):
            continue
        last = plan.seq[night, plan.size[night] - 2]
        nxt = plan.seq[night + 1, 1]
        now = plan.seq[night + 1, 0]
        chosen, best = now, field.reach[last, now] + field.reach[now, nxt]
        for hotel in range(field.first):
            way = field.reach[last, hotel] + field.reach[hotel, nxt]
            if way < best and _fits_night(field, days, plan, night, hotel):
                chosen, best = hotel, way
        if chosen != now:
            _set_night(field, days, plan, work, night, chosen)


@nb.njit()
def _shorten(field: Field, days: Days, plan: Plan, day: int) -> bool:
    """Reverse and move strings inside one route until it gets no shorter; windows not real."""
    seq, reach, size = plan.seq[day], field.reach, plan.size[day]
    gained, better = False, True
    while better:
        better = _reverse_once(seq, reach, size) or _move_once(seq, reach, size)
        gained |= better
    if gained:
        retime(field, days, plan, day)
    return gained


@nb.njit()
def _reverse_once(seq: Places, reach: Longs, size: int) -> bool:
    for i in range(size - 3):
        for j in range(i + 2, size - 1):
            now = reach[seq[i], seq[i + 1]] + reach[seq[j], seq[j + 1]]
            if reach[seq[i], seq[j]] + reach[seq[i + 1], seq[j + 1]] < now:
                a, b = i + 1, j
                while a < b:
                    seq[a], seq[b] = seq[b], seq[a]
                    a += 1
                    b -= 1
                return True
    return False


@nb.njit()
def _move_once(seq: Places, reach: Longs, size: int) -> bool:
    for length in range(1, 4):
        for i in range(1, size - length):
            a, b = seq[i], seq[i + length - 1]
            before, after = seq[i - 1], seq[i + length]
            saved = reach[before, a] + reach[b, after] - reach[before, after]
            if saved <= 0:
                continue
            for k in range(size - 1):
                if i - 1 <= k < i + length:
                    continue
                c, d = seq[k], seq[k + 1]
                joint = reach[c, d]
                if reach[c, a] + reach[b, d] - joint < saved:
                    _shift(seq, i, length, k, False)
                    return True
                if reach[c, b] + reach[a, d] - joint < saved:
                    _shift(seq, i, length, k, True)
                    return True
    return False


@nb.njit()
def _shift(seq: Places, i: int, length: int, k: int, turned: bool) -> None:
    """Move the string at i..i+length-1 between positions k and k+1."""
    string = seq[i : i + length].copy()
    if turned:
        string = string[::-1].copy()
    if k < i:
        for p in range(i - 1, k, -1):
            seq[p + length] = seq[p]
        for p in range(length):
            seq[k + 1 + p] = string[p]
    else:
        for p in range(i + length, k + 1):
            seq[p - length] = seq[p]
        for p in range(length):
            seq[k + 1 - length + p] = string[p]


@nb.njit()
def _look(field: Field, plan: Plan, work: Work, u: int, everywhere: bool) -> bool:
    """Write the cost of putting a place into the touched routes; tell if it fits any."""
    fits = False
    for day in range(len(plan.size)):
        if everywhere or work.touched[day]:
            cost, spot = _find_spot(field, plan, day, u)
            work.cost[u, day] = cost
            work.spot[u, day] = spot
            fits |= spot >= 0
        else:
            work.cost[u, day] = FAR
    return fits


@nb.njit()
def _gather(field: Field, plan: Plan, work: Work, taste: Taste) -> int:
    """List the places that fit somewhere, with what each is worth beside the time it costs."""
    for k in range(1, work.removed[0] + 1):
        work.loose[work.removed[k]] = True
    count = 0
    for u in range(field.first, len(field.prizes)):
        if plan.where[u] < 0 and _look(field, plan, work, u, work.loose[u]):
            drawn = math.exp(taste.noise * (_draw(work.dice) - 0.5))
            work.worth[u] = math.pow(field.prizes[u], taste.alpha) * drawn
            _rate(plan, work, u, taste.unit)
            work.open[count] = u
            count += 1
    for k in range(1, work.removed[0] + 1):
        work.loose[work.removed[k]] = False
    work.removed[0] = 0
    return count


@nb.njit(cache=True, nogil=True)
def fill(field: Field, days: Days, plan: Plan, work: Work, taste: Taste) -> None:
    """Put in places while any fits, best merit first."""
    count = _gather(field, plan, work, taste)
    while count > 0:
        best, u = -1.0, -1
        for k in range(count):
            if work.merit[work.open[k]] > best:
                u = work.open[k]
                best = work.merit[u]
        day = work.home[u]
        _insert(field, days, plan, day, work.spot[u, day], u)
        work.touched[day] = True
        count = _look_again(field, plan, work, taste, day, count)


@nb.njit()
def _look_again(field: Field, plan: Plan, work: Work, taste: Taste, day: int, count: int) -> int:
    """Bring the open places up to date after an insertion; gives how many still fit."""
    kept = 0
    for k in range(count):
        u = work.open[k]
        if plan.where[u] >= 0:
            continue
        if work.cost[u, day] < FAR:
            work.cost[u, day], work.spot[u, day] = _find_spot(field, plan, day, u)
            if not _rate(plan, work, u, taste.unit):
                continue
        work.open[kept] = u
        kept += 1
    return kept


@nb.njit()
def _rate(plan: Plan, work: Work, u: int, unit: float) -> bool:
    """Write the cheapest day of a place and its merit there; tell if there is a day."""
    best, chosen = FAR, -1
    for day in range(len(plan.size)):
        if work.cost[u, day] < best:
            best, chosen = work.cost[u, day], day
    work.home[u] = chosen
    work.merit[u] = work.worth[u] / (best + unit)
    return chosen >= 0


@nb.njit()
def _copy_route(source: Plan, target: Plan, day: int) -> None:
    size = source.size[day]
    target.size[day] = size
    for k in range(size):
        target.seq[day, k] = source.seq[day, k]
        target.at[day, k] = source.at[day, k]
        target.late[day, k] = source.late[day, k]


@nb.njit()
def _take_over(source: Plan, target: Plan, touched: Flags) -> None:
    """Copy the touched routes."""
    for day in range(len(source.size)):
        if touched[day]:
            for k in range(1, target.size[day] - 1):
                if target.where[target.seq[day, k]] == day:
                    target.where[target.seq[day, k]] = -1
    for day in range(len(source.size)):
        if touched[day]:
            _copy_route(source, target, day)
    for day in range(len(source.size)):
        if touched[day]:
            for k in range(1, target.size[day] - 1):
                target.where[target.seq[day, k]] = day


@nb.njit(cache=True, nogil=True)
def weigh(field: Field, plan: Plan) -> tuple[int, int]:
    """Give the prizes collected and the times of the ends, both summed."""
    prize, time = 0, 0
    for day in range(len(plan.size)):
        for k in range(1, plan.size[day] - 1):
            prize += field.prizes[plan.seq[day, k]]
        time += plan.at[day, plan.size[day] - 1]
    return prize, time


@nb.njit()
def _note_route(pool: Pool, days: Days, plan: Plan, day: int, prize: int) -> None:
    """Keep a route; of two through the same places the shorter."""
    size, row = plan.size[day], pool.held[0]
    if row >= len(pool.sizes):
        return
    key = _make_key(pool, days, plan, day)
    mask = len(pool.slots) - 1
    slot = np.int64(key >> _S31) & mask
    while pool.slots[slot] >= 0 and pool.keys[pool.slots[slot]] != key:
        slot = (slot + 1) & mask
    span = plan.at[day, size - 1]
    if pool.slots[slot] >= 0:
        row = pool.slots[slot]
        pool.grades[row] = max(pool.grades[row], prize)
        if pool.spans[row] <= span:
            return
    else:
        pool.held[0] += 1
        pool.slots[slot] = row
        pool.keys[row] = key
        pool.grades[row] = prize
    pool.sizes[row] = size
    pool.days[row] = day
    pool.spans[row] = span
    for k in range(size):
        pool.rows[row, k] = plan.seq[day, k]


@nb.njit(cache=True, nogil=True)
def file_rows(pool: Pool) -> None:
    """Enter the keys of all rows into empty slots."""
    mask = len(pool.slots) - 1
    for row in range(pool.held[0]):
        slot = np.int64(pool.keys[row] >> _S31) & mask
        while pool.slots[slot] >= 0:
            slot = (slot + 1) & mask
        pool.slots[slot] = row


@nb.njit()
def _make_key(pool: Pool, days: Days, plan: Plan, day: int) -> np.uint64:
    key = np.uint64(0)
    for k in range(1, plan.size[day] - 1):
        key += pool.salt[plan.seq[day, k]]
    if not days.alike:
        key = (key ^ pool.salt[plan.seq[day, 0]]) * _MIX1
        key = (key ^ pool.salt[plan.seq[day, plan.size[day] - 1]]) * _MIX2 + np.uint64(day)
    return key


@nb.njit()
def _ruin(field: Field, days: Days, plan: Plan, work: Work) -> None:
    draw = _draw(work.dice)
    if field.nights and len(plan.size) > 1 and draw < _NIGHT_SHARE:
        _ruin_night(field, days, plan, work)
    elif draw > 1.0 - _SQUEEZE_SHARE:
        _squeeze(field, days, plan, work)
    else:
        _ruin_strings(field, days, plan, work)


@nb.njit()
def _polish(field: Field, days: Days, plan: Plan, work: Work, taste: Taste) -> None:
    """Shorten touched routes of places without windows and fill what that frees."""
    for _ in range(3):
        gained = False
        if field.nights:
            _settle_nights(field, days, plan, work)
            gained = True
        for day in range(len(plan.size)):
            if work.touched[day]:
                gained |= _shorten(field, days, plan, day)
        if not gained:
            break
        before = plan.size.sum()
        fill(field, days, plan, work, taste)
        if plan.size.sum() == before:
            break


@nb.njit(cache=True, nogil=True)
def anneal(
    field: Field,
    days: Days,
    now: Plan,
    trial: Plan,
    best: Plan,
    work: Work,
    pool: Pool,
    temperature: float,
    unit: float,
    rounds: int,
    margin: float,
) -> int:
    """Run rounds of ruin and recreate; gives the number of rounds that were accepted.

    `now`, `trial` and `best` are plans; the first two are equal before and after.
    """
    return _anneal(
        bare_field(field),
        bare_days(days),
        bare_plan(now),
        bare_plan(trial),
        bare_plan(best),
        bare_work(work),
        bare_pool(pool),
        temperature,
        unit,
        rounds,
        margin,
    )


@nb.njit()
def _anneal(
    field: Field,
    days: Days,
    now: Plan,
    trial: Plan,
    best: Plan,
    work: Work,
    pool: Pool,
    temperature: float,
    unit: float,
    rounds: int,
    margin: float,
) -> int:
    prize = weigh(field, now)[0]
    best_prize, best_time = weigh(field, best)
    accepted = 0
    for _ in range(rounds):
        work.touched[:] = False
        work.removed[0] = 0
        _ruin(field, days, trial, work)
        taste = Taste(0.5 + 2.0 * _draw(work.dice), 2.0 * _draw(work.dice), unit)
        fill(field, days, trial, work, taste)
        if not field.windows:
            _polish(field, days, trial, work, taste)
        new_prize, new_time = weigh(field, trial)
        gain = new_prize - prize
        if gain >= 0 or _draw(work.dice) < math.exp(gain / temperature):
            if new_prize >= best_prize * margin:
                for day in range(len(trial.size)):
                    if work.touched[day]:
                        _note_route(pool, days, trial, day, new_prize)
            _take_over(trial, now, work.touched)
            prize = new_prize
            accepted += 1
            if prize > best_prize or (prize == best_prize and new_time < best_time):
                best_prize, best_time = prize, new_time
                copy_plan(now, best)
        else:
            _take_over(now, trial, work.touched)
    return accepted


@nb.njit(cache=True, nogil=True)
def copy_plan(source: Plan, target: Plan) -> None:
    """Make the target equal to the source."""
    for day in range(len(source.size)):
        _copy_route(source, target, day)
    target.where[:] = source.where
