"""Preferences of the person, over QSettings: one table of keys with type, default and check."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QLocale, QSettings

RECENT = 8
SCALES = ("100", "115", "125", "150", "200")


@dataclass(frozen=True, slots=True)
class Preference:
    """One preference: its key, what it is without a choice, and what may be stored."""

    key: str
    default: str
    accepts: Callable[[str], bool]


LANGUAGE = Preference("language", "", lambda value: value in ("", "zh", "en"))
THEME = Preference("theme", "system", lambda value: value in ("system", "light", "dark"))
SCALE = Preference("scale", "100", lambda value: value in SCALES)
SECONDS = Preference("seconds", "30", lambda value: value.isdecimal() and 1 <= int(value) <= 3600)
TABLE = (LANGUAGE, THEME, SCALE, SECONDS)


class Preferences:
    """Reads and writes the table; what was stored wrongly counts as not chosen."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    def read(self, preference: Preference) -> str:
        """Give the stored value, else the default."""
        value = str(self._store.value(preference.key, preference.default))
        return value if preference.accepts(value) else preference.default

    def write(self, preference: Preference, value: str) -> None:
        """Store a value; raises ValueError for one the table does not accept."""
        if not preference.accepts(value):
            raise ValueError(preference.key, value)
        self._store.setValue(preference.key, value)

    @property
    def language(self) -> str:
        """The language chosen, else the desktop's where we speak it, else English."""
        chosen = self.read(LANGUAGE)
        is_chinese = QLocale.system().language() == QLocale.Language.Chinese
        return chosen or ("zh" if is_chinese else "en")

    @property
    def scale(self) -> float:
        """Text scale, 1.0 = 100 %."""
        return int(self.read(SCALE)) / 100

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files opened last, newest first, that are still there."""
        paths = (Path(line) for line in str(self._store.value("recent", "")).splitlines())
        return tuple(path for path in paths if path.is_file())

    def remember(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        others = (known for known in self.recent if known != path)
        lines = [str(path), *map(str, others)][:RECENT]
        self._store.setValue("recent", "\n".join(lines))

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood; empty before the first time."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Store where the window stands."""
        self._store.setValue("geometry", geometry)
