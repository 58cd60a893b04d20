"""The poster: one page a stop, all it must tell, on any name."""

import re
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.calendar import DateRule, RuleKind
from planner.domain.units import Names
from planner.papers.fonts import find_missing, tidy
from planner.papers.job import lay_out
from planner.papers.poster import posters
from tests.factories import make_plan, make_product, make_scenario
from tests.papers.pages import make_job, named, page_sizes, read_pages, squeeze, with_venue

LONG_ZH = "双江拉祜族佤族布朗族傣族自治县勐勐镇千福社区景亢村民委员会农贸市场旁边的老街口四十字"
LONG_EN = "Shuangjianglahuzuwazubulangzudaizu Autonomous County Seat and Market Town"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_each_booth_stop_gets_one_a3_page(language: str) -> None:
    pdf = posters(make_job(language))
    assert page_sizes(pdf) == [(297, 420)] * 2


def test_that_an_english_poster_tells_when_where_and_what() -> None:
    page = read_pages(posters(make_job()))[0]
    for text in (
        "Touring service in Market Town 1",
        "Tuesday",
        "October",
        "2026",
        "market day",
        "town hall square",
        "Alder County",
        "market every Tuesday, Friday",
        "Free of charge",
        "water pump, thresher",
        "Warranty card or invoice",
        "Complaints desk on site",
        "000-555",
        "Miller & Sons",
        "provisional",
        "please remove on 21 Oct",
        "261012-000001-001",
    ):
        assert squeeze(text) in page, text


def test_that_a_chinese_poster_tells_the_lunar_day() -> None:
    page = read_pages(posters(make_job("zh")))[0]
    for text in ("巡回服务到集镇1", "10月20日", "星期二", "农历九月十一", "逢集日", "镇政府广场"):
        assert text in page, text


def test_that_the_public_hours_leave_out_set_up_and_packing() -> None:
    job = make_job()
    stop = job.plan.tours[0].days[0].stops[0]
    opens, closes = stop.start + 30, stop.end - 30
    hours = f"{opens // 60}:{opens % 60:02d}–{closes // 60}:{closes % 60:02d}"
    assert hours in read_pages(posters(job))[0]


def test_that_no_lunch_break_is_told_only_where_people_are_received_at_noon() -> None:
    job = make_job()
    tour = job.plan.tours[0]
    first, *rest = tour.days
    late = replace(first.stops[0], start=13 * 60, end=16 * 60)
    days = (replace(first, stops=(late,)), *rest)
    afternoon = replace(job, plan=replace(job.plan, tours=(replace(tour, days=days),)))
    assert squeeze("no lunch break") in read_pages(posters(job))[0]
    assert squeeze("no lunch break") not in read_pages(posters(afternoon))[0]


def test_that_the_next_visit_is_told_firm_or_provisional() -> None:
    job = make_job()
    following = job.plan.tours[0].days[0].stops[0].next_visit
    assert following is not None
    tour = job.plan.tours[0]
    stop = replace(tour.days[0].stops[0], next_visit=replace(following, firm=True))
    day = replace(tour.days[0], stops=(stop,))
    firm = replace(job.plan, tours=(replace(tour, days=(day, *tour.days[1:])),))
    page = read_pages(posters(replace(job, plan=firm)))[0]
    assert "provisional" not in page
    assert "firm" in page
    assert page.count(squeeze(f"{following.day:%a} {following.day.day} {following.day:%b}")) >= 8


@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_the_code_on_the_page_is_the_visit(language: str) -> None:
    job = make_job(language)
    page = pypdfium2.PdfDocument(posters(job))[0]
    codes = zxingcpp.read_barcodes(page.render(scale=1.5).to_pil())
    assert len(codes) == 1
    stop = job.plan.tours[0].days[0].stops[0]
    text = codes[0].text
    begins = stop.start + 30 - 120  # Rome is two hours ahead in October
    assert "BEGIN:VEVENT" in text
    assert f"DTSTART:20261020T{begins // 60:02d}{begins % 60:02d}00Z" in text
    assert ("镇政府广场" if language == "zh" else "town hall square") in text


