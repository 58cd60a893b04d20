"""The timing of a day from the order of its stops."""

from datetime import date

from planner.domain.calendar import TimeWindow
from tests.factories import make_question, make_scenario, make_tour, make_venue

TUESDAY = date(2026, 10, 20)


def test_that_a_stop_starts_on_a_quarter_of_an_hour_where_the_day_still_fits_so() -> None:
    fits = make_tour(make_question(), TUESDAY, [["V001"]]).days[0]
    assert fits.stops[0].start % 15 == 0
    tight = make_scenario(venues=(make_venue("V001", hours=TimeWindow(542, 902)),))
    exact = make_tour(make_question(tight), TUESDAY, [["V001"]]).days[0]
    assert exact.stops[0].start == 542
