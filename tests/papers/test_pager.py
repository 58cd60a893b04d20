"""Blocks onto pages."""

from hypothesis import given
from hypothesis import strategies as st

from planner.papers.flow import Gap
from planner.papers.pager import Piece, Section, paginate

HEIGHTS = st.lists(st.tuples(st.floats(1, 60), st.booleans()), min_size=1, max_size=40)


@given(HEIGHTS)
def test_that_every_block_lies_whole_on_a_page_in_order(rows: list[tuple[float, bool]]) -> None:
    pieces = tuple(Piece(Gap(height)) for height, _ in rows)
    pages = paginate([Section(pieces, Gap(10))], 100, 120)
    flat = [block for page in pages for block in page[1:]]
    assert [block.height(100) for block in flat] == [height for height, _ in rows]
    assert all(page[0] == Gap(10) for page in pages)
    assert all(sum(block.height(100) for block in page) <= 120 for page in pages)


def test_that_a_heading_goes_to_the_next_page_with_its_row() -> None:
    pieces = (Piece(Gap(50)), Piece(Gap(30), sticks=True), Piece(Gap(30)))
    pages = paginate([Section(pieces)], 100, 100)
    assert [[block.height(100) for block in page] for page in pages] == [[50], [30, 30]]


def test_that_a_block_higher_than_a_page_stands_alone() -> None:
    pages = paginate([Section((Piece(Gap(50)), Piece(Gap(150)), Piece(Gap(20))))], 100, 100)
    assert [[block.height(100) for block in page] for page in pages] == [[50], [150], [20]]
