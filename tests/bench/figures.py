"""What a plan amounts to, counted the same way for every engine."""

import resource
from dataclasses import dataclass
from pathlib import Path

from planner.domain.demand import Question, VisitKind
from planner.domain.findings import Cause, Reason
from planner.domain.plan import Plan, Tour, Unassigned
from planner.domain.scenario import Scenario
from planner.judge.check import check
from planner.judge.cost import price
from planner.rules.followup import announce_next


@dataclass(frozen=True, slots=True)
class Figures:
    """Value in contacts, people met, booths, homes, share of booths on market days, days out.

    `cost` is money, in major units: crew-days and road at their exchange rates, nights as paid.
    """

    value: float
    people: float
    booths: int
    homes: int
    market_share: float
    crew_days: int
    nights: int
    km: float
    cost: float
    violations: tuple[str, ...]

    @property
    def cost_per_person(self) -> float:
        """Money per person met at booths."""
        return self.cost / max(self.people, 1e-9)

    def per_day(self, amount: float) -> float:
        """Give an amount per crew-day."""
        return amount / max(self.crew_days, 1)


def count(tours: tuple[Tour, ...], scenario: Scenario, question: Question) -> Figures:
    """Price and judge tours; the market share is of booths at venues with a market rule."""
    ruled = {venue.id for venue in scenario.venues if venue.market}
    stops = [stop for tour in tours for day in tour.days for stop in day.stops]
    booths = [stop for stop in stops if stop.kind is VisitKind.BOOTH]
    markets = [stop for stop in booths if stop.ref in ruled]
    terms = price(tours, question)
    plan = _make_plan(tours, scenario, question)
    return Figures(
        terms.value,
        terms.people,
        len(booths),
        len(stops) - len(booths),
        sum(stop.market_day for stop in markets) / max(1, len(markets)),
        sum(len(tour.days) for tour in tours),
        sum(tour.nights for tour in tours),
        sum(day.drive_metres for tour in tours for day in tour.days) / 1000,
        -(terms.crew_days + terms.road + terms.nights)
        * question.parameters.rates.money_per_contact,
        tuple(str(finding) for finding in check(plan, scenario, question)),
    )


def _make_plan(tours: tuple[Tour, ...], scenario: Scenario, question: Question) -> Plan:
    made = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    left = tuple(
        Unassigned(v.id, v.kind, v.ref, Cause(Reason.NOT_WORTH_IT))
        for v in question.visits
        if v.id not in made and not v.repeat_of
    )
    venues = {venue.id: venue for venue in scenario.venues}
    announced = announce_next(tours, venues, question.parameters)
    return Plan(
        "bench",
        question.planned_on,
        question.horizon,
        question.parameters,
        announced,
        left,
        price(announced, question),
    )


def read_peak() -> float:
    """Give the most memory this process has held, in MB."""
    try:
        text = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(text.split("VmHWM:")[1].split()[0]) / 1024
