"""Asking the worker for plans: streaming, stopping, a killed worker, a broken plan."""

import os
import signal
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.changes import Topic
from planner.domain.demand import VisitKind
from planner.domain.findings import Reason, Rule
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Plan
from planner.office import Office
from planner.office.channel import Better, Progress, Solve, read_request
from planner.office.errors import (
    Announced,
    EngineFailed,
    NoPlan,
    NoScenario,
    NotPlanned,
    PlanBroken,
)
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
    others = set(children())  # such as the keeper of shared memory of a test before

    def kill(_message: Progress | Better) -> None:
        for pid in set(children()) - others:
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(EngineFailed):
        office.planning.run(30.0, kill)
    assert office.plan == good
    assert set(children()) <= others
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


def first_stop(plan: Plan) -> tuple[str, Lock]:
    """Give the first stop's visit, and the lock that would keep it where it is."""
    tour = plan.tours[0]
    day = next(day for day in tour.days if day.stops)
    stop = day.stops[0]
    kept = day.day, stop.start, tour.crew, stop.end - stop.start
    return stop.visit, Lock(stop.visit, Freedom.CREW, *kept)


def make_plan(office: Office) -> Plan:
    plan = office.planning.run(1.0, lambda message: None).plan
    office.planning.accept(plan, "plan")
    return plan


def test_that_a_stop_is_locked_where_it_stands_and_unlocked_again(office: Office) -> None:
    visit, lock = first_stop(make_plan(office))
    changes = office.planning.lock(visit, Freedom.CREW)
    assert changes.topics == {Topic.PLAN}
    assert office.planning.locks() == (lock,)
    assert office.question is not None
    assert office.question.locks == (lock,)
    office.undo()
    assert office.planning.locks() == ()
    office.redo()
    office.planning.lock(visit, Freedom.WEEK)
    assert office.planning.locks() == (replace(lock, freedom=Freedom.WEEK),)
    office.planning.lock(visit, Freedom.FREE)
    assert office.planning.locks() == ()


def test_that_several_stops_are_locked_in_one_step(office: Office) -> None:
    plan = make_plan(office)
    visits = [stop.visit for tour in plan.tours for day in tour.days for stop in day.stops][:3]
    office.planning.lock_all(visits, Freedom.DAY)
    assert [lock.visit for lock in office.planning.locks()] == visits
    with pytest.raises(NotPlanned):
        office.planning.lock_all([*visits, "nowhere"], Freedom.TIME)
    office.undo()
    assert office.planning.locks() == ()


def test_that_a_lock_no_plan_keeps_tells_the_rule_in_its_way(office: Office) -> None:
    visit, _lock = first_stop(make_plan(office))
    office.planning.lock(visit, Freedom.DAY)
    plan = office.planning.run(0.2, lambda message: None).plan
    assert office.planning.unkept(plan) == ()
    ((lock, cause),) = office.planning.unkept(replace(plan, tours=()))
    assert (lock.visit, cause.reason) == (visit, Reason.STOPPED_EARLY)


def test_that_a_plan_made_anew_keeps_what_is_locked(office: Office) -> None:
    plan = make_plan(office)
    visits = [stop.visit for tour in plan.tours for day in tour.days for stop in day.stops]
    office.planning.lock_all(visits, Freedom.CREW)
    again = office.planning.run(0.2, lambda message: None).plan
    assert office.planning.findings(again) == ()


def test_that_what_is_not_planned_cannot_be_locked(office: Office) -> None:
    with pytest.raises(NoPlan):
        office.planning.lock("V001", Freedom.DAY)
    make_plan(office)
    with pytest.raises(NotPlanned):
        office.planning.lock("nowhere", Freedom.DAY)


def test_that_a_plan_without_a_locked_stop_is_refused(office: Office) -> None:
    plan = make_plan(office)
    visit, _ = first_stop(plan)
    dropped = office.planning.without(visit)
    office.planning.lock(visit, Freedom.DAY)
    with pytest.raises(PlanBroken) as refused:
        office.planning.accept(dropped, "drop")
    assert {finding.rule for finding in refused.value.findings} == {Rule.LOCK_KEPT}
    assert office.plan == plan


def test_that_the_lock_of_a_stop_taken_out_goes_with_it_and_comes_back(office: Office) -> None:
    plan = make_plan(office)
    visit, lock = first_stop(plan)
    office.planning.lock(visit, Freedom.CREW)
    office.planning.accept(office.planning.without(visit), "drop", visit)
    assert office.planning.locks() == ()
    office.undo()
    assert office.planning.locks() == (lock,)
    assert office.plan == plan


def test_that_what_people_were_told_of_is_not_taken_out_by_the_way(office: Office) -> None:
    plan = make_plan(office)
    visit, _ = first_stop(plan)
    office.planning.lock(visit, Freedom.ANNOUNCED)
    with pytest.raises(Announced) as refused:
        office.planning.without(visit)
    assert refused.value.visit == visit
    assert office.plan == plan


def test_that_the_request_carries_the_locks(office: Office) -> None:
    visit, lock = first_stop(make_plan(office))
    office.planning.lock(visit, Freedom.CREW)
    _, line = office.planning.request(1.0)
    solve = read_request(line)
    assert isinstance(solve, Solve)
    assert solve.locks == (lock,)


def test_that_the_market_share_is_told(office: Office) -> None:
    plan = make_plan(office)
    question = office.question
    assert question is not None
    ruled = {v.ref for v in question.visits if any(offer.market_day for offer in v.offers)}
    stops = [s for t in plan.tours for d in t.days for s in d.stops if s.ref in ruled]
    booths = [stop for stop in stops if stop.kind is VisitKind.BOOTH]
    expected = sum(stop.market_day for stop in booths) / len(booths)
    assert office.planning.market_share(plan) == pytest.approx(expected)
    assert office.planning.market_share(replace(plan, tours=())) is None


def test_that_a_bound_is_told_of_its_own_question_alone(office: Office) -> None:
    done = office.planning.run(2.0, lambda _message: None)
    office.planning.accept(done.plan, "plan")
    plan = office.plan
    assert plan is not None
    office.planning.request(1.0)
    office.planning.keep_bound(plan.value + 50.0)
    least = office.planning.bound(plan)
    assert least is not None
    assert plan.value - 1e-6 <= least <= plan.value + 50.0
    visit = plan.tours[0].days[0].stops[0].visit
    office.planning.lock(visit, Freedom.DAY)
    assert office.planning.bound(plan) is None
    office.planning.lock(visit, Freedom.FREE)
    assert office.planning.bound(plan) == least
    fewer = office.planning.without(visit)
    assert office.planning.bound(fewer) == least
    office.set_planning(MONDAY, 2)
    assert office.planning.bound(plan) == least
    path = office.path
    office.close()
    again = Office.open(path)
    assert again.planning.bound(plan) == least
    again.close()
