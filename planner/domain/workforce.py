"""People and crews."""

from dataclasses import dataclass
from datetime import date

from planner.domain.calendar import DateSpan

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Technician:
    """A person and what he may do: (skill, level 1-5) pairs."""

    id: str
    name: str
    depot: str
    skills: tuple[tuple[str, int], ...] = ()
    drives: bool = False
    absent: tuple[DateSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Crew:
    """A team that tours together; `people` counts the driver too.

    `works` are weekdays, 0 = Monday. `max_nights` None means the file's limit. `skills` are the
    best level of any member; `absent` are the days on which the crew or one of its members
    cannot go.
    """

    id: str
    name: str
    depot: str
    technicians: tuple[str, ...] = ()
    people: int = 3
    works: frozenset[int] = EVERY_DAY
    max_nights: int | None = None
    absent: tuple[DateSpan, ...] = ()
    skills: tuple[tuple[str, int], ...] = ()

    def is_free_on(self, day: date) -> bool:
        """Say whether the crew may be on tour that day."""
        return day.weekday() in self.works and not any(day in span for span in self.absent)

    def masters(self, skill: str, level: int) -> bool:
        """Say whether someone in the crew has the skill at that level; "" needs nobody."""
        return not skill or any(known == skill and best >= level for known, best in self.skills)
