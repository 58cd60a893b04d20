"""An empty tour file, open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.store.file import TourFile


@pytest.fixture
def file(tmp_path: Path) -> Iterator[TourFile]:
    """Make a file on laptop A."""
    with TourFile.create(tmp_path / "巡回 o'clock.tourplan", "A", who="Mei") as made:
        yield made
