"""Stage planning: ask the worker, judge what it says, keep what holds."""

import os
import subprocess
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from planner.domain.changes import Changes, Topic
from planner.domain.demand import Question
from planner.domain.findings import Cause, Finding
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Plan, Terms
from planner.domain.units import make_id
from planner.judge.case import open_case
from planner.judge.cost import find_market_share
from planner.judge.edit import drop, find_followers
from planner.judge.explain import explain_unkept
from planner.judge.marginal import weigh
from planner.office.assemble import assemble
from planner.office.channel import (
    Better,
    Cancel,
    Done,
    Estimated,
    Failed,
    Message,
    Progress,
    Proposed,
    Solve,
    read_message,
    write_request,
)
from planner.office.desk import Desk
from planner.office.errors import Announced, EngineFailed, NotPlanned, PlanBroken
from planner.store.locks import save_locks
from planner.store.plans import save_plan
from planner.store.proofs import load_bound, save_bound
from planner.watch import Cancelled

ROOT = Path(__file__).resolve().parents[2]
Told = Progress | Better | Estimated
PLAN_CHANGED = Changes(frozenset({Topic.PLAN}))


class Planning:
    """Asks for plans and keeps them; no plan is kept unless the judge finds it whole."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: Question | None = None
        self._known: tuple[Question, float | None] | None = None

    def worker_command(self) -> list[str]:
        """Give the command line of the worker process."""
        if getattr(sys, "frozen", False):
            return [sys.executable, "--worker"]
        if (ROOT / "main.py").exists():
            return [sys.executable, str(ROOT / "main.py"), "--worker"]
        return [sys.executable, "-m", "planner.worker"]

    def request(self, seconds: float, seed: int = 1) -> tuple[str, bytes]:
        """Give the id and the line that ask the worker for a plan. Raises `NoScenario`.

        With locks the search goes on from the plan there is, which keeps them as a rule.
        """
        scenario = self._desk.need_scenario()
        number = make_id()
        desk = self._desk
        dates = desk.planned_on, desk.horizon
        known = desk.plan.tours if desk.plan and desk.locks else ()
        solve = Solve(number, scenario, *dates, seconds, seed, desk.locks, known)
        self._asked = desk.question
        return number, write_request(solve)

    def cancel(self, number: str) -> bytes:
        """Give the line that asks the worker to stop and answer with its best plan."""
        return write_request(Cancel(number))

    def receive(self, line: bytes) -> Message:
        """Read a line of the worker. Raises `msgspec.DecodeError` when it is none of ours."""
        return read_message(line)

    def keep_bound(self, bound: float) -> None:
        """Keep what was proved of the question asked last: no plan is worth more, in contacts."""
        if self._asked is not None:
            save_bound(self._desk.file, self._asked, bound)
            self._known = None

    def bound(self, plan: Plan) -> float | None:
        """Give what no plan of the same question is worth more than; None where none is proved."""
        question = self._desk.question_of(plan)
        if self._known is None or self._known[0] is not question:
            self._known = question, load_bound(self._desk.file, question)
        return self._known[1]

    def findings(self, plan: Plan) -> tuple[Finding, ...]:
        """Judge a plan by every rule."""
        return self._desk.judge(self._desk.question_of(plan)).check(plan)

    def market_share(self, plan: Plan) -> float | None:
        """Give the share of booths on market days where there are markets; None without any."""
        return find_market_share(plan.tours, self._desk.question_of(plan))

    def weigh(self, plan: Plan, visit: str) -> Terms:
        """Give what a plan would lose, term by term, without one visit and its repeats."""
        return weigh(plan.tours, visit, self._desk.question_of(plan))

    def accept(self, plan: Plan, label: str, dropped: str = "") -> Changes:
        """Keep a plan as the current one. Raises `PlanBroken` and keeps the last good one.

        `dropped` is the visit taken out by hand, whose lock goes with it.
        """
        desk = self._desk
        locks = self._locks_without(dropped) if dropped else desk.locks
        findings = desk.judge(desk.question_of(plan, locks)).check(plan)
        if findings:
            raise PlanBroken(findings, desk.need_scenario())
        save_plan(desk.file, plan, label, locks)
        desk.forget("plan")
        if locks != desk.locks:
            desk.forget("locks", "question")
        return PLAN_CHANGED

    def without(self, visit: str) -> Plan:
        """Give the current plan without one stop, re-timed and explained anew; nothing is kept.

        Its lock, and those of its repeats, go with it. Raises `NoPlan`, `Announced`; a visit
        that is not planned changes nothing.
        """
        plan = self._desk.need_plan()
        question = self._desk.question_of(plan, self._locks_without(visit))
        tours = drop(plan.tours, visit, question)
        return assemble(tours, self._desk.need_scenario(), question)

    def locks(self) -> tuple[Lock, ...]:
        """List what stays where it is when the plan is made anew."""
        return self._desk.locks

    def lock(self, visit: str, freedom: Freedom) -> Changes:
        """Lock a visit where the current plan has it, so far as `freedom` says; `FREE` unlocks.

        Raises `NoPlan`, `NotPlanned`.
        """
        return self.lock_all((visit,), freedom)

    def lock_all(self, visits: Collection[str], freedom: Freedom) -> Changes:
        """Lock several visits in one step, as `lock` does."""
        kept = tuple(lock for lock in self._desk.locks if lock.visit not in visits)
        if freedom is not Freedom.FREE:
            kept += tuple(self._lock_in_place(visit, freedom) for visit in visits)
        save_locks(self._desk.file, kept)
        self._desk.forget("locks", "question")
        return PLAN_CHANGED

    def _lock_in_place(self, visit: str, freedom: Freedom) -> Lock:
        for tour in self._desk.need_plan().tours:
            for day in tour.days:
                for stop in day.stops:
                    if stop.visit == visit:
                        length = stop.end - stop.start
                        return Lock(visit, freedom, day.day, stop.start, tour.crew, length)
        raise NotPlanned(visit)

    def unkept(self, plan: Plan) -> tuple[tuple[Lock, Cause], ...]:
        """List the locks whose visits a plan does not make, each with what stands in its way."""
        question = self._desk.question_of(plan)
        made = {stop.visit for tour in plan.tours for day in tour.days for stop in day.stops}
        lost = [lock for lock in question.locks if lock.visit not in made]
        if not lost:
            return ()
        visits = {visit.id: visit for visit in question.visits}
        case = open_case(plan.tours, self._desk.need_scenario(), question)
        return tuple((lock, explain_unkept(visits[lock.visit], case)) for lock in lost)

    def _locks_without(self, visit: str) -> tuple[Lock, ...]:
        desk = self._desk
        gone = find_followers(visit, desk.question_of(desk.need_plan()))
        for lock in desk.locks:
            if lock.visit in gone and lock.freedom is Freedom.ANNOUNCED:
                raise Announced(lock.visit)
        return tuple(lock for lock in desk.locks if lock.visit not in gone)

    def run(self, seconds: float, tell: Callable[[Told], None], seed: int = 1) -> Done:
        """Plan in the worker process and wait; `tell` may raise `Cancelled` to keep the best.

        Raises `EngineFailed` when the worker ends without a plan, `NoScenario`.
        """
        done = self.converse(*self.request(seconds, seed), tell)
        if done.bound is not None:
            self.keep_bound(done.bound)
        return done

    def converse(self, number: str, request: bytes, tell: Callable[[Told], None]) -> Done:
        """Send a request for a plan to a worker process of its own and wait; see `run`."""
        with subprocess.Popen(
            self.worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1"},
            process_group=0 if os.name == "posix" else None,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        ) as worker:
            assert worker.stdin is not None
            assert worker.stdout is not None
            worker.stdin.write(request)
            worker.stdin.flush()
            try:
                while line := worker.stdout.readline():
                    message = self.receive(line)
                    if isinstance(message, Done):
                        return message
                    if isinstance(message, Failed):
                        raise EngineFailed(message.text)
                    assert not isinstance(message, Proposed), "nobody asked for changes"
                    try:
                        tell(message)
                    except Cancelled:
                        worker.stdin.write(self.cancel(number))
                        worker.stdin.flush()
            finally:
                worker.stdin.close()
                worker.terminate()
        raise EngineFailed("")
