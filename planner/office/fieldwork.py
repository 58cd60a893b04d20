"""Stage fieldwork: what crews take along."""

from datetime import datetime, time

from planner.exchange.calendar_out import renew_calendar
from planner.office.desk import Desk
from planner.office.papers import make_job
from planner.papers.runsheet import run_sheets
from planner.store.sent import load_sent, save_sent


class Fieldwork:
    """Prints run sheets and writes calendars."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run_sheets(self, language: str) -> bytes:
        """Print the run sheets, per crew and day. Raises `NoPlan`, `PlanBroken`."""
        return run_sheets(make_job(self._desk, language))

    def calendar(self, crew: str, language: str) -> bytes:
        """Write a crew's calendar (.ics), stamped with the planning date.

        The file remembers what the crew was told, so that what is gone is cancelled next time.
        Raises `NoPlan`, `PlanBroken`.
        """
        plan, scenario = self._desk.sound_plan(), self._desk.need_scenario()
        made_at = datetime.combine(plan.planned_on, time())
        sent = load_sent(self._desk.file)
        content, told = renew_calendar(plan, scenario, crew, language, made_at, sent)
        save_sent(self._desk.file, told)
        return content
