"""Texts in the reader's language: gettext catalogues and the sentences for codes."""

import gettext
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "resources" / "locale"
LANGUAGES = ("zh", "en")


@cache
def load(catalogue: str, language: str) -> gettext.NullTranslations:
    """Load a catalogue ("screen", "paper", …) in a language; its keys are English."""
    return gettext.translation(catalogue, LOCALE, [language], fallback=True)
