"""What peers route: shifts of crews on one axis of time, and several ways to make a visit.

All peers answer the same tasks. Working hours of all days are joined to one axis, so that a shift
of several days is one vehicle. Two kinds of task exist: whole weeks without beds (a night costs in
proportion to time), and the days of a plan, each from where the crew woke to where it will sleep.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.touring.evaluate import Column
from planner.touring.instance import Flags, Floats, Instance, Ints
from tests.bench.beds import measure_elapsed
from tests.bench.ledger import Ledger, Prices, price_offers
from tests.bench.repair import Routes, list_routes

SCALE = 100  # units of cost a contact
_BEST = 6  # offers a day by which days are compared
_CLASSES = 3  # of worth per visit and length
_LOCKED = 2000.0  # worth of a locked visit above its own


@dataclass(frozen=True, slots=True)
class Shift:
    """A vehicle: a crew from one place on its first day to another on its last.

    `cost` is due if it moves at all, `per_minute` for every minute from start to end; in units.
    """

    crew: int
    first: int
    last: int
    start: int
    end: int
    cost: int
    per_minute: int


@dataclass(frozen=True, slots=True)
class Node:
    """One way to make a visit: offers of one length that are worth about the same."""

    visit: int
    minutes: int
    worth: int
    offers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a peer may look, by a clock; `wall` seconds are the most it may take at all."""

    seconds: float
    clock: Callable[[], float]
    wall: float

    def start(self, share: float = 1.0) -> Callable[[], bool]:
        """Begin to measure a share of the time; the answer says whether it is over."""
        end = self.clock() + share * self.seconds
        return lambda: self.clock() > end


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Shifts, the offers open to them with what they are worth, and a plan to begin with."""

    instance: Instance
    shifts: tuple[Shift, ...]
    worth: Floats
    allowed: Flags
    road: Ints
    elapsed: Ints
    known: Routes

    @property
    def span(self) -> int:
        """Minutes of a working day."""
        return self.instance.limits.shift_end - self.instance.limits.shift_start

    @property
    def begun(self) -> frozenset[int]:
        """The offers of the known plan."""
        return frozenset(o for days in self.known.values() for met in days.values() for o in met)

    def list_nodes(self, classes: int = _CLASSES) -> list[Node]:
        """Give the ways to make visits, each with days of about the same worth."""
        offers = self.instance.offers
        by_key: dict[tuple[int, int], list[int]] = defaultdict(list)
        for offer in np.flatnonzero(self.allowed).tolist():
            by_key[int(offers.visit[offer]), int(offers.minutes[offer])].append(offer)
        return [
            Node(visit, minutes, round(float(np.mean(self.worth[group])) * SCALE), tuple(group))
            for (visit, minutes), own in by_key.items()
            for group in _split(own, self.worth, classes)
        ]

    def find_window(self, offer: int) -> tuple[int, int]:
        """Give the earliest and latest start of an offer on the axis."""
        table, base = self.instance.offers, self.instance.limits.shift_start
        begin = int(table.day[offer]) * self.span - base
        return begin + int(table.earliest[offer]), begin + int(table.latest[offer])

    def find_offer(self, node: Node, start: int) -> int | None:
        """Give the offer of a node that a start on the axis takes."""
        day = start // self.span
        return next((o for o in node.offers if int(self.instance.offers.day[o]) == day), None)

    def list_able(self, visit: int) -> list[int]:
        """Give the shifts whose crew may make a visit."""
        crews = self.instance.crews
        return [n for n, shift in enumerate(self.shifts) if crews[shift.crew].may[visit]]


def _split(offers: list[int], worth: Floats, classes: int) -> list[list[int]]:
    own = worth[offers]
    low, high = float(own.min()), float(own.max())
    groups: dict[int, list[int]] = defaultdict(list)
    for offer, value in zip(offers, own.tolist(), strict=True):
        share = (value - low) / (high - low) if high > low else 0.0
        groups[min(int(share * classes), classes - 1)].append(offer)
    return list(groups.values())


def make_weeks(instance: Instance, prices: Prices) -> Task:
    """Make the task of whole weeks: each crew's best run of days in every week, without beds."""
    offers = instance.offers
    worth = instance.offers.worth + _hold(instance) + price_offers(instance, prices)
    per_money = 1.0 / instance.question.money_per_contact_minor + prices.money
    rates = instance.question.parameters.rates
    span = instance.limits.shift_end - instance.limits.shift_start
    shifts = []
    open_days = np.zeros(instance.days, np.bool_)
    for number, crew in enumerate(instance.crews):
        night = float(np.mean(instance.bed_money(number))) * per_money
        per_minute = max(1, round((rates.crew_day + night) * SCALE / span))
        for days in _choose_runs(instance, number, worth):
            home = crew.depot_place
            shifts.append(Shift(number, days[0], days[-1], home, home, 0, per_minute))
            open_days[days[0] : days[-1] + 1] = True
    allowed = (instance.follows[offers.visit] == -1) & open_days[offers.day]
    return _make_task(instance, tuple(shifts), worth, allowed, prices, {})


