"""The next date told to people."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.calendar import DateRule, DateSpan, RevisitRule, RuleKind, TimeWindow
from planner.domain.parameters import Parameters
from planner.domain.territory import Location, Region, Venue
from planner.domain.units import Names
from planner.rules.dates import is_market_day
from planner.rules.followup import propose_next

NAME = Names((("", "Daping"),))


def venue_with(
    market: DateRule | None, revisit: RevisitRule | None = None, closed: tuple[DateSpan, ...] = ()
) -> Venue:
    return Venue(
        "V1", NAME, Location(25, 102), Region("R", NAME), TimeWindow(480, 900), 100, 500,
        market=market, revisit=revisit, closed=closed,
    )  # fmt: skip


def test_that_the_next_visit_is_the_market_nearest_to_the_period() -> None:
    daping = venue_with(DateRule(RuleKind.LUNAR_DIGITS, frozenset({2, 7})))
    found = propose_next(daping, date(2027, 3, 9), Parameters())
    assert (found.day, found.market_day, found.in_tolerance) == (date(2027, 6, 6), True, True)


def test_that_a_market_outside_the_tolerance_is_proposed_and_said_to_be_outside() -> None:
    sundays = venue_with(DateRule(RuleKind.WEEKDAY, frozenset({6})), RevisitRule(28, 2, 2))
    found = propose_next(sundays, date(2026, 10, 14), Parameters())
    assert found.day == date(2026, 11, 8)
    assert found.market_day
    assert not found.in_tolerance


def test_that_a_closed_market_day_is_passed_over() -> None:
    closed = (DateSpan(date(2027, 6, 1), date(2027, 6, 8)),)
    daping = venue_with(DateRule(RuleKind.LUNAR_DIGITS, frozenset({2, 7})), closed=closed)
    found = propose_next(daping, date(2027, 3, 9), Parameters())
    assert found.day == date(2027, 6, 11)


@given(
    st.dates(date(2021, 1, 1), date(2034, 1, 1)),
    st.sampled_from([k for k in RuleKind if k is not RuleKind.DATES]),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(20, 120),
)
def test_that_the_next_visit_is_always_later_and_on_a_market_day(
    day: date, kind: RuleKind, numbers: set[int], period: int
) -> None:
    rule = DateRule(kind, frozenset(numbers))
    found = propose_next(venue_with(rule, RevisitRule(period, 5, 5)), day, Parameters())
    assert found.day > day
    assert is_market_day(rule, found.day)
    gap = (found.day - day) - timedelta(days=period)
    assert found.in_tolerance == (abs(gap.days) <= 5)
