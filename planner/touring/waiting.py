"""Waiting for long compiled work in a way that can be interrupted."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_STEP_SECONDS = 0.02


def wait_for(work: Callable[[], T], stop: Callable[[], None], step: Callable[[], None]) -> T:
    """Do work that leaves Python's lock alone in a thread, calling `step` all the while.

    What `step` raises is passed on after the work was told to `stop` and has ended; so is what
    the work raises.
    """
    answers: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_STEP_SECONDS)
            step()
    except BaseException:
        while thread.is_alive():
            stop()
            thread.join(_STEP_SECONDS)
        raise
    if errors:
        raise errors[0]
    return answers[0]
