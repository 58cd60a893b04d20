"""The map: fits any country, picks by click, moves by key, survives odd names and files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.domain.customer import Tier
from planner.domain.territory import Location
from ui.look.tokens import LIGHT
from ui.models.map_content import (
    CustomerMark,
    MapContent,
    RankMark,
    StationMark,
    StopMark,
    TourLine,
    VenueMark,
)
from ui.session import Selection
from ui.widgets.basemap import load_outlines, project, stretch, unproject
from ui.widgets.map import MapView
from ui.widgets.map_labels import HEIGHT, Label, place

YUNNAN, KENYA, CHILE = Location(25.0, 102.0), Location(-0.4, 36.9), Location(-53.1, -70.9)


def make_content(middle: Location) -> MapContent:
    """Make a station, a tour of two stops, a venue, a gap and two customers around a place."""
    near = [Location(middle.lat + step / 4, middle.lon + step / 3) for step in range(1, 5)]
    stops = tuple(
        StopMark(f"V{n}", n, f"Stop {n}", at, False, Selection(visit=f"V{n}", crew="CR1"))
        for n, at in enumerate(near[:2], start=1)
    )
    return MapContent(
        stations=(StationMark("S1", "Base", middle, 45_000),),
        customers=(
            CustomerMark("C1", "<img src=x>", near[2], Tier.PLATINUM, Selection(customer="C1")),
            CustomerMark("C2", "Bo", near[3], Tier.LEAD, Selection(customer="C2")),
        ),
        venues=(VenueMark("V9", "Ninth", Location(middle.lat - 0.5, middle.lon),
                          Selection(venue="V9")),),
        ranks=(RankMark(1, "Alder", Location(middle.lat, middle.lon - 0.8),
                        Selection(region="R1")),),
        tours=(TourLine("CR1", 0, (middle, *near[:2], middle), stops),),
    )  # fmt: skip


def show(qtbot: QtBot, middle: Location) -> MapView:
    """Show a map of the content around a place."""
    view = MapView(LIGHT, "map")
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.show_content(make_content(middle))
    view.grab()
    return view


@pytest.mark.parametrize("middle", [YUNNAN, KENYA, CHILE], ids=["yunnan", "kenya", "chile"])
def test_that_everything_is_in_view_wherever_it_lies(qtbot: QtBot, middle: Location) -> None:
    view = show(qtbot, middle)
    seen = QRectF(view.viewport().rect())
    assert len(view.spots) == 4
    assert all(seen.contains(spot.at) for spot in view.spots)


def test_that_a_click_picks_what_was_drawn_there(qtbot: QtBot) -> None:
    view = show(qtbot, KENYA)
    spot = next(spot for spot in view.spots if spot.selection.region == "R1")
    with qtbot.waitSignal(view.picked) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot.at.toPoint())
    assert heard.args == [Selection(region="R1")]


def test_that_a_click_near_a_customer_picks_him(qtbot: QtBot) -> None:
    view = show(qtbot, KENYA)
    at = view.mapFromScene(project(view.content.customers[1].location))
    with qtbot.waitSignal(view.picked) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(2, 1))
    assert heard.args == [Selection(customer="C2")]


def test_that_a_drag_picks_nothing(qtbot: QtBot) -> None:
    view = show(qtbot, KENYA)
    at = next(spot for spot in view.spots if spot.selection.region == "R1").at.toPoint()
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseMove(view.viewport(), at + QPoint(30, 20))
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(30, 20))


def test_that_keys_zoom_move_and_fit(qtbot: QtBot) -> None:
    view = show(qtbot, YUNNAN)
    fitted = view.metres_per_pixel
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.metres_per_pixel < fitted
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.metres_per_pixel == pytest.approx(fitted)


def test_that_zooming_ends_somewhere(qtbot: QtBot) -> None:
    view = show(qtbot, YUNNAN)
    for _ in range(200):
        view.zoom(1.25)
    assert view.metres_per_pixel >= 2
    for _ in range(200):
        view.zoom(0.8)
    assert view.metres_per_pixel <= 80_000


def test_that_a_stop_picked_elsewhere_brings_its_tour_forward(qtbot: QtBot) -> None:
    view = show(qtbot, YUNNAN)
    fitted = view.metres_per_pixel
    view.select(Selection(visit="V2", crew="CR1"), follow=True)
    assert view.metres_per_pixel < fitted
    assert view._tours[0].opacity() == 1.0
    assert view._tours[0].zValue() == 5


def test_that_showing_a_better_plan_leaves_the_view_where_the_person_moved_it(
    qtbot: QtBot,
) -> None:
    view = show(qtbot, YUNNAN)
    view.zoom(3)
    moved = view.metres_per_pixel
    view.show_content(make_content(YUNNAN))
    assert view.metres_per_pixel == pytest.approx(moved)


def test_that_a_map_of_one_place_shows_its_surroundings(qtbot: QtBot) -> None:
    view = MapView(LIGHT, "map")
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show()
    view.show_content(MapContent(stations=(StationMark("S", "Base", KENYA, 1_000),)))
    assert 50 <= view.metres_per_pixel <= 500


def test_that_an_empty_map_can_be_drawn(qtbot: QtBot) -> None:
    view = MapView(LIGHT, "map")
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show_content(MapContent())
    assert not view.grab().isNull()


def test_that_a_basemap_without_files_leaves_the_ground_bare(tmp_path: Path) -> None:
    assert load_outlines(tmp_path).countries == ()


def test_that_a_basemap_of_others_is_read(tmp_path: Path, qapp: QApplication) -> None:
    (tmp_path / "countries.geojson").write_text(
        '{"features": [{"geometry": {"type": "Polygon", "coordinates":'
        " [[[0, 0], [10, 0], [10, 10], [0, 0]]]}}]}"
    )
    (path,) = load_outlines(tmp_path).countries
    assert path.contains(project(Location(2, 8)))
    assert not path.contains(project(Location(8, 2)))


@given(st.floats(-84, 84), st.floats(-180, 180))
def test_that_the_projection_can_be_turned_back(lat: float, lon: float) -> None:
    back = unproject(project(Location(lat, lon)))
    assert back.lat == pytest.approx(lat, abs=1e-9)
    assert back.lon == pytest.approx(lon, abs=1e-9)


def test_that_the_map_stretches_with_latitude() -> None:
    assert stretch(Location(0, 0)) == pytest.approx(1)
    assert stretch(Location(60, 0)) == pytest.approx(2)


def test_that_names_never_cover_each_other_and_the_important_go_first(qapp: QApplication) -> None:
    labels = [Label(9 - n % 10, f"Place {n}", QPointF(100 + n, 100 + n % 7), 6) for n in range(60)]
    placed = place(labels, QSizeF(300, 200), [], LIGHT)
    areas = [QRectF(corner.x(), corner.y(), 30, HEIGHT) for _, corner in placed]
    assert placed
    assert len(placed) < 60
    assert placed[0][0].rank == 0
    assert not any(a.intersects(b) for i, a in enumerate(areas) for b in areas[:i])
