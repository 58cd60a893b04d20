"""The map: an offline basemap, the network and its reach, customers out of it, venues, tours."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsScene, QGraphicsView, QToolTip

from planner.domain.customer import Tier
from planner.domain.territory import Location
from ui.look import paint
from ui.look.tokens import CAPTION, CREW_SHAPES, Look, ink_on
from ui.models.map_content import MapContent, RankMark, StopMark, TourLine
from ui.session import Selection
from ui.widgets.basemap import add_ground, load_outlines, project
from ui.widgets.map_items import Customers, TourItem, Unserved, make_reach, tier_colour
from ui.widgets.map_labels import Label, LabelPrinter, place

ZOOM = 1.25  # a key or a notch of the wheel
STEP = 60  # px an arrow moves
MARGIN = 0.06  # of the data kept free around it
SMALLEST = 40_000.0  # metres of the map shown at least when fitted
NEAREST, FARTHEST = 2.0, 80_000.0  # metres of the map a pixel
NAMES_OF_VENUES = 160.0  # metres a pixel below which venues carry their names
RANK_RADIUS, PICKED_RADIUS = 11, 9  # px at 100 %
DRAG = 4  # px after which a press is a drag
CLOSE = 6  # px within which a customer is meant


@dataclass(frozen=True, slots=True)
class Spot:
    """Something drawn that can be picked: where, how big, what it says, what it picks."""

    at: QPointF
    radius: float
    text: str
    selection: Selection


class MapView(QGraphicsView):
    """Shows a `MapContent`; `picked(Selection)` when the person picks something on it.

    `fitted()` after everything was brought into view.
    """

    picked = Signal(object)
    fitted = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._content = MapContent()
        self._selection = Selection()
        self._tours: list[TourItem] = []
        self._overlay: list[QGraphicsItem] = []
        self._has_ground = False
        self._spots: list[Spot] = []
        self._taken: list[QRectF] = []
        self._printer = LabelPrinter(look)
        self._is_fitted = True
        self._pressed = QPoint()
        self._bounds = QRectF()
        self.setScene(QGraphicsScene(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setBackgroundBrush(QColor(look.sea))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    @property
    def content(self) -> MapContent:
        """What is shown."""
        return self._content

    @property
    def spots(self) -> tuple[Spot, ...]:
        """What was drawn last and can be picked, in pixels of the viewport."""
        return tuple(self._spots)

    @property
    def metres_per_pixel(self) -> float:
        """How many metres of the map a pixel shows."""
        return 1 / self.transform().m11()

    def show_content(self, content: MapContent) -> None:
        """Show something else; the view stays where the person moved it."""
        is_new_ground = content.stations != self._content.stations or not self._has_ground
        self._content = content
        if is_new_ground:
            self._lay_ground()
        self._fill_scene()
        if self._is_fitted or is_new_ground:
            self.fit()
        self.select(self._selection)

    def select(self, selection: Selection, follow: bool = False) -> None:
        """Show what is picked; `follow` also brings it into view."""
        self._selection = selection
        picked = self._find_tour(selection)
        for line, item in zip(self._content.tours, self._tours, strict=True):
            item.stand_out(line is picked, picked is not None)
        if follow:
            self._follow(picked)
        self.viewport().update()

    def fit(self) -> None:
        """Show everything."""
        self._is_fitted = True
        if not self._bounds.isEmpty():
            self.fitInView(self._bounds, Qt.AspectRatioMode.KeepAspectRatio)
        self.fitted.emit()

    def count_in(self, area: QRectF) -> int:
        """Count the places of the content that lie in an area of the viewport."""
        return sum(area.contains(self._see(location)) for location in self._content.places())

    def zoom(self, factor: float) -> None:
        """Come nearer (above 1) or go back."""
        after = self.metres_per_pixel / factor
        if NEAREST <= after <= FARTHEST:
            self._is_fitted = False
            self.scale(factor, factor)

    def drawForeground(self, painter: QPainter, area: QRectF | object) -> None:
        """Draw marks and names at their size in pixels."""
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._spots = []
        self._taken = []
        labels: list[Label] = []
        self._draw_customers(painter)
        self._draw_venues(painter, labels)
        self._draw_stations(painter, labels)
        self._draw_stops(painter, labels)
        self._draw_ranks(painter, labels)
        self._draw_picked(painter)
        size = QSizeF(self.viewport().size())
        marks = [self._room(spot) for spot in self._spots if spot.radius >= CLOSE]
        for label, corner in place(labels, size, marks + self._taken, self._look):
            self._printer.draw(painter, label, corner)
        if self.hasFocus():
            frame = QRectF(self.viewport().rect()).adjusted(3, 3, -3, -3)
            paint.focus(painter, frame, self._look, 0)
        painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again unless the person has moved the map."""
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the mouse is."""
        notches = event.angleDelta().y() / 120
        if notches:
            self.zoom(ZOOM**notches)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and -, move with the arrows, fit with 0 or Home."""
        moves = {
            Qt.Key.Key_Left: (-STEP, 0),
            Qt.Key.Key_Right: (STEP, 0),
            Qt.Key.Key_Up: (0, -STEP),
            Qt.Key.Key_Down: (0, STEP),
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom(1 / ZOOM)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        elif key in moves and not event.modifiers():
            self._move(*moves[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a press began."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick what was clicked; a longer way was a drag."""
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        at = event.position().toPoint()
        if (at - self._pressed).manhattanLength() > DRAG:
            self._is_fitted = False
            return
        spot = self._find_spot(QPointF(at))
        if spot:
            self.picked.emit(spot.selection)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self._find_spot(QPointF(event.pos()))
            text = f"<qt>{escape(spot.text)}</qt>" if spot else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _lay_ground(self) -> None:
        """Draw what changes only with the stations."""
        scene, look = self.scene(), self._look
        scene.clear()
        self._overlay, self._has_ground = [], True
        homes = [project(mark.location) for mark in self._content.stations]
        add_ground(scene, load_outlines(), look, homes)
        scene.setSceneRect(QRectF(project(Location(84, -180)), project(Location(-84, 180))))
        for station in self._content.stations:
            item = make_reach(station, look)
            item.setZValue(2)
            scene.addItem(item)

    def _fill_scene(self) -> None:
        look, content = self._look, self._content
        for item in self._overlay:
            self.scene().removeItem(item)
        self._tours = [TourItem(tour, look) for tour in content.tours]
        points = (Customers(content.customers, look), Unserved(content.unserved, look))
        self._overlay = [*self._tours, *points]
        for point in points:
            point.setZValue(3)
        for item in self._overlay:
            self.scene().addItem(item)
        places = [project(location) for location in content.places()]
        self._bounds = _pad(QPolygonF(places).boundingRect())

    def _draw_customers(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tier_colour(Tier.PLATINUM, self._look))
        for mark in self._content.customers:
            if mark.tier is Tier.PLATINUM:
                painter.drawPath(paint.shape("diamond", self._see(mark.location), 4.2))

    def _draw_venues(self, painter: QPainter, labels: list[Label]) -> None:
        look, is_near = self._look, self.metres_per_pixel < NAMES_OF_VENUES
        planned = {stop.location for tour in self._content.tours for stop in tour.stops}
        for mark in self._content.venues:
            if mark.location in planned:
                continue
            at = self._see(mark.location)
            area = QRectF(at.x() - 3, at.y() - 3, 6, 6)
            paint.box(painter, area, look.surface, look.muted, 3, 1.3)
            self._spots.append(Spot(at, 5, mark.name, mark.selection))
            if is_near:
                labels.append(Label(8, mark.name, at, 5))

    def _draw_stations(self, painter: QPainter, labels: list[Label]) -> None:
        look = self._look
        for mark in self._content.stations:
            at = self._see(mark.location)
            area = QRectF(at.x() - 5, at.y() - 5, 10, 10)
            paint.box(painter, area, look.reach, look.surface, 2, 1.5)
            self._taken.append(area)
            labels.append(Label(5, mark.name, at, 6))

    def _draw_stops(self, painter: QPainter, labels: list[Label]) -> None:
        picked = self._find_tour(self._selection)
        seen: Counter[Location] = Counter()
        order = sorted(self._content.tours, key=lambda tour: tour is picked)
        for tour in order:
            painter.setOpacity(0.45 if picked and tour is not picked else 1.0)
            for stop in tour.stops:
                at = self._see(stop.location) + QPointF(9 * seen[stop.location], 0)
                seen[stop.location] += 1
                self._draw_stop(painter, tour, stop, at, tour is picked)
                rank = 1 if tour is picked else 6
                if rank == 1 or not picked:
                    gap = self._look.px(PICKED_RADIUS) + 2 if rank == 1 else 7
                    labels.append(Label(rank, stop.name, at, gap, rank == 1))
        painter.setOpacity(1.0)

    def _draw_stop(
        self, painter: QPainter, tour: TourLine, stop: StopMark, at: QPointF, is_picked: bool
    ) -> None:
        look = self._look
        fill = look.crew(tour.crew_number)
        radius = look.px(PICKED_RADIUS) if is_picked else 4.5 if stop.is_home else 6.0
        shape = CREW_SHAPES[tour.crew_number % len(CREW_SHAPES)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.land))
        painter.drawPath(paint.shape(shape, at, radius + 1.6))
        painter.setBrush(QColor(fill))
        painter.drawPath(paint.shape(shape, at, radius))
        if is_picked:
            area = QRectF(at.x() - 2 * radius, at.y() - radius - 0.5, 4 * radius, 2 * radius)
            number = str(stop.number)
            paint.text(painter, area, number, look, ink_on(fill), CAPTION, True, paint.CENTRE)
        if is_picked and stop.visit == self._selection.visit:
            self._ring(painter, at, radius + 4)
        self._spots.append(Spot(at, radius + 3, stop.name, stop.selection))

    def _draw_ranks(self, painter: QPainter, labels: list[Label]) -> None:
        for mark in reversed(self._content.ranks):
            at = self._see(mark.location)
            self._draw_rank(painter, mark, at)
            gap = self._look.px(RANK_RADIUS) + 1
            labels.append(Label(0, mark.name, at, gap, True))
            self._spots.append(Spot(at, gap, mark.name, mark.selection))

    def _draw_rank(self, painter: QPainter, mark: RankMark, at: QPointF) -> None:
        look = self._look
        is_picked = bool(mark.selection.region) and self._selection.region == mark.selection.region
        fill = look.accent if is_picked else look.danger
        radius = look.px(RANK_RADIUS)
        area = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        paint.box(painter, area, fill, look.surface, radius, 1.6)
        ink = ink_on(fill)
        room = area.translated(0, -0.5)
        paint.text(painter, room, str(mark.number), look, ink, CAPTION, True, paint.CENTRE)
        if is_picked:
            self._ring(painter, at, radius + 5)

    def _draw_picked(self, painter: QPainter) -> None:
        """Ring the venue or customer picked."""
        wanted = self._selection
        for customer in (*self._content.customers, *self._content.unserved):
            if wanted.customer and customer.id == wanted.customer:
                self._ring(painter, self._see(customer.location), 8)
        for venue in self._content.venues:
            if wanted.venue and venue.id == wanted.venue:
                self._ring(painter, self._see(venue.location), 8)

    def _ring(self, painter: QPainter, at: QPointF, radius: float) -> None:
        area = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        paint.box(painter, area, "", self._look.focus, radius, 2)

    def _find_tour(self, selection: Selection) -> TourLine | None:
        if not selection.visit and not (selection.crew and selection.day):
            return None
        return next((tour for tour in self._content.tours if _holds(tour, selection)), None)

    def _follow(self, picked: TourLine | None) -> None:
        if picked:
            points = QPolygonF([project(location) for location in picked.path])
            self._is_fitted = False
            self.fitInView(_pad(points.boundingRect()), Qt.AspectRatioMode.KeepAspectRatio)
            return
        target = next(self._find_targets(), None)
        inner = QRectF(self.viewport().rect()).adjusted(STEP, STEP, -STEP, -STEP)
        if target and not inner.contains(self._see(target)):
            self._is_fitted = False
            self.centerOn(project(target))

    def _find_targets(self) -> Iterator[Location]:
        wanted, content = self._selection, self._content
        if wanted.customer:
            marks = (*content.customers, *content.unserved)
            yield from (mark.location for mark in marks if mark.id == wanted.customer)
        elif wanted.venue:
            yield from (v.location for v in content.venues if v.id == wanted.venue)
        elif wanted.region:
            ranks = (rank for rank in content.ranks if rank.selection.region == wanted.region)
            yield from (rank.location for rank in ranks)

    def _find_spot(self, at: QPointF) -> Spot | None:
        near = [
            (QPointF.dotProduct(spot.at - at, spot.at - at), -place)
            for place, spot in enumerate(self._spots)
            if (spot.at - at).manhattanLength() <= spot.radius * 1.5
        ]
        if near:
            return self._spots[-min(near)[1]]
        return self._find_customer(at)

    def _find_customer(self, at: QPointF) -> Spot | None:
        ground = self.mapToScene(at.toPoint())
        best, best_far = None, CLOSE * self.metres_per_pixel
        for mark in (*self._content.customers, *self._content.unserved):
            far = (project(mark.location) - ground).manhattanLength()
            if far < best_far:
                best, best_far = mark, far
        return Spot(at, CLOSE, best.name or best.id, best.selection) if best else None

    def _see(self, location: Location) -> QPointF:
        return self.viewportTransform().map(project(location))

    def _room(self, spot: Spot) -> QRectF:
        side = spot.radius - 1
        return QRectF(spot.at.x() - side, spot.at.y() - side, 2 * side, 2 * side)

    def _move(self, right: int, down: int) -> None:
        self._is_fitted = False
        across, along = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + right)
        along.setValue(along.value() + down)


def _holds(tour: TourLine, selection: Selection) -> bool:
    if selection.crew and selection.crew != tour.crew:
        return False
    if selection.visit:
        return any(stop.visit == selection.visit for stop in tour.stops)
    return any(stop.selection.day == selection.day for stop in tour.stops)


def _pad(bounds: QRectF) -> QRectF:
    wide = max(0.0, SMALLEST - bounds.width()) / 2 + bounds.width() * MARGIN
    tall = max(0.0, SMALLEST - bounds.height()) / 2 + bounds.height() * MARGIN
    return bounds.adjusted(-wide, -tall, wide, tall)
