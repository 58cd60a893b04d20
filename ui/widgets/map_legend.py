"""What the marks on the map mean, and the buttons to come nearer; both lie on the map."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from planner.domain.customer import Tier
from ui.look import fonts, icons, paint, parts
from ui.look.tokens import AXIS, CAPTION, Look, ink_on, mix
from ui.widgets.map import ZOOM, MapView
from ui.widgets.map_items import tier_colour
from ui.words import Words

LINE = 22
GAP = 12
BUTTONS = 42  # px at 100 % that the zoom buttons take
MOST_HIDDEN = 0.04  # share of the places the legend may cover unasked
ROOM = 120  # px the map needs beside its legend
Mark = Callable[[QPainter, QPointF, Look], None]


class MapLegend(QWidget):
    """Explains the marks of a coverage map, in the corner where it hides the least."""

    def __init__(self, view: MapView, look: Look, words: Words) -> None:
        super().__init__(view)
        _ = words.gettext
        self._view, self._look = view, look
        self._wish: bool | None = None
        self._lines: tuple[tuple[str, Mark], ...] = (
            (_("Station and its reach"), _draw_station),
            (_("Platinum, out of reach"), _draw_platinum),
            (_("Gold, out of reach"), _draw_gold),
            (_("Others, out of reach"), _draw_other),
            (_("Reached, not served"), _draw_unserved),
            (_("Venue"), _draw_venue),
            (_("Gap by rank"), _draw_rank),
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(", ".join(text for text, _mark in self._lines))
        self.resize(self.sizeHint())
        view.fitted.connect(self._place)
        self._place()

    def sizeHint(self) -> QSize:
        """Ask for the widest line."""
        look = self._look
        wide = max(fonts.width(look, text, CAPTION) for text, _mark in self._lines)
        return QSize(round(wide) + look.px(50), look.px(LINE) * len(self._lines) + 16)

    def toggle(self) -> None:
        """Show or hide it; from then on the person's wish holds."""
        self._wish = not self.isVisible()
        self.setVisible(self._wish)

    def paintEvent(self, event: object) -> None:
        """Draw."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.box(painter, QRectF(self.rect()), look.surface, look.line, 6)
        line, left = look.px(LINE), look.px(38)
        for number, (text, mark) in enumerate(self._lines):
            y = 8 + number * line
            painter.save()
            mark(painter, QPointF(look.px(20), y + line / 2), look)
            painter.restore()
            room = QRectF(left, y, self.width() - left, line)
            paint.text(painter, room, text, look, look.muted, CAPTION)
        painter.end()

    def _place(self) -> None:
        view = self._view
        right, low = view.width() - self.width() - GAP, view.height() - self.height() - GAP
        beside = right - self._look.px(BUTTONS)
        corners = (QPoint(GAP, low), QPoint(right, low), QPoint(GAP, GAP), QPoint(beside, GAP))
        size = QSizeF(self.size())
        hidden = [view.count_in(QRectF(QPointF(corner), size)) for corner in corners]
        least = min(hidden)
        self.move(corners[hidden.index(least)])
        hides_little = least <= view.count_in(QRectF(view.rect())) * MOST_HIDDEN
        has_room = view.height() > self.height() + ROOM
        self.setVisible(hides_little and has_room if self._wish is None else self._wish)


class MapButtons(QFrame):
    """Nearer, farther, everything, legend: at the upper right of the map."""

    def __init__(
        self, view: MapView, look: Look, words: Words, legend: MapLegend | None = None
    ) -> None:
        super().__init__(view)
        _ = words.gettext
        self._view = view
        self.setProperty("part", "panel")
        rows: list[tuple[str, str, Callable[[], object]]] = [
            ("zoom-in", _("Nearer  +"), lambda: view.zoom(ZOOM)),
            ("zoom-out", _("Farther  −"), lambda: view.zoom(1 / ZOOM)),
            ("locate-fixed", _("Show everything  0"), view.fit),
        ]
        if legend:
            rows.append(("info", _("What the marks mean"), legend.toggle))
        column = parts.column(gap=0)
        for icon, tip, do in rows:
            button = QToolButton()
            button.setIcon(icons.make_icon(icon, look))
            button.setIconSize(icons.icon_size(look))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(do)
            column.addWidget(button)
        self.setLayout(column)
        self.adjustSize()
        view.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.move(self._view.width() - self.width() - GAP, GAP)


def _draw_station(painter: QPainter, at: QPointF, look: Look) -> None:
    ring = QRectF(at.x() - 9, at.y() - 9, 18, 18)
    paint.box(painter, ring, mix(look.reach, look.land, 0.15), mix(look.reach, look.land, 0.6), 9)
    paint.box(painter, QRectF(at.x() - 4, at.y() - 4, 8, 8), look.reach, radius=2)


def _draw_platinum(painter: QPainter, at: QPointF, look: Look) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tier_colour(Tier.PLATINUM, look))
    painter.drawPath(paint.shape("diamond", at, 4.5))


def _draw_gold(painter: QPainter, at: QPointF, look: Look) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tier_colour(Tier.GOLD, look))
    painter.drawEllipse(at, 3.4, 3.4)


def _draw_other(painter: QPainter, at: QPointF, look: Look) -> None:
    painter.fillRect(QRectF(at.x() - 2, at.y() - 2, 4, 4), tier_colour(Tier.IRON, look))


def _draw_unserved(painter: QPainter, at: QPointF, look: Look) -> None:
    paint.box(painter, QRectF(at.x() - 4, at.y() - 4, 8, 8), look.land, look.warn, 4, 1.6)


def _draw_venue(painter: QPainter, at: QPointF, look: Look) -> None:
    paint.box(painter, QRectF(at.x() - 3, at.y() - 3, 6, 6), look.surface, look.muted, 3, 1.3)


def _draw_rank(painter: QPainter, at: QPointF, look: Look) -> None:
    area = QRectF(at.x() - 8, at.y() - 8, 16, 16)
    paint.box(painter, area, look.danger, radius=8)
    ink = ink_on(look.danger)
    paint.text(painter, area, "1", look, ink, AXIS, True, paint.CENTRE)
