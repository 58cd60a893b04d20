"""The main job from tables to papers, without a window."""

import argparse
from collections import Counter
from datetime import date
from gettext import NullTranslations
from pathlib import Path

from planner.cli.commands import plan_with_bar, tell_intake, tell_plan
from planner.cli.speak import Bar, readable, say, system_language
from planner.domain.plan import Plan
from planner.office import Office
from planner.office.errors import NoScenario
from planner.words import date_text, load, reason_name
from planner.words.catalogue import mark

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "yunnan"
SAMPLE_PLANNED_ON = date(2026, 10, 12)  # the Monday after the sample's reference date
DEFAULT_WEEKS = 4
SHOWN_GAPS = 5
TITLE = mark("Xunhui: touring service from tables to papers")


def run_demo(given: argparse.Namespace) -> int:
    """Import, find the gap, plan, judge, print and export a scenario folder."""
    folder = given.scenario or SAMPLE
    given.out.mkdir(parents=True, exist_ok=True)
    file = given.out / "demo.tourplan"
    for leftover in given.out.glob("demo.tourplan*"):
        leftover.unlink()
    office = Office.create(file)
    try:
        language = _take_tables(office, folder, given)
        planned_on = given.planned_on or (
            office.planned_on if given.scenario else SAMPLE_PLANNED_ON
        )
        office.set_planning(planned_on, given.weeks or DEFAULT_WEEKS)
        _tell_gap(office, language)
        plan = plan_with_bar(office, given.seconds, given.seed, language)
        office.planning.accept(plan, "demo")
        tell_plan(office, plan, language)
        _tell_left_out(plan, language)
        bar = Bar(load("words", language).gettext("Writing papers"))
        written = office.export.write_all(given.out, language, bar)
        bar.close()
    finally:
        office.close()
    say()
    for path in (file, *written):
        say(readable(path))
    return 0


def _take_tables(office: Office, folder: Path, given: argparse.Namespace) -> str:
    spoken = given.language or system_language()
    intake = office.intake.look(folder)
    if intake.scenario is None:
        raise NoScenario(intake.missing, folder)
    office.intake.take(intake, given.road_factor)
    language = str(given.language or office.language or spoken)
    office.intake.set_language(language)
    say(load("words", language).gettext(TITLE))
    tell_intake(intake, language)
    return language


def _tell_gap(office: Office, language: str) -> None:
    catalogue = load("words", language)
    report = office.coverage.report()
    say()
    say(
        catalogue.gettext(
            "{uncovered:,} of {total:,} customers are out of reach of the network (road = straight"
            " line × {factor:g}, an estimate); {unserved:,} more are reached but not served"
        ).format(
            uncovered=report.uncovered,
            total=report.total,
            factor=office.scenario.parameters.road_factor if office.scenario else 0.0,
            unserved=len(report.reached_not_served),
        )
    )
    for rank, gap in enumerate(report.gaps[:SHOWN_GAPS], start=1):
        say(
            catalogue.gettext(
                "  {rank}. {region}: {customers} customers, open requests: {requests}, {waiting}"
            ).format(
                rank=rank,
                region=gap.region.names.read(language),
                customers=len(gap.customers),
                requests=gap.requests,
                waiting=_tell_waiting(gap.days_since_tour, catalogue),
            )
        )
    if report.nobody_goes:
        say(
            catalogue.gettext("  nobody goes there: {regions}").format(
                regions=", ".join(gap.region.names.read(language) for gap in report.nobody_goes)
            )
        )
    say(
        catalogue.gettext("Planning {first} to {last}").format(
            first=date_text(office.horizon.first, language),
            last=date_text(office.horizon.last, language),
        )
    )


def _tell_waiting(days: int | None, catalogue: NullTranslations) -> str:
    if days is None:
        return catalogue.gettext("never visited")
    return catalogue.ngettext(
        "last tour {days} day ago", "last tour {days} days ago", days
    ).format(days=days)


def _tell_left_out(plan: Plan, language: str) -> None:
    counts = Counter(left.cause.reason for left in plan.unassigned)
    for reason, count in counts.most_common():
        say(f"  {count:4d}  {reason_name(reason, language)} ({reason.value})")
