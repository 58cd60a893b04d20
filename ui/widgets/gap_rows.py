"""Draws the rows of the coverage screen."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.look import fonts, icons, paint
from ui.look.delegate import Draw
from ui.look.tokens import BODY, CAPTION, Look, ink_on, mix
from ui.models.gaps import GapRow, NobodyRow, UnservedRow, say_customers, say_tour
from ui.words import Words

MANY_REQUESTS = 4  # from here on the open requests of a region get a mark of their own
LEFT = 46
RIGHT = 14
SIDE = 118


def draw_gap(words: Words) -> Draw:
    """Give the drawing of a ranked gap: rank, name and marks, customers, money, urgency."""

    def draw(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        assert isinstance(item, GapRow)
        fill = look.danger
        disc = look.px(22)
        top = area.y() + (area.height() - disc) / 2
        paint.count(painter, area.x() + 14, top, str(item.rank), look, fill, ink_on(fill))
        left, side = area.x() + look.px(LEFT), look.px(SIDE)
        right = area.right() - look.px(RIGHT)
        upper = QRectF(left, area.y() + 3, right - side - left, area.height() / 2 - 2)
        written = paint.text(painter, upper, item.name, look, look.text, BODY, True)
        _draw_marks(painter, left + written + 8, right - side, upper, item, look, words)
        lower = QRectF(left, area.center().y(), right - side - left, area.height() / 2 - 4)
        ink = look.danger if item.is_never_visited else look.muted
        said = f"{say_customers(item.customers, words)} · {say_tour(item.days, words)}"
        paint.text(painter, lower, said, look, ink, CAPTION)
        money = QRectF(right - side, upper.y(), side, upper.height())
        paint.text(painter, money, item.profit, look, look.text, BODY, True, paint.RIGHT)
        wide = look.px(86)
        gauge = QRectF(right - wide, lower.center().y() - 3, wide, 6)
        paint.bar(painter, gauge, item.share, mix(look.danger, look.surface, 0.8), look)

    return draw


def _draw_marks(
    painter: QPainter,
    x: float,
    end: float,
    line: QRectF,
    item: GapRow,
    look: Look,
    words: Words,
) -> None:
    _ = words.gettext
    tall = 17
    y = line.center().y() - look.px(tall) / 2
    marks = []
    if item.platinum:
        marks.append((_("Platinum {count}").format(count=item.platinum), "info", "gem"))
    if item.requests >= MANY_REQUESTS:
        marks.append((_("{count} open").format(count=item.requests), "warn", "wrench"))
    for said, role, icon in marks:
        wide = fonts.width(look, said, CAPTION) + 14 + look.px(12) + 4
        if x + wide > end:
            return
        x += paint.pill(painter, x, y, said, look, role, icon, tall) + 4


def draw_nobody(words: Words) -> Draw:
    """Give the drawing of a place nobody goes to."""

    def draw(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        assert isinstance(item, NobodyRow)
        _ = words.gettext
        said = _("{road} km from {station}").format(
            road=words.number(item.road / 1000), station=item.station
        )
        counted = say_customers(item.customers, words)
        _draw_line(painter, area, look, ("map-pin-x", "danger"), item.name, counted, said)

    return draw


def draw_unserved(words: Words) -> Draw:
    """Give the drawing of a customer reached but not served."""

    def draw(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        assert isinstance(item, UnservedRow)
        said = f"{item.product} · {item.station}"
        tier = words.tier(item.tier)
        _draw_line(painter, area, look, ("wrench", "warn"), item.name, tier, said)

    return draw


def _draw_line(
    painter: QPainter,
    area: QRectF,
    look: Look,
    icon: tuple[str, str],
    name: str,
    aside: str,
    end: str,
) -> None:
    side = look.px(16)
    name_of_icon, role = icon
    y = area.center().y() - side / 2
    icons.draw(painter, name_of_icon, area.x() + 16, y, side, getattr(look, role))
    left, right = area.x() + look.px(LEFT), area.right() - look.px(RIGHT)
    half = (right - left) * 0.55
    written = paint.text(
        painter, QRectF(left, area.y(), half, area.height()), name, look, look.text, BODY, True
    )
    room = QRectF(left + written + 8, area.y(), half - written, area.height())
    used = paint.text(painter, room, aside, look, look.muted, CAPTION) if room.width() > 20 else 0
    start = left + written + 16 + used
    rest = QRectF(start, area.y(), right - start, area.height())
    paint.text(painter, rest, end, look, look.muted, CAPTION, align=paint.RIGHT)
