"""The schema, and files of earlier and later releases."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from planner.store.errors import FileDamaged, FileTooNew
from planner.store.file import TourFile
from planner.store.locks import load_locks
from planner.store.migrations import (
    STEPS,
    VERSION,
    count,
    m0001_begin,
    m0002_keep_lengths,
    m0003_remember_calendars,
    m0004_keep_proofs,
)
from planner.store.plans import list_plans, load_plan
from planner.store.scenario import load_rejects, load_scenario
from planner.store.settings import load_settings
from planner.store.undo import undo
from tests.store import first_release

FILES = Path(__file__).parents[1] / "files"


def dump_content(path: Path) -> tuple[int, list[str]]:
    db = sqlite3.connect(str(path))
    content = list(db.iterdump())
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    return version, content


def set_version(path: Path, version: int) -> None:
    db = sqlite3.connect(str(path))
    db.execute(f"PRAGMA user_version = {version}")
    db.close()


def read_schema(db: Database) -> set[tuple[str, str]]:
    return set(db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """Give a file of the first release, with content."""
    return Path(shutil.copy(FILES / "v1.tourplan", tmp_path / "old.tourplan"))


@pytest.fixture
def next_release() -> Migrations:
    """Make the steps of a release to come, whose last rebuilds a table others point at."""
    steps = Migrations("tourplan")
    steps()(m0001_begin)
    steps()(m0002_keep_lengths)
    steps()(m0003_remember_calendars)
    steps()(m0004_keep_proofs)

    @steps()
    def m0005_add_seats(db: Database) -> None:
        db.execute("ALTER TABLE crew ADD COLUMN seats INTEGER NOT NULL DEFAULT 5")
        db.table("tour").transform(rename={"crew_code": "crew"})

    return steps


def test_that_the_version_is_the_number_of_steps() -> None:
    assert count(STEPS) == VERSION


def test_that_every_table_is_strict_and_every_row_says_when_and_where_it_changed(
    file: TourFile,
) -> None:
    for table in file.db.tables:
        if not table.name.startswith("_"):
            assert table.strict, table.name
            assert table.pks == ["id"], table.name
            assert {"updated_at", "origin"} <= set(table.columns_dict), table.name


def test_that_every_link_says_what_happens_on_delete(file: TourFile) -> None:
    links = [key for table in file.db.tables for key in table.foreign_keys]

    assert links
    assert all(key.on_delete != "NO ACTION" for key in links)


def test_that_moments_distances_and_money_name_their_unit(file: TourFile) -> None:
    vague = re.compile(r"^(reach|start|end|arrive|opens|closes|cost|price|lodging|profit)$")
    columns = {column for table in file.db.tables for column in table.columns_dict}

    assert not [column for column in columns if vague.match(column)]


def test_that_a_file_of_the_first_release_opens_with_all_it_held(old_file: Path) -> None:
    with TourFile.open(old_file) as file:
        assert load_settings(file) == first_release.SETTINGS
        assert load_scenario(file) == first_release.SCENARIO
        assert load_rejects(file) == first_release.REJECTS
        assert load_plan(file) == first_release.PLAN
        assert load_locks(file) == first_release.LOCKS
        assert [plan.label for plan in list_plans(file)] == ["first"]
        assert file.origin == "laptop 1"


def test_that_a_file_of_the_first_release_can_still_be_undone(old_file: Path) -> None:
    with TourFile.open(old_file) as file:
        undo(file)
        undo(file)
        assert load_plan(file) is None
        assert load_scenario(file) is None


def test_that_an_old_file_ends_with_the_schema_of_a_new_one(
    old_file: Path, file: TourFile
) -> None:
    with TourFile.open(old_file) as old:
        assert read_schema(old.db) == read_schema(file.db)


def test_that_a_file_of_a_later_release_is_refused_and_left_alone(old_file: Path) -> None:
    set_version(old_file, VERSION + 1)
    before = old_file.read_bytes()

    with pytest.raises(FileTooNew) as caught:
        TourFile.open(old_file)

    assert (caught.value.found, caught.value.known) == (VERSION + 1, VERSION)
    assert old_file.read_bytes() == before


def test_that_a_file_without_a_version_is_told_as_damaged(old_file: Path) -> None:
    set_version(old_file, 0)

    with pytest.raises(FileDamaged):
        TourFile.open(old_file)


def test_that_an_upgrade_keeps_the_content_and_a_copy_of_the_old_file(
    old_file: Path, next_release: Migrations
) -> None:
    before = dump_content(old_file)

    with TourFile.open(old_file, steps=next_release) as file:
        assert file.db.execute("PRAGMA user_version").fetchone()[0] == VERSION + 1
        assert file.db.execute("SELECT crew FROM tour").fetchall() == [("CR1",)]
        assert file.db.execute("SELECT count(*) FROM stop").fetchone()[0] == 2
        assert file.db.execute("SELECT seats FROM crew").fetchall() == [(5,)]

    assert dump_content(old_file.with_name("old.tourplan.v1.bak")) == before
    with pytest.raises(FileTooNew):
        TourFile.open(old_file)


def test_that_an_upgraded_file_is_not_copied_again(
    old_file: Path, next_release: Migrations
) -> None:
    TourFile.open(old_file, steps=next_release).close()
    backup = old_file.with_name("old.tourplan.v1.bak")
    backup.unlink()

    TourFile.open(old_file, steps=next_release).close()

    assert not backup.exists()


def test_that_an_old_file_can_be_read_without_upgrading_it(
    old_file: Path, next_release: Migrations
) -> None:
    before = old_file.read_bytes()

    with TourFile.open(old_file, read_only=True, steps=next_release) as file:
        assert file.db.execute("SELECT crew FROM tour").fetchall() == [("CR1",)]

    assert old_file.read_bytes() == before
    assert [entry.name for entry in old_file.parent.iterdir()] == [old_file.name]


def test_that_a_failed_upgrade_leaves_the_old_file_as_it_was(
    old_file: Path, next_release: Migrations
) -> None:
    @next_release()
    def m0003_stumble(db: Database) -> None:
        db.execute("DELETE FROM customer")
        raise ZeroDivisionError

    before = dump_content(old_file)

    with pytest.raises(ZeroDivisionError):
        TourFile.open(old_file, steps=next_release)

    assert dump_content(old_file) == before
    with TourFile.open(old_file) as file:
        assert load_scenario(file) == first_release.SCENARIO


def test_that_an_upgrade_that_breaks_a_link_is_taken_back(
    old_file: Path, next_release: Migrations
) -> None:
    @next_release()
    def m0003_lose_plans(db: Database) -> None:
        db.execute("DELETE FROM plan")

    before = dump_content(old_file)

    with pytest.raises(AssertionError, match="broke links"):
        TourFile.open(old_file, steps=next_release)

    assert dump_content(old_file) == before
