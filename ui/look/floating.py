"""What floats over the window: the one focus ring and the toast with the way back."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from ui.look import paint, parts
from ui.look.tokens import Look

TOAST_STAYS = 6000  # ms
GAP = 16


class FocusRing(QWidget):
    """Follows the keyboard focus: 2 px with a gap of 1 px, outside the control.

    Lists, tables and maps draw the place of the focus themselves; they get no ring.
    """

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._look = look
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._move_to)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay around a control that moves or hides."""
        kinds = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show)
        if watched is self._target and event.type() in kinds:
            self._place()
        return False

    def paintEvent(self, event: object) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        paint.box(painter, area, "", self._look.focus, 7, 2)
        painter.end()

    def _move_to(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._target and isValid(self._target):
            self._target.removeEventFilter(self)
        window = self.window()
        fits = new is not None and new is not window and new.window() is window
        is_view = isinstance(new, QAbstractItemView | QAbstractScrollArea)
        self._target = new if fits and not is_view else None
        if self._target:
            self._target.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(self.window(), target.rect().topLeft())
        self.setGeometry(corner.x() - 4, corner.y() - 4, target.width() + 8, target.height() + 8)
        self.show()
        self.raise_()


class Toast(QFrame):
    """One sentence at the lower left for six seconds; stays while pointed at or focused."""

    def __init__(self, window: QWidget, look: Look, way_back: QPushButton) -> None:
        super().__init__(window)
        self.setProperty("part", "toast")
        self._sentence = parts.label("", look)
        self._way_back = way_back
        self.setLayout(parts.row(self._sentence, way_back, gap=16, margins=(14, 6, 12, 6)))
        self._timer = QTimer(self, singleShot=True, interval=TOAST_STAYS)
        self._timer.timeout.connect(self._leave)
        way_back.clicked.connect(self.hide)
        self.hide()

    def tell(self, sentence: str, is_undoable: bool) -> None:
        """Show a sentence, with the way back where there is one."""
        self._sentence.setText(sentence)
        self._way_back.setVisible(is_undoable)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Stand at the lower left of the window, above the foot."""
        window = self.window()
        self.move(GAP, window.height() - self.height() - GAP - 34)

    def _leave(self) -> None:
        if self.underMouse() or self._way_back.hasFocus():
            self._timer.start()
        else:
            self.hide()
