"""Every rule a plan must keep, machine or hand plan alike, re-derived from the tables.

The question serves only for the ids and worths of visits, and for locks and floors; opening
hours, closed days, markets, beds, absences and travel come from the scenario. A hand edit touches
few tours: a `Judge` judges those anew, and what ties tours together.
"""

from planner.domain.demand import Question
from planner.domain.findings import Finding
from planner.domain.plan import Plan, Tour
from planner.domain.scenario import Scenario
from planner.judge.grounds import Grounds, prepare, stops_of
from planner.judge.plan_rules import PLAN_RULES
from planner.judge.stop_rules import STOP_RULES
from planner.judge.tour_rules import TOUR_RULES


class Judge:
    """Judges plans of one question, and remembers the tours of the plan judged last."""

    def __init__(self, scenario: Scenario, question: Question) -> None:
        self.grounds = prepare(scenario, question)
        self._known: dict[Tour, tuple[Finding, ...]] = {}

    def check(self, plan: Plan) -> tuple[Finding, ...]:
        """Judge a whole plan; tours of the plan before are not judged again."""
        known = self._known
        self._known = {
            tour: check_tour(tour, self.grounds) if tour not in known else known[tour]
            for tour in plan.tours
        }
        found = [finding for tour in plan.tours for finding in self._known[tour]]
        return (*found, *check_across(plan, self.grounds))


def check(plan: Plan, scenario: Scenario, question: Question) -> tuple[Finding, ...]:
    """Judge a whole plan; no findings means that it keeps every rule."""
    return Judge(scenario, question).check(plan)


def check_tour(tour: Tour, grounds: Grounds) -> tuple[Finding, ...]:
    """Judge one tour by the rules that need no other tour."""
    found = [finding for rule in TOUR_RULES for finding in rule(tour, grounds)]
    for seen in stops_of(tour):
        for check_stop in STOP_RULES:
            found.extend(check_stop(seen, grounds))
    return tuple(found)


def check_across(plan: Plan, grounds: Grounds) -> tuple[Finding, ...]:
    """Judge what ties tours together: crews, people, vehicles, repeats, what is left out."""
    return tuple(finding for rule in PLAN_RULES for finding in rule(plan, grounds))
