"""Which font sets which character, and what none can set."""

import pytest

from planner.papers.fonts import (
    FOLDER,
    MISSING,
    choose_faces,
    find_missing,
    has_glyph,
    load_font,
    measure,
    split_runs,
    tidy,
)

UNKNOWN = "\U0002a6a5"  # a rare character of Extension B, in no shipped font


def test_that_an_english_page_takes_quotes_from_the_latin_font() -> None:
    runs = split_runs("‘清泉’ tour", choose_faces("en").regular)
    assert [(run.font, run.text) for run in runs] == [
        ("XunhuiSans-Regular", "‘"),
        ("XunhuiSansSC-Regular", "清泉"),
        ("XunhuiSans-Regular", "’ tour"),
    ]


def test_that_a_chinese_page_takes_letters_it_lacks_from_the_latin_font() -> None:
    fonts = [run.font for run in split_runs("乡Ğỹ", choose_faces("zh").regular)]
    assert fonts == ["XunhuiSansSC-Regular", "XunhuiSans-Regular"]


@pytest.mark.parametrize("character", ["䶮", "㛃", "\U0002b5af", "鿏"])
def test_that_rare_name_characters_are_shipped(character: str) -> None:
    assert find_missing(character) == ()


def test_that_a_character_no_font_has_prints_as_a_visible_mark() -> None:
    assert find_missing(f"龙{UNKNOWN}街{UNKNOWN}") == (UNKNOWN,)
    runs = split_runs(f"龙{UNKNOWN}", choose_faces("zh").regular)
    assert "".join(run.text for run in runs) == f"龙{MISSING}"


def test_that_a_headline_with_a_rare_character_is_set_in_one_weight() -> None:
    assert not has_glyph("XunhuiSansSC-Black", "珺")
    fonts = {run.font for run in split_runs("珺镇", choose_faces("zh").black)}
    assert fonts == {"XunhuiSansSC-Bold"}


def test_that_width_counts_every_run() -> None:
    face = choose_faces("zh").regular
    assert measure("赶集", face) == pytest.approx(2.0)
    assert measure("赶a", face) > measure("赶", face)


def test_that_line_breaks_and_invisible_characters_do_not_reach_paper() -> None:
    assert tidy("East\nStreet\u200b\tMarket\ufeff") == "East Street Market"
    assert tidy("e\u0301") == "é"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.ttf")))
def test_that_a_font_is_named_like_its_file(name: str) -> None:
    assert load_font(name).face.name == name.encode()


def test_that_the_licence_ships_with_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text("utf-8")
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 20_000_000
