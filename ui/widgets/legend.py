"""Says what the marks of the timeline mean."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.look import fonts, icons, paint
from ui.look.tokens import CAPTION, Look
from ui.words import Words

HEIGHT = 30


class Legend(QWidget):
    """One line below the timeline; entries that have no room are left out from the right."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        _ = words.gettext
        self._entries = (
            ("market", _("market day")),
            ("plain", _("no market")),
            ("house", _("home visit")),
            ("bed-double", _("night")),
            ("users", _("people expected")),
            ("under", _("true hours of a stop")),
            ("hatch", _("crew not free")),
            ("lock", _("locked")),
        )
        self.setFixedHeight(look.px(HEIGHT))
        self.setAccessibleName(", ".join(text for _mark, text in self._entries))

    def sizeHint(self) -> QSize:
        """Ask for the line."""
        return QSize(400, self._look.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw marks and words."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 14.0, self.height() / 2
        for mark, words in self._entries:
            wide = fonts.width(look, words, CAPTION)
            if x + wide + 24 > self.width():
                break
            self._draw_mark(painter, mark, x, middle)
            area = QRectF(x + 20, 0, wide + 2, self.height())
            paint.text(painter, area, words, look, look.muted, CAPTION)
            x += wide + 36
        painter.end()

    def _draw_mark(self, painter: QPainter, mark: str, x: float, middle: float) -> None:
        look = self._look
        if mark in ("market", "plain"):
            paint.market(painter, x + 4, middle - 6, mark == "market", look)
        elif mark == "under":
            paint.box(painter, QRectF(x, middle - 7, 16, 14), look.rung(0, "day"), look.crew(0))
            paint.box(painter, QRectF(x + 3, middle + 3, 8, 3), look.crew(0))
        elif mark == "hatch":
            hatch = QColor(look.edge)
            hatch.setAlphaF(0.6)
            area = QRectF(x, middle - 7, 16, 14)
            painter.fillRect(area, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            paint.box(painter, area, "", look.line, 2)
        else:
            icons.draw(painter, mark, x, middle - 7, 14, look.muted, 2.1)
