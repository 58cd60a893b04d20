"""Marks and small drawings shared by delegates and scenes: a painter, a place, the look."""

from collections.abc import Sequence
from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui.look import fonts, icons
from ui.look.tokens import BODY, CAPTION, CREW_SHAPES, Look

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter

_CROSS = (
    (-0.42, -1), (0.42, -1), (0.42, -0.42), (1, -0.42), (1, 0.42), (0.42, 0.42),
    (0.42, 1), (-0.42, 1), (-0.42, 0.42), (-1, 0.42), (-1, -0.42), (-0.42, -0.42),
)  # fmt: skip
_POLYGONS = {"triangle": (3, -90, 1.2), "diamond": (4, -90, 1.12), "hexagon": (6, 0, 1.02)}


def text(
    painter: QPainter,
    area: QRectF,
    words: str,
    look: Look,
    colour: str,
    size: int = BODY,
    bold: bool = False,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Write one line, elided to the area, centred in its height; gives the width written."""
    measure = fonts.metrics(look, size, bold)
    shown = measure.elidedText(words, Qt.TextElideMode.ElideRight, area.width() + 0.5)
    painter.setFont(fonts.font(look, size, bold))
    painter.setPen(QColor(colour))
    painter.drawText(
        area, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown
    )
    return measure.horizontalAdvance(shown)


def box(
    painter: QPainter,
    area: QRectF,
    fill: str = "",
    edge: str = "",
    radius: float = 4,
    line: float = 1.0,
) -> None:
    """Draw a rounded box; an empty colour leaves that part out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(edge), line) if edge else Qt.PenStyle.NoPen)
    inset = line / 2 if edge else 0
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius, radius)


def rule(
    painter: QPainter,
    start: QPointF,
    end: QPointF,
    colour: str,
    width: float = 1.0,
    dash: Sequence[float] = (),
) -> None:
    """Draw a straight line, dashed in pen widths."""
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash:
        pen.setDashPattern(list(dash))
    painter.setPen(pen)
    painter.drawLine(start, end)


def pill(
    painter: QPainter,
    x: float,
    y: float,
    words: str,
    look: Look,
    role: str,
    icon: str = "",
    height: float = 18,
) -> float:
    """Draw a pill in a state role ("danger", "warn", "ok", "info"); gives its width."""
    tall, small = look.px(height), look.px(12)
    lead = small + 4 if icon else 0
    wide = fonts.width(look, words, CAPTION) + 14 + lead
    ink = getattr(look, role)
    box(painter, QRectF(x, y, wide, tall), getattr(look, f"{role}_soft"), radius=tall / 2)
    if icon:
        icons.draw(painter, icon, x + 7, y + (tall - small) / 2, small, ink, 2.2)
    text(painter, QRectF(x + 7 + lead, y, wide, tall), words, look, ink, CAPTION)
    return wide


def count(
    painter: QPainter, x: float, y: float, words: str, look: Look, fill: str, ink: str
) -> None:
    """Draw a figure in a disc of 22 px with its upper left corner at (x, y)."""
    side = look.px(22)
    area = QRectF(x, y, max(side, fonts.width(look, words, CAPTION, True) + 10), side)
    box(painter, area, fill, radius=side / 2)
    text(painter, area, words, look, ink, CAPTION, True, CENTRE)


