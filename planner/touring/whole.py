"""The linear master of a whole large question, priced depot by depot by an executor.

Repeats need only keep apart in it, prices are rough, and crews look at places near their depot
first: so it settles soon. Whatever the prices, they bound every plan (`bound.py`).
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

from planner.domain.demand import Question
from planner.touring.bound import NO_PRICES, Bound
from planner.touring.cuts import Cuts
from planner.touring.evaluate import Column, find_broken_rule, find_spent, make_column
from planner.touring.instance import Floats, Instance, build_instance
from planner.touring.known import MOST_DRAFTS, Draft, draft_column, read_drafts
from planner.touring.labels import Reach
from planner.touring.master import Master, Solved
from planner.touring.memory import Neighbourhoods
from planner.touring.parts import find_chains
from planner.touring.pool import Pool
from planner.touring.pricing import REACH, SHORT_REACH, Bounded
from planner.touring.rows import Rows, build_rows
from planner.touring.spots import Spots, cut_out, find_spots, group_crews, read_bound, read_tours
from planner.touring.weigh import bound_crews, price_crews

_SMOOTHING = 0.5  # Wentges 1997
_MOST_COLUMNS = 1000  # known at a time, for each crew
_KEPT = 0.5  # of them, when they become too many
_CLOSE = 0.003  # share of the bound above the master, below which it is near enough
_MOST_ROUNDS = 40  # of one stage
T = TypeVar("T")


class Ask(Protocol):
    """Has workers do jobs; None where the time for them is over."""

    def __call__(self, work: Callable[..., T], jobs: Sequence[tuple[Any, ...]]) -> list[T] | None:
        """Give the answers in the order of the jobs."""


class Stage(NamedTuple):
    """How far pricing looks: `reach` around a stop, and places of so many `nearest` depots.

    The next stage begins when a round adds less than the share `least` to the master.
    """

    reach: Reach
    nearest: int
    least: float


_STAGES = (Stage(SHORT_REACH, 2, 0.01), Stage(REACH, 3, 0.001))


class Division(NamedTuple):
    """What each part is given by the master.

    `homes` are parts by the id of a first visit, for those of which any is taken, `shares` how
    much of each visit is taken, by its id. `spent` is money in minor units by part, `drafts` the
    tours of most promise.
    """

    homes: dict[str, int]
    shares: dict[str, float]
    spent: list[float]
    drafts: list[tuple[Draft, ...]]


@dataclass(slots=True, eq=False)
class Whole:
    """The whole of a question; `remaining` gives seconds left, `step` may raise."""

    question: Question
    ask: Ask
    remaining: Callable[[], float]
    step: Callable[[], None]
    instance: Instance = field(init=False)
    rows: Rows = field(init=False)
    bound: Bound = field(init=False)
    _pool: Pool = field(init=False)
    _limits: Floats = field(init=False)
    _duals: Floats = field(init=False)
    _master: Master = field(init=False)
    _spots: Spots = field(init=False)
    _groups: list[list[int]] = field(init=False)
    _slowest: float = 0.0

    def __post_init__(self) -> None:
        """Put the question into numbers."""
        self.instance = build_instance(self.question)
        self.rows = build_rows(self.instance, is_spaced=False)
        self.bound = Bound(
            self.instance, self.rows, Neighbourhoods(self.instance), self._bound_crews
        )
        self._limits = np.array(self.rows.limits, np.float64)
        self._duals = np.zeros(len(self._limits), np.float64)
        self._spots = find_spots(self.instance)
        self._groups = group_crews(self.instance)
        self._pool = Pool(self.rows)
        self._open_master()

    def begin(self, drafts: Iterable[Draft]) -> None:
        """Begin from tours that are known."""
        for column in read_drafts(self.instance, drafts):
            self._master.add(self._pool.number_of(column))
            self.step()
        solved = self._master.solve()
        if solved is not None:
            self._duals = solved.duals

    def settle(self, end: float) -> None:
        """Have prices settle, by quick pricing, until `end` seconds are left."""
        turn = 0
        for stage in _STAGES:
            before = -np.inf
            for _ in range(_MOST_ROUNDS):
                solved = self._master.solve() if self.remaining() > end else None
                if solved is None:
                    return
                if solved.value - before <= stage.least * abs(solved.value):
                    break
                before = solved.value
                self._smooth(solved)
                columns = self._price(stage, turn)
                if columns is None:
                    return
                self._thin(solved)
                self._master.take(columns)
                turn += 1

    def prove(self, end: float) -> bool:
        """Bound all plans, looking everywhere; says whether the master got tours by that.

        Nothing is done where that took longer before than there is until `end` seconds are left.
        """
        if self.remaining() - end < self._slowest:
            return False
        solved = self._master.solve()
        if solved is None:
            return False
        self._smooth(solved)
        began = time.monotonic()
        proof = self.bound.prove(self._duals)
        self._slowest = time.monotonic() - began
        if proof is None or proof.bound - solved.value < _CLOSE * proof.bound:
            return False
        return self._master.take(proof.columns)

    def divide(self, part_of: Mapping[str, int], parts: int) -> Division | None:
        """Divide visits and money among the parts that depots belong to; None without a master."""
        solved = self._master.solve()
        if solved is None:
            return None
        first = find_chains(self.question)
        crews = [part_of[crew.depot] for crew in self.question.crews]
        claims: dict[str, list[float]] = defaultdict(lambda: [0.0] * parts)
        shares: dict[str, float] = defaultdict(float)
        spent = [0.0] * parts
        for number, share in self._master.list_shares().items():
            column = self._pool.columns[number]
            part = crews[column.crew]
            spent[part] += share * find_spent(self.instance, column)
            for offer in column.offers:
                visit = self.instance.visits[self.rows.visit_of[offer]].id
                claims[first[visit]][part] += share
                shares[visit] += share
        most = self.question.parameters.budget
        if most is not None and sum(spent) > most:
            spent = [own * most / sum(spent) for own in spent]
        homes = {root: max(range(parts), key=own.__getitem__) for root, own in claims.items()}
        return Division(homes, shares, spent, self._list_drafts(solved, crews, parts))

    def _list_drafts(
        self, solved: Solved, crews: Sequence[int], parts: int
    ) -> list[tuple[Draft, ...]]:
        columns = self._pool.columns
        drafts: list[list[Draft]] = [[] for _ in range(parts)]
        for number in np.argsort(-self._pool.reduce(solved.duals), kind="stable").tolist():
            own = drafts[crews[columns[number].crew]]
            if len(own) < MOST_DRAFTS:
                own.append(draft_column(self.instance, columns[number]))
        return [tuple(own) for own in drafts]

    def _smooth(self, solved: Solved) -> None:
        self._duals = _SMOOTHING * self._duals + (1 - _SMOOTHING) * solved.duals

    def _open_master(self) -> None:
        self._master = Master(
            self._pool, self._limits, self.remaining, self.step, Cuts(self.instance), is_rough=True
        )
        for number in range(len(self._pool.columns)):
            self._master.add(number)

    def _thin(self, solved: Solved) -> None:
        """Forget the tours of least promise where there are many; those taken stay."""
        most = _MOST_COLUMNS * len(self.instance.crews)
        if len(self._pool.columns) <= most:
            return
        order = np.argsort(-self._pool.reduce(solved.duals), kind="stable")
        kept = {int(number) for number in order[: int(_KEPT * most)]}
        self._pool = self._pool.pick(sorted(kept | self._master.list_shares().keys()))
        self._open_master()

    def _price(self, stage: Stage, turn: int) -> list[Column] | None:
        """Find tours of one crew of every depot, by turns, and give them to the others there."""
        chosen = [crews[turn % len(crews)] for crews in self._groups]
        prices = [self.rows.price(crew, self._duals) for crew in chosen]
        cuts = [
            cut_out(self.instance, self._spots, [crew], [own], stage.nearest)
            for crew, own in zip(chosen, prices, strict=True)
        ]
        answers = self.ask(price_crews, [(cut, stage.reach) for cut in cuts])
        if answers is None:
            return None
        columns = []
        for crew, crews, own, cut, [found] in zip(
            chosen, self._groups, prices, cuts, answers, strict=True
        ):
            for priced in read_tours(self.instance, self._spots, cut, crew, own, found):
                columns += [priced.column, *self._lend(priced.column, crews)]
            self.step()
        return columns

    def _lend(self, column: Column, crews: Sequence[int]) -> Iterable[Column]:
        for crew in crews:
            lent = replace(column, crew=crew)
            if crew != column.crew and find_broken_rule(self.instance, lent) is None:
                yield make_column(self.instance, crew, column.first, column.days, column.beds)

    def _bound_crews(self, duals: Floats, _: Floats = NO_PRICES) -> list[Bounded]:
        bounded: list[Bounded] = [None] * len(self.instance.crews)
        prices = [self.rows.price(crew, duals) for crew in range(len(bounded))]
        cuts = [
            cut_out(self.instance, self._spots, crews, [prices[crew] for crew in crews])
            for crews in self._groups
        ]
        answers = self.ask(bound_crews, [(cut,) for cut in cuts])
        for crews, cut, answer in zip(self._groups, cuts, answers or (), strict=False):
            for crew, found in zip(crews, answer, strict=True):
                own = prices[crew]
                bounded[crew] = read_bound(self.instance, self._spots, cut, crew, own, found)
        return bounded
