"""Pricing crews side by side, in threads: compiled pricing leaves Python's lock alone."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeVar

from planner.touring.evaluate import Column
from planner.touring.instance import Flags, Instance
from planner.touring.memory import Neighbourhoods
from planner.touring.pricing import Bounded, Priced, Pricer, Prices
from planner.touring.residual import Residual
from planner.touring.waiting import wait_for

T = TypeVar("T")


class Span(NamedTuple):
    """Days in which a crew's tours are priced, both included."""

    crew: int
    first: int
    last: int


@dataclass(slots=True, eq=False)
class Pricers:
    """So many pricers, each in a thread of its own while they work.

    `step` is called all the while and may raise; when `is_over`, what is under way is cut short.
    """

    instance: Instance
    neighbourhoods: Neighbourhoods
    threads: int
    step: Callable[[], None]
    is_over: Callable[[], bool]
    _pricers: tuple[Pricer, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Make room for all of them."""
        every = range(self.threads)
        self._pricers = tuple(Pricer(self.instance, self.neighbourhoods) for _ in every)

    def price(
        self, prices: Sequence[Prices], residual: Residual, spans: Sequence[Span]
    ) -> list[Column]:
        """Find good tours within each span, each under prices of its own."""
        jobs = [
            partial(_price, own, residual.free[span.crew], span)
            for own, span in zip(prices, spans, strict=True)
            if residual.free[span.crew][span.first : span.last + 1].any()
        ]
        return [priced.column for found in self._share(jobs) for priced in found]

    def enumerate(self, prices: Sequence[Prices], margin: float) -> list[Column]:
        """List the tours of all crews worth more than minus the margin, or many of them."""
        jobs = [partial(_enumerate, crew, own, margin) for crew, own in enumerate(prices)]
        return [column for columns in self._share(jobs) for column in columns]

    def bound(self, prices: Sequence[Prices]) -> list[Bounded]:
        """Bound the worth of every crew's tours."""
        assert self.neighbourhoods.memory  # made here once, not in every thread
        return self._share([partial(_bound, crew, own) for crew, own in enumerate(prices)])

    def _share(self, jobs: Sequence[Callable[[Pricer], T]]) -> list[T]:
        """Do jobs, each with a pricer of its own; answers come in the order of jobs."""
        answers: dict[int, T] = {}

        def work(number: int) -> None:
            for job in range(number, len(jobs), self.threads):
                answers[job] = jobs[job](self._pricers[number])

        def work_all() -> None:
            with ThreadPoolExecutor(self.threads) as threads:
                tuple(threads.map(work, range(self.threads)))

        wait_for(work_all, self._halt, self._tick)
        return [answers[job] for job in range(len(jobs))]

    def _tick(self) -> None:
        self.step()
        if self.is_over():
            self._halt()

    def _halt(self) -> None:
        for pricer in self._pricers:
            pricer.halt()


def _price(prices: Prices, free: Flags, span: Span, pricer: Pricer) -> list[Priced]:
    return pricer.price(span.crew, prices, free, span.first, span.last)


def _enumerate(crew: int, prices: Prices, margin: float, pricer: Pricer) -> list[Column]:
    return pricer.enumerate(crew, prices, margin)


def _bound(crew: int, prices: Prices, pricer: Pricer) -> Bounded:
    return pricer.bound(crew, prices)
