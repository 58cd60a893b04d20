"""Asking the worker for plans: streaming, stopping, a killed worker, a broken plan."""

import os
import signal
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.office import Office
from planner.office.channel import Better, Progress
from planner.office.errors import EngineFailed, NoPlan, NoScenario, PlanBroken
from planner.watch import Cancelled
from tests.folders import write_upland

MONDAY = date(2026, 10, 12)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Open a file with the invented upland, three weeks to plan."""
    office = Office.create(tmp_path / "upland.tourplan")
    office.intake.take(office.intake.look(write_upland(tmp_path / "upland")))
    office.set_planning(MONDAY, 3)
    yield office
    office.close()


def children() -> list[int]:
    """List the child processes of this one."""
    pids = Path(f"/proc/self/task/{os.getpid()}/children")
    if not pids.exists():
        pytest.skip("needs /proc to find the worker process")
    return [int(pid) for pid in pids.read_text().split()]


def test_that_plans_get_better_and_the_last_one_is_kept(office: Office) -> None:
    values: list[float] = []

    def tell(message: Progress | Better) -> None:
        if isinstance(message, Better):
            values.append(message.plan.value)

    done = office.planning.run(2.0, tell)
    assert values
    assert values == sorted(values)
    assert done.plan.value >= values[-1] - 1e-6
    office.planning.accept(done.plan, "plan")
    assert office.plan == done.plan


def test_that_stopping_keeps_the_best_plan_so_far(office: Office) -> None:
    def stop_at_the_first_plan(message: Progress | Better) -> None:
        if isinstance(message, Better) and message.plan.tours:
            raise Cancelled

    done = office.planning.run(60.0, stop_at_the_first_plan)
    assert done.cancelled
    assert done.plan.tours
    assert office.planning.findings(done.plan) == ()


def test_that_a_killed_worker_loses_neither_the_file_nor_the_last_good_plan(
    office: Office,
) -> None:
    good = office.planning.run(1.0, lambda message: None).plan
    office.planning.accept(good, "good")

    def kill(_message: Progress | Better) -> None:
        for pid in children():
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(EngineFailed):
        office.planning.run(30.0, kill)
    assert office.plan == good
    assert children() == []
    path = office.path
    office.close()
    again = Office.open(path)
    assert again.plan == good
    again.close()


def test_that_a_plan_that_breaks_a_rule_is_refused_and_the_last_one_stays(office: Office) -> None:
    good = office.planning.run(1.0, lambda message: None).plan
    office.planning.accept(good, "good")
    day = good.tours[0].days[0]
    late = replace(day, end=23 * 60)
    broken = replace(
        good, tours=(replace(good.tours[0], days=(late, *good.tours[0].days[1:])), *good.tours[1:])
    )
    with pytest.raises(PlanBroken) as refused:
        office.planning.accept(broken, "broken")
    assert refused.value.findings
    assert office.plan == good


def test_that_a_stop_can_be_dropped_and_brought_back_by_undo(office: Office) -> None:
    good = office.planning.run(1.0, lambda message: None).plan
    office.planning.accept(good, "good")
    stop = next(stop for tour in good.tours for day in tour.days for stop in day.stops)
    office.planning.accept(office.planning.without(stop.visit), "drop")
    assert office.plan is not None
    assert stop.visit in {left.visit for left in office.plan.unassigned}
    office.undo()
    assert office.plan == good
    office.redo()
    assert office.plan != good


def test_that_an_empty_file_says_what_is_missing(tmp_path: Path) -> None:
    office = Office.create(tmp_path / "empty.tourplan")
    with pytest.raises(NoScenario):
        office.planning.request(1.0)
    with pytest.raises(NoPlan):
        office.export.plan_json("en")
    assert office.plan is None
    office.close()


def test_that_a_new_import_keeps_the_parameters_that_were_set(
    office: Office, tmp_path: Path
) -> None:
    scenario = office.scenario
    assert scenario is not None
    office.set_parameters(replace(scenario.parameters, notice_lead_days=9))
    office.intake.take(office.intake.look(write_upland(tmp_path / "again")))
    assert office.scenario is not None
    assert office.scenario.parameters.notice_lead_days == 9


def test_that_papers_and_exports_follow_the_plan_kept_last(office: Office) -> None:
    good = office.planning.run(1.0, lambda message: None).plan
    office.planning.accept(good, "good")
    first = office.export.plan_json("en")
    stop = next(stop for tour in good.tours for day in tour.days for stop in day.stops)
    office.planning.accept(office.planning.without(stop.visit), "drop")
    assert office.export.plan_json("en") != first
