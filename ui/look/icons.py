"""Lucide icons from `resources/icons`, recoloured by role, sharp at the screen's ratio."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.look.tokens import ICON, Look

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


@lru_cache(2048)
def pixmap(name: str, colour: str, size: int, ratio: float, stroke: float = 1.9) -> QPixmap:
    """Draw an icon of `size` logical pixels; a wrong name raises FileNotFoundError."""
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    svg = svg.replace("currentColor", colour).replace(
        'stroke-width="2"', f'stroke-width="{stroke}"'
    )
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def draw(
    painter: QPainter, name: str, x: float, y: float, size: float, colour: str, stroke: float = 1.9
) -> None:
    """Paint an icon with its upper left corner at (x, y)."""
    ratio = painter.device().devicePixelRatio()
    picture = pixmap(name, colour, round(size), ratio, stroke)
    painter.drawPixmap(QRectF(x, y, round(size), round(size)), picture, QRectF(picture.rect()))


def make_icon(name: str, look: Look, role: str = "muted", gap: int = 0) -> QIcon:
    """Make a QIcon in a role's colour; `gap` clear pixels at its right keep a text off."""
    icon = QIcon()
    size = look.px(ICON)
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio() if screen else 1.0
    colours = ((QIcon.Mode.Normal, getattr(look, role)), (QIcon.Mode.Disabled, look.faint))
    for mode, colour in colours:
        picture = QPixmap(round((size + gap) * ratio), round(size * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        draw(painter, name, 0, 0, size, colour)
        painter.end()
        icon.addPixmap(picture, mode)
    return icon


def icon_size(look: Look, gap: int = 0) -> QSize:
    """Give the size to set on a button that shows `make_icon(..., gap=gap)`."""
    return QSize(look.px(ICON) + gap, look.px(ICON))
