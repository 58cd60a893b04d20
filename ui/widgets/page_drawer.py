"""Draws the pages of a PDF without holding the window."""

from collections import OrderedDict, deque

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from ui.widgets.pdf_pages import PdfPages

KEPT = 24  # drawn pages, some 14 MB each at most
MOST_PIXELS = 3_600_000  # of one drawn page; more holds the window for over a tenth of a second


class PageDrawer(QObject):
    """Draws pages one at a time between two events, the last wish first, and remembers them."""

    drawn = Signal(int)

    def __init__(self, pages: PdfPages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pages = pages
        self._kept: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._wanted: deque[tuple[int, int]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw_next)

    def find(self, number: int, width: int) -> QImage | None:
        """Give the page if it is drawn in that width, else the widest one there is and draw it."""
        size = self.pages.size(number)
        most = int((MOST_PIXELS * size.width() / size.height()) ** 0.5)
        key = (number, max(16, min(width, most)))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key in self._wanted:
            self._wanted.remove(key)
        self._wanted.append(key)
        self._timer.start()
        others = [other for other in self._kept if other[0] == number]
        return self._kept[max(others)] if others else None

    def close(self) -> None:
        """Stop drawing and let go of the document."""
        self._timer.stop()
        self._wanted.clear()
        self.pages.close()

    def _draw_next(self) -> None:
        if not self._wanted:
            self._timer.stop()
            return
        key = self._wanted.pop()
        self._kept[key] = self.pages.draw(*key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.drawn.emit(key[0])
