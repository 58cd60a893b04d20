"""The preview shows and turns pages; a print run sends all of them, band by band."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen import canvas

from ui.look.tokens import LIGHT
from ui.printing import PrintRun, save_bytes
from ui.widgets.pdf_pages import PdfPages
from ui.widgets.preview import PageModel, Preview
from ui.words import Words


@pytest.fixture
def paper(tmp_path: Path) -> bytes:
    """Three pages: A4 upright, A4 lying, A3; a red square in the upper left corner of each."""
    path = tmp_path / "paper.pdf"
    drawing = canvas.Canvas(str(path))
    for size in (A4, landscape(A4), A3):
        drawing.setPageSize(size)
        drawing.setFillColorRGB(1, 0, 0)
        drawing.rect(0, size[1] - 72, 72, 72, stroke=0, fill=1)
        drawing.showPage()
    drawing.save()
    return path.read_bytes()


def make_preview(qtbot: QtBot, data: bytes | None, width: int = 800) -> Preview:
    preview = Preview(LIGHT, Words("en"))
    qtbot.addWidget(preview)
    preview.resize(width, 600)
    preview.show()
    preview.show_pdf(data)
    return preview


def test_that_pages_are_drawn_the_right_way_up(paper: bytes) -> None:
    picture = PdfPages(paper).draw(0, 595)
    assert picture.pixelColor(5, 5) == QColor("#FF0000")
    assert picture.pixelColor(5, picture.height() - 5) == QColor("#FFFFFF")
    assert picture.width() == pytest.approx(595, abs=1)


def test_that_bands_make_up_the_whole_page(paper: bytes) -> None:
    pages = PdfPages(paper)
    tops = range(0, round(pages.size(0).height() * 144 / 72), 300)
    bands = [pages.draw_band(0, 144, top, 300) for top in tops]
    assert sum(band.image.height() for band in bands) == pytest.approx(1684, abs=3)
    assert bands[0].image.pixelColor(140, 140) == QColor("#FF0000")
    assert bands[0].image.pixelColor(150, 150) == QColor("#FFFFFF")
    assert bands[1].image.pixelColor(5, 5) == QColor("#FFFFFF")


def test_that_keys_turn_pages_and_stop_at_the_last(qtbot: QtBot, paper: bytes) -> None:
    preview = make_preview(qtbot, paper)
    for _ in range(5):
        qtbot.keyClick(preview.view, Qt.Key.Key_PageDown)
    assert preview.view.page == 2
    assert preview.thumbnails.currentIndex().row() == 2
    qtbot.keyClick(preview.view, Qt.Key.Key_Home)
    assert preview.view.page == 0


def test_that_a_thumbnail_brings_its_page(qtbot: QtBot, paper: bytes) -> None:
    preview = make_preview(qtbot, paper)
    preview.thumbnails.setCurrentIndex(preview.thumbnails.model().index(1, 0))
    assert preview.view.page == 1


def test_that_zoom_steps_up_and_fits_again(qtbot: QtBot, paper: bytes) -> None:
    preview = make_preview(qtbot, paper)
    qtbot.keyClick(preview.view, Qt.Key.Key_Plus)
    first = preview.view.zoom
    qtbot.keyClick(preview.view, Qt.Key.Key_Plus)
    assert first is not None
    assert preview.view.zoom is not None
    assert preview.view.zoom > first
    qtbot.keyClick(preview.view, Qt.Key.Key_0)
    assert preview.view.zoom is None


def test_that_the_drawn_page_reaches_the_screen(qtbot: QtBot, paper: bytes) -> None:
    preview = make_preview(qtbot, paper)

    def corner_is_red() -> None:
        picture = preview.view.viewport().grab().toImage()
        middle = picture.width() // 2
        reds = [x for x in range(middle) if picture.pixelColor(x, 40) == QColor("#FF0000")]
        assert reds

    qtbot.waitUntil(lambda: corner_is_red() is None)


def test_that_no_paper_leaves_an_empty_preview(qtbot: QtBot, paper: bytes) -> None:
    preview = make_preview(qtbot, paper)
    preview.show_pdf(None)
    assert preview.page_count == 0
    preview.grab()


def test_that_a_narrow_preview_keeps_the_room_for_the_page(qtbot: QtBot, paper: bytes) -> None:
    preview = make_preview(qtbot, paper, width=500)
    assert not preview.copies.isVisible()
    preview.resize(QSize(900, 600))
    assert preview.copies.isVisible()


def test_that_a_print_run_sends_every_page_in_its_own_size(
    qtbot: QtBot, paper: bytes, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    run = PrintRun(PdfPages(paper), printer, (0, 1, 2))
    with qtbot.waitSignal(run.finished, timeout=20_000):
        run.start()
    printed = PdfPages((tmp_path / "printed.pdf").read_bytes())
    sizes = [(round(printed.size(n).width()), round(printed.size(n).height())) for n in range(3)]
    assert sizes == [(595, 842), (842, 595), (842, 1191)]
    picture = printed.draw(2, 842)
    assert picture.pixelColor(60, 60).red() > 250
    assert picture.pixelColor(60, 60).green() < 10
    assert picture.pixelColor(90, 90) == QColor("#FFFFFF")


def test_that_a_stopped_print_run_ends(qtbot: QtBot, paper: bytes, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    run = PrintRun(PdfPages(paper), printer, (0, 1, 2))
    with qtbot.waitSignal(run.finished):
        run.start()
        run.stop()


def test_that_a_file_is_written_whole_or_refused(tmp_path: Path) -> None:
    assert save_bytes(tmp_path / "a.pdf", b"1234")
    assert (tmp_path / "a.pdf").read_bytes() == b"1234"
    assert not save_bytes(tmp_path / "nowhere" / "a.pdf", b"1234")


def test_that_the_page_model_keeps_the_rules_of_models(qtmodeltester: object) -> None:
    model = PageModel(Words("en"))
    model.set_count(4)
    qtmodeltester.check(model)  # type: ignore[attr-defined]
