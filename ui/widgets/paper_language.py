"""In which language papers are printed, apart from that of the screen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.look import parts
from ui.look.tokens import Look

LANGUAGES = ("zh", "en")


class PaperLanguage(QWidget):
    """Two buttons, first on the language of the file; `picked()` when the person changes it."""

    picked = Signal()

    def __init__(self, language: str, look: Look) -> None:
        super().__init__()
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        buttons = parts.Segments(("中文", "English"), look, LANGUAGES.index(self.language))
        buttons.picked.connect(self._choose)
        self.setLayout(parts.row(buttons, gap=0))

    def _choose(self, index: int) -> None:
        self.language = LANGUAGES[index]
        self.picked.emit()
