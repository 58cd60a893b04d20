"""Draws proposed changes: what falls out, and bundles with a tick, a gain and a line a move."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui.look import fonts, icons, paint
from ui.look.tokens import BODY, CAPTION, Look
from ui.models.changes import BundleRow, HeadRow, LostRow, MoveLine, Place

HEAD, LOST, WHY, TOP, LINE = 34, 28, 18, 32, 23  # px at 100 %
EDGE, INDENT = 16, 26
NAME, PLACE, ARROW = 0.215, 0.265, 22  # shares of the width, px


def find_height(item: object) -> int:
    """Give the height of a row, px at 100 %."""
    if isinstance(item, BundleRow):
        return TOP + LINE * len(item.lines) + 8
    if isinstance(item, LostRow):
        return LOST + (WHY if item.why else 0)
    return HEAD


def draw_change(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
    """Draw one row."""
    inner = area.adjusted(EDGE, 0, -EDGE, 0)
    if isinstance(item, HeadRow):
        low = QRectF(inner.x(), area.bottom() - look.px(24), inner.width(), look.px(20))
        paint.text(painter, low, item.said, look, look.muted, CAPTION, bold=True)
    elif isinstance(item, LostRow):
        _draw_lost(painter, inner, item, look)
    elif isinstance(item, BundleRow):
        _draw_bundle(painter, inner, item, look)


def _draw_lost(painter: QPainter, area: QRectF, row: LostRow, look: Look) -> None:
    line = QRectF(area.x(), area.y(), area.width(), look.px(LOST))
    side = look.px(16)
    draw = paint.flagged if row.why else paint.blocked
    draw(painter, line.x(), line.center().y() - side / 2, look, side)
    rest = line.adjusted(look.px(INDENT), 0, 0, 0)
    _draw_texts(painter, rest, row.name, (row.place,), row.told, look)
    if row.why:
        below = QRectF(rest.x(), line.bottom() - look.px(4), rest.width(), look.px(WHY))
        paint.text(painter, below, row.why, look, look.muted, CAPTION)


def _draw_bundle(painter: QPainter, area: QRectF, row: BundleRow, look: Look) -> None:
    top = QRectF(area.x(), area.y() + look.px(4), area.width(), look.px(TOP - 6))
    _draw_tick(painter, top, row.ticked, look)
    rest = top.adjusted(look.px(INDENT), 0, 0, 0)
    ink = look.text if row.ticked else look.muted
    written = paint.text(painter, rest, row.title, look, ink, BODY, bold=True)
    facts = rest.adjusted(written + look.px(14), 0, -look.px(80), 0)
    paint.text(painter, facts, row.facts, look, look.muted, CAPTION)
    gain = look.ok if row.ticked and row.bundle.gain >= 0.5 else look.muted
    paint.text(painter, rest, row.gain, look, gain, BODY, True, paint.RIGHT)
    for number, line in enumerate(row.lines):
        y = area.y() + look.px(TOP + LINE * number)
        place = QRectF(rest.x(), y, rest.width(), look.px(LINE))
        _draw_line(painter, place, line, look, row.ticked)


def _draw_tick(painter: QPainter, area: QRectF, on: bool, look: Look) -> None:
    side = look.px(16)
    box = QRectF(area.x(), area.center().y() - side / 2, side, side)
    if on:
        paint.box(painter, box, look.accent, radius=3)
        icons.draw(painter, "check", box.x() + 2, box.y() + 2, side - 4, look.on_accent, 3)
    else:
        paint.box(painter, box, look.surface, look.edge, 3, 1.3)


def _draw_line(painter: QPainter, area: QRectF, line: MoveLine, look: Look, on: bool) -> None:
    _draw_texts(painter, area, line.name, (line.before, line.after), line.told, look, on)


def _draw_texts(
    painter: QPainter,
    area: QRectF,
    name: str,
    places: tuple[Place, ...],
    told: str,
    look: Look,
    on: bool = True,
) -> None:
    """Write a name, one place or two with an arrow between, and who was told."""
    ink = look.text if on else look.muted
    wide = area.width() * NAME
    paint.text(painter, QRectF(area.x(), area.y(), wide - 8, area.height()), name, look, ink)
    x, room = area.x() + wide, area.width() * PLACE
    for number, place in enumerate(places):
        if number:
            y = area.center().y() - look.px(7)
            icons.draw(painter, "arrow-right", x, y, look.px(14), look.faint)
            x += look.px(ARROW)
        spot = QRectF(x, area.y(), room - 8, area.height())
        is_new = number == len(places) - 1 and len(places) > 1
        _draw_place(painter, spot, place, look, ink if is_new else look.muted)
        x += room
    if told:
        y = area.center().y() - look.px(9)
        wide = fonts.width(look, told, CAPTION) + 14 + look.px(12) + 4
        paint.pill(painter, area.right() - wide, y, told, look, "warn", "megaphone")


def _draw_place(painter: QPainter, area: QRectF, place: Place, look: Look, ink: str) -> None:
    left = 0.0
    if place.crew >= 0:
        middle = QPointF(area.x() + look.px(6), area.center().y())
        paint.badge(painter, middle, look.px(5), place.crew, look)
        left = look.px(16)
    paint.text(painter, area.adjusted(left, 0, 0, 0), place.said, look, ink, CAPTION)
