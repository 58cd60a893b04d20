"""The resident child process: requests in, plans out, an engine session inside."""

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable

from planner.collector import collect_rarely
from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.office.assemble import assemble, sketch
from planner.office.channel import (
    Better,
    Cancel,
    Done,
    Estimated,
    Failed,
    Message,
    Progress,
    Propose,
    Proposed,
    Solve,
    read_request,
    write_message,
)
from planner.office.propose import find_proposal
from planner.rules.demand import build_question
from planner.rules.variants import apply_variant, find_twin, keep_locks
from planner.touring.known import Draft
from planner.touring.large import LargeSession, open_session
from planner.touring.session import Outcome, Session
from planner.touring.shadow import Shadow
from planner.watch import Cancelled, NoWatch

LINES_A_SECOND = 10  # more would only keep the window busy


class Follower:
    """Watches one request: hears that it was cancelled, tells progress at a bearable pace."""

    def __init__(self, asked: Solve | Propose, send: Callable[[Message], None]) -> None:
        self._asked = asked
        self._send = send
        self._told = 0.0
        self._best: Outcome | None = None
        self.cancelled = threading.Event()

    def better(self, best: Outcome, question: Question) -> None:
        """Send a better plan at once."""
        self._best = best
        plan = sketch(best.tours, self._asked.scenario, question)
        self._send(Better(self._asked.id, plan))

    def step(self, done: float, total: float, code: str) -> None:
        """Tell progress; raises `Cancelled` once the person asked to stop."""
        if self.cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told < 1 / LINES_A_SECOND:
            return
        self._told = now
        value = self._best.value if self._best else 0.0
        bound = self._best.bound if self._best else None
        self._send(Progress(self._asked.id, done, total, value, bound))


class Worker:
    """Answers one request at a time; a reader thread hears cancels and the parent's end."""

    def __init__(self) -> None:
        self._input = sys.stdin.buffer
        self._output = sys.stdout.buffer
        self._waiting: list[Solve | Propose] = []
        self._changed = threading.Condition()
        self._current: tuple[str, Follower] | None = None
        self._session: tuple[Question, Session | LargeSession] | None = None

    def run(self) -> None:
        """Serve until the parent closes the pipe."""
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                asked = self._waiting.pop(0)
                follower = Follower(asked, self._send)
                self._current = (asked.id, follower)
            try:
                if isinstance(asked, Solve):
                    self._answer(asked, follower)
                else:
                    self._propose(asked, follower)
            except Exception:  # the shell of the process: a bug must reach the log of the window
                self._send(Failed(asked.id, traceback.format_exc()))

    def _listen(self) -> None:
        while line := self._input.readline():
            request = read_request(line)
            with self._changed:
                if isinstance(request, Cancel):
                    self._cancel(request.id)
                else:
                    self._waiting.append(request)
                    self._changed.notify()
        os._exit(0)  # the parent is gone: nobody is left to answer, whatever the engine does

    def _cancel(self, number: str) -> None:
        if self._current and self._current[0] == number:
            self._current[1].cancelled.set()

    def _answer(self, solve: Solve, follower: Follower) -> None:
        question = build_question(
            solve.scenario, solve.planned_on, solve.horizon, locks=solve.locks
        )
        if self._session is None or self._session[0] != question:
            if self._session and isinstance(self._session[1], LargeSession):
                self._session[1].close()
            self._session = (question, open_session(question, self._drafts))
        outcome = self._session[1].solve(
            solve.seconds,
            solve.seed,
            follower,
            lambda best: follower.better(best, question),
            known=solve.known,
        )
        if solve.weighed:
            gains = self._weigh(solve, self._session[1], outcome.value, follower)
            self._send(Estimated(solve.id, gains))
        plan = assemble(outcome.tours, solve.scenario, question, NoWatch())
        self._send(Done(solve.id, plan, outcome.bound, outcome.stopped))

    @property
    def _drafts(self) -> tuple[Draft, ...]:
        return self._session[1].drafts if self._session else ()

    def _weigh(
        self, solve: Solve, session: Session | LargeSession, value: float, follower: Follower
    ) -> tuple[float | None, ...]:
        """Estimate variants by the prices of the search; those not reached are unknown.

        So are all of a large question, whose parts each have prices of their own.
        """
        if isinstance(session, LargeSession):
            return (None,) * len(solve.weighed)
        gains: list[float | None] = []

        def step() -> None:
            if follower.cancelled.is_set():
                raise Cancelled

        try:
            duals = session.duals
            shadow = None if duals is None else Shadow(session.instance, duals, value, step)
            for variant in solve.weighed:
                question = build_question(
                    apply_variant(solve.scenario, variant),
                    solve.planned_on,
                    solve.horizon,
                    locks=keep_locks(solve.locks, variant),
                )
                gains.append(shadow.weigh(question, find_twin(variant)) if shadow else None)
        except Cancelled:
            pass
        return (*gains, *[None] * (len(solve.weighed) - len(gains)))

    def _propose(self, asked: Propose, follower: Follower) -> None:
        def solve(question: Question, known: tuple[Tour, ...]) -> tuple[Tour, ...]:
            session = Session(question, self._drafts)
            outcome = session.solve(
                asked.seconds, asked.seed, follower, lambda _best: None, known=known
            )
            return outcome.tours

        proposal = find_proposal(asked, solve)
        self._send(Proposed(asked.id, proposal, follower.cancelled.is_set()))

    def _send(self, message: Message) -> None:
        self._output.write(write_message(message))
        self._output.flush()


def main() -> None:
    """Run the worker process."""
    collect_rarely()
    Worker().run()


if __name__ == "__main__":
    main()
