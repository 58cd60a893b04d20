"""Jobs to print in tests, and what is read back from the PDF."""

from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2

from planner.domain.scenario import Scenario
from planner.domain.territory import Venue
from planner.domain.units import Names
from planner.papers.job import Job
from tests.factories import make_plan, make_scenario

PRINTED_ON = date(2026, 10, 12)


def make_job(language: str = "en", scenario: Scenario | None = None, **changes: Any) -> Job:
    """Make a job that prints the plan of the invented region: V001 on 20 October, V002 after."""
    scenario = scenario or make_scenario()
    job = Job(make_plan(scenario), scenario, language, PRINTED_ON)
    return replace(job, **changes)


def with_venue(**changes: Any) -> Scenario:
    """Make the invented region with V001 altered."""
    scenario = make_scenario()
    first, *others = scenario.venues
    return replace(scenario, venues=(replace(first, **changes), *others))


def named(text: str) -> Names:
    """Make a name that is the same in every language."""
    return Names((("", text),))


def first_venue(scenario: Scenario) -> Venue:
    """Give V001."""
    return next(venue for venue in scenario.venues if venue.id == "V001")


def read_pages(pdf: bytes) -> list[str]:
    """Read the text of each page, blanks and line breaks left out."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    return ["".join(text.split()) for text in texts]


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Read the size of each page in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    return [
        (round(page.get_width() * 25.4 / 72), round(page.get_height() * 25.4 / 72))
        for page in document
    ]


def squeeze(text: str) -> str:
    """Leave out blanks, as `read_pages` does."""
    return "".join(text.split())
