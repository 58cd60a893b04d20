"""Rules across tours, as rows over tours: each says how much of what a tour takes of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from planner.domain.demand import Question, VisitKind
from planner.touring.calendars import Calendar, build_calendar
from planner.touring.evaluate import Column, find_spent
from planner.touring.instance import Flags, Floats, Instance, Ints
from planner.touring.labels import CutPrices
from planner.touring.pricing import Prices, price_no_cuts

_LEAST_LOCK_PRICE = 1000.0  # contacts
_WINDOW_STEP = 3  # days between windows in which a spot is visited once; own choice
LONG = 2000  # rows; beyond, a linear master is solved anew each time, and calendars are too much
_DEAREST = 5  # visits of the most worth, that a day of a crew could never make; own choice


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """All rows of an instance, and where each kind begins.

    Those of the visits come first, those that tie offers together last, from `first_tie` on.
    `of_day[crew][day]` are the rows that a crew's day out takes one of; `busy[crew][day]` is the
    row of being out or resting. `ties[offer]` are pairs of row and share; a share below 0 makes
    room for others; the `tied_` arrays hold the same, flat. `soft` rows may be broken at a price
    for each unit; those from `first_lock` to `end_lock` keep locked visits, at a price that
    nothing outweighs. `budget` is the row of money, in contacts, `market` that of
    the market share; both are -1 where there is none.
    `after` leads from a row to the next one that sums up the same and a little more. `dearest` is
    the most that a day of a crew or a lock may cost in the linear master: prices run wild without.
    `calendars` say of each crew what `busy` rows and those over several of its days, `stretches`,
    say of whole tours, and more of shares. Rows from `first_shape` on are those of its shapes, for
    the linear master: `shapes[crew][first, nights]`, -1 where there is none.
    """

    instance: Instance
    limits: tuple[float, ...]
    first_tie: int
    market: int
    of_day: tuple[tuple[tuple[int, ...], ...], ...]
    busy: tuple[tuple[int, ...], ...]
    soft: dict[int, float]
    first_lock: int
    end_lock: int
    budget: int
    after: dict[int, int]
    dearest: float
    ties: tuple[tuple[tuple[int, float], ...], ...]
    tied_offers: Ints
    tied_rows: Ints
    tied_shares: Floats
    visit_of: tuple[int, ...]
    rest_after: int
    rest_days: int
    stretches: tuple[int, ...]
    calendars: tuple[Calendar, ...]
    first_shape: int
    shapes: tuple[Ints, ...]

    def of_column(self, column: Column) -> dict[int, float]:
        """Give what a tour takes of each row."""
        takes: dict[int, float] = defaultdict(float)
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
        shape = int(self.shapes[column.crew][column.first, column.nights])
        if shape >= 0:
            takes[shape] += 1
        if self.budget >= 0:
            rate = self.instance.question.money_per_contact_minor
            takes[self.budget] = find_spent(self.instance, column) / rate
        return takes

    def fine(self, left: Floats) -> float:
        """Price what soft rows lack when so much of each row is left."""
        return sum(price * max(0.0, -float(left[row])) for row, price in self.soft.items())

    def rest(self, last: int) -> range:
        """Give the days of rest after a long tour that ended on `last`, within the horizon."""
        days = len(self.busy[0]) if self.busy else 0
        return range(last + 1, min(last + 1 + self.rest_days, days))

    def price(self, crew: int, duals: Floats, cuts: CutPrices | None = None) -> Prices:
        """Turn the prices of rows and cuts into what one crew's tours pay."""
        instance = self.instance
        prize = instance.offers.worth - duals[instance.offers.visit]
        np.subtract.at(prize, self.tied_offers, self.tied_shares * duals[self.tied_rows])
        parameters = instance.question.parameters
        rates = parameters.rates
        day_cost = np.array(
            [rates.crew_day + sum(duals[r] for r in rows) for rows in self.of_day[crew]]
        )
        busy = duals[list(self.busy[crew])]
        end_cost = self.price_shapes(crew, duals)
        for last in range(instance.days):
            end_cost[last, self.rest_after :] += busy[last + 1 : last + 1 + self.rest_days].sum()
        money = (1.0 + (duals[self.budget] if self.budget >= 0 else 0.0)) / (
            instance.question.money_per_contact_minor
        )
        spent = (money - 1.0 / instance.question.money_per_contact_minor) / 1000
        metre_cost = rates.road_km / 1000 + spent * parameters.road_price_per_km
        beds = instance.bed_money(crew) * money
        cuts = cuts or price_no_cuts(instance)
        return Prices(prize, day_cost, end_cost, metre_cost, beds, cuts)

    def price_shapes(self, crew: int, duals: Floats) -> Floats:
        """Give what a crew's tours pay for their shape, by [last day, nights]."""
        shapes = self.shapes[crew]
        costs = np.zeros(shapes.shape, np.float64)
        for first, nights in np.argwhere(shapes >= 0):
            costs[first + nights, nights] = duals[shapes[first, nights]]
        return costs


