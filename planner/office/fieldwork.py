"""Stage fieldwork: what crews take along."""

from datetime import datetime, time

from planner.exchange.calendar_out import write_calendar
from planner.office.desk import Desk
from planner.office.papers import make_job
from planner.papers.runsheet import run_sheets


class Fieldwork:
    """Prints run sheets and writes calendars."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run_sheets(self, language: str) -> bytes:
        """Print the run sheets, per crew and day. Raises `NoPlan`, `PlanBroken`."""
        return run_sheets(make_job(self._desk, language))

    def calendar(self, crew: str, language: str) -> bytes:
        """Write a crew's calendar (.ics), stamped with the planning date.

        Raises `NoPlan`, `PlanBroken`.
        """
        plan = self._desk.sound_plan()
        made_at = datetime.combine(plan.planned_on, time())
        return write_calendar(plan, self._desk.need_scenario(), crew, language, made_at)
