"""How long work reports progress and hears that it should stop."""

from typing import Protocol


class Cancelled(Exception):
    """The person asked to stop; whoever catches it keeps the best result so far."""


class Watch(Protocol):
    """Follows one piece of long work."""

    def step(self, done: float, total: float, code: str) -> None:
        """Report progress, `done` of `total` in any unit; raises `Cancelled` if asked to stop."""


class NoWatch:
    """Follows nothing and never stops the work."""

    def step(self, done: float, total: float, code: str) -> None:
        """Do nothing."""
