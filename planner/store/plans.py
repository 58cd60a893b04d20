"""Plans, version by version: the newest saved is the current one, older ones are kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlite_utils import Database

from planner.domain.calendar import Horizon
from planner.domain.demand import VisitKind
from planner.domain.findings import Cause, Reason, Reject
from planner.domain.locks import Lock
from planner.domain.parameters import Parameters
from planner.domain.plan import (
    NextVisit,
    Overnight,
    Plan,
    Stop,
    Terms,
    Tour,
    TourDay,
    Unassigned,
)
from planner.domain.scenario import Scenario
from planner.domain.units import make_id
from planner.store.cells import Cells, Row, dump, place_cells
from planner.store.edits import EditKind, forget_until, record
from planner.store.file import Stamp, TourFile
from planner.store.locks import lock_rows
from planner.store.rows import State, compare, put_rows, write_state
from planner.store.scenario import scenario_rows

MAX_PLANS = 50  # own choice: some 100 kB each

_TERMS = tuple(term.name for term in fields(Terms))


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A plan kept in the file; `version` counts up, `saved_at` is UTC, `value` in contacts."""

    id: str
    version: int
    label: str
    saved_at: datetime
    value: float
    is_current: bool


def save_plan(
    file: TourFile,
    plan: Plan,
    label: str = "",
    locks: Sequence[Lock] | None = None,
    scenario: Scenario | None = None,
    rejects: Sequence[Reject] = (),
) -> None:
    """Save a new version and make it current, as one edit step.

    With it all locks and, for a plan that needs other tables, the scenario, where given;
    `rejects` are the rows refused on its import, which are saved with a scenario.
    Beyond `MAX_PLANS` the oldest version goes, with the steps that led to it. A plan with the
    id of a kept one takes its place.
    """
    with file.atomic() as db:
        stamp = file.stamp()
        tables = {} if locks is None else lock_rows(locks)
        tables |= {} if scenario is None else scenario_rows(scenario, rejects)
        before, after = compare(db, tables)
        before, after = replace(before, plan=_current_id(db)), replace(after, plan=plan.id)
        write_state(db, after, stamp)
        _bury(db, plan.id, stamp)
        _insert(db, plan, label, stamp)
        make_current(db, plan.id, stamp)
        kind = EditKind.PLAN if scenario is None else EditKind.WHOLE
        record(db, kind, before, after, stamp, file.who)
        _forget_oldest(db, stamp)


def choose_plan(file: TourFile, plan_id: str | None) -> None:
    """Make a kept version current, or none, as one edit step."""
    with file.atomic() as db:
        was = _current_id(db)
        if was != plan_id:
            stamp = file.stamp()
            make_current(db, plan_id, stamp)
            record(db, EditKind.PLAN, State(plan=was), State(plan=plan_id), stamp, file.who)


def load_plan(file: TourFile, plan_id: str | None = None) -> Plan | None:
    """Load the version of that id, else the current one; None where there is none."""
    with file.reading() as db:
        chosen = _current_id(db) if plan_id is None else plan_id
        found = next(db.query("SELECT * FROM plan WHERE id = ?", [chosen]), None)
        return None if found is None else _plan_value(db, Cells(found))


def list_plans(file: TourFile) -> tuple[PlanVersion, ...]:
    """List the versions kept, oldest first."""
    with file.reading() as db:
        return tuple(
            PlanVersion(
                id=cells.text("id"),
                version=cells.whole("version"),
                label=cells.text("label"),
                saved_at=datetime.fromisoformat(cells.text("saved_at")),
                value=_terms_value(cells).value,
                is_current=cells.flag("is_current"),
            )
            for cells in map(Cells, db.query("SELECT * FROM plan ORDER BY version"))
        )


def make_current(db: Database, plan_id: str | None, stamp: Stamp) -> None:
    """Point at the current plan, or at none."""
    change = "UPDATE plan SET is_current = ?, updated_at = ?, origin = ? WHERE"
    db.execute(f"{change} is_current = 1 AND id IS NOT ?", [0, stamp.at, stamp.origin, plan_id])
    db.execute(f"{change} is_current = 0 AND id IS ?", [1, stamp.at, stamp.origin, plan_id])


