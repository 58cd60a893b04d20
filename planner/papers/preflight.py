"""What would look wrong on paper, found before printing: characters, names, room, contacts."""

import io
from collections.abc import Iterator

from reportlab.lib.pagesizes import A3
from reportlab.pdfgen.canvas import Canvas

from planner.domain.demand import VisitKind
from planner.domain.units import Names
from planner.papers.flow import Fit
from planner.papers.fonts import find_missing
from planner.papers.job import Desk, Job, Problem, ProblemCode, Severity, lay_out
from planner.papers.notice import draw_notice
from planner.papers.poster import draw_poster
from planner.papers.sheet import open_canvas

READABLE = 0.6  # share of its wanted size below which a text on poster or notice is too small


def preflight(job: Job) -> tuple[Problem, ...]:
    """List the problems of all four papers of a job, errors first."""
    desk = lay_out(job)
    problems = [
        *_find_glyphs(desk),
        *_find_names(desk),
        *_find_contacts(desk),
        *_find_dates(desk),
        *_find_room(desk),
    ]
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda problem: problem.severity is not Severity.ERROR))


def describe(problem: Problem, job: Job) -> str:
    """Say a problem in the job's language."""
    words = lay_out(job).words
    found = {"subject": problem.subject, "field": problem.field, "detail": problem.detail}
    match problem.code:
        case ProblemCode.MISSING_GLYPH:
            return words.say(
                "{subject}, {field}: no font has “{detail}”; it prints as 〓", **found
            )
        case ProblemCode.TEXT_CUT:
            return words.say("{subject}: {field} does not fit the page", **found)
        case ProblemCode.TEXT_SMALL:
            return words.say("{subject}: {field} prints small ({detail} of its size)", **found)
        case ProblemCode.MISSING_NAME:
            return words.say("{subject}: no {field} in this language; another one prints", **found)
        case ProblemCode.MISSING_HOTLINE:
            return words.say("No hotline is set: the papers name the station instead")
        case ProblemCode.MISSING_COMPANY:
            return words.say("No company is set: the papers name the station instead")
        case ProblemCode.MISSING_PLACE:
            return words.say("{subject}: the place inside the town is not known", **found)
        case ProblemCode.MISSING_NEXT_DATE:
            return words.say("{subject}: no next date to announce", **found)
        case ProblemCode.NO_BOOTH_STOP:
            return words.say("This plan holds no booth stop.")


def _printed_texts(desk: Desk) -> Iterator[tuple[str, str, str]]:
    """Walk (subject, field, text) of everything from the tables that reaches paper."""
    scenario, language = desk.job.scenario, desk.words.language
    yield "", "company", scenario.company
    yield "", "hotline", scenario.hotline
    yield "", "credit", desk.job.credit
    for product in scenario.products:
        yield product.id, "product", product.names.read(language)
    for tour in desk.job.plan.tours:
        yield tour.depot, "station", desk.station_name(tour.depot)
        yield tour.crew, "crew", desk.crew_name(tour.crew)
        crew = desk.crews.get(tour.crew)
        for person in crew.technicians if crew else ():
            found = desk.technicians.get(person)
            yield person, "technician", found.name if found else person
    for notice in desk.notices:
        venue = notice.venue
        yield venue.id, "name", desk.venue_name(venue)
        yield venue.id, "place", desk.spot(venue)
        yield venue.id, "region", venue.region.names.read(language)
        for place in venue.notice_places:
            yield venue.id, "notice_places", place
    for customer in _customers(desk):
        found_customer = desk.customers[customer]
        yield customer, "customer", found_customer.name
        yield customer, "near_place", found_customer.near_place
        yield customer, "phone", found_customer.phone
        yield customer, "request", found_customer.request


def _customers(desk: Desk) -> Iterator[str]:
    """Walk the customers who may be named: visited at home, or with an open request."""
    visited = {
        stop.ref
        for tour in desk.job.plan.tours
        for day in tour.days
        for stop in day.stops
        if stop.kind is VisitKind.HOME
    }
    for customer in desk.job.scenario.customers:
        if customer.request or customer.id in visited:
            yield customer.id


def _find_glyphs(desk: Desk) -> Iterator[Problem]:
    for subject, field, text in _printed_texts(desk):
        for character in find_missing(text):
            yield Problem(ProblemCode.MISSING_GLYPH, subject, field, character, Severity.ERROR)


def _find_names(desk: Desk) -> Iterator[Problem]:
    language = desk.words.language

    def judge(subject: str, field: str, names: Names) -> Iterator[Problem]:
        if names.texts and not names.has(language):
            yield Problem(ProblemCode.MISSING_NAME, subject, field, language, Severity.WARNING)

    for notice in desk.notices:
        venue = notice.venue
        yield from judge(venue.id, "name", venue.names)
        yield from judge(venue.id, "place", venue.place)
        yield from judge(venue.id, "region", venue.region.names)
    for tour in desk.job.plan.tours:
        if tour.depot in desk.stations:
            yield from judge(tour.depot, "station", desk.stations[tour.depot].names)
    for product in desk.job.scenario.products:
        yield from judge(product.id, "product", product.names)


def _find_contacts(desk: Desk) -> Iterator[Problem]:
    scenario = desk.job.scenario
    if not scenario.hotline.strip():
        yield Problem(ProblemCode.MISSING_HOTLINE, "", "hotline", "", Severity.WARNING)
    if not scenario.company.strip():
        yield Problem(ProblemCode.MISSING_COMPANY, "", "company", "", Severity.WARNING)


def _find_dates(desk: Desk) -> Iterator[Problem]:
    if not desk.notices:
        yield Problem(ProblemCode.NO_BOOTH_STOP, "", "plan", "", Severity.WARNING)
    for notice in desk.notices:
        if not desk.spot(notice.venue):
            yield Problem(
                ProblemCode.MISSING_PLACE, notice.venue.id, "place", "", Severity.WARNING
            )
        if notice.stop.next_visit is None:
            yield Problem(
                ProblemCode.MISSING_NEXT_DATE, notice.venue.id, "next", "", Severity.WARNING
            )


def _find_room(desk: Desk) -> Iterator[Problem]:
    """Lay out every page as for printing, and see what had to shrink or does not fit."""
    canvas: Canvas = open_canvas(io.BytesIO(), A3, desk, "")
    for notice in desk.notices:
        for fit in (*draw_poster(canvas, desk, notice), *draw_notice(canvas, desk, notice)):
            yield from _judge_fit(notice.venue.id, fit)


def _judge_fit(subject: str, fit: Fit) -> Iterator[Problem]:
    if not fit.whole:
        yield Problem(ProblemCode.TEXT_CUT, subject, fit.field, "", Severity.ERROR)
    elif fit.scale < READABLE:
        share = f"{fit.scale:.0%}"
        yield Problem(ProblemCode.TEXT_SMALL, subject, fit.field, share, Severity.WARNING)
