"""The shipped fonts: which one sets a character, how wide it is, and what none can set."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
CHINESE = "XunhuiSansSC"
LATIN = "XunhuiSans"
MISSING = "\u3013"  # 〓, the printers' mark for a sort that is not in the case
ASCENT = 0.88  # of the size, from the top of a Chinese character to the baseline


@dataclass(frozen=True, slots=True)
class Face:
    """Fonts of one weight in the order in which they are asked for a character.

    `spare` sets the whole text instead when the first font lacks one of its characters.
    """

    fonts: tuple[str, ...]
    spare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Faces:
    """The three weights a paper uses."""

    regular: Face
    bold: Face
    black: Face


@dataclass(frozen=True, slots=True)
class Run:
    """Characters set in one font."""

    font: str
    text: str


@cache
def choose_faces(language: str) -> Faces:
    """Choose Chinese fonts first for Chinese, Latin first for all others (quotes, dashes)."""
    first, second = (CHINESE, LATIN) if language == "zh" else (LATIN, CHINESE)

    def order(weight: str) -> tuple[str, ...]:
        return f"{first}-{weight}", f"{second}-{weight}"

    bold = order("Bold")
    return Faces(Face(order("Regular")), Face(bold), Face(order("Black"), spare=bold))


@cache
def load_font(name: str) -> TTFont:
    """Read a font and make it known to ReportLab, once per process."""
    font = TTFont(name, str(FOLDER / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    return font


def has_glyph(font: str, character: str) -> bool:
    """Say whether a font can set a character."""
    return ord(character) in load_font(font).face.charToGlyph


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """Compose accents, turn line breaks and tabs into spaces, drop what is invisible."""
    kinds = ((c, unicodedata.category(c)) for c in unicodedata.normalize("NFC", text))
    return "".join(
        " " if kind in ("Cc", "Zl", "Zp", "Zs") and c != "\u3000" else c
        for c, kind in kinds
        if kind != "Cf" and not "\ufe00" <= c <= "\ufe0f"
    )


@lru_cache(maxsize=65536)
def split_runs(text: str, face: Face) -> tuple[Run, ...]:
    """Set each character in the first font that has it; 〓 stands for what none has."""
    fonts = face.fonts
    if face.spare and not all(_covers(fonts, character) for character in text):
        fonts = face.spare
    runs: list[tuple[str, list[str]]] = []
    for character in text:
        font = next((name for name in fonts if has_glyph(name, character)), "")
        if not font:
            character = MISSING
            font = next(name for name in fonts if has_glyph(name, MISSING))
        if runs and runs[-1][0] == font:
            runs[-1][1].append(character)
        else:
            runs.append((font, [character]))
    return tuple(Run(font, "".join(characters)) for font, characters in runs)


def _covers(fonts: tuple[str, ...], character: str) -> bool:
    return any(has_glyph(name, character) for name in fonts)


@lru_cache(maxsize=65536)
def measure(text: str, face: Face) -> float:
    """Give the width of a text at size 1."""
    runs = split_runs(text, face)
    return float(sum(pdfmetrics.stringWidth(run.text, run.font, 1) for run in runs))


def find_missing(text: str) -> tuple[str, ...]:
    """List the characters, each once, that no shipped font can set."""
    fonts = (f"{CHINESE}-Regular", f"{LATIN}-Regular")
    return tuple(dict.fromkeys(c for c in tidy(text) if not _covers(fonts, c)))
