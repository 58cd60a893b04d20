"""Rules across tours, as rows over tours: each says how much of what a tour takes of it."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from planner.domain.demand import VisitKind
from planner.touring.evaluate import Column
from planner.touring.instance import Flags, Floats, Instance, Ints
from planner.touring.pricing import Prices

_MARKET_NEED, _MARKET_SPARE = 7, 3  # 70 % of booths at market venues stand there on market days


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """All rows of an instance, and where each kind begins.

    Those of the visits come first, those that tie offers together last, from `first_tie` on.
    `of_day[crew][day]` are the rows that a crew's day out takes one of; `busy[crew][day]` is the
    row of being out or resting. `ties[offer]` are pairs of row and share; a share below 0 makes
    room for others; the `tied_` arrays hold the same, flat.
    """

    limits: tuple[int, ...]
    first_tie: int
    of_day: tuple[tuple[tuple[int, ...], ...], ...]
    busy: tuple[tuple[int, ...], ...]
    ties: tuple[tuple[tuple[int, int], ...], ...]
    tied_offers: Ints
    tied_rows: Ints
    tied_shares: Ints
    visit_of: tuple[int, ...]
    rest_after: int
    rest_days: int

    def of_column(self, column: Column) -> dict[int, int]:
        """Give what a tour takes of each row."""
        takes: dict[int, int] = defaultdict(int)
        for offer in column.offers:
            takes[self.visit_of[offer]] += 1
            for row, share in self.ties[offer]:
                takes[row] += share
        for day in range(column.first, column.last + 1):
            for row in self.of_day[column.crew][day]:
                takes[row] += 1
        if column.nights >= self.rest_after:
            for day in self.rest(column.last):
                takes[self.busy[column.crew][day]] += 1
        return takes

    def rest(self, last: int) -> range:
        """Give the days of rest after a long tour that ended on `last`, within the horizon."""
        days = len(self.busy[0]) if self.busy else 0
        return range(last + 1, min(last + 1 + self.rest_days, days))

    def price(self, instance: Instance, crew: int, duals: Floats) -> Prices:
        """Turn the rows' prices into what one crew's tours pay."""
        prize = instance.offers.worth - duals[instance.offers.visit]
        np.subtract.at(prize, self.tied_offers, self.tied_shares * duals[self.tied_rows])
        cost = instance.question.parameters.rates.crew_day
        day_cost = np.array([cost + sum(duals[r] for r in rows) for rows in self.of_day[crew]])
        rest_cost = np.array(
            [
                sum(duals[self.busy[crew][day]] for day in self.rest(last))
                for last in range(instance.days)
            ],
            np.float64,
        )
        return Prices(prize, day_cost, rest_cost)


class _Builder:
    """Gathers rows: it numbers them as they come."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.limits: list[int] = [1] * len(instance.visits)
        crews = range(len(instance.crews))
        self.of_day: list[list[list[int]]] = [[[] for _ in range(instance.days)] for _ in crews]
        self.busy: list[list[int]] = []
        self.ties: list[list[tuple[int, int]]] = [[] for _ in instance.offers.visit]

    def add(self, limit: int) -> int:
        """Open a row."""
        self.limits.append(limit)
        return len(self.limits) - 1

    def add_crew_once(self) -> None:
        """Have a crew on one tour at a time, rest days included."""
        for days in self.of_day:
            rows = [self.add(1) for _ in days]
            for day, row in zip(days, rows, strict=True):
                day.append(row)
            self.busy.append(rows)

    def add_days_a_week(self) -> None:
        """Keep each crew's days out in an ISO week within the limit."""
        most = self.instance.question.parameters.max_days_a_week
        for crew, row in enumerate(self.instance.crews):
            weeks: dict[tuple[int, int], list[int]] = defaultdict(list)
            for day in np.flatnonzero(row.free):
                weeks[self.instance.date_of(int(day)).isocalendar()[:2]].append(int(day))
            for week in weeks.values():
                self._limit_days(crew, week, most)

    def add_days_in_a_row(self) -> None:
        """Keep each crew from being out on more days in a row than the limit."""
        most = self.instance.question.parameters.max_days_in_a_row
        for crew, row in enumerate(self.instance.crews):
            for first in range(self.instance.days - most):
                if all(row.free[first : first + most + 1]):
                    self._limit_days(crew, list(range(first, first + most + 1)), most)

    def _limit_days(self, crew: int, days: list[int], most: int) -> None:
        if len(days) <= most:
            return
        row = self.add(most)
        for day in days:
            self.of_day[crew][day].append(row)

    def add_vehicles(self) -> None:
        """Keep the crews of a depot out on a day within its vehicles."""
        for depot, place in enumerate(self.instance.question.depots):
            own = [k for k, row in enumerate(self.instance.crews) if row.depot == depot]
            self._share(own, place.vehicles)

    def add_people(self) -> None:
        """Have a technician out with one crew at a time."""
        members: dict[str, list[int]] = defaultdict(list)
        for crew, row in enumerate(self.instance.question.crews):
            for technician in row.technicians:
                members[technician].append(crew)
        for crews in members.values():
            self._share(crews, 1)

    def _share(self, crews: list[int], most: int) -> None:
        for day in range(self.instance.days):
            free = [crew for crew in crews if self.instance.crews[crew].free[day]]
            if len(free) <= most:
                continue
            row = self.add(most)
            for crew in free:
                self.of_day[crew][day].append(row)

    def add_spacing(self) -> None:
        """Have a repeat only within its gaps after the visit it follows."""
        instance = self.instance
        offers = instance.offers
        by_visit: dict[int, list[int]] = defaultdict(list)
        for offer, visit in enumerate(offers.visit):
            by_visit[int(visit)].append(offer)
        for visit, before in enumerate(instance.follows):
            if before == -1:
                continue
            by_day: dict[int, list[int]] = defaultdict(list)
            for offer in by_visit[visit]:
                by_day[int(offers.day[offer])].append(offer)
            for day, own in by_day.items():
                row = self.add(0)
                for offer in own:
                    self.ties[offer].append((row, 1))
                for offer in by_visit[int(before)] if before >= 0 else ():
                    gap = day - int(offers.day[offer])
                    if instance.min_gap[visit] <= gap <= instance.max_gap[visit]:
                        self.ties[offer].append((row, -1))

    def add_market_share(self) -> None:
        """Keep enough of the booths at venues with markets on market days."""
        instance = self.instance
        marked = find_market_offers(instance)
        ruled = {
            visit.ref
            for visit in instance.question.visits
            if any(offer.market_day for offer in visit.offers)
        }
        if not ruled:
            return
        row = self.add(0)
        for offer, visit in enumerate(instance.offers.visit):
            wanted = instance.visits[int(visit)]
            if wanted.kind is VisitKind.BOOTH and wanted.ref in ruled:
                share = -_MARKET_SPARE if marked[offer] else _MARKET_NEED
                self.ties[offer].append((row, share))


