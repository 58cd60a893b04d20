"""The tour file: one SQLite document that is opened, refused, upgraded, copied and closed here."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from planner.domain.units import make_id
from planner.store.errors import (
    CannotRead,
    CannotWrite,
    DiskFull,
    FileDamaged,
    FileExists,
    FileLocked,
    FileMissing,
    FileTooNew,
    NotATourPlan,
)
from planner.store.migrations import STEPS, count, upgrade

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - its types only
else:
    from sqlite_utils.utils import sqlite3  # pysqlite3 where present

APPLICATION_ID = 0x58485450  # "XHTP"; SQLite keeps it at byte 68 of the file
SAFE_WAL = (3, 51, 3)  # before it, resetting the log could lose pages (sqlite.org/wal.html)
PATIENCE_SECONDS = 2.0  # how long another writer is waited for; ours take well under one

_MAGIC = b"SQLite format 3\0"
_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Stamp:
    """When (UTC, ISO 8601) and on which laptop a row is changed."""

    at: str
    origin: str


def read_clock() -> datetime:
    """Tell the time, for stamps only; planning never asks."""
    return datetime.now(UTC)


class TourFile:
    """An open tour file. It belongs to the thread that opened it.

    `origin` names the laptop and `who` the person in what is written.
    """

    def __init__(
        self,
        path: Path,
        db: Database,
        origin: str,
        who: str = "",
        clock: Callable[[], datetime] = read_clock,
    ) -> None:
        """Hold an opened database; made by `create` and `open`."""
        self.path = path
        self.db = db
        self.origin = origin
        self.who = who
        self._clock = clock

    @classmethod
    def create(
        cls,
        path: Path,
        origin: str,
        *,
        who: str = "",
        replace: bool = False,
        clock: Callable[[], datetime] = read_clock,
    ) -> "TourFile":
        """Make an empty file and open it.

        Raises `FileExists` unless `replace`, `FileLocked` where the file to be replaced is in
        use, `CannotWrite`, `DiskFull`.
        """
        with _new_file(path, replace) as fresh:
            db = _connect(fresh, PATIENCE_SECONDS)
            try:
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                upgrade(db, STEPS)
                moment = _moment_text(clock())
                db.table("file").insert(
                    {"id": make_id(), "updated_at": moment, "origin": origin, "made_at": moment}
                )
            finally:
                db.close()
        return cls.open(path, origin, who=who, clock=clock)

    @classmethod
    def open(
        cls,
        path: Path,
        origin: str | None = None,
        *,
        who: str = "",
        read_only: bool = False,
        patience_seconds: float = PATIENCE_SECONDS,
        clock: Callable[[], datetime] = read_clock,
        steps: Migrations = STEPS,
    ) -> "TourFile":
        """Open a file, bringing one of an earlier release up to date (a copy stays as `.bak`).

        Without `origin` the laptop that made the file stands in. With `read_only` every save
        raises `CannotWrite`, and the file may lie where it cannot be written. `steps` are those
        of the release.

        Raises `FileMissing`, `NotATourPlan`, `FileTooNew`, `FileLocked`, `FileDamaged`,
        `CannotRead`, `CannotWrite`, `DiskFull`.
        """
        _refuse_strangers(path)
        with _told(path):
            db = _connect(path, patience_seconds)
            try:
                _refuse_unfit(db, path, count(steps))
                if read_only:
                    db = _read_up_to_date(db, steps)
                else:
                    _set_journal(db, path)
                    _bring_up_to_date(db, path, steps)
                    db.execute("PRAGMA foreign_keys = ON")
                made = db.execute("SELECT origin FROM file").fetchone()
            except BaseException:
                _close(db)
                raise
        return cls(path, db, made[0] if origin is None else origin, who, clock)

    def __enter__(self) -> "TourFile":
        """Give the open file."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close, leaving one file without companions unless another has it open; may repeat."""
        _close(self.db)

    def stamp(self) -> Stamp:
        """Make the stamp of a change made now."""
        return Stamp(_moment_text(self._clock()), self.origin)

    @contextmanager
    def atomic(self) -> Iterator[Database]:
        """Write all of a block or nothing; blocks may nest, the outermost commits.

        Raises `FileLocked`, `CannotWrite`, `DiskFull`, `FileDamaged`; the file is then as before.
        """
        with _told(self.path):
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield self.db
                return
            self.db.execute("BEGIN IMMEDIATE")  # a deferred one cannot wait when it turns writer
            try:
                yield self.db
                self.db.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Read one state of the file in a block, whatever another writes meanwhile."""
        with _told(self.path):
            if self.db.conn.in_transaction:
                yield self.db
                return
            self.db.execute("BEGIN")
            try:
                yield self.db
            finally:
                self.db.rollback()

    def copy_to(self, path: Path, *, replace: bool = False) -> None:
        """Write a copy of what is saved; this file stays the open one.

        Raises `FileExists` unless `replace`, `FileLocked` where the file to be replaced is in
        use, `CannotWrite`, `DiskFull`. A copy onto itself does nothing.
        """
        if path.exists() and path.samefile(self.path):
            return
        with _new_file(path, replace) as fresh:
            _back_up(self.db, fresh)


def _moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _connect(path: Path, patience_seconds: float) -> Database:
    connection = sqlite3.connect(str(path), timeout=patience_seconds, isolation_level=None)
    db = Database(connection, execute_plugins=False, strict=True)
    db.execute("PRAGMA trusted_schema = OFF")  # a file from a stranger runs no code of his
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA fullfsync = ON")  # macOS keeps a plain fsync in the drive's cache
    return db


def _close(db: Database) -> None:
    with suppress(sqlite3.Error):  # in use by another, who will do it; nothing saved is lost
        db.execute("PRAGMA busy_timeout = 0")
        db.execute("PRAGMA journal_mode = DELETE")
    db.close()


def _refuse_strangers(path: Path) -> None:
    """Look at the header without SQLite, which would take an empty file for a new one."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise FileMissing(path) from error
    except IsADirectoryError as error:
        raise NotATourPlan(path) from error
    except OSError as error:
        raise CannotRead(path) from error
    ours = len(header) == 100 and int.from_bytes(header[68:72], "big") == APPLICATION_ID
    if not (ours and header.startswith(_MAGIC)):
        raise NotATourPlan(path)


