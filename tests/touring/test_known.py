"""Searching on from known tours: what they are worth is never lost, what is impossible is left."""

from dataclasses import replace

import pytest

from planner.touring.large import list_made
from planner.touring.session import Outcome, Session
from planner.watch import NoWatch
from tests.touring.questions import make_random
from tests.touring.verify import find_faults, find_value


def improve(seed: int, seconds: float = 0.3) -> tuple[Outcome, Outcome]:
    """Plan anew, then go on from that plan for a moment."""
    question = make_random(seed, venues=10, homes=4, days=10)
    session = Session(question)
    first = session.solve(seconds, 1, NoWatch(), lambda _: None)
    told: list[Outcome] = []
    second = session.solve(seconds, 2, NoWatch(), told.append, known=first.tours)
    assert find_faults(second.tours, question) == []
    assert not told or told[0].value >= first.value - 1e-6
    return first, second


@pytest.mark.parametrize("seed", range(4))
def test_that_a_plan_gone_on_from_gets_no_worse(seed: int) -> None:
    first, second = improve(seed)
    assert second.value >= first.value - 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_that_tours_that_cannot_be_any_more_are_left(seed: int) -> None:
    question = make_random(seed, venues=10, homes=4, days=10)
    tours = Session(question).solve(0.3, 1, NoWatch(), lambda _: None).tours
    crew = tours[0].crew
    days = {day.day for tour in tours if tour.crew == crew for day in tour.days}
    crews = tuple(
        replace(known, days=tuple(day for day in known.days if day not in days))
        if known.id == crew
        else known
        for known in question.crews
    )
    changed = replace(question, crews=crews)
    outcome = Session(changed).solve(0.3, 1, NoWatch(), lambda _: None, known=tours)
    assert find_faults(outcome.tours, changed) == []
    assert outcome.value == pytest.approx(find_value(outcome.tours, changed))


def test_that_tours_that_exclude_each_other_are_not_all_kept() -> None:
    question = make_random(1, venues=10, homes=4, days=10)
    tours = Session(question).solve(0.3, 1, NoWatch(), lambda _: None).tours
    twice = (*tours, *tours)
    outcome = Session(question).solve(0.3, 1, NoWatch(), lambda _: None, known=twice)
    assert find_faults(outcome.tours, question) == []
    assert outcome.value >= find_value(tours, question) - 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_that_tours_found_for_one_question_make_a_plan_of_the_next_at_once(seed: int) -> None:
    question = make_random(seed, venues=10, homes=4, days=10)
    before = Session(question)
    first = before.solve(0.5, 1, NoWatch(), lambda _: None)
    followed = {visit.repeat_of for visit in question.visits}
    lost = next(v for v in sorted(list_made(first.tours)) if v not in followed)
    changed = replace(question, visits=tuple(v for v in question.visits if v.id != lost))
    told: list[Outcome] = []
    Session(changed, before.drafts).solve(0.5, 1, NoWatch(), told.append)
    kept = [tour for tour in first.tours if lost not in list_made([tour])]
    assert find_faults(told[0].tours, changed) == []
    assert told[0].value >= find_value(kept, changed) - 1e-6
