"""The first plan: what is locked comes before what is worth most."""

from dataclasses import replace
from datetime import timedelta

from planner.domain.locks import Freedom, Lock
from planner.touring.instance import build_instance
from tests.touring.questions import MONDAY, at_km, make_booth, make_question
from tests.touring.searches import open_search


def test_that_a_first_plan_makes_a_locked_repeat_and_the_visit_before_it() -> None:
    first = make_booth("V1", at_km(50), range(14), worth=1.0)
    again = make_booth("V1#2", at_km(50), [10], worth=1.0)
    again = replace(again, repeat_of="V1", min_gap=5, max_gap=8)
    others = [make_booth(f"W{n}", at_km(60, n), range(14)) for n in range(12)]
    question = make_question([first, again, *others], days=14)
    locks = (Lock("V1#2", Freedom.DAY, MONDAY + timedelta(10), 600, "C1"),)
    instance = build_instance(replace(question, locks=locks))
    search = open_search(instance)
    search.construct()
    assert search.unkept == ()


def test_that_a_first_plan_keeps_locks_even_when_its_share_of_the_time_is_over() -> None:
    booths = [make_booth(f"V{n}", at_km(40, n), range(7)) for n in range(4)]
    question = make_question(booths, days=7)
    locks = (Lock("V2", Freedom.DAY, MONDAY + timedelta(3), 600, "C1"),)
    search = open_search(build_instance(replace(question, locks=locks)))
    search.remaining = lambda: 0.01 * search.seconds
    search.construct()
    assert search.unkept == ()
    assert len(search.best) == 1
