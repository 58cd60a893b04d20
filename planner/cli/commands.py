"""The commands on one file: import, plan, check, print, export."""

import argparse
from pathlib import Path

import msgspec

from planner.cli.speak import Bar, interruptible, readable, say, system_language, tell
from planner.domain.demand import VisitKind
from planner.domain.plan import Plan
from planner.domain.tables import Intake
from planner.office import Office
from planner.office.channel import Done, Progress
from planner.office.errors import NoPlan, NoScenario
from planner.office.export import PAPERS, TABLES, write_whole
from planner.office.planning import Told
from planner.words import expected_text, finding_text, load, note_text

SHOWN_REJECTS = 10


def run_import(given: argparse.Namespace) -> int:
    """Read a folder into a file, new or old."""
    language = given.language or system_language()
    new = not given.file.exists()
    office = Office.create(given.file) if new else Office.open(given.file)
    try:
        intake = office.intake.look(given.folder)
        if intake.scenario is None:
            raise NoScenario(intake.missing)
        office.intake.take(intake, given.road_factor)
    except BaseException:
        office.close()
        if new:
            given.file.unlink(missing_ok=True)
        raise
    office.close()
    if given.json:
        answer = {"counts": intake.counts, "notes": intake.notes, "rejects": intake.rejects}
        say(msgspec.json.encode(answer).decode())
    else:
        tell_intake(intake, language)
    return 0


def tell_intake(intake: Intake, language: str) -> None:
    """Say how many rows came in and which did not."""
    gettext = load("words", language).gettext
    for count in intake.counts:
        say(
            gettext("{file}: {accepted} of {rows} rows taken").format(
                file=count.file, accepted=count.accepted, rows=count.rows
            )
        )
    for note in intake.notes:
        say("  " + note_text(note, language))
    for reject in intake.rejects[:SHOWN_REJECTS]:
        say(
            "  "
            + gettext("{file} row {row}, {column} “{value}”: expected {expected}").format(
                file=reject.file,
                row=reject.row,
                column=reject.column,
                value=reject.value,
                expected=expected_text(reject, language),
            )
        )
    more = len(intake.rejects) - SHOWN_REJECTS
    if more > 0:
        say("  " + gettext("and {more} more, all in rejects.csv").format(more=more))


def run_plan(given: argparse.Namespace) -> int:
    """Plan and keep the best plan that holds."""
    office = Office.open(given.file)
    language = given.language or office.language
    if given.planned_on or given.weeks:
        office.set_planning(
            given.planned_on or office.planned_on,
            given.weeks or (office.horizon.last - office.horizon.first).days // 7 + 1,
        )
    plan = plan_with_bar(office, given.seconds, given.seed, language)
    known = _find_better(office, plan)
    if known is None:
        office.planning.accept(plan, "plan")
    else:
        plan = known
        tell(load("words", language).gettext("The plan in the file is better; it stays."))
    if given.json:
        say(msgspec.json.encode({"value": plan.value, "terms": plan.terms}).decode())
    else:
        tell_plan(office, plan, language)
    office.close()
    return 0


def _find_better(office: Office, plan: Plan) -> Plan | None:
    """Give the file's plan where it answers the same dates and limits and is worth more."""
    known = office.plan
    if known is None or known.value <= plan.value:
        return None
    same = (known.horizon, known.parameters) == (plan.horizon, plan.parameters)
    same = same and known.planned_on == plan.planned_on
    return known if same and not office.planning.findings(known) else None


def plan_with_bar(office: Office, seconds: float, seed: int, language: str) -> Plan:
    """Plan in the worker with a bar on the terminal; Ctrl+C keeps the best plan so far."""
    gettext = load("words", language).gettext
    bar = Bar(gettext("Planning"))
    last = Progress("", 0.0, seconds, 0.0)
    with interruptible() as check_interrupt:

        def follow(message: Told) -> None:
            nonlocal last
            check_interrupt()
            if not isinstance(message, Progress):
                return
            last = message
            bar.step(last.done, last.total, gettext("value {value:,.0f}").format(value=last.value))

        done = office.planning.run(seconds, follow, seed)
    bar.step(1, 1, gettext("value {value:,.0f}").format(value=done.plan.value))
    bar.close()
    if done.cancelled:
        tell(gettext("Stopped early; the best plan so far is kept."))
    tell(_bound_text(done, language))
    return done.plan


