"""Preferences, the worker's door, and what happens when the fault is ours."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.folders import write_upland
from tests.ui.faces import Answers, make_face, make_preferences, retire
from ui.app import Face
from ui.dialogs.fault import FaultDialog, Hook
from ui.look.tokens import LIGHT
from ui.settings import SCALE, THEME, Preferences
from ui.words import Words


@pytest.fixture
def face(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Face:
    """The program with the upland imported."""
    folder = write_upland(tmp_path / "upland")
    made = make_face(qapp, tmp_path, Answers(folder, tmp_path / "upland.tourplan"))
    made.files.import_folder(folder, ask=False)
    yield made
    retire(made)


def count_endings(face: Face) -> list[str]:
    """Remember the ending signals of the worker's door."""
    endings: list[str] = []
    face.jobs.finished.connect(lambda plan, bound: endings.append("finished"))
    face.jobs.cancelled.connect(lambda plan: endings.append("cancelled"))
    face.jobs.failed.connect(lambda text: endings.append("failed"))
    return endings


def test_that_a_request_ends_once_with_a_plan(face: Face, qtbot: QtBot) -> None:
    endings = count_endings(face)
    with qtbot.waitSignal(face.jobs.finished, timeout=60_000) as heard:
        face.jobs.solve(1)
        assert face.jobs.is_running
    plan, _bound = heard.args
    assert plan.tours
    assert endings == ["finished"]
    assert not face.jobs.is_running


def test_that_stopping_keeps_the_best_plan(face: Face, qtbot: QtBot) -> None:
    endings = count_endings(face)
    with qtbot.waitSignal(face.jobs.better, timeout=60_000):
        face.jobs.solve(60)
    with qtbot.waitSignal(face.jobs.cancelled, timeout=5_000) as heard:
        face.jobs.cancel()
        face.jobs.cancel()
    assert heard.args[0].tours
    assert endings == ["cancelled"]


def test_that_a_killed_worker_ends_the_request_and_loses_nothing(
    face: Face, qtbot: QtBot, tmp_path: Path
) -> None:
    endings = count_endings(face)
    with qtbot.waitSignal(face.jobs.better, timeout=60_000):
        face.jobs.solve(60)
    with qtbot.waitSignal(face.jobs.failed, timeout=5_000):
        face.jobs._process.kill()
    assert endings == ["failed"]
    assert face.session.scenario is not None
    face.session.close()
    assert face.files.open(tmp_path / "upland.tourplan")


def test_that_closing_the_file_ends_a_running_request(face: Face, qtbot: QtBot) -> None:
    endings = count_endings(face)
    with qtbot.waitSignal(face.jobs.running_changed, timeout=60_000):
        face.jobs.solve(60)
    face.session.close()
    assert endings == ["cancelled"]
    assert not face.jobs.is_running


def test_that_what_was_stored_wrongly_counts_as_not_chosen(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "p.ini"), QSettings.Format.IniFormat)
    store.setValue("theme", "pink")
    store.setValue("scale", "-3")
    preferences = Preferences(store)
    assert preferences.read(THEME) == "system"
    assert preferences.scale == 1.0
    with pytest.raises(ValueError, match="scale"):
        preferences.write(SCALE, "7")


def test_that_recent_files_are_newest_first_and_still_there(tmp_path: Path) -> None:
    preferences = make_preferences(tmp_path)
    for number in range(12):
        path = tmp_path / f"{number}.tourplan"
        path.touch()
        preferences.remember(path)
    (tmp_path / "10.tourplan").unlink()
    names = [path.stem for path in preferences.recent]
    assert names[:2] == ["11", "9"]
    assert len(names) == 7


def test_that_our_own_fault_is_logged_and_shown_once(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    hook = Hook(lambda: (LIGHT, Words("en"), None), tmp_path / "deep" / "xunhui.log")

    def show(dialog: FaultDialog) -> int:
        shown.append(dialog._text.toPlainText())
        hook(ValueError, ValueError("while showing"), None)
        return 0

    monkeypatch.setattr(FaultDialog, "exec", show)
    try:
        raise ZeroDivisionError("seven over nothing")
    except ZeroDivisionError:
        kind, error, trace = sys.exc_info()
        assert kind
        assert error
        hook(kind, error, trace)
    assert len(shown) == 1
    assert "seven over nothing" in shown[0]
    log = (tmp_path / "deep" / "xunhui.log").read_text("utf-8")
    assert "seven over nothing" in log
    assert "while showing" in log


def test_that_the_text_of_a_fault_can_be_copied(qapp: QApplication, qtbot: QtBot) -> None:
    dialog = FaultDialog("the text", LIGHT, Words("zh"), None)
    qtbot.addWidget(dialog)
    dialog.copy()
    assert qapp.clipboard().text() == "the text"
