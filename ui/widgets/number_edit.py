"""Fields for numbers and times that a turning wheel leaves alone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QTimeEdit

from ui.look import fonts
from ui.look.tokens import BODY, Look

WIDE = 96


class NumberEdit(QDoubleSpinBox):
    """A number between two bounds, both included, with its unit behind it."""

    def __init__(
        self, look: Look, low: float, high: float, unit: str = "", decimals: int = 0
    ) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setDecimals(decimals)
        self.setSingleStep(10**-decimals)
        self.setSuffix(unit)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(fonts.font(look, BODY))
        self.setFixedWidth(look.px(WIDE))

    def agree(self, one: str, many: str) -> None:
        """Write the unit as `one` or `many`, as the number asks."""
        self.valueChanged.connect(lambda value: self.setSuffix(one if value == 1 else many))
        self.setSuffix(one if self.value() == 1 else many)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll instead of changing a number by accident."""
        event.ignore()


class ClockEdit(QTimeEdit):
    """A time of day as HH:mm."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setDisplayFormat("HH:mm")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(fonts.font(look, BODY))
        self.setFixedWidth(look.px(WIDE))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll instead of changing a time by accident."""
        event.ignore()
