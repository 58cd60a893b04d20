"""Finding a suitable day in a dialog: every day answered, one taken by a hand edit, undone."""

from time import perf_counter

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from planner.domain.findings import Cause
from ui.dialogs.find_day import FindDay
from ui.models.days import Fit, find_fit, name_visit
from ui.session import Note
from ui.stages import Kit

WAIT = 20_000  # ms on a busy machine


def ask(qtbot: QtBot, kit: Kit, visit: str) -> FindDay:
    """Open the dialog and wait for its answers."""
    session = kit.session
    dialog = FindDay(kit, visit, name_visit(visit, session.scenario, session.question, kit.words))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.is_searching, timeout=WAIT)
    return dialog


def first_stop(kit: Kit) -> str:
    stops = (s for tour in kit.session.plan.tours for day in tour.days for s in day.stops)
    return next(stop.visit for stop in stops if "#" not in stop.visit)


def test_that_every_day_has_a_colour_or_a_reason(qtbot: QtBot, kit: Kit) -> None:
    dialog = ask(qtbot, kit, first_stop(kit))
    assert len(dialog.rows) == 21
    for row in dialog.rows:
        assert row.fit is find_fit(row.answer)
        assert (row.fit is Fit.NONE) == (row.answer.obstacle is not None)
        assert row.said
    assert {Fit.NONE} < {row.fit for row in dialog.rows}
    assert isinstance(dialog.rows[0].answer.obstacle, Cause)


def test_that_a_stop_is_moved_to_the_picked_day_and_back_by_undo(qtbot: QtBot, kit: Kit) -> None:
    visit, before, notes = first_stop(kit), kit.session.plan, []
    kit.session.noted.connect(notes.append)
    dialog = ask(qtbot, kit, visit)
    row = next(r for r in dialog.rows if r.answer.after and not r.answer.is_now)
    dialog.pick(row.answer)
    dialog.place()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    after = kit.session.plan
    days = {s.visit: day.day for tour in after.tours for day in tour.days for s in day.stops}
    assert days[visit] == row.answer.day
    assert after.value - before.value == pytest.approx(row.answer.gain)
    assert isinstance(notes[-1], Note)
    assert notes[-1].undoable
    kit.session.undo()
    assert kit.session.plan == before


def test_that_the_day_it_stands_on_cannot_be_taken_again(qtbot: QtBot, kit: Kit) -> None:
    dialog = ask(qtbot, kit, first_stop(kit))
    now = next(row for row in dialog.rows if row.answer.is_now)
    dialog.pick(now.answer)
    assert not dialog._take.isEnabled()
    before = kit.session.plan
    dialog.place()
    assert not dialog.is_searching
    assert kit.session.plan == before


def test_that_the_best_day_can_stand_first(qtbot: QtBot, kit: Kit) -> None:
    dialog = ask(qtbot, kit, first_stop(kit))
    dialog._order.picked.emit(1)
    gains = [row.answer.gain for row in dialog.rows if row.fit is not Fit.NONE]
    assert gains == sorted(gains, reverse=True)
    assert dialog.rows[-1].fit is Fit.NONE


def test_that_the_window_breathes_while_days_are_sought(qtbot: QtBot, kit: Kit) -> None:
    beats: list[float] = []
    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(lambda: beats.append(perf_counter()))
    timer.start()
    ask(qtbot, kit, first_stop(kit))
    timer.stop()
    assert len(beats) > 2


def test_that_closing_stops_the_search(qtbot: QtBot, kit: Kit) -> None:
    visit = first_stop(kit)
    dialog = FindDay(kit, visit, "somewhere")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reject()
    assert not dialog.is_searching
