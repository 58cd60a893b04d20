"""What a save leaves alone, what it marks as gone, and what is remembered of it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from planner.domain.findings import Expected, Reject
from planner.domain.scenario import Scenario
from planner.store.edits import MAX_EDITS, EditKind, list_edits
from planner.store.file import TourFile
from planner.store.scenario import load_rejects, load_scenario, save_scenario
from planner.store.settings import Settings, load_settings, save_settings
from planner.store.undo import redo, undo
from tests.factories import make_customer, make_scenario, make_venue

BEGIN = datetime(2026, 10, 12, 8, tzinfo=UTC)


@pytest.fixture
def ticking(tmp_path: Path) -> Iterator[TourFile]:
    """Make a file whose clock goes on by a minute each time it is read."""
    minutes = iter(range(10_000))
    with TourFile.create(
        tmp_path / "a.tourplan",
        "A",
        who="Mei",
        clock=lambda: BEGIN + timedelta(minutes=next(minutes)),
    ) as file:
        yield file


def read_marks(file: TourFile, table: str) -> dict[str, list[str]]:
    found = file.db.execute(f"SELECT code, id, updated_at, origin FROM {table}")
    return {code: marks for code, *marks in found}


def read_tombstones(file: TourFile) -> dict[str, tuple[str, str]]:
    found = file.db.execute("SELECT code, id, table_name FROM tombstone")
    return {code: (key, table) for code, key, table in found}


def drop_venue(scenario: Scenario, id: str) -> Scenario:
    return replace(scenario, venues=tuple(v for v in scenario.venues if v.id != id))


def test_that_a_row_that_stays_the_same_keeps_its_key_and_its_stamp(ticking: TourFile) -> None:
    save_scenario(ticking, make_scenario())
    before = read_marks(ticking, "venue")

    save_scenario(ticking, drop_venue(make_scenario(), "V001"))

    after = read_marks(ticking, "venue")
    assert after == {code: marks for code, marks in before.items() if code != "V001"}


def test_that_a_changed_row_keeps_its_key_and_says_when_and_where(ticking: TourFile) -> None:
    venues = (make_venue("V001"), make_venue("V002"))
    save_scenario(ticking, make_scenario(venues=venues))
    before = read_marks(ticking, "venue")
    ticking.close()

    with TourFile.open(ticking.path, "B", clock=lambda: BEGIN + timedelta(days=1)) as other:
        changed = (replace(venues[0], footfall_normal=9), venues[1])
        save_scenario(other, make_scenario(venues=changed))
        after = read_marks(other, "venue")

    assert after["V001"] == [before["V001"][0], "2026-10-13T08:00:00.000000+00:00", "B"]
    assert after["V002"] == before["V002"]


def test_that_a_vanished_row_leaves_a_tombstone(ticking: TourFile) -> None:
    save_scenario(ticking, make_scenario())
    key = read_marks(ticking, "venue")["V001"][0]

    save_scenario(ticking, drop_venue(make_scenario(), "V001"))

    assert read_tombstones(ticking) == {"V001": (key, "venue")}


def test_that_undo_brings_a_vanished_row_back_under_its_key(ticking: TourFile) -> None:
    save_scenario(ticking, make_scenario())
    key = read_marks(ticking, "venue")["V001"][0]
    save_scenario(ticking, drop_venue(make_scenario(), "V001"))

    undo(ticking)

    assert read_marks(ticking, "venue")["V001"][0] == key
    assert read_tombstones(ticking) == {}
    assert load_scenario(ticking) == make_scenario()


def test_that_an_import_with_its_refused_rows_is_one_step(ticking: TourFile) -> None:
    rejects = (Reject("venues.csv", 3, "lat", "x", Expected.NUMBER),)

    save_scenario(ticking, make_scenario(), rejects)

    (edit,) = list_edits(ticking)
    assert (edit.kind, edit.who, edit.undone) == (EditKind.SCENARIO, "Mei", False)
    assert edit.at > BEGIN
    undo(ticking)
    assert load_scenario(ticking) is None
    assert load_rejects(ticking) == ()


def test_that_saving_the_same_again_is_no_step(file: TourFile) -> None:
    for _ in range(2):
        save_scenario(file, make_scenario())
        save_settings(file, Settings(date(2026, 10, 12), 4, "en"))

    kinds = [edit.kind for edit in list_edits(file)]
    assert kinds == [EditKind.SCENARIO, EditKind.SETTINGS]


def test_that_a_new_order_is_kept_without_touching_a_row(ticking: TourFile) -> None:
    scenario = make_scenario()
    turned = replace(scenario, venues=scenario.venues[::-1])
    save_scenario(ticking, scenario)
    before = read_marks(ticking, "venue")

    save_scenario(ticking, turned)

    assert load_scenario(ticking) == turned
    assert read_marks(ticking, "venue") == before
    undo(ticking)
    assert load_scenario(ticking) == scenario


def test_that_undo_and_redo_survive_a_restart(file: TourFile) -> None:
    save_settings(file, Settings(weeks=1))
    save_settings(file, Settings(weeks=2))
    file.close()

    with TourFile.open(file.path) as again:
        undo(again)
        assert load_settings(again).weeks == 1
    with TourFile.open(file.path) as again:
        assert [edit.undone for edit in list_edits(again)] == [False, True]
        redo(again)
        assert load_settings(again).weeks == 2


def test_that_a_new_step_ends_what_could_be_redone(file: TourFile) -> None:
    save_settings(file, Settings(weeks=1))
    save_settings(file, Settings(weeks=2))
    undo(file)
    save_settings(file, Settings(weeks=3))

    assert redo(file) is None
    assert len(list_edits(file)) == 2
    undo(file)
    assert load_settings(file).weeks == 1


def test_that_with_nothing_done_nothing_is_undone(file: TourFile) -> None:
    assert undo(file) is None
    assert redo(file) is None


def test_that_the_oldest_steps_are_forgotten(file: TourFile) -> None:
    with file.atomic():
        for weeks in range(1, MAX_EDITS + 6):
            save_settings(file, Settings(weeks=weeks))

    assert len(list_edits(file)) == MAX_EDITS
    while undo(file):
        pass
    assert load_settings(file).weeks == 5


def test_that_twenty_thousand_rows_are_saved_while_a_person_waits(file: TourFile) -> None:
    customers = tuple(make_customer(f"C{number}") for number in range(20_000))
    scenario = make_scenario(customers=customers)
    begin = time.process_time()

    save_scenario(file, scenario)

    assert time.process_time() - begin < 3  # 0.5 s here; room for slow and busy machines
    assert load_scenario(file) == scenario
