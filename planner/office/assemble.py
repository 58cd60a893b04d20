"""From bare tours to a whole plan: priced, with next dates, and a reason for all left out."""

from planner.domain.demand import Question
from planner.domain.plan import Plan, Tour, Unassigned
from planner.domain.scenario import Scenario
from planner.domain.units import make_id
from planner.judge.cost import price
from planner.judge.edit import round_starts
from planner.judge.explain import explain
from planner.rules.followup import announce_next
from planner.watch import NoWatch, Watch

NO_WATCH = NoWatch()


def assemble(
    tours: tuple[Tour, ...], scenario: Scenario, question: Question, watch: Watch = NO_WATCH
) -> Plan:
    """Make the plan that is shown, saved and printed; each visit left out is tested by insertion.

    Raises `Cancelled` through the watch.
    """
    return sketch(tours, scenario, question, explain(tours, scenario, question, watch))


def sketch(
    tours: tuple[Tour, ...],
    scenario: Scenario,
    question: Question,
    unassigned: tuple[Unassigned, ...] = (),
) -> Plan:
    """Make a plan to look at while planning goes on: priced, the rest not yet explained."""
    tours = round_starts(tours, question)
    venues = {venue.id: venue for venue in scenario.venues}
    return Plan(
        id=make_id(),
        planned_on=question.planned_on,
        horizon=question.horizon,
        parameters=question.parameters,
        tours=announce_next(tours, venues, question.parameters),
        unassigned=unassigned,
        terms=price(tours, question),
    )
