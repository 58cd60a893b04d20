"""What can be wrong with a tour file or the disk under it; sentences are made elsewhere."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(eq=False)
class FileMissing(Exception):
    """No file lies there."""

    path: Path


@dataclass(eq=False)
class FileExists(Exception):
    """A file lies there already, and nobody said that it may be replaced."""

    path: Path


@dataclass(eq=False)
class NotATourPlan(Exception):
    """The file was not made by this program."""

    path: Path


@dataclass(eq=False)
class FileTooNew(Exception):
    """A later release made the file: it is at schema `found`, this release knows `known`."""

    path: Path
    found: int
    known: int


@dataclass(eq=False)
class FileLocked(Exception):
    """Another program is writing to the file, or holds it where it would have to let go."""

    path: Path


@dataclass(eq=False)
class FileDamaged(Exception):
    """The file is ours and its content is broken; a `.bak` beside it may be whole."""

    path: Path


@dataclass(eq=False)
class CannotRead(Exception):
    """The person may not read the file."""

    path: Path


@dataclass(eq=False)
class CannotWrite(Exception):
    """The file or its folder takes no changes; what was saved before is still there."""

    path: Path


@dataclass(eq=False)
class DiskFull(Exception):
    """No room for the change; what was saved before is still there."""

    path: Path
