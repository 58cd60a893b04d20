"""One planned file for all tests of pages and dialogs, and a copy of it open for each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.planned import make_kit, make_planned
from ui.stages import Kit


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan the upland once; what a test changes, it changes in a copy."""
    return make_planned(tmp_path_factory.mktemp("planned"))


@pytest.fixture
def kit(qtbot: QtBot, planned: Path, tmp_path: Path) -> Iterator[Kit]:
    """Open a copy of the planned file."""
    owner = QWidget()
    qtbot.addWidget(owner)
    kit = make_kit(Path(shutil.copy(planned, tmp_path / "copy.tourplan")), tmp_path, owner)
    yield kit
    kit.jobs.stop()
    kit.session.close()
