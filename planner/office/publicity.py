"""Stage publicity: posters for the venue, notices for the traffic hubs."""

from planner.office.desk import Desk
from planner.office.papers import make_job
from planner.papers.job import Problem
from planner.papers.notice import notices
from planner.papers.poster import posters
from planner.papers.preflight import preflight
from planner.rules.publicity import NoticeDue, list_notices

__all__ = ["NoticeDue", "Publicity"]


class Publicity:
    """Prints what is published before a visit, and says by when."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def due(self) -> tuple[NoticeDue, ...]:
        """List the notices, first to be published first. Raises `NoPlan`."""
        return list_notices(self._desk.need_plan(), self._desk.need_scenario())

    def posters(self, language: str, only: str = "") -> bytes:
        """Print the posters, A3, one page a booth stop, or that of `only` one visit.

        Raises `NoPlan`, `PlanBroken`.
        """
        return posters(make_job(self._desk, language, only))

    def notices(self, language: str, only: str = "") -> bytes:
        """Print the notices, A4, one page a booth stop, or that of `only` one visit.

        Raises `NoPlan`, `PlanBroken`.
        """
        return notices(make_job(self._desk, language, only))

    def preflight(self, language: str) -> tuple[Problem, ...]:
        """List what would look wrong on paper, worst first. Raises `NoPlan`, `PlanBroken`."""
        return preflight(make_job(self._desk, language))
