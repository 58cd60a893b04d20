"""Everything that leaves the house as a file."""

import errno
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.units import minor_per_major
from planner.exchange.calendar_out import name_files
from planner.exchange.plan_json import write_plan
from planner.exchange.tables_out import write_table
from planner.office.desk import Desk
from planner.office.errors import CannotWrite, DiskFull
from planner.office.fieldwork import Fieldwork
from planner.office.followup import Followup
from planner.office.publicity import Publicity
from planner.store.scenario import load_rejects
from planner.watch import NoWatch, Watch
from planner.words import expected_text, fix_text, reason_text

NO_WATCH = NoWatch()
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PAPERS = ("posters", "notices", "run-sheets", "follow-up-schedule")
TABLES = ("coverage", "left-out", "rejects")
COVERAGE_HEADERS = (
    "rank", "region_id", "region", "customers", "platinum", "gold", "iron", "lead",
    "open_requests", "yearly_profit", "days_since_tour", "urgency", "venues", "nobody_goes",
)  # fmt: skip
LEFT_OUT_HEADERS = ("visit", "kind", "ref", "name", "reason", "text", "fix")
REJECT_HEADERS = ("file", "row", "column", "value", "expected")


class Export:
    """Writes papers, tables, calendars and plan.json into a folder."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def table(self, name: str, language: str) -> bytes:
        """Write one of `TABLES` as CSV; the header is there even when nothing else is."""
        if name == "coverage":
            return write_table(COVERAGE_HEADERS, list(self._coverage_rows(language)))
        if name == "left-out":
            return write_table(LEFT_OUT_HEADERS, list(self._left_out_rows(language)))
        rows = [
            (reject.file, reject.row, reject.column, reject.value, expected_text(reject, language))
            for reject in load_rejects(self._desk.file)
        ]
        return write_table(REJECT_HEADERS, rows)

    def paper(self, name: str, language: str) -> bytes:
        """Print one of `PAPERS` as PDF. Raises `NoPlan`, `PlanBroken`."""
        makers: dict[str, Callable[[str], bytes]] = {
            "posters": Publicity(self._desk).posters,
            "notices": Publicity(self._desk).notices,
            "run-sheets": Fieldwork(self._desk).run_sheets,
            "follow-up-schedule": Followup(self._desk).schedule,
        }
        return makers[name](language)

    def plan_json(self, language: str) -> bytes:
        """Write the plan as documented in docs/plan-json.md. Raises `NoPlan`, `PlanBroken`."""
        plan = self._desk.sound_plan()
        return write_plan(
            plan,
            self._desk.need_scenario(),
            self._desk.question_of(plan),
            lambda cause: reason_text(cause, self._desk.need_scenario(), language),
        )

    def write_all(self, folder: Path, language: str, watch: Watch = NO_WATCH) -> tuple[Path, ...]:
        """Write every table, paper and calendar and plan.json. Raises `NoPlan`, `PlanBroken`.

        Each file is written whole under another name first, so that none is ever half there.
        """
        folder.mkdir(parents=True, exist_ok=True)
        jobs = self._jobs(language)
        written = []
        for number, (name, make) in enumerate(jobs):
            watch.step(number, len(jobs), name)
            written.append(write_whole(folder / name, make()))
        watch.step(len(jobs), len(jobs), "")
        return tuple(written)

    def write_calendars(self, folder: Path, language: str) -> tuple[Path, ...]:
        """Write one calendar a crew. Raises `NoPlan`, `PlanBroken`."""
        return tuple(
            write_whole(folder / name, make()) for name, make in self._calendars(language)
        )

    def _jobs(self, language: str) -> list[tuple[str, Callable[[], bytes]]]:
        jobs: list[tuple[str, Callable[[], bytes]]] = [
            ("plan.json", lambda: self.plan_json(language))
        ]
        jobs += [(f"{name}.csv", partial(self.table, name, language)) for name in TABLES]
        jobs += [(f"{name}.pdf", partial(self.paper, name, language)) for name in PAPERS]
        jobs += [(f"calendar/{name}", make) for name, make in self._calendars(language)]
        return jobs

    def _calendars(self, language: str) -> list[tuple[str, Callable[[], bytes]]]:
        fieldwork = Fieldwork(self._desk)
        crews = self._desk.need_scenario().crews
        return [
            (f"{name}.ics", partial(fieldwork.calendar, crew.id, language))
            for crew, name in zip(crews, name_files([crew.name for crew in crews]), strict=True)
        ]

    def _coverage_rows(self, language: str) -> Iterator[tuple[object, ...]]:
        scenario, report = self._desk.need_scenario(), self._desk.coverage
        venues = {venue.id: venue for venue in scenario.venues}
        for rank, gap in enumerate(report.gaps, start=1):
            yield (
                rank,
                gap.region.id,
                gap.region.names.read(language),
                len(gap.customers),
                *(count for _, count in gap.by_tier),
                gap.requests,
                gap.profit / minor_per_major(scenario.currency),
                "" if gap.days_since_tour is None else gap.days_since_tour,
                round(gap.urgency, 1),
                "; ".join(venues[venue].names.read(language) for venue in gap.venues),
                "no" if gap.venues else "yes",
            )

    def _left_out_rows(self, language: str) -> Iterator[tuple[object, ...]]:
        plan, scenario = self._desk.need_plan(), self._desk.need_scenario()
        names = name_visits(plan, scenario, language)
        for left in plan.unassigned:
            yield (
                left.visit,
                left.kind.value,
                left.ref,
                names[left.visit],
                left.cause.reason.value,
                reason_text(left.cause, scenario, language),
                fix_text(left.cause, scenario, language),
            )


def name_visits(plan: Plan, scenario: Scenario, language: str) -> dict[str, str]:
    """Name every visit of a plan, planned or left out: the venue, or the customer."""
    names = {venue.id: venue.names.read(language) for venue in scenario.venues}
    names.update((customer.id, customer.name) for customer in scenario.customers)
    planned = [
        (stop.visit, stop.ref) for tour in plan.tours for day in tour.days for stop in day.stops
    ]
    left = [(visit.visit, visit.ref) for visit in plan.unassigned]
    return {visit: names.get(ref, ref) for visit, ref in planned + left}


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that readers see the old one or the new one, never a part.

    Raises `DiskFull`, `CannotWrite`.
    """
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise (DiskFull if error.errno in FULL else CannotWrite)(path) from error
    return path
