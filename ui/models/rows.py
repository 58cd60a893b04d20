"""An item model over a tuple of values, for lists whose rows are painted."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.look.delegate import ITEM_ROLE

Value = TypeVar("Value")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RowsModel(QAbstractListModel, Generic[Value]):
    """Rows of one kind of value; `say` is the sentence a person would say of one."""

    def __init__(self, say: Callable[[Value], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: tuple[Value, ...] = ()

    def put(self, rows: Sequence[Value]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[Value, ...]:
        """The rows shown."""
        return self._rows

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the sentence for people and screen readers, the value for the drawing."""
        if not index.isValid():
            return None
        if role == ITEM_ROLE:
            return self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(self._rows[index.row()])
        return None
