"""A better plan as changes to accept or refuse, after something happened or just because."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain.answers import Barred, Bundle, Move, Proposal, Spot
from planner.domain.changes import Changes, Topic
from planner.domain.demand import Offer, Question, Visit
from planner.domain.disruption import Disruption, Trouble
from planner.domain.findings import Finding
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Plan, Tour
from planner.domain.units import make_id
from planner.judge.case import Case, open_case
from planner.judge.check import Judge
from planner.judge.cost import price
from planner.judge.diff import find_spots, find_told, list_moves, make_bundles, put_together
from planner.judge.salvage import find_broken, salvage
from planner.office.assemble import revise
from planner.office.channel import Propose, write_request
from planner.office.desk import Desk
from planner.office.errors import PlanBroken
from planner.rules.demand import build_question
from planner.rules.disruption import apply_disruption
from planner.store.plans import save_plan
from planner.store.scenario import load_rejects

__all__ = ["Bundle", "Disruption", "Proposal", "Proposals", "Trouble"]

KEEP = 10.0  # contacts; own choice: nobody is asked to move a stop for less
CHANGED = Changes(frozenset(Topic))

Solve = Callable[[Question, tuple[Tour, ...]], tuple[Tour, ...]]
"""Solves a question, going on from known tours."""


def find_proposal(asked: Propose, solve: Solve) -> Proposal:
    """Plan anew what happened leaves open, and compare; the work of the worker process."""
    question, freed = _build(asked)
    told = find_told(asked.locks)
    awake = tuple(tour for tour in asked.tours if not _sleeps_there(tour, asked.disruption))
    kept = salvage(awake, asked.scenario, question)
    wanted = _favour(_bar(_leave_time(question, asked), asked.barred), asked.tours, told)
    made = solve(wanted, kept)
    if any(_sleeps_there(tour, asked.disruption) for tour in made):
        beds = tuple(bed for bed in wanted.lodgings if bed.place != asked.disruption.ref)
        made = solve(replace(wanted, lodgings=beds), kept)
    made = salvage(made, asked.scenario, question)
    spots = find_spots(asked.tours)
    judge = Judge(asked.scenario, question)
    bundles = _leave_idle(make_bundles(kept, made, judge, spots, told), kept, judge)
    after = find_spots(put_together(kept, bundles))
    stay = find_spots(kept)
    gone = [visit for visit in spots if visit not in stay and visit not in after]
    return Proposal(
        tours=kept,
        lost=list_moves(gone, spots, {}, told),
        bundles=bundles,
        freed=freed,
        kept=sum(after.get(visit) == spot for visit, spot in spots.items()),
        loss=asked.value - price(kept, question).value,
    )


def _build(asked: Propose) -> tuple[Question, tuple[Lock, ...]]:
    """Make the question, without the locks that cannot hold any more, and list those."""
    dates, locks = (asked.planned_on, asked.horizon), _lock_past(asked)
    question = build_question(asked.scenario, *dates, locks=locks)
    freed = tuple(lock for lock in question.locks if not _can_hold(lock, question))
    if freed:
        held = tuple(lock for lock in locks if lock not in freed)
        question = build_question(asked.scenario, *dates, locks=held)
    return question, tuple(lock for lock in freed if lock in asked.locks)


def _lock_past(asked: Propose) -> tuple[Lock, ...]:
    """Add to the locks every stop that was made before anybody knew."""
    past = {
        visit: _lock_spot(visit, spot)
        for visit, spot in find_spots(asked.tours).items()
        if spot.day < asked.known_on
    }
    told = find_told(asked.locks)
    kept = (lock for lock in asked.locks if lock.visit in told or lock.visit not in past)
    return (*kept, *(lock for visit, lock in past.items() if visit not in told))


def _lock_spot(visit: str, spot: Spot) -> Lock:
    """Keep all of where a visit stands, its length too."""
    length = spot.end - spot.start
    return Lock(visit, Freedom.CREW, spot.day, spot.start, spot.crew, length)


def _leave_time(question: Question, asked: Propose) -> Question:
    """Offer nothing inside the notice lead from now on, but what stands there already."""
    spots = find_spots(asked.tours)
    earliest = asked.known_on + timedelta(asked.scenario.parameters.notice_lead_days)

    def leave(visit: Visit) -> Visit:
        now = spots.get(visit.id)
        days = {now.day} if now else set()
        offers = (o for o in visit.offers if o.day >= earliest or o.day in days)
        return replace(visit, offers=tuple(offers))

    return replace(question, visits=tuple(map(leave, question.visits)))


def _leave_idle(
    bundles: tuple[Bundle, ...], kept: Sequence[Tour], judge: Judge
) -> tuple[Bundle, ...]:
    """Leave out what gains too little and keeps no day told, if the rest still holds together."""
    worthy = tuple(bundle for bundle in bundles if bundle.gain >= KEEP or _keeps_word(bundle))
    return bundles if find_broken(put_together(kept, worthy), judge) else worthy


def _keeps_word(bundle: Bundle) -> bool:
    return any(
        move.told and move.before and move.after and move.before.day == move.after.day
        for move in bundle.moves
    )


def _can_hold(lock: Lock, question: Question) -> bool:
    offers = next((visit.offers for visit in question.visits if visit.id == lock.visit), ())
    crew = next((crew for crew in question.crews if crew.id == lock.crew), None)
    is_free = crew is not None and lock.day in crew.days
    return bool(offers) and (is_free or not lock.freedom.keeps(Freedom.CREW))


def _sleeps_there(tour: Tour, disruption: Disruption) -> bool:
    """Say whether a tour spends a night where the road is closed."""
    return disruption.trouble is Trouble.ROAD_CLOSED and any(
        day.overnight is not None
        and day.overnight.place == disruption.ref
        and disruption.first <= day.day <= disruption.last
        for day in tour.days
    )


def _bar(question: Question, barred: Sequence[Barred]) -> Question:
    """Leave out what was refused to be made."""
    refused = frozenset(barred)

    def leave(visit: Visit) -> Visit:
        if Barred(visit.id) in refused:
            return replace(visit, offers=())
        offers = (o for o in visit.offers if Barred(visit.id, o.day) not in refused)
        return replace(visit, offers=tuple(offers))

    return replace(question, visits=tuple(map(leave, question.visits)))


def _favour(question: Question, tours: Sequence[Tour], told: frozenset[str]) -> Question:
    """Add to the worth of every visit where it stands now, more where people have been told."""
    spots, rate = find_spots(tours), question.parameters.rates.told_booth

    def favour(visit: Visit) -> Visit:
        spot = spots.get(visit.id)
        if spot is None:
            return visit
        more = rate if visit.id in told else KEEP

        def raise_(offer: Offer) -> Offer:
            if (offer.day, offer.duration) != (spot.day, spot.end - spot.start):
                return offer
            return replace(offer, worth=replace(offer.worth, people=offer.worth.people + more))

        return replace(visit, offers=tuple(map(raise_, visit.offers)))

    return replace(question, visits=tuple(map(favour, question.visits)))


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused before: spots to keep, and visits not to make."""

    locks: tuple[Lock, ...] = ()
    barred: tuple[Barred, ...] = ()

    def add(self, bundles: Sequence[Bundle]) -> "Refusal":
        """Refuse some bundles too: what they would change stays, what they would add does not.

        A visit that fell out of the plan may still be made on another day.
        """
        known = {lock.visit for lock in self.locks}
        locks = [
            _lock_spot(visit, spot)
            for bundle in bundles
            for visit, spot in find_spots(bundle.gone).items()
            if visit not in known
        ]
        new = [
            Barred(move.visit, move.after.day if move.before else None)
            for bundle in bundles
            for move in bundle.moves
            if move.after and move.visit not in find_spots(bundle.gone)
        ]
        return Refusal((*self.locks, *locks), (*self.barred, *new))


