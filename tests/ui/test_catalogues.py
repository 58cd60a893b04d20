"""Every text of the screen is said in Chinese, with the same fields, and none is left over."""

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "resources" / "locale" / "zh" / "LC_MESSAGES"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def read_catalogue(name: str) -> dict[str, str]:
    """Read the texts of a catalogue by their English; a plural by its singular."""
    with (LOCALE / f"{name}.po").open("rb") as file:
        entries = [entry for entry in read_po(file, locale="zh") if entry.id]
    return {
        entry.id[0] if isinstance(entry.id, tuple) else entry.id: entry.string[0]
        if isinstance(entry.string, tuple)
        else entry.string
        for entry in entries
    }


def find_texts() -> set[str]:
    """Find the texts in the sources of the window; a plural by its singular."""
    found = extract_from_dir(ROOT / "ui", method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found}


def test_that_every_text_of_the_window_is_said_in_chinese() -> None:
    known = read_catalogue("screen") | read_catalogue("board") | read_catalogue("answers")
    assert sorted(text for text in find_texts() if not known.get(text)) == []


@pytest.mark.parametrize("name", ["board", "answers"])
def test_that_a_catalogue_says_nothing_that_is_not_in_the_window(name: str) -> None:
    assert sorted(set(read_catalogue(name)) - find_texts()) == []


@pytest.mark.parametrize("name", ["screen", "board", "answers"])
def test_that_chinese_texts_have_the_same_fields(name: str) -> None:
    wrong = [en for en, zh in read_catalogue(name).items() if not fields(zh) <= fields(en)]
    assert wrong == []