def _current_id(db: Database) -> str | None:
    found = db.execute("SELECT id FROM plan WHERE is_current = 1").fetchone()
    return None if found is None else str(found[0])


def _bury(db: Database, plan_id: str, stamp: Stamp) -> None:
    db.execute(
        "INSERT INTO tombstone (id, updated_at, origin, table_name, code)"
        " SELECT id, ?, ?, 'plan', id FROM plan WHERE id = ?",
        [stamp.at, stamp.origin, plan_id],
    )
    db.execute("DELETE FROM plan WHERE id = ?", [plan_id])


def _forget_oldest(db: Database, stamp: Stamp) -> None:
    kept = [row[0] for row in db.execute("SELECT id FROM plan ORDER BY version")]
    for plan_id in kept[:-MAX_PLANS]:
        _bury(db, plan_id, stamp)
        found = db.execute(
            "SELECT max(number) FROM edit WHERE kind IN (?1, ?2)"
            " AND ?3 IN (json_extract(before, '$.plan'), json_extract(after, '$.plan'))",
            [EditKind.PLAN.value, EditKind.WHOLE.value, plan_id],
        ).fetchone()
        forget_until(db, found[0] or 0)


def _insert(db: Database, plan: Plan, label: str, stamp: Stamp) -> None:
    db.execute("DELETE FROM tombstone WHERE id = ?", [plan.id])
    newest = db.execute("SELECT coalesce(max(version), 0) FROM plan").fetchone()[0]
    tables: dict[str, list[Row]] = defaultdict(list)
    tables["plan"].append(
        {
            "id": plan.id,
            "version": newest + 1,
            "is_current": 0,
            "label": label,
            "saved_at": stamp.at,
            "planned_on": plan.planned_on.isoformat(),
            "first_day": plan.horizon.first.isoformat(),
            "last_day": plan.horizon.last.isoformat(),
            "parameters": dump(plan.parameters),
            **{term: getattr(plan.terms, term) for term in _TERMS},
        }
    )
    for position, tour in enumerate(plan.tours):
        _add_tour(tables, plan.id, position, tour)
    tables["unassigned"] = [
        _unassigned_row(plan.id, position, left_out)
        for position, left_out in enumerate(plan.unassigned)
    ]
    for table, rows in tables.items():
        put_rows(db, table, rows, stamp)


def _add_tour(tables: dict[str, list[Row]], plan_id: str, position: int, tour: Tour) -> None:
    tour_id = make_id()
    tables["tour"].append(
        {
            "id": tour_id,
            "plan_id": plan_id,
            "position": position,
            "crew_code": tour.crew,
            "service_point_code": tour.depot,
        }
    )
    for day_position, day in enumerate(tour.days):
        day_id = make_id()
        tables["tour_day"].append(_day_row(day_id, tour_id, day_position, day))
        tables["stop"].extend(
            _stop_row(day_id, stop_position, stop) for stop_position, stop in enumerate(day.stops)
        )


def _day_row(day_id: str, tour_id: str, position: int, day: TourDay) -> Row:
    night = day.overnight
    return {
        "id": day_id,
        "tour_id": tour_id,
        "position": position,
        "day": day.day.isoformat(),
        "start_minute": day.start,
        "end_minute": day.end,
        "drive_minutes": day.drive_minutes,
        "drive_metres": day.drive_metres,
        "overnight_code": None if night is None else night.place,
        "overnight_lat": None if night is None else night.location.lat,
        "overnight_lon": None if night is None else night.location.lon,
        "overnight_cost_minor": None if night is None else night.cost,
    }


def _stop_row(day_id: str, position: int, stop: Stop) -> Row:
    after = stop.next_visit
    return {
        "id": make_id(),
        "tour_day_id": day_id,
        "position": position,
        "visit": stop.visit,
        "kind": stop.kind.value,
        "ref_code": stop.ref,
        **place_cells(stop.location),
        "arrive_minute": stop.arrive,
        "start_minute": stop.start,
        "end_minute": stop.end,
        "market_day": int(stop.market_day),
        "next_day": None if after is None else after.day.isoformat(),
        "next_firm": None if after is None else int(after.firm),
        "next_market_day": None if after is None else int(after.market_day),
        "next_in_tolerance": None if after is None else int(after.in_tolerance),
    }


