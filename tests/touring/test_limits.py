"""Legs as arrays, and the rules of money, floors, locks, breaks and nights, one by one."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.demand import Floor, Question
from planner.domain.locks import Freedom, Lock
from planner.domain.territory import Location
from planner.rules.travel import find_leg
from planner.touring.instance import measure_legs
from planner.touring.session import Outcome, Session
from planner.watch import NoWatch
from tests.touring.questions import FREE, HOME, at_km, make_booth, make_days, make_question
from tests.touring.verify import find_faults

PLACES = st.builds(
    Location,
    st.floats(20, 30, allow_nan=False).map(lambda x: round(x, 4)),
    st.floats(98, 106, allow_nan=False).map(lambda x: round(x, 4)),
)


def solve(question: Question) -> Outcome:
    """Solve, and see that no rule is broken."""
    outcome = Session(question).solve(2.0, 1, NoWatch(), lambda _: None)
    assert outcome.unkept or not find_faults(outcome.tours, question)
    return outcome


def made(question: Question) -> set[str]:
    """Name the visits of the best plan."""
    return {s.visit for tour in solve(question).tours for d in tour.days for s in d.stops}


@settings(max_examples=40, deadline=None)
@given(st.lists(PLACES, min_size=2, max_size=12))
def test_that_legs_as_arrays_are_those_of_the_rule_of_travel(places: list[Location]) -> None:
    minutes, metres = measure_legs(places, FREE)
    for i, start in enumerate(places):
        for j, end in enumerate(places):
            leg = find_leg(start, end, FREE)
            assert (minutes[i, j], metres[i, j]) == (leg.minutes, leg.metres)


def test_that_the_budget_bounds_road_and_nights() -> None:
    visits = [make_booth("V1", at_km(50), [1], worth=90.0), make_booth("V2", at_km(60), [2])]
    rich = replace(FREE, budget=22_001, road_price_per_km=100)
    poor = replace(FREE, budget=21_900, road_price_per_km=100)
    assert made(make_question(visits, parameters=rich)) == {"V1", "V2"}
    assert len(made(make_question(visits, parameters=poor))) == 1


def test_that_a_floor_is_reached_where_its_price_is_worth_it() -> None:
    question = make_question([make_booth("V1", at_km(50), [1], worth=5.0)])
    assert made(question) == set()
    assert made(replace(question, floors=(Floor("R", ("V1",), 1, 30.0),))) == {"V1"}
    left = solve(replace(question, floors=(Floor("R", ("V1",), 1, 10.0),)))
    assert (left.tours, left.value, left.bound) == ((), -10.0, -10.0)


def test_that_a_locked_visit_is_made_at_a_loss_and_by_its_crew() -> None:
    (day,) = make_days(1)
    question = make_question([make_booth("V1", at_km(50), [1], worth=5.0)], crews=2)
    locked = replace(question, locks=(Lock("V1", Freedom.CREW, day, 540, "C2"),))
    offer = replace(locked.visits[0].offers[0], earliest_start=540, latest_start=540)
    locked = replace(locked, visits=(replace(locked.visits[0], offers=(offer,)),))
    outcome = solve(locked)
    assert [tour.crew for tour in outcome.tours] == ["C2"]
    assert outcome.value < 0


def test_that_a_lock_which_cannot_be_kept_is_named() -> None:
    (day,) = make_days(1)
    question = make_question([make_booth("V1", at_km(400), [1])])
    outcome = solve(replace(question, locks=(Lock("V1", Freedom.DAY, day, 510, "C1"),)))
    assert (outcome.tours, outcome.unkept) == ((), ("V1",))


def test_that_breaks_on_the_way_take_time() -> None:
    venue = make_booth("V1", at_km(120), [1], window=(510, 990))
    assert made(make_question([venue])) == {"V1"}
    tired = replace(FREE, break_after_drive=60, break_minutes=60)
    assert made(make_question([venue], parameters=tired)) == set()


def test_that_nights_are_spent_on_evenings_and_in_beds_that_may_be() -> None:
    venue = make_booth("V1", at_km(300), [3], worth=500.0)
    beds = [("V1", venue.location, 10000)]
    assert made(make_question([venue], beds=beds)) == {"V1"}
    weekday = replace(FREE, night_weekdays=frozenset({2}))
    assert made(make_question([venue], beds=beds, parameters=weekday)) == set()
    metres = find_leg(HOME, venue.location, FREE).metres
    near, far = replace(FREE, night_from=metres + 1), replace(FREE, night_from=metres)
    assert made(make_question([venue], beds=beds, parameters=near)) == set()
    assert made(make_question([venue], beds=beds, parameters=far)) == {"V1"}
