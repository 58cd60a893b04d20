"""The tables of a scenario: compared with what is wanted, and changed where they differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from planner.domain.units import make_id
from planner.store.cells import Row
from planner.store.file import Stamp


@dataclass(frozen=True, slots=True)
class State:
    """The part of a file that an edit touched, as it was before or after.

    `rows` hold, by table and code, the whole row or None where there was none; `orders` all
    codes of a table in order, where the order changed; `plan` the id of the current plan.
    """

    rows: dict[str, dict[str, Row | None]] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)
    plan: str | None = None


def read_rows(db: Database, table: str) -> list[Row]:
    """Read a table in its order."""
    return list(db.table(table).rows_where(order_by="position"))


def compare(db: Database, wanted: Mapping[str, Sequence[Row]]) -> tuple[State, State]:
    """Say what must change, as before and after, so that each table holds the rows wanted.

    A row whose code stays keeps its key; one that stays the same is not touched at all.
    """
    before, after = State(), State()
    for table, rows in wanted.items():
        _compare_table(table, read_rows(db, table), rows, before, after)
    return before, after


def _compare_table(
    table: str, old: list[Row], wanted: Sequence[Row], before: State, after: State
) -> None:
    known = {row["code"]: row for row in old}
    rows_before: dict[str, Row | None] = {}
    rows_after: dict[str, Row | None] = {}
    codes = [str(row["code"]) for row in wanted]
    for position, row in enumerate(wanted):
        was = known.get(row["code"])
        if was is None or any(was[column] != cell for column, cell in row.items()):
            rows_before[codes[position]] = None if was is None else _unstamped(was)
            key = make_id() if was is None else was["id"]
            rows_after[codes[position]] = {"id": key, "position": position, **row}
    for code in known.keys() - set(codes):
        rows_before[str(code)] = _unstamped(known[code])
        rows_after[str(code)] = None
    old_codes = [str(row["code"]) for row in old]
    if rows_after:
        before.rows[table], after.rows[table] = rows_before, rows_after
    if old_codes != codes:
        before.orders[table], after.orders[table] = old_codes, codes


def _unstamped(row: Row) -> Row:
    return {column: cell for column, cell in row.items() if column not in ("updated_at", "origin")}


def write_state(db: Database, state: State, stamp: Stamp) -> None:
    """Bring the tables a state speaks of into that state."""
    for table, rows in state.rows.items():
        _bury(db, table, (code for code, row in rows.items() if row is None), stamp)
        _put(db, table, [row for row in rows.values() if row is not None], stamp)
    for table, codes in state.orders.items():
        db.conn.executemany(
            f"UPDATE {table} SET position = ?1 WHERE code = ?2 AND position <> ?1",
            list(enumerate(codes)),
        )


def _bury(db: Database, table: str, codes: Iterable[str], stamp: Stamp) -> None:
    gone = list(codes)
    db.conn.executemany(
        "INSERT INTO tombstone (id, updated_at, origin, table_name, code)"
        f" SELECT id, ?, ?, ?, code FROM {table} WHERE code = ?",
        [(stamp.at, stamp.origin, table, code) for code in gone],
    )
    db.conn.executemany(f"DELETE FROM {table} WHERE code = ?", [(code,) for code in gone])


def _put(db: Database, table: str, rows: list[Row], stamp: Stamp) -> None:
    db.conn.executemany("DELETE FROM tombstone WHERE id = ?", [(row["id"],) for row in rows])
    put_rows(db, table, rows, stamp)


def put_rows(db: Database, table: str, rows: Sequence[Row], stamp: Stamp) -> None:
    """Insert rows of the same columns, or replace those of the same `id`.

    Half the time of sqlite-utils' `upsert_all`, which looks at every cell for JSON.
    """
    if not rows:
        return
    columns = [*rows[0], "updated_at", "origin"]
    db.conn.executemany(
        f"INSERT INTO {table} ({', '.join(columns)})"
        f" VALUES ({', '.join(f':{column}' for column in columns)})"
        f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in columns)}",
        ({**row, "updated_at": stamp.at, "origin": stamp.origin} for row in rows),
    )
