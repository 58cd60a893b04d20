"""Draws a visit that was left out: name, worth, reason."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui.look import fonts, icons, paint
from ui.look.tokens import AXIS, BODY, CAPTION, Look
from ui.models.left_out import LeftRow
from ui.widgets.paragraph import break_lines, draw_lines, line_height
from ui.words import Words

MARGIN = 14
MOST_LINES = 4


def find_height(left: object, look: Look, width: float) -> int:
    """Give the height of a row, px at 100 %, in a list of a width."""
    lines = _break(left, look, width) if isinstance(left, LeftRow) else [""]
    return round((look.px(34) + len(lines) * line_height(look)) / look.scale)


def make_draw(words: Words) -> Callable[[QPainter, QRectF, object, Look], None]:
    """Give the drawing of one row."""

    def draw(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        if isinstance(item, LeftRow):
            _draw_left(painter, area, item, look, words)

    return draw


def _draw_left(painter: QPainter, area: QRectF, left: LeftRow, look: Look, words: Words) -> None:
    x, y, wide = area.x() + MARGIN, area.y(), area.width() - 2 * MARGIN
    worth = words.number(left.best.worth.total) if left.best else ""
    room = fonts.width(look, worth, CAPTION) + 8
    pill = words.tier(left.tier) if left.tier else ""
    beside = fonts.width(look, pill, CAPTION) + 22 if pill else 0
    if left.is_home:
        icons.draw(painter, "house", x, y + look.px(9), look.px(14), look.muted, 2.1)
        x, wide = x + look.px(20), wide - look.px(20)
    title = QRectF(x, y + look.px(6), wide - room - beside, look.px(20))
    used = paint.text(painter, title, left.name, look, look.text, BODY, True)
    if pill:
        paint.pill(painter, x + used + 6, y + look.px(7), pill, look, "info")
    end = QRectF(area.x() + MARGIN, y + look.px(6), area.width() - 2 * MARGIN, look.px(20))
    paint.text(painter, end, worth, look, look.muted, CAPTION, align=paint.RIGHT)
    lines = _break(left, look, area.width())
    at = QPointF(area.x() + MARGIN, y + look.px(26))
    draw_lines(painter, at, lines, look, look.muted)
    across = area.width() - 2 * MARGIN
    bottom = at.y() + (len(lines) - 1) * line_height(look)
    low = QRectF(area.x() + MARGIN, bottom, across, line_height(look))
    paint.text(painter, low, left.code, look, look.faint, AXIS, align=paint.RIGHT)


def _break(left: LeftRow, look: Look, width: float) -> list[str]:
    code = fonts.width(look, left.code, AXIS) + 6
    return break_lines(left.reason, look, width - 2 * MARGIN - code, MOST_LINES)
