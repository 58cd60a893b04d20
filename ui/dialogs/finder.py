"""The command finder: any command, place or customer by a few letters."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from ui.look import icons, paint, parts
from ui.look.delegate import PaintDelegate
from ui.look.tokens import BODY, CAPTION, Look
from ui.models.hits import Hit, find, list_commands, list_places
from ui.models.rows import RowsModel
from ui.stages import Kit

HEIGHT = 34
KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class Finder(QDialog):
    """Type, walk with the arrows, Enter runs it."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _, look = kit.words.gettext, kit.look
        self._kit = kit
        self._hits = list(list_commands(kit.actions))
        if kit.session.scenario:
            self._hits += list_places(kit.session.scenario, kit.words)
        self._model: RowsModel[Hit] = RowsModel(lambda hit: f"{hit.text}, {hit.detail}", self)
        self.setWindowTitle(_("Find"))
        self.entry = QLineEdit()
        self.entry.setPlaceholderText(_("A command, a place, a customer"))
        self.entry.setAccessibleName(_("Find"))
        self.entry.textChanged.connect(self._look_up)
        self.entry.installEventFilter(self)
        delegate = PaintDelegate(_draw, look, HEIGHT)
        self._view = parts.list_view(self._model, delegate, _("Found"), look)
        self._view.clicked.connect(self.run)
        layout = parts.column(self.entry, gap=8, margins=(12, 12, 12, 12))
        layout.addWidget(self._view, 1)
        self.setLayout(layout)
        self.resize(look.px(560), look.px(420))
        self._look_up("")

    @property
    def found(self) -> tuple[Hit, ...]:
        """What stands in the list."""
        return self._model.rows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the text field has the focus."""
        if watched is self.entry and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and event.key() in KEYS:
                QApplication.sendEvent(self._view, event)
                return True
            if is_press and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run()
                return True
        return False

    def run(self, *_index: object) -> None:
        """Run what is picked."""
        place = self._view.currentIndex().row()
        if not 0 <= place < len(self.found):
            return
        hit = self.found[place]
        self.accept()
        self._kit.actions[hit.action].trigger()
        if hit.selection:
            self._kit.session.select(hit.selection)

    def _look_up(self, wanted: str) -> None:
        self._model.put(find(self._hits, wanted))
        self._view.setCurrentIndex(self._model.index(0, 0))


def _draw(painter: QPainter, area: QRectF, item: object, look: Look) -> None:
    assert isinstance(item, Hit)
    side = look.px(16)
    icons.draw(painter, item.icon, area.x() + 12, area.center().y() - side / 2, side, look.muted)
    room = area.adjusted(20 + side, 0, -12, 0)
    text = QRectF(room.x(), room.y(), room.width() * 0.62, room.height())
    paint.text(painter, text, item.text, look, look.text, BODY)
    detail = QRectF(text.right(), room.y(), room.right() - text.right(), room.height())
    paint.text(painter, detail, item.detail, look, look.faint, CAPTION, align=paint.RIGHT)
