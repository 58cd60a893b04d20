"""Answers to questions about the plan there is: on which days could one visit be made?"""

from collections.abc import Iterator

from planner.domain.answers import DayAnswer
from planner.domain.plan import Plan
from planner.judge.case import Case, open_case
from planner.judge.find_day import DayFinder, open_finder
from planner.office.assemble import revise
from planner.office.desk import Desk

__all__ = ["Answers", "DayFinder"]


class Answers:
    """Answers what could be otherwise; nothing is kept before a plan is accepted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._case: Case | None = None

    def find_days(self, visit: str) -> DayFinder:
        """Open the search for days of a visit, planned or not; it is asked one day at a time.

        Raises `NoPlan`, `KeyError` for a visit nobody asks for.
        """
        plan = self._desk.need_plan()
        question = self._desk.question_of(plan)
        if self._case is None or self._case.question is not question:
            self._case = open_case(plan.tours, self._desk.need_scenario(), question)
        return open_finder(visit, plan.tours, self._case)

    def place(self, finder: DayFinder, answer: DayAnswer) -> Iterator[Plan | None]:
        """Make the plan in which a visit is made as an answer says; nothing is kept.

        In short steps, so that a window can breathe: None again and again, then the plan.
        """
        return revise(finder.place(answer), finder.case)
