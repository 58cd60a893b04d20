"""The engines that answer questions: ours, those of practice, and the peers.

Each is prepared in a process of its own, so that what one imports is not counted for another.
"""

import argparse
import time
from dataclasses import dataclass

from planner.domain.demand import Question
from planner.domain.plan import Tour
from tests.bench.alone import Work

PRACTICE = ("greedy", "greedy-value", "rotation")
_PATIENCE = 10.0  # wall seconds a processor second may take where the machine is busy


@dataclass(frozen=True, slots=True)
class Job:
    """A question, who answers it and in how many seconds, of the processor or by the wall.

    `share_binds` says whether plans of practice have to keep the share of market days, too; hand
    plans do not.
    """

    question: Question
    engine: str
    seconds: float
    by_cpu: bool
    seed: int
    share_binds: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Tours, and a bound where the engine proves one."""

    tours: tuple[Tour, ...]
    bound: float | None = None


def make_job(
    question: Question, engine: str, options: argparse.Namespace, share_binds: bool
) -> Job:
    """Give the job of an engine within the limit of the command line."""
    by_cpu = options.cpu_seconds is not None
    seconds = options.cpu_seconds if by_cpu else options.seconds
    return Job(question, engine, seconds, by_cpu, options.seed, share_binds)


def prepare(job: Job) -> Work:
    """Make an engine ready; calling what is given starts it."""
    if job.engine == "engine":
        return _prepare_ours(job)
    if job.engine in PRACTICE:
        return _prepare_practice(job)
    return _prepare_peer(job)


def _prepare_ours(job: Job) -> Work:
    from planner.touring.session import Session
    from planner.watch import NoWatch

    session = Session(job.question)
    clock = time.process_time if job.by_cpu else time.monotonic

    def solve() -> Answer:
        found = session.solve(job.seconds, job.seed, NoWatch(), lambda _: None, clock)
        return Answer(found.tours, found.bound)

    return solve


def _prepare_practice(job: Job) -> Work:
    from planner.touring.instance import build_instance
    from tests.bench import greedy
    from tests.bench.rounds import describe, keep_rules

    instance = build_instance(job.question)
    find = {
        "greedy": greedy.find_greedy_tours,
        "greedy-value": greedy.find_valued_tours,
        "rotation": greedy.find_rotation_tours,
    }[job.engine]
    free = () if job.share_binds else ("market",)
    return lambda: Answer(describe(keep_rules(instance, find(instance), free)))


def _prepare_peer(job: Job) -> Work:
    from tests.bench.rounds import plan_by_insertion, plan_by_peer
    from tests.bench.tasks import Limit

    if job.engine == "insertion":
        return lambda: Answer(plan_by_insertion(job.question))
    if job.engine == "or-tools":
        from tests.bench.by_ortools import route_by_ortools as router
    elif job.engine == "pyvrp":
        from tests.bench.by_pyvrp import route_by_pyvrp as router
    else:
        from tests.bench.by_vroom import route_by_vroom as router
    clock = time.process_time if job.by_cpu else time.monotonic
    wall = job.seconds * (_PATIENCE if job.by_cpu else 1.0)
    limit = Limit(job.seconds, clock, wall)
    return lambda: Answer(plan_by_peer(job.question, router, limit))