class _Builder:
    """Gathers rows: it numbers them as they come."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.limits: list[float] = [1.0] * len(instance.visits)
        self.soft: dict[int, float] = {}
        self.after: dict[int, int] = {}
        crews = range(len(instance.crews))
        self.of_day: list[list[list[int]]] = [[[] for _ in range(instance.days)] for _ in crews]
        self.busy: list[list[int]] = []
        self.stretches: list[int] = []
        self.shapes: list[Ints] = []
        self.ties: list[list[tuple[int, float]]] = [[] for _ in instance.offers.visit]

        self.by_visit: dict[int, list[int]] = defaultdict(list)
        for offer, visit in enumerate(instance.offers.visit):
            self.by_visit[int(visit)].append(offer)

    def add(self, limit: float) -> int:
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
        self.stretches.append(row)
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
        """Have a repeat only within its gaps after the visit it follows.

        Until any day there are no more repeats than visits early enough before it, and from any
        day on no more than visits late enough: stronger than day by day where visits are taken
        in shares.
        """
        for visit, before in enumerate(self.instance.follows):
            if before == -1:
                continue
            own = self._days_of(visit)
            first = self._days_of(int(before)) if before >= 0 else {}
            least, most = int(self.instance.min_gap[visit]), int(self.instance.max_gap[visit])
            until, since = [], []
            for day in own:
                until.append(
                    self._tie(
                        [o for d in own if d <= day for o in own[d]],
                        [o for d in first if d <= day - least for o in first[d]],
                    )
                )
                if any(d < day - most for d in first):
                    since.append(
                        self._tie(
                            [o for d in own if d >= day for o in own[d]],
                            [o for d in first if d >= day - most for o in first[d]],
                        )
                    )
            self.after.update(pairwise(until))
            self.after.update(pairwise(reversed(since)))

    def add_windows(self) -> None:
        """Have at most one of a visit and its repeats within any days fewer than their gaps.

        That is less than `add_spacing` asks for, in few rows of few offers.
        """
        for chain in self._list_chains():
            gap = min(int(self.instance.min_gap[visit]) for visit in chain[1:])
            days: dict[int, list[int]] = defaultdict(list)
            for visit in chain:
                for day, offers in self._days_of(visit).items():
                    days[day] += offers
            for first in range(0, self.instance.days, _WINDOW_STEP):
                own = [o for day in range(first, first + gap) for o in days.get(day, ())]
                row = self.add(1.0)
                for offer in own:
                    self.ties[offer].append((row, 1.0))

    def _list_chains(self) -> list[list[int]]:
        """List every visit with those that repeat it one after the other, where there are any."""
        after: dict[int, list[int]] = defaultdict(list)
        for visit, before in enumerate(self.instance.follows.tolist()):
            after[before].append(visit)
        chains = []
        for first in after[-1]:
            chain = [first]
            while len(after[chain[-1]]) == 1:
                chain += after[chain[-1]]
            if len(chain) > 1:
                chains.append(chain)
        return chains

    def _days_of(self, visit: int) -> dict[int, list[int]]:
        by_day: dict[int, list[int]] = defaultdict(list)
        for offer in self.by_visit[visit]:
            by_day[int(self.instance.offers.day[offer])].append(offer)
        return by_day

    def _tie(self, own: list[int], first: list[int]) -> int:
        """Have no more of some offers than of others; gives the row."""
        row = self.add(0.0)
        for offer in own:
            self.ties[offer].append((row, 1.0))
        for offer in first:
            self.ties[offer].append((row, -1.0))
        return row

    def add_market_share(self) -> int:
        """Keep enough of the booths at venues with markets on market days; -1 without any."""
        share = share_markets(self.instance)
        if not share.any():
            return -1
        row = self.add(0)
        for offer in np.flatnonzero(share).tolist():
            self.ties[offer].append((row, float(share[offer])))
        return row

    def add_floors(self) -> None:
        """Want the least visits of every region, at the price of each one missing."""
        number = {visit.id: index for index, visit in enumerate(self.instance.visits)}
        for floor in self.instance.question.floors:
            self._want([number[v] for v in floor.visits if v in number], floor.least, floor.price)

    def add_locks(self) -> None:
        """Want every locked visit, at a price that no plan outweighs."""
        price = price_lock(self.instance.question)
        for visit in self.instance.locked:
            self._want([visit], 1, price)

    def _want(self, visits: list[int], least: int, price: float) -> None:
        row = self.add(-float(least))
        self.soft[row] = price
        for visit in visits:
            for offer in self.by_visit[visit]:
                self.ties[offer].append((row, -1.0))

    def add_budget(self) -> int:
        """Keep nights and road within the budget, in contacts; -1 where there is none."""
        budget = self.instance.question.parameters.budget
        if budget is None:
            return -1
        return self.add(budget / self.instance.question.money_per_contact_minor)

    def add_shapes(self, calendars: Sequence[Calendar], are_open: bool) -> None:
        """Tell tours of a crew apart by first day and nights, where they `are_open`."""
        for crew, calendar in zip(self.instance.crews, calendars, strict=True):
            most = max(0, min(crew.max_nights, self.instance.days - 1))
            shapes = np.full((self.instance.days, most + 1), -1, np.int32)
            for first, nights in calendar.list_shapes() if are_open else ():
                shapes[first, nights] = self.add(1)
            self.shapes.append(shapes)


def build_rows(instance: Instance, is_spaced: bool = True) -> Rows:
    """Write every rule across tours as rows; the first are those of the visits.

    Not `is_spaced`, repeats only keep apart, as `add_windows` has it.
    """
    builder = _Builder(instance)
    builder.add_crew_once()
    builder.add_days_a_week()
    builder.add_days_in_a_row()
    builder.add_vehicles()
    builder.add_people()
    first_tie = len(builder.limits)
    if is_spaced:
        builder.add_spacing()
    else:
        builder.add_windows()
    market = builder.add_market_share()
    builder.add_floors()
    first_lock = len(builder.limits)
    builder.add_locks()
    end_lock = len(builder.limits)
    budget = builder.add_budget()
    first_shape = len(builder.limits)
    calendars = tuple(build_calendar(instance, crew) for crew in range(len(instance.crews)))
    builder.add_shapes(calendars, bool(builder.stretches) and first_shape <= LONG)
    parameters = instance.question.parameters
    return Rows(
        instance,
        tuple(builder.limits),
        first_tie,
        market,
        tuple(tuple(tuple(rows) for rows in days) for days in builder.of_day),
        tuple(tuple(rows) for rows in builder.busy),
        builder.soft,
        first_lock,
        end_lock,
        budget,
        builder.after,
        max(_LEAST_LOCK_PRICE, _DEAREST * float(instance.offers.worth.max(initial=0.0))),
        tuple(tuple(pairs) for pairs in builder.ties),
        *_flatten(builder.ties),
        tuple(int(visit) for visit in instance.offers.visit),
        parameters.rest_after_nights,
        parameters.rest_days,
        tuple(builder.stretches),
        calendars,
        first_shape,
        tuple(builder.shapes),
    )


def _flatten(ties: list[list[tuple[int, float]]]) -> tuple[Ints, Ints, Floats]:
    flat = [(offer, row, share) for offer, pairs in enumerate(ties) for row, share in pairs]
    table = np.array(flat, np.float64).reshape(-1, 3)
    return table[:, 0].astype(np.int32), table[:, 1].astype(np.int32), table[:, 2].copy()


def price_lock(question: Question) -> float:
    """Give a price of leaving a locked visit out that no plan outweighs."""
    most = sum(max((o.worth.total for o in v.offers), default=0.0) for v in question.visits)
    return max(_LEAST_LOCK_PRICE, most)


def share_markets(instance: Instance) -> Floats:
    """Give what each offer takes of the share of booths that may stand on other days."""
    least = instance.question.parameters.market_share
    share = np.zeros(len(instance.offers.visit), np.float64)
    ruled = {
        visit.ref
        for visit in instance.question.visits
        if any(offer.market_day for offer in visit.offers)
    }
    if not ruled or least <= 0:
        return share
    own = [v.kind is VisitKind.BOOTH and v.ref in ruled for v in instance.visits]
    counted = np.array(own, np.bool_)[instance.offers.visit]
    share[counted] = np.where(find_market_offers(instance), least - 1.0, least)[counted]
    return share


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
