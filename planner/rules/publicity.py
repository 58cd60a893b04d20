"""Which notices are due: what must hang where, and by which day."""

from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.demand import VisitKind
from planner.domain.plan import Plan, Stop
from planner.domain.scenario import Scenario
from planner.domain.territory import Venue
from planner.rules.followup import list_stops


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """The notice of one booth stop: up by `publish_by`, down after `take_down`.

    `number` counts the booth stops of the plan by date, from 1; notices carry it.
    """

    number: int
    crew: str
    day: date
    stop: Stop
    venue: Venue
    publish_by: date
    take_down: date


def list_notices(plan: Plan, scenario: Scenario) -> tuple[NoticeDue, ...]:
    """List the notices of a plan, first to be published first."""
    venues = {venue.id: venue for venue in scenario.venues}
    lead = timedelta(days=plan.parameters.notice_lead_days)
    booths = [
        (tour, day, stop)
        for tour, day, stop in list_stops(plan)
        if stop.kind is VisitKind.BOOTH and stop.ref in venues
    ]
    return tuple(
        NoticeDue(
            number, tour.crew, day, stop, venues[stop.ref], day - lead, day + timedelta(days=1)
        )
        for number, (tour, day, stop) in enumerate(booths, start=1)
    )
