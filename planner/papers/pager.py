"""Blocks onto pages: a block never splits, a heading stays with what it heads."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.papers.flow import Block


@dataclass(frozen=True, slots=True)
class Piece:
    """A block; one that `sticks` is never the last on a page."""

    block: Block
    sticks: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Pieces below a header that is repeated on every page they reach."""

    pieces: tuple[Piece, ...]
    header: Block | None = None


def paginate(
    sections: Sequence[Section], width: float, height: float
) -> tuple[tuple[Block, ...], ...]:
    """Fill pages of `height` points; a block higher than a page stands alone on one."""
    pages: list[list[Block]] = [[]]
    used = 0.0
    for section in sections:
        head = section.header
        head_height = head.height(width) if head else 0.0
        fresh = True  # the header is due before the next piece
        for run in _runs(section.pieces):
            needed = sum(piece.block.height(width) for piece in run)
            if pages[-1] and used + needed + (head_height if fresh else 0) > height:
                pages.append([])
                used, fresh = 0.0, True
            if fresh and head:
                pages[-1].append(head)
                used += head_height
            fresh = False
            pages[-1].extend(piece.block for piece in run)
            used += needed
    return tuple(tuple(page) for page in pages)


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Join each piece that sticks with the one that follows."""
    runs: list[list[Piece]] = []
    open_run = False
    for piece in pieces:
        if open_run:
            runs[-1].append(piece)
        else:
            runs.append([piece])
        open_run = piece.sticks
    return runs
