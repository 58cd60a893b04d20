"""Variants compared in a dialog: solved side by side, stopped, taken over, undone."""

import pytest
from pytestqt.qtbot import QtBot

from planner.domain.variants import Condition
from ui.dialogs.what_if import WhatIfDialog
from ui.models.what_if import say_variant
from ui.settings import SECONDS
from ui.stages import Kit

WAIT = 90_000  # ms on a busy machine


@pytest.fixture
def kit(kit: Kit) -> Kit:
    """Let each search take a second."""
    kit.preferences.write(SECONDS, "1")
    return kit


def compare(qtbot: QtBot, kit: Kit, *conditions: int) -> WhatIfDialog:
    """Open the dialog, tick some choices by their place and wait for the answers."""
    dialog = WhatIfDialog(kit)
    qtbot.addWidget(dialog)
    dialog.show()
    for place, (box, _read) in enumerate(dialog._choices):
        box.setChecked(place in conditions)
    dialog.run()
    qtbot.waitUntil(lambda: not dialog._crowd.is_running, timeout=WAIT)
    return dialog


def test_that_variants_are_compared_with_what_is(qtbot: QtBot, kit: Kit) -> None:
    dialog = compare(qtbot, kit, 0, 1)
    base, less, more = dialog.rows
    assert base.variant.condition is Condition.AS_IT_IS
    assert base.figures.value >= kit.session.plan.value - 1e-6
    assert less.change < 1.0
    assert more.figures.value >= base.figures.value
    for row in dialog.rows:
        assert row.name in say_variant(row, kit.session.scenario, kit.words)
    dialog.reject()


def test_that_a_variant_taken_over_comes_with_its_tables_and_goes_by_undo(
    qtbot: QtBot, kit: Kit
) -> None:
    dialog = compare(qtbot, kit, 0)
    before, plan = kit.session.scenario, kit.session.plan
    dialog._view.selectRow(1)
    assert dialog._take.isEnabled()
    dialog.take()
    assert not dialog.isVisible()
    assert len(kit.session.scenario.crews) == len(before.crews) - 1
    assert kit.session.plan == dialog.rows[1].plan
    kit.session.undo()
    assert kit.session.scenario == before
    assert kit.session.plan == plan


def test_that_a_crew_nobody_has_cannot_be_taken_over(qtbot: QtBot, kit: Kit) -> None:
    dialog = compare(qtbot, kit, 1)
    dialog._view.selectRow(1)
    assert dialog.rows[1].variant.condition is Condition.CREW_MORE
    assert not dialog._take.isEnabled()
    dialog.reject()


def test_that_stopping_keeps_the_best_plan_of_each(qtbot: QtBot, kit: Kit) -> None:
    kit.preferences.write(SECONDS, "60")
    dialog = WhatIfDialog(kit)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._choices[0][0].setChecked(True)
    dialog._choices[1][0].setChecked(False)
    dialog.run()
    qtbot.waitUntil(lambda: all(row.share > 0 for row in dialog.rows[:1]), timeout=WAIT)
    dialog.run()
    qtbot.waitUntil(lambda: not dialog._crowd.is_running, timeout=WAIT)
    assert dialog.rows[0].figures is not None
    assert dialog.rows[0].figures.value >= kit.session.plan.value - 1e-6
    dialog.reject()


def test_that_closing_ends_all_workers(qtbot: QtBot, kit: Kit) -> None:
    kit.preferences.write(SECONDS, "60")
    dialog = WhatIfDialog(kit)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.run()
    qtbot.waitUntil(lambda: dialog.rows[0].share > 0, timeout=WAIT)
    hands = list(dialog._crowd._hands)
    dialog.reject()
    assert all(hand._process.processId() == 0 for hand in hands)


def test_that_one_more_of_everything_is_estimated_and_confirmed(qtbot: QtBot, kit: Kit) -> None:
    kit.preferences.write(SECONDS, "2")
    dialog = WhatIfDialog(kit)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.weigh_one_more()
    qtbot.waitUntil(lambda: not dialog._crowd.is_running, timeout=WAIT)
    conditions = {row.variant.condition for row in dialog.rows[1:]}
    assert Condition.NIGHT_MORE in conditions
    assert Condition.NOTICE_LEAD in conditions
    for row in dialog.rows[1:]:
        assert row.change >= -1e-6
        said = say_variant(row, kit.session.scenario, kit.words)
        if row.estimate is not None:  # where the short search came near its bound
            assert kit.words.number(round(row.estimate)) in said
    dialog.reject()
