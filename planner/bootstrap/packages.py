"""The virtual environment and the packages of a lock file inside it."""

import csv
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from planner.bootstrap.places import LOG, ROOT, VENV, find_python, find_site, make_environment
from planner.bootstrap.speech import say, stop
from planner.bootstrap.stamp import list_locked, read_settings, state_packages

TAIL_LINES = 12  # enough of a log to see pip's reason, few enough to stay on one screen
COLUMNS = 78


def provide_venv(guard: IO[bytes]) -> bool:
    """Make `.venv` unless a sound one stands; tells whether it is new."""
    uv = shutil.which("uv")
    if is_sound(with_pip=uv is None):
        return False
    if read_settings():
        say("The environment in .venv is unfinished or of another Python; making it anew.")
        shutil.rmtree(VENV)
    else:
        say("Making the environment in .venv.")
    base = getattr(sys, "_base_executable", sys.executable)
    if uv and run([uv, "venv", "--allow-existing", "--python", base, str(VENV)], guard) == 0:
        return True
    if run([base, "-m", "venv", str(VENV)], guard) != 0:
        report("The environment in .venv could not be made.")
    return True


def is_sound(*, with_pip: bool) -> bool:
    """Whether the interpreter of `.venv` runs, is the one it was made for, and can install."""
    settings = read_settings()
    made_for = (settings.get("version") or settings.get("version_info") or "").split(".")[:2]
    question = "import sys; print(*sys.version_info[:2], sep='.')"
    try:
        answer = subprocess.run(
            [find_python(), "-c", question],
            env=make_environment(offscreen=True),
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return False
    runs = answer.returncode == 0 and answer.stdout.strip() == ".".join(made_for)
    return runs and (not with_pip or has_pip())


def has_pip() -> bool:
    """Whether the installer itself was installed to its end."""
    site = find_site()
    records = list(site.glob("pip-*.dist-info")) if site else []
    return any(is_whole(record) for record in records)


def provide_packages(lock: str, guard: IO[bytes]) -> None:
    """Install what a lock file names, exactly; ends the start when it cannot be had."""
    there = {line.removeprefix("package ") for line in state_packages()}
    count = len(list_locked(lock) - there) or len(list_locked(lock))
    say("Installing into .venv, about a minute or two; packages: {count}", count=count)
    options = ["install", "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock)]
    uv = shutil.which("uv")
    if uv:
        if run([uv, "pip", *options, "--python", str(find_python())], guard) == 0:
            return
        if not has_pip():  # uv makes environments without it
            run([str(find_python()), "-m", "ensurepip"], guard)
    pip = [str(find_python()), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    if run([*pip, *options, "--prefer-binary"], guard) != 0:
        report("The packages could not be installed.")


def warm_engine(guard: IO[bytes]) -> None:
    """Compile the engine's kernels into the person's cache, so that no first plan waits for it.

    Whatever goes wrong stays in the log: the first plan would then compile them itself.
    """
    say("Compiling the engine once, some ten seconds.")
    call = "from planner.touring.session import warm; warm()"
    run([str(find_python()), "-c", call], guard)


def mend_packages() -> None:
    """Forget packages that an interrupted set-up left half written, so that they come anew."""
    site = find_site()
    for record in site.glob("*.dist-info") if site else ():
        if not is_whole(record):
            shutil.rmtree(record)


def is_whole(record: Path) -> bool:
    """Whether every file a package lists is there at its full size."""
    try:
        with (record / "RECORD").open(encoding="utf-8", newline="") as file:
            sizes = [(record.parent / row[0], row[2]) for row in csv.reader(file) if row]
        whole = all(path.stat().st_size == int(size) for path, size in sizes if size)
    except (OSError, ValueError, IndexError):
        return False
    return whole and (record / "INSTALLER").exists()  # written after everything else


def run(command: Sequence[str], guard: IO[bytes]) -> int:
    """Run an installer with its words in the log, and its present step on a terminal.

    It inherits the guard: if this process is killed, the next start waits for the orphan's end.
    """
    environment = make_environment(offscreen=True) | {"PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
    LOG.parent.mkdir(exist_ok=True)
    with (
        LOG.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=() if sys.platform == "win32" else (guard.fileno(),),
        ) as installer,
    ):
        log.write(f"$ {' '.join(command)}\n")
        for line in installer.stdout or ():
            log.write(line)
            show(line.strip())
    show("")
    return installer.returncode


def show(line: str) -> None:
    """Show what the installer does now on one line of a terminal that the next one replaces."""
    if sys.stderr.isatty():
        print(f"\r{line[:COLUMNS]:{COLUMNS}}\r", end="", file=sys.stderr, flush=True)


def report(text: str) -> None:
    """Say what could not be done, with the end of the log and a way out; ends the start."""
    say(text)
    try:
        with LOG.open(encoding="utf-8") as log:
            print("".join(deque(log, TAIL_LINES)), file=sys.stderr)
    except OSError:
        pass
    stop(
        "See whether the network is there (a mirror is set with: pip config set global.index-url "
        "…), then start again; what was loaded is kept. If it stays so, delete .venv and start "
        "again. Whole log: {path}",
        path=LOG,
    )
