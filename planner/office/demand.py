"""Stage demand: what each visit would be worth, and why."""

from datetime import date

from planner.domain.demand import Visit, Worth
from planner.domain.units import Minute
from planner.office.desk import Desk
from planner.rules.demand import visits_by_id


class Demand:
    """Answers what is wanted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def visits(self) -> tuple[Visit, ...]:
        """List what is wanted in the horizon. Raises `NoScenario`."""
        return self._desk.question.visits

    def why(self, visit_id: str, day: date, duration: Minute) -> Worth:
        """Give the terms of a visit's worth on a day; all zero where it is not offered."""
        visit = visits_by_id(self._desk.question).get(visit_id)
        offers = visit.offers if visit else ()
        return next(
            (offer.worth for offer in offers if (offer.day, offer.duration) == (day, duration)),
            Worth(),
        )
