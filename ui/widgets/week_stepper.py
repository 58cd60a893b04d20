"""Steps through the weeks of a plan."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from ui.look import fonts, icons, parts
from ui.look.tokens import BODY, Look
from ui.words import Words


class WeekStepper(QWidget):
    """`stepped(int)` tells the week wanted, from 0."""

    stepped = Signal(int)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._words = words
        self._week, self._weeks = 0, 1
        self._back = self._make_button(look, "chevron-left", words.gettext("Week before"), -1)
        self._on = self._make_button(look, "chevron-right", words.gettext("Week after"), 1)
        self._label = parts.label("", look, BODY, role="muted")
        wide = fonts.width(look, self._say(8, 12), BODY)
        self._label.setMinimumWidth(round(wide))
        self.setLayout(parts.row(self._back, self._label, self._on, gap=2))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_week(0, 1)

    def show_week(self, week: int, weeks: int) -> None:
        """Show a week, from 0, without telling."""
        self._week, self._weeks = week, weeks
        self._label.setText(self._say(week + 1, weeks))
        self._back.setEnabled(week > 0)
        self._on.setEnabled(week < weeks - 1)

    def _say(self, week: int, weeks: int) -> str:
        return self._words.gettext("Week {week} of {weeks}").format(week=week, weeks=weeks)

    def _make_button(self, look: Look, icon: str, tip: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.make_icon(icon, look))
        button.setIconSize(icons.icon_size(look))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self.stepped.emit(self._week + step))
        return button
