"""Two plans compared: each bundle alone keeps every rule, all together make the new plan."""

from datetime import date, timedelta

from hypothesis import assume, given, settings

from planner.domain.answers import MoveKind
from planner.domain.calendar import RevisitRule
from planner.domain.plan import Tour
from planner.judge.check import Judge, check
from planner.judge.cost import price
from planner.judge.diff import find_spots, make_bundles, put_together
from planner.judge.salvage import find_broken, salvage
from tests.factories import (
    finish_plan,
    make_crew,
    make_question,
    make_scenario,
    make_tour,
    make_venue,
)
from tests.strategies import QUESTION, hand_made_tours

TUESDAY = date(2026, 10, 20)
DAY = timedelta(1)
SCENARIO = make_scenario()
JUDGE = Judge(SCENARIO, QUESTION)


def compare(before: list[Tour], after: list[Tour], told: frozenset[str] = frozenset()):
    return make_bundles(before, after, JUDGE, find_spots(before), told)


def test_that_the_same_plan_has_no_bundles() -> None:
    tours = [make_tour(QUESTION, TUESDAY, [["V001"]])]
    assert compare(tours, list(finish_plan(tours).tours)) == ()


def test_that_changes_that_have_nothing_in_common_are_apart() -> None:
    before = [make_tour(QUESTION, TUESDAY, [["V001"]])]
    after = [
        make_tour(QUESTION, TUESDAY + 14 * DAY, [["V001"]]),
        make_tour(QUESTION, TUESDAY, [["V004"]], crew="CR2"),
    ]
    bundles = compare(before, after)
    kinds = {move.visit: move.kind for bundle in bundles for move in bundle.moves}
    assert len(bundles) == 2
    assert kinds == {"V001": MoveKind.DAY, "V004": MoveKind.NEW}


def test_that_two_visits_that_change_places_go_together() -> None:
    before = [
        make_tour(QUESTION, TUESDAY, [["V001"]]),
        make_tour(QUESTION, TUESDAY, [["V004"]], crew="CR2"),
    ]
    after = [
        make_tour(QUESTION, TUESDAY, [["V004"]]),
        make_tour(QUESTION, TUESDAY, [["V001"]], crew="CR2"),
    ]
    (bundle,) = compare(before, after)
    assert {move.kind for move in bundle.moves} == {MoveKind.CREW}


def test_that_a_visit_that_vanishes_is_dropped_and_told() -> None:
    before = [make_tour(QUESTION, TUESDAY, [["V001"]])]
    (bundle,) = compare(before, [], frozenset({"V001"}))
    (move,) = bundle.moves
    assert (move.kind, move.told, move.after) == (MoveKind.DROPPED, True, None)
    assert bundle.gain == -price(before, QUESTION).value


def test_that_a_day_more_waits_for_the_day_that_goes() -> None:
    """Six days a week are too many, so the sixth cannot come before another has gone."""
    scenario = make_scenario(crews=(make_crew("CR1"),))
    question = make_question(scenario)
    monday = TUESDAY - DAY
    names = ["V001", "V002", "V003", "V004", "H:C001"]
    before = [make_tour(question, monday + n * DAY, [[name]]) for n, name in enumerate(names)]
    after = [*before[1:], make_tour(question, monday + 5 * DAY, [["H:C002"]])]
    judge = Judge(scenario, question)
    assert find_broken(before, judge) == ()
    (bundle,) = make_bundles(before, after, judge, find_spots(before), ())
    assert {move.kind for move in bundle.moves} == {MoveKind.DROPPED, MoveKind.NEW}


def test_that_a_visit_and_its_repeat_go_together() -> None:
    venue = make_venue(revisit=RevisitRule(7, 1, 1), market=None)
    scenario = make_scenario(venues=(venue,))
    question = make_question(scenario)
    before = [
        make_tour(question, TUESDAY, [["V001"]]),
        make_tour(question, TUESDAY + 7 * DAY, [["V001#2"]]),
    ]
    after = [
        make_tour(question, TUESDAY + 3 * DAY, [["V001"]]),
        make_tour(question, TUESDAY + 10 * DAY, [["V001#2"]]),
    ]
    judge = Judge(scenario, question)
    assert len(make_bundles(before, after, judge, find_spots(before), ())) == 1


def test_that_what_breaks_a_rule_is_not_salvaged() -> None:
    tours = [
        make_tour(QUESTION, TUESDAY, [["V001"]]),
        make_tour(QUESTION, TUESDAY, [["V004"]]),
        make_tour(QUESTION, TUESDAY, [["V003"]], crew="CR2"),
    ]
    kept = salvage(tours, SCENARIO, QUESTION)
    assert len(kept) == 2
    assert find_broken(kept, JUDGE) == ()
    assert "V003" in find_spots(kept)


@settings(max_examples=25, deadline=None)
@given(hand_made_tours(), hand_made_tours())
def test_that_each_bundle_alone_keeps_the_rules_and_all_make_the_new_plan(
    before: tuple[Tour, ...], after: tuple[Tour, ...]
) -> None:
    for tours in (before, after):
        assume(not check(finish_plan(tours), SCENARIO, QUESTION))
    bundles = make_bundles(before, after, JUDGE, find_spots(before), ())
    value = price(before, QUESTION).value
    for bundle in bundles:
        made = put_together(before, [bundle])
        assert check(finish_plan(made), SCENARIO, QUESTION) == ()
        assert abs(price(made, QUESTION).value - value - bundle.gain) < 1e-6
    assert find_spots(put_together(before, bundles)) == find_spots(after)
