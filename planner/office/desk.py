"""What lies open on the desk: one file, and what was worked out from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from planner.domain.calendar import Horizon
from planner.domain.demand import Question
from planner.domain.locks import Lock
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.judge.check import Judge
from planner.office.errors import NoPlan, NoScenario, PlanBroken
from planner.rules.coverage import CoverageReport, find_coverage
from planner.rules.demand import build_question, suggest_planning_date
from planner.rules.languages import find_languages
from planner.store.file import TourFile
from planner.store.locks import load_locks
from planner.store.plans import load_plan
from planner.store.scenario import load_scenario
from planner.store.settings import Settings, load_settings

Value = TypeVar("Value")


class Desk:
    """One open file and the values read or derived from it, each made once until it changes."""

    def __init__(self, file: TourFile) -> None:
        self.file = file
        self._made: dict[str, object] = {}
        self._other: tuple[tuple[date, Horizon], tuple[Lock, ...], Question] | None = None
        self._judge: Judge | None = None

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.file.path

    def forget(self, *names: str) -> None:
        """Drop what was worked out, after the file has changed; `names` drop only those."""
        for name in names or tuple(self._made):
            self._made.pop(name, None)
        if not names:
            self._other, self._judge = None, None

    @property
    def settings(self) -> Settings:
        """The file's planning date, weeks and language."""
        return self._once("settings", lambda: load_settings(self.file))

    @property
    def language(self) -> str:
        """The language papers are printed in; "" while the file is empty and none is set."""
        scenario = self.scenario
        known = find_languages(scenario.stations, scenario.venues) if scenario else ()
        return self.settings.language or next(iter(known), "")

    @property
    def scenario(self) -> Scenario | None:
        """The tables, or None while the file is empty."""
        return self._once("scenario", lambda: load_scenario(self.file))

    @property
    def plan(self) -> Plan | None:
        """The current plan, or None."""
        return self._once("plan", lambda: load_plan(self.file))

    @property
    def planned_on(self) -> date:
        """The planning date: as set, else the first Monday after the latest event in the data."""
        return self.settings.planned_on or suggest_planning_date(self.need_scenario())

    @property
    def horizon(self) -> Horizon:
        """The days to plan."""
        return Horizon.of_weeks(self.planned_on, self.settings.weeks)

    @property
    def coverage(self) -> CoverageReport:
        """Who is reached by the network."""
        return self._once("coverage", lambda: find_coverage(self.need_scenario(), self.planned_on))

    @property
    def question(self) -> Question:
        """What is to be planned."""
        return self._once(
            "question",
            lambda: build_question(
                self.need_scenario(), self.planned_on, self.horizon, self.coverage, self.locks
            ),
        )

    @property
    def locks(self) -> tuple[Lock, ...]:
        """What stays where it is when the plan is made anew."""
        return self._once("locks", lambda: load_locks(self.file))

    def need_scenario(self) -> Scenario:
        """Give the tables. Raises `NoScenario`."""
        if self.scenario is None:
            raise NoScenario(("empty",))
        return self.scenario

    def need_plan(self) -> Plan:
        """Give the plan. Raises `NoPlan`."""
        if self.plan is None:
            raise NoPlan
        return self.plan

    def sound_plan(self) -> Plan:
        """Give the plan for leaving the house, with the parameters now in force.

        Raises `NoPlan`, `PlanBroken` where it breaks a rule, as after the file has changed.
        """
        plan, scenario = self.need_plan(), self.need_scenario()
        findings = self.judge(self.question_of(plan)).check(plan)
        if findings:
            raise PlanBroken(findings, scenario)
        return replace(plan, parameters=scenario.parameters)

    def question_of(self, plan: Plan, locks: tuple[Lock, ...] | None = None) -> Question:
        """Give the question a plan answered, which may be of other dates than the file's now.

        `locks` are those of the file unless others are given.
        """
        held = self.locks if locks is None else locks
        dates = (plan.planned_on, plan.horizon)
        if dates == (self.planned_on, self.horizon) and held == self.locks:
            return self.question
        if self._other is None or self._other[:2] != (dates, held):
            made = build_question(self.need_scenario(), *dates, locks=held)
            self._other = (dates, held, made)
        return self._other[2]

    def judge(self, question: Question) -> Judge:
        """Give the judge of a question, who remembers the plan judged last."""
        if self._judge is None or self._judge.grounds.question is not question:
            self._judge = Judge(self.need_scenario(), question)
        return self._judge

    def _once(self, name: str, make: Callable[[], Value]) -> Value:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]  # type: ignore[return-value]  # each name is made by one maker
