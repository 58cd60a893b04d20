"""Making, opening, refusing, sharing, copying and closing a tour file."""

import os
import shutil
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from planner.domain.customer import Customer
from planner.store.errors import (
    CannotWrite,
    DiskFull,
    FileDamaged,
    FileExists,
    FileLocked,
    FileMissing,
    NotATourPlan,
)
from planner.store.file import SAFE_WAL, TourFile
from planner.store.plans import load_plan, save_plan
from planner.store.scenario import load_scenario, save_scenario
from planner.store.settings import Settings, load_settings, save_settings
from tests.factories import make_customer, make_plan, make_scenario

with_log = pytest.mark.skipif(
    sqlite3.sqlite_version_info < SAFE_WAL, reason="a rollback journal holds no lock between saves"
)


def list_folder(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def make_many(count: int) -> tuple[Customer, ...]:
    return tuple(make_customer(f"C{number}") for number in range(count))


def pull_the_plug(file: TourFile, path: Path) -> Path:
    """Copy the file as a crash would leave it: with its log, unclosed."""
    for suffix in ("", "-wal", "-journal"):
        source = file.path.with_name(file.path.name + suffix)
        if source.exists():
            shutil.copy(source, path.with_name(path.name + suffix))
    return path


def test_that_a_new_file_holds_nothing(file: TourFile) -> None:
    assert load_scenario(file) is None
    assert load_settings(file) == Settings()


def test_that_a_closed_file_lies_alone_in_its_folder(file: TourFile) -> None:
    save_scenario(file, make_scenario())

    file.close()

    assert list_folder(file.path) == [file.path.name]


def test_that_closing_twice_is_allowed(file: TourFile) -> None:
    file.close()
    file.close()


def test_that_what_was_saved_is_there_after_reopening(file: TourFile) -> None:
    save_scenario(file, make_scenario())
    file.close()

    with TourFile.open(file.path) as again:
        assert load_scenario(again) == make_scenario()


def test_that_a_file_opened_without_a_laptop_keeps_the_one_that_made_it(file: TourFile) -> None:
    with TourFile.open(file.path) as again, TourFile.open(file.path, "B") as other:
        assert (again.origin, other.origin) == ("A", "B")


def test_that_a_commit_waits_for_the_disk(file: TourFile) -> None:
    mode = file.db.execute("PRAGMA journal_mode").fetchone()[0]
    level = file.db.execute("PRAGMA synchronous").fetchone()[0]

    safe = sqlite3.sqlite_version_info >= SAFE_WAL
    assert (mode, level) == (("wal", 2) if safe else ("delete", 3))


def test_that_links_are_enforced(file: TourFile) -> None:
    with pytest.raises(sqlite3.IntegrityError), file.atomic() as db:
        db.execute("INSERT INTO tour VALUES ('t', '', '', 'no such plan', 0, 'CR1', 'S1')")


def test_that_a_file_in_the_way_is_not_overwritten(file: TourFile) -> None:
    file.close()
    before = file.path.read_bytes()

    with pytest.raises(FileExists) as caught:
        TourFile.create(file.path, "A")

    assert caught.value.path == file.path
    assert file.path.read_bytes() == before


def test_that_a_file_may_be_replaced_and_its_old_log_is_not_replayed(
    file: TourFile, tmp_path: Path
) -> None:
    save_scenario(file, make_scenario())
    crashed = pull_the_plug(file, tmp_path / "crashed.tourplan")

    with TourFile.create(crashed, "A", replace=True) as fresh:
        assert load_scenario(fresh) is None


def test_that_a_log_left_beside_a_ruined_file_is_not_replayed_into_a_new_one(
    file: TourFile, tmp_path: Path
) -> None:
    save_scenario(file, make_scenario())
    ruined = pull_the_plug(file, tmp_path / "ruined.tourplan")
    ruined.write_text("no database")

    with TourFile.create(ruined, "A", replace=True) as fresh:
        assert load_scenario(fresh) is None


@with_log
def test_that_a_file_in_use_is_not_replaced(file: TourFile) -> None:
    with pytest.raises(FileLocked):
        TourFile.create(file.path, "A", replace=True)

    assert load_scenario(file) is None


def test_that_a_text_may_be_replaced_by_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tourplan"
    path.write_text("no database")

    with TourFile.create(path, "A", replace=True) as fresh:
        assert load_scenario(fresh) is None
    assert list_folder(path) == ["a.tourplan"]


def test_that_a_missing_folder_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        TourFile.create(tmp_path / "nowhere" / "a.tourplan", "A")


def test_that_a_missing_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        TourFile.open(tmp_path / "a.tourplan")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>" * 400,
        bytes(8192),
        os.urandom(4096),
        b"SQLite format 3\0",
    ],
    ids=["empty", "text", "zeros", "noise", "first bytes only"],
)
def test_that_a_strangers_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tourplan"
    path.write_bytes(content)

    with pytest.raises(NotATourPlan) as caught:
        TourFile.open(path)

    assert caught.value.path == path
    assert path.read_bytes() == content
    assert list_folder(path) == ["a.tourplan"]


