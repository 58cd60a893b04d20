"""One set-up from end to end; safe to interrupt, and safe when two starts meet."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from planner.bootstrap import packages, system
from planner.bootstrap.places import GUARD, LOG, RUN_LOCK, STAMP, TEST_LOCK
from planner.bootstrap.speech import say, stop
from planner.bootstrap.stamp import (
    Need,
    is_ready,
    read_stamp,
    state_interpreter,
    state_lock,
    state_packages,
    write_stamp,
)

if sys.platform == "win32":
    import msvcrt

    def lock(guard: IO[bytes], *, wait: bool) -> bool:
        """Lock a file against other processes; False when it is taken and `wait` is not asked."""
        while True:  # LK_LOCK gives up by itself after ten seconds
            try:
                msvcrt.locking(guard.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True

else:
    import fcntl

    def lock(guard: IO[bytes], *, wait: bool) -> bool:
        """Lock a file against other processes; False when it is taken and `wait` is not asked."""
        try:
            fcntl.flock(guard, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a network folder without locks: better unguarded than not at all
            return True
        return True


def set_up(need: Need) -> None:
    """Bring everything a need names; ends the program with a sentence when it cannot be had."""
    try:
        with hold(GUARD) as guard:
            if not is_ready(need):  # else another start was faster
                provide(need, guard)
    except PermissionError as refusal:
        stop(
            "{path} cannot be written. Copy the program to a folder of your own, or ask for the "
            "right to write there.",
            path=refusal.filename,
        )
    except KeyboardInterrupt:
        stop("Stopped. The next start goes on from here.", code=130)


def provide(need: Need, guard: IO[bytes]) -> None:
    """Bring libraries, environment and packages, and leave the stamp as the last act."""
    libraries = provide_libraries(need)
    known = read_stamp()
    STAMP.unlink(missing_ok=True)  # from here on an interruption leaves no stamp
    LOG.unlink(missing_ok=True)
    if packages.provide_venv(guard):
        known = frozenset()
    elif not known:
        packages.mend_packages()
    locks = {state_lock(lock) for lock in (RUN_LOCK, TEST_LOCK)} & known
    complete = {line for line in known if line.startswith("package ")} <= state_packages()
    if state_lock(need.lock) not in locks or not complete:
        packages.provide_packages(need.lock, guard)
        packages.warm_engine(guard)
        locks |= {state_lock(RUN_LOCK), state_lock(need.lock)}
    older = {line for line in known if line.startswith("library ")}
    write_stamp({state_interpreter()} | locks | libraries | older | state_packages())
    say("Ready.")


def provide_libraries(need: Need) -> set[str]:
    """Bring the libraries of the system; states for the stamp which are there now."""
    sound = shutil.which("uv") or packages.is_sound(with_pip=True)
    python = [] if sound else system.find_venv_package()
    wished = sorted({need.libraries[name] for name in system.find_missing(need.libraries)})
    if need.strict:
        system.provide([*python, *wished], [])
    else:
        system.provide(python, wished)
    missing = set(system.find_missing(need.libraries)) if system.is_debian() else set()
    return {f"{'no ' * (name in missing)}library {name}" for name in need.libraries}


@contextmanager
def hold(path: Path) -> Iterator[IO[bytes]]:
    """Keep other starts out while the block runs; the system lets go when the process ends."""
    with path.open("ab") as guard:
        if not lock(guard, wait=False):
            say("Another start is setting up; waiting for it.")
            lock(guard, wait=True)
        yield guard
