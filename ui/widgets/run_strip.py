"""What the engine is doing now: time, the value so far as a line, how good it is proven to be."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.look import fonts, paint
from ui.look.tokens import BODY, CAPTION, TITLE, Look
from ui.words import Words

HEIGHT = 52
CHART = 200


class RunStrip(QWidget):
    """Follows one run; `done` and `total` in seconds, value and bound in contacts."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self._done, self._total = 0.0, 1.0
        self._values: list[tuple[float, float]] = []
        self._bound: float | None = None
        self._is_stopping = False
        self.setFixedHeight(look.px(HEIGHT))

    def begin(self, total: float) -> None:
        """Start anew."""
        self._done, self._total = 0.0, total
        self._values, self._bound, self._is_stopping = [], None, False
        self._tell()

    def follow(self, done: float, total: float, value: float, bound: float | None) -> None:
        """Show how far it is; a value of 0 before the first plan is not drawn."""
        self._done, self._total, self._bound = done, total, bound
        if value and (not self._values or value != self._values[-1][1]):
            self._values.append((done, value))
        self._tell()

    def stop(self) -> None:
        """Say that the best plan is being fetched."""
        self._is_stopping = True
        self._tell()

    @property
    def value(self) -> float:
        """The best value so far."""
        return self._values[-1][1] if self._values else 0.0

    @property
    def sentence(self) -> str:
        """What the strip says first."""
        _ = self._words.gettext
        if self._is_stopping:
            return _("Stopping, the best plan is kept…")
        if not self._values:
            return _("Reading the roads and markets…")
        return _("Planning · {done} of {total} s").format(
            done=round(self._done), total=round(self._total)
        )

    @property
    def proof(self) -> str:
        """How good the plan is proven to be."""
        _ = self._words.gettext
        if self._bound is None or self.value <= 0:
            return _("Nothing is proven yet")
        room = max(0.0, self._bound / self.value - 1)
        return _("Proven so far: at most {share} % better").format(share=f"{room * 100:.1f}")

    def sizeHint(self) -> QSize:
        """Ask for the strip's height."""
        return QSize(600, self._look.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sentence, value line, figure and progress."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(look.surface))
        left = QRectF(16, look.px(5), look.px(330), look.px(20))
        paint.text(painter, left, self.sentence, look, look.text, BODY, True)
        hint = self._words.gettext("You can go on looking; nothing is lost.")
        below = QRectF(16, look.px(26), look.px(330), look.px(18))
        paint.text(painter, below, hint, look, look.muted, CAPTION)
        chart = QRectF(look.px(360), look.px(7), look.px(CHART), look.px(36))
        self._draw_values(painter, chart)
        self._draw_figure(painter, chart.right() + look.px(16))
        low = self.height() - look.px(3)
        painter.fillRect(QRectF(0, low, self.width(), look.px(3)), QColor(look.sunken))
        share = min(1.0, self._done / self._total) if self._total else 0.0
        painter.fillRect(QRectF(0, low, self.width() * share, look.px(3)), QColor(look.accent))
        painter.end()

    def _draw_values(self, painter: QPainter, area: QRectF) -> None:
        if not self._values:
            return
        look = self._look
        lowest, highest = self._values[0][1], self._bound or self._values[-1][1]
        spread = max(1e-9, highest - lowest)

        def place(done: float, value: float) -> QPointF:
            share = min(1.0, done / self._total)
            return QPointF(
                area.left() + area.width() * share,
                area.bottom() - area.height() * (value - lowest) / spread,
            )

        path = QPainterPath(place(*self._values[0]))
        for (_before, old), (done, value) in zip(self._values, self._values[1:], strict=False):
            path.lineTo(place(done, old))
            path.lineTo(place(done, value))
        end = place(self._done, self._values[-1][1])
        path.lineTo(end)
        if self._bound is not None:
            y = place(0, self._bound).y()
            left, right = QPointF(area.left(), y), QPointF(area.right(), y)
            paint.rule(painter, left, right, look.faint, 1.4, (3, 2))
        painter.strokePath(path, QPen(QColor(look.accent), 2.2))
        painter.fillPath(_dot(end), QColor(look.accent))

    def _draw_figure(self, painter: QPainter, x: float) -> None:
        look, words = self._look, self._words
        if not self._values:
            return
        figure = words.number(self.value)
        wide = fonts.width(look, figure, TITLE, True) + 8
        area = QRectF(x, look.px(4), wide, look.px(24))
        paint.text(painter, area, figure, look, look.accent_text, TITLE, True)
        unit = QRectF(x + wide, look.px(6), look.px(200), look.px(22))
        first = self._values[0][1]
        gain = words.gettext("contacts, {gain} more than the first").format(
            gain=words.number(self.value - first)
        )
        paint.text(painter, unit, gain, look, look.muted, CAPTION)
        below = QRectF(x, look.px(27), look.px(320), look.px(18))
        paint.text(painter, below, self.proof, look, look.muted, CAPTION)

    def _tell(self) -> None:
        self.setAccessibleName(f"{self.sentence} {self._words.number(self.value)}. {self.proof}")
        self.update()


def _dot(centre: QPointF) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(centre, 3.5, 3.5)
    return path