def test_that_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.tourplan"
    other = sqlite3.connect(str(path))
    other.execute("PRAGMA application_id = 252006673")
    other.execute("CREATE TABLE tour (id TEXT)")
    other.close()
    content = path.read_bytes()

    with pytest.raises(NotATourPlan):
        TourFile.open(path)

    assert path.read_bytes() == content


def test_that_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotATourPlan):
        TourFile.open(tmp_path)


def test_that_a_truncated_file_is_told_as_damaged(file: TourFile) -> None:
    save_scenario(file, make_scenario(customers=make_many(300)))
    file.close()
    content = file.path.read_bytes()
    file.path.write_bytes(content[: len(content) // 2])

    with pytest.raises(FileDamaged):
        TourFile.open(file.path)


def test_that_one_scribbled_page_is_told_as_damage(file: TourFile) -> None:
    save_scenario(file, make_scenario(customers=make_many(300)))
    file.close()
    content = bytearray(file.path.read_bytes())
    content[-4096:] = os.urandom(4096)
    file.path.write_bytes(content)

    with pytest.raises(FileDamaged):
        TourFile.open(file.path)


def test_that_a_file_another_program_holds_is_told_as_locked(file: TourFile) -> None:
    file.close()
    other = sqlite3.connect(str(file.path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(FileLocked):
        TourFile.open(file.path, patience_seconds=0.01)

    other.close()
    TourFile.open(file.path).close()


def test_that_a_second_writer_is_told_to_wait_and_can_write_after(file: TourFile) -> None:
    with TourFile.open(file.path, "B", patience_seconds=0.01) as other:
        with file.atomic(), pytest.raises(FileLocked):
            save_settings(other, Settings(weeks=2))

        save_settings(other, Settings(weeks=3))
    assert load_settings(file).weeks == 3


def test_that_a_reader_beside_a_writer_sees_what_is_committed(file: TourFile) -> None:
    save_settings(file, Settings(weeks=1))
    with TourFile.open(file.path) as reader:
        with file.atomic():
            save_settings(file, Settings(weeks=2))
            assert load_settings(reader).weeks == 1
        assert load_settings(reader).weeks == 2


@with_log
def test_that_a_reader_sees_one_state_while_another_writes(file: TourFile) -> None:
    save_settings(file, Settings(weeks=1))
    with TourFile.open(file.path) as reader, reader.reading():
        assert load_settings(reader).weeks == 1
        save_settings(file, Settings(weeks=2))
        assert load_settings(reader).weeks == 1


def test_that_closing_beside_another_leaves_the_other_its_work(file: TourFile) -> None:
    with TourFile.open(file.path) as other:
        save_settings(file, Settings(weeks=2))
        file.close()
        save_settings(other, Settings(weeks=3))

    assert list_folder(file.path) == [file.path.name]
    with TourFile.open(file.path) as again:
        assert load_settings(again).weeks == 3


def test_that_saves_in_one_block_are_kept_or_dropped_together(file: TourFile) -> None:
    def save_and_stumble() -> None:
        with file.atomic():
            save_scenario(file, make_scenario())
            save_plan(file, make_plan())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_and_stumble()

    assert load_scenario(file) is None
    assert load_plan(file) is None


def test_that_a_file_opened_for_reading_takes_no_changes(file: TourFile) -> None:
    save_scenario(file, make_scenario())
    file.close()
    before = file.path.read_bytes()

    with TourFile.open(file.path, read_only=True) as reader:
        with pytest.raises(CannotWrite):
            save_settings(reader, Settings(weeks=2))
        assert load_scenario(reader) == make_scenario()

    assert file.path.read_bytes() == before


def test_that_a_write_protected_folder_is_told_as_such_and_can_be_read(file: TourFile) -> None:
    save_scenario(file, make_scenario())
    file.close()
    file.path.chmod(0o444)
    file.path.parent.chmod(0o555)
    if os.access(file.path, os.W_OK):
        pytest.skip("this person writes everywhere (root, or Windows folders)")
    try:
        with pytest.raises(CannotWrite):
            TourFile.open(file.path)
        with pytest.raises(CannotWrite):
            TourFile.create(file.path.with_name("b.tourplan"), "A")
        with TourFile.open(file.path, read_only=True) as reader:
            assert load_scenario(reader) == make_scenario()
    finally:
        file.path.parent.chmod(0o755)


def test_that_a_full_disk_loses_nothing_that_was_saved(file: TourFile) -> None:
    save_scenario(file, make_scenario())
    pages = file.db.execute("PRAGMA page_count").fetchone()[0]
    file.db.execute(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(DiskFull) as caught:
        save_scenario(file, make_scenario(customers=make_many(3000)))

    assert caught.value.path == file.path
    assert load_scenario(file) == make_scenario()
    file.db.execute("PRAGMA max_page_count = 1000000")
    save_scenario(file, make_scenario(customers=make_many(3000)))


def test_that_a_copy_holds_the_same_and_stays_apart(file: TourFile, tmp_path: Path) -> None:
    save_scenario(file, make_scenario())
    target = tmp_path / "copy" / "b.tourplan"
    target.parent.mkdir()

    file.copy_to(target)
    save_settings(file, Settings(weeks=9))

    assert list_folder(target) == ["b.tourplan"]
    with TourFile.open(target) as copy:
        assert load_scenario(copy) == make_scenario()
        assert load_settings(copy) == Settings()


def test_that_a_copy_replaces_a_file_only_when_told(file: TourFile, tmp_path: Path) -> None:
    save_scenario(file, make_scenario())
    target = tmp_path / "b.tourplan"
    TourFile.create(target, "B").close()

    with pytest.raises(FileExists):
        file.copy_to(target)
    file.copy_to(target, replace=True)

    with TourFile.open(target) as copy:
        assert load_scenario(copy) == make_scenario()


def test_that_a_copy_onto_itself_changes_nothing(file: TourFile) -> None:
    save_scenario(file, make_scenario())

    file.copy_to(file.path, replace=True)

    assert load_scenario(file) == make_scenario()


@with_log
def test_that_a_copy_over_a_file_in_use_is_refused(file: TourFile, tmp_path: Path) -> None:
    with TourFile.create(tmp_path / "b.tourplan", "B") as other:
        with pytest.raises(FileLocked):
            file.copy_to(other.path, replace=True)
        save_settings(other, Settings(weeks=2))

    assert not [name for name in list_folder(file.path) if name.endswith(".part")]


def test_that_a_file_left_by_a_crash_opens_with_all_that_was_saved(
    file: TourFile, tmp_path: Path
) -> None:
    save_scenario(file, make_scenario())
    crashed = pull_the_plug(file, tmp_path / "crashed.tourplan")

    with TourFile.open(crashed) as again:
        assert load_scenario(again) == make_scenario()
