"""Blocks that know their height: text, marked items, columns, lines to write on, and fitting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from planner.papers.text import (
    GREY,
    LINE,
    Align,
    Line,
    Span,
    Style,
    break_lines,
    draw_line,
    draw_text,
    keeps_words,
)

SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3)


BREAK_WORDS_BELOW = 0.55  # type shrinks to this share of what fits before a word is broken


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page, points from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    def inset(self, across: float, down: float) -> "Box":
        """Give the box inside a margin."""
        return Box(self.x + across, self.y + down, self.width - 2 * across, self.height - 2 * down)


class Block(Protocol):
    """Something that is as high as its content needs at a given width."""

    def height(self, width: float) -> float:
        """Give the height in points."""
        ...

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw hanging from `top`."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `after` is the space below, `indent` that before its first line."""

    spans: tuple[Span, ...]
    align: Align = Align.LEFT
    after: float = 0
    indent: float = 0

    def lines(self, width: float) -> tuple[Line, ...]:
        """Break into lines."""
        return break_lines(self.spans, round(width, 2), self.indent)

    def height(self, width: float) -> float:
        """Give the height in points."""
        return sum(line.height for line in self.lines(width)) + self.after

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw hanging from `top`."""
        for number, line in enumerate(self.lines(width)):
            start = self.indent if number == 0 else 0
            draw_line(canvas, x + start + self.align.value * (width - line.width), top, line)
            top -= line.height


def write(text: str, style: Style, align: Align = Align.LEFT, after: float = 0) -> Text:
    """Make a paragraph in one style."""
    return Text((Span(text, style),), align, after)


class Mark(Enum):
    """What stands before an item."""

    TICK = "tick"
    DOT = "dot"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class Item:
    """A text with a drawn mark, or a number, before it."""

    text: Text
    mark: Mark | str
    color: str

    def _style(self) -> Style:
        return self.text.spans[0].style

    def height(self, width: float) -> float:
        """Give the height in points."""
        return self.text.height(width - self._style().size * 1.35)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw hanging from `top`."""
        style = self._style()
        size = style.size
        middle = top - size * style.leading / 2
        canvas.setFillColor(HexColor(self.color))
        canvas.setStrokeColor(HexColor(self.color))
        if self.mark is Mark.TICK:
            _draw_tick(canvas, x, middle, size)
        elif self.mark is Mark.DOT:
            canvas.circle(x + size * 0.4, middle, size * 0.13, 0, 1)
        elif self.mark is Mark.SQUARE:
            canvas.setLineWidth(size * 0.07)
            canvas.rect(x + size * 0.08, middle - size * 0.36, size * 0.72, size * 0.72, 1, 0)
        else:
            self._draw_number(canvas, x, middle, style)
        self.text.draw(canvas, x + size * 1.35, top, width - size * 1.35)

    def _draw_number(self, canvas: Canvas, x: float, middle: float, style: Style) -> None:
        canvas.circle(x + style.size * 0.47, middle, style.size * 0.47, 0, 1)
        white = Style(style.face, style.size * 0.66, "#FFFFFF")
        text = self.mark if isinstance(self.mark, str) else ""
        down = style.size * 0.235
        draw_text(canvas, x + style.size * 0.47, middle - down, text, white, Align.CENTRE)


