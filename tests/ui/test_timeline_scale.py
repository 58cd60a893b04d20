"""The timeline's geometry: every chip inside its day, none over another, empty days thin."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.timeline_scale import (
    LEAST_FAR,
    LEAST_NEAR,
    SLIM,
    Sheet,
    Span,
    make_scale,
    place_chips,
    share_room,
)

MONDAY = date(2026, 10, 12)


def make_sheet(days: int = 7, busy: tuple[int, ...] = (0, 1, 2, 3, 4), rows: int = 3) -> Sheet:
    working = {MONDAY + timedelta(days=offset) for offset in busy}
    return Sheet(MONDAY, days, working, rows, 7 * 60, 19 * 60)


def test_that_a_week_fills_the_pane_and_days_off_are_thin() -> None:
    scale = make_scale(make_sheet(), 600, 400, far=False)
    assert scale.width == pytest.approx(600)
    assert scale.column(MONDAY + timedelta(days=5)).width == SLIM
    assert scale.column(MONDAY).width == pytest.approx((600 - 2 * SLIM) / 5)


def test_that_without_any_work_all_days_are_equal() -> None:
    scale = make_scale(make_sheet(busy=()), 700, 400, far=False)
    assert {round(right - left) for left, right in pairwise(scale.edges)} == {100}


def test_that_a_narrow_pane_scrolls_instead_of_squeezing() -> None:
    scale = make_scale(make_sheet(), 200, 400, far=False)
    assert scale.column(MONDAY).width == LEAST_NEAR
    assert scale.width > 200


def test_that_the_whole_horizon_fits_a_small_screen() -> None:
    busy = tuple(day for day in range(28) if day % 7 < 5)
    scale = make_scale(make_sheet(days=28, busy=busy), 660, 400, far=True)
    assert scale.width <= 661
    assert scale.column(MONDAY).width >= LEAST_FAR


def test_that_times_before_and_after_the_shift_stick_to_the_ends() -> None:
    scale = make_scale(make_sheet(), 700, 400, far=False)
    assert scale.x(MONDAY, 0) == scale.room(MONDAY).left
    assert scale.x(MONDAY, 24 * 60) == scale.room(MONDAY).right


def test_that_rows_give_way_before_they_scroll() -> None:
    assert make_scale(make_sheet(rows=3), 700, 600, far=False).row == 60
    assert make_scale(make_sheet(rows=9), 700, 500, far=False).row == pytest.approx(500 / 9)
    assert make_scale(make_sheet(rows=20), 700, 500, far=False).row == 53


@given(st.floats(-50, 900))
def test_that_every_place_belongs_to_a_shown_day(x: float) -> None:
    scale = make_scale(make_sheet(), 700, 400, far=False)
    day = scale.day_at(x)
    assert scale.shows(day)
    if 0 <= x < scale.width:
        assert scale.column(day).left <= x < scale.column(day).right


def test_that_a_label_wider_than_a_late_stay_grows_to_the_left() -> None:
    (chip,) = place_chips([Span(60, 90)], [80], 16, Span(0, 100))
    assert chip == Span(20, 100)


def test_that_a_label_narrower_than_its_stay_leaves_the_stay_alone() -> None:
    assert place_chips([Span(10, 60)], [20], 16, Span(0, 100)) == (Span(10, 60),)


@given(st.data())
def test_that_chips_keep_their_order_inside_the_room_and_apart(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 6))
    marks = sorted(data.draw(st.lists(st.floats(0, 100), min_size=2 * count, max_size=2 * count)))
    stays = [Span(marks[2 * n], marks[2 * n + 1]) for n in range(count)]
    wanted = data.draw(st.lists(st.floats(5, 120), min_size=count, max_size=count))
    chips = place_chips(stays, wanted, 16, Span(0, 100))
    assert chips[0].left >= -1e-6
    assert chips[-1].right <= 100 + 1e-6
    assert all(one.right <= two.left + 1e-6 for one, two in pairwise(chips))
    assert all(chip.width > 0 for chip in chips)


@given(st.lists(st.floats(1, 200), min_size=1, max_size=8), st.floats(20, 400))
def test_that_shared_room_is_never_exceeded(widths: list[float], room: float) -> None:
    shared = share_room(widths, 0, room)
    assert sum(shared) <= room + 1e-6
    assert all(cut <= width + 1e-9 for cut, width in zip(shared, widths, strict=True))
