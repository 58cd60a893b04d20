"""The schema of a tour file, step by step; a released step is never edited.

Every row has a UUIDv7 key `id`, the moment of its last change `updated_at` (UTC, ISO 8601) and
the laptop that made it, `origin`; a deleted row leaves a `tombstone`. Keys of the tables
(stations "S01", venues "V004", …) are `code`, unique in the file. A reference from one such
table to another is the code as the person wrote it and may point at nothing, which is for the
rules to tell; a row that is part of another is held by a foreign key and goes with it.
Columns that hold lists or names are JSON; no check says so, because SQLite before 3.41 refuses
`json_valid` in a schema that is not trusted.
"""

from sqlite_utils import Database, Migrations

STEPS = Migrations("tourplan")

VERSION = 4
"""Number of steps; a file's `user_version`."""


def count(steps: Migrations) -> int:
    """Say how many steps there are: in an empty database all of them are still to come."""
    return len(steps.pending(Database(memory=True, execute_plugins=False)))


def upgrade(db: Database, steps: Migrations) -> None:
    """Run the steps a file has not seen: all of them or, if one fails, none.

    Foreign keys must be off: a step may rebuild a table that others point at.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        steps.apply(db)
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        assert not broken, f"an upgrade broke links: {broken[:3]}"
        db.execute(f"PRAGMA user_version = {len(steps.applied(db))}")
    except BaseException:
        db.rollback()
        raise
    db.execute("COMMIT")


@STEPS()
def m0001_begin(db: Database) -> None:
    """Lay the tables of the first release."""
    for statement in _M0001:
        db.execute(statement)


@STEPS()
def m0002_keep_lengths(db: Database) -> None:
    """Let a lock keep how long a visit lasts; those of the first release leave it free."""
    db.execute("ALTER TABLE lock ADD COLUMN duration_minutes INTEGER")


@STEPS()
def m0003_remember_calendars(db: Database) -> None:
    """Lay the table of what calendars were told."""
    db.execute(_M0003)


@STEPS()
def m0004_keep_proofs(db: Database) -> None:
    """Lay the table of what was proved of questions."""
    db.execute(_M0004)


_M0004 = """
    CREATE TABLE proof (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        bound REAL NOT NULL
    ) STRICT
    """

_M0003 = """
    CREATE TABLE sent_event (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        uid TEXT NOT NULL,
        crew_code TEXT NOT NULL,
        summary TEXT NOT NULL,
        starts TEXT NOT NULL,
        ends TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1))
    ) STRICT
    """

_M0001 = (
    # What belongs to the file and to one scenario as a whole; at most one row each.
    """
    CREATE TABLE file (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE settings (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE CHECK (code = 'settings'),
        position INTEGER NOT NULL,
        planned_on TEXT,
        weeks INTEGER NOT NULL CHECK (weeks > 0),
        language TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE scenario (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE CHECK (code = 'scenario'),
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        currency TEXT NOT NULL,
        timezone TEXT NOT NULL,
        company TEXT NOT NULL,
        hotline TEXT NOT NULL,
        parameters TEXT NOT NULL
    ) STRICT
    """,
    # The tables of a scenario.
    """
    CREATE TABLE service_point (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        names TEXT NOT NULL,
        lat REAL NOT NULL,
        lon REAL NOT NULL,
        reach_metres INTEGER NOT NULL,
        road_factor REAL,
        tour_crews INTEGER NOT NULL,
        vehicles INTEGER,
        skills TEXT NOT NULL,
        opens_minute INTEGER,
        closes_minute INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE venue (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        names TEXT NOT NULL,
        place_names TEXT NOT NULL,
        lat REAL NOT NULL,
        lon REAL NOT NULL,
        region_code TEXT NOT NULL,
        region_names TEXT NOT NULL,
        opens_minute INTEGER NOT NULL,
        closes_minute INTEGER NOT NULL,
        footfall_normal_per_day INTEGER NOT NULL,
        footfall_market_per_day INTEGER NOT NULL,
        market_kind TEXT,
        market_numbers TEXT,
        market_dates TEXT,
        closed_spans TEXT NOT NULL,
        permit_needed INTEGER NOT NULL CHECK (permit_needed IN (0, 1)),
        notice_places TEXT NOT NULL,
        lodging_minor_per_person INTEGER,
        last_visit TEXT,
        revisit_period_days INTEGER,
        revisit_early_days INTEGER,
        revisit_late_days INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE product (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        names TEXT NOT NULL,
        skill TEXT NOT NULL,
        level INTEGER NOT NULL,
        booth_minutes INTEGER NOT NULL,
        home_minutes INTEGER NOT NULL,
        inspection_months INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE customer (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        phone TEXT NOT NULL,
        lat REAL NOT NULL,
        lon REAL NOT NULL,
        near_place TEXT NOT NULL,
        region_code TEXT NOT NULL,
        region_names TEXT NOT NULL,
        tier TEXT NOT NULL,
        product_code TEXT NOT NULL,
        yearly_profit_minor INTEGER NOT NULL,
        bought_on TEXT,
        warranty_until TEXT,
        request TEXT NOT NULL,
        requested_on TEXT,
        home_visit_wanted INTEGER NOT NULL CHECK (home_visit_wanted IN (0, 1)),
        window_opens_minute INTEGER,
        window_closes_minute INTEGER,
        last_service_on TEXT,
        part_arrives_on TEXT
    ) STRICT
    """,
    """
    CREATE TABLE technician (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        service_point_code TEXT NOT NULL,
        skill_levels TEXT NOT NULL,
        drives INTEGER NOT NULL CHECK (drives IN (0, 1)),
        absent_spans TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE crew (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        service_point_code TEXT NOT NULL,
        technician_codes TEXT NOT NULL,
        people INTEGER NOT NULL,
        works_weekdays TEXT NOT NULL,
        max_nights INTEGER,
        absent_spans TEXT NOT NULL,
        skill_levels TEXT NOT NULL
    ) STRICT
    """,
    # What stays where it is when the plan is made anew; the code is that of the visit.
    """
    CREATE TABLE lock (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        freedom TEXT NOT NULL,
        day TEXT NOT NULL,
        start_minute INTEGER NOT NULL,
        crew_code TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE reject (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        file TEXT NOT NULL,
        row_number INTEGER NOT NULL,
        column_name TEXT NOT NULL,
        value TEXT NOT NULL,
        expected TEXT NOT NULL
    ) STRICT
    """,
    # Plans, version by version; terms and value in contacts.
    """
    CREATE TABLE plan (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        version INTEGER NOT NULL UNIQUE,
        is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
        label TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        planned_on TEXT NOT NULL,
        first_day TEXT NOT NULL,
        last_day TEXT NOT NULL,
        parameters TEXT NOT NULL,
        people REAL NOT NULL,
        customers REAL NOT NULL,
        requests REAL NOT NULL,
        home REAL NOT NULL,
        overdue REAL NOT NULL,
        crew_days REAL NOT NULL,
        road REAL NOT NULL,
        nights REAL NOT NULL,
        floors REAL NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX plan_current ON plan (is_current) WHERE is_current = 1",
    """
    CREATE TABLE tour (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        plan_id TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        crew_code TEXT NOT NULL,
        service_point_code TEXT NOT NULL,
        UNIQUE (plan_id, position)
    ) STRICT
    """,
    """
    CREATE TABLE tour_day (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        tour_id TEXT NOT NULL REFERENCES tour (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        day TEXT NOT NULL,
        start_minute INTEGER NOT NULL,
        end_minute INTEGER NOT NULL,
        drive_minutes INTEGER NOT NULL,
        drive_metres INTEGER NOT NULL,
        overnight_code TEXT,
        overnight_lat REAL,
        overnight_lon REAL,
        overnight_cost_minor INTEGER,
        UNIQUE (tour_id, position)
    ) STRICT
    """,
    """
    CREATE TABLE stop (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        tour_day_id TEXT NOT NULL REFERENCES tour_day (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        visit TEXT NOT NULL,
        kind TEXT NOT NULL,
        ref_code TEXT NOT NULL,
        lat REAL NOT NULL,
        lon REAL NOT NULL,
        arrive_minute INTEGER NOT NULL,
        start_minute INTEGER NOT NULL,
        end_minute INTEGER NOT NULL,
        market_day INTEGER NOT NULL CHECK (market_day IN (0, 1)),
        next_day TEXT,
        next_firm INTEGER CHECK (next_firm IN (0, 1)),
        next_market_day INTEGER CHECK (next_market_day IN (0, 1)),
        next_in_tolerance INTEGER CHECK (next_in_tolerance IN (0, 1)),
        UNIQUE (tour_day_id, position)
    ) STRICT
    """,
    """
    CREATE TABLE unassigned (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        plan_id TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        visit TEXT NOT NULL,
        kind TEXT NOT NULL,
        ref_code TEXT NOT NULL,
        reason TEXT NOT NULL,
        facts TEXT NOT NULL,
        UNIQUE (plan_id, position)
    ) STRICT
    """,
    # What was done, so that it can be undone, and what is gone, so that laptops can be merged.
    """
    CREATE TABLE edit (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        number INTEGER NOT NULL UNIQUE,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        kind TEXT NOT NULL,
        undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
        before TEXT NOT NULL,
        after TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE tombstone (
        id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, origin TEXT NOT NULL,
        table_name TEXT NOT NULL,
        code TEXT NOT NULL
    ) STRICT
    """,
)
