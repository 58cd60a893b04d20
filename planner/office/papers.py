"""The order to print: only a plan that holds gets one."""

from planner.office.desk import Desk
from planner.papers.job import Job


def make_job(desk: Desk, language: str, only: str = "") -> Job:
    """Gather what the papers need. Raises `NoPlan`, `PlanBroken`.

    The planning date is printed as the date of issue, so that the same plan gives the same paper.
    `only` is the one visit wanted on posters and notices.
    """
    plan = desk.sound_plan()
    return Job(plan, desk.need_scenario(), language, printed_on=plan.planned_on, only=only)
