"""What is saved comes back as it was, and undo brings back what was before."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from planner.domain.findings import Reject
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.store.file import TourFile
from planner.store.plans import load_plan, save_plan
from planner.store.scenario import load_rejects, load_scenario, save_scenario
from planner.store.undo import redo, undo
from tests.store import strategies


@pytest.fixture(scope="module")
def used_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TourFile]:
    """Open one file for all examples, so that each is saved over the one before."""
    with TourFile.create(tmp_path_factory.mktemp("used") / "a.tourplan", "laptop") as file:
        yield file


@settings(deadline=None, max_examples=60)
@given(scenario=strategies.scenarios, rejects=strategies.rejects)
def test_that_any_scenario_saved_over_another_loads_as_it_was(
    used_file: TourFile, scenario: Scenario, rejects: tuple[Reject, ...]
) -> None:
    save_scenario(used_file, scenario, rejects)

    assert load_scenario(used_file) == scenario
    assert load_rejects(used_file) == rejects


@settings(deadline=None, max_examples=40)
@given(first=strategies.scenarios, second=strategies.scenarios)
def test_that_undo_brings_any_scenario_back_and_redo_the_next(
    used_file: TourFile, first: Scenario, second: Scenario
) -> None:
    save_scenario(used_file, first)
    save_scenario(used_file, second)
    if first != second:
        undo(used_file)
        assert load_scenario(used_file) == first
        redo(used_file)
    assert load_scenario(used_file) == second


@settings(deadline=None, max_examples=60)
@given(plan=strategies.plans)
def test_that_any_plan_loads_as_it_was(used_file: TourFile, plan: Plan) -> None:
    save_plan(used_file, plan)

    assert load_plan(used_file) == plan
