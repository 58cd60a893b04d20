"""Units of measure, ids and texts in several languages."""

import os
import time
from dataclasses import dataclass

Minute = int
"""Whole minutes: a duration, or a local time of day counted from midnight."""

Metre = int
"""Whole metres."""

Money = int
"""Whole minor units (fen, cents) of the file's one currency."""

_WITHOUT_MINOR_UNIT = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND"}
    | {"VUV", "XAF", "XOF", "XPF"}
)  # ISO 4217, exponent 0
_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})  # ISO 4217, exponent 3


def minor_per_major(currency: str) -> int:
    """Say how many minor units make one unit of an ISO 4217 currency."""
    if currency in _WITHOUT_MINOR_UNIT:
        return 1
    return 1000 if currency in _THOUSANDTHS else 100


def make_id() -> str:
    """Make a UUIDv7 as text, so that two laptops never clash and ids sort by time of making.

    Layout: RFC 9562, section 5.7. The clock is read for uniqueness only, never for planning.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    number = (milliseconds & (1 << 48) - 1) << 80 | random
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def clock_text(minute: Minute) -> str:
    """Write a time of day as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class Names:
    """One name in several languages: (language, text) pairs; language "" means not stated."""

    texts: tuple[tuple[str, str], ...] = ()

    def has(self, language: str) -> bool:
        """Say whether the name is present in a language; a text without language serves all."""
        return any(known in (language, "") and text for known, text in self.texts)

    def read(self, language: str) -> str:
        """Give the name in a language, else the unlabelled one, else the first one, else ""."""
        texts = dict(reversed(self.texts))
        return texts.get(language) or texts.get("") or next((t for _, t in self.texts if t), "")
