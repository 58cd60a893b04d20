"""A PDF on the screen: thumbnails, pages, zoom, and how a page reads from afar and copied."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.look import icons, paint
from ui.look.delegate import ITEM_ROLE, PaintDelegate
from ui.look.tokens import CAPTION, Look
from ui.widgets.page_drawer import PageDrawer
from ui.widgets.page_view import MARGIN, PageView, desk_colour
from ui.widgets.pdf_pages import PdfPages
from ui.words import Words

Index = QModelIndex | QPersistentModelIndex


class PageModel(QAbstractListModel):
    """The page numbers of a document, for the thumbnails."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._count = 0

    def set_count(self, count: int) -> None:
        """Show another document."""
        self.beginResetModel()
        self._count = count
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the pages."""
        return 0 if parent is not None and parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the number of a page, from 1, and its sentence for screen readers."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == ITEM_ROLE:
            return index.row()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words.gettext("Page {number}").format(number=index.row() + 1)
        return None


class Copies(QWidget):
    """The page in view as it reads from three metres, and from a black and white copier."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._words = words
        self._drawer: PageDrawer | None = None
        self._page = 0
        self.setFixedWidth(look.px(112))

    def show_page(self, drawer: PageDrawer | None, number: int) -> None:
        """Show another page."""
        if drawer is not None and drawer is not self._drawer:
            drawer.drawn.connect(lambda _number: self.update())
        self._drawer, self._page = drawer, number
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both small pages."""
        look, drawer = self._look, self._drawer
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(desk_colour(look)))
        if drawer is None or not len(drawer.pages):
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = drawer.pages.size(self._page)
        wide = look.px(84)
        tall = round(wide * size.height() / size.width())
        picture = drawer.find(self._page, round(wide * self.devicePixelRatioF()))
        y = MARGIN
        for title, grey in (
            (self._words.gettext("From 3 m"), False),
            (self._words.gettext("On a copier"), True),
        ):
            area = QRectF(8, y, self.width() - 8, look.px(20))
            paint.text(painter, area, title, look, look.muted, CAPTION, True)
            y += look.px(24)
            painter.fillRect(8, y, wide, tall, QColor("#FFFFFF"))
            if picture is not None:
                grey_or_not = (
                    picture.convertToFormat(QImage.Format.Format_Grayscale8) if grey else picture
                )
                painter.drawImage(QRectF(8, y, wide, tall), grey_or_not)
            y += tall + MARGIN


class Preview(QWidget):
    """Shows a PDF with thumbnails at the left and its tools above; `copies` at the right."""

    page_changed = Signal(int)

    def __init__(
        self, look: Look, words: Words, copies: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._words, self._has_copies = look, words, copies
        self._drawer: PageDrawer | None = None
        self._model = PageModel(words, self)
        self.thumbnails = QListView(self)
        self.view = PageView(look, self)
        self.copies = Copies(look, words, self)
        self._where = QLabel(self)
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self._scale = QToolButton(self)
        self._build_thumbnails()
        self._build_layout()
        self.view.page_changed.connect(self._show_page)
        self.view.zoom_changed.connect(self._show_scale)
        self.show_pdf(None)

    def show_pdf(self, data: bytes | None) -> None:
        """Show another document, or none."""
        old = self._drawer
        self._drawer = PageDrawer(PdfPages(data), self) if data else None
        self._model.set_count(len(self._drawer.pages) if self._drawer else 0)
        if self._drawer is not None:
            self._drawer.drawn.connect(lambda _number: self.thumbnails.viewport().update())
        self.view.show_drawer(self._drawer)
        self.copies.show_page(self._drawer, 0)
        if old is not None:
            old.close()
            old.deleteLater()
        self._show_page(0)
        self._show_scale()

    @property
    def pages(self) -> PdfPages | None:
        """The open document."""
        return self._drawer.pages if self._drawer else None

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._model.rowCount()

    def go_to(self, number: int) -> None:
        """Show a page, from 0."""
        self.view.go_to(number)

    def add_tool(self, tool: QWidget) -> None:
        """Put another tool at the right end of the bar."""
        self._tools.addWidget(tool)

    def _build_thumbnails(self) -> None:
        look = self._look
        self.thumbnails.setModel(self._model)
        self.thumbnails.setItemDelegate(
            PaintDelegate(self._draw_thumbnail, look, self._thumbnail_height, self.thumbnails)
        )
        self.thumbnails.setFixedWidth(look.px(92))
        self.thumbnails.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.thumbnails.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.thumbnails.setAccessibleName(self._words.gettext("Pages"))
        self.thumbnails.selectionModel().currentChanged.connect(
            lambda current, _previous: self.view.go_to(current.row())
        )

    def _build_layout(self) -> None:
        _ = self._words.gettext
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 0, 8, 0)
        tools.setSpacing(4)
        tools.addWidget(self._where)
        tools.addStretch(1)
        steps = (
            ("chevron-left", _("Previous page"), lambda: self._turn(-1)),
            ("chevron-right", _("Next page"), lambda: self._turn(1)),
            ("zoom-out", _("Zoom out"), lambda: self.view.step_zoom(-1)),
            ("", _("Fit the page"), lambda: self.view.set_zoom(None)),
            ("zoom-in", _("Zoom in"), lambda: self.view.step_zoom(1)),
        )
        for icon, tip, act in steps:
            button = QToolButton(self) if icon else self._scale
            if icon:
                button.setIcon(icons.make_icon(icon, self._look))
                button.setIconSize(icons.icon_size(self._look))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(act)
            tools.addWidget(button)
        self._tools = tools
        bar = QFrame(self)
        bar.setProperty("part", "bar")
        bar.setFixedHeight(self._look.px(40))
        bar.setLayout(tools)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.thumbnails)
        body.addWidget(self.view, 1)
        body.addWidget(self.copies)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addLayout(body, 1)

    def _turn(self, step: int) -> None:
        self.view.go_to(self.view.page + step)

    def _show_page(self, number: int) -> None:
        _ = self._words.gettext
        total = self.page_count
        self._where.setText(
            _("Page {number} of {total}").format(number=number + 1, total=total) if total else ""
        )
        self.view.setAccessibleName(self._where.text())
        self.copies.show_page(self._drawer, number)
        if total and self.thumbnails.currentIndex().row() != number:
            selection = self.thumbnails.selectionModel()
            selection.blockSignals(True)  # the view is already there
            self.thumbnails.setCurrentIndex(self._model.index(number))
            selection.blockSignals(False)
            self.thumbnails.viewport().update()
        self.page_changed.emit(number)

    def _show_scale(self) -> None:
        zoom = self.view.zoom
        self._scale.setText(
            self._words.gettext("Fit") if zoom is None else f"{round(zoom * 100)} %"
        )

    def _thumbnail_height(self, item: object) -> int:
        if self._drawer is None or not isinstance(item, int):
            return 24
        size = self._drawer.pages.size(item)
        return round(56 * size.height() / size.width()) + 30

    def _draw_thumbnail(self, painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        if self._drawer is None or not isinstance(item, int):
            return
        size = self._drawer.pages.size(item)
        wide = look.px(56)
        tall = wide * size.height() / size.width()
        place = QRectF(area.center().x() - wide / 2, area.y() + look.px(7), wide, tall)
        painter.fillRect(place, QColor("#FFFFFF"))
        ratio = self.devicePixelRatioF()
        picture = self._drawer.find(item, round(wide * ratio))
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, picture)
        paint.box(painter, place, "", look.line, 0)
        below = QRectF(area.x(), place.bottom() + 1, area.width(), look.px(18))
        paint.text(painter, below, str(item + 1), look, look.muted, CAPTION, align=paint.CENTRE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the copies out where the page itself needs the room."""
        super().resizeEvent(event)
        self.copies.setVisible(self._has_copies and self.width() >= self._look.px(560))

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keys."""
        super().showEvent(event)
        self.setFocusProxy(self.view)

    def sizeHint(self) -> QSize:
        """Ask for a page of middle size."""
        return QSize(self._look.px(620), self._look.px(560))
