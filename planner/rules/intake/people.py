"""Judges the rows of technicians and crews."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from planner.domain.findings import Expected
from planner.domain.territory import ServicePoint
from planner.domain.workforce import EVERY_DAY, Crew, Technician
from planner.rules.intake import cells
from planner.rules.intake.rows import Row
from planner.rules.roster import (
    CREW_TECHNICIANS,
    combine_absences,
    combine_skills,
    state_skills,
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is known when crews are judged: accepted stations and technicians.

    Without a table of technicians `listed` is False, and crews bring their own names. `crews`
    grow with each crew accepted. Crews may share a technician: they are then never out together.
    """

    stations: Mapping[str, ServicePoint]
    technicians: dict[str, Technician]
    listed: bool
    crews: set[str] = field(default_factory=set)

    def take(self, crew: Crew, members: Iterable[Technician]) -> None:
        """Remember an accepted crew and its members."""
        self.crews.add(crew.id)
        for member in members:
            self.technicians.setdefault(member.id, member)


def judge_technician(row: Row, stations: Mapping[str, ServicePoint]) -> Technician:
    """Read a technician; wrong cells are noted in the row."""
    known = row.need_text("id", Expected.ID)
    return Technician(
        known,
        row.names("name").read("zh") or known,
        _read_station(row, stations),
        row.read("skills", cells.read_skills, ()),
        row.read("drives", cells.read_yes_no, False),
        row.read("absent", cells.read_spans, ()),
    )


def judge_crew(row: Row, staff: Staff) -> Crew:
    """Read a crew; wrong cells are noted in the row."""
    name = row.names("name").read("zh")
    known = row.text("id") or name
    if not known:
        row.refuse("id", Expected.ID)
    elif known in staff.crews and not row.rejects:  # an id given twice is noted already
        row.refuse("id", Expected.UNIQUE_ID)
    station = _read_station(row, staff.stations)
    members = _read_members(row, station, staff)
    own = row.read("absent", cells.read_spans, ())
    skills = combine_skills(members)
    if not skills and station in staff.stations:
        skills = state_skills(staff.stations[station])
    crew = Crew(
        known,
        name or known,
        station,
        tuple(member.id for member in members),
        row.read("people", cells.read_count, (len(members) or CREW_TECHNICIANS) + 1),
        row.read("works", cells.read_weekdays, EVERY_DAY),
        row.read("max_nights", cells.read_whole, None),
        combine_absences(members, own),
        skills,
    )
    if not row.rejects:
        staff.take(crew, members)
    return crew


def _read_station(row: Row, stations: Mapping[str, ServicePoint]) -> str:
    station = row.text("station")
    if station not in stations:
        row.refuse("station", Expected.KNOWN_STATION)
    return station


def _read_members(row: Row, station: str, staff: Staff) -> tuple[Technician, ...]:
    wanted = tuple(dict.fromkeys(cells.split_list(row.text("technicians"))))
    if staff.listed and any(known not in staff.technicians for known in wanted):
        row.refuse("technicians", Expected.KNOWN_TECHNICIAN)
        return ()
    return tuple(
        staff.technicians.get(known) or Technician(known, known, station) for known in wanted
    )
