"""What a crew can do and when, from its members; crews made where none are given."""

from collections.abc import Iterable, Sequence

from planner.domain.calendar import DateSpan
from planner.domain.territory import ServicePoint
from planner.domain.workforce import Crew, Technician

CREW_TECHNICIANS = 2  # and a driver, who is counted but not named
STATED_LEVEL = 1  # the least that "this station has the skill" can mean
_KINDS_OF_STATION = (
    *("服务站", "维修站", "服务中心", "网点", " service station", " service centre"),
    *(" service center", " service point", " station", " branch"),
)


def combine_skills(members: Iterable[Technician]) -> tuple[tuple[str, int], ...]:
    """Give the best level of any member in each skill, sorted by skill."""
    best: dict[str, int] = {}
    for member in members:
        for skill, level in member.skills:
            best[skill] = max(level, best.get(skill, 0))
    return tuple(sorted(best.items()))


def combine_absences(
    members: Iterable[Technician], own: Iterable[DateSpan] = ()
) -> tuple[DateSpan, ...]:
    """Give all spans in which the crew or one of its members cannot go, in order of time."""
    spans = {*own, *(span for member in members for span in member.absent)}
    return tuple(sorted(spans, key=lambda span: (span.first, span.last)))


def state_skills(station: ServicePoint) -> tuple[tuple[str, int], ...]:
    """Give the skills of a crew whose members are not known: those stated of its station."""
    return tuple((skill, STATED_LEVEL) for skill in sorted(station.skills))


def form_crews(
    stations: Sequence[ServicePoint], technicians: Sequence[Technician]
) -> tuple[Crew, ...]:
    """Make each station's `tour_crews` of its technicians, the strongest first.

    Two technicians and a driver each, a person in one crew only; stronger is who has more
    skills, then more levels, then fewer days absent. A crew nobody is left for is not formed;
    one with a single technician still takes three along, whose beds are paid.
    Where no technicians are known at all, crews of three without names are formed.
    """
    crews: list[Crew] = []
    names = _name_stations(stations)
    for station in stations:
        teams = _team_up(station, technicians)
        crews.extend(
            _make_crew(station, names[station.id], number, team)
            for number, team in enumerate(teams, 1)
        )
    return tuple(crews)


def _team_up(
    station: ServicePoint, technicians: Sequence[Technician]
) -> list[tuple[Technician, ...]]:
    if not technicians:
        return [()] * station.tour_crews
    own = sorted((t for t in technicians if t.depot == station.id), key=_rank)
    starts = range(0, min(len(own), station.tour_crews * CREW_TECHNICIANS), CREW_TECHNICIANS)
    return [tuple(own[start : start + CREW_TECHNICIANS]) for start in starts]


def _rank(technician: Technician) -> tuple[int, int, int, str]:
    breadth = len(technician.skills)
    levels = sum(level for _, level in technician.skills)
    absent = sum((span.last - span.first).days + 1 for span in technician.absent)
    return -breadth, -levels, absent, technician.id


def _make_crew(
    station: ServicePoint, name: str, number: int, team: tuple[Technician, ...]
) -> Crew:
    return Crew(
        f"{station.id}-{number}",
        f"{name} {number}",
        station.id,
        tuple(member.id for member in team),
        people=CREW_TECHNICIANS + 1,
        absent=combine_absences(team),
        skills=combine_skills(team) or state_skills(station),
    )


def _name_stations(stations: Sequence[ServicePoint]) -> dict[str, str]:
    """Give each station a short name of its own."""
    short = {station.id: _shorten(station.names.read("zh")) for station in stations}
    taken = list(short.values())
    return {
        known: name if taken.count(name) == 1 else f"{name} {known}"
        for known, name in short.items()
    }


def _shorten(name: str) -> str:
    for kind in _KINDS_OF_STATION:
        if name.lower().endswith(kind) and len(name) > len(kind):
            return name[: -len(kind)]
    return name
