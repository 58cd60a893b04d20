"""What-if: variants of the tables, their figures, and the one that is taken over."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Plan
from planner.office import Office
from planner.office.channel import Done, Estimated
from planner.office.errors import PlanBroken
from planner.office.what_if import Condition, Variant, count_figures, list_marginals
from planner.rules.variants import apply_variant, is_looser, keep_locks
from tests.factories import make_crew, make_scenario, make_station
from tests.folders import write_upland
from tests.workers import ask_worker

MONDAY = date(2026, 10, 12)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Open a file with the invented upland, three weeks to plan."""
    office = Office.create(tmp_path / "upland.tourplan")
    office.intake.take(office.intake.look(write_upland(tmp_path / "upland")))
    office.set_planning(MONDAY, 3)
    yield office
    office.close()


def solve(office: Office, variant: Variant, seconds: float = 1.5) -> Plan:
    done = ask_worker(office, *office.what_if.request(variant, seconds))
    assert isinstance(done, Done), done
    return done.plan


def test_that_a_crew_less_is_missing_and_one_more_has_the_same_skills() -> None:
    scenario = make_scenario()
    less = apply_variant(scenario, Variant(Condition.CREW_LESS, "CR1"))
    assert [crew.id for crew in less.crews] == ["CR2"]
    more = apply_variant(scenario, Variant(Condition.CREW_MORE, "CR1"))
    assert [crew.id for crew in more.crews] == ["CR1", "CR2", "CR1+"]
    assert more.crews[2].skills == more.crews[0].skills
    assert more.stations[0].vehicles == scenario.stations[0].vehicles + 1


def test_that_a_crew_starts_from_another_station() -> None:
    scenario = make_scenario(stations=(make_station("S1"), make_station("S2")))
    moved = apply_variant(scenario, Variant(Condition.OTHER_DEPOT, "CR1", depot="S2"))
    assert [crew.depot for crew in moved.crews] == ["S2", "S1"]


def test_that_limits_are_those_of_the_variant() -> None:
    scenario = make_scenario(crews=(make_crew("CR1", max_nights=2),))
    lead = apply_variant(scenario, Variant(Condition.NOTICE_LEAD, amount=3))
    assert lead.parameters.notice_lead_days == 3
    night = apply_variant(scenario, Variant(Condition.NIGHT_MORE))
    assert (night.parameters.max_nights, night.crews[0].max_nights) == (5, 3)
    day = apply_variant(scenario, Variant(Condition.DAY_MORE))
    assert day.parameters.max_days_a_week == 6
    budget = apply_variant(scenario, Variant(Condition.BUDGET, amount=500))
    assert budget.parameters.budget == 500


@pytest.mark.parametrize(
    ("variant", "looser"),
    [
        (Variant(Condition.CREW_LESS, "CR1"), False),
        (Variant(Condition.CREW_MORE, "CR1"), True),
        (Variant(Condition.NOTICE_LEAD, amount=4), True),
        (Variant(Condition.NOTICE_LEAD, amount=6), False),
        (Variant(Condition.BUDGET, amount=10**9), False),
    ],
)
def test_that_only_looser_limits_leave_every_plan_possible(variant: Variant, looser: bool) -> None:
    assert is_looser(make_scenario(), variant) is looser


def test_that_locks_of_a_missing_crew_go() -> None:
    locks = (Lock("V001", Freedom.CREW, MONDAY, 540, "CR1"),)
    assert keep_locks(locks, Variant(Condition.CREW_LESS, "CR1")) == ()
    assert keep_locks(locks, Variant(Condition.CREW_LESS, "CR2")) == locks


def test_that_a_variant_is_solved_without_its_crew_and_changes_nothing(office: Office) -> None:
    crew = office.scenario.crews[0].id
    plan = solve(office, Variant(Condition.CREW_LESS, crew))
    assert plan.tours
    assert crew not in {tour.crew for tour in plan.tours}
    assert office.plan is None
    assert crew in {known.id for known in office.scenario.crews}


def test_that_figures_are_those_of_the_plan(office: Office) -> None:
    plan = solve(office, Variant(Condition.AS_IT_IS))
    figures = count_figures(plan)
    days = [day for tour in plan.tours for day in tour.days]
    assert figures.crew_days == len(days)
    assert figures.booths + figures.homes == sum(len(day.stops) for day in days)
    assert figures.left_out == len(plan.unassigned)
    assert figures.value == pytest.approx(plan.value)
    assert figures.nights == sum(tour.nights for tour in plan.tours)


def test_that_a_looser_limit_never_counts_less_than_the_plan_there_is(office: Office) -> None:
    good = solve(office, Variant(Condition.AS_IT_IS))
    office.planning.accept(good, "good")
    poor = replace(good, tours=(), terms=replace(good.terms, people=0.0))
    weighed = office.what_if.weigh(Variant(Condition.NIGHT_MORE), poor)
    assert weighed.is_kept
    assert weighed.figures.value == pytest.approx(good.value)
    crew = office.scenario.crews[0].id
    assert not office.what_if.weigh(Variant(Condition.CREW_LESS, crew), poor).is_kept


def test_that_a_variant_taken_over_brings_tables_and_plan_and_goes_by_one_undo(
    office: Office,
) -> None:
    good = solve(office, Variant(Condition.AS_IT_IS))
    office.planning.accept(good, "good")
    before = office.scenario
    crew = before.crews[0].id
    variant = Variant(Condition.CREW_LESS, crew)
    plan = solve(office, variant)
    office.what_if.take(variant, plan, "without a crew")
    assert office.plan == plan
    assert crew not in {known.id for known in office.scenario.crews}
    assert office.planning.findings(plan) == ()
    office.undo()
    assert office.plan == good
    assert office.scenario == before


def test_that_a_plan_that_breaks_the_variant_is_refused(office: Office) -> None:
    good = solve(office, Variant(Condition.AS_IT_IS))
    office.planning.accept(good, "good")
    crew = good.tours[0].crew
    with pytest.raises(PlanBroken):
        office.what_if.take(Variant(Condition.CREW_LESS, crew), good, "broken")
    assert office.plan == good
    assert crew in {known.id for known in office.scenario.crews}


def test_that_one_more_of_everything_is_a_night_a_day_a_lead_and_a_crew_for_each_depot() -> None:
    crews = (make_crew("CR1"), make_crew("CR2"), make_crew("CR3", depot="S2"))
    scenario = make_scenario(stations=(make_station("S1"), make_station("S2")), crews=crews)
    variants = list_marginals(scenario)
    assert [v.condition for v in variants[:3]] == [
        Condition.NIGHT_MORE,
        Condition.DAY_MORE,
        Condition.NOTICE_LEAD,
    ]
    assert [v.crew for v in variants[3:]] == ["CR1", "CR3"]
    assert all(is_looser(scenario, variant) for variant in variants)


def test_that_the_worker_estimates_variants_before_it_answers(office: Office) -> None:
    variants = list_marginals(office.scenario)
    told: list[Estimated] = []

    def listen(message: object) -> None:
        if isinstance(message, Estimated):
            told.append(message)

    request = office.what_if.request(Variant(Condition.AS_IT_IS), 1.5, variants)
    done = office.planning.converse(*request, listen)
    (estimated,) = told
    assert len(estimated.gains) == len(variants)
    assert done.plan.tours
    for variant, gain in zip(variants, estimated.gains, strict=True):
        if gain is not None:
            assert solve(office, variant, 1.0).value <= done.bound + max(gain, 0) + 1e-6
