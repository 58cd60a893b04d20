"""The window driven as a person would: welcome, import, stages, language, undo, find."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QProcess, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from planner.domain.calendar import DateRule, RuleKind
from planner.office import Office
from tests.folders import write_csv, write_upland
from tests.ui.faces import Answers, make_face, retire
from ui.app import Face
from ui.aside import run_aside
from ui.dialogs.finder import Finder
from ui.dialogs.import_preview import ImportPreview
from ui.dialogs.parameters import ParametersDialog
from ui.look.delegate import ITEM_ROLE
from ui.look.tokens import BAR
from ui.papers import Papers
from ui.session import Selection
from ui.stages import Stage
from ui.words import Words

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def face(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Face:
    """The program without a file; the person would pick the upland's folder."""
    folder = write_upland(tmp_path / "upland")
    made = make_face(qapp, tmp_path, Answers(folder, tmp_path / "upland.tourplan"))
    yield made
    retire(made)


@pytest.fixture
def filled(face: Face, tmp_path: Path) -> Face:
    """The program with the upland imported."""
    face.files.import_folder(tmp_path / "upland", ask=False)
    return face


def read_texts(widget: QWidget) -> list[str]:
    """Read what stands on the labels of a widget."""
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def test_that_the_window_comes_before_the_office() -> None:
    """Opening stays quick only while the heavy libraries load after the first paint."""
    code = "import ui.app, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    heavy = {"planner.office", "sqlite_utils", "reportlab", "numpy", "pandas", "ortools", "numba"}
    assert not loaded & heavy


def test_that_the_first_screen_teaches_how_to_begin(face: Face) -> None:
    texts = read_texts(face.window.centralWidget())
    assert "What a folder holds" in texts
    assert "One round, seven stages" in texts
    assert face.window.here is None


def test_that_importing_a_folder_makes_a_file_and_shows_its_tables(
    face: Face, tmp_path: Path
) -> None:
    face.files.import_folder(tmp_path / "upland", ask=False)
    assert (tmp_path / "upland.tourplan").is_file()
    assert face.window.here is Stage.INTAKE
    page = face.window.page(Stage.INTAKE)
    assert page.sentences().scope == "2 stations, 10 venues, 60 customers, 3 crews"


def test_that_an_open_file_comes_back_with_its_tables(filled: Face, tmp_path: Path) -> None:
    filled.window.actions_by_id["file.close"].trigger()
    assert filled.session.scenario is None
    assert filled.files.open(tmp_path / "upland.tourplan")
    assert len(filled.session.scenario.venues) == 10


