"""Versions of a plan: which is current, which are kept, what undo does."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.plan import Plan
from planner.store.edits import EditKind, list_edits
from planner.store.file import TourFile
from planner.store.plans import MAX_PLANS, choose_plan, list_plans, load_plan, save_plan
from planner.store.scenario import load_scenario, save_scenario
from planner.store.undo import redo, undo
from tests.factories import make_crew, make_plan, make_scenario


def make_version(number: int) -> Plan:
    return replace(make_plan(), id=f"plan {number}", planned_on=date(2026, 10, number % 28 + 1))


def count_rows(file: TourFile, table: str) -> int:
    return int(file.db.table(table).count)


def test_that_a_file_without_a_plan_gives_none(file: TourFile) -> None:
    assert load_plan(file) is None
    assert list_plans(file) == ()


def test_that_the_newest_plan_is_current_and_the_one_before_is_kept(file: TourFile) -> None:
    save_plan(file, make_version(1), "first")
    save_plan(file, make_version(2), "second")

    assert load_plan(file) == make_version(2)
    assert load_plan(file, "plan 1") == make_version(1)
    seen = [(plan.id, plan.version, plan.label, plan.is_current) for plan in list_plans(file)]
    assert seen == [("plan 1", 1, "first", False), ("plan 2", 2, "second", True)]
    assert list_plans(file)[1].value == pytest.approx(make_plan().value)


def test_that_an_unknown_plan_gives_none(file: TourFile) -> None:
    save_plan(file, make_version(1))

    assert load_plan(file, "plan 9") is None


def test_that_undo_makes_the_plan_before_current_again(file: TourFile) -> None:
    save_plan(file, make_version(1))
    save_plan(file, make_version(2))

    undo(file)
    assert load_plan(file) == make_version(1)
    undo(file)
    assert load_plan(file) is None
    redo(file)
    redo(file)
    assert load_plan(file) == make_version(2)


def test_that_a_kept_plan_can_be_chosen_and_none_too(file: TourFile) -> None:
    save_plan(file, make_version(1))
    save_plan(file, make_version(2))

    choose_plan(file, "plan 1")
    assert load_plan(file) == make_version(1)
    choose_plan(file, None)
    assert load_plan(file) is None

    assert [edit.kind for edit in list_edits(file)] == [EditKind.PLAN] * 4
    undo(file)
    assert load_plan(file) == make_version(1)


def test_that_choosing_the_current_plan_is_no_step(file: TourFile) -> None:
    save_plan(file, make_version(1))
    choose_plan(file, "plan 1")

    assert len(list_edits(file)) == 1


def test_that_a_plan_saved_again_takes_its_own_place(file: TourFile) -> None:
    save_plan(file, make_version(1))
    stops = count_rows(file, "stop")
    changed = replace(make_version(1), planned_on=date(2026, 11, 2))

    save_plan(file, changed)

    assert load_plan(file) == changed
    assert len(list_plans(file)) == 1
    assert count_rows(file, "stop") == stops


def test_that_the_oldest_plans_go_with_all_their_rows_and_leave_tombstones(
    file: TourFile,
) -> None:
    save_plan(file, make_version(0))
    stops = count_rows(file, "stop")
    with file.atomic():
        for number in range(1, MAX_PLANS + 2):
            save_plan(file, make_version(number))

    assert [plan.id for plan in list_plans(file)][:: MAX_PLANS - 1] == ["plan 2", "plan 51"]
    assert count_rows(file, "stop") == stops * MAX_PLANS
    gone = file.db.execute("SELECT code FROM tombstone ORDER BY code").fetchall()
    assert gone == [("plan 0",), ("plan 1",)]


def test_that_undo_never_leads_to_a_plan_that_is_gone(file: TourFile) -> None:
    with file.atomic():
        for number in range(MAX_PLANS + 3):
            save_plan(file, make_version(number))

    while undo(file):
        assert load_plan(file) is not None


def test_that_a_plan_with_other_tables_comes_and_goes_as_one_step(file: TourFile) -> None:
    before, after = make_scenario(), make_scenario(crews=(make_crew("CR1"),))
    save_scenario(file, before)
    save_plan(file, make_version(1))
    save_plan(file, make_version(2), "variant", None, after)
    assert list_edits(file)[-1].kind is EditKind.WHOLE
    assert (load_scenario(file), load_plan(file)) == (after, make_version(2))
    undo(file)
    assert (load_scenario(file), load_plan(file)) == (before, make_version(1))
    redo(file)
    assert (load_scenario(file), load_plan(file)) == (after, make_version(2))
