"""What leaves the house: only plans that hold, with the parameters now in force."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.units import clock_text
from planner.office import Office
from planner.office.errors import CannotWrite, PlanBroken
from planner.office.export import write_whole
from tests.folders import write_upland


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("export")
    office = Office.create(folder / "upland.tourplan")
    office.intake.take(office.intake.look(write_upland(folder / "tables")))
    office.set_planning(date(2026, 10, 12), 2)
    office.planning.accept(office.planning.run(2.0, lambda message: None).plan, "plan")
    yield office
    office.close()


@pytest.mark.parametrize(
    "leave",
    [
        lambda office: office.export.plan_json("en"),
        lambda office: office.export.paper("run-sheets", "en"),
        lambda office: office.fieldwork.calendar("S1-1", "en"),
    ],
    ids=["plan.json", "paper", "calendar"],
)
def test_that_a_plan_broken_by_a_change_of_the_file_does_not_leave_it(
    office: Office, leave: Callable[[Office], bytes]
) -> None:
    assert leave(office)
    assert office.scenario is not None
    parameters = office.scenario.parameters
    office.set_parameters(replace(parameters, shift_end=parameters.shift_start + 60))
    try:
        with pytest.raises(PlanBroken):
            leave(office)
    finally:
        office.set_parameters(parameters)


def test_that_calendars_take_back_what_a_later_plan_leaves_out(office: Office) -> None:
    plan = office.plan
    assert plan is not None
    crew = plan.tours[0].crew
    stop = next(stop for day in plan.tours[0].days for stop in day.stops)
    before = office.fieldwork.calendar(crew, "en")
    assert office.fieldwork.calendar(crew, "en") == before
    assert b"CANCELLED" not in before
    office.planning.accept(office.planning.without(stop.visit), "drop", stop.visit)
    assert b"STATUS:CANCELLED" in office.fieldwork.calendar(crew, "en")
    office.undo()
    assert b"CANCELLED" not in office.fieldwork.calendar(crew, "en")


def test_that_plan_json_states_the_parameters_now_in_force(office: Office) -> None:
    assert office.scenario is not None
    parameters = office.scenario.parameters
    office.set_parameters(replace(parameters, shift_start=parameters.shift_start - 60))
    try:
        written = json.loads(office.export.plan_json("en"))
    finally:
        office.set_parameters(parameters)
    assert written["parameters"]["shift_start"] == clock_text(parameters.shift_start - 60)


def test_that_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWrite) as refused:
        write_whole(tmp_path / "file" / "plan.json", b"{}")
    assert refused.value.path == tmp_path / "file" / "plan.json"


def test_that_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "plan.json").mkdir()
    with pytest.raises(CannotWrite):
        write_whole(tmp_path / "plan.json", b"{}")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]
