"""The commands about files: new, open, sample, import, copy, close."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from planner.domain.tables import Intake
from ui.aside import run_aside
from ui.dialogs.choose import SUFFIX, Chooser
from ui.session import Session, known_errors
from ui.settings import Preferences
from ui.troubles import say_trouble
from ui.words import Words

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"
Preview = Callable[[Path, Intake, bool], bool]
"""Shows what an import would bring (folder, intake, whether a file is open); True to take it."""


@contextmanager
def waiting() -> Iterator[None]:
    """Show the waiting cursor meanwhile."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


class Files:
    """Does the file commands for one window; known errors become sentences."""

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        words: Words,
        chooser: Chooser,
        preview: Preview,
    ) -> None:
        self._session, self._preferences, self._words = session, preferences, words
        self._chooser, self._preview = chooser, preview

    @property
    def chooser(self) -> Chooser:
        """Who asks the person for paths."""
        return self._chooser

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Give the commands by the ids of their actions."""
        return {
            "file.new": self.start_new,
            "file.open": self.choose_and_open,
            "file.sample": self.open_sample,
            "file.import": self.choose_and_import,
            "file.copy": self.save_copy,
            "file.close": self._session.close,
        }

    def start_new(self) -> None:
        """Make a new, empty file where the person says."""
        _ = self._words.gettext
        path = self._chooser.target(_("New file"), _("Tour plan"), _("New plan") + SUFFIX)
        if path:
            self._create(path)

    def choose_and_open(self) -> None:
        """Open the file the person picks."""
        _ = self._words.gettext
        path = self._chooser.file(_("Open file"), _("Tour plan"), SUFFIX)
        if path:
            self.open(path)

    def open(self, path: Path) -> bool:
        """Open a file; says whether it is open now."""
        return self._try(lambda: self._session.open(path), path)

    def open_sample(self) -> None:
        """Import the sample into a file of its own in the folder of temporary files."""
        folder = next(path for path in sorted(SAMPLES.iterdir()) if path.is_dir())
        target = Path(tempfile.mkdtemp(prefix="xunhui-")) / f"{folder.name}{SUFFIX}"
        if self._try(lambda: self._session.create(target), target):
            self.import_folder(folder, ask=False)

    def choose_and_import(self) -> None:
        """Import the folder the person picks into the open file, else into a new one."""
        folder = self._chooser.folder(self._words.gettext("Import a folder of tables"))
        if folder:
            self.import_folder(folder)

    def import_folder(self, folder: Path, ask: bool = True) -> None:
        """Judge a folder, show what it would bring, and take it."""
        was_open = self._session.is_open
        try:
            with waiting():
                intake = run_aside(lambda: self._session.look(folder))
            if ask and not self._preview(folder, intake, was_open):
                return
            if not was_open and not self._create_for(folder):
                return
            with waiting():
                self._session.take(intake)
        except known_errors() as error:
            self._chooser.tell(*say_trouble(error, self._words))

    def save_copy(self) -> None:
        """Write a whole copy of the file."""
        _ = self._words.gettext
        path = self._session.office.path
        target = self._chooser.target(_("Save a copy"), _("Tour plan"), path.name)
        if target and target != path:
            self._set_aside(target)
            if self._try(lambda: self._session.office.copy_to(target), None):
                self._session.note(_("Copied to {path}").format(path=target))

    def _create_for(self, folder: Path) -> bool:
        _ = self._words.gettext
        path = self._chooser.target(_("Save the new file"), _("Tour plan"), folder.name + SUFFIX)
        return path is not None and self._create(path)

    def _create(self, path: Path) -> bool:
        self._set_aside(path)
        return self._try(lambda: self._session.create(path), path)

    def _set_aside(self, path: Path) -> None:
        """Keep what the person agreed to overwrite as a .bak beside it."""
        is_open = self._session.is_open and self._session.office.path == path
        if path.exists() and not is_open:
            shutil.move(path, path.with_name(path.name + ".bak"))

    def _try(self, do: Callable[[], None], path: Path | None) -> bool:
        try:
            do()
        except known_errors() as error:
            self._chooser.tell(*say_trouble(error, self._words))
            return False
        if path:
            self._preferences.remember(path)
        return True
