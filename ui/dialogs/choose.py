"""Asks the person for files and folders, and says what cannot be undone before it happens."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from ui.words import Words

SUFFIX = ".tourplan"


class Chooser(Protocol):
    """Asks for paths; None means the person changed his mind."""

    def folder(self, title: str) -> Path | None:
        """Ask for a folder that exists."""

    def file(self, title: str, kind: str, suffix: str) -> Path | None:
        """Ask for a file that exists."""

    def target(self, title: str, kind: str, name: str) -> Path | None:
        """Ask where to write; overwriting was confirmed. `name` is suggested, with its ending."""

    def tell(self, title: str, sentence: str) -> None:
        """Say what went wrong and what to do."""


class DialogChooser:
    """Asks with the desktop's own dialogs."""

    def __init__(self, words: Words) -> None:
        self._words = words
        places = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._last = Path(places or Path.home())

    def folder(self, title: str) -> Path | None:
        """Ask for a folder that exists."""
        chosen = QFileDialog.getExistingDirectory(_parent(), title, str(self._last))
        return self._keep(chosen)

    def file(self, title: str, kind: str, suffix: str) -> Path | None:
        """Ask for a file that exists."""
        pattern = f"{kind} (*{suffix})"
        chosen, _filter = QFileDialog.getOpenFileName(_parent(), title, str(self._last), pattern)
        return self._keep(chosen)

    def target(self, title: str, kind: str, name: str) -> Path | None:
        """Ask where to write."""
        suffix = Path(name).suffix
        start = str(self._last / name)
        pattern = f"{kind} (*{suffix})"
        chosen, _filter = QFileDialog.getSaveFileName(_parent(), title, start, pattern)
        path = self._keep(chosen)
        return path.with_suffix(suffix) if path else None

    def tell(self, title: str, sentence: str) -> None:
        """Say what went wrong and what to do."""
        box = QMessageBox(_parent())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self._words.gettext("Xunhui"))
        box.setText(title)
        box.setInformativeText(sentence)
        box.addButton(self._words.gettext("Understood"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def _keep(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        path = Path(chosen)
        self._last = path.parent
        return path


def _parent() -> QWidget | None:
    return QApplication.activeWindow()
