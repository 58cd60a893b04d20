"""The system libraries Qt needs, and how Debian and its kin install them."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence

from planner.bootstrap.speech import say

# The library and the Debian package that carries it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
}


def find_libraries(*, window: bool) -> dict[str, str]:
    """List what Qt loads from this system, with the Debian package of each."""
    if sys.platform != "linux":
        return {}
    return QT_LIBRARIES | X11_LIBRARIES if window and os.environ.get("DISPLAY") else QT_LIBRARIES


def find_missing(libraries: Iterable[str]) -> list[str]:
    """List the libraries that cannot be loaded."""
    missing = []
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(library)
    return missing


def find_venv_package() -> list[str]:
    """Name the Debian package that makes `python3 -m venv` whole, when that is missing."""
    try:
        import ensurepip  # noqa: F401 - Debian splits it off; only its presence matters
    except ImportError:
        return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]
    return []


def provide(required: Sequence[str], wished: Sequence[str]) -> None:
    """Install Debian packages when this person may, else say how; ends the start if required."""
    packages = [*required, *wished]
    if not packages or install(packages) or (wished and required and install(required)):
        return
    if not is_debian():
        say("Missing from the system (names of Debian): {names}", names=" ".join(packages))
        say("Install them with the package manager of your system.")
        return
    line = "sudo apt-get install -y " + " ".join(packages)
    if required:
        say("Missing from the system. Type this, then start again:\n  {line}", line=line)
        raise SystemExit(1)
    say(
        "The window will want something of the system. Type this when you can:\n  {line}",
        line=line,
    )


def is_debian() -> bool:
    """Whether this system installs with apt-get."""
    return shutil.which("apt-get") is not None


def install(packages: Sequence[str]) -> bool:
    """Install Debian packages without a question; tells whether they are there now."""
    prefix = find_right()
    if prefix is None or not is_debian():
        return False
    say("Installing from the system: {names}", names=" ".join(packages))
    call = [*prefix, "apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    wanted = [*call, "install", "--no-install-recommends", *packages]
    # A machine fresh from the box has no lists, an old one lists what is gone: so twice.
    return run(wanted) or (run([*call, "update"]) and run(wanted))


def run(command: Sequence[str]) -> bool:
    """Run a command unseen; tells whether it went well."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode == 0


def find_right() -> list[str] | None:
    """Give the prefix of a command that may change the system; None when this person may not."""
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return environment
    if shutil.which("sudo") and run(["sudo", "-n", "true"]):
        return ["sudo", "-n", *environment]
    return None
