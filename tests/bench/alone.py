"""Runs one engine in a process of its own: its time and memory are nobody else's."""

import multiprocessing
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from tests.bench.figures import read_peak

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """What an engine answered, its seconds by the wall and of processor, its peak in MB."""

    answer: Any
    seconds: float
    cpu_seconds: float
    peak_mb: float


def measure_alone(prepare: Callable[[Any], Work], job: object) -> Measured:
    """Prepare a job in a fresh process and measure its work there.

    `prepare` is a function of a module, which the process imports; only what it gives is timed.
    The memory is all the process held at most, the interpreter and its libraries included.
    Raises RuntimeError where the work fails.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, prepare, job))
    process.start()
    there.close()
    try:
        measured = here.recv()
    except EOFError:
        measured = "the process ended without an answer"
    except BaseException:  # whoever interrupts us wants an end to the engine, too
        process.terminate()
        raise
    process.join()
    if not isinstance(measured, Measured):
        raise RuntimeError(measured)
    return measured


def _work(pipe: Connection, prepare: Callable[[Any], Work], job: object) -> None:
    try:
        work = prepare(job)
        spent, started = time.process_time(), time.perf_counter()
        answer = work()
        seconds, cpu = time.perf_counter() - started, time.process_time() - spent
        pipe.send(Measured(answer, seconds, cpu, read_peak()))
    except Exception:
        pipe.send(traceback.format_exc())
        sys.exit(1)
