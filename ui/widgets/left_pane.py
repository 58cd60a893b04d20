"""The visits left out, beside the board: how many, which, why."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.look import parts
from ui.look.delegate import ITEM_ROLE, PaintDelegate
from ui.look.tokens import CAPTION, SECTION, Look
from ui.models.left_out import LeftModel, LeftRow
from ui.widgets.left_card import find_height, make_draw
from ui.widgets.picking import pick_row
from ui.words import Words

FEW = 8  # so many are found by looking


class LeftPane(QWidget):
    """`picked(LeftRow)` when the person picks one, `opened()` when he wants a day for it."""

    picked = Signal(object)
    opened = Signal()

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words, _ = look, words, words.gettext
        self.model = LeftModel(words, self)
        cards = PaintDelegate(make_draw(words), look, self._find_height)
        self.view = parts.list_view(self.model, cards, _("Left out"), look)
        # always on, so that the width for which cards are measured is that in which they stand
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._title = parts.label("", look, SECTION, bold=True)
        self._hint = parts.label("", look, CAPTION, role="faint", wrap=True)
        self._find = QLineEdit()
        self._find.setPlaceholderText(_("Find among them"))
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self.model.narrow)
        self.view.selectionModel().currentChanged.connect(self._tell)
        self.view.activated.connect(lambda _index: self.opened.emit())
        head = parts.column(self._title, self._hint, self._find, gap=4, margins=(14, 9, 14, 8))
        layout = parts.column(head, parts.rule(), self.view, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def show_rows(self, rows: tuple[LeftRow, ...]) -> None:
        """Show what a finished plan leaves out."""
        _ = self._words.gettext
        self.model.set_rows(rows)
        self._title.setText(_("Left out: {count}").format(count=len(rows)))
        self._hint.setText(
            _("Each was tried; the figure is what it could bring.")
            if rows
            else _("Everything wanted is planned.")
        )
        self._find.setVisible(len(rows) > FEW)

    def wait(self) -> None:
        """Say that the reasons of a plan in the making are not known yet."""
        self._hint.setText(self._words.gettext("Reasons come when planning ends."))

    def find_left(self, visit: str) -> LeftRow | None:
        """Find a visit left out."""
        return self.model.find(visit)

    def pick(self, visit: str) -> None:
        """Show a visit as picked, without telling; "" for none."""
        pick_row(self.view, self.model.row_of(visit) if visit else -1)

    def measure(self) -> None:
        """Measure the cards anew, after the pane's width has changed."""
        self.view.scheduleDelayedItemsLayout()

    def _find_height(self, left: object) -> int:
        return find_height(left, self._look, self.view.viewport().width())

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        left = current.data(ITEM_ROLE) if current.isValid() else None
        if isinstance(left, LeftRow):
            self.picked.emit(left)
