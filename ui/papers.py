"""The door to the press: asks a child process for papers and remembers those of this plan."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QObject,
    QProcess,
    QProcessEnvironment,
    QTemporaryDir,
    Signal,
)

from planner.domain.changes import Changes
from ui.session import Session

ROOT = Path(__file__).resolve().parents[1]
PREFLIGHT, EVERYTHING = "preflight", "everything"
KILL_AFTER = 1000  # ms


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF; `starts` are the pages on which its parts begin, where it has parts."""

    name: str
    language: str
    path: Path
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem found before printing, in the codes of the papers."""

    severity: str
    code: str
    subject: str
    field: str
    detail: str


class Papers(QObject):
    """Has papers made, one request at a time; a newer request ends the one before.

    `begun(Paper)` with the one page wanted first, where one was named; `made(Paper)` and
    `checked(tuple[Flaw, ...])` as they come, at once when known already;
    `stepped(done, total)` and `exported(count, folder)` while everything is written.
    `broken(count)` when the plan breaks rules, `refused(path)` when a place cannot be written,
    `failed(text)` for a bug. `running_changed(bool)`.
    """

    begun = Signal(object)
    made = Signal(object)
    checked = Signal(object)
    stepped = Signal(int, int)
    exported = Signal(int, str)
    broken = Signal(int)
    refused = Signal(str)
    failed = Signal(str)
    running_changed = Signal(bool)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = QTemporaryDir()
        self._known: dict[tuple[str, str], Paper] = {}
        self._flaws: dict[str, tuple[Flaw, ...]] = {}
        self._process: QProcess | None = None
        self._language = ""
        self._target = ""
        session.changed.connect(self._forget)
        session.replaced.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Whether the press works."""
        return self._process is not None

    def ask(self, names: tuple[str, ...], language: str, visit: str = "") -> None:
        """Ask for papers or the preflight, the most wanted first.

        The page of a `visit` in the first paper comes ahead of everything, by `begun`.
        """
        missing = []
        for name in names:
            if name == PREFLIGHT and language in self._flaws:
                self.checked.emit(self._flaws[language])
            elif (name, language) in self._known:
                self.made.emit(self._known[name, language])
            else:
                missing.append(name)
        if missing[:1] == [names[0]] and visit:
            missing.insert(0, f"{names[0]}@{visit}")
        if missing:
            self._start(language, self._folder.path(), missing)

    def write_everything(self, folder: Path, language: str) -> None:
        """Write every paper, table and calendar into a folder of the person's."""
        self._start(language, str(folder), [EVERYTHING])

    def cancel(self) -> None:
        """Stop the press; what it has finished stays."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.blockSignals(True)
        process.kill()
        process.waitForFinished(KILL_AFTER)
        process.deleteLater()
        self.running_changed.emit(False)

    def _start(self, language: str, folder: str, names: list[str]) -> None:
        self.cancel()
        self._language, self._target = language, folder
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUTF8", "1")
        process.setProcessEnvironment(environment)
        process.setWorkingDirectory(str(ROOT))
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._fail_to_start)
        self._process = process
        file = str(self._session.office.path.resolve())
        process.start(sys.executable, ["-m", "ui.press", file, language, folder, *names])
        self.running_changed.emit(True)

    def _read(self) -> None:
        while self._process is not None and self._process.canReadLine():
            message = json.loads(bytes(self._process.readLine().data()))
            self._hear(message)

    def _hear(self, message: dict[str, object]) -> None:
        match message:
            case {"made": str(name), "path": str(path), "starts": list(starts)}:
                paper = Paper(name, self._language, Path(path), tuple(starts))
                self._known[name, self._language] = paper
                self.made.emit(paper)
            case {"sample": str(name), "path": str(path)}:
                self.begun.emit(Paper(name, self._language, Path(path)))
            case {"problems": list(found)}:
                self._flaws[self._language] = tuple(Flaw(*map(str, flaw)) for flaw in found)
                self.checked.emit(self._flaws[self._language])
            case {"step": int(done), "of": int(total)}:
                self.stepped.emit(done, total)
            case {"written": int(count)}:
                self.exported.emit(count, self._target)
            case {"broken": int(count)}:
                self.broken.emit(count)
            case {"refused": str(path)}:
                self.refused.emit(path)

    def _end(self, code: int, status: QProcess.ExitStatus) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace")
        process.deleteLater()
        self.running_changed.emit(False)
        if code or status is QProcess.ExitStatus.CrashExit:
            self.failed.emit(said)

    def _fail_to_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            said = self._process.errorString()
            self._process = None
            self.running_changed.emit(False)
            self.failed.emit(said)

    def _forget(self, changes: Changes) -> None:
        self.cancel()
        self._known.clear()
        self._flaws.clear()
