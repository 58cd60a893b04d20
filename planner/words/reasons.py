"""Sentences for why a visit is left out; the facts are those of `judge.explain`."""

import re
from datetime import date

from planner.domain.findings import Cause, Reason
from planner.domain.scenario import Scenario
from planner.words.catalogue import load, mark
from planner.words.days import date_text, money_text

_FIELD = re.compile(r"{(\w+)}")

_NAMES = {
    Reason.NO_OPEN_DAY: mark("no usable open day"),
    Reason.NOTICE_LEAD: mark("notice lead too short"),
    Reason.VENUE_CLOSED: mark("venue closed"),
    Reason.NO_SKILL: mark("no crew with the skill"),
    Reason.CREWS_AWAY: mark("crews away or busy"),
    Reason.OUT_OF_REACH: mark("driving or shift limit"),
    Reason.NIGHTS: mark("nights-away limit"),
    Reason.BUDGET: mark("budget spent"),
    Reason.REVISIT: mark("too soon after the last visit"),
    Reason.PART_LATE: mark("part comes later"),
    Reason.BETTER_STOP: mark("would push out a better stop"),
    Reason.FLOOR: mark("kept for the least of another region"),
    Reason.LOCKED: mark("locked stops leave no gap"),
    Reason.HOME_WINDOW: mark("home visit window does not fit"),
    Reason.DATA: mark("data not usable"),
    Reason.STOPPED_EARLY: mark("planning stopped early"),
    Reason.NOT_WORTH_IT: mark("costs more than it brings"),
    Reason.NO_MARKET: mark("no market that day"),
}

_SENTENCES = {
    Reason.NO_OPEN_DAY: mark("On no day of the plan is it open long enough for a booth."),
    Reason.NOTICE_LEAD: mark("Notices could not hang long enough before any usable day."),
    Reason.VENUE_CLOSED: mark("The venue is closed on every day it could be visited."),
    Reason.NO_SKILL: mark("No crew has the skill its machine needs."),
    Reason.CREWS_AWAY: mark("There is no crew to send."),
    Reason.OUT_OF_REACH: mark("No crew can drive there, work and be in bed within the limits."),
    Reason.NIGHTS: mark("It would take more nights away than allowed."),
    Reason.BUDGET: mark("The budget for nights and road is spent."),
    Reason.REVISIT: mark("It is too soon after the last visit."),
    Reason.PART_LATE: mark("The part for it comes after the days planned."),
    Reason.BETTER_STOP: mark("It would push out a stop that is worth more."),
    Reason.FLOOR: mark("It would take from a region the least it is to get."),
    Reason.LOCKED: mark("Stops that are locked leave no gap for it."),
    Reason.HOME_WINDOW: mark("The customer's window does not meet the crew's day."),
    Reason.DATA: mark("Its data cannot be used."),
    Reason.STOPPED_EARLY: mark("It would still fit: planning was stopped before it was tried."),
    Reason.NOT_WORTH_IT: mark("Going there costs more than it brings."),
    Reason.NO_MARKET: mark("It has no market that day; a further visit is made on a market day."),
}

_WITH_FACTS = {
    Reason.NO_OPEN_DAY: mark("A booth needs {minutes} minutes; the venue is open {allowed}."),
    Reason.NOTICE_LEAD: mark("Notices must hang first: the earliest day would be {date}."),
    Reason.VENUE_CLOSED: mark("The venue is closed; it opens again on {date}."),
    Reason.NO_SKILL: mark("No crew has {skill} at level {level}."),
    Reason.CREWS_AWAY: mark("{crew} could go best on {day}, but {block}."),
    Reason.OUT_OF_REACH: mark(
        "It is {minutes} minutes at the wheel from the nearest depot (at most {allowed} a day),"
        " and no bed on the way makes it fit."
    ),
    Reason.NIGHTS: mark("It takes {nights} nights away; {allowed} are allowed."),
    Reason.BUDGET: mark(
        "{crew} could go on {day} for {money} in nights and road and gain {value} contacts, but"
        " only {left} of the budget is left."
    ),
    Reason.PART_LATE: mark("The part for it comes on {date}, too late for the days planned."),
    Reason.REVISIT: mark("It is too soon after the last visit: possible from {date}."),
    Reason.BETTER_STOP: mark(
        "{crew} could come on {day} only in place of {stop}, and {value} contacts would be lost."
    ),
    Reason.HOME_WINDOW: mark(
        "{crew} passes by on {day}, but the visit would have to start at {allowed}."
    ),
    Reason.FLOOR: mark(
        "{crew} could come on {day} in place of {stop} and gain {value} contacts, but {region}"
        " would fall below its least number of booths."
    ),
    Reason.LOCKED: mark(
        "{crew} could come on {day} and gain {value} contacts if {stop} were not locked."
    ),
    Reason.STOPPED_EARLY: mark(
        "It would still fit with {crew} on {day} and add {value} contacts: plan for longer."
    ),
    Reason.NOT_WORTH_IT: mark(
        "{crew} could go on {day}, but it brings {value} contacts and costs {cost}."
    ),
}

