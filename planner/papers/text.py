"""Text as lines: where a line may break in Chinese and Latin text, and how it is drawn.

No mark-up is read: a name with angle brackets is printed as it is written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from planner.papers.fonts import ASCENT, Face, measure, split_runs, tidy

INK = "#1B2A2F"
TEAL = "#0E5A6B"
ORANGE = "#C2410C"  # the brand orange, one step darker: a copier leaves it dark enough
GREY = "#55646A"
SOFT = "#E9F1F2"
LINE = "#B4C2C6"
PALE = "#D5E8EB"
WHITE = "#FFFFFF"

# What may not begin or end a line (after GB/T 15834 and JIS X 4051).
_NO_START = "!%),.:;?]}°·’”…‰′″℃、。〃〉》」』】〕〗！％），．：；？］｝～—–々"
_NO_END = "$([{£¥‘“〈《「『【〔〖（［｛￥＄"
_OPEN, _CLOSE = re.escape(_NO_END), re.escape(_NO_START)
_WORD = r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff" + _OPEN + _CLOSE + "]"
_DATE = r"\d+(?:[年月日时分]\d*)+(?: ?星期[一二三四五六日]|（周[一二三四五六日]）)?"
_WORDS = rf"{_WORD}+(?:[-.,:/'’–—]{_WORD}+)*"
_CLUSTER = re.compile(rf"[{_OPEN}]*(?:{_DATE}|{_WORDS}|[^\s{_OPEN}])?[{_CLOSE}]*[^\S\n]*|[^\S\n]+")


class Align(Enum):
    """Where a line stands in its width."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks; `size` in points, `leading` in sizes."""

    face: Face
    size: float
    color: str = INK
    leading: float = 1.42

    def scaled(self, factor: float) -> "Style":
        """Give the same style at another size."""
        return replace(self, size=self.size * factor)


@dataclass(frozen=True, slots=True)
class Span:
    """A text in one style."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Line:
    """Spans that share a line, and their width and height in points."""

    spans: tuple[Span, ...]
    width: float
    height: float


def text_width(text: str, style: Style) -> float:
    """Give the width in points of a text on one line."""
    return measure(tidy(text), style.face) * style.size


def draw_text(
    canvas: Canvas, x: float, y: float, text: str, style: Style, align: Align = Align.LEFT
) -> float:
    """Draw one line from, around or up to x on the baseline y; return its width in points."""
    width = text_width(text, style)
    at = x - align.value * width
    canvas.setFillColor(HexColor(style.color))
    for run in split_runs(tidy(text), style.face):
        canvas.setFont(run.font, style.size)
        canvas.drawString(at, y, run.text)
        at += canvas.stringWidth(run.text, run.font, style.size)
    return width


def fit_style(text: str, style: Style, width: float) -> Style:
    """Shrink a style, if need be, until the text fits on one line of that width."""
    needed = text_width(text, style)
    return style if needed <= width else style.scaled(width / needed)


@lru_cache(maxsize=16384)
def break_lines(spans: tuple[Span, ...], width: float, indent: float = 0) -> tuple[Line, ...]:
    """Break text into lines no wider than `width` points; the first one starts at `indent`.

    Words, numbers and dates stay whole, and no line begins with closing or ends with opening
    punctuation, unless a piece alone is wider than the line.
    """
    lines: list[Line] = []
    held: list[Span] = []
    used = indent
    for piece in _pieces(spans, width):
        needed = text_width(piece.text, piece.style)
        visible = text_width(piece.text.rstrip(" "), piece.style)
        if held and used + visible > width + 0.01:
            lines.append(_close(held))
            held, used = [], 0.0
        if not held and lines and piece.text.isspace():
            continue
        held.append(piece)
        used += needed
    if held or not lines:
        lines.append(_close(held or [Span("", spans[0].style)]))
    return tuple(lines)


def keeps_words(spans: tuple[Span, ...], width: float) -> bool:
    """Say whether every word, number and date fits a line of that width unbroken."""
    return all(
        text_width(cluster.rstrip(" "), span.style) <= width
        for span in spans
        for cluster in _CLUSTER.findall(tidy(span.text))
    )


def _pieces(spans: Sequence[Span], width: float) -> Iterator[Span]:
    for span in spans:
        for found in _CLUSTER.finditer(tidy(span.text)):
            cluster = found.group()
            if not cluster:
                continue
            if text_width(cluster.rstrip(" "), span.style) <= width:
                yield Span(cluster, span.style)
            else:
                yield from (Span(character, span.style) for character in cluster)


def _close(held: list[Span]) -> Line:
    last = held[-1]
    held = [*held[:-1], Span(last.text.rstrip(" "), last.style)]
    merged: list[Span] = []
    for span in held:
        if merged and merged[-1].style == span.style:
            merged[-1] = Span(merged[-1].text + span.text, span.style)
        else:
            merged.append(span)
    return Line(
        tuple(merged),
        sum(text_width(span.text, span.style) for span in merged),
        max(span.style.size * span.style.leading for span in merged),
    )


def draw_line(canvas: Canvas, x: float, top: float, line: Line) -> None:
    """Draw a line whose box starts at x and hangs from `top`."""
    size = max(span.style.size for span in line.spans)
    baseline = top - (line.height - size) / 2 - ASCENT * size
    for span in line.spans:
        x += draw_text(canvas, x, baseline, span.text, span.style)
