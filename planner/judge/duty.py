"""On which days crews are out already, and what keeps a crew from going on others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.demand import CrewDays, Question
from planner.domain.parameters import Parameters
from planner.domain.plan import Tour
from planner.domain.scenario import Scenario


class Block(StrEnum):
    """What keeps a crew from going out."""

    NIGHTS = "nights"
    EVENING = "evening"
    ABSENT = "absent"
    BUSY = "busy"
    PERSON = "person"
    VEHICLES = "vehicles"
    REST = "rest"
    WEEK = "week"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is out when. `rest` are days off after a long tour, each with that tour."""

    parameters: Parameters
    free: Mapping[str, frozenset[date]]
    out: Mapping[str, frozenset[date]]
    rest: Mapping[str, tuple[tuple[date, Tour], ...]]
    colleagues: Mapping[str, tuple[str, ...]]  # crews that share a person
    vehicles: Mapping[str, int]
    out_at_depot: Mapping[tuple[str, date], int]

    def is_available(self, crew: CrewDays, day: date) -> bool:
        """Say whether a crew works that day and is not on tour yet."""
        return day in self.free[crew.id] and day not in self.out[crew.id]

    def find_block(
        self, crew: CrewDays, first: date, last: date, grown: Tour | None = None
    ) -> Block | None:
        """Say what keeps a crew from a tour of these days, both included; None: it may go.

        `grown` is the tour that is made longer, whose own days and rest do not count against it.
        """
        nights = (last - first).days
        if nights > crew.max_nights:
            return Block.NIGHTS
        days = [first + timedelta(offset) for offset in range(nights + 1)]
        if any(day.weekday() not in self.parameters.night_weekdays for day in days[:-1]):
            return Block.EVENING
        own = {day.day for day in grown.days} if grown else set()
        added = [day for day in days if day not in own]
        return (
            self._find_clash(crew, added)
            or self._find_rest(crew, added, last, nights, grown)
            or self._find_overwork(crew, added)
        )

    def _find_clash(self, crew: CrewDays, added: list[date]) -> Block | None:
        free, out = self.free[crew.id], self.out[crew.id]
        if not free.issuperset(added):
            return Block.ABSENT
        for day in added:
            if day in out:
                return Block.BUSY
            if any(day in self.out[other] for other in self.colleagues[crew.id]):
                return Block.PERSON
            if self.out_at_depot.get((crew.depot, day), 0) >= self.vehicles[crew.depot]:
                return Block.VEHICLES
        return None

    def _find_rest(
        self, crew: CrewDays, added: list[date], last: date, nights: int, grown: Tour | None
    ) -> Block | None:
        if any(day in added and tour is not grown for day, tour in self.rest[crew.id]):
            return Block.REST
        if nights >= self.parameters.rest_after_nights:
            out = self.out[crew.id]
            after = (last + timedelta(1 + offset) for offset in range(self.parameters.rest_days))
            if any(day in out for day in after):
                return Block.REST
        return None

    def _find_overwork(self, crew: CrewDays, added: list[date]) -> Block | None:
        out = self.out[crew.id].union(added)
        for day in added:
            monday = day - timedelta(day.weekday())
            week = sum(1 for offset in range(7) if monday + timedelta(offset) in out)
            if week > self.parameters.max_days_a_week:
                return Block.WEEK
        run = len(added)
        for step, day in ((-1, added[0]), (1, added[-1])) if added else ():
            near = day + timedelta(step)
            while near in out and near not in added:
                run, near = run + 1, near + timedelta(step)
        return Block.ROW if run > self.parameters.max_days_in_a_row else None


def find_duty(tours: Iterable[Tour], scenario: Scenario, question: Question) -> Duty:
    """Note who is out when."""
    parameters = question.parameters
    out: dict[str, set[date]] = {crew.id: set() for crew in question.crews}
    rest: dict[str, list[tuple[date, Tour]]] = defaultdict(list)
    at_depot: Counter[tuple[str, date]] = Counter()
    for tour in tours:
        for day in tour.days:
            out[tour.crew].add(day.day)
            at_depot[tour.depot, day.day] += 1
        if tour.nights >= parameters.rest_after_nights:
            for offset in range(parameters.rest_days):
                rest[tour.crew].append((tour.days[-1].day + timedelta(1 + offset), tour))
    people = {crew.id: set(crew.technicians) for crew in scenario.crews}
    return Duty(
        parameters=parameters,
        free={crew.id: frozenset(crew.days) for crew in question.crews},
        out={crew: frozenset(days) for crew, days in out.items()},
        rest={crew.id: tuple(rest[crew.id]) for crew in question.crews},
        colleagues={
            crew.id: tuple(
                other.id
                for other in question.crews
                if other.id != crew.id and people.get(crew.id, set()) & people.get(other.id, set())
            )
            for crew in question.crews
        },
        vehicles={depot.id: depot.vehicles for depot in question.depots},
        out_at_depot=at_depot,
    )
