"""A few lines of text in a row that is painted: broken where each script may be broken."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextOption

from ui.look import fonts
from ui.look.tokens import CAPTION, Look

LEADING = 1.42  # line height over font size


def break_lines(
    words: str, look: Look, width: float, most: int, size: int = CAPTION, bold: bool = False
) -> list[str]:
    """Break a text into lines of a width; the last of `most` lines ends in an ellipsis."""
    layout = QTextLayout(words, fonts.font(look, size, bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        if len(lines) == most - 1:
            measure = fonts.metrics(look, size, bold)
            rest = words[start:]
            lines.append(measure.elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        lines.append(words[start : start + length].strip())
    layout.endLayout()
    return lines


def line_height(look: Look, size: int = CAPTION) -> int:
    """Give the height of one line."""
    return look.px(round(size * LEADING))


def draw_lines(
    painter: QPainter,
    at: QPointF,
    lines: list[str],
    look: Look,
    colour: str,
    size: int = CAPTION,
    bold: bool = False,
) -> None:
    """Write lines below each other, the upper left corner of the first at `at`."""
    step = line_height(look, size)
    painter.setFont(fonts.font(look, size, bold))
    painter.setPen(QColor(colour))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    for number, line in enumerate(lines):
        painter.drawText(QRectF(at.x(), at.y() + number * step, 4000, step), flags, line)
