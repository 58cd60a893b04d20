"""What the set-up says, in Chinese or English, on the error stream."""

import gettext
import os
import sys
from typing import NoReturn

from planner.bootstrap.places import ROOT

LOCALE = ROOT / "resources" / "locale"


def say(text: str, **values: object) -> None:
    """Say a sentence of the catalogue `setup`."""
    print(translate(text).format(**values), file=sys.stderr, flush=True)


def translate(text: str) -> str:
    """Put a text of the catalogue `setup` into the language of the system, if it can show it."""
    words = gettext.translation("setup", LOCALE, [find_language()], fallback=True)
    translation = words.gettext(text)
    try:
        translation.encode(sys.stdout.encoding)
    except UnicodeEncodeError:  # a console or pipe without Chinese
        return text
    return translation


def stop(text: str, *, code: int = 1, **values: object) -> NoReturn:
    """Say a sentence and end with an exit code."""
    say(text, **values)
    raise SystemExit(code)


def find_language() -> str:
    """Tell "zh" or "en" from the language of the system."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    if not locale and sys.platform == "win32":
        import ctypes

        chinese = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04  # LANG_CHINESE
        return "zh" if chinese else "en"
    return "zh" if locale.startswith("zh") else "en"
