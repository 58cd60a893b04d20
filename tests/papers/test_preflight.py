"""What preflight finds before anything is printed."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.units import Names
from planner.papers.fonts import find_missing
from planner.papers.job import Problem, ProblemCode, Severity
from planner.papers.poster import posters
from planner.papers.preflight import describe, preflight
from tests.factories import make_customer, make_scenario
from tests.papers.pages import make_job, named, read_pages, with_venue
from tests.papers.test_fonts import UNKNOWN
from tests.papers.test_poster import LONG_EN, LONG_ZH


def test_that_a_complete_job_has_no_problem() -> None:
    assert preflight(make_job("en")) == ()
    assert [p.code for p in preflight(make_job("zh")) if p.severity is Severity.ERROR] == []


def test_that_a_missing_glyph_names_character_field_and_subject() -> None:
    job = make_job("zh", with_venue(names=named(f"龙{UNKNOWN}街")))
    problem = Problem(ProblemCode.MISSING_GLYPH, "V001", "name", UNKNOWN, Severity.ERROR)
    assert preflight(job)[0] == problem
    assert UNKNOWN in describe(problem, job)
    assert "龙〓街" in read_pages(posters(job))[0]


def test_that_a_customer_on_the_run_sheet_is_checked_too() -> None:
    customers = (make_customer(name=f"张{UNKNOWN}"),)
    found = preflight(make_job("zh", make_scenario(customers=customers)))
    assert (found[0].subject, found[0].field) == ("C001", "customer")


def test_that_a_name_missing_in_the_language_is_told() -> None:
    job = make_job("zh", with_venue(place=Names((("en", "square"),))))
    problem = Problem(ProblemCode.MISSING_NAME, "V001", "place", "zh", Severity.WARNING)
    assert problem in preflight(job)


def test_that_missing_contacts_and_dates_are_told() -> None:
    job = make_job("en", replace(with_venue(place=Names()), hotline="", company=""))
    codes = {problem.code for problem in preflight(job)}
    assert codes >= {
        ProblemCode.MISSING_HOTLINE,
        ProblemCode.MISSING_COMPANY,
        ProblemCode.MISSING_PLACE,
    }


def test_that_long_names_print_small_and_are_told_not_cut() -> None:
    for name in (LONG_ZH, LONG_EN):
        scenario = with_venue(names=named(name), place=named(name))
        codes = [problem.code for problem in preflight(make_job("zh", scenario))]
        assert ProblemCode.TEXT_CUT not in codes


def test_that_every_problem_has_its_sentence_in_both_languages() -> None:
    for language in ("zh", "en"):
        job = make_job(language)
        for code in ProblemCode:
            text = describe(Problem(code, "V001", "name", "x", Severity.ERROR), job)
            assert text
            assert "{" not in text


@given(st.text(max_size=30))
@settings(max_examples=15, deadline=None)
def test_that_every_character_without_a_glyph_is_found(name: str) -> None:
    job = make_job("zh", with_venue(names=named(f"x{name}")))
    found = {
        problem.detail
        for problem in preflight(job)
        if problem.code is ProblemCode.MISSING_GLYPH and problem.field == "name"
    }
    assert found == set(find_missing(name))
