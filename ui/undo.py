"""The undo step: two values and how to put one in the place of the other."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

Value = TypeVar("Value")


class Swap(QUndoCommand, Generic[Value]):
    """Puts `after` or `before` in place; made after the change, so the first redo does nothing.

    `put` says whether it could; a step that cannot be taken any more leaves the stack.
    """

    def __init__(
        self, label: str, before: Value, after: Value, put: Callable[[Value, str], bool]
    ) -> None:
        super().__init__(label)
        self._before, self._after, self._put = before, after, put
        self._is_done = True

    def undo(self) -> None:
        """Put the earlier value in place."""
        self._is_done = False
        self._try(self._before)

    def redo(self) -> None:
        """Put the later value in place."""
        if not self._is_done:
            self._try(self._after)
        self._is_done = True

    def _try(self, value: Value) -> None:
        if not self._put(value, self.text()):
            self.setObsolete(True)
