"""The one exception hook: writes the log and says that this is our fault, with text to copy."""

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from ui.dialogs.about import find_release
from ui.dialogs.frame import furnish
from ui.look import parts
from ui.look.tokens import Look
from ui.words import Words

Ask = Callable[[], tuple[Look, Words, QWidget | None]]


class FaultDialog(QDialog):
    """Says that we made a mistake, that the file is safe, and offers the text of the log."""

    def __init__(self, text: str, look: Look, words: Words, parent: QWidget | None) -> None:
        super().__init__(parent)
        _ = words.gettext
        sentence = _(
            "Something went wrong that is our mistake, not yours. The file holds everything"
            " done before. Please send us the text below, then carry on or start anew."
        )
        self._text = QPlainTextEdit(text)
        self._text.setReadOnly(True)
        body = QWidget()
        column = parts.column(
            parts.label(sentence, look, wrap=True), gap=12, margins=(20, 0, 20, 16)
        )
        column.addWidget(self._text, 1)
        body.setLayout(column)
        copy = parts.button(_("Copy the text"), look, "clipboard-list")
        copy.clicked.connect(self.copy)
        carry_on = parts.button(_("Carry on"), look, kind="primary")
        carry_on.clicked.connect(self.accept)
        furnish(self, _("This is our fault"), body, [copy, carry_on], look, (640, 420))

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())


class Hook:
    """Catches what nothing else caught; a second fault while one is shown only goes to the log."""

    def __init__(self, ask: Ask, log: Path) -> None:
        self._ask, self._log = ask, log
        self._is_showing = False

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log and show."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        said = "".join(traceback.format_exception(kind, error, trace))
        text = f"Xunhui {find_release()}, Python {sys.version.split()[0]}, {sys.platform}\n{said}"
        self._write(text)
        if not self._is_showing:
            self._is_showing = True
            FaultDialog(text, *self._ask()).exec()
            self._is_showing = False

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now():%Y-%m-%d %H:%M:%S}\n{text}\n")


def install_hook(ask: Ask) -> None:
    """Catch every bug from now on."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    sys.excepthook = Hook(ask, Path(place) / "xunhui.log")