def _unassigned_row(plan_id: str, position: int, left_out: Unassigned) -> Row:
    return {
        "id": make_id(),
        "plan_id": plan_id,
        "position": position,
        "visit": left_out.visit,
        "kind": left_out.kind.value,
        "ref_code": left_out.ref,
        "reason": left_out.cause.reason.value,
        "facts": dump(left_out.cause.facts),
    }


def _plan_value(db: Database, cells: Cells) -> Plan:
    plan_id = cells.text("id")
    left_out = db.query("SELECT * FROM unassigned WHERE plan_id = ? ORDER BY position", [plan_id])
    return Plan(
        id=plan_id,
        planned_on=cells.day("planned_on"),
        horizon=Horizon(cells.day("first_day"), cells.day("last_day")),
        parameters=cells.json("parameters", Parameters),
        tours=_read_tours(db, plan_id),
        unassigned=tuple(_unassigned_value(Cells(row)) for row in left_out),
        terms=_terms_value(cells),
    )


def _terms_value(cells: Cells) -> Terms:
    return Terms(**{term: cells.number(term) for term in _TERMS})


def _read_tours(db: Database, plan_id: str) -> tuple[Tour, ...]:
    tours = db.query("SELECT * FROM tour WHERE plan_id = ? ORDER BY position", [plan_id])
    days = db.query(
        "SELECT tour_day.* FROM tour_day JOIN tour ON tour.id = tour_id"
        " WHERE plan_id = ? ORDER BY tour_day.position",
        [plan_id],
    )
    stops = db.query(
        "SELECT stop.* FROM stop JOIN tour_day ON tour_day.id = tour_day_id"
        " JOIN tour ON tour.id = tour_id WHERE plan_id = ? ORDER BY stop.position",
        [plan_id],
    )
    stops_of = _group(map(Cells, stops), "tour_day_id")
    days_of = _group(map(Cells, days), "tour_id")
    return tuple(
        Tour(
            crew=cells.text("crew_code"),
            depot=cells.text("service_point_code"),
            days=tuple(
                _day_value(day, stops_of[day.text("id")]) for day in days_of[cells.text("id")]
            ),
        )
        for cells in map(Cells, tours)
    )


def _group(rows: Iterable[Cells], column: str) -> defaultdict[str, list[Cells]]:
    groups: defaultdict[str, list[Cells]] = defaultdict(list)
    for row in rows:
        groups[row.text(column)].append(row)
    return groups


def _day_value(cells: Cells, stops: list[Cells]) -> TourDay:
    night = None
    if cells.has("overnight_code"):
        night = Overnight(
            place=cells.text("overnight_code"),
            location=cells.place("overnight_"),
            cost=cells.whole("overnight_cost_minor"),
        )
    return TourDay(
        day=cells.day("day"),
        start=cells.whole("start_minute"),
        end=cells.whole("end_minute"),
        drive_minutes=cells.whole("drive_minutes"),
        drive_metres=cells.whole("drive_metres"),
        stops=tuple(_stop_value(stop) for stop in stops),
        overnight=night,
    )


def _stop_value(cells: Cells) -> Stop:
    after = None
    if cells.has("next_day"):
        after = NextVisit(
            day=cells.day("next_day"),
            firm=cells.flag("next_firm"),
            market_day=cells.flag("next_market_day"),
            in_tolerance=cells.flag("next_in_tolerance"),
        )
    return Stop(
        visit=cells.text("visit"),
        kind=VisitKind(cells.text("kind")),
        ref=cells.text("ref_code"),
        location=cells.place(),
        arrive=cells.whole("arrive_minute"),
        start=cells.whole("start_minute"),
        end=cells.whole("end_minute"),
        market_day=cells.flag("market_day"),
        next_visit=after,
    )


def _unassigned_value(cells: Cells) -> Unassigned:
    return Unassigned(
        visit=cells.text("visit"),
        kind=VisitKind(cells.text("kind")),
        ref=cells.text("ref_code"),
        cause=Cause(
            Reason(cells.text("reason")), cells.json("facts", tuple[tuple[str, str], ...])
        ),
    )
