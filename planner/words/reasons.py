"""Sentences for why a visit is left out; the facts are those of `judge.explain`."""

from collections.abc import Callable
from datetime import date

from planner.domain.findings import Cause, Reason
from planner.domain.scenario import Scenario
from planner.words.catalogue import load, mark
from planner.words.days import date_text

_NAMES = {
    Reason.NO_OPEN_DAY: mark("no usable open day"),
    Reason.NOTICE_LEAD: mark("notice lead too short"),
    Reason.VENUE_CLOSED: mark("venue closed"),
    Reason.NO_SKILL: mark("no crew with the skill"),
    Reason.CREWS_AWAY: mark("crews away or busy"),
    Reason.OUT_OF_REACH: mark("driving or shift limit"),
    Reason.NIGHTS: mark("nights-away limit"),
    Reason.REVISIT: mark("too soon after the last visit"),
    Reason.BETTER_STOP: mark("would push out a better stop"),
    Reason.HOME_WINDOW: mark("home visit window does not fit"),
    Reason.DATA: mark("data not usable"),
    Reason.STOPPED_EARLY: mark("planning stopped early"),
    Reason.NOT_WORTH_IT: mark("costs more than it brings"),
}

_SENTENCES = {
    Reason.NO_OPEN_DAY: mark("On no day of the plan is it open long enough for a booth."),
    Reason.NOTICE_LEAD: mark("Notices could not hang long enough before any usable day."),
    Reason.VENUE_CLOSED: mark("The venue is closed on every day it could be visited."),
    Reason.NO_SKILL: mark("No crew has the skill its machine needs."),
    Reason.CREWS_AWAY: mark("Every crew that could reach it is away, resting or busy."),
    Reason.OUT_OF_REACH: mark("No crew can drive there, work and be in bed within the limits."),
    Reason.NIGHTS: mark("It would take more nights away than allowed."),
    Reason.REVISIT: mark("It is too soon after the last visit."),
    Reason.BETTER_STOP: mark("It would push out a stop that is worth more."),
    Reason.HOME_WINDOW: mark("The customer's window does not meet the crew's day."),
    Reason.DATA: mark("Its data cannot be used."),
    Reason.STOPPED_EARLY: mark("It would still fit: planning was stopped before it was tried."),
    Reason.NOT_WORTH_IT: mark("Going there costs more than it brings."),
}

_DETAILS = {
    "date": mark("earliest {date}"),
    "day": mark("tried on {day}"),
    "crew": mark("with {crew}"),
    "stop": mark("instead of {stop}"),
    "value": mark("value {value}"),
    "minutes": mark("{minutes} min"),
    "allowed": mark("allowed {allowed}"),
    "skill": mark("skill {skill}"),
    "level": mark("level {level}"),
}


def reason_name(reason: Reason, language: str) -> str:
    """Name a reason in a few words."""
    return load("words", language).gettext(_NAMES[reason])


def reason_text(cause: Cause, scenario: Scenario, language: str) -> str:
    """Say why a visit is left out, with the facts found by trying to insert it."""
    gettext = load("words", language).gettext
    details = [
        gettext(_DETAILS[name]).format(**{name: _read(name, value, scenario, language)})
        for name, value in cause.facts
        if name in _DETAILS
    ]
    sentence = gettext(_SENTENCES[cause.reason])
    if not details:
        return sentence
    return gettext("{sentence} ({details})").format(
        sentence=sentence, details=gettext(", ").join(details)
    )


def _read(name: str, value: str, scenario: Scenario, language: str) -> str:
    readers: dict[str, Callable[[], str]] = {
        "date": lambda: date_text(date.fromisoformat(value), language),
        "day": lambda: date_text(date.fromisoformat(value), language),
        "crew": lambda: next((c.name for c in scenario.crews if c.id == value), value),
        "stop": lambda: next(
            (venue.names.read(language) for venue in scenario.venues if venue.id == value), value
        ),
    }
    return readers[name]() if name in readers else value