def test_that_a_file_of_others_is_refused_in_words(face: Face, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.tourplan"
    stranger.write_bytes(b"PK\x03\x04 a zip")
    assert not face.files.open(stranger)
    title, sentence = face.files.chooser.told[-1]
    assert title == "This is another kind of file"
    assert str(stranger) in sentence
    assert face.window.here is None


def test_that_a_file_open_stays_open_when_another_cannot_be_opened(
    filled: Face, tmp_path: Path
) -> None:
    assert not filled.files.open(tmp_path / "gone.tourplan")
    assert filled.session.scenario is not None


def test_that_a_folder_without_tables_ends_in_a_sentence(face: Face, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    face.files.import_folder(tmp_path / "empty", ask=False)
    assert face.files.chooser.told[-1][0] == "No tables in this folder"


def test_that_refused_cells_are_shown_with_what_was_expected(
    face: Face, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "upland"
    write_csv(
        folder / "customers.csv",
        ["customer_id", "name", "lat", "lon", "tier"],
        [["C1", "Ann", 0.1, 36.1, "gold"], ["C2", "<b>Bob", "north", 36.1, "tin"]],
    )
    intake = face.session.look(folder)
    kit = face.window.kit
    dialog = ImportPreview(folder, intake, False, kit.look, kit.words, face.window)
    qtbot.addWidget(dialog)
    assert dialog.take.isEnabled()
    assert "2 cells refused" in read_texts(dialog)
    face.session.create(tmp_path / "x.tourplan")
    face.session.take(intake)
    model = face.window.page(Stage.INTAKE).rejects
    shown = {
        tuple(model.index(row, column).data() for column in range(5))
        for row in range(model.rowCount())
    }
    assert ("customers.csv", "3", "tier", "tin", "platinum, gold, iron or lead") in shown


def test_that_a_folder_without_stations_cannot_be_taken(
    face: Face, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "upland" / "stations.csv").unlink()
    intake = face.session.look(tmp_path / "upland")
    kit = face.window.kit
    dialog = ImportPreview(tmp_path, intake, False, kit.look, kit.words, face.window)
    qtbot.addWidget(dialog)
    assert not dialog.take.isEnabled()
    assert any("no usable station" in text for text in read_texts(dialog))


def test_that_another_language_keeps_file_and_page(filled: Face) -> None:
    filled.window.actions_by_id["go.coverage"].trigger()
    filled.window.actions_by_id["view.language"].trigger()
    assert filled.window.here is Stage.COVERAGE
    assert filled.window.page(Stage.COVERAGE).title == "服务缺口"
    assert filled.session.scenario is not None
    filled.window.actions_by_id["view.language"].trigger()
    assert filled.window.page(Stage.COVERAGE).title == "Coverage gap"


def test_that_another_language_leaves_no_paper_being_made(filled: Face, qtbot: QtBot) -> None:
    papers = Papers(filled.session, filled.window)
    papers.ask(("posters",), "en")
    process = papers._process
    assert process is not None
    assert process.waitForStarted()
    filled.window.actions_by_id["view.language"].trigger()
    assert process.state() == QProcess.ProcessState.NotRunning


def test_that_lunar_dates_are_told_where_markets_follow_them(filled: Face) -> None:
    words, scenario, day = Words("en"), filled.session.scenario, date(2026, 10, 20)
    assert scenario is not None
    words.follow(scenario)
    assert words.lunar(day) == ""
    assert words.day(day, lunar=True) == words.day(day)
    lunar = DateRule(RuleKind.LUNAR_DIGITS, frozenset({3, 8}))
    first, *others = scenario.venues
    words.follow(replace(scenario, venues=(replace(first, market=lunar), *others)))
    assert words.lunar(day) == "lunar 9/11"
    chinese = Words("zh")
    chinese.follow(scenario)
    assert chinese.lunar(day)


def test_that_a_file_closed_is_among_the_recent_ones(filled: Face, tmp_path: Path) -> None:
    filled.session.close()
    views = filled.window._welcome.findChildren(QListView)
    shown = [view.model().index(0, 0).data(ITEM_ROLE) for view in views]
    assert tmp_path / "upland.tourplan" in shown
    menu = filled.window._file.menu()
    menu.aboutToShow.emit()
    recent = next(action.menu() for action in menu.actions() if action.menu())
    assert [action.text() for action in recent.actions()] == ["upland"]


def test_that_a_scenario_without_crews_says_how_to_get_one(
    face: Face, tmp_path: Path, qapp: QApplication
) -> None:
    stations = tmp_path / "upland" / "stations.csv"
    head, *rows = [line.split(",") for line in stations.read_text("utf-8").splitlines()]
    for row in rows:
        row[head.index("tour_crews")] = "0"
    write_csv(stations, head, rows)
    face.files.import_folder(tmp_path / "upland", ask=False)
    face.window.show_stage(Stage.PLANNING)
    qapp.processEvents()
    page = face.window.page(Stage.PLANNING)
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "No crew can go out" in shown


def test_that_work_aside_lets_the_window_paint(qtbot: QtBot) -> None:
    ticks: list[int] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: ticks.append(len(ticks)) or enough())
    seen = Event()

    def enough() -> None:
        if len(ticks) == 3:
            seen.set()

    timer.start()
    assert run_aside(lambda: seen.wait(20)) is True
    with pytest.raises(LookupError):
        run_aside(lambda: {}["nothing"])


def test_that_theme_and_text_size_make_another_look(filled: Face) -> None:
    filled.window.actions_by_id["view.theme"].trigger()
    assert filled.window.kit.look.dark
    filled.window.actions_by_id["view.larger"].trigger()
    assert filled.window.kit.look.scale == 1.15
    filled.window.actions_by_id["view.smaller"].trigger()
    assert filled.window.kit.look.scale == 1.0


@pytest.mark.parametrize(
    ("language", "scale"),
    [("zh", "100"), ("en", "100"), ("en", "150"), ("zh", "200"), ("en", "200")],
)
def test_that_every_page_fits_what_a_small_laptop_leaves(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, language: str, scale: str
) -> None:
    folder = write_upland(tmp_path / "upland")
    answers = Answers(folder, tmp_path / "upland.tourplan")
    face = make_face(qapp, tmp_path, answers, language=language, scale=scale)
    face.files.import_folder(folder, ask=False)
    for stage in Stage:
        face.window.show_stage(stage)
        qapp.processEvents()
        least = face.window.minimumSizeHint()
        assert (least.width() <= 1366, least.height() <= 696) == (True, True), (stage, least)
        whole = face.window._frames[stage].findChild(QScrollArea, "page").widget()
        room = whole.minimumSizeHint()
        fits = (room.width() <= 1366, room.height() <= 696 - face.window.kit.look.px(BAR))
        assert fits == (True, True) or scale == "200", (stage, room)  # the largest scrolls
    retire(face)


def test_that_no_label_reads_markup(filled: Face) -> None:
    """Rich text in a name from a table could read files of the person's machine."""
    for stage in Stage:
        filled.window.show_stage(stage)
    labels = filled.window.findChildren(QLabel)
    rich = [
        label.text()
        for label in labels
        if label.textFormat() is not Qt.TextFormat.PlainText and label.text()
    ]
    assert not rich


def test_that_settings_change_the_file_and_can_be_undone(filled: Face, qtbot: QtBot) -> None:
    dialog = ParametersDialog(filled.window.kit, filled.window)
    qtbot.addWidget(dialog)
    knob, field = next(pair for pair in dialog._fields if pair[0].text == "Gold")
    field.setValue(9)
    dialog.take()
    assert filled.session.scenario.parameters.rates.gold_in_reach == 9
    assert knob.read(filled.session.scenario.parameters) == 9
    filled.window.actions_by_id["edit.undo"].trigger()
    assert filled.session.scenario.parameters.rates.gold_in_reach == 8
    filled.window.actions_by_id["edit.redo"].trigger()
    assert filled.session.scenario.parameters.rates.gold_in_reach == 9


def test_that_unchanged_settings_make_no_step(filled: Face, qtbot: QtBot) -> None:
    steps = len(filled.session.office.steps())
    dialog = ParametersDialog(filled.window.kit, filled.window)
    qtbot.addWidget(dialog)
    dialog.take()
    assert len(filled.session.office.steps()) == steps


def test_that_the_planning_date_is_the_first_day_planned(filled: Face) -> None:
    page = filled.window.page(Stage.INTAKE)
    page._date.setDate(page._date.date().addDays(7))
    page._weeks.setValue(2)
    page._date.editingFinished.emit()
    horizon = filled.session.office.horizon
    assert horizon.first == page._date.date().toPython()
    assert (horizon.last - horizon.first).days == 13


def test_that_company_and_hotline_stand_in_the_file(filled: Face, tmp_path: Path) -> None:
    page = filled.window.page(Stage.INTAKE)
    page._company.setText("  Kilima Pumps ")
    page._company.editingFinished.emit()
    filled.session.close()
    reopened = Office.open(tmp_path / "upland.tourplan")
    assert reopened.scenario.company == "Kilima Pumps"
    reopened.close()


def test_that_the_finder_goes_to_a_customer(filled: Face, qtbot: QtBot) -> None:
    customer = filled.session.scenario.customers[3]
    finder = Finder(filled.window.kit, filled.window)
    qtbot.addWidget(finder)
    finder.entry.setText(customer.id)
    assert finder.found
    qtbot.keyClick(finder.findChild(QLineEdit), Qt.Key.Key_Return)
    assert filled.window.here is Stage.COVERAGE
    assert filled.session.selection.customer == customer.id


def test_that_picking_a_gap_picks_it_on_the_map_and_in_the_foot(filled: Face) -> None:
    filled.window.show_stage(Stage.COVERAGE)
    page = filled.window.page(Stage.COVERAGE)
    assert page.gaps.rowCount()
    page._ranking.setCurrentIndex(page.gaps.index(0, 0))
    row = page.gaps.rows[0]
    assert filled.session.selection.region == row.region
    assert page.sentences().foot.startswith(f"Picked: {row.name}")


def test_that_a_pick_made_elsewhere_moves_the_ranking_without_an_echo(
    filled: Face, qtbot: QtBot
) -> None:
    filled.window.show_stage(Stage.COVERAGE)
    page = filled.window.page(Stage.COVERAGE)
    last = page.gaps.rows[-1]
    heard: list[Selection] = []
    filled.session.selected.connect(heard.append)
    filled.session.select(Selection(region=last.region, venue="V1"))
    assert page._ranking.currentIndex().row() == page.gaps.rowCount() - 1
    assert heard == [Selection(region=last.region, venue="V1")]


def test_that_every_worth_on_the_demand_page_is_the_sum_of_its_terms(filled: Face) -> None:
    filled.window.show_stage(Stage.DEMAND)
    page = filled.window.page(Stage.DEMAND)
    assert page.wanted.rowCount() == len(filled.session.question.visits)
    best = page.wanted.rows[0]
    assert best.worth == max(row.worth for row in page.wanted.rows)
    day = page.days.rows[page.day_list.currentIndex().row()]
    office = filled.session.office
    why = office.demand.why(best.visit.id, day.offer.day, day.offer.duration)
    assert page._figure.text() == filled.window.kit.words.number(why.total, 1)


def test_that_a_list_is_saved_where_the_person_says(filled: Face, tmp_path: Path) -> None:
    filled.files.chooser.target_picked = tmp_path / "coverage.csv"
    filled.window.actions_by_id["coverage.export"].trigger()
    lines = (tmp_path / "coverage.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("rank,")
    assert len(lines) == 1 + filled.window.page(Stage.COVERAGE).gaps.rowCount()


def test_that_a_copy_is_whole_and_what_it_replaces_is_kept(filled: Face, tmp_path: Path) -> None:
    target = tmp_path / "copy.tourplan"
    target.write_text("older")
    filled.files.chooser.target_picked = target
    filled.window.actions_by_id["file.copy"].trigger()
    copy = Office.open(target)
    assert len(copy.scenario.venues) == 10
    copy.close()
    assert (tmp_path / "copy.tourplan.bak").read_text() == "older"


def test_that_undoing_the_import_shows_the_empty_file(filled: Face) -> None:
    filled.window.show_stage(Stage.COVERAGE)
    undo, redo = (filled.window.actions_by_id[name] for name in ("edit.undo", "edit.redo"))
    while undo.isEnabled():
        undo.trigger()
    assert filled.session.scenario is None
    assert filled.window.here is Stage.INTAKE
    while redo.isEnabled():
        redo.trigger()
    assert filled.session.scenario is not None
