"""The visit as a calendar event in a QR code."""

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.papers.job import lay_out
from planner.papers.visitcode import CAPACITY, LARGEST, write_event
from tests.factories import make_scenario
from tests.papers.pages import make_job, named, with_venue


@given(st.text(max_size=120), st.text(max_size=80), st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_that_any_texts_fit_a_code_a_phone_reads(name: str, place: str, company: str) -> None:
    scenario = with_venue(names=named(name or "x"), place=named(place))
    desk = lay_out(make_job("zh", make_scenario(venues=scenario.venues, company=company)))
    event = write_event(desk, desk.notices[0])
    assert len(event.encode()) <= CAPACITY
    code = segno.make(event, error="m", boost_error=False, micro=False, encoding="utf-8")
    assert code.version <= LARGEST
    assert event.startswith("BEGIN:VEVENT\r\n")
    assert event.endswith("\r\nEND:VEVENT")
    assert event.count("\r\n") in (6, 7)


def test_that_commas_and_line_breaks_in_names_do_not_break_the_event() -> None:
    desk = lay_out(make_job("en", with_venue(names=named("A, B; C\nEND:VEVENT"))))
    lines = write_event(desk, desk.notices[0]).split("\r\n")
    assert "LOCATION:A\\, B\\; C END:VEVENT town hall square" in lines
    assert lines.count("END:VEVENT") == 1
