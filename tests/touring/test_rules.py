"""Rules of a tour, each with a small question whose plan only that rule decides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain.demand import Offer, Question, Worth
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Stop
from planner.rules.locks import narrow
from planner.touring.session import Outcome, Session
from planner.watch import NoWatch
from tests.touring.questions import (
    FREE,
    MONDAY,
    at_km,
    make_booth,
    make_home,
    make_question,
    with_crew,
)
from tests.touring.verify import find_faults, find_value


def solve(question: Question) -> Outcome:
    """Solve, and see that no rule is broken and that the value is that of the tours."""
    outcome = Session(question).solve(0.4, 1, NoWatch(), lambda _: None)
    assert outcome.unkept or find_faults(outcome.tours, question) == []
    lost = outcome.unkept
    assert lost or outcome.value == pytest.approx(find_value(outcome.tours, question))
    return outcome


def made(question: Question) -> dict[str, Stop]:
    """Give the stops of the best plan by visit."""
    tours = solve(question).tours
    return {stop.visit: stop for tour in tours for day in tour.days for stop in day.stops}


def test_that_a_visit_is_reached_no_sooner_than_the_road_allows() -> None:
    for latest, planned in ((578, False), (579, True)):  # 7:00 + 144 min at the wheel + 15
        window = (420, latest + 360)
        question = make_question([make_booth("V1", at_km(119.9), [1], window=window)])
        assert bool(made(question)) == planned


def test_that_service_begins_when_it_may_and_not_before() -> None:
    question = make_question([make_booth("V1", at_km(50), [1], window=(600, 1000))])
    assert made(question)["V1"].start >= 600
    late = make_question([make_booth("V1", at_km(50), [1], window=(761, 1200))])
    assert made(late) == {}  # 7:00 to 19:00 leave no six hours after 12:41


def test_that_the_shorter_booth_stands_where_the_longer_would_begin_too_late() -> None:
    booth = make_booth("V1", at_km(119.9), [1], minutes=(360, 180), window=(420, 900), worth=200.0)
    stop = made(make_question([booth]))["V1"]
    assert stop.end - stop.start == 180


def test_that_two_offers_of_one_visit_are_not_both_taken() -> None:
    booth = make_booth("V1", at_km(10), [1, 2], minutes=(180,), worth=200.0)
    (tour,) = solve(make_question([booth])).tours
    assert [len(day.stops) for day in tour.days] == [1]


def test_that_a_stop_says_whether_it_stands_on_a_market_day() -> None:
    booths = [
        make_booth("V1", at_km(30), [1], market=[1]),
        make_booth("V2", at_km(30), [2]),
    ]
    stops = made(make_question(booths, parameters=replace(FREE, market_share=0.0)))
    assert {visit: stop.market_day for visit, stop in stops.items()} == {"V1": True, "V2": False}


@pytest.mark.parametrize("day", [-1, 7])
def test_that_offers_outside_the_horizon_are_not_taken(day: int) -> None:
    told = replace(FREE, notice_lead_days=-2)
    question = make_question([make_booth("V1", at_km(30), [day])], parameters=told)
    assert made(question) == {}


def test_that_breaks_are_part_of_the_hours_told() -> None:
    tired = replace(FREE, break_after_drive=60, break_minutes=30)
    question = make_question([make_booth("V1", at_km(70), [1])], parameters=tired)
    (tour,) = solve(question).tours
    (day,) = tour.days
    minutes = day.drive_minutes // 2
    assert day.stops[0].arrive - day.start == minutes + 30 + 15
    assert day.end - day.stops[0].end == minutes + 30 + 15


def test_that_a_bed_is_reached_inside_the_shift() -> None:
    """Home is near enough; the bed, from where the next day could be served, is not."""
    first = make_booth("V1", at_km(-60), [1], window=(600, 1000))
    second = make_booth("V2", at_km(280), [2], window=(430, 800))
    beds = [("V2", second.location, 100)]
    assert set(made(make_question([first, second], beds=beds))) != {"V1", "V2"}
    assert set(made(make_question([replace(first, offers=()), second], beds=beds))) == {"V2"}


@pytest.mark.parametrize(("most", "planned"), [(430, False), (440, True)])
def test_that_the_way_home_counts_for_the_day_at_the_wheel(most: int, planned: bool) -> None:
    visit = make_booth("V1", at_km(219.9), [1], minutes=(180,), worth=300.0)
    limits = replace(FREE, max_drive_minutes_per_day=most)
    question = make_question(
        [visit], beds=[("V1", visit.location, 100)], max_nights=0, parameters=limits
    )
    assert bool(made(question)) == planned


def test_that_the_way_to_bed_counts_for_the_day_at_the_wheel() -> None:
    first = make_booth("V1", at_km(-60), [1], minutes=(180,), window=(480, 720))
    second = make_booth("V2", at_km(290), [2], minutes=(180,), window=(430, 650))
    beds = [("V2", second.location, 100)]
    for most, planned in ((430, {"V1", "V2"}), (420, {"V2"})):
        limits = replace(FREE, max_drive_minutes_per_day=most, shift_start=360, shift_end=1320)
        question = make_question(
            [first, replace(second, offers=_dear(second.offers))],
            beds=beds,
            max_nights=2,
            parameters=limits,
        )
        assert set(made(question)) == planned


def _dear(offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    return tuple(replace(offer, worth=Worth(people=300.0)) for offer in offers)


def test_that_a_night_is_paid_for_all_the_crew() -> None:
    venue = make_booth("V1", at_km(300), [3], worth=150.0)
    beds = [("V1", venue.location, 80_000)]  # 16 contacts for one, twice
    alone = with_crew(make_question([venue], beds=beds), 1, people=1)
    assert set(made(alone)) == {"V1"}
    assert made(with_crew(alone, 1, people=3)) == {}


def test_that_nights_alone_use_up_the_budget() -> None:
    venue = make_booth("V1", at_km(300), [3], worth=900.0)
    beds = [("V1", venue.location, 1000)]
    for budget, planned in ((6000, {"V1"}), (5999, set())):
        limits = replace(FREE, budget=budget, road_price_per_km=0)
        assert set(made(make_question([venue], beds=beds, parameters=limits))) == planned


def test_that_a_lock_without_any_offer_is_named() -> None:
    question = make_question([make_booth("V1", at_km(30), []), make_booth("V2", at_km(30), [2])])
    locked = replace(question, locks=(Lock("V1", Freedom.DAY, _day(1), 510, "C1"),))
    outcome = solve(locked)
    assert outcome.unkept == ("V1",)
    assert [tour.days[0].stops[0].visit for tour in outcome.tours] == ["V2"]


def test_that_an_announced_visit_alone_is_made_within_the_notice_lead() -> None:
    lock = Lock("V1", Freedom.ANNOUNCED, _day(2), 600, "C1")
    told = narrow(make_booth("V1", at_km(30), [2]), lock, MONDAY)
    visits = [told, make_booth("V2", at_km(30), [3])]
    question = make_question(visits, parameters=replace(FREE, notice_lead_days=5))
    assert made(question) == {}
    assert set(made(replace(question, locks=(lock,)))) == {"V1"}


def test_that_a_tour_starts_and_ends_at_the_depot_and_its_days_follow() -> None:
    venue = make_booth("V1", at_km(300), [3], worth=500.0)
    (tour,) = solve(make_question([venue], beds=[("V1", venue.location, 1000)])).tours
    assert tour.depot == "D"
    assert [day.day for day in tour.days] == [_day(2), _day(3), _day(4)]
    assert [day.overnight is None for day in tour.days] == [False, False, True]


def test_that_a_home_visit_lasts_as_long_as_its_offer() -> None:
    stop = made(make_question([make_home("K1", at_km(20), [2])]))["H:K1"]
    assert stop.end - stop.start == 60


def _day(number: int) -> date:
    return MONDAY + timedelta(number)
