"""The search of day routes against brute force, its own word, and known best values."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

from planner.touring.families.ophs import read_ophs
from planner.touring.families.toptw import read_toptw
from planner.touring.routes.field import Days, Field, make_field, make_plan
from planner.touring.routes.kernel import retime
from planner.touring.routes.nights import NoNights, choose_nights
from planner.touring.routes.packing import pack_routes
from planner.touring.routes.scratch import Pool, make_pool
from planner.touring.routes.search import Effort, Routes, search_routes, thin_out
from tests.bench.referee import judge_ophs, judge_toptw

_SHARED = Path(__file__).parents[2] / "../shared/bench"


def _draw_field(seed: int, first: int = 1, windows: bool = True) -> Field:
    """Seven places around `first` ends, ways rounded up so that none is a short cut."""
    dice = np.random.default_rng(seed)
    count = first + 7
    xy = dice.integers(0, 40, (count, 2)).astype(float)
    way = np.ceil(np.hypot(*(xy[:, None] - xy).transpose(2, 0, 1))).astype(np.int64)
    service = np.where(np.arange(count) < first, 0, dice.integers(0, 6, count))
    opens = np.where(np.arange(count) < first, 0, dice.integers(0, 50, count))
    closes = opens + dice.integers(5, 60, count)
    prizes = np.where(np.arange(count) < first, 0, dice.integers(1, 20, count))
    if not windows:
        service, opens, closes = service * 0, opens * 0, np.full(count, 1000)
    closes[:first] = 1000
    return make_field(way + service[:, None], opens, closes, prizes, first, first > 1)


def _make_days(count: int, latest: int, nights: bool = False) -> Days:
    ends = np.zeros(count, np.int32)
    if nights:
        ends[-1] = 1
    earliest, last = np.zeros(count, np.int64), np.full(count, latest, np.int64)
    return Days(np.zeros(count, np.int32), ends, earliest, last, alike=not nights)


def _fits(field: Field, route: tuple[int, ...], latest: int) -> bool:
    time = 0
    for here, there in pairwise(route):
        time += int(field.reach[here, there])
        if there >= field.first:
            time = max(time, int(field.opens[there]))
            if time > field.closes[there]:
                return False
    return time <= latest


def _best_sets(field: Field, start: int, end: int, latest: int) -> set[frozenset[int]]:
    """All sets of places that one day can visit; no way is a short cut, so orders may grow."""
    found: set[frozenset[int]] = set()
    open_orders: list[tuple[int, ...]] = [()]
    while open_orders:
        order = open_orders.pop()
        if _fits(field, (start, *order, end), latest):
            found.add(frozenset(order))
            rest = set(range(field.first, len(field.prizes))) - set(order)
            open_orders.extend((*order, place) for place in rest)
    return found


def _find_optimum(field: Field, days: Days) -> int:
    """Try every set of places per day, and every chain of hotels."""
    nights, latest = len(days.starts) - 1, int(days.latest[0])
    hotels = range(field.first) if field.nights else [0]
    sets = {
        (a, b): _best_sets(field, a, b, latest) for a, b in product(range(field.first), repeat=2)
    }
    best = -1
    for chain in product(hotels, repeat=nights):
        ends = (int(days.starts[0]), *chain, int(days.ends[-1]))
        unions = {frozenset[int]()}
        for a, b in pairwise(ends):
            unions = {u | s for u in unions for s in sets[a, b] if not u & s}
        best = max([best, *(sum(int(field.prizes[p]) for p in union) for union in unions)])
    return best


def _assert_kept(field: Field, days: Days, found: Routes) -> None:
    stops = [place for route in found.days for place in route[1:-1]]
    assert len(set(stops)) == len(stops)
    assert found.prize == sum(int(field.prizes[place]) for place in stops)
    assert found.days[0][0] == days.starts[0]
    assert found.days[-1][-1] == days.ends[-1]
    for day, route in enumerate(found.days):
        assert _fits(field, route, int(days.latest[day]))
        if field.nights and day:
            assert found.days[day - 1][-1] == route[0]


@pytest.mark.parametrize("seed", range(12))
def test_that_one_or_two_tours_with_windows_reach_the_brute_forced_optimum(seed: int) -> None:
    field, days = _draw_field(seed), _make_days(1 + seed % 2, 60 + 5 * (seed % 4))
    found = search_routes(field, days, Effort(rounds=3000, seed=seed))
    _assert_kept(field, days, found)
    assert found.prize == _find_optimum(field, days)


@pytest.mark.parametrize("seed", range(8))
def test_that_trips_between_hotels_reach_the_brute_forced_optimum(seed: int) -> None:
    field, days = _draw_field(seed, first=4, windows=False), _make_days(2, 45, nights=True)
    found = search_routes(field, days, Effort(rounds=4000, seed=seed))
    _assert_kept(field, days, found)
    assert found.prize == _find_optimum(field, days)


def test_that_a_seed_and_a_number_of_rounds_give_one_result() -> None:
    field, days = _draw_field(3), _make_days(2, 70)
    first, again = (search_routes(field, days, Effort(rounds=500, seed=9)) for _ in range(2))
    assert first == again
    assert first.rounds >= 500


def test_that_a_tour_may_stay_empty() -> None:
    field = _draw_field(5)
    found = search_routes(field, _make_days(3, 0), Effort(rounds=50))
    assert found.days == ((0, 0),) * 3
    assert found.prize == 0


def test_that_no_chain_of_hotels_is_said_before_the_search() -> None:
    field = _draw_field(1, first=3, windows=False)
    far = make_field(
        field.reach + 100, field.opens, field.closes, field.prizes, field.first, nights=True
    )
    with pytest.raises(NoNights):
        search_routes(far, _make_days(2, 90, nights=True), Effort(rounds=10))


def test_that_the_first_hotels_can_be_reached_in_a_day() -> None:
    field = _draw_field(2, first=4, windows=False)
    days = _make_days(3, 30, nights=True)
    chain = (0, *choose_nights(field, days, np.ones((2, 4))), 1)
    assert all(field.reach[a, b] <= 30 for a, b in pairwise(chain))


def test_that_times_leave_room_for_what_follows() -> None:
    field, days = _draw_field(4, windows=False), _make_days(1, 200)
    plan = make_plan(field, days)
    plan.seq[0, :4] = 0, 2, 3, 0
    plan.size[0] = 4
    retime(field, days, plan, 0)
    way = [int(field.reach[a, b]) for a, b in ((0, 2), (2, 3), (3, 0))]
    assert list(plan.at[0, :4]) == [0, way[0], way[0] + way[1], sum(way)]
    assert list(plan.late[0, :4]) == [200 - sum(way), 200 - way[1] - way[2], 200 - way[2], 200]


def _pool_of(field: Field, routes: list[tuple[int, list[int], int]]) -> Pool:
    pool = make_pool(field, 16)
    for row, (day, route, grade) in enumerate(routes):
        pool.rows[row, : len(route)] = route
        pool.sizes[row], pool.days[row], pool.grades[row] = len(route), day, grade
        pool.keys[row] = row + 1
    pool.held[0] = len(routes)
    return pool


def test_that_packing_takes_the_best_routes_that_share_no_place() -> None:
    field = make_field(
        np.ones((5, 5), np.int64), np.zeros(5), np.full(5, 99), np.array([0, 5, 5, 4, 3]), 1
    )
    pool = _pool_of(field, [(0, [0, 1, 2, 0], 1), (0, [0, 2, 3, 0], 1), (1, [0, 3, 4, 0], 1)])
    packed = pack_routes(field, _make_days(2, 9), pool, 1.0, 1)
    assert packed is not None
    assert sorted(packed) == [[0, 1, 2, 0], [0, 3, 4, 0]]


def test_that_packing_leaves_on_each_day_the_hotel_reached_the_day_before() -> None:
    field = make_field(
        np.ones((6, 6), np.int64),
        np.zeros(6),
        np.full(6, 99),
        np.array([0, 0, 0, 9, 2, 5]),
        3,
        True,
    )
    pool = _pool_of(field, [(0, [0, 3, 2], 1), (0, [0, 4, 1], 1), (1, [1, 5, 1], 1)])
    packed = pack_routes(field, _make_days(2, 9, nights=True), pool, 1.0, 1)
    assert packed == [[0, 4, 1], [1, 5, 1]]


def test_that_thinning_keeps_the_routes_of_the_best_plans() -> None:
    field = _draw_field(6)
    pool = _pool_of(field, [(0, [0, k, 0], k % 4) for k in range(1, 7)])
    thin = thin_out(field, pool)
    assert int(thin.held[0]) == 3
    assert sorted(int(thin.rows[row, 1]) for row in range(3)) == [2, 3, 6]
    assert sorted(int(slot) for slot in thin.slots if slot >= 0) == [0, 1, 2]


@pytest.mark.parametrize(("name", "tours", "best"), [("c101", 1, 320), ("r104", 1, 303)])
def test_that_small_public_tours_reach_the_best_known(name: str, tours: int, best: int) -> None:
    path = _SHARED / "toptw" / f"{name}.txt"
    if not path.exists():
        pytest.skip("the shared benchmark folder is not here")
    problem = read_toptw(path)
    found = search_routes(problem.field, problem.days(tours), Effort(rounds=12_000))
    verdict = judge_toptw(path, [list(route[1:-1]) for route in found.days], tours)
    assert verdict.broken == []
    assert verdict.value == found.prize == best


def test_that_public_trips_reach_the_proven_optimum() -> None:
    path = _SHARED / "ophs" / "SET_5-3__T3-105-5-3.ophs"
    if not path.exists():
        pytest.skip("the shared benchmark folder is not here")
    problem = read_ophs(path)
    found = search_routes(problem.field, problem.days(), Effort(rounds=40_000))
    verdict = judge_ophs(path, [list(route) for route in found.days])
    assert verdict.broken == []
    assert verdict.value == found.prize == 800
