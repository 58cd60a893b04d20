"""Pricing: what tours of a crew are best when visits and days have prices."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from planner.touring.evaluate import Column, make_column
from planner.touring.instance import MOST_NEAR, Flags, Floats, Instance, Ints
from planner.touring.labels import (
    AT_DEPOT,
    NEVER,
    CrewPrices,
    CutPrices,
    Finals,
    Ground,
    Reach,
    Room,
    extend_labels,
    make_room,
)
from planner.touring.memory import Neighbourhoods

_OUT_OF_REACH = 99
_LEAST_VALUE = 1e-6  # at least 0, so that each tour has a stop
_LABELS = 100_000  # of a day
_ENDS = 5000
_MOST_LABELS = 1_600_000
REACH, SHORT_REACH = Reach(60, 12, 250), Reach(12, 4, 40)
_MANY_VISITS = 500  # beyond which quick runs look less far
_MOST_CLOSED = 1500  # places, beyond which no bound is asked for


class Prices(NamedTuple):
    """What one crew's tours pay: `prize` per offer, `day_cost` per day, `end_cost` by
    [last day, nights].

    `metre_cost` is the price of a metre of road, `bed_cost` that of a night for the crew.
    """

    prize: Floats
    day_cost: Floats
    end_cost: Floats
    metre_cost: float
    bed_cost: Floats
    cuts: CutPrices

    def pay_by_day(self) -> "Prices":
        """Have every day cost what a tour of that day alone pays at its end.

        Whole tours pay the same. On the way, those that left home earlier have paid more, so more
        of them are dominated.
        """
        alone = self.end_cost[:, 0]
        end_cost = self.end_cost.copy()
        for nights in range(end_cost.shape[1]):
            end_cost[nights:, nights] -= np.convolve(alone, np.ones(nights + 1), "valid")
        return self._replace(day_cost=self.day_cost + alone, end_cost=end_cost)


class Priced(NamedTuple):
    """A tour as found: its worth under the prices, and itself."""

    value: float
    column: Column


Bounded = tuple[Floats, list[Priced]] | None
"""What a crew's tours are worth at most by [last day, nights], and the tours behind that."""


@dataclass(slots=True)
class Pricer:
    """Prices tours of one instance; owns the room for labels, so one thread at a time.

    What places remember may be shared between pricers.
    """

    instance: Instance
    neighbourhoods: Neighbourhoods
    _room: Room = field(init=False)
    _finals: Finals = field(init=False)
    _home_nights: list[Ints] = field(init=False)
    _grounds: list[Ground] = field(init=False)
    _halt: Flags = field(init=False)

    def __post_init__(self) -> None:
        """Look up what stays the same between runs."""
        instance = self.instance
        most = max((crew.max_nights for crew in instance.crews), default=0)
        size = (instance.days, max(0, min(most, instance.days)) + 1)
        self._room = self._make_room(_LABELS, size[1])
        self._finals = Finals(
            np.empty(size, np.float64),
            np.empty(size, np.int32),
            np.empty(_ENDS, np.int32),
            np.zeros(1, np.int32),
        )
        quickest = close_roads(instance)
        depots = {row.depot_place for row in instance.crews}
        grounds = {place: _lay_ground(instance, place, quickest) for place in depots}
        homes = {place: _find_home_nights(instance, place, quickest) for place in depots}
        self._grounds = [grounds[row.depot_place] for row in instance.crews]
        self._home_nights = [homes[row.depot_place] for row in instance.crews]
        self._halt = np.zeros(1, np.bool_)

    def _make_room(self, capacity: int, nights: int) -> Room:
        limits = self.instance.limits
        visits, beds = len(self.instance.visits), len(self.instance.bed_place)
        return make_room(capacity, visits, beds, nights, limits.shift_end - limits.shift_start)

    def halt(self) -> None:
        """End the run under way in another thread; what it finds is not to be used."""
        self._halt[0] = True

    def price(
        self,
        crew: int,
        prices: Prices,
        free: Flags,
        first: int,
        last: int,
        reach: Reach | None = None,
    ) -> list[Priced]:
        """Find good tours of a crew within the days from first to last, worth more than nothing.

        Best first, at most one per last day and number of nights; all keep every in-tour rule.
        Stops look as far as `reach`, where none is given as far as there is time for.
        """
        self._run(crew, prices, free, first, last, exact=False, reach=reach)
        return self._collect(crew, _LEAST_VALUE)

    def enumerate(self, crew: int, prices: Prices, margin: float) -> list[Column]:
        """Find the tours of a crew worth more than minus the margin, in contacts, or many of them.

        None within the margin of a better one at the same place is passed over for that.
        """
        free, last = self.instance.crews[crew].free, self.instance.days - 1
        self._run(crew, prices, free, 0, last, exact=False, margin=margin)
        ends = self._finals.ends[: self._finals.ended[0]]
        return [self._trace(crew, int(step)) for step in ends]

    def bound(self, crew: int, prices: Prices) -> Bounded:
        """Bound the worth of a crew's tours by [last day, nights]; None when memory ran out.

        There is none either where there are so many places that not all ways are known, or so
        many visits or beds that not all are listed around a place.

        The tours behind the bounds that are above 0 come along, best first; they may make a
        visit twice.
        """
        known = max(len(self.instance.visits), len(self.instance.bed_place))
        if len(self.instance.roads.minutes) > _MOST_CLOSED or known > MOST_NEAR:
            return None
        free, last = self.instance.crews[crew].free, self.instance.days - 1
        while not self._run(crew, prices, free, 0, last, exact=True):
            labels, nights = len(self._room.labels), self._room.best.shape[1] - 1
            if self._halt[0] or labels >= _MOST_LABELS:
                return None
            self._room = self._make_room(2 * labels, nights)
        return self._finals.value.copy(), self._collect(crew, _LEAST_VALUE)

    def _collect(self, crew: int, above: float) -> list[Priced]:
        found = []
        for last, nights in zip(*np.nonzero(self._finals.value > above), strict=True):
            value = float(self._finals.value[last, nights])
            found.append(Priced(value, self._trace(crew, int(self._finals.step[last, nights]))))
        return sorted(found, key=_rank)

    def _run(
        self,
        crew: int,
        prices: Prices,
        free: Flags,
        first: int,
        last: int,
        exact: bool,
        margin: float = 0.0,
        reach: Reach | None = None,
    ) -> bool:
        row = self.instance.crews[crew]
        if not exact:
            prices = prices.pay_by_day()
        crew_prices = CrewPrices(
            row.depot_place,
            min(row.max_nights, self._finals.value.shape[1] - 1),
            first,
            last,
            float(prices.metre_cost),
            free,
            row.away,
            np.where(row.may_sleep, prices.bed_cost, -NEVER),
            self._home_nights[crew],
            np.where(row.may[self.instance.offers.visit], prices.prize, NEVER),
            prices.day_cost,
            prices.end_cost,
            self._halt,
            reach or (REACH if len(self.instance.visits) <= _MANY_VISITS else SHORT_REACH),
            prices.cuts,
            margin,
        )
        self._halt[0] = False
        known = self.neighbourhoods.memory if exact else self.neighbourhoods.plain
        if margin:
            known = known._replace(bit=self.neighbourhoods.marks)
        ground = self._grounds[crew]
        room, finals = self._room, self._finals
        return bool(extend_labels(ground, crew_prices, known, room, finals, exact))

    def _trace(self, crew: int, step: int) -> Column:
        codes: list[int] = []
        while step >= 0:
            codes.append(int(self._room.steps[step]["code"]))
            step = int(self._room.steps[step]["before"])
        days: list[list[int]] = []
        beds: list[int] = []
        for code in reversed(codes):
            if code >= 0:
                days[-1].append(code)
                continue
            days.append([])
            if code != AT_DEPOT:
                beds.append(-2 - code)
        first = self._find_first(days)
        return make_column(self.instance, crew, first, tuple(tuple(d) for d in days), tuple(beds))

    def _find_first(self, days: list[list[int]]) -> int:
        for number, offers in enumerate(days):
            if offers:
                return int(self.instance.offers.day[offers[0]]) - number
        raise ValueError("a tour without a stop was priced")


