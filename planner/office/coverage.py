"""Stage coverage: what the network does not reach."""

from planner.office.desk import Desk
from planner.rules.coverage import CoverageGap, CoverageReport

__all__ = ["Coverage", "CoverageGap", "CoverageReport"]


class Coverage:
    """Answers who is reached."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def report(self) -> CoverageReport:
        """Rank the gaps. Raises `NoScenario`."""
        return self._desk.coverage
