"""The stops as a table: badge before the crew, pennant before the market."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from planner.domain.locks import Freedom
from ui.look import fonts, icons, paint, parts
from ui.look.delegate import ITEM_ROLE
from ui.look.tokens import BODY, ROW, Look
from ui.models.board import StopRow
from ui.models.locks import lock_icon
from ui.models.stops import CREW, DAY, MARKET, NEXT, PLACE, TIMES, VALUE, StopModel
from ui.words import Words

Index = QModelIndex | QPersistentModelIndex
STRONG = frozenset({DAY, TIMES, PLACE, NEXT, VALUE})
MARK = 20  # px of a mark before a text


class CellDelegate(QStyledItemDelegate):
    """Draws a cell in line with its head, with the same marks as on the timeline."""

    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(parent)
        self._look, self._table = look, parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, mark and text."""
        look, area, stop = self._look, QRectF(option.rect), index.data(ITEM_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_picked = index.row() == self._table.currentIndex().row()
        if is_picked:
            painter.fillRect(area, QColor(look.accent_soft))
            if index.column() == 0:
                painter.fillRect(QRectF(area.x(), area.y(), 3, area.height()), QColor(look.accent))
        low = area.bottom() - 0.5
        paint.rule(painter, QPointF(area.left(), low), QPointF(area.right(), low), look.line)
        room = area.adjusted(16 if index.column() == 0 else 8, 0, -8, 0)
        if isinstance(stop, StopRow):
            room.setLeft(room.left() + self._draw_mark(painter, room, stop, index.column()))
        text = str(index.data() or "")
        align = paint.RIGHT if index.column() == VALUE else paint.LEFT
        ink = look.text if index.column() in STRONG else look.muted
        paint.text(painter, room, text, look, ink, BODY, index.column() == PLACE, align)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Ask for the whole text, its mark and the margins."""
        text = str(index.data() or "")
        wide = fonts.width(self._look, text, BODY, index.column() == PLACE)
        stop = index.data(ITEM_ROLE)
        is_locked = isinstance(stop, StopRow) and stop.freedom is not Freedom.FREE
        marked = (CREW, MARKET, TIMES) if is_locked else (CREW, MARKET)
        mark = self._look.px(MARK) if index.column() in marked else 0
        return QSize(round(wide) + mark + (28 if index.column() == 0 else 20), self._look.px(ROW))

    def _draw_mark(self, painter: QPainter, room: QRectF, stop: StopRow, column: int) -> float:
        look, side = self._look, self._look.px(MARK)
        middle = room.center().y()
        if column == CREW:
            centre = QPointF(room.x() + side * 0.35, middle)
            paint.badge(painter, centre, side * 0.32, stop.crew_number, look)
        elif column == MARKET and stop.is_home:
            icons.draw(painter, "house", room.x(), middle - 7, 14, look.faint, 2.1)
        elif column == TIMES and stop.freedom is not Freedom.FREE:
            name = lock_icon(stop.freedom)
            icons.draw(painter, name, room.x(), middle - 7, 14, look.muted, 2.1)
        elif column == MARKET:
            paint.market(painter, room.x() + 2, middle - 6, stop.market, look)
        else:
            return 0
        return side


def make_stop_table(model: StopModel, look: Look, words: Words) -> QTableView:
    """Make the table; the place takes what room is left."""
    table = parts.table_view(model, words.gettext("List of stops"), look)
    table.setItemDelegate(CellDelegate(look, table))
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(PLACE, QHeaderView.ResizeMode.Stretch)
    header.setMinimumSectionSize(look.px(48))
    header.setResizeContentsPrecision(-1)
    return table