def build_rows(instance: Instance) -> Rows:
    """Write every rule across tours as rows; the first are those of the visits."""
    builder = _Builder(instance)
    builder.add_crew_once()
    builder.add_days_a_week()
    builder.add_days_in_a_row()
    builder.add_vehicles()
    builder.add_people()
    first_tie = len(builder.limits)
    builder.add_spacing()
    builder.add_market_share()
    parameters = instance.question.parameters
    return Rows(
        tuple(builder.limits),
        first_tie,
        tuple(tuple(tuple(rows) for rows in days) for days in builder.of_day),
        tuple(tuple(rows) for rows in builder.busy),
        tuple(tuple(pairs) for pairs in builder.ties),
        *_flatten(builder.ties),
        tuple(int(visit) for visit in instance.offers.visit),
        parameters.rest_after_nights,
        parameters.rest_days,
    )


def _flatten(ties: list[list[tuple[int, int]]]) -> tuple[Ints, Ints, Ints]:
    flat = [(offer, row, share) for offer, pairs in enumerate(ties) for row, share in pairs]
    table = np.array(flat, np.int32).reshape(-1, 3)
    return table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy()


def find_market_offers(instance: Instance) -> Flags:
    """Mark the offers on market days."""
    marked = {
        (visit.id, offer.day): offer.market_day
        for visit in instance.visits
        for offer in visit.offers
    }
    return np.array(
        [
            marked[instance.visits[int(visit)].id, instance.date_of(int(day))]
            for visit, day in zip(instance.offers.visit, instance.offers.day, strict=True)
        ],
        np.bool_,
    )
