"""What lies in the map's scene besides the ground: reaches, customers, tours."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsPathItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from planner.domain.customer import Tier
from ui.look.tokens import CREW_DASHES, Look
from ui.models.map_content import CustomerMark, StationMark, TourLine
from ui.widgets.basemap import cosmetic, project, stretch

TIER_SIZES = {Tier.PLATINUM: 6.0, Tier.GOLD: 5.6, Tier.IRON: 3.0, Tier.LEAD: 3.0}  # px
DIM = 0.4  # of what is not picked
TOUR_WIDTH = 2.2
CASING = 2.4  # wider than the line, under it


def make_reach(station: StationMark, look: Look) -> QGraphicsEllipseItem:
    """Make the circle of a station's reach."""
    centre, radius = project(station.location), station.reach * stretch(station.location)
    item = QGraphicsEllipseItem(
        QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    )
    fill, edge = QColor(look.reach), QColor(look.reach)
    fill.setAlphaF(0.13)
    edge.setAlphaF(0.55)
    pen = cosmetic(look.reach, 1)
    pen.setColor(edge)
    item.setPen(pen)
    item.setBrush(fill)
    item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
    return item


def tier_colour(tier: Tier, look: Look) -> QColor:
    """Give the colour of an uncovered customer."""
    names = {Tier.PLATINUM: look.platinum, Tier.GOLD: look.warn}
    colour = QColor(names.get(tier, look.danger))
    colour.setAlphaF(0.9 if tier in names else 0.5)
    return colour


class Customers(QGraphicsItem):
    """All uncovered customers in one item: ten thousand points are drawn in a few calls."""

    def __init__(self, marks: tuple[CustomerMark, ...], look: Look) -> None:
        super().__init__()
        self._look = look
        self._groups = {
            tier: QPolygonF([project(mark.location) for mark in marks if mark.tier is tier])
            for tier in reversed(Tier)
        }
        self._bounds = QRectF()
        for points in self._groups.values():
            self._bounds = self._bounds.united(points.boundingRect())
        self._bounds.adjust(-1, -1, 1, 1)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Give the ground they cover."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw squares for iron and lead, discs for gold; platinum is drawn by the view."""
        for tier, points in self._groups.items():
            if tier is Tier.PLATINUM or points.isEmpty():
                continue
            pen = QPen(tier_colour(tier, self._look), TIER_SIZES[tier])
            pen.setCosmetic(True)
            is_round = tier is Tier.GOLD
            pen.setCapStyle(Qt.PenCapStyle.RoundCap if is_round else Qt.PenCapStyle.SquareCap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_round)
            painter.setPen(pen)
            painter.drawPoints(points)


class Unserved(QGraphicsItem):
    """Customers reached by nobody with the skill, as rings, in one item."""

    def __init__(self, marks: tuple[CustomerMark, ...], look: Look) -> None:
        super().__init__()
        self._look = look
        self._points = QPolygonF([project(mark.location) for mark in marks])
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Give the ground they cover."""
        return self._points.boundingRect().adjusted(-1, -1, 1, 1)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw discs, and smaller ones of the ground on them."""
        for colour, size in ((self._look.warn, 5.0), (self._look.land, 2.8)):
            pen = cosmetic(colour, size)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(self._points)


class TourItem(QGraphicsItem):
    """A tour's line in the crew's hue and dash, on a light casing when it is the one picked."""

    def __init__(self, tour: TourLine, look: Look) -> None:
        super().__init__()
        points = QPolygonF([project(place) for place in tour.path])
        path = QPainterPath()
        path.addPolygon(points)
        self._bounds = points.boundingRect().adjusted(-1, -1, 1, 1)
        casing = QGraphicsPathItem(path, self)
        casing.setPen(cosmetic(look.land, TOUR_WIDTH + CASING))
        line = QGraphicsPathItem(path, self)
        pen = cosmetic(look.crew(tour.crew_number), TOUR_WIDTH)
        dash = CREW_DASHES[tour.crew_number % len(CREW_DASHES)]
        if dash:
            pen.setDashPattern(list(dash))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        line.setPen(pen)
        self._casing = casing
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Give the ground it covers."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw nothing: the two lines are items of their own."""

    def stand_out(self, is_picked: bool, is_any_picked: bool) -> None:
        """Come forward when picked, fade when another one is."""
        self._casing.setVisible(is_picked)
        self.setOpacity(1.0 if is_picked or not is_any_picked else DIM)
        self.setZValue(5 if is_picked else 4)
