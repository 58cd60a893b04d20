"""From bare tours to a whole plan: priced, with next dates, and a reason for all left out."""

from collections.abc import Iterator

from planner.domain.demand import Question
from planner.domain.plan import Plan, Tour, Unassigned
from planner.domain.scenario import Scenario
from planner.domain.units import make_id
from planner.judge.case import Case, reopen_case
from planner.judge.cost import price
from planner.judge.edit import round_starts
from planner.judge.explain import explain, find_cause
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
    return _write(round_starts(tours, question), scenario, question, unassigned)


def revise(tours: tuple[Tour, ...], case: Case) -> Iterator[Plan | None]:
    """Make the plan of tours changed by hand, in a short step for each visit left out.

    `case` is of any tours of the same question. Gives None after each step, the plan at the end.
    """
    case = reopen_case(case, tours)
    planned = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    found = []
    for visit in case.question.visits:
        if visit.id not in planned and not visit.repeat_of:
            cause = find_cause(visit, case)
            found.append(Unassigned(visit.id, visit.kind, visit.ref, cause))
            yield None
    yield _write(tours, case.scenario, case.question, tuple(found))


def _write(
    tours: tuple[Tour, ...],
    scenario: Scenario,
    question: Question,
    unassigned: tuple[Unassigned, ...],
) -> Plan:
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
