"""The timeline as a widget: what is picked by mouse and keys, what is in view."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from pytestqt.qtbot import QtBot

from tests.factories import finish_plan, make_question, make_scenario, make_tour
from ui.look.tokens import DARK, LIGHT, Look
from ui.models.board import Board, make_board
from ui.widgets.timeline import Timeline
from ui.widgets.timeline_items import break_name
from ui.words import Words

TUESDAY = date(2026, 10, 20)
HOURS = (420, 1140)


def make_two_weeks(language: str = "en") -> Board:
    scenario, question = make_scenario(), make_question()
    tours = (
        make_tour(question, TUESDAY, (["V001"], ["V002"]), beds=["V001"]),
        make_tour(question, TUESDAY + timedelta(days=7), (["V003"],)),
    )
    return make_board(finish_plan(tours, scenario, question), scenario, question, language)


def make_timeline(qtbot: QtBot, look: Look = LIGHT, language: str = "en") -> Timeline:
    timeline = Timeline(look, Words(language))
    qtbot.addWidget(timeline)
    timeline.resize(900, 400)
    timeline.show()
    timeline.show_board(make_two_weeks(language), HOURS)
    timeline.pick("V001")
    return timeline


def test_that_a_click_picks_the_stop_under_it(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    chip = timeline.chip_of("V002")
    assert chip is not None
    at = timeline.mapFromScene(chip.sceneBoundingRect().center() - QPointF(8, 4))
    with qtbot.waitSignal(timeline.picked) as heard:
        qtbot.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert heard.args == ["V002"]
    assert chip.is_picked


def test_that_keys_walk_open_and_drop(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    with qtbot.waitSignal(timeline.picked) as heard:
        qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert heard.args == ["V002"]
    with qtbot.waitSignal(timeline.opened) as heard:
        qtbot.keyClick(timeline, Qt.Key.Key_Return)
    assert heard.args == ["V002"]
    with qtbot.waitSignal(timeline.dropped) as heard:
        qtbot.keyClick(timeline, Qt.Key.Key_Delete)
    assert heard.args == ["V002"]


def test_that_walking_on_turns_to_the_next_week(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    before = timeline.week
    qtbot.keyClick(timeline, Qt.Key.Key_End)
    assert timeline.week == before + 1
    assert timeline.chip_of("V003") is not None
    assert timeline.chip_of("V001") is None


def test_that_all_weeks_show_every_stop(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    timeline.set_far(True)
    assert all(timeline.chip_of(visit) for visit in ("V001", "V002", "V003"))
    timeline.set_far(False)
    assert timeline.chip_of("V003") is None


def test_that_weeks_stick_to_the_ends_of_the_horizon(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    timeline.go_to_week(99)
    assert timeline.week == timeline.weeks - 1
    timeline.go_to_week(-1)
    assert timeline.week == 0


def test_that_every_chip_lies_inside_its_day_and_row(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    for far in (False, True):
        timeline.set_far(far)
        for visit in ("V001", "V002"):
            chip = timeline.chip_of(visit)
            assert chip is not None
            column = timeline.axes.column(chip.stop.day)
            assert column.left <= chip.place.left
            assert chip.place.right <= column.right


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_it_paints_in_both_themes_and_languages(
    qtbot: QtBot, look: Look, language: str
) -> None:
    timeline = make_timeline(qtbot, look, language)
    picture = timeline.grab(QRectF(0, 0, 900, 400).toRect()).toImage()
    colours = {picture.pixelColor(x, 100).name() for x in range(0, 900, 3)}
    assert len(colours) > 3


def test_that_a_long_name_is_broken_between_words_before_it_is_cut(qtbot: QtBot) -> None:
    assert break_name("Soko", LIGHT, 11, 100) == ["Soko"]
    assert break_name("Great Kilima Market", LIGHT, 11, 70) == ["Great Kilima", "Market"]
    first, second = break_name("Yuanjianghanizuyizu", LIGHT, 11, 70)
    assert first.endswith("-")
    assert first.removesuffix("-") + second == "Yuanjianghanizuyizu"
