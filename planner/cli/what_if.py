"""The command what-if: what one more of everything would be worth."""

import argparse

import msgspec

from planner.cli.speak import Bar, interruptible, say, tell
from planner.domain.scenario import Scenario
from planner.office import Office
from planner.office.channel import Done, Estimated, Progress
from planner.office.errors import NoScenario
from planner.office.planning import Told
from planner.office.what_if import Condition, Variant, list_marginals
from planner.words import load


def run_what_if(given: argparse.Namespace) -> int:
    """Estimate and plan anew with one more of everything, one after another; nothing is kept."""
    office = Office.open(given.file)
    if office.scenario is None:
        office.close()
        raise NoScenario(("empty",))
    language = given.language or office.language
    variants = list_marginals(office.scenario)
    base, gains = _ask(office, Variant(Condition.AS_IT_IS), given.seconds, language, variants)
    best = office.what_if.weigh(Variant(Condition.AS_IT_IS), base.plan).plan
    answers = []
    for variant, gain in zip(variants, gains, strict=True):
        done, _gains = _ask(office, variant, given.seconds, language)
        change = office.what_if.weigh(variant, done.plan, best).figures.value - best.value
        answers.append((variant, gain, change))
    if given.json:
        lines = [{"variant": v, "estimate": gain, "change": change} for v, gain, change in answers]
        say(msgspec.json.encode({"value": best.value, "variants": lines}).decode())
    else:
        for variant, gain, change in answers:
            say(_say(name_variant(variant, office.scenario, language), gain, change, language))
    office.close()
    return 0


def _ask(
    office: Office,
    variant: Variant,
    seconds: float,
    language: str,
    weighed: tuple[Variant, ...] = (),
) -> tuple[Done, tuple[float | None, ...]]:
    """Solve one variant with a bar on the terminal."""
    assert office.scenario is not None, "looked at before"
    bar = Bar(name_variant(variant, office.scenario, language))
    gains: tuple[float | None, ...] = tuple(None for _variant in weighed)
    with interruptible() as check_interrupt:

        def follow(message: Told) -> None:
            nonlocal gains
            check_interrupt()
            if isinstance(message, Estimated):
                gains = message.gains
            elif isinstance(message, Progress):
                bar.step(message.done, message.total, f"{message.value:,.0f}")

        request = office.what_if.request(variant, seconds, weighed)
        done = office.planning.converse(*request, follow)
    bar.step(1, 1, f"{done.plan.value:,.0f}")
    bar.close()
    if done.cancelled:
        tell(load("words", language).gettext("Stopped early; the best plan so far is kept."))
    return done, gains


def name_variant(variant: Variant, scenario: Scenario, language: str) -> str:
    """Say what is otherwise."""
    gettext = load("words", language).gettext
    parameters = scenario.parameters
    crews = {crew.id: crew.name for crew in scenario.crews}
    return {
        Condition.NIGHT_MORE: gettext("One night more in a row"),
        Condition.DAY_MORE: gettext("One day more a week: {days}").format(
            days=parameters.max_days_a_week + 1
        ),
        Condition.NOTICE_LEAD: gettext("{days} days of notice").format(days=variant.amount),
        Condition.CREW_MORE: gettext("One crew more like {crew}").format(
            crew=crews.get(variant.crew, variant.crew)
        ),
    }.get(variant.condition, gettext("As it is"))


def _say(name: str, gain: float | None, change: float, language: str) -> str:
    gettext = load("words", language).gettext
    if gain is None:
        said = gettext("{name}: no estimate; planned anew: {change:+,.0f} contacts")
        return said.format(name=name, change=change)
    said = gettext(
        "{name}: about {gain:+,.0f} contacts; confirmed by planning anew: {change:+,.0f}"
    )
    return said.format(name=name, gain=gain, change=change)