def test_that_all_fonts_are_embedded_and_ours() -> None:
    pdf = posters(make_job("zh"))
    names = set(re.findall(rb"/BaseFont /([\w+-]+)", pdf))
    assert names
    assert all(b"+XunhuiSans" in name for name in names), names
    assert pdf.count(b"/FontFile2") >= len(names)


def test_that_the_same_job_gives_the_same_bytes() -> None:
    assert posters(make_job("zh")) == posters(make_job("zh"))


@pytest.mark.parametrize("name", [LONG_ZH, LONG_EN, "镇", "<b>Li", "<img src='/etc/hosts'/>"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_any_name_prints_whole_on_one_page(name: str, language: str) -> None:
    pages = read_pages(posters(make_job(language, with_venue(names=named(name)))))
    assert len(pages) == 2
    assert squeeze(name) in pages[0]


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_that_every_name_a_font_can_set_is_on_the_page(name: str) -> None:
    pages = read_pages(posters(make_job("zh", with_venue(names=named(name), place=Names()))))
    assert len(pages) == 2
    if tidy(name).isalnum() and tidy(name).isascii() and not find_missing(name):
        assert squeeze(tidy(name)) in pages[0]


def test_that_a_missing_name_falls_back_to_the_other_language() -> None:
    pages = read_pages(posters(make_job("zh", with_venue(names=Names((("en", "Kaiwen"),))))))
    assert "Kaiwen" in pages[0]


def test_that_what_is_not_known_is_not_printed() -> None:
    scenario = replace(with_venue(place=Names(), market=None), hotline="", company="", products=())
    page = read_pages(posters(make_job("en", scenario)))[0]
    assert "Hotline" not in page
    assert "Callbefore" not in page
    assert "marketday" not in page
    assert squeeze("Bridge Town service station") in page
    assert squeeze("All machines of our make") in page


@pytest.mark.parametrize(("language", "said"), [("zh", "水泵、碾米机"), ("en", "pump, rice mill")])
def test_that_products_named_in_two_languages_are_told_in_the_readers(
    language: str, said: str
) -> None:
    both = tuple(
        make_product(name, names=named(name)) for name in ("pump 水泵", "rice mill 碾米机")
    )
    page = read_pages(posters(make_job(language, make_scenario(products=both))))[0]
    assert squeeze(said) in squeeze(page)
    assert ("pump" in page) == (language == "en")


def test_that_a_brand_stays_with_its_machine() -> None:
    some = tuple(make_product(name, names=named(name)) for name in ("Kubota 插秧机", "水泵"))
    page = read_pages(posters(make_job("zh", make_scenario(products=some))))[0]
    assert "Kubota" in page


def test_that_one_page_can_be_set_ahead_of_the_others() -> None:
    job = make_job("en")
    wanted = read_pages(posters(job))[1]
    visit = lay_out(job).notices[1].stop.visit
    assert read_pages(posters(replace(job, only=visit))) == [wanted]


def test_that_many_products_end_in_a_number() -> None:
    products = tuple(make_product(f"machine {n}", names=named(f"machine {n}")) for n in range(90))
    page = read_pages(posters(make_job("en", make_scenario(products=products))))[0]
    assert re.search(r"machine0,machine1.*and\d+more", page)


@pytest.mark.parametrize("kind", list(RuleKind))
def test_that_every_kind_of_market_prints(kind: RuleKind) -> None:
    days = frozenset({make_plan().tours[0].days[0].day})
    rule = DateRule(kind, frozenset(range(7)), days)
    for language in ("zh", "en"):
        assert len(read_pages(posters(make_job(language, with_venue(market=rule))))) == 2


def test_that_a_plan_without_booths_says_so() -> None:
    job = make_job()
    pages = read_pages(posters(replace(job, plan=replace(job.plan, tours=()))))
    assert pages == ["Thisplanholdsnoboothstop."]


def test_that_a_stop_without_next_date_prints_this_one_to_tear_off() -> None:
    job = make_job()
    tour = job.plan.tours[0]
    days = tuple(
        replace(day, stops=tuple(replace(stop, next_visit=None) for stop in day.stops))
        for day in tour.days
    )
    page = read_pages(
        posters(replace(job, plan=replace(job.plan, tours=(replace(tour, days=days),))))
    )
    assert page[0].count("Thisvisit") == 8
    assert "willbeannounced" in page[0]
