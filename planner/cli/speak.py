"""How the command line talks: sentences, a progress bar, and a way out of each error."""

import locale
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from planner.office.errors import (
    CannotRead,
    CannotWrite,
    DiskFull,
    EngineFailed,
    FileDamaged,
    FileExists,
    FileLocked,
    FileMissing,
    FileTooNew,
    NoFolder,
    NoPlan,
    NoScenario,
    NoTables,
    NotATourPlan,
    PlanBroken,
    SameTableTwice,
    Unreadable,
)
from planner.watch import Cancelled
from planner.words import finding_text, load, missing_text
from planner.words.catalogue import mark

BAR_WIDTH = 30

KNOWN_ERRORS: dict[type[Exception], str] = {
    FileMissing: mark("There is no file {path}. Check the name, or make it with “import”."),
    FileExists: mark("{path} is there already. Choose another name, or remove it first."),
    NotATourPlan: mark("{path} is not a tour plan of this program. It was left as it is."),
    FileTooNew: mark("{path} was made by a later version. Update this program to open it."),
    FileLocked: mark("{path} is open in another program. Close it there and try again."),
    FileDamaged: mark("{path} is damaged. Open the newest .bak file beside it, or a copy."),
    CannotRead: mark("{path} may not be read. Ask for the right to read it."),
    CannotWrite: mark("{path} cannot be written. Choose a folder you may write to."),
    DiskFull: mark("No room left on the disk for {path}. What was saved before is still there."),
    NoFolder: mark("There is no folder {0}. Check the name."),
    NoTables: mark(
        "No tables were found in {0}: stations, venues and customers (.csv or .xlsx) are"
        " looked for."
    ),
    SameTableTwice: mark(
        "Two files hold the same table: {1} and {2}. Move one of them out of the folder."
    ),
    Unreadable: mark("{0} cannot be read as a table. Save it anew as .csv or .xlsx."),
    NoPlan: mark("Nothing is planned yet: run “plan” first."),
    EngineFailed: mark("Planning stopped early; the file keeps its last good plan.\n{text}"),
    OSError: mark("{filename} cannot be used: {strerror}."),
}

UNREADABLE = {
    "encoding": mark("{0} is neither UTF-8 nor GB 18030. Save it anew as “CSV UTF-8”."),
    "password": mark("{0} is locked with a password. Save it without one."),
    "too_big": mark("{0} holds too much for a table. Save the filled cells alone."),
}


def system_language() -> str:
    """Give the language of the person's system, zh or en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def say(text: str = "") -> None:
    """Print a line of the answer; where nobody reads on, the work still goes on."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def tell(text: str) -> None:
    """Print a line beside the answer, for the person at the terminal."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def error_text(error: Exception, language: str) -> str:
    """Say what is wrong and the way out."""
    gettext = load("words", language).gettext
    if isinstance(error, NoScenario):
        return "\n".join(missing_text(code, language) for code in error.missing)
    if isinstance(error, PlanBroken):
        lines = [gettext("The plan breaks these rules and was not kept or printed:")]
        lines += [
            "  " + finding_text(finding, error.scenario, language)
            for finding in error.findings[:20]
        ]
        return "\n".join(lines)
    kind = next(kind for kind in type(error).__mro__ if kind in KNOWN_ERRORS)
    sentence = KNOWN_ERRORS[kind]
    if isinstance(error, Unreadable):
        sentence = UNREADABLE.get(error.args[1], sentence)
    facts = {name: getattr(error, name, "") for name in ("path", "text", "filename", "strerror")}
    return gettext(sentence).format(*error.args, **facts)


def is_known(error: Exception) -> bool:
    """Say whether the world, not the program, is at fault."""
    return isinstance(error, (NoScenario, PlanBroken, *KNOWN_ERRORS))


class Bar:
    """A progress bar; on a terminal it is drawn in place, elsewhere each tenth is a line."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._tenth = -1
        self._open = False

    def step(self, done: float, total: float, code: str) -> None:
        """Draw the bar at `done` of `total`, followed by `code`."""
        share = min(1.0, done / total) if total else 1.0
        if sys.stderr.isatty():
            filled = round(BAR_WIDTH * share)
            bar = "█" * filled + "░" * (BAR_WIDTH - filled)
            sys.stderr.write(f"\r{self._label} {bar} {share:4.0%}  {code:<40}")
            self._open = True
        elif int(share * 10) > self._tenth:
            self._tenth = int(share * 10)
            sys.stderr.write(f"{self._label} {share:4.0%}  {code}\n")
        sys.stderr.flush()

    def close(self) -> None:
        """End the line of the bar."""
        if self._open:
            sys.stderr.write("\n")


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Give a function that raises `Cancelled` once the person pressed Ctrl+C."""
    pressed: list[bool] = []

    def note(_signal: int, _frame: FrameType | None) -> None:
        pressed.append(True)

    before = signal.signal(signal.SIGINT, note)
    told: list[bool] = []

    def check() -> None:
        if pressed and not told:
            told.append(True)
            raise Cancelled

    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)


def readable(path: Path) -> str:
    """Write a path as short as it can be said from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
