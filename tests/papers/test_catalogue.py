"""The Chinese catalogue of the papers."""

import re
from pathlib import Path
from string import Formatter

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from planner.words import load

ROOT = Path(__file__).parents[2]
PAPERS = ROOT / "planner" / "papers"
PO = ROOT / "resources" / "locale" / "zh" / "LC_MESSAGES" / "paper.po"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_that_every_message_is_translated_with_the_same_fields() -> None:
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="zh")
    found = extract_from_dir(PAPERS, method_map=[("**.py", "python")], keywords={"say": None})
    messages = {message for _, _, message, _, _ in found}
    assert len(messages) > 100
    for message in messages:
        entry = catalogue.get(message)
        assert entry is not None, message
        assert entry.string, message
        assert fields(entry.string) == fields(message), message
    assert {entry.id for entry in catalogue if entry.id} == messages


def test_that_the_compiled_catalogue_is_the_written_one() -> None:
    with PO.open("rb") as file:
        for entry in read_po(file, locale="zh"):
            if entry.id:
                assert load("paper", "zh").gettext(entry.id) == entry.string


def test_that_chinese_punctuation_is_full_width() -> None:
    with PO.open("rb") as file:
        for entry in read_po(file, locale="zh"):
            plain = re.sub(r"\{[^}]*\}", "", entry.string)
            assert not re.search(r"[\u4e00-\u9fff][,;:!?()]", plain), entry.string
