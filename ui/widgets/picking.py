"""Picking a row of a view without telling, because everybody knows already."""

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView


def pick_row(view: QAbstractItemView, row: int) -> None:
    """Make a row the current one and bring it into view; -1 for none."""
    selection = view.selectionModel()
    if row == view.currentIndex().row() and (row < 0 or selection.hasSelection()):
        return
    selection.blockSignals(True)
    if row < 0:
        selection.clear()
    else:
        index = view.model().index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        view.scrollTo(index)
    selection.blockSignals(False)
    view.viewport().update()
