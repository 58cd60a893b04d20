"""Several workers side by side: as many requests at a time as the machine has cores."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal

from planner.domain.plan import Plan
from ui.jobs import Jobs
from ui.session import Session


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the office, and the place of whoever asks in his list."""

    place: int
    number: str
    line: bytes


class Crowd(QObject):
    """Answers requests in worker processes of its own.

    `moved(place, share)` how far a request is, 0 to 1; `estimated(tuple of gains)` of the request
    that asked for them; `answered(place, Plan)`,
    `failed(place, str)`; `ended()` when all are answered, failed or cancelled.
    """

    moved = Signal(int, float)
    estimated = Signal(object)
    answered = Signal(int, object)
    failed = Signal(int, str)
    ended = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: list[Request] = []
        self._hands: dict[Jobs, Request | None] = {}

    @property
    def is_running(self) -> bool:
        """Whether a request waits for its ending."""
        return bool(self._waiting) or any(self._hands.values())

    def ask(self, requests: Sequence[Request]) -> None:
        """Answer requests, the first ones first."""
        self._waiting += requests
        wanted = min(len(self._waiting), max(1, QThread.idealThreadCount()))
        while len(self._hands) < wanted:
            self._hands[self._make_hand()] = None
        for hand in tuple(self._hands):
            self._feed(hand)

    def cancel(self) -> None:
        """Stop; what is being worked on answers with its best plan, what waits is forgotten."""
        self._waiting.clear()
        for hand, request in self._hands.items():
            if request:
                hand.cancel()

    def close(self) -> None:
        """End all workers without a further word."""
        self._waiting.clear()
        self.blockSignals(True)
        for hand in self._hands:
            hand.stop()

    def _make_hand(self) -> Jobs:
        hand = Jobs(self._session, self)
        hand.progress.connect(lambda told: self._tell(hand, told.done / max(told.total, 1e-9)))
        hand.estimated.connect(self.estimated)
        hand.finished.connect(lambda plan, _bound: self._take(hand, plan))
        hand.cancelled.connect(lambda plan: self._take(hand, plan))
        hand.failed.connect(lambda text: self._lose(hand, text))
        return hand

    def _feed(self, hand: Jobs) -> None:
        if self._waiting and self._hands[hand] is None:
            request = self._waiting.pop(0)
            self._hands[hand] = request
            hand.ask(request.number, request.line)

    def _tell(self, hand: Jobs, share: float) -> None:
        request = self._hands[hand]
        if request:
            self.moved.emit(request.place, share)

    def _take(self, hand: Jobs, plan: Plan | None) -> None:
        request = self._settle(hand)
        if request and plan is not None:
            self.answered.emit(request.place, plan)
        self._go_on(hand)

    def _lose(self, hand: Jobs, text: str) -> None:
        request = self._settle(hand)
        if request:
            self.failed.emit(request.place, text)
        self._go_on(hand)

    def _settle(self, hand: Jobs) -> Request | None:
        request = self._hands[hand]
        self._hands[hand] = None
        return request

    def _go_on(self, hand: Jobs) -> None:
        self._feed(hand)
        if not self.is_running:
            self.ended.emit()
