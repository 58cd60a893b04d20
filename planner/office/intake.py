"""Stage intake: tables come in, are judged and stored."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from planner.domain.changes import Changes, Topic
from planner.domain.findings import Reject
from planner.domain.parameters import Parameters
from planner.domain.scenario import Scenario
from planner.domain.tables import Intake
from planner.exchange.tables_in import read_folder
from planner.office.desk import Desk
from planner.office.errors import NoScenario
from planner.rules.intake import judge_tables
from planner.store.scenario import load_rejects, save_scenario
from planner.store.settings import save_settings

EVERYTHING = Changes(frozenset(Topic))


class IntakeDesk:
    """Reads folders of tables and stores what was accepted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @staticmethod
    def look(folder: Path) -> Intake:
        """Read and judge a folder without storing it. Raises `NoTables`, `Unreadable`."""
        return judge_tables(read_folder(folder), name=folder.name)

    def take(self, intake: Intake, road_factor: float | None = None) -> Changes:
        """Store what was accepted and what was refused, in one step. Raises `NoScenario`.

        Parameters already set in the file stay; `road_factor` None leaves it as it is.
        """
        scenario = intake.scenario
        if scenario is None:
            raise NoScenario(intake.missing)
        before = self._desk.scenario
        if before is not None:
            scenario = replace(
                scenario,
                parameters=before.parameters,
                company=scenario.company or before.company,
                hotline=scenario.hotline or before.hotline,
            )
        if road_factor is not None:
            scenario = replace(
                scenario, parameters=replace(scenario.parameters, road_factor=road_factor)
            )
        save_scenario(self._desk.file, scenario, intake.rejects)
        self._desk.forget()
        return EVERYTHING

    def rejects(self) -> tuple[Reject, ...]:
        """List the rows refused at the last import."""
        return load_rejects(self._desk.file)

    def set_planning(self, planned_on: date, weeks: int) -> Changes:
        """Set the first day and the length of the horizon."""
        settings = replace(self._desk.settings, planned_on=planned_on, weeks=weeks)
        save_settings(self._desk.file, settings)
        self._desk.forget()
        return Changes(frozenset({Topic.PARAMETERS}))

    def set_language(self, language: str) -> Changes:
        """Set the language papers are printed in."""
        save_settings(self._desk.file, replace(self._desk.settings, language=language))
        self._desk.forget()
        return Changes(frozenset({Topic.PARAMETERS}))

    def set_parameters(self, parameters: Parameters) -> Changes:
        """Set limits and exchange rates."""
        return self._change(replace(self._desk.need_scenario(), parameters=parameters))

    def set_maker(self, company: str, hotline: str) -> Changes:
        """Set the name and telephone number that stand on every paper."""
        scenario = self._desk.need_scenario()
        return self._change(replace(scenario, company=company, hotline=hotline))

    def _change(self, scenario: Scenario) -> Changes:
        save_scenario(self._desk.file, scenario, self.rejects())
        self._desk.forget()
        return Changes(frozenset({Topic.PARAMETERS}))
