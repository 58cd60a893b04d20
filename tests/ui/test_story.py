"""The whole main job in the window: from a folder of tables to printed papers and files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.office import Office
from tests.folders import write_upland
from tests.ui.faces import Answers, make_face, retire
from ui.app import Face
from ui.session import Selection
from ui.settings import SECONDS
from ui.stages import Stage
from ui.widgets.pdf_pages import PdfPages

PATIENCE = 90_000  # ms a child process may take on a busy machine


@pytest.fixture
def face(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Face]:
    """The program, and a person who imports the upland and exports into `out`."""
    folder = write_upland(tmp_path / "upland")
    (tmp_path / "out").mkdir()
    made = make_face(qapp, tmp_path, Answers(folder, tmp_path / "upland.tourplan"))
    yield made
    retire(made)


def trigger(face: Face, name: str) -> None:
    """Do a command as its menu entry, button or key does."""
    action = face.window.actions_by_id[name]
    assert action.isEnabled(), name
    action.trigger()


def test_that_a_folder_becomes_a_plan_papers_and_files(
    qtbot: QtBot, face: Face, tmp_path: Path
) -> None:
    answers, window = face._chooser, face.window
    face.files.import_folder(tmp_path / "upland", ask=False)
    assert face.session.scenario is not None

    # every stage that can be seen before a plan is seen
    for name in ("go.coverage", "go.demand", "go.planning"):
        trigger(face, name)
        window.grab()

    # plan for three seconds, watching
    face.window.kit.preferences.write(SECONDS, "3")
    with qtbot.waitSignal(face.jobs.finished, timeout=PATIENCE):
        trigger(face, "planning.plan")
    assert face.session.plan is not None
    assert face.session.plan.tours
    board = window.page(Stage.PLANNING)
    assert board._stack.currentIndex() == 1

    # one selection: list, timeline, map, inspector
    board._table.setCurrentIndex(board._stops.index(1, 0))
    picked = face.session.selection
    assert board._timeline.chip_of(picked.visit).is_picked
    qtbot.keyClick(board._timeline, Qt.Key.Key_Right)
    assert face.session.selection != Selection()
    window.grab()

    # the poster of a stop, seen, saved, printed
    trigger(face, "go.publicity")
    page = window.page(Stage.PUBLICITY)
    qtbot.waitUntil(lambda: page.desk.paper is not None, timeout=PATIENCE)
    assert page.desk.preview.page_count == len(page._due)
    answers.target_picked = tmp_path / "out" / "posters.pdf"
    trigger(face, "file.pdf")
    assert len(PdfPages(answers.target_picked.read_bytes())) == len(page._due)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out" / "printed.pdf"))
    run = page.desk.send(printer, (0,))
    with qtbot.waitSignal(run.finished, timeout=PATIENCE):
        pass
    assert len(PdfPages((tmp_path / "out" / "printed.pdf").read_bytes())) == 1

    # run sheets and a crew's calendar
    trigger(face, "go.fieldwork")
    tours = window.page(Stage.FIELDWORK)
    qtbot.waitUntil(lambda: tours.desk.paper is not None, timeout=PATIENCE)
    answers.target_picked = tmp_path / "out" / "crew.ics"
    trigger(face, "fieldwork.calendar")
    assert answers.target_picked.read_bytes().startswith(b"BEGIN:VCALENDAR")

    # next dates, and everything into a folder
    trigger(face, "go.followup")
    after = window.page(Stage.FOLLOWUP)
    qtbot.waitUntil(lambda: after.desk.paper is not None, timeout=PATIENCE)
    answers.folder_picked = tmp_path / "out" / "all"
    with qtbot.waitSignal(after._export.exported, timeout=PATIENCE):
        trigger(face, "export.all")
    written = {path.name for path in answers.folder_picked.iterdir()}
    assert {"plan.json", "posters.pdf", "notices.pdf", "run-sheets.pdf"} <= written
    assert not answers.told

    # all of it is in the file
    face.close()
    office = Office.open(tmp_path / "upland.tourplan")
    assert office.plan is not None
    assert not office.planning.findings(office.plan)
    office.close()
