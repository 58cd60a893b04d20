"""Stops of the board are locked by key, menu and inspector, look so, and can be unlocked."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from planner.domain.findings import Cause, Reason
from planner.domain.locks import Freedom
from planner.domain.plan import Unassigned
from planner.office.errors import PlanBroken
from planner.words import fix_text, reason_text
from ui.models.board import StopRow
from ui.models.locks import next_rung, say_freedom
from ui.models.stops import say_stop
from ui.pages import planning
from ui.pages.planning import PlanningPage
from ui.session import ALL, Note, Selection
from ui.stages import Kit
from ui.words import Words


@pytest.fixture
def page(qtbot: QtBot, kit: Kit) -> PlanningPage:
    """Show the board with its first stop picked."""
    page = planning.build(kit)
    assert isinstance(page, PlanningPage)
    qtbot.addWidget(page)
    kit.session.changed.connect(page.refresh)
    page.resize(1366, 600)
    page.refresh(ALL)
    page.show()
    page._timeline.setFocus()
    QApplication.processEvents()
    page._pick_stop(page._board.stops[0].visit)
    return page


def rungs(kit: Kit) -> dict[str, Freedom]:
    """Give how far each locked visit is locked."""
    return {lock.visit: lock.freedom for lock in kit.session.office.planning.locks()}


def find_other(page: PlanningPage) -> StopRow:
    """Find a stop in view besides the one picked."""
    in_view = [s for s in page._board.stops[1:] if page._timeline.chip_of(s.visit)]
    if not in_view:
        pytest.skip("the short plan has one stop a week")
    return in_view[0]


def open_menu(page: PlanningPage) -> QMenu:
    """Open the ladder of the stops picked."""
    page.offer_locks(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, freedom: Freedom) -> None:
    """Choose a rung."""
    next(action for action in menu.actions() if action.objectName() == freedom.value).trigger()
    menu.close()


def test_that_l_climbs_the_ladder_and_shift_l_goes_down(
    qtbot: QtBot, kit: Kit, page: PlanningPage
) -> None:
    visit = page._board.stops[0].visit
    for freedom in (Freedom.WEEK, Freedom.DAY):
        qtbot.keyClick(page._timeline, Qt.Key.Key_L)
        assert rungs(kit) == {visit: freedom}
    for left in ({visit: Freedom.WEEK}, {}, {}):
        qtbot.keyClick(page._timeline, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
        assert rungs(kit) == left
    assert next_rung(Freedom.ANNOUNCED, 1) is Freedom.ANNOUNCED


def test_that_the_menu_locks_with_a_note_and_undo_unlocks(kit: Kit, page: PlanningPage) -> None:
    notes: list[Note] = []
    kit.session.noted.connect(notes.append)
    stop = page._board.stops[0]
    choose(open_menu(page), Freedom.CREW)
    assert rungs(kit) == {stop.visit: Freedom.CREW}
    (lock,) = kit.session.office.planning.locks()
    kept = (lock.day, lock.start, lock.crew, lock.duration)
    assert kept == (stop.day, stop.start, stop.crew, stop.end - stop.start)
    assert notes[-1].undoable
    assert stop.name in notes[-1].text
    menu = open_menu(page)
    checked = [action.objectName() for action in menu.actions() if action.isChecked()]
    assert checked == ["crew"]
    menu.close()
    kit.session.undo()
    assert rungs(kit) == {}
    assert page._board.find(stop.visit).freedom is Freedom.FREE


def test_that_a_locked_stop_says_so_everywhere(kit: Kit, page: PlanningPage) -> None:
    stop = page._board.stops[0]
    kit.session.lock([stop.visit], Freedom.TIME)
    said = say_freedom(Freedom.TIME, kit.words)
    assert said in page._inspector.text()
    assert said in page._timeline.chip_of(stop.visit).toolTip()
    cell = page._stops.index(page._stops.row_of(stop.visit), 0)
    assert said in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "定时" in say_stop(page._board.find(stop.visit), Words("zh"))


def test_that_a_locked_chip_is_drawn_otherwise(kit: Kit, page: PlanningPage) -> None:
    visit = page._board.stops[0].visit
    chip = page._timeline.chip_of(visit)
    corner = page._timeline.mapFromScene(chip.mapToScene(chip.place.width, 0))
    area = QRect(corner - QPoint(9, 9), corner + QPoint(9, 9))
    free = page._timeline.viewport().grab(area).toImage()
    kit.session.lock([visit], Freedom.DAY)
    assert page._timeline.viewport().grab(area).toImage() != free


def test_that_several_stops_and_a_whole_tour_are_locked_in_one_step(
    qtbot: QtBot, kit: Kit, page: PlanningPage
) -> None:
    first, second = page._board.stops[0], find_other(page)
    chip = page._timeline.chip_of(second.visit)
    spot = page._timeline.mapFromScene(chip.mapToScene(chip.place.width / 2, 10))
    qtbot.mouseClick(
        page._timeline.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ControlModifier,
        spot,
    )
    assert set(page._timeline.chosen) == {first.visit, second.visit}
    choose(open_menu(page), Freedom.WEEK)
    assert rungs(kit) == {first.visit: Freedom.WEEK, second.visit: Freedom.WEEK}
    assert set(page._timeline.chosen) == {first.visit, second.visit}
    kit.session.undo()
    assert rungs(kit) == {}
    qtbot.keyClick(page._timeline, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    tour = {stop.visit for stop in page._board.tour_of(first.visit)}
    assert set(page._timeline.chosen) == tour
    qtbot.keyClick(page._timeline, Qt.Key.Key_L)
    assert set(rungs(kit)) == tour


def test_that_the_menu_offers_the_tour_of_one_stop(kit: Kit, page: PlanningPage) -> None:
    long = max(page._board.stops, key=lambda stop: len(page._board.tour_of(stop.visit)))
    tour = page._board.tour_of(long.visit)
    if len(tour) < 2:
        pytest.skip("the short plan has no tour of two stops")
    page._pick_stop(long.visit)
    menu = open_menu(page)
    below = next(action.menu() for action in menu.actions() if action.menu())
    choose(below, Freedom.DAY)
    menu.close()
    assert set(rungs(kit)) == {stop.visit for stop in tour}


def test_that_a_right_click_asks_for_the_menu_of_the_stop_under_it(
    kit: Kit, page: PlanningPage
) -> None:
    second = find_other(page)
    asked: list[QPoint] = []
    page._timeline.menu_wanted.disconnect()
    page._timeline.menu_wanted.connect(asked.append)
    chip = page._timeline.chip_of(second.visit)
    spot = page._timeline.mapFromScene(chip.mapToScene(chip.place.width / 2, 10))
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, spot, page._timeline.viewport().mapToGlobal(spot))
    page._timeline.contextMenuEvent(event)
    assert kit.session.selection.visit == second.visit
    assert len(asked) == 1
    by_key = QContextMenuEvent.Reason.Keyboard
    page._timeline.contextMenuEvent(QContextMenuEvent(by_key, spot, spot))
    assert len(asked) == 2


def test_that_a_row_of_the_list_has_the_menu_too(kit: Kit, page: PlanningPage) -> None:
    stop = page._board.stops[0]
    spot = page._table.visualRect(page._stops.index(0, 1)).center()
    page._table.customContextMenuRequested.emit(spot)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    choose(menu, Freedom.TIME)
    assert rungs(kit) == {stop.visit: Freedom.TIME}
    page._table.customContextMenuRequested.emit(QPoint(5, 100_000))
    assert QApplication.activePopupWidget() is None


def test_that_inspector_and_command_lead_to_the_menu(
    qtbot: QtBot, kit: Kit, page: PlanningPage
) -> None:
    page._inspector._lock.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    page.handlers()["planning.lock"]()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    kit.session.select(Selection())
    assert page._inspector._lock.isHidden()


def leave_out(page: PlanningPage, cause: Cause) -> str:
    """Have the board show a visit left out for this reason, and pick it."""
    session = page._kit.session
    gone = page._board.stops[-1]
    plan = session.office.planning.without(gone.visit)
    left = tuple(Unassigned(one.visit, one.kind, one.ref, cause) for one in plan.unassigned)
    session.accept(replace(plan, unassigned=left), "shown")
    session.select(Selection(visit=gone.visit))
    return gone.visit


def test_that_what_is_left_out_shows_reason_fix_and_the_command_for_it(
    kit: Kit, page: PlanningPage
) -> None:
    triggered: list[str] = []
    kit.actions["edit.parameters"].triggered.connect(lambda: triggered.append("limits"))
    cause = Cause(Reason.NIGHTS, (("nights", "5"), ("allowed", "4")))
    leave_out(page, cause)
    said = page._inspector.text()
    assert reason_text(cause, kit.session.scenario, "en") in said
    assert fix_text(cause, kit.session.scenario, "en") in said
    assert page._inspector._fix.isVisible()
    page._inspector._fix.click()
    assert triggered == ["limits"]


def test_that_a_lock_in_the_way_is_shown_with_its_ladder(kit: Kit, page: PlanningPage) -> None:
    blocker = page._board.stops[0]
    kit.session.lock([blocker.visit], Freedom.DAY)
    facts = (("day", "2026-10-20"), ("crew", blocker.crew), ("stop", blocker.ref), ("value", "3"))
    leave_out(page, Cause(Reason.LOCKED, facts))
    page._inspector._fix.click()
    assert kit.session.selection.visit == blocker.visit
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    choose(menu, Freedom.FREE)
    assert rungs(kit) == {}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_that_a_lock_no_plan_can_keep_is_named_with_its_rule_and_a_way_out(
    kit: Kit, page: PlanningPage, language: str
) -> None:
    session = kit.session
    stop = next(s for s in page._board.stops if "#" not in s.visit)
    session.lock([stop.visit], Freedom.CREW)
    office = session.office
    without = office.planning.without(stop.visit)
    with pytest.raises(PlanBroken) as broken:
        session.accept(without, "plan")
    page._words, page._notes._words = Words(language), Words(language)
    page._say_refused(without, broken.value)
    assert page._notes.unkept.isVisible()
    said = page._notes._unkept.text()
    assert stop.name in said
    assert say_freedom(Freedom.CREW, Words(language)) in said
    ((lock, cause),) = office.planning.unkept(without)
    assert lock.visit == stop.visit
    assert reason_text(cause, session.scenario, language) in said


def test_that_unlocking_what_cannot_be_kept_plans_again(
    qtbot: QtBot, kit: Kit, page: PlanningPage
) -> None:
    visit = page._board.stops[0].visit
    kit.session.lock([visit], Freedom.DAY)
    lock = kit.session.office.planning.locks()[0]
    page._notes.say_unkept([(lock, Cause(Reason.LOCKED))], kit.session.scenario)
    with qtbot.waitSignal(kit.jobs.progress, timeout=60_000):
        page._notes.unkept.findChild(QWidget, "unlock").click()
    assert rungs(kit) == {}
    assert not page._notes.unkept.isVisible()
    kit.jobs.stop()
