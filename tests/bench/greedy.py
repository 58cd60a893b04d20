"""The plain greedy: each crew, day by day, a full booth at the best open venue it can reach."""

from dataclasses import dataclass, field

from planner.domain.demand import Question, VisitKind
from planner.domain.plan import Tour
from planner.touring.evaluate import Column, describe_tour, find_broken_rule, make_column
from planner.touring.instance import Instance, build_instance


@dataclass(slots=True)
class _Crew:
    number: int
    days: list[tuple[int, ...]] = field(default_factory=list)
    beds: list[int] = field(default_factory=list)
    first: int = 0
    resting: int = 0
    out: list[int] = field(default_factory=list)


class Greedy:
    """One run; the best venue is where most people are met that day."""

    def __init__(self, question: Question) -> None:
        self.instance: Instance = build_instance(question)
        self.parameters = question.parameters
        self.done: set[int] = set()
        self.tours: list[Column] = []
        self.people = [
            next(
                o.worth.people
                for o in self.instance.visits[int(v)].offers
                if o.day == self.instance.date_of(int(d)) and o.duration == m
            )
            for v, d, m in zip(
                self.instance.offers.visit,
                self.instance.offers.day,
                self.instance.offers.minutes,
                strict=True,
            )
        ]

    def run(self) -> tuple[Tour, ...]:
        """Plan the whole horizon, day by day, crews in their order."""
        crews = [_Crew(number) for number in range(len(self.instance.crews))]
        for day in range(self.instance.days):
            for crew in crews:
                self._plan_day(crew, day)
        return tuple(describe_tour(self.instance, tour) for tour in self.tours)

    def _plan_day(self, crew: _Crew, day: int) -> None:
        if not crew.days:
            if crew.resting > 0:
                crew.resting -= 1
                return
            if not self._may_work(crew, day):
                return
            crew.first = day
        for _, offer in self._rank(day):
            if self._try(crew, day, (offer,)):
                return
        if crew.days:
            assert self._try(crew, day, ()), "a crew was left out in the field"

    def _rank(self, day: int) -> list[tuple[float, int]]:
        offers = self.instance.offers
        visits = len(self.instance.visits)
        begin, end = offers.begin[day * visits], offers.begin[(day + 1) * visits]
        full = self.parameters.booth_full
        ranked = [
            (-self.people[offer], offer)
            for offer in range(begin, end)
            if offers.minutes[offer] == full
            and self.instance.visits[offers.visit[offer]].kind is VisitKind.BOOTH
            and int(offers.visit[offer]) not in self.done
            and self.instance.follows[offers.visit[offer]] == -1
        ]
        return sorted(ranked)

    def _try(self, crew: _Crew, day: int, offers: tuple[int, ...]) -> bool:
        for bed in (*self._choose_beds(crew, day, offers), None):
            days = (*crew.days, offers)
            column = self._close(crew, days, bed)
            if column is None:
                continue
            self.done.update(int(self.instance.offers.visit[o]) for o in offers)
            crew.out.append(day)
            if bed is None:
                self.tours.append(column)
                crew.resting = self._rest(column)
                crew.days, crew.beds = [], []
            else:
                crew.days.append(offers)
                crew.beds.append(bed)
            return True
        return False

    def _rest(self, column: Column) -> int:
        long = column.nights >= self.parameters.rest_after_nights
        return self.parameters.rest_days if long else 0

    def _choose_beds(self, crew: _Crew, day: int, offers: tuple[int, ...]) -> list[int]:
        """List beds to sleep in tonight, nearest first, where going on tomorrow is allowed."""
        if not offers or not self._may_work(crew, day + 1, planned=(day,)):
            return []
        if len(crew.beds) >= self.instance.crews[crew.number].max_nights:
            return []
        place = self.instance.visit_place[self.instance.offers.visit[offers[0]]]
        return [int(b) for b in self.instance.roads.near_beds[place][:5]]

    def _close(
        self, crew: _Crew, days: tuple[tuple[int, ...], ...], bed: int | None
    ) -> Column | None:
        """Make the tour that goes home today, or tomorrow from the bed; None where it cannot."""
        beds = tuple(crew.beds)
        if bed is not None:
            days, beds = (*days, ()), (*beds, bed)
        column = make_column(self.instance, crew.number, crew.first, days, beds)
        return None if find_broken_rule(self.instance, column) else column

    def _may_work(self, crew: _Crew, day: int, planned: tuple[int, ...] = ()) -> bool:
        row = self.instance.crews[crew.number]
        if day >= self.instance.days or not row.free[day]:
            return False
        out = {*crew.out, *planned, day}
        week = self.instance.date_of(day).isocalendar()[:2]
        in_week = sum(self.instance.date_of(d).isocalendar()[:2] == week for d in out)
        in_row = 0
        while day - in_row in out:
            in_row += 1
        return (
            in_week <= self.parameters.max_days_a_week
            and in_row <= self.parameters.max_days_in_a_row
        )


def plan_greedily(question: Question) -> tuple[Tour, ...]:
    """Plan as the plain greedy does."""
    return Greedy(question).run()
