"""Answers to questions about a plan: the days one visit could be made on."""

from dataclasses import dataclass
from datetime import date

from planner.domain.findings import Cause, Finding
from planner.domain.plan import Tour
from planner.domain.units import Minute


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """How one visit could best be made on a day, or why it cannot.

    `detour` is what a crew drives more than without the visit, minutes; `gain` what the plan is
    then worth more than now, contacts; `nights` those spent away more. `after` is the crew's
    tour with the visit, in place of `before` (None: a tour of its own). `obstacle` stands where
    it is impossible, and only there. `is_now` marks the day it is planned on.
    """

    day: date
    crew: str = ""
    detour: Minute = 0
    gain: float = 0.0
    nights: int = 0
    before: Tour | None = None
    after: Tour | None = None
    obstacle: Cause | Finding | None = None
    is_now: bool = False
