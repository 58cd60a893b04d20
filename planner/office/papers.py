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
    question = desk.question_of(plan)
    findings = check(plan, scenario, question)
    if findings:
        raise PlanBroken(findings)
    return Job(
        plan=plan,
        scenario=scenario,
        question=question,
        language=language,
        printed_on=plan.planned_on,
    )
