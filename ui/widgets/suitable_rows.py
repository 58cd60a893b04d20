"""Draws a day that would suit a visit, or why it does not."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui.look import fonts, icons, paint
from ui.look.delegate import Draw
from ui.look.tokens import BODY, CAPTION, Look
from ui.models.days import DayRow, Fit, say_detour, say_gain
from ui.words import Words

HEIGHT = 46
_ICONS = {Fit.GOOD: "circle-check", Fit.FAIR: "clock", Fit.POOR: "truck"}


def draw_suitable(words: Words) -> Draw:
    """Give the drawing of a row: date, crew, detour in its colour, value, the rest below."""

    def draw(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        assert isinstance(item, DayRow)
        upper = QRectF(area.x() + 34, area.y() + look.px(5), area.width() - 50, look.px(19))
        _draw_day(painter, area, upper, item, look, words)
        lower = QRectF(upper.x(), area.y() + look.px(24), upper.width(), look.px(17))
        ink = look.faint if item.fit is Fit.NONE else look.muted
        paint.text(painter, lower, item.said, look, ink, CAPTION)
        if item.fit is not Fit.NONE:
            _draw_figures(painter, upper, item, look, words)

    return draw


def _draw_day(
    painter: QPainter, area: QRectF, upper: QRectF, row: DayRow, look: Look, words: Words
) -> None:
    if row.is_market:
        paint.market(painter, area.x() + 16, upper.center().y() - 6, True, look)
    ink = look.faint if row.fit is Fit.NONE else look.text
    room = QRectF(upper.x(), upper.y(), look.px(210), upper.height())
    said = words.day(row.answer.day)
    written = paint.text(painter, room, said, look, ink, BODY, row.fit is not Fit.NONE)
    lunar = words.day(row.answer.day, lunar=True).removeprefix(said).lstrip(" ·")
    rest = room.adjusted(written + 8, 0, 0, 0)
    paint.text(painter, rest, lunar, look, look.faint, CAPTION)


def _draw_figures(painter: QPainter, upper: QRectF, row: DayRow, look: Look, words: Words) -> None:
    left = upper.x() + look.px(220)
    middle = QPointF(left + look.px(8), upper.center().y())
    paint.badge(painter, middle, look.px(6), row.crew_number, look)
    end, gain = upper.right(), say_gain(row, words)
    name = QRectF(left + look.px(20), upper.y(), end - look.px(190) - left, upper.height())
    paint.text(painter, name, row.crew, look, look.text, BODY)
    detour = say_detour(row, words)
    wide = fonts.width(look, detour, CAPTION) + 14 + look.px(12) + 4
    x = end - look.px(70) - wide
    paint.pill(painter, x, upper.y(), detour, look, row.fit.value, _ICONS[row.fit])
    ink = look.ok if row.answer.gain >= 0.5 else look.muted
    figure = QRectF(end - look.px(64), upper.y(), look.px(64), upper.height())
    paint.text(painter, figure, gain, look, ink, BODY, True, paint.RIGHT)


def draw_legend(painter: QPainter, area: QRectF, look: Look, words: Words) -> None:
    """Draw what the colours mean."""
    _ = words.gettext
    x = area.x()
    texts = (
        (Fit.GOOD, _("under 30 min")),
        (Fit.FAIR, _("30 to 90 min")),
        (Fit.POOR, _("over 90 min")),
    )
    y = area.center().y() - look.px(9)
    for fit, text in texts:
        x += paint.pill(painter, x, y, text, look, fit.value, _ICONS[fit]) + 8
    icons.draw(painter, "octagon-x", x, y + look.px(2), look.px(14), look.faint)
    rest = QRectF(x + look.px(20), area.y(), area.right() - x, area.height())
    paint.text(painter, rest, _("not possible"), look, look.faint, CAPTION)
