"""Gettext catalogues: one a language for each kind of reader; the keys are English."""

import gettext
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "resources" / "locale"
LANGUAGES = ("zh", "en")


@cache
def load(catalogue: str, language: str) -> gettext.NullTranslations:
    """Load a catalogue ("screen", "paper", …) in a language; its keys are English."""
    return gettext.translation(catalogue, LOCALE, [language], fallback=True)


def mark(text: str) -> str:
    """Mark a text for translation that is looked up later."""
    return text
