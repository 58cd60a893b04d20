"""Where the parts of a set-up stand, and which environment the program runs in."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "setup.stamp"
LOG = VENV / "setup.log"
GUARD = ROOT / ".venv.lock"

RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-dev.lock"  # names all of RUN_LOCK too


def find_python() -> Path:
    """Give the path of the interpreter of `.venv`, whether it is there or not."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def find_site() -> Path | None:
    """Find the folder of the installed packages; None before there is one."""
    pattern = "Lib/site-packages" if os.name == "nt" else "lib/python3*/site-packages"
    return next(iter(VENV.glob(pattern)), None)


def is_inside() -> bool:
    """Whether this very process runs in `.venv`."""
    return VENV.exists() and os.path.samefile(sys.prefix, VENV)


def has_display() -> bool:
    """Whether a window can be shown; only Linux may lack the means."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def find_cache() -> Path:
    """Give the person's folder for what can be made again, as each system wants it."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "xunhui"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "xunhui"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "xunhui"


def make_environment(*, offscreen: bool) -> dict[str, str]:
    """Make the environment the program runs in; what the person has set stays."""
    environment = {**os.environ, "PYTHONUTF8": "1"}  # pipes of Windows speak the local code page
    environment.setdefault("NUMBA_CACHE_DIR", str(find_cache() / "numba"))
    if offscreen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in ("PYTHONHOME", "__PYVENV_LAUNCHER__"):  # they would lead out of `.venv` again
        environment.pop(name, None)
    return environment
