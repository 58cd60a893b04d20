"""Makes the program on the screen for tests: preferences of its own, answers given beforehand."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication

from ui.app import Face
from ui.look import fonts
from ui.settings import LANGUAGE, SCALE, THEME, Preferences


class Answers:
    """A person who knows beforehand which paths to pick, and remembers what was told."""

    def __init__(self, folder: Path | None = None, target: Path | None = None) -> None:
        self.folder_picked, self.target_picked = folder, target
        self.file_picked: Path | None = None
        self.told: list[tuple[str, str]] = []

    def folder(self, title: str) -> Path | None:
        return self.folder_picked

    def file(self, title: str, kind: str, suffix: str) -> Path | None:
        return self.file_picked

    def target(self, title: str, kind: str, name: str) -> Path | None:
        return self.target_picked

    def tell(self, title: str, sentence: str) -> None:
        self.told.append((title, sentence))


def make_preferences(
    folder: Path, language: str = "en", theme: str = "light", scale: str = "100"
) -> Preferences:
    """Make preferences in a file of a test's own."""
    store = QSettings(str(folder / "preferences.ini"), QSettings.Format.IniFormat)
    preferences = Preferences(store)
    for preference, value in ((LANGUAGE, language), (THEME, theme), (SCALE, scale)):
        preferences.write(preference, value)
    return preferences


def make_face(
    app: QApplication, folder: Path, answers: Answers | None = None, **choices: str
) -> Face:
    """Make the program with its window shown at the size that a small laptop leaves."""
    fonts.load_fonts()
    face = Face(app, make_preferences(folder, **choices), answers or Answers())
    face.show()
    face.window.resize(1366, 696)
    app.processEvents()
    return face


def retire(face: Face) -> None:
    """Close everything now: a window is deleted only when somebody says so."""
    face.close()
    face.window.retire()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
