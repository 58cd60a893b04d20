"""Locks in the file: saved as a whole, undone alone or with the plan they went with."""

from datetime import date

from hypothesis import HealthCheck, given, settings

from planner.domain.locks import Freedom, Lock
from planner.store.edits import EditKind, list_edits
from planner.store.file import TourFile
from planner.store.locks import load_locks, save_locks
from planner.store.plans import load_plan, save_plan
from planner.store.undo import redo, undo
from tests.factories import make_plan
from tests.store import strategies

LOCK = Lock("V001", Freedom.DAY, date(2026, 10, 20), 540, "CR1")
TOLD = Lock("H:C001", Freedom.ANNOUNCED, date(2026, 10, 21), 600, "CR1")


def test_that_a_new_file_holds_no_lock(file: TourFile) -> None:
    assert load_locks(file) == ()


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=strategies.locks, second=strategies.locks)
def test_that_locks_load_as_saved_and_undo_brings_back_those_before(
    file: TourFile, first: tuple[Lock, ...], second: tuple[Lock, ...]
) -> None:
    save_locks(file, first)
    save_locks(file, second)
    assert load_locks(file) == second
    if first != second:
        undo(file)
        assert load_locks(file) == first


def test_that_the_same_locks_are_no_step(file: TourFile) -> None:
    save_locks(file, (LOCK,))
    save_locks(file, (LOCK,))
    assert [edit.kind for edit in list_edits(file)] == [EditKind.LOCKS]


def test_that_locks_that_went_with_a_plan_come_back_with_the_one_before(file: TourFile) -> None:
    save_locks(file, (LOCK, TOLD))
    save_plan(file, make_plan(), "drop", locks=(TOLD,))
    assert load_locks(file) == (TOLD,)
    undo(file)
    assert load_locks(file) == (LOCK, TOLD)
    assert load_plan(file) is None
    redo(file)
    assert load_locks(file) == (TOLD,)
    assert load_plan(file) == make_plan()


def test_that_a_plan_alone_leaves_the_locks(file: TourFile) -> None:
    save_locks(file, (LOCK,))
    save_plan(file, make_plan())
    undo(file)
    assert load_locks(file) == (LOCK,)
