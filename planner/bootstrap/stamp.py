"""The stamp a set-up leaves as its last act: statements that the next start can check at once."""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from planner.bootstrap.places import ROOT, STAMP, VENV, find_python, find_site


@dataclass(frozen=True, slots=True)
class Need:
    """What a command wants to stand ready."""

    lock: str  # file name of the packages
    libraries: dict[str, str] = field(default_factory=dict)  # of the system: name -> package
    strict: bool = False  # whether the command is pointless without the libraries


def is_ready(need: Need) -> bool:
    """Whether the last set-up came to its end and still serves this need."""
    stamp = read_stamp()
    return (
        {state_interpreter(), state_lock(need.lock)} <= stamp
        and all(is_settled(library, need, stamp) for library in need.libraries)
        and {line for line in stamp if line.startswith("package ")} <= state_packages()
    )


def is_settled(library: str, need: Need, stamp: frozenset[str]) -> bool:
    """Whether a library is there, or its absence was told to somebody who can do without it."""
    return f"library {library}" in stamp or (not need.strict and f"no library {library}" in stamp)


def read_stamp() -> frozenset[str]:
    """Read the statements; none when no set-up came to its end."""
    try:
        return frozenset(STAMP.read_text("utf-8").splitlines())
    except OSError:
        return frozenset()


def write_stamp(statements: set[str]) -> None:
    """Write the statements in one piece."""
    draft = STAMP.with_suffix(".draft")
    draft.write_text("\n".join(sorted(statements)) + "\n", "utf-8")
    draft.replace(STAMP)


def state_interpreter() -> str:
    """State which Python `.venv` stands on, so that a moved or upgraded one is noticed."""
    python = find_python()
    base = Path(read_settings().get("home", "")) / python.name if os.name == "nt" else python
    try:
        state = base.stat()
    except OSError:
        return "python is gone"
    return f"python {base.resolve()} {state.st_size} {state.st_mtime_ns}"


def state_lock(lock: str) -> str:
    """State the content of a lock file, so that a change asks for a new set-up."""
    return f"lock {lock} {hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()}"


def state_packages() -> set[str]:
    """State which packages are installed, without versions."""
    site = find_site()
    records = [name for name in os.listdir(site) if name.endswith(".dist-info")] if site else []
    return {f"package {normalize(record.partition('-')[0])}" for record in records}


def list_locked(lock: str) -> set[str]:
    """List the packages a lock file names, on whichever system."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    return {normalize(line.partition("==")[0]) for line in lines if line[:1].isalpha()}


def normalize(name: str) -> str:
    """Spell a package's name as the folders of installed packages do."""
    return name.lower().replace("-", "_").replace(".", "_")


def read_settings() -> dict[str, str]:
    """Read `pyvenv.cfg`; empty when there is none."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text("utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines)
    return {key.strip(): value.strip() for key, _, value in pairs}
