"""Proposals of the worker: what is still possible stays, changes come in bundles that hold."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.answers import Barred, Bundle, Move, Proposal
from planner.domain.disruption import QUIET, Disruption, Trouble
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Plan, Stop
from planner.judge.diff import find_spots, put_together
from planner.office import Office
from planner.office.channel import Propose, Proposed, read_request
from planner.office.errors import PlanBroken
from planner.office.propose import NOTHING_REFUSED, Refusal
from tests.folders import write_upland
from tests.workers import ask_worker

MONDAY = date(2026, 10, 12)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a file with a plan of a second and a half."""
    folder = tmp_path_factory.mktemp("planned")
    office = Office.create(folder / "upland.tourplan")
    office.intake.take(office.intake.look(write_upland(folder / "upland")))
    office.set_planning(MONDAY, 3)
    office.planning.accept(office.planning.run(1.5, lambda _message: None).plan, "plan")
    office.close()
    return folder / "upland.tourplan"


@pytest.fixture
def office(planned: Path, tmp_path: Path) -> Iterator[Office]:
    """Open a copy."""
    (tmp_path / "copy.tourplan").write_bytes(planned.read_bytes())
    office = Office.open(tmp_path / "copy.tourplan")
    yield office
    office.close()


def propose(
    office: Office,
    disruption: Disruption,
    refused: Refusal = NOTHING_REFUSED,
    known_on: date = MONDAY,
) -> Proposal:
    """Ask a worker and prepare what it says."""
    message = ask_worker(office, *office.proposals.request(disruption, 1.5, known_on, refused))
    assert isinstance(message, Proposed), message
    office.proposals.prepare(disruption, message.proposal)
    return message.proposal


def finish(office: Office, proposal: Proposal) -> Plan:
    """Take all of a proposal."""
    *_steps, plan = office.proposals.assemble(proposal.bundles)
    assert isinstance(plan, Plan)
    return plan


def stops_of(plan: Plan) -> list[tuple[str, date, Stop]]:
    return [(tour.crew, d.day, s) for tour in plan.tours for d in tour.days for s in d.stops]


def ill(office: Office) -> Disruption:
    """Have the crew of the first tour ill for its days."""
    tour = office.plan.tours[0]
    return Disruption(Trouble.CREW_ILL, tour.crew, tour.days[0].day, tour.days[-1].day)


def test_that_an_ill_crew_is_out_on_none_of_its_days(office: Office) -> None:
    disruption, before = ill(office), office.plan
    proposal = propose(office, disruption)
    plan = finish(office, proposal)
    days = {day for crew, day, _ in stops_of(plan) if crew == disruption.ref}
    assert not any(disruption.first <= day <= disruption.last for day in days)
    office.proposals.accept(plan, "ill")
    assert office.plan == plan
    assert office.planning.findings(plan) == ()
    crew = next(crew for crew in office.scenario.crews if crew.id == disruption.ref)
    assert not crew.is_free_on(disruption.first)
    office.undo()
    assert office.plan == before
    crew = next(crew for crew in office.scenario.crews if crew.id == disruption.ref)
    assert crew.is_free_on(disruption.first)


def test_that_each_bundle_alone_keeps_every_rule(office: Office) -> None:
    proposal = propose(office, ill(office))
    assert office.proposals.judge(()) == ()
    for bundle in proposal.bundles:
        assert office.proposals.judge((bundle,)) == ()
    assert office.proposals.judge(proposal.bundles) == ()


def test_that_every_visit_of_the_plan_is_accounted_for(office: Office) -> None:
    before = find_spots(office.plan.tours)
    proposal = propose(office, ill(office))
    after = find_spots(put_together(proposal.tours, proposal.bundles))
    lost = {move.visit for move in proposal.lost}
    told = {move.visit for bundle in proposal.bundles for move in bundle.moves}
    for visit, spot in before.items():
        assert visit in lost or visit in told or after[visit] == spot


def test_that_a_closed_venue_is_left_or_visited_on_another_day(office: Office) -> None:
    _crew, day, stop = next(found for found in stops_of(office.plan) if found[2].kind == "booth")
    disruption = Disruption(Trouble.VENUE_CLOSED, stop.ref, day, day + timedelta(1))
    proposal = propose(office, disruption)
    spot = find_spots(put_together(proposal.tours, proposal.bundles)).get(stop.visit)
    assert spot is None or not day <= spot.day <= day + timedelta(1)


