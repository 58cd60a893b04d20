"""The days on which one visit could be made, as rows: how far off the way, what it brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.answers import DayAnswer
from planner.domain.demand import Question, VisitKind
from planner.domain.findings import Cause
from planner.domain.scenario import Scenario
from planner.words import finding_text, reason_text
from ui.words import Words

NEAR, FAR = 30, 90  # minutes of detour up to which a day is green, amber


class Fit(StrEnum):
    """How well a day suits, by the detour it takes."""

    GOOD = "ok"
    FAIR = "warn"
    POOR = "danger"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day: the crew by name and the number of its badge, and what else is to say, or why not."""

    answer: DayAnswer
    fit: Fit
    is_market: bool
    crew: str
    crew_number: int
    said: str


def name_visit(
    visit: str, scenario: Scenario | None, question: Question | None, words: Words
) -> str:
    """Name a visit by its venue or customer; "" where nobody asks for it."""
    wanted = next((v for v in question.visits if v.id == visit), None) if question else None
    if scenario is None or wanted is None:
        return ""
    if wanted.kind is VisitKind.HOME:
        return next((c.name for c in scenario.customers if c.id == wanted.ref), wanted.ref)
    names = (v.names.read(words.language) for v in scenario.venues if v.id == wanted.ref)
    return next(names, "") or wanted.ref


def make_rows(
    answers: Sequence[DayAnswer],
    markets: frozenset[date],
    scenario: Scenario,
    words: Words,
) -> tuple[DayRow, ...]:
    """Make rows of answers; `markets` are the market days of the venue."""
    numbers = {crew.id: number for number, crew in enumerate(scenario.crews)}
    names = {crew.id: crew.name for crew in scenario.crews}
    return tuple(
        DayRow(
            answer=answer,
            fit=find_fit(answer),
            is_market=answer.day in markets,
            crew=names.get(answer.crew, answer.crew),
            crew_number=numbers.get(answer.crew, 0),
            said=_say(answer, scenario, words),
        )
        for answer in answers
    )


def find_fit(answer: DayAnswer) -> Fit:
    """Say how well a day suits."""
    if answer.after is None:
        return Fit.NONE
    if answer.detour < NEAR:
        return Fit.GOOD
    return Fit.FAIR if answer.detour <= FAR else Fit.POOR


def put_best_first(rows: Sequence[DayRow]) -> tuple[DayRow, ...]:
    """Sort by what the plan gains, days that cannot be last."""
    return tuple(sorted(rows, key=lambda row: (row.fit is Fit.NONE, -row.answer.gain)))


def say_detour(row: DayRow, words: Words) -> str:
    """Say how much more a crew drives: `+25 min`."""
    minutes = row.answer.detour
    sign = "+" if minutes > 0 else ""
    return words.gettext("{minutes} min").format(minutes=sign + words.number(minutes))


def say_gain(row: DayRow, words: Words) -> str:
    """Say what the plan is worth more or less than now."""
    gain = round(row.answer.gain)
    return f"+{words.number(gain)}" if gain > 0 else words.number(gain)


def say_row(row: DayRow, words: Words) -> str:
    """Say a whole row as a person would."""
    _ = words.gettext
    day = words.day(row.answer.day, lunar=True, market=row.is_market)
    if row.fit is Fit.NONE:
        return _("{day}: not possible. {why}").format(day=day, why=row.said)
    return _("{day}: {crew}, {detour} more at the wheel, value {gain}. {said}").format(
        day=day,
        crew=row.crew,
        detour=say_detour(row, words),
        gain=say_gain(row, words),
        said=row.said,
    )


def _say(answer: DayAnswer, scenario: Scenario, words: Words) -> str:
    _ = words.gettext
    if answer.obstacle is not None:
        if isinstance(answer.obstacle, Cause):
            return reason_text(answer.obstacle, scenario, words.language)
        return finding_text(answer.obstacle, scenario, words.language)
    said = [_("It stands here now")] if answer.is_now else []
    said.append(_("on a tour there is") if answer.before else _("on a tour of its own"))
    if answer.nights > 0:
        nights = words.ngettext("{count} night more", "{count} nights more", answer.nights)
        said.append(nights.format(count=answer.nights))
    return _("; ").join(said)