def shape(name: str, centre: QPointF, radius: float) -> QPainterPath:
    """Make the outline of a crew's badge, one of `CREW_SHAPES`."""
    path = QPainterPath()
    x, y, r = centre.x(), centre.y(), radius
    if name == "circle":
        path.addEllipse(centre, r, r)
    elif name == "square":
        path.addRoundedRect(QRectF(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8), 1.5, 1.5)
    elif name == "cross":
        path.addPolygon(QPolygonF([QPointF(x + a * r, y + b * r) for a, b in _CROSS]))
        path.closeSubpath()
    elif name == "shield":
        path.moveTo(x - r * 0.9, y - r * 0.9)
        path.lineTo(x + r * 0.9, y - r * 0.9)
        path.lineTo(x + r * 0.9, y)
        path.quadTo(x + r * 0.8, y + r * 0.8, x, y + r * 1.1)
        path.quadTo(x - r * 0.8, y + r * 0.8, x - r * 0.9, y)
        path.closeSubpath()
    elif name == "drop":
        path.moveTo(x, y - r * 1.15)
        path.cubicTo(x + r * 0.5, y - r * 0.5, x + r, y - r * 0.2, x + r, y + r * 0.25)
        path.arcTo(QRectF(x - r, y - r * 0.75, 2 * r, 2 * r), 0, -180)
        path.cubicTo(x - r, y - r * 0.2, x - r * 0.5, y - r * 0.5, x, y - r * 1.15)
    else:
        path.addPolygon(_polygon(name, centre, radius))
        path.closeSubpath()
    return path


def badge(painter: QPainter, centre: QPointF, radius: float, number: int, look: Look) -> None:
    """Draw a crew's mark: a hue and a shape of its own, never colour alone."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.crew(number)))
    painter.drawPath(shape(CREW_SHAPES[number % len(CREW_SHAPES)], centre, radius))


def market(
    painter: QPainter, x: float, y: float, is_market: bool, look: Look, size: float = 9
) -> None:
    """Draw the pennant: filled on a market day, hollow on an ordinary one."""
    ink = QColor(look.market if is_market else look.faint)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1.3))
    painter.drawLine(QPointF(x + 0.7, y), QPointF(x + 0.7, y + size + 2))
    painter.setBrush(ink if is_market else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.1))
    corners = ((1, 0.5), (size, size * 0.36), (1, size * 0.74))
    painter.drawPolygon(QPolygonF([QPointF(x + a, y + b) for a, b in corners]))


def steps(
    painter: QPainter, x: float, y: float, done: int, total: int, look: Look, late: bool = False
) -> None:
    """Draw progress as bars: `done` of `total` filled; red outlines when late."""
    fill = look.ok if done == total else look.accent
    for index in range(total):
        area = QRectF(x + index * 11, y, 9, 6)
        if index < done:
            box(painter, area, fill, radius=1.5)
        else:
            box(painter, area, "", look.danger if late else look.edge, 1.5, 1.1)


def bar(painter: QPainter, area: QRectF, share: float, colour: str, look: Look) -> None:
    """Draw a gauge filled by `share`, 0 to 1."""
    radius = area.height() / 2
    box(painter, area, look.sunken, radius=radius)
    filled = QRectF(area)
    filled.setWidth(max(area.height(), area.width() * min(1.0, share)))
    box(painter, filled, colour, radius=radius)


def blocked(painter: QPainter, x: float, y: float, look: Look, size: float = 16) -> None:
    """Draw the octagon: this cannot be."""
    icons.draw(painter, "octagon-x", x, y, size, look.danger, 2.1)


def flagged(painter: QPainter, x: float, y: float, look: Look, size: float = 16) -> None:
    """Draw the flag: this must be explained."""
    icons.draw(painter, "flag", x, y, size, look.warn, 2.1)


def passed(painter: QPainter, x: float, y: float, look: Look, size: float = 16) -> None:
    """Draw the tick in a circle: this is in order."""
    icons.draw(painter, "circle-check", x, y, size, look.ok, 2.1)


def focus(painter: QPainter, area: QRectF, look: Look, radius: float = 4) -> None:
    """Draw the focus ring around an area, 2 px with 1 px between."""
    box(painter, area.adjusted(-3, -3, 3, 3), "", look.focus, radius + 3, 2)


def _polygon(name: str, centre: QPointF, radius: float) -> QPolygonF:
    corners, turn, stretch = _POLYGONS[name]
    drop = radius * 0.12 if corners == 3 else 0
    angles = [radians(turn + index * 360 / corners) for index in range(corners)]
    reach = radius * stretch
    return QPolygonF(
        [QPointF(centre.x() + reach * cos(a), centre.y() + drop + reach * sin(a)) for a in angles]
    )
