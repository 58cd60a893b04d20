"""Fields for numbers, times and days that a turning wheel leaves alone."""

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDateEdit, QDoubleSpinBox, QTimeEdit

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


class DayEdit(QDateEdit):
    """A day between two bounds, both included, as yyyy-MM-dd."""

    def __init__(self, look: Look, first: date, last: date) -> None:
        super().__init__()
        self.setDisplayFormat("yyyy-MM-dd")
        self.setDateRange(_to_qt(first), _to_qt(last))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(fonts.font(look, BODY))
        self.setFixedWidth(look.px(WIDE + 4))

    @property
    def day(self) -> date:
        """The day written."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def show_day(self, day: date) -> None:
        """Write a day, the nearest one within the bounds."""
        low, high = self.minimumDate(), self.maximumDate()
        self.setDate(min(max(_to_qt(day), low), high))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll instead of changing a day by accident."""
        event.ignore()


def _to_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