NOTHING_REFUSED = Refusal()


class Proposals:
    """Asks for proposals and takes over what is accepted; nothing is kept before."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._case: tuple[Disruption, Proposal, Case, Judge] | None = None

    def request(
        self,
        disruption: Disruption,
        seconds: float,
        known_on: date,
        refused: Refusal = NOTHING_REFUSED,
    ) -> tuple[str, bytes]:
        """Give the id and the line that ask the worker for a proposal. Raises `NoPlan`.

        `known_on` is the day from which the plan may change.
        """
        desk, number, plan = self._desk, make_id(), self._desk.need_plan()
        asked = Propose(
            id=number,
            scenario=apply_disruption(desk.need_scenario(), disruption),
            planned_on=plan.planned_on,
            horizon=plan.horizon,
            tours=plan.tours,
            value=plan.value,
            disruption=disruption,
            known_on=known_on,
            seconds=seconds,
            locks=_tighten(desk.locks, refused.locks),
            barred=refused.barred,
        )
        return number, write_request(asked)

    def prepare(self, disruption: Disruption, proposal: Proposal) -> None:
        """Make the question as it is after what happened, some tenths of a second of work.

        `request` comes before; neither file nor plan is touched.
        """
        desk, plan = self._desk, self._desk.need_plan()
        scenario = apply_disruption(desk.need_scenario(), disruption)
        locks = _without_freed(desk.locks, proposal)
        question = build_question(scenario, plan.planned_on, plan.horizon, locks=locks)
        case = open_case(proposal.tours, scenario, question)
        self._case = disruption, proposal, case, Judge(scenario, question)

    def judge(self, bundles: Sequence[Bundle]) -> tuple[Finding, ...]:
        """Say which rules some bundles break together; after `prepare`."""
        assert self._case is not None, "prepared"
        _disruption, proposal, _case, judge = self._case
        return find_broken(put_together(proposal.tours, bundles), judge)

    def assemble(self, bundles: Sequence[Bundle]) -> Iterator[Plan | None]:
        """Make the plan with some bundles in short steps: None again and again, then the plan."""
        assert self._case is not None, "prepared"
        _disruption, proposal, case, _judge = self._case
        return revise(put_together(proposal.tours, bundles), case)

    def accept(self, plan: Plan, label: str) -> Changes:
        """Keep the plan with what happened noted in the tables, as one step.

        Locks that cannot hold any more go. Raises `PlanBroken` and keeps nothing.
        """
        assert self._case is not None, "prepared"
        disruption, proposal, _case, judge = self._case
        desk = self._desk
        tables = apply_disruption(desk.need_scenario(), disruption)
        findings = judge.check(plan)
        if findings:
            raise PlanBroken(findings, tables)
        locks = _without_freed(desk.locks, proposal)
        changed = None if disruption.trouble is Trouble.NONE else tables
        rejects = load_rejects(desk.file) if changed else ()
        save_plan(desk.file, plan, label, locks, changed, rejects)
        desk.forget()
        self._case = None
        return CHANGED


def list_moved(proposal: Proposal, taken: Sequence[Bundle]) -> tuple[Move, ...]:
    """List what does not stay with some bundles: what falls out, moves, or is not brought back."""
    moves = list(proposal.lost)
    for bundle in proposal.bundles:
        stays = find_spots(bundle.gone)
        is_taken = bundle in taken
        moves += [m for m in bundle.moves if is_taken or (m.before and m.visit not in stays)]
    return tuple(moves)


def _tighten(own: Sequence[Lock], refused: Sequence[Lock]) -> tuple[Lock, ...]:
    """Put the locks of what was refused in the place of looser ones; announced ones stay."""
    told = find_told(own)
    tight = {lock.visit: lock for lock in refused if lock.visit not in told}
    return (*(lock for lock in own if lock.visit not in tight), *tight.values())


def _without_freed(locks: Sequence[Lock], proposal: Proposal) -> tuple[Lock, ...]:
    return tuple(lock for lock in locks if lock not in proposal.freed)
