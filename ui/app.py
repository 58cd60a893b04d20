"""Starts the window and wires everything: application, look, language, session, worker."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QLibraryInfo, QSettings, QTimer, QTranslator
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from planner.collector import collect_rarely
from ui.dialogs.about import AboutDialog
from ui.dialogs.choose import Chooser, DialogChooser
from ui.dialogs.fault import install_hook
from ui.dialogs.finder import Finder
from ui.dialogs.import_preview import preview_import
from ui.dialogs.keys import KeysDialog
from ui.dialogs.parameters import ParametersDialog
from ui.dialogs.preferences import PreferencesDialog
from ui.files import Files
from ui.jobs import Jobs
from ui.look import fonts, theme
from ui.look.tokens import Look
from ui.session import Session, load_office
from ui.settings import LANGUAGE, SCALE, SCALES, THEME, Preference, Preferences
from ui.stages import Stage
from ui.widgets.basemap import load_outlines
from ui.window import Window
from ui.words import Words

AFTER_PAINT = 50  # ms; heavy libraries wait for the first picture
ICON = Path(__file__).resolve().parents[1] / "resources" / "icons" / "xunhui.svg"


class Face:
    """The program on the screen: one session, one worker, one window at a time.

    Another language, theme or text scale makes another window over the same session.
    """

    def __init__(
        self, app: QApplication, preferences: Preferences, chooser: Chooser | None = None
    ) -> None:
        self._app, self._preferences, self._chooser = app, preferences, chooser
        self.session = Session(app)
        self.jobs = Jobs(self.session, app)
        self._translator = QTranslator(app)
        self.window = self._make_window()

    def show(self) -> None:
        """Show the window as it stood last; the heavy libraries load after the first paint."""
        self.window.restoreGeometry(self._preferences.geometry)
        self.window.show()

    def open(self, path: Path) -> None:
        """Open a file given on the command line."""
        self.files.open(path)

    def warm_up(self) -> None:
        """Start the worker of an open file, so that the first plan need not wait for it."""
        if self.session.is_open:
            self.jobs.warm_up()

    def close(self) -> None:
        """Stop the worker and close the file; everything in it is saved already."""
        self._preferences.keep_geometry(self.window.saveGeometry())
        self.jobs.stop()
        self.session.close()

    def _make_window(self, here: Stage = Stage.INTAKE) -> Window:
        words = Words(self._preferences.language)
        look = theme.choose_look(self._preferences.read(THEME), self._preferences.scale)
        theme.apply(self._app, look)
        self._translate(words.language)
        chooser = self._chooser or DialogChooser(words)
        self.files = Files(
            self.session,
            self._preferences,
            words,
            chooser,
            lambda folder, intake, is_open: preview_import(folder, intake, is_open, look, words),
        )
        return Window(
            self.session,
            self.jobs,
            look,
            words,
            self._preferences,
            self.files,
            self._handlers(look, words),
            here,
        )

    def _handlers(self, look: Look, words: Words) -> dict[str, Callable[[], object]]:
        return {
            "file.quit": self._app.closeAllWindows,
            "edit.undo": self.session.undo,
            "edit.redo": self.session.redo,
            "edit.parameters": lambda: ParametersDialog(self.window.kit, self.window).exec(),
            "work.days": lambda: self._ask("find_day"),
            "work.changes": lambda: self._ask("changes"),
            "work.what_if": lambda: self._ask("what_if"),
            "edit.find": lambda: Finder(self.window.kit, self.window).exec(),
            "view.settings": self._choose_preferences,
            "view.language": self._swap_language,
            "view.theme": lambda: self._choose(THEME, "light" if look.dark else "dark"),
            "view.larger": lambda: self._step_scale(1),
            "view.smaller": lambda: self._step_scale(-1),
            "help.keys": lambda: KeysDialog(look, words, self.window).exec(),
            "help.about": lambda: AboutDialog(look, words, self.window).exec(),
        }

    def _ask(self, dialog: str) -> None:
        """Open a dialog that needs the office, whose libraries load after the first paint."""
        import_module(f"ui.dialogs.{dialog}").ask(self.window.kit, self.window)

    def _choose_preferences(self) -> None:
        dialog = PreferencesDialog(self.window.kit, self.window)
        if dialog.exec():
            dialog.store()
            self._rebuild()

    def _swap_language(self) -> None:
        self._choose(LANGUAGE, "en" if self._preferences.language == "zh" else "zh")

    def _step_scale(self, step: int) -> None:
        place = SCALES.index(self._preferences.read(SCALE)) + step
        if 0 <= place < len(SCALES):
            self._choose(SCALE, SCALES[place])

    def _choose(self, preference: Preference, value: str) -> None:
        self._preferences.write(preference, value)
        self._rebuild()

    def _rebuild(self) -> None:
        old, here = self.window, self.window.here
        self.window = self._make_window(here or Stage.INTAKE)
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        if old.isVisible():
            self.window.show()
        old.retire()

    def _translate(self, language: str) -> None:
        """Give Qt's own texts, such as those of file dialogs, the same language."""
        self._app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        name = "qtbase_zh_CN" if language == "zh" else "qtbase_en"
        if self._translator.load(name, folder):
            self._app.installTranslator(self._translator)


def make_application(arguments: list[str]) -> QApplication:
    """Make the application with its name, icon and fonts."""
    app = QApplication(arguments)
    app.setApplicationName("Xunhui")
    app.setOrganizationName("Xunhui")
    app.setWindowIcon(QIcon(QPixmap(str(ICON))))
    fonts.load_fonts()
    return app


def main(arguments: list[str] | None = None) -> int:
    """Open the window, with a file where one is named; gives the exit code."""
    collect_rarely()
    given = sys.argv if arguments is None else ["xunhui", *arguments]
    app = make_application(given)
    face = Face(app, Preferences(QSettings()))
    install_hook(lambda: (face.window.kit.look, face.window.kit.words, face.window))
    face.show()
    QTimer.singleShot(AFTER_PAINT, Thread(target=load_office).start)
    QTimer.singleShot(AFTER_PAINT, load_outlines)
    face.session.replaced.connect(lambda: QTimer.singleShot(AFTER_PAINT, face.warm_up))
    paths = [Path(argument) for argument in given[1:] if not argument.startswith("-")]
    if paths:
        QTimer.singleShot(AFTER_PAINT, lambda: face.open(paths[0].resolve()))
    app.aboutToQuit.connect(face.close)
    return app.exec()
