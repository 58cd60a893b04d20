"""The door to the worker process: one resident child, JSON lines, one ending for each request."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from ui.session import Session

if TYPE_CHECKING:  # the office loads after the first paint
    from planner.office.channel import Message

KILL_AFTER = 5000  # ms a cancelled worker has to explain its best plan, which the window awaits
KILL_QUIET = 8000  # ms for what is asked quietly, whose answer is work too
GONE_AFTER = 1000  # ms a killed worker has to be gone
LINGER = 200  # ms a closing worker has to leave by itself


class Jobs(QObject):
    """Asks the worker for plans. A request ends in exactly one of the last three signals.

    `progress(Progress)`, `better(Plan)` and `estimated(tuple of gains)` while it runs;
    `finished(Plan, bound)` with `float | None`, `cancelled(Plan | None)` with the best plan so
    far, `failed(str)` with what the worker said last. `running_changed(bool)`.
    """

    progress = Signal(object)
    better = Signal(object)
    finished = Signal(object, object)
    cancelled = Signal(object)
    failed = Signal(str)
    running_changed = Signal(bool)
    estimated = Signal(object)
    followed = Signal(float)
    answered = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._request = ""
        self._best: object = None
        self._is_cancelling = False
        self._is_quiet = False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._fail_to_start)
        self._patience = QTimer(self, singleShot=True, interval=KILL_AFTER)
        self._patience.timeout.connect(self._process.kill)
        session.replaced.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether a request waits for its ending."""
        return bool(self._request)

    def warm_up(self) -> None:
        """Start the worker, so that its libraries are loaded when the first request comes."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            return
        program, *arguments = self._session.office.planning.worker_command()
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUTF8", "1")
        self._process.setProcessEnvironment(environment)
        self._process.start(program, arguments)

    def solve(self, seconds: float) -> None:
        """Ask for a plan within a number of seconds; one request at a time."""
        if not self.is_running:
            self.ask(*self._session.office.planning.request(seconds))

    def ask(self, number: str, line: bytes) -> None:
        """Send a request of the office, by its id and line; one at a time."""
        if self.is_running:
            return
        self.warm_up()
        self._best = None
        self._is_cancelling = False
        self._request = number
        self._process.write(line)
        self.running_changed.emit(True)

    def ask_quietly(self, number: str, line: bytes) -> None:
        """Send a request that is answered to whoever asked alone, see `answered`."""
        if not self.is_running:
            self._is_quiet = True
            self.ask(number, line)

    def cancel(self) -> None:
        """Stop, keeping the best plan so far; the worker is killed when it does not answer."""
        if self.is_running and not self._is_cancelling:
            self._is_cancelling = True
            self._process.write(self._session.office.planning.cancel(self._request))
            self._patience.start(KILL_QUIET if self._is_quiet else KILL_AFTER)

    def stop(self) -> None:
        """End the worker and forget its request, without any signal of an ending but cancelled."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._is_cancelling = self.is_running
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(LINGER):
            self._process.kill()
            self._process.waitForFinished(GONE_AFTER)

    def _read(self) -> None:
        # A worker runs, so the office is loaded long since: importing it here costs nothing.
        from planner.office.channel import Better, Done, Estimated, Failed, Progress

        while self._process.canReadLine():
            line = bytes(self._process.readLine().data())
            message = self._session.office.planning.receive(line)
            if message.id != self._request:
                continue
            if self._is_quiet:
                self._read_quietly(message)
            elif isinstance(message, Progress):
                self.progress.emit(message)
            elif isinstance(message, Better):
                self._best = message.plan
                self.better.emit(message.plan)
            elif isinstance(message, Estimated):
                self.estimated.emit(message.gains)
            elif isinstance(message, Done):
                self._best = message.plan
                self._finish(message.cancelled, message.bound)
            elif isinstance(message, Failed):
                self._settle()
                self.failed.emit(message.text)

    def _read_quietly(self, message: "Message") -> None:
        from planner.office.channel import Failed, Progress

        if isinstance(message, Progress):
            self.followed.emit(message.done / max(message.total, 1e-9))
        else:
            self._answer(None if isinstance(message, Failed) else message)

    def _answer(self, message: object) -> None:
        self._settle()
        self.answered.emit(message)

    def _finish(self, is_cancelled: bool, bound: float | None) -> None:
        best = self._best
        self._settle()
        if is_cancelled:
            self.cancelled.emit(best)
        else:
            self.finished.emit(best, bound)

    def _end(self) -> None:
        if not self.is_running:
            return
        if self._is_quiet:
            self._answer(None)
        elif self._is_cancelling:
            self._finish(is_cancelled=True, bound=None)
        else:
            said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
            self._settle()
            self.failed.emit(said)

    def _fail_to_start(self, error: QProcess.ProcessError) -> None:
        if error != QProcess.ProcessError.FailedToStart or not self.is_running:
            return
        if self._is_quiet:
            self._answer(None)
        else:
            self._settle()
            self.failed.emit(self._process.errorString())

    def _settle(self) -> None:
        self._patience.stop()
        self._request = ""
        self._is_cancelling = False
        self._is_quiet = False
        self.running_changed.emit(False)
