"""The stage bar: where the round stands and where you are, and the mark of the product."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.look import fonts, icons, paint
from ui.look.tokens import AXIS, BAR, BODY, Look
from ui.stages import Stage, Standing, name_stage
from ui.words import Words

DISC = 18
BEFORE_NAME = 24
SIDE = 8


class StageButton(QAbstractButton):
    """One stage: number or tick, name, red count, a line below where you are."""

    def __init__(self, action: QAction, number: int, name: str, look: Look, words: Words) -> None:
        super().__init__()
        self._action, self._number, self._look, self._words = action, number, look, words
        self._standing = Standing()
        self.setText(name)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(action.toolTip())
        self.setEnabled(action.isEnabled())
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)
        self._name()

    def tell(self, standing: Standing) -> None:
        """Show where the stage stands."""
        self._standing = standing
        self._name()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the place needed for number, name and count."""
        look, due = self._look, self._standing.due
        wide = SIDE * 2 + look.px(BEFORE_NAME) + fonts.width(look, self.text(), BODY, True)
        wide += 4 + self._count_width() if due else 0
        return QSize(round(wide) + 1, look.px(BAR))

    def minimumSizeHint(self) -> QSize:
        """Leave at least the number, where large text has no room for the names."""
        return QSize(SIDE * 2 + self._look.px(DISC), self._look.px(BAR))

    def paintEvent(self, event: object) -> None:
        """Draw."""
        look, standing, here = self._look, self._standing, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled() and not here:
            painter.fillRect(self.rect(), QColor(look.hover))
        ink = look.accent_text if here else look.text if self.isEnabled() else look.faint
        height, disc = self.height(), look.px(DISC)
        top = (height - disc) / 2
        area = QRectF(SIDE, top, disc, disc)
        if standing.done and not here:
            icons.draw(painter, "circle-check", SIDE, top, disc, look.ok, 1.8)
        else:
            paint.box(
                painter, area, look.accent if here else "", "" if here else ink, disc / 2, 1.3
            )
            digit = look.on_accent if here else ink
            paint.text(painter, area, str(self._number), look, digit, AXIS, True, paint.CENTRE)
        x = SIDE + look.px(BEFORE_NAME)
        room = QRectF(x, 0, self.width() - x, height - 1)
        is_cut = self.width() < self.sizeHint().width()
        name = "" if is_cut and not here else self.text()
        written = paint.text(painter, room, name, look, ink, BODY, here)
        if standing.due:
            self._draw_count(painter, x + written + 4)
        if here:
            line = QRectF(SIDE - 2, height - 3, self.width() - 2 * SIDE + 4, 3)
            painter.fillRect(line, QColor(look.accent))
        painter.end()

    def _draw_count(self, painter: QPainter, x: float) -> None:
        look, tall = self._look, self._look.px(16)
        area = QRectF(x, (self.height() - tall) / 2, self._count_width(), tall)
        paint.box(painter, area, look.danger_soft, radius=tall / 2)
        shown = str(self._standing.due)
        paint.text(painter, area, shown, look, look.danger, AXIS, True, paint.CENTRE)

    def _count_width(self) -> float:
        digits = fonts.width(self._look, str(self._standing.due), AXIS, True)
        return max(float(self._look.px(18)), digits + 10)

    def _name(self) -> None:
        _ = self._words.gettext
        said = [self.text()]
        if self._standing.done:
            said.append(_("done"))
        if self._standing.due:
            said.append(_("{count} to do").format(count=self._standing.due))
        self.setAccessibleName(", ".join(said))


class StageBar(QWidget):
    """The seven stages side by side; each is the button of its `go.…` action."""

    def __init__(self, actions: Mapping[str, QAction], look: Look, words: Words) -> None:
        super().__init__()
        self._buttons = {
            stage: StageButton(
                actions[f"go.{stage}"], number, name_stage(stage, words), look, words
            )
            for number, stage in enumerate(Stage, start=1)
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for button in self._buttons.values():
            layout.addWidget(button)

    def tell(self, standings: Mapping[Stage, Standing], here: Stage | None) -> None:
        """Show where every stage stands, and which one is on the screen."""
        for stage, button in self._buttons.items():
            button.tell(standings.get(stage, Standing()))
            button.setChecked(stage is here)


def draw_mark(painter: QPainter, size: QSize, look: Look) -> None:
    """Draw the mark of the product: a tour that comes back round to its base."""
    side = min(size.width(), size.height())
    unit = side / 28
    paint.box(painter, QRectF(0, 0, side, side), look.accent, radius=6 * unit)
    pen = QPen(QColor(look.on_accent), 2.2 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(6.5 * unit, 6.5 * unit, 15 * unit, 15 * unit)
    painter.drawArc(ring, 70 * 16, 290 * 16)
    painter.setBrush(QColor(look.on_accent))
    painter.setPen(Qt.PenStyle.NoPen)
    for x, y in ((14, 6.5), (6.8, 16.6), (20.6, 17.6)):
        painter.drawEllipse(QPointF(x * unit, y * unit), 2.6 * unit, 2.6 * unit)
