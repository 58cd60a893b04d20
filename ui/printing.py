"""From a finished PDF to a printer, a file or the system's viewer."""

from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSaveFile, QSizeF, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from ui.widgets.pdf_pages import POINTS_PER_INCH, PdfPages

MOST_DPI = 300.0  # of the drawn pages; text at 300 dpi reads like type
BAND = 400  # rows of pixels drawn between two events


class PrintRun(QObject):
    """Sends pages to a printer band by band, so that the window stays alive.

    Exactly one of `finished` and `failed` is emitted, `finished` also after `stop`.
    """

    progress = Signal(int, int)
    finished = Signal()
    failed = Signal()

    def __init__(
        self,
        pages: PdfPages,
        printer: QPrinter,
        numbers: tuple[int, ...],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages, self._printer, self._numbers = pages, printer, numbers
        self._painter = QPainter()
        self._at = 0
        self._top = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw_band)

    def start(self) -> None:
        """Begin with the first page."""
        if not self._numbers:
            self.finished.emit()
            return
        fit_paper(self._printer, self._pages.size(self._numbers[0]))
        if not self._painter.begin(self._printer):
            self.failed.emit()
            return
        self._timer.start()

    def stop(self) -> None:
        """Leave out what is not yet sent."""
        if self._timer.isActive():
            self._printer.abort()
            self._end()

    def _draw_band(self) -> None:
        number = self._numbers[self._at]
        size = self._pages.size(number)
        paper = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        dpi = min(MOST_DPI, float(self._printer.resolution()))
        band = self._pages.draw_band(number, dpi, self._top, BAND)
        share = min(
            paper.width() / (size.width() * dpi / POINTS_PER_INCH),
            paper.height() / (size.height() * dpi / POINTS_PER_INCH),
        )  # shrinks or grows the page to the paper in the printer
        place = band.place
        target = QRectF(
            place.x() * share, place.y() * share, place.width() * share, place.height() * share
        )
        self._painter.drawImage(target, band.image)
        self._top += BAND
        if self._top >= round(size.height() * dpi / POINTS_PER_INCH):
            self._turn_page()

    def _turn_page(self) -> None:
        self._top = 0
        self._at += 1
        self.progress.emit(self._at, len(self._numbers))
        if self._at == len(self._numbers):
            self._end()
            return
        fit_paper(self._printer, self._pages.size(self._numbers[self._at]))
        if not self._printer.newPage():
            self._timer.stop()
            self._painter.end()
            self.failed.emit()

    def _end(self) -> None:
        self._timer.stop()
        self._painter.end()
        self.finished.emit()


def fit_paper(printer: QPrinter, size: QSizeF) -> None:
    """Ask the printer for paper of a page's size in points, without its own margins."""
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    paper = QPageSize(upright.toSize(), "", match)
    lying = size.width() > size.height()
    way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageSize(paper)
    printer.setPageOrientation(way)


def save_bytes(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all; False when the place cannot be written."""
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        return False
    file.write(data)
    return file.commit()


def open_in_viewer(path: Path) -> bool:
    """Hand a file to the system's own viewer."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
