"""Technicians and crews as rows."""

from planner.domain.workforce import Crew, Technician
from planner.store.cells import Cells, Row, dump, spans_cell


def technician_row(technician: Technician) -> Row:
    """Write a technician."""
    return {
        "code": technician.id,
        "name": technician.name,
        "service_point_code": technician.depot,
        "skill_levels": dump(technician.skills),
        "drives": int(technician.drives),
        "absent_spans": spans_cell(technician.absent),
    }


def technician_value(cells: Cells) -> Technician:
    """Read a technician."""
    return Technician(
        id=cells.text("code"),
        name=cells.text("name"),
        depot=cells.text("service_point_code"),
        skills=cells.json("skill_levels", tuple[tuple[str, int], ...]),
        drives=cells.flag("drives"),
        absent=cells.spans("absent_spans"),
    )


def crew_row(crew: Crew) -> Row:
    """Write a crew."""
    return {
        "code": crew.id,
        "name": crew.name,
        "service_point_code": crew.depot,
        "technician_codes": dump(crew.technicians),
        "people": crew.people,
        "works_weekdays": dump(crew.works),
        "max_nights": crew.max_nights,
        "absent_spans": spans_cell(crew.absent),
        "skill_levels": dump(crew.skills),
    }


def crew_value(cells: Cells) -> Crew:
    """Read a crew."""
    return Crew(
        id=cells.text("code"),
        name=cells.text("name"),
        depot=cells.text("service_point_code"),
        technicians=cells.json("technician_codes", tuple[str, ...]),
        people=cells.whole("people"),
        works=cells.json("works_weekdays", frozenset[int]),
        max_nights=cells.any_whole("max_nights"),
        absent=cells.spans("absent_spans"),
        skills=cells.json("skill_levels", tuple[tuple[str, int], ...]),
    )
