"""The order to print: only a plan that holds gets one."""

from planner.judge.check import check
from planner.office.desk import Desk
from planner.office.errors import PlanBroken
from planner.papers.job import Job


def make_job(desk: Desk, language: str) -> Job:
    """Gather what the papers need. Raises `NoPlan`, `PlanBroken`.

    The planning date is printed as the date of issue, so that the same plan gives the same paper.
    """
    plan, scenario = desk.need_plan(), desk.need_scenario()
    findings = check(plan, scenario, desk.question_of(plan))
    if findings:
        raise PlanBroken(findings)
    return Job(plan, scenario, language, printed_on=plan.planned_on)
