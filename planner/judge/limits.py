"""What of a plan is left to spend, must stay where it is, or is missing in a region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.domain.calendar import TimeWindow
from planner.domain.demand import Floor, Question, Visit, VisitKind
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Tour
from planner.domain.scenario import Scenario
from planner.domain.units import Metre, Money
from planner.judge.cost import find_spent, mark_booths
from planner.judge.timing import Placed


@dataclass(frozen=True, slots=True)
class Limits:
    """Budget, locks and floors around the tours there are.

    `left` is the money left, None without a budget. `windows` are those of visits whose start is
    locked, as they were without the lock. `planned` counts the visits of each floor. `ruled` are
    the venues with a market on offer, `booths` those planned there, `on_market` on market days.
    """

    left: Money | None
    road_price: Money
    locks: Mapping[str, Lock]
    windows: Mapping[str, TimeWindow]
    floors: Mapping[str, tuple[Floor, ...]]
    planned: Mapping[str, int]
    market_share: float
    ruled: frozenset[str]
    booths: int
    on_market: int

    def count_money(self, metres: Metre, nights: Money) -> Money:
        """Price road and nights in money, a part of a minor unit counting as whole."""
        return nights - (-metres * self.road_price // 1000)

    def affords(self, metres: Metre, nights: Money) -> bool:
        """Say whether so much more road and nights stay in the budget; saving always does."""
        return self.left is None or self.count_money(metres, nights) <= max(0, self.left)

    def change_floors(self, new: Visit, old: Visit | None = None) -> float:
        """Price what a visit more, and perhaps one less, does to the regions' floors."""
        gained = self.floors.get(new.id, ())
        lost = self.floors.get(old.id, ()) if old else ()
        change = 0.0
        for floor in gained:
            if floor not in lost and self.planned[floor.region] < floor.least:
                change += floor.price
        for floor in lost:
            if floor not in gained and self.planned[floor.region] <= floor.least:
                change -= floor.price
        return change

    def keeps_share(self, new: Placed, old: Placed | None = None) -> bool:
        """Say whether enough booths stand on market days with one more, and perhaps one less.

        One on a market day always may; so may what takes the place of another without a market.
        """
        if new.visit.ref not in self.ruled or new.offer.market_day:
            return True
        was = old is not None and old.visit.ref in self.ruled
        lost = was and old is not None and old.offer.market_day
        if was and not lost:
            return True
        return self.on_market - lost >= self.market_share * (self.booths + 1 - was)

    def free(self, place: Placed) -> Placed:
        """Give a stop whose start is locked all starts its window allows."""
        window = self.windows.get(place.visit.id)
        if window is None:
            return place
        late = max(window.closes - place.offer.duration, place.offer.latest_start)
        early = min(window.opens, place.offer.earliest_start)
        return replace(place, offer=replace(place.offer, earliest_start=early, latest_start=late))


def find_limits(tours: Sequence[Tour], scenario: Scenario, question: Question) -> Limits:
    """Look up what bounds changes of these tours."""
    parameters = question.parameters
    planned = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    floors: dict[str, tuple[Floor, ...]] = {}
    for floor in question.floors:
        for visit in floor.visits:
            floors[visit] = (*floors.get(visit, ()), floor)
    budget = parameters.budget
    ruled, marks = mark_booths(tours, question)
    return Limits(
        left=None if budget is None else budget - find_spent(tours, parameters),
        road_price=parameters.road_price_per_km,
        locks={lock.visit: lock for lock in question.locks},
        windows=dict(_list_windows(scenario, question)),
        floors=floors,
        planned={f.region: len(planned.intersection(f.visits)) for f in question.floors},
        market_share=parameters.market_share,
        ruled=ruled,
        booths=len(marks),
        on_market=sum(marks),
    )


def _list_windows(scenario: Scenario, question: Question) -> Sequence[tuple[str, TimeWindow]]:
    fixed = {lock.visit for lock in question.locks if lock.freedom.keeps(Freedom.TIME)}
    if not fixed:
        return ()
    shift = TimeWindow(question.parameters.shift_start, question.parameters.shift_end)
    hours = {venue.id: venue.hours for venue in scenario.venues}
    homes = {customer.id: customer.window for customer in scenario.customers}
    found = []
    for visit in question.visits:
        if visit.id in fixed:
            known = (hours if visit.kind is VisitKind.BOOTH else homes).get(visit.ref) or shift
            opens = max(known.opens, shift.opens)
            found.append((visit.id, TimeWindow(opens, min(known.closes, shift.closes))))
    return found