def _bound_text(done: Done, language: str) -> str:
    gettext = load("words", language).gettext
    if done.bound is None or done.plan.value <= 0:
        return gettext("How much better a plan could be is not proven.")
    room = max(0.0, done.bound / done.plan.value - 1)
    return gettext("Proven: no plan can be more than {room:.1%} better.").format(room=room)


def tell_plan(office: Office, plan: Plan, language: str) -> None:
    """Say what the plan holds."""
    catalogue = load("words", language)
    stops = [stop for tour in plan.tours for day in tour.days for stop in day.stops]
    booths = [stop for stop in stops if stop.kind is VisitKind.BOOTH]
    scenario = office.scenario
    ruled = {venue.id for venue in scenario.venues if venue.market} if scenario else set()
    with_market = [stop for stop in booths if stop.ref in ruled]
    on_market = sum(stop.market_day for stop in with_market)
    days = [day for tour in plan.tours for day in tour.days]
    say(
        catalogue.gettext(
            "{first} to {last}: {tours} tours, {days} crew-days, {nights} nights away,"
            " {km:,.0f} km"
        ).format(
            first=plan.horizon.first,
            last=plan.horizon.last,
            tours=len(plan.tours),
            days=len(days),
            nights=sum(tour.nights for tour in plan.tours),
            km=sum(day.drive_metres for day in days) / 1000,
        )
    )
    say(
        catalogue.gettext(
            "{booths} booths ({markets} on market days of {ruled} where there is a market);"
            " {homes} home visits; {left} left out"
        ).format(
            booths=len(booths),
            markets=on_market,
            ruled=len(with_market),
            homes=len(stops) - len(booths),
            left=len(plan.unassigned),
        )
    )
    terms = plan.terms
    say(
        catalogue.gettext(
            "value {value:,.0f} contacts = people {people:,.0f} + customers {customers:,.0f}"
            " + requests {requests:,.0f} + homes {home:,.0f} + overdue {overdue:,.0f}"
            " − crew-days {days:,.0f} − road {road:,.0f} − nights {nights:,.0f}"
        ).format(
            value=terms.value,
            people=terms.people,
            customers=terms.customers,
            requests=terms.requests,
            home=terms.home,
            overdue=terms.overdue,
            days=abs(terms.crew_days),
            road=abs(terms.road),
            nights=abs(terms.nights),
        )
        + (catalogue.gettext(" − floors {floors:,.0f}") if terms.floors else "").format(
            floors=abs(terms.floors)
        )
    )


def run_check(given: argparse.Namespace) -> int:
    """Judge the plan; 0 when it holds, 1 when it breaks a rule."""
    office = Office.open(given.file)
    language = given.language or office.language
    plan, scenario = office.plan, office.scenario
    if plan is None or scenario is None:
        office.close()
        raise NoPlan
    findings = office.planning.findings(plan)
    if given.json:
        say(
            msgspec.json.encode(
                {"plan": plan.id, "value": plan.value, "findings": findings}
            ).decode()
        )
    else:
        tell_plan(office, plan, language)
        for finding in findings:
            say("  " + finding_text(finding, scenario, language))
        gettext = load("words", language).gettext
        say(gettext("Every rule is kept.") if not findings else gettext("The plan breaks rules."))
    office.close()
    return 1 if findings else 0


def run_print(given: argparse.Namespace) -> int:
    """Print papers."""
    office = Office.open(given.file)
    language = given.language or office.language
    chosen = given.only or PAPERS
    bar = Bar(load("words", language).gettext("Printing"))
    written = []
    for number, name in enumerate(chosen):
        bar.step(number, len(chosen), name)
        written.append(write_whole(given.out / f"{name}.pdf", office.export.paper(name, language)))
    bar.step(1, 1, "")
    bar.close()
    office.close()
    return _tell_written(written, given.json)


def run_export(given: argparse.Namespace) -> int:
    """Write plan.json, tables and calendars."""
    office = Office.open(given.file)
    language = given.language or office.language
    chosen = given.only or ("plan.json", *TABLES, "calendar")
    written: list[Path] = []
    for name in chosen:
        if name == "calendar":
            written += office.export.write_calendars(given.out / "calendar", language)
        elif name == "plan.json":
            content = office.export.plan_json(language)
            written.append(write_whole(given.out / name, content))
        else:
            content = office.export.table(name, language)
            written.append(write_whole(given.out / f"{name}.csv", content))
    office.close()
    return _tell_written(written, given.json)


def _tell_written(written: list[Path], as_json: bool) -> int:
    if as_json:
        say(msgspec.json.encode({"written": [str(path) for path in written]}).decode())
    else:
        for path in written:
            say(readable(path))
    return 0