def _refuse_unfit(db: Database, path: Path, known: int) -> None:
    found = db.execute("PRAGMA user_version").fetchone()[0]
    if found > known:
        raise FileTooNew(path, found, known)
    sound = db.execute("PRAGMA integrity_check(1)").fetchone()[0]  # quick_check misses bit flips
    if sound != "ok" or found < 1:
        raise FileDamaged(path)


def _set_journal(db: Database, path: Path) -> None:
    """Choose a write-ahead log, or a rollback journal where the log is not safe.

    Either way a commit is on the disk when it returns; EXTRA also syncs the folder after the
    journal is deleted, without which the commit could be rolled back after a power cut.
    """
    safe = sqlite3.sqlite_version_info >= SAFE_WAL and not _is_on_network(path)
    mode = db.execute(f"PRAGMA journal_mode = {'WAL' if safe else 'DELETE'}").fetchone()[0]
    db.execute(f"PRAGMA synchronous = {'FULL' if mode == 'wal' else 'EXTRA'}")
    db.execute("PRAGMA journal_size_limit = 8388608")  # 8 MiB: a big import need not stay on disk
    if mode != "wal":
        db.execute("BEGIN IMMEDIATE")  # the switch to WAL has already met a file not writable
        db.rollback()


def _is_on_network(path: Path) -> bool:
    """Say whether Windows reaches the file over the network, where a log shares no memory."""
    return path.resolve().drive.startswith("\\\\")


def _bring_up_to_date(db: Database, path: Path, steps: Migrations) -> None:
    if not steps.pending(db):
        return
    version = db.execute("PRAGMA user_version").fetchone()[0]
    with _new_file(path.with_name(f"{path.name}.v{version}.bak"), replace=True) as fresh:
        _back_up(db, fresh)
    upgrade(db, steps)


def _read_up_to_date(db: Database, steps: Migrations) -> Database:
    """Give the database for reading; one of an earlier release as an upgraded copy in memory."""
    if steps.pending(db):
        memory = Database(
            sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False, strict=True
        )
        db.conn.backup(memory.conn)
        db.close()
        upgrade(memory, steps)
        db = memory
    db.execute("PRAGMA query_only = ON")
    return db


def _back_up(db: Database, path: Path) -> None:
    copy = sqlite3.connect(str(path), isolation_level=None)
    try:
        db.conn.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


@contextmanager
def _new_file(path: Path, replace: bool) -> Iterator[Path]:
    """Give a name beside `path` to write to; at the end the file takes its place, whole."""
    if path.exists() and not replace:
        raise FileExists(path)
    fresh = path.with_name(f".{make_id()}.part")
    try:
        with _told(path):
            yield fresh
            if path.exists():
                _let_go(path)
        _put_in_place(fresh, path)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _let_go(path: Path) -> None:
    """Make sure that nobody has a file open that will be replaced; raises `FileLocked`."""
    old = sqlite3.connect(str(path), timeout=0, isolation_level=None)
    try:
        if old.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise FileLocked(path)
    except sqlite3.DatabaseError as error:
        if _primary_code(error) not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
    finally:
        old.close()


def _put_in_place(fresh: Path, path: Path) -> None:
    try:
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        for suffix in _SIDE_FILES:  # a log left over would be replayed into the new file
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        fresh.replace(path)
        if os.name == "posix":  # elsewhere a folder cannot be opened
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        raise CannotWrite(path) from error


def _primary_code(error: Exception) -> int:
    full = "database or disk is full" in str(error)  # pysqlite3's backup gives no code
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_FULL if full else 0) & 0xFF


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the disk into known errors; its complaints about us pass."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        known = {
            sqlite3.SQLITE_BUSY: FileLocked,
            sqlite3.SQLITE_LOCKED: FileLocked,
            sqlite3.SQLITE_FULL: DiskFull,
            sqlite3.SQLITE_READONLY: CannotWrite,
            sqlite3.SQLITE_PERM: CannotWrite,
            sqlite3.SQLITE_CANTOPEN: CannotWrite,
            sqlite3.SQLITE_IOERR: CannotWrite,
            sqlite3.SQLITE_CORRUPT: FileDamaged,
            sqlite3.SQLITE_NOTADB: FileDamaged,
        }.get(_primary_code(error))
        if known is None:
            raise
        raise known(path) from error
