"""Variants side by side: what is otherwise, what it comes to, and the sentence that says it."""

from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.units import minor_per_major
from planner.domain.variants import Condition, Figures, Variant
from planner.words import money_text
from ui.look.tokens import Look
from ui.models.table import Column, TableModel
from ui.words import Words


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A variant and how far it is: `share` of the time done, figures when there is a plan.

    `base` are the figures as it is, once known; `is_kept` where nothing better was found than
    the plan there is; `failed` where the worker could not answer. `estimate` is what it could
    be worth by the prices of the plan as it is, contacts.
    """

    variant: Variant
    name: str
    share: float = 0.0
    plan: Plan | None = None
    figures: Figures | None = None
    base: Figures | None = None
    is_kept: bool = False
    failed: bool = False
    estimate: float | None = None

    @property
    def change(self) -> float:
        """What it is worth more than it is now, contacts."""
        return self.figures.value - self.base.value if self.figures and self.base else 0.0


def name_variant(variant: Variant, scenario: Scenario, words: Words) -> str:
    """Say what is otherwise in a few words."""
    _, parameters = words.gettext, scenario.parameters
    crews = {crew.id: crew.name for crew in scenario.crews}
    crew = crews.get(variant.crew, variant.crew)
    stations = {s.id: s.names.read(words.language) for s in scenario.stations}
    money = say_money(variant.amount, scenario)
    return {
        Condition.AS_IT_IS: _("As it is"),
        Condition.CREW_LESS: _("Without {crew}").format(crew=crew),
        Condition.CREW_MORE: _("One crew more like {crew}").format(crew=crew),
        Condition.OTHER_DEPOT: _("{crew} from {station}").format(
            crew=crew, station=stations.get(variant.depot, variant.depot)
        ),
        Condition.NOTICE_LEAD: _("{days} days of notice").format(days=variant.amount),
        Condition.NIGHT_MORE: _("One night more: {nights} in a row").format(
            nights=parameters.max_nights + 1
        ),
        Condition.DAY_MORE: _("One day more: {days} a week").format(
            days=min(7, parameters.max_days_a_week + 1)
        ),
        Condition.BUDGET: _("Budget {money}").format(money=money),
    }[variant.condition]


def make_table(scenario: Scenario, look: Look, words: Words) -> TableModel[VariantRow]:
    """Show variants with a column for each figure."""
    _ = words.gettext

    def number(column: str, decimals: int = 0) -> Column[VariantRow]:
        def read(row: VariantRow) -> str:
            return words.number(getattr(row.figures, column), decimals) if row.figures else ""

        def order(row: VariantRow) -> float:
            return float(getattr(row.figures, column)) if row.figures else -1.0

        heads = {
            "value": _("Plan value"),
            "people": _("People met"),
            "crew_days": _("Crew-days"),
            "nights": _("Nights"),
            "left_out": _("Left out"),
        }
        return Column(heads[column], read, is_number=True, order=order, bold=column == "value")

    return TableModel(
        (
            Column(_("What is otherwise"), lambda row: row.name, bold=True),
            number("value"),
            Column(
                _("Change"),
                lambda row: _say_change(row, words),
                is_number=True,
                order=lambda row: row.change,
                role=_change_role,
            ),
            Column(
                _("Estimate"),
                lambda row: _say_estimate(row, words),
                is_number=True,
                order=lambda row: row.estimate or 0.0,
            ),
            number("people"),
            number("crew_days"),
            number("nights"),
            Column(
                _("km"),
                lambda row: words.number(row.figures.metres / 1000) if row.figures else "",
                is_number=True,
                order=lambda row: row.figures.metres if row.figures else -1,
            ),
            Column(
                _("Nights and road"),
                lambda row: say_money(row.figures.money, scenario) if row.figures else "",
                is_number=True,
                order=lambda row: row.figures.money if row.figures else -1,
            ),
            number("left_out"),
        ),
        look,
    )


def say_variant(row: VariantRow, scenario: Scenario, words: Words) -> str:
    """Say in a sentence what a variant brings or costs."""
    _ = words.gettext
    if row.failed:
        return _("{name}: the worker found no answer; ask again.").format(name=row.name)
    if row.figures is None or row.base is None:
        if row.estimate is not None:
            said = _("{name} could be worth about {estimate} contacts; being planned anew.")
            return said.format(name=row.name, estimate=_say_estimate(row, words))
        return _("{name}: still being solved.").format(name=row.name)
    if row.variant.condition is Condition.AS_IT_IS:
        return _("As it is: the measure for all others, solved in the same time.")
    return (
        _("{first} {second}")
        .format(first=_say_confirmed(row, scenario, words), second=_say_guess(row, words))
        .strip()
    )


def _say_guess(row: VariantRow, words: Words) -> str:
    """Say what was estimated before it was planned."""
    if row.estimate is None:
        return ""
    said = words.gettext("Estimated before by the prices of the plan as it is: {estimate}.")
    return said.format(estimate=_say_estimate(row, words))


def _say_estimate(row: VariantRow, words: Words) -> str:
    if row.estimate is None:
        return ""
    gain = round(row.estimate)
    return f"+{words.number(gain)}" if gain > 0 else words.number(gain)


def _say_confirmed(row: VariantRow, scenario: Scenario, words: Words) -> str:
    """Say what planning anew has shown."""
    assert row.figures is not None, "it is solved"
    assert row.base is not None, "it is solved"
    _ = words.gettext
    if row.is_kept:
        return _("{name} brings nothing that was found in this time.").format(name=row.name)
    days = row.figures.crew_days - row.base.crew_days
    facts = {
        "name": row.name,
        "change": words.number(abs(row.change)),
        "money": _say_more(row.figures.money - row.base.money, scenario),
    }
    if row.change < 0:
        return _("{name} costs {change} contacts; nights and road: {money}.").format(**facts)
    if days > 0:
        each = words.number(row.change / days)
        said = words.ngettext(
            "{name} brings {change} contacts with {days} crew-day more, {each} for it; nights"
            " and road: {money}.",
            "{name} brings {change} contacts with {days} crew-days more, {each} for each; nights"
            " and road: {money}.",
            days,
        )
        return said.format(**facts, days=days, each=each)
    return _("{name} brings {change} contacts; nights and road: {money}.").format(**facts)


def read_money(major: float, scenario: Scenario) -> int:
    """Turn an amount as people write it into minor units."""
    return round(major * minor_per_major(scenario.currency))


def say_money(minor: int, scenario: Scenario) -> str:
    """Write an amount in whole units of the currency."""
    unit = minor_per_major(scenario.currency)
    return money_text(round(minor / unit) * unit, scenario.currency)


def _say_more(minor: int, scenario: Scenario) -> str:
    return ("+" if minor >= 0 else "\N{MINUS SIGN}") + say_money(abs(minor), scenario)


def _say_change(row: VariantRow, words: Words) -> str:
    _ = words.gettext
    if row.failed:
        return _("no answer")
    if row.figures is None:
        return words.percent(row.share) if row.share else _("waits")
    if row.variant.condition is Condition.AS_IT_IS or row.base is None:
        return ""
    return f"+{words.number(row.change)}" if round(row.change) > 0 else words.number(row.change)


def _change_role(row: VariantRow) -> str:
    if row.figures is None or row.failed:
        return "faint"
    return "ok" if round(row.change) > 0 else "danger" if round(row.change) < 0 else "muted"
