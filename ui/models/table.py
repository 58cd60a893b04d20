"""An item model over a tuple of values with a column for each thing said of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from ui.look import fonts
from ui.look.delegate import ITEM_ROLE
from ui.look.tokens import BODY, Look

Value = TypeVar("Value")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[Value]):
    """One column: its head, its text of a row, what it sorts by, and in which role it is written.

    `order` None sorts by the text; `role` gives a colour role of the look for a row.
    """

    head: str
    read: Callable[[Value], str]
    is_number: bool = False
    order: Callable[[Value], float | str] | None = None
    role: Callable[[Value], str] | None = None
    bold: bool = False


class TableModel(QAbstractTableModel, Generic[Value]):
    """Rows of one kind of value in columns; a click on a head sorts."""

    def __init__(
        self, columns: Sequence[Column[Value]], look: Look, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns, self._look = tuple(columns), look
        self._rows: tuple[Value, ...] = ()
        self._sorted: tuple[int, bool] | None = None

    def put(self, rows: Sequence[Value]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[Value, ...]:
        """The rows in the order shown."""
        return self._rows

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Give the head of a column."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].head + self._arrow(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(self._columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give text, colour, weight and alignment of a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.read(row)
        if role == ITEM_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            name = column.role(row) if column.role else "text"
            return QBrush(QColor(getattr(self._look, name)))
        if role == Qt.ItemDataRole.FontRole:
            return fonts.font(self._look, BODY, column.bold)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; rows that are alike keep their order."""
        if not 0 <= column < len(self._columns):
            return
        key = self._columns[column].order or self._columns[column].read
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(index, self._rows[index.row()]) for index in before]
        is_down = order is Qt.SortOrder.DescendingOrder
        self._sorted = (column, is_down)
        self._rows = tuple(sorted(self._rows, key=key, reverse=is_down))
        places = {id(row): place for place, row in enumerate(self._rows)}
        after = [self.index(places[id(row)], index.column()) for index, row in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def find(self, is_it: Callable[[Value], bool]) -> int:
        """Give the place of the first row for which `is_it` holds, -1 without one."""
        return next((place for place, row in enumerate(self._rows) if is_it(row)), -1)

    def _arrow(self, section: int) -> str:
        if self._sorted is None or self._sorted[0] != section:
            return ""
        return " ↓" if self._sorted[1] else " ↑"

    def _alignment(self, column: Column[Value]) -> int:
        side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)
