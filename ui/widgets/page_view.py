"""The pages of a document below each other, scrolled and zoomed."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui.look import paint
from ui.look.tokens import Look, mix
from ui.widgets.page_drawer import PageDrawer
from ui.widgets.pdf_pages import POINTS_PER_INCH

ZOOMS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0)
SCREEN_DPI = 96.0
MARGIN, GAP = 20, 18


def desk_colour(look: Look) -> str:
    """Give the colour of the table on which pages lie."""
    return mix(look.shade, look.canvas, 0.3 if look.dark else 0.1)


class PageView(QAbstractScrollArea):
    """The pages below each other; `zoom` None fits a whole page into the view."""

    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._drawer: PageDrawer | None = None
        self._page = 0
        self.zoom: float | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._follow_scroll)

    def show_drawer(self, drawer: PageDrawer | None) -> None:
        """Show another document from its first page."""
        self._drawer = drawer
        self._page = 0
        if drawer is not None:
            drawer.drawn.connect(lambda _number: self.viewport().update())
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    @property
    def page(self) -> int:
        """The page in view, from 0."""
        return self._page

    def go_to(self, number: int) -> None:
        """Bring a page to the top."""
        if self._drawer is None or not 0 <= number < len(self._drawer.pages):
            return
        self._page = number
        bar = self.verticalScrollBar()
        bar.setValue(self._places()[number].top() - MARGIN)
        self._set_page(number)

    def set_zoom(self, zoom: float | None) -> None:
        """Zoom to a factor (1 = 96 dpi) or fit the page, keeping the page in view."""
        self.zoom = zoom
        self._lay_out()
        self.go_to(self._page)
        self.zoom_changed.emit()
        self.viewport().update()

    def step_zoom(self, step: int) -> None:
        """Zoom to the next larger or smaller of the fixed steps."""
        now = self._factor()
        if step > 0:
            self.set_zoom(next((zoom for zoom in ZOOMS if zoom > now * 1.02), ZOOMS[-1]))
        else:
            self.set_zoom(next((zoom for zoom in ZOOMS[::-1] if zoom < now * 0.98), ZOOMS[0]))

    def _factor(self, number: int = 0) -> float:
        if self.zoom is not None or self._drawer is None:
            return self.zoom or 1.0
        size = self._drawer.pages.size(number)
        view = self.viewport().size()
        inches = size.width() / POINTS_PER_INCH, size.height() / POINTS_PER_INCH
        room = max(60, view.width() - 2 * MARGIN), max(60, view.height() - 2 * MARGIN)
        return min(room[0] / inches[0], room[1] / inches[1]) / SCREEN_DPI

    def _places(self) -> list[QRect]:
        if self._drawer is None:
            return []
        places, y = [], MARGIN
        for number in range(len(self._drawer.pages)):
            size = self._drawer.pages.size(number) * (
                self._factor(number) * SCREEN_DPI / POINTS_PER_INCH
            )
            wide, tall = round(size.width()), round(size.height())
            x = max(MARGIN, (self.viewport().width() - wide) // 2)
            places.append(QRect(x, y, wide, tall))
            y += tall + GAP
        return places

    def _lay_out(self) -> None:
        places = self._places()
        view = self.viewport().size()
        tall = places[-1].bottom() + MARGIN if places else 0
        wide = max((place.width() for place in places), default=0) + 2 * MARGIN
        self.verticalScrollBar().setRange(0, max(0, tall - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setRange(0, max(0, wide - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _follow_scroll(self) -> None:
        middle = self._offset().y() + self.viewport().height() // 3
        for number, place in enumerate(self._places()):
            if place.bottom() + GAP >= middle:
                self._set_page(number)
                break
        self.viewport().update()

    def _set_page(self, number: int) -> None:
        if number != self._page:
            self._page = number
        self.page_changed.emit(number)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in view."""
        look = self._look
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(desk_colour(look)))
        if self._drawer is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.viewport().devicePixelRatioF()
        for number, place in enumerate(self._places()):
            place.translate(-self._offset())
            if not place.intersects(self.viewport().rect()):
                continue
            paint.box(painter, QRectF(place).translated(2, 3), mix("#000000", look.canvas, 0.25))
            painter.fillRect(place, QColor("#FFFFFF"))  # paper stays white in every theme
            picture = self._drawer.find(number, round(place.width() * ratio))
            if picture is not None:
                painter.drawImage(QRectF(place), picture, QRectF(picture.rect()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again, keeping the page in view."""
        page = self._page
        self._lay_out()
        self.go_to(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and zoom."""
        key = event.key()
        last = len(self._drawer.pages) - 1 if self._drawer else 0
        goals = {
            Qt.Key.Key_PageDown: self._page + 1,
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in goals:
            self.go_to(min(last, max(0, goals[Qt.Key(key)])))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.step_zoom(-1)
        elif key == Qt.Key.Key_0:
            self.set_zoom(None)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom while Ctrl is down."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