def _draw_tick(canvas: Canvas, x: float, middle: float, size: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(size * 0.14)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    path.moveTo(x + size * 0.06, middle)
    path.lineTo(x + size * 0.33, middle - size * 0.28)
    path.lineTo(x + size * 0.87, middle + size * 0.33)
    canvas.drawPath(path)
    canvas.restoreState()


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space."""

    size: float

    def height(self, width: float) -> float:
        """Give the height in points."""
        return self.size

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A hairline, `before` and `after` in points."""

    before: float = 0
    after: float = 0
    color: str = LINE
    weight: float = 0.6

    def height(self, width: float) -> float:
        """Give the height in points."""
        return self.before + self.after

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw hanging from `top`."""
        canvas.setStrokeColor(HexColor(self.color))
        canvas.setLineWidth(self.weight)
        canvas.line(x, top - self.before, x + width, top - self.before)


@dataclass(frozen=True, slots=True)
class WritingLine:
    """A line to write on, behind a label."""

    label: str
    style: Style
    space: float = 8 * mm

    def height(self, width: float) -> float:
        """Give the height in points."""
        return self.space

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw hanging from `top`."""
        base = top - self.space + 1.4 * mm
        start = x + draw_text(canvas, x, base, self.label, self.style) + 1.5 * mm
        canvas.setStrokeColor(HexColor(GREY))
        canvas.setLineWidth(0.5)
        canvas.line(start if self.label else x, base - 1, x + width, base - 1)


@dataclass(frozen=True, slots=True)
class Columns:
    """Stacks of blocks side by side; `shares` of the width, `gap` between them."""

    cells: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...]
    gap: float = 0
    above: float = 0
    below: float = 0
    middle: bool = False

    def _widths(self, width: float) -> tuple[float, ...]:
        room = width - self.gap * (len(self.shares) - 1)
        return tuple(room * share / sum(self.shares) for share in self.shares)

    def height(self, width: float) -> float:
        """Give the height in points."""
        pairs = zip(self.cells, self._widths(width), strict=True)
        return max(stack_height(cell, room) for cell, room in pairs) + self.above + self.below

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw hanging from `top`."""
        inner = self.height(width) - self.above - self.below
        for cell, room in zip(self.cells, self._widths(width), strict=True):
            down = (inner - stack_height(cell, room)) / 2 if self.middle else 0
            draw_stack(canvas, cell, x, top - self.above - down, room)
            x += room + self.gap


@dataclass(frozen=True, slots=True)
class Panel:
    """Blocks on a ground or in a frame, inside a padding."""

    blocks: tuple[Block, ...]
    ground: str = ""
    edge: str = ""
    padding: float = 3 * mm
    after: float = 0
    radius: float = 1.5 * mm

    def height(self, width: float) -> float:
        """Give the height in points."""
        inner = stack_height(self.blocks, width - 2 * self.padding)
        return inner + 2 * self.padding + self.after

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw hanging from `top`."""
        tall = self.height(width) - self.after
        paint_box(canvas, Box(x, top - tall, width, tall), self.ground, self.edge, self.radius)
        inner = width - 2 * self.padding
        draw_stack(canvas, self.blocks, x + self.padding, top - self.padding, inner)


def paint_box(
    canvas: Canvas,
    box: Box,
    ground: str = "",
    edge: str = "",
    radius: float = 0,
    weight: float = 1,
) -> None:
    """Paint a rounded rectangle with a ground, an edge or both."""
    if ground:
        canvas.setFillColor(HexColor(ground))
    if edge:
        canvas.setStrokeColor(HexColor(edge))
        canvas.setLineWidth(weight)
    canvas.roundRect(
        box.x, box.y, box.width, box.height, radius, stroke=int(bool(edge)), fill=int(bool(ground))
    )


def stack_height(blocks: Sequence[Block], width: float) -> float:
    """Give the height of blocks below each other."""
    return sum(block.height(width) for block in blocks)


def draw_stack(
    canvas: Canvas, blocks: Sequence[Block], x: float, top: float, width: float
) -> float:
    """Draw blocks below each other; return where the next would hang."""
    for block in blocks:
        block.draw(canvas, x, top, width)
        top -= block.height(width)
    return top


@dataclass(frozen=True, slots=True)
class Fit:
    """At which share of its wanted size a text fitted its place; `whole` if it did at all."""

    field: str
    scale: float
    whole: bool


Build = Callable[[float], Sequence[Block]]


def fit_stacks(
    parts: Sequence[tuple[Build, float, float]], scales: Sequence[float] = SCALES
) -> tuple[float, bool]:
    """Find the largest common scale at which every (build, width, height) fits."""
    fitting = [
        scale
        for scale in scales
        if all(stack_height(build(scale), wide) <= high + 0.01 for build, wide, high in parts)
    ]
    if not fitting:
        return scales[-1], False
    for scale in fitting:
        if scale >= fitting[0] * BREAK_WORDS_BELOW and all(
            _keeps_words(block, wide) for build, wide, _ in parts for block in build(scale)
        ):
            return scale, True
    return fitting[0], True


def _keeps_words(block: Block, width: float) -> bool:
    if isinstance(block, Item):
        return keeps_words(block.text.spans, width - block.text.spans[0].style.size * 1.35)
    return not isinstance(block, Text) or keeps_words(block.spans, width)


def draw_fitted(
    canvas: Canvas, field: str, parts: Sequence[tuple[Build, Box]], middle: bool = False
) -> Fit:
    """Draw neighbouring boxes at one type scale, the largest at which all of them fit."""
    scale, whole = fit_stacks([(build, box.width, box.height) for build, box in parts])
    for build, box in parts:
        blocks = build(scale)
        spare = box.height - stack_height(blocks, box.width)
        down = max(0.0, spare) / 2 if middle else 0
        draw_stack(canvas, blocks, box.x, box.top - down, box.width)
    return Fit(field, scale, whole)
