"""Draws the days on offer for a visit."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.look import fonts, paint
from ui.look.delegate import Draw
from ui.look.tokens import BODY, CAPTION, Look, mix
from ui.models.wanted import DayRow
from ui.words import Words


def draw_day(words: Words) -> Draw:
    """Give the drawing of a day: pennant, date and lunar date, gauge and worth."""

    def draw(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        assert isinstance(item, DayRow)
        is_market = item.offer.market_day
        if item.has_market:
            paint.market(painter, area.x() + 16, area.center().y() - 6, is_market, look)
        right, side = area.right() - 14, look.px(46)
        gauge = look.px(64)
        left = area.x() + look.px(34)
        room = QRectF(left, area.y(), right - side - gauge - 12 - left, area.height())
        ink = look.text if is_market or not item.has_market else look.muted
        said = words.day(item.offer.day)
        written = paint.text(painter, room, said, look, ink, BODY, is_market)
        rest = room.adjusted(written + 8, 0, 0, 0)
        lunar = words.lunar(item.offer.day)
        if fonts.width(look, lunar, CAPTION) > rest.width():
            lunar = lunar.removeprefix("农历").rpartition(" ")[2]
        if fonts.width(look, lunar, CAPTION) <= rest.width():
            paint.text(painter, rest, lunar, look, look.faint, CAPTION)
        meter = QRectF(right - side - gauge, area.center().y() - 3, gauge, 6)
        colour = look.market if is_market else mix(look.accent, look.surface, 0.6)
        paint.bar(painter, meter, item.share, colour, look)
        figure = QRectF(right - side, area.y(), side, area.height())
        amount = words.number(item.offer.worth.total)
        paint.text(painter, figure, amount, look, look.text, BODY, True, paint.RIGHT)

    return draw
