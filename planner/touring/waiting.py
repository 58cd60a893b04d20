"""Waiting for long compiled work in a way that can be interrupted."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_STEP_SECONDS = 0.02


class Task(Generic[T]):
    """Work that leaves Python's lock alone, done in a thread of its own."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._answers: list[T] = []
        self._errors: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._answers.append(self._work())
        except BaseException as error:
            self._errors.append(error)

    def wait(self, stop: Callable[[], None], step: Callable[[], None]) -> T:
        """Wait for the answer, calling `step` all the while.

        What `step` raises is passed on after the work was told to `stop` and has ended; so is
        what the work raises.
        """
        try:
            while self._thread.is_alive():
                self._thread.join(_STEP_SECONDS)
                step()
        except BaseException:
            self.end(stop)
            raise
        if self._errors:
            raise self._errors[0]
        return self._answers[0]

    def end(self, stop: Callable[[], None]) -> None:
        """Tell the work to stop until it has ended; its answer is lost."""
        while self._thread.is_alive():
            stop()
            self._thread.join(_STEP_SECONDS)


def wait_for(work: Callable[[], T], stop: Callable[[], None], step: Callable[[], None]) -> T:
    """Do work in a task and wait for it."""
    return Task(work).wait(stop, step)
