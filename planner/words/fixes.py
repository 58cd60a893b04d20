"""What can be done about a visit that is left out, one sentence a reason."""

from planner.domain.findings import Cause, Reason
from planner.domain.scenario import Scenario
from planner.words.catalogue import load, mark
from planner.words.reasons import fill_in

_FIXES = {
    Reason.NO_OPEN_DAY: mark("Allow shorter booths, or fewer of them on market days."),
    Reason.NOTICE_LEAD: mark("Plan more weeks, or let notices hang for fewer days."),
    Reason.VENUE_CLOSED: mark("Plan more weeks, or find another place in the town."),
    Reason.NO_SKILL: mark("Put somebody who has the skill into a crew."),
    Reason.CREWS_AWAY: mark("See which other day would do, or send one more crew."),
    Reason.OUT_OF_REACH: mark("Add a bed on the way, or allow more hours at the wheel."),
    Reason.NIGHTS: mark("Allow more nights away, or more evenings for them."),
    Reason.BUDGET: mark("Raise the budget for nights and road."),
    Reason.REVISIT: mark("Allow coming again earlier, or plan more weeks."),
    Reason.PART_LATE: mark("Plan more weeks, or have the part sent sooner."),
    Reason.BETTER_STOP: mark("Look for another day, or take the other stop out."),
    Reason.FLOOR: mark("Ask for fewer booths in every region, or let one missing cost less."),
    Reason.LOCKED: mark("Unlock the stop in the way."),
    Reason.HOME_WINDOW: mark("Agree on another time with the customer, or look for another day."),
    Reason.DATA: mark("Correct its row in the tables and import them again."),
    Reason.STOPPED_EARLY: mark("Plan again, for longer."),
    Reason.NOT_WORTH_IT: mark("If it is worth more than that, raise what such visits count."),
    Reason.NO_MARKET: mark("Look for a market day."),
}

_WITH_FACTS = {
    Reason.VENUE_CLOSED: mark("Plan until after {date}, or find another place in the town."),
    Reason.NO_SKILL: mark("Put somebody with {skill} at level {level} into a crew."),
    Reason.REVISIT: mark("Allow coming again earlier, or plan until after {date}."),
    Reason.PART_LATE: mark("Plan until after {date}, or have the part sent sooner."),
    Reason.BETTER_STOP: mark("Look for another day, or take {stop} out."),
    Reason.LOCKED: mark("Unlock {stop}."),
    Reason.HOME_WINDOW: mark(
        "Agree with the customer on a start outside {allowed}, or look for another day."
    ),
}


def fix_text(cause: Cause, scenario: Scenario, language: str) -> str:
    """Say what would bring a visit into the plan."""
    filled = fill_in(_WITH_FACTS.get(cause.reason, ""), cause, scenario, language)
    return filled or load("words", language).gettext(_FIXES[cause.reason])