def make_days(ledger: Ledger, prices: Prices, turn: int) -> Task:
    """Make the task of the days of a plan, beds kept, and of a day at home where one is left.

    Of visits to one venue every other one keeps its day, by turns, so that gaps hold.
    """
    instance = ledger.instance
    shifts = [shift for tour in ledger.tours for shift in _cut_days(instance, tour)]
    shifts += [_stay(instance, crew, day) for crew, day in _list_spare(ledger)]
    allowed = _mark_allowed(ledger, turn)
    days = np.zeros(instance.days, np.bool_)
    days[[shift.first for shift in shifts]] = True
    allowed &= days[instance.offers.day]
    worth = instance.offers.worth + _hold(instance) + price_offers(instance, prices)
    worth = worth + ledger.find_bonus()[instance.offers.visit]
    known = list_routes(instance, ledger.tours)
    return _make_task(instance, tuple(shifts), worth, allowed, prices, known)


def _make_task(
    instance: Instance,
    shifts: tuple[Shift, ...],
    worth: Floats,
    allowed: Flags,
    prices: Prices,
    known: Routes,
) -> Task:
    parameters = instance.question.parameters
    per_km = parameters.rates.road_km + prices.money * parameters.road_price_per_km
    road = np.asarray(np.rint(instance.roads.metres * (per_km / 1000 * SCALE)), np.int32)
    elapsed = measure_elapsed(instance)
    return Task(instance, shifts, worth, allowed, road, elapsed, known)


def _hold(instance: Instance) -> Floats:
    """Give what locks add to the worth of offers."""
    return np.isin(instance.offers.visit, list(instance.locked)) * _LOCKED


def _choose_runs(instance: Instance, crew: int, worth: Floats) -> list[list[int]]:
    """Choose of every week the run of days on which most could be had."""
    parameters = instance.question.parameters
    row = instance.crews[crew]
    length = min(parameters.max_days_a_week, row.max_nights + 1)
    weeks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for day in np.flatnonzero(row.free).tolist():
        weeks[instance.date_of(day).isocalendar()[:2]].append(day)
    own = np.where(row.may[instance.offers.visit], worth, 0.0)
    best_of = [
        float(np.sort(own[instance.offers.day == day])[-_BEST:].sum())
        for day in range(instance.days)
    ]
    runs = []
    for days in weeks.values():
        options = [
            run
            for first in range(len(days))
            for size in range(1, length + 1)
            if (run := days[first : first + size])[-1] - run[0] == len(run) - 1
        ]
        runs.append(max(options, key=lambda run: sum(best_of[d] for d in run)))
    return runs


def _cut_days(instance: Instance, tour: Column) -> list[Shift]:
    home = instance.crews[tour.crew].depot_place
    beds = [int(instance.bed_place[bed]) for bed in tour.beds]
    ends = [home, *beds, home]
    return [
        Shift(tour.crew, day, day, ends[number], ends[number + 1], 0, 0)
        for number, day in enumerate(range(tour.first, tour.last + 1))
    ]


def _stay(instance: Instance, crew: int, day: int) -> Shift:
    home = instance.crews[crew].depot_place
    cost = round(instance.question.parameters.rates.crew_day * SCALE)
    return Shift(crew, day, day, home, home, cost, 0)


def _list_spare(ledger: Ledger) -> list[tuple[int, int]]:
    """List days a crew could be out in addition, as many as its weeks bear."""
    instance, parameters = ledger.instance, ledger.question.parameters
    spare = []
    for number, crew in enumerate(instance.crews):
        tours = [tour for tour in ledger.tours if tour.crew == number]
        out = {day for tour in tours for day in range(tour.first, tour.last + 1)}
        rest = {
            tour.last + k
            for tour in tours
            if tour.nights >= parameters.rest_after_nights
            for k in range(1, parameters.rest_days + 1)
        }
        for day in range(instance.days):
            week = ledger.weeks[day]
            in_week = sum(ledger.weeks[d] == week for d in out)
            if not crew.free[day] or day in out | rest or in_week >= parameters.max_days_a_week:
                continue
            out.add(day)
            spare.append((number, day))
    return spare


def _mark_allowed(ledger: Ledger, turn: int) -> Flags:
    """Mark offers that keep the gaps to what stands; every other visit of a venue stays."""
    instance = ledger.instance
    table = instance.offers
    _, suits = ledger.mark_open()
    rank = np.zeros(len(instance.visits), np.int32)
    for visit, before in enumerate(instance.follows):
        rank[visit] = rank[before] + 1 if before >= 0 else 0
    day = np.full(len(instance.visits), -1)
    for visit, made in ledger.made.items():
        day[visit] = made
    chained = {int(b) for b in instance.follows if b >= 0} | {
        v for v, b in enumerate(instance.follows) if b >= 0
    }
    stays = np.array(
        [v in chained and day[v] >= 0 and rank[v] % 2 == turn % 2 for v in range(len(day))]
    )
    return suits & (~stays[table.visit] | (table.day == day[table.visit]))
