"""Stage followup: when the crew comes next, and what is still open."""

from dataclasses import dataclass
from datetime import date

from planner.domain.customer import Customer
from planner.domain.demand import VisitKind
from planner.domain.plan import Stop
from planner.domain.territory import Venue
from planner.office.desk import Desk
from planner.office.papers import make_job
from planner.papers.schedule import schedule
from planner.rules.followup import list_stops


@dataclass(frozen=True, slots=True)
class NextDate:
    """A booth stop, its next date, and the customers with open requests who count for it."""

    crew: str
    day: date
    stop: Stop
    venue: Venue
    waiting: tuple[Customer, ...]


class Followup:
    """Prints the follow-up schedule and lists next dates."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def schedule(self, language: str) -> bytes:
        """Print the follow-up schedule. Raises `NoPlan`, `PlanBroken`."""
        return schedule(make_job(self._desk, language))

    def next_dates(self) -> tuple[NextDate, ...]:
        """List every booth stop with its next date, by day. Raises `NoPlan`."""
        scenario, catchment = self._desk.need_scenario(), self._desk.coverage.catchment
        venues = {venue.id: venue for venue in scenario.venues}
        waiting: dict[str, list[Customer]] = {}
        for customer in scenario.customers:
            if customer.request and customer.id in catchment:
                waiting.setdefault(catchment[customer.id], []).append(customer)
        return tuple(
            NextDate(tour.crew, day, stop, venues[stop.ref], tuple(waiting.get(stop.ref, ())))
            for tour, day, stop in list_stops(self._desk.need_plan())
            if stop.kind is VisitKind.BOOTH and stop.ref in venues
        )
