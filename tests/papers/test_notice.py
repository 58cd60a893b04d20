"""The notice: one formal page a stop, never below twelve points."""

import io
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4

from planner.papers.flow import Fit
from planner.papers.job import Desk, lay_out
from planner.papers.notice import BODY, SCALES, SMALLEST, draw_notice, notices
from planner.papers.sheet import open_canvas
from tests.factories import make_product, make_scenario
from tests.papers.pages import make_job, named, page_sizes, read_pages, squeeze, with_venue
from tests.papers.test_poster import LONG_EN, LONG_ZH


@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_each_booth_stop_gets_one_a4_page(language: str) -> None:
    assert page_sizes(notices(make_job(language))) == [(210, 297)] * 2


def test_that_a_notice_says_where_it_hangs_and_how_long() -> None:
    page = read_pages(notices(make_job()))[0]
    for text in (
        "To hang at: bus station, market gate",
        "Up by Thu 15 Oct",
        "down on Wed 21 Oct",
        "No. 261012-000001-001",
        "To all users in Market Town 1:",
        "Tuesday 20 October",
        "12 October 2026",
        "Next visit",
    ):
        assert squeeze(text) in page, text


def test_that_the_body_is_never_smaller_than_twelve_points() -> None:
    assert min(SCALES) * BODY >= SMALLEST >= 12


@pytest.mark.parametrize("name", [LONG_ZH, LONG_EN, "镇", "<b>"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_the_worst_texts_still_leave_one_page(name: str, language: str) -> None:
    venues = with_venue(
        names=named(name), place=named(name), notice_places=tuple(f"{name}{n}" for n in range(3))
    ).venues
    products = tuple(make_product(f"{name}{n}", names=named(f"{name}{n}")) for n in range(90))
    scenario = make_scenario(venues=venues, products=products, company=name)
    job = make_job(language, scenario)
    pages = read_pages(notices(job))
    assert len(pages) == 2
    assert pages[0].count(squeeze(name)) >= 3
    desk = lay_out(job)
    assert all(fit.whole for fit in _fits(desk))


def _fits(desk: Desk) -> tuple[Fit, ...]:
    canvas = open_canvas(io.BytesIO(), A4, desk, "")
    return draw_notice(canvas, desk, desk.notices[0])


def test_that_the_code_on_a_notice_can_be_read() -> None:
    page = pypdfium2.PdfDocument(notices(make_job("zh")))[0]
    codes = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert [code.text.split("\r\n")[0] for code in codes] == ["BEGIN:VEVENT"]


def test_that_a_notice_without_hotline_names_the_station() -> None:
    scenario = replace(make_scenario(), hotline="")
    page = read_pages(notices(make_job("en", scenario)))[0]
    assert "Hotline" not in page
    assert squeeze("Organised by Bridge Town service station") in page


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
@settings(max_examples=15, deadline=None)
def test_that_any_name_leaves_one_page_a_stop(name: str, place: str) -> None:
    scenario = with_venue(names=named(name), place=named(place))
    assert len(read_pages(notices(make_job("zh", scenario)))) == 2