_BETTER_IN_PLACE = mark(
    "{crew} could come on {day} in place of {stop} and gain {value} contacts: plan for longer."
)

_NO_MARKET_LEFT = mark(
    "{crew} could come on {day} and gain {value} contacts, but that is no market day, and too many"
    " booths stand on such days already."
)

_BLOCKS = {
    "nights": mark("it would take too many nights away"),
    "evening": mark("nobody sleeps away on one of the evenings it takes"),
    "absent": mark("does not work that day"),
    "busy": mark("is on another tour"),
    "person": mark("one of its people is out with another crew"),
    "vehicles": mark("no vehicle is left"),
    "rest": mark("rests after a long tour"),
    "week": mark("has worked its days of that week"),
    "row": mark("has worked too many days in a row"),
}


def reason_name(reason: Reason, language: str) -> str:
    """Name a reason in a few words."""
    return load("words", language).gettext(_NAMES[reason])


def reason_text(cause: Cause, scenario: Scenario, language: str) -> str:
    """Say why a visit is left out, with the facts found by trying to insert it."""
    facts = dict(cause.facts)
    template = _WITH_FACTS.get(cause.reason, "")
    if cause.reason is Reason.STOPPED_EARLY and "stop" in facts:
        template = _BETTER_IN_PLACE
    if cause.reason is Reason.NO_OPEN_DAY and "value" in facts:
        template = _NO_MARKET_LEFT
    if cause.reason is Reason.NIGHTS and "block" in facts:
        template = _WITH_FACTS[Reason.CREWS_AWAY]
    filled = fill_in(template, cause, scenario, language)
    return filled or load("words", language).gettext(_SENTENCES[cause.reason])


def fill_in(template: str, cause: Cause, scenario: Scenario, language: str) -> str:
    """Say a sentence with the facts of a cause; "" for none, or where it lacks one of them."""
    if not template or not set(_FIELD.findall(template)) <= set(dict(cause.facts)):
        return ""
    facts = {name: _read(name, value, scenario, language) for name, value in cause.facts}
    return load("words", language).gettext(template).format(**facts)


def _read(name: str, value: str, scenario: Scenario, language: str) -> str:
    if name in ("date", "day"):
        return date_text(date.fromisoformat(value), language)
    if name == "crew":
        return next((crew.name for crew in scenario.crews if crew.id == value), value)
    if name == "stop":
        return name_ref(value, scenario, language)
    if name in ("money", "left"):
        return money_text(int(value), scenario.currency)
    if name == "region":
        return _name_region(value, scenario, language)
    if name == "block":
        return load("words", language).gettext(_BLOCKS[value])
    return value


def _name_region(region: str, scenario: Scenario, language: str) -> str:
    names = (venue.region.names for venue in scenario.venues if venue.region.id == region)
    return next((known.read(language) for known in names), name_ref(region, scenario, language))


def name_ref(ref: str, scenario: Scenario, language: str) -> str:
    """Name a venue or a customer; what is neither stays as it is."""
    names = (venue.names.read(language) for venue in scenario.venues if venue.id == ref)
    people = (customer.name for customer in scenario.customers if customer.id == ref)
    return next(names, "") or next(people, ref)
