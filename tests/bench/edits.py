"""How fast a hand edit is judged anew in a plan of 600 stops: `python -m tests.bench.edits`."""

import sys
from dataclasses import replace
from datetime import timedelta
from time import perf_counter, process_time

from planner.domain.calendar import Horizon
from planner.domain.demand import Question
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.territory import Location
from planner.judge.check import Judge
from planner.judge.cost import price
from planner.judge.edit import drop
from planner.rules.followup import announce_next
from tests.factories import (
    PLANNED_ON,
    finish_plan,
    make_crew,
    make_customer,
    make_question,
    make_scenario,
    make_station,
    make_tour,
    make_venue,
)

STOPS, CREWS, CUSTOMERS, SAMPLES = 600, 30, 3000, 200


def make_big() -> Scenario:
    """Make a region of as many venues as stops around one station."""
    venues = (
        make_venue(f"V{n:04}", location=Location(45.55 + n % 25 / 100, 9.7 + n // 25 / 40))
        for n in range(STOPS)
    )
    crews = (make_crew(f"CR{n}", technicians=(f"T{n}",)) for n in range(CREWS))
    customers = (
        make_customer(f"C{n:04}", location=Location(45.5 + n % 50 / 150, 9.7 + n // 50 / 100))
        for n in range(CUSTOMERS)
    )
    return make_scenario(
        stations=(make_station(vehicles=CREWS),),
        venues=tuple(venues),
        crews=tuple(crews),
        customers=tuple(customers),
    )


def main() -> None:
    """Say the times of judging 200 edits, each the drop of one stop."""
    scenario = make_big()
    question = make_question(scenario, horizon=Horizon.of_weeks(PLANNED_ON, 13))
    plan = make_plan(scenario, question)
    judge = Judge(scenario, question)
    began = perf_counter()
    findings = judge.check(plan)
    sys.stdout.write(
        f"whole plan: {1000 * (perf_counter() - began):.1f} ms, {len(findings)} findings\n"
    )
    times = sorted(time_edit(plan, f"V{3 * n:04}", scenario, judge) for n in range(SAMPLES))
    middle, high = times[SAMPLES // 2], times[int(SAMPLES * 0.95)]
    sys.stdout.write(
        f"edit judged anew: median {1000 * middle:.1f} ms, 95 % {1000 * high:.1f} ms\n"
    )


def make_plan(scenario: Scenario, question: Question) -> Plan:
    """Plan two venues a tour, every crew once a week."""
    first = PLANNED_ON + timedelta(7)
    tours = []
    for number in range(STOPS // 2):
        crew, turn = number % CREWS, number // CREWS
        day = first + timedelta(7 * turn)
        wanted = [[f"V{2 * number + n:04}"] for n in range(2)]
        tours.append(make_tour(question, day, wanted, beds=[wanted[0][0]], crew=f"CR{crew}"))
    return finish_plan(tours, scenario, question)


def time_edit(plan: Plan, visit: str, scenario: Scenario, judge: Judge) -> float:
    """Time the judgement without one stop, the whole plan judged before, by the processor."""
    question = judge.grounds.question
    venues = {venue.id: venue for venue in scenario.venues}
    edited = drop(plan.tours, visit, question)
    tours = announce_next(edited, venues, question.parameters)
    changed = replace(plan, tours=tours, terms=price(tours, question))
    judge.check(plan)
    began = process_time()
    judge.check(changed)
    return process_time() - began


if __name__ == "__main__":
    main()
