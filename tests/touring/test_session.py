"""The engine as a whole: its plans keep every rule, and are the best there is where small."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from planner.domain.demand import Question
from planner.touring.evaluate import Column
from planner.touring.instance import Instance, build_instance
from planner.touring.search import Search
from planner.touring.session import Outcome, Session
from planner.watch import Cancelled, NoWatch
from tests.touring.brute import find_best_value
from tests.touring.questions import (
    FREE,
    at_km,
    make_booth,
    make_days,
    make_home,
    make_question,
    make_random,
    with_crew,
)
from tests.touring.verify import find_faults, find_value


def solve(question: Question, seconds: float = 0.4, seed: int = 1) -> Outcome:
    """Solve without listeners."""
    return Session(question).solve(seconds, seed, NoWatch(), lambda _: None)


def planned(outcome: Outcome) -> dict[str, int]:
    """Give the day number of each visit planned."""
    first = make_days(0)[0]
    return {
        stop.visit: (day.day - first).days
        for tour in outcome.tours
        for day in tour.days
        for stop in day.stops
    }


@pytest.mark.parametrize("seed", range(16))
def test_that_small_plans_keep_the_rules_and_reach_the_best_value(seed: int) -> None:
    question = make_random(seed, days=3)
    outcome = solve(question)
    assert find_faults(outcome.tours, question) == []
    assert outcome.value == pytest.approx(find_value(outcome.tours, question))
    assert outcome.value == pytest.approx(find_best_value(question), abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_that_larger_plans_keep_the_rules(seed: int) -> None:
    question = make_random(seed, venues=14, homes=6, days=14)
    outcome = solve(question, seconds=1.0)
    assert find_faults(outcome.tours, question) == []
    assert outcome.value == pytest.approx(find_value(outcome.tours, question))
    assert outcome.bound is None or outcome.bound >= outcome.value


def test_that_nothing_wanted_gives_an_empty_plan() -> None:
    outcome = solve(make_question([]))
    assert (outcome.tours, outcome.value) == ((), 0.0)


def test_that_no_crew_gives_an_empty_plan() -> None:
    question = make_question([make_booth("V1", at_km(50), [1])])
    assert solve(replace(question, crews=())).tours == ()


def test_that_a_visit_worth_less_than_it_costs_is_left_out() -> None:
    question = make_question([make_booth("V1", at_km(50), [1], worth=15 + 2 * 50 * 0.05 - 0.5)])
    assert solve(question).tours == ()


def test_that_a_visit_worth_a_little_more_than_it_costs_is_made() -> None:
    question = make_question([make_booth("V1", at_km(50), [1], worth=15 + 2 * 50 * 0.05 + 0.5)])
    assert planned(solve(question)) == {"V1": 1}


def test_that_the_dearer_day_is_taken() -> None:
    low = make_booth("V1", at_km(50), [1, 2], worth=50.0)
    high = make_booth("V1", at_km(50), [3], worth=80.0)
    assert planned(solve(make_question([replace(low, offers=low.offers + high.offers)]))) == {
        "V1": 3
    }


def test_that_nothing_is_planned_within_the_notice_lead() -> None:
    visits = [make_booth("V1", at_km(50), [4]), make_booth("V2", at_km(50), [5])]
    question = make_question(visits, parameters=replace(FREE, notice_lead_days=5))
    assert planned(solve(question)) == {"V2": 5}


def test_that_a_far_venue_is_reached_over_a_night() -> None:
    venue = make_booth("V1", at_km(300), [3], worth=500.0)
    assert solve(make_question([venue])).tours == ()
    question = make_question([venue], beds=[("V1", venue.location, 10000)])
    (tour,) = solve(question).tours
    assert [day.overnight is not None for day in tour.days] == [True, True, False]


def test_that_a_leg_of_450_km_is_driven_on_a_day_without_stops() -> None:
    venue = make_booth("V1", at_km(450), [3], worth=500.0)
    question = make_question([venue], beds=[("V1", venue.location, 10000)])
    (tour,) = solve(question).tours
    assert [len(day.stops) for day in tour.days] == [0, 1, 0]
    assert find_faults([tour], question) == []


def test_that_a_leg_longer_than_a_day_is_not_driven() -> None:
    venue = make_booth("V1", at_km(485), [3], worth=500.0)
    question = make_question([venue], beds=[("V1", venue.location, 10000)])
    assert solve(question).tours == ()


def test_that_a_bed_too_dear_is_not_slept_in() -> None:
    venue = make_booth("V1", at_km(300), [3], worth=200.0)
    question = make_question([venue], beds=[("V1", venue.location, 200_000)])
    assert solve(question).tours == ()


def test_that_nights_stay_within_the_limit_of_the_crew() -> None:
    venue = make_booth("V1", at_km(300), [2, 3], worth=500.0)
    question = make_question([venue], beds=[("V1", venue.location, 10000)], max_nights=1)
    assert solve(question).tours == ()


def test_that_home_visits_are_woven_around_a_booth() -> None:
    visits = [
        make_booth("V1", at_km(60), [2], window=(540, 1000)),
        make_home("K1", at_km(55), range(7), worth=25.0),
        make_home("K2", at_km(45), range(7), worth=25.0),
    ]
    (tour,) = solve(make_question(visits)).tours
    assert {stop.visit for stop in tour.days[0].stops} == {"V1", "H:K1", "H:K2"}


def test_that_two_half_booths_share_a_day() -> None:
    near = make_booth("V1", at_km(20), [2], minutes=(180,), worth=100.0)
    other = make_booth("V2", at_km(40), [2], minutes=(180,), worth=100.0)
    (tour,) = solve(make_question([near, other])).tours
    assert len(tour.days[0].stops) == 2


def test_that_a_visit_waits_for_a_crew_with_the_skill() -> None:
    visit = replace(make_home("K1", at_km(30), [2]), skill="diesel", level=3)
    question = make_question([visit], crews=2)
    question = with_crew(question, 1, skills=(("diesel", 2),))
    assert solve(question).tours == ()
    question = with_crew(question, 2, skills=(("diesel", 3),))
    assert [tour.crew for tour in solve(question).tours] == ["C2"]


def test_that_one_vehicle_takes_one_crew_a_day() -> None:
    visits = [make_booth("V1", at_km(50), [2]), make_booth("V2", at_km(-50), [2])]
    assert len(planned(solve(make_question(visits, crews=2, vehicles=2)))) == 2
    assert len(planned(solve(make_question(visits, crews=2, vehicles=1)))) == 1


def test_that_a_technician_is_out_with_one_crew_a_day() -> None:
    visits = [make_booth("V1", at_km(50), [2]), make_booth("V2", at_km(-50), [2])]
    question = make_question(visits, crews=2)
    question = with_crew(question, 1, technicians=("T1", "T2"))
    assert len(planned(solve(with_crew(question, 2, technicians=("T3",))))) == 2
    assert len(planned(solve(with_crew(question, 2, technicians=("T2",))))) == 1


def test_that_a_crew_stays_at_home_when_it_is_not_free() -> None:
    question = make_question([make_booth("V1", at_km(50), [2])])
    assert solve(with_crew(question, 1, days=make_days(1, 3))).tours == ()


def test_that_a_crew_is_out_five_days_a_week() -> None:
    visits = [make_booth(f"V{d}", at_km(40 + d), [d]) for d in range(7)]
    parameters = replace(FREE, max_days_in_a_row=9)
    assert len(planned(solve(make_question(visits, parameters=parameters)))) == 5


def test_that_a_crew_is_out_six_days_in_a_row() -> None:
    visits = [make_booth(f"V{d}", at_km(40 + d), [d]) for d in range(7)]
    parameters = replace(FREE, max_days_a_week=7)
    assert len(planned(solve(make_question(visits, parameters=parameters)))) == 6


def test_that_a_long_tour_is_followed_by_a_day_of_rest() -> None:
    early = (510, 870)  # too early to come from the depot the same day
    visits = [
        make_booth(f"V{d}", at_km(200 + d), [d], worth=400.0, window=early) for d in range(2, 5)
    ]
    beds = [(visit.id, visit.location, 100) for visit in visits]
    visits.append(make_booth("V9", at_km(50), [5], worth=30.0))
    question = make_question(visits, beds=beds, max_nights=3)
    assert set(planned(solve(question))) == {"V2", "V3", "V4"}
    relaxed = replace(question, parameters=replace(FREE, rest_after_nights=9))
    assert set(planned(solve(relaxed))) == {"V2", "V3", "V4", "V9"}


def test_that_a_repeat_follows_within_its_gap_and_never_alone() -> None:
    visit = make_booth("V1", at_km(50), [1, 2])
    repeat = replace(make_booth("V1#2", at_km(50), [3, 6]), repeat_of="V1", min_gap=4, max_gap=4)
    assert planned(solve(make_question([visit, repeat]))) == {"V1": 2, "V1#2": 6}
    early = replace(repeat, min_gap=1, max_gap=1)
    assert planned(solve(make_question([visit, early]))) == {"V1": 2, "V1#2": 3}
    without = replace(visit, offers=())
    assert planned(solve(make_question([without, repeat]))) == {}


def test_that_seven_booths_in_ten_stand_on_market_days() -> None:
    quiet = [make_booth(f"V{d}", at_km(40 + d), [d, 9], market=[9]) for d in range(1, 6)]
    busy = make_booth("V9", at_km(50), [7], market=[7], worth=30.0)
    question = make_question([*quiet, busy], days=9)
    assert set(planned(solve(question))) == {"V9"}


def test_that_the_same_seed_and_work_give_the_same_plan() -> None:
    instance = build_instance(make_random(2, venues=8, homes=2, days=10))
    plans = [search_by_count(instance, 7, steps=60) for _ in range(2)]
    assert plans[0] == plans[1]
    assert plans[0]


def search_by_count(instance: Instance, seed: int, steps: int) -> set[Column]:
    """Search with a clock that goes on by one second each time it is read."""
    clock = count()
    search = Search(
        instance, seed, steps, lambda: steps - next(clock), lambda: None, lambda _: None
    )
    search.run()
    return {search.pool.columns[number] for number in search.best}


class StopsAfter:
    """A watch that stops the work at the given call."""

    def __init__(self, calls: int) -> None:
        self.calls = calls

    def step(self, done: float, total: float, code: str) -> None:
        """Count down."""
        self.calls -= 1
        if self.calls < 0:
            raise Cancelled


@pytest.mark.parametrize("calls", [0, 1, 20, 60])
def test_that_cancelling_gives_the_best_plan_so_far(calls: int) -> None:
    question = make_random(2, venues=20, homes=6, days=21)
    told: list[Outcome] = []
    outcome = Session(question).solve(60, 1, StopsAfter(calls), told.append)
    assert outcome.stopped
    assert find_faults(outcome.tours, question) == []
    assert outcome.value >= max((better.value for better in told), default=0.0)


def test_that_better_plans_are_told_and_none_is_worse_than_the_last() -> None:
    question = make_random(2, venues=20, homes=6, days=21)
    told: list[Outcome] = []
    outcome = Session(question).solve(2.0, 1, NoWatch(), told.append)
    values = [better.value for better in told]
    assert values == sorted(values)
    assert values[0] > 0
    assert outcome.value >= values[-1]


def test_that_the_watch_hears_often() -> None:
    question = make_random(2, venues=20, homes=6, days=21)
    heard: list[float] = []
    watch = Recorder(heard.append)
    Session(question).solve(1.0, 1, watch, lambda _: None)
    assert len(heard) > 10
    assert heard == sorted(heard)


class Recorder:
    """A watch that passes on how far the work is."""

    def __init__(self, tell: Callable[[float], None]) -> None:
        self.tell = tell

    def step(self, done: float, total: float, code: str) -> None:
        """Pass the seconds on."""
        self.tell(done)
