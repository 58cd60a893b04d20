"""Places names on the map: the important first, four places tried for each, none over another."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from ui.look import fonts
from ui.look.tokens import CAPTION, Look

HEIGHT = 16
HALO = 3.2
EDGE = 2


@dataclass(frozen=True, slots=True)
class Label:
    """A name at a point of the screen; a low `rank` is placed first, `gap` is kept to the mark."""

    rank: int
    text: str
    at: QPointF
    gap: float
    bold: bool = False


def place(
    labels: Iterable[Label], size: QSizeF, taken: list[QRectF], look: Look
) -> list[tuple[Label, QPointF]]:
    """Find room for names within `size`; those without room are left out."""
    used, placed = list(taken), []
    ground = QRectF(EDGE, EDGE, size.width() - 2 * EDGE, size.height() - 2 * EDGE)
    tall = look.px(HEIGHT)
    for label in sorted(labels, key=lambda label: label.rank):
        wide = fonts.width(look, label.text, CAPTION, label.bold) + 4
        for corner in _candidates(label, wide, tall):
            area = QRectF(corner.x(), corner.y(), wide, tall)
            if ground.contains(area) and not any(area.intersects(other) for other in used):
                used.append(area)
                placed.append((label, corner))
                break
    return placed


def _candidates(label: Label, wide: float, tall: float) -> tuple[QPointF, ...]:
    x, y, gap = label.at.x(), label.at.y(), label.gap
    return (
        QPointF(x - wide / 2, y + gap),
        QPointF(x + gap + 2, y - tall / 2),
        QPointF(x - wide - gap - 2, y - tall / 2),
        QPointF(x - wide / 2, y - gap - tall),
    )


class LabelPrinter:
    """Draws names with a halo, each drawn once and kept as a picture."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._pictures: dict[tuple[str, bool, float], QPixmap] = {}

    def draw(self, painter: QPainter, label: Label, corner: QPointF) -> None:
        """Draw one name with the upper left of its room at `corner`."""
        ratio = painter.device().devicePixelRatio()
        key = (label.text, label.bold, ratio)
        if key not in self._pictures:
            self._pictures[key] = self._make(label, ratio)
        painter.drawPixmap(corner - QPointF(3, 3), self._pictures[key])

    def _make(self, label: Label, ratio: float) -> QPixmap:
        look = self._look
        wide = fonts.width(look, label.text, CAPTION, label.bold) + 10
        tall = look.px(HEIGHT) + 6
        picture = QPixmap(round(wide * ratio), round(tall * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = fonts.font(look, CAPTION, label.bold)
        base = QPointF(5, 3 + look.px(HEIGHT) * 0.78)
        outline = QPainterPath()
        outline.addText(base, font, label.text)
        halo = QColor(look.land)
        halo.setAlpha(225)
        pen = QPen(halo, HALO)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(outline, pen)
        # Hinted text on top of the halo: filled outlines of bold text smear at 100 %.
        painter.setFont(font)
        painter.setPen(QColor(look.text))
        painter.drawText(base, label.text)
        painter.end()
        return picture
