"""The door: what a coordinator can ask of one file, one attribute a stage."""

import platform
from datetime import date
from pathlib import Path

from planner.domain.calendar import Horizon
from planner.domain.changes import Changes, Topic
from planner.domain.demand import Question
from planner.domain.parameters import Parameters
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.office.answers import Answers
from planner.office.coverage import Coverage
from planner.office.demand import Demand
from planner.office.desk import Desk
from planner.office.export import Export
from planner.office.fieldwork import Fieldwork
from planner.office.followup import Followup
from planner.office.intake import IntakeDesk
from planner.office.planning import Planning
from planner.office.propose import Proposals
from planner.office.publicity import Publicity
from planner.office.what_if import WhatIf
from planner.store.edits import Edit, EditKind, list_edits
from planner.store.file import TourFile
from planner.store.undo import redo, undo


class Office:
    """One open file: each call loads values, calls rules, saves in one step, says what changed."""

    def __init__(self, file: TourFile) -> None:
        self._desk = Desk(file)
        self.intake = IntakeDesk(self._desk)
        self.coverage = Coverage(self._desk)
        self.demand = Demand(self._desk)
        self.planning = Planning(self._desk)
        self.answers = Answers(self._desk)
        self.what_if = WhatIf(self._desk)
        self.proposals = Proposals(self._desk)
        self.publicity = Publicity(self._desk)
        self.fieldwork = Fieldwork(self._desk)
        self.followup = Followup(self._desk)
        self.export = Export(self._desk)

    @classmethod
    def create(cls, path: Path) -> "Office":
        """Make a new, empty file; an existing one is refused. Raises the store's known errors."""
        return cls(TourFile.create(path, platform.node()))

    @classmethod
    def open(cls, path: Path) -> "Office":
        """Open a file. Raises the store's known errors."""
        return cls(TourFile.open(path, platform.node()))

    def close(self) -> None:
        """Close the file; everything was saved when it happened."""
        self._desk.file.close()

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of the file in the place of any other that lies there."""
        self._desk.file.copy_to(path, replace=True)

    def undo(self) -> Changes:
        """Undo the newest step of the file, also one of an earlier day."""
        return self._after(undo(self._desk.file))

    def redo(self) -> Changes:
        """Do the step undone last again."""
        return self._after(redo(self._desk.file))

    def steps(self) -> tuple[Edit, ...]:
        """List the steps kept in the file, oldest first."""
        return list_edits(self._desk.file)

    def _after(self, edit: Edit | None) -> Changes:
        if edit is None:
            return Changes()
        desk = self._desk
        if edit.kind not in (EditKind.PLAN, EditKind.LOCKS):
            desk.forget()
            return Changes(frozenset(Topic))
        locks = desk.locks
        desk.forget("plan", "locks")
        if desk.locks != locks:
            desk.forget("question")
        return Changes(frozenset({Topic.PLAN}))

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._desk.path

    @property
    def scenario(self) -> Scenario | None:
        """The tables, or None while the file is empty."""
        return self._desk.scenario

    @property
    def plan(self) -> Plan | None:
        """The current plan, or None."""
        return self._desk.plan

    @property
    def question(self) -> Question | None:
        """What is to be planned, or None while the file is empty."""
        return None if self._desk.scenario is None else self._desk.question

    @property
    def planned_on(self) -> date:
        """The planning date. Raises `NoScenario` while the file is empty."""
        return self._desk.planned_on

    @property
    def horizon(self) -> Horizon:
        """The days to plan. Raises `NoScenario` while the file is empty."""
        return self._desk.horizon

    @property
    def language(self) -> str:
        """The language papers are printed in: as set, else the one in which all names are."""
        return self._desk.language

    def set_planning(self, planned_on: date, weeks: int) -> Changes:
        """Set the planning date, which is also the first day planned, and the weeks to plan."""
        return self.intake.set_planning(planned_on, weeks)

    def set_parameters(self, parameters: Parameters) -> Changes:
        """Set the limits and exchange rates of the file."""
        return self.intake.set_parameters(parameters)
