"""The one table of commands: each has words in both languages, an icon, a state and a doer."""

from collections import Counter
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.folders import write_upland
from tests.ui.faces import Answers, make_face, retire
from ui.actions import ACTIONS, State
from ui.app import Face
from ui.session import Session
from ui.stages import Stage
from ui.words import Words


@pytest.fixture
def face(qapp: object, qtbot: QtBot, tmp_path: Path) -> Face:
    """The program with a folder imported."""
    folder = write_upland(tmp_path / "upland")
    made = make_face(qapp, tmp_path, Answers(folder, tmp_path / "upland.tourplan"))
    made.files.import_folder(folder, ask=False)
    yield made
    retire(made)


def test_that_every_command_has_chinese_words() -> None:
    words = Words("zh")
    unsaid = [
        text
        for action in ACTIONS
        for text in (action.text, action.short)
        if text and words.gettext(text) == text and action.id != "view.language"
    ]
    assert not unsaid


def test_that_no_two_commands_share_an_id_or_keys() -> None:
    ids = Counter(action.id for action in ACTIONS)
    keys = Counter(action.shortcut for action in ACTIONS if action.shortcut)
    assert [name for name, count in ids.items() if count > 1] == []
    assert [key for key, count in keys.items() if count > 1] == []


def test_that_without_a_file_only_what_begins_or_explains_can_be_done(qapp: object) -> None:
    state = State(Session())
    possible = {action.id for action in ACTIONS if action.enabled(state)}
    assert {"file.new", "file.open", "file.import", "file.sample", "help.about"} <= possible
    assert not {name for name in possible if name.startswith(("go.", "planning.", "publicity."))}
    assert not possible & {"file.copy", "file.close", "edit.undo", "edit.redo", "edit.parameters"}


def test_that_every_command_has_somebody_who_does_it(face: Face) -> None:
    for stage in Stage:
        face.window.page(stage)
    doers = face.window.find_handlers()
    assert [a.id for a in ACTIONS if a.id not in doers and not a.id.startswith("go.")] == []


def test_that_enabling_follows_the_file(face: Face) -> None:
    actions = face.window.actions_by_id
    assert actions["go.coverage"].isEnabled()
    assert not actions["go.publicity"].isEnabled()
    actions["file.close"].trigger()
    assert not actions["go.coverage"].isEnabled()
    assert face.window.here is None


def test_that_tools_of_every_page_are_commands_of_its_stage(face: Face) -> None:
    by_id = {action.id: action for action in ACTIONS}
    for stage in Stage:
        for name in face.window.page(stage).tools:
            assert by_id[name].stage in (stage, None), name
