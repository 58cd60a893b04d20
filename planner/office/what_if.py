"""What-if: the same question under other conditions, solved side by side, one taken over."""

from dataclasses import dataclass

from planner.domain.changes import Changes, Topic
from planner.domain.demand import Question, VisitKind
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.units import make_id
from planner.domain.variants import Condition, Figures, Variant
from planner.judge.check import Judge
from planner.judge.cost import find_spent
from planner.office.channel import Solve, write_request
from planner.office.desk import Desk
from planner.office.errors import PlanBroken
from planner.rules.demand import build_question
from planner.rules.variants import apply_variant, is_looser, keep_locks, list_marginals
from planner.store.plans import save_plan
from planner.store.scenario import load_rejects

__all__ = ["Condition", "Figures", "Variant", "WhatIf", "list_marginals"]

CHANGED = Changes(frozenset(Topic))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a variant comes to; `is_kept` where nothing better than the plan now was found."""

    plan: Plan
    figures: Figures
    is_kept: bool = False


class WhatIf:
    """Asks the worker about variants and keeps the one that is chosen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._judges: dict[Variant, Judge] = {}

    def prepare(self, variant: Variant) -> None:
        """Make the question of a variant, some tenths of a second of work beside a window.

        `request` comes before; the file is not touched.
        """
        if variant not in self._judges:
            scenario = apply_variant(self._desk.need_scenario(), variant)
            question = _question(self._desk, scenario, variant)
            self._judges[variant] = Judge(scenario, question)

    def request(
        self, variant: Variant, seconds: float, weighed: tuple[Variant, ...] = ()
    ) -> tuple[str, bytes]:
        """Give the id and the line that ask a worker for the plan of a variant.

        All variants go on from the plan there is, so that their figures can be compared. Those
        `weighed` are estimated by the prices of this one, without being planned.
        Raises `NoScenario`, `KeyError` for an unknown crew.
        """
        desk, number = self._desk, make_id()
        self._judges.pop(variant, None)
        scenario = apply_variant(desk.need_scenario(), variant)
        locks = keep_locks(desk.locks, variant)
        dates = desk.planned_on, desk.horizon
        known = desk.plan.tours if desk.plan else ()
        solve = Solve(number, scenario, *dates, seconds, 1, locks, known, weighed)
        return number, write_request(solve)

    def weigh(self, variant: Variant, plan: Plan, base: Plan | None = None) -> Outcome:
        """Give the figures of a variant's plan; `base` is the one found as it is.

        Where the variant allows the plan there is now, or the base, and that one is worth more,
        it counts: a looser limit never costs anything.
        """
        best = plan
        for known in (self._desk.plan, base):
            if known and known.value > best.value and self._allows(variant, known):
                best = known
        return Outcome(best, count_figures(best), is_kept=best is not plan)

    def take(self, variant: Variant, plan: Plan, label: str) -> Changes:
        """Keep a variant's tables and plan as one step. Raises `PlanBroken` and keeps nothing."""
        broken = self._find_broken(plan, variant)
        if broken:
            raise broken
        scenario = apply_variant(self._desk.need_scenario(), variant)
        locks, file = keep_locks(self._desk.locks, variant), self._desk.file
        save_plan(file, plan, label, locks, scenario, load_rejects(file))
        self._desk.forget()
        return CHANGED

    def _allows(self, variant: Variant, plan: Plan) -> bool:
        dates = self._desk.planned_on, self._desk.horizon
        is_asked = (plan.planned_on, plan.horizon) == dates
        looser = is_looser(self._desk.need_scenario(), variant)
        return is_asked and looser and self._find_broken(plan, variant) is None

    def _find_broken(self, plan: Plan, variant: Variant) -> PlanBroken | None:
        self.prepare(variant)
        findings = self._judges[variant].check(plan)
        scenario = apply_variant(self._desk.need_scenario(), variant)
        return PlanBroken(findings, scenario) if findings else None


def count_figures(plan: Plan) -> Figures:
    """Count what a plan holds."""
    days = [day for tour in plan.tours for day in tour.days]
    stops = [stop for day in days for stop in day.stops]
    homes = sum(stop.kind is VisitKind.HOME for stop in stops)
    return Figures(
        value=plan.value,
        people=plan.terms.people,
        booths=len(stops) - homes,
        homes=homes,
        crew_days=len(days),
        nights=sum(day.overnight is not None for day in days),
        metres=sum(day.drive_metres for day in days),
        money=find_spent(plan.tours, plan.parameters),
        left_out=len(plan.unassigned),
    )


def _question(desk: Desk, scenario: Scenario, variant: Variant) -> Question:
    locks = keep_locks(desk.locks, variant)
    return build_question(scenario, desk.planned_on, desk.horizon, locks=locks)
