"""How long to plan."""

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from ui.look import fonts
from ui.look.tokens import BODY, Look
from ui.settings import SECONDS, Preferences
from ui.words import Words

CHOICES = (5, 10, 30, 60, 120, 300)  # seconds


class SecondsChoice(QToolButton):
    """A button with a menu of durations; the choice is a preference of the person."""

    def __init__(self, preferences: Preferences, look: Look, words: Words) -> None:
        super().__init__()
        self._preferences, self._words, _ = preferences, words, words.gettext
        self.setFont(fonts.font(look, BODY))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(_("How long to plan"))
        self.setAccessibleName(_("How long to plan"))
        menu, group = QMenu(self), QActionGroup(self)
        for seconds in sorted({*CHOICES, self.seconds}):
            action = menu.addAction(self._say(seconds))
            action.setCheckable(True)
            action.setChecked(seconds == self.seconds)
            group.addAction(action)
            action.triggered.connect(lambda _on=True, wanted=seconds: self._choose(wanted))
        self.setMenu(menu)
        self._show()

    @property
    def seconds(self) -> int:
        """The duration chosen."""
        return int(self._preferences.read(SECONDS))

    def _choose(self, seconds: int) -> None:
        self._preferences.write(SECONDS, str(seconds))
        self._show()

    def _show(self) -> None:
        self.setText(f"{self._say(self.seconds)} ▾")

    def _say(self, seconds: int) -> str:
        _ = self._words.gettext
        if seconds >= 60 and seconds % 60 == 0:
            return _("{minutes} min").format(minutes=seconds // 60)
        return _("{seconds} s").format(seconds=seconds)