def _rank(priced: Priced) -> tuple[float, int, tuple[tuple[int, ...], ...]]:
    return -priced.value, priced.column.first, priced.column.days


def price_no_cuts(instance: Instance) -> CutPrices:
    """Charge nothing for cuts."""
    visits, beds = len(instance.visits), len(instance.bed_place)
    return CutPrices(
        np.zeros(visits, np.uint64),
        np.zeros(instance.days, np.uint64),
        np.zeros(visits + beds, np.uint64),
        np.zeros(0, np.float64),
    )


def close_roads(instance: Instance) -> Ints:
    """Give the fewest minutes at the wheel over whatever places (Floyd and Warshall 1962).

    Speeds by length of leg break the triangle inequality by a little; what is left out because
    no way home is quick enough may not lean on it.
    """
    minutes = instance.roads.minutes.copy()
    if len(minutes) <= _MOST_CLOSED:
        for k in range(len(minutes)):
            np.minimum(minutes, minutes[:, k : k + 1] + minutes[k : k + 1, :], out=minutes)
    return minutes


def _lay_ground(instance: Instance, depot_place: int, quickest: Ints) -> Ground:
    ends = np.append(instance.bed_place, depot_place).astype(np.int32)
    exits = quickest[np.ix_(instance.visit_place, ends)].min(axis=1)
    return Ground(
        instance.roads,
        instance.limits,
        instance.offers,
        instance.visit_place,
        instance.bed_place,
        exits.astype(np.int32),
    )


def _find_home_nights(instance: Instance, depot_place: int, minutes: Ints) -> Ints:
    limits = instance.limits
    longest = min(limits.max_drive, limits.shift_end - limits.shift_start - limits.buffer)
    beds = instance.bed_place
    between = minutes[np.ix_(beds, beds)] <= longest
    nights = np.where(minutes[beds, depot_place] <= longest, 0, _OUT_OF_REACH).astype(np.int32)
    for _ in range(max((c.max_nights for c in instance.crews), default=0)):
        onward = np.where(between, nights[None, :] + 1, _OUT_OF_REACH)
        if len(beds):
            nights = np.minimum(nights, onward.min(axis=1)).astype(np.int32)
    return nights
