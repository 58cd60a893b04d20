"""One delegate for every painted row: a plain function draws, Qt keeps keyboard and selection."""

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.look import paint
from ui.look.tokens import Look

ITEM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which a model hands the whole value of a row to its drawing."""

Draw = Callable[[QPainter, QRectF, object, Look], None]
"""Draws one value into an area."""

Index = QModelIndex | QPersistentModelIndex


class PaintDelegate(QStyledItemDelegate):
    """Paints the ground, the selection and the hairline of a row, then lets `draw` do the rest.

    `height` is the row's height in px at 100 %, or a function of the row's value.
    """

    def __init__(
        self,
        draw: Draw,
        look: Look,
        height: int | Callable[[object], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._look = look
        self._height = height

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        look, area = self._look, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(look.accent_soft))
            painter.fillRect(QRectF(area.x(), area.y(), 3, area.height()), QColor(look.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(look.hover))
        self._draw(painter, area, index.data(ITEM_ROLE), look)
        low = area.bottom() - 0.5
        paint.rule(painter, QPointF(area.left(), low), QPointF(area.right(), low), look.line)
        if option.state & QStyle.StateFlag.State_HasFocus:
            inset = area.adjusted(2, 2, -2, -3)
            paint.box(painter, inset, "", look.focus, 3, 2)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tick a row that can be ticked by a click anywhere on it; the space key does it too."""
        can_tick = index.flags() & Qt.ItemFlag.ItemIsUserCheckable
        if not can_tick or not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        if event.type() != QEvent.Type.MouseButtonRelease:
            return False
        role = Qt.ItemDataRole.CheckStateRole
        is_on = Qt.CheckState(index.data(role)) is Qt.CheckState.Checked
        turned = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
        return model.setData(index, turned, role)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the height of the row; the width is the view's."""
        height = self._height
        points = height(index.data(ITEM_ROLE)) if callable(height) else height
        return QSize(option.rect.width(), self._look.px(points))