def test_that_an_announced_stop_stays_though_another_place_would_gain(office: Office) -> None:
    visits = [stop.visit for _crew, _day, stop in stops_of(office.plan)][:3]
    for visit in visits:
        office.planning.lock(visit, Freedom.ANNOUNCED)
    before = find_spots(office.plan.tours)
    proposal = propose(office, QUIET)
    after = find_spots(put_together(proposal.tours, proposal.bundles))
    assert proposal.freed == ()
    assert [after[v] for v in visits] == [before[v] for v in visits]


def test_that_a_lock_that_cannot_hold_is_named_and_freed(office: Office) -> None:
    disruption = ill(office)
    visit = office.plan.tours[0].days[0].stops[0].visit
    office.planning.lock(visit, Freedom.ANNOUNCED)
    proposal = propose(office, disruption)
    assert [lock.visit for lock in proposal.freed] == [visit]
    moves = [m for b in proposal.bundles for m in b.moves] + list(proposal.lost)
    assert next(move for move in moves if move.visit == visit).told
    office.proposals.accept(finish(office, proposal), "ill")
    assert office.planning.locks() == ()


def test_that_what_is_refused_stays_and_is_not_made(office: Office) -> None:
    disruption = ill(office)
    proposal = propose(office, disruption)
    if not proposal.bundles:
        pytest.skip("the short search found no changes")
    bundle = proposal.bundles[0]
    again = propose(office, disruption, NOTHING_REFUSED.add([bundle]))
    after = find_spots(put_together(again.tours, again.bundles))
    kept = find_spots(bundle.gone)
    assert {visit: after[visit] for visit in kept} == kept
    for move in bundle.moves:
        if move.visit not in kept:
            assert move.visit not in after or (
                move.before is not None and after[move.visit].day != move.after.day
            )


def test_that_what_was_not_planned_is_refused_on_every_day_what_fell_out_on_one(
    office: Office,
) -> None:
    spots = find_spots(office.plan.tours)
    (visit, spot), *_rest = spots.items()
    later = replace(spot, day=spot.day + timedelta(1))
    moves = (Move("new", None, spot), Move(visit, spot, later), Move("gone", spot, None))
    refused = NOTHING_REFUSED.add([Bundle(moves, (), ())])
    assert refused == Refusal((), (Barred("new"), Barred(visit, later.day)))


def test_that_what_was_made_before_it_was_known_stays(office: Office) -> None:
    before = find_spots(office.plan.tours)
    known_on = sorted(spot.day for spot in before.values())[len(before) // 2]
    lead = timedelta(office.scenario.parameters.notice_lead_days)
    proposal = propose(office, QUIET, known_on=known_on)
    after = find_spots(put_together(proposal.tours, proposal.bundles))
    assert proposal.freed == ()
    for visit, spot in before.items():
        if spot.day < known_on:
            assert after[visit] == spot
    for visit, spot in after.items():
        now = before.get(visit)
        assert spot.day >= known_on + lead or (now is not None and now.day == spot.day)


def test_that_a_refused_move_is_kept_tighter_than_its_own_lock(office: Office) -> None:
    (visit, spot), *_rest = find_spots(office.plan.tours).items()
    office.planning.lock(visit, Freedom.WEEK)
    tight = Lock(visit, Freedom.CREW, spot.day, spot.start, spot.crew)
    _number, line = office.proposals.request(QUIET, 1.0, MONDAY, Refusal((tight,)))
    asked = read_request(line)
    assert isinstance(asked, Propose)
    assert asked.locks == (tight,)
    office.planning.lock(visit, Freedom.ANNOUNCED)
    _number, line = office.proposals.request(QUIET, 1.0, MONDAY, Refusal((tight,)))
    assert read_request(line).locks == office.planning.locks()


def test_that_nothing_is_proposed_below_what_is_kept(office: Office) -> None:
    proposal = propose(office, QUIET)
    assert proposal.loss == pytest.approx(0)
    assert proposal.lost == ()
    assert sum(bundle.gain for bundle in proposal.bundles) >= -1e-6
    if not proposal.bundles:
        assert proposal.kept == len(stops_of(office.plan))


def test_that_a_broken_plan_is_refused(office: Office) -> None:
    proposal = propose(office, ill(office))
    plan, before = finish(office, proposal), office.plan
    with pytest.raises(PlanBroken):
        office.proposals.accept(replace(before, id=plan.id), "broken")
    assert office.plan == before
