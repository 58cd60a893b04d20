"""The search: column generation over all tours, packing, then neighbourhoods in the same way."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

import numpy as np

from planner.domain.plan import Tour
from planner.touring.bound import Bound, Proof
from planner.touring.construct import build_first_plan
from planner.touring.cuts import Cuts
from planner.touring.evaluate import Column, describe_tour
from planner.touring.instance import Floats, Instance
from planner.touring.known import (
    MOST_DRAFTS,
    Draft,
    draft_column,
    draft_tour,
    fit_together,
    read_drafts,
)
from planner.touring.master import Master, Solved
from planner.touring.memory import Neighbourhoods
from planner.touring.neighbourhood import Chooser, solve_part
from planner.touring.packing import Effort, pack, pack_better
from planner.touring.pool import Pool
from planner.touring.pricers import Pricers, Span
from planner.touring.pricing import Bounded, Prices
from planner.touring.residual import Residual
from planner.touring.rows import Rows, build_rows
from planner.touring.spot_pricers import SpotPricers

_CONSTRUCTION_SHARE, _LARGE_CONSTRUCTION_SHARE = 0.15, 0.6  # of the time, at most
_EARLY_SHARE, _EARLY_SECONDS = 0.1, 1.5  # at most, for neighbourhoods before the master
_SMOOTHING, _SMOOTH_ROUNDS = 0.5, 30
_FIRST_PROOF = 8  # rounds of quick pricing before an exact one
_LEAST_CLOSED = 0.05  # share of the gap that another quick round has to close
_PROVED = 1e-6  # share of the bound below which a gap is none
_LARGE, _LARGE_PACE = 400, 5  # crew-days, at all and a second, beyond which the whole is too much
_LEAST_SIZE, _MOST_SIZE = 6, 20  # tours of a neighbourhood
_STUCK = 16  # neighbourhoods without success before another plan is gone over to
_MOST_LOST = 0.03  # of the best plan's value, for a plan's tours to be put together with others
_JOINED_SECONDS, _JOINED_NODES = 1.0, 5000
_MOST_BELOW = 0.1  # of the best plan's value, for a plan to be improved
_MOST_COLUMNS = 30_000  # known at a time
_MASTER_COLUMNS = 4000  # looked at to begin with
_MARGINS = (0.0005, 0.001, 0.002, 0.004)  # of the value, that tours may cost the master
_MOST_OPEN = 0.03  # share of the bound between it and the master, for packing whole plans
_ENOUGH = 600  # tours to pack
_LEAST_PACK_SECONDS = 0.3
_LEAST_GAIN = 1e-6
_REPEATED = 3  # visits a spot, on average, above which bounds are over spots
_THREADS = 4  # that price crews side by side; more than cores, as crews differ in length


class Turn(NamedTuple):
    """A turn of the search, ends as shares of all time.

    Until `near` the master gets tours, unless it comes near the bound before; until `settled` it
    does in any case. Then it is rounded, or whole plans are packed out of tours near it. Until
    `improved` there are neighbourhoods.
    """

    near: float
    settled: float
    dives: bool
    packs: bool
    improved: float


class PackSize(NamedTuple):
    """How much one packing may look at: tours, nodes of the tree, and a share of all time."""

    columns: int
    nodes: int
    share: float


_TURNS = (
    Turn(0.5, 0.35, True, False, 0.88),
    Turn(0.92, 0.92, False, True, 1.0),
)
_LARGE_TURNS = (Turn(0.12, 0.12, False, False, 1.0),)
_NEAR = 0.006  # share of the bound between it and the master
_DIVE_COLUMNS = 1200  # looked at to begin with
_DIVE_SHARE = 0.4  # of the time, for one dive at most
_RECALLED = PackSize(300, 500, 0.02)
_PACKED = (PackSize(300, 20_000, 0.04), PackSize(700, 20_000, 0.07))


@dataclass(slots=True, eq=False)
class Search:
    """One search for the best plan; `remaining` gives seconds left, `step` may raise.

    When `is_over`, pricing under way is cut short. `best` is the best plan so far, worth `value`;
    `current` the one being improved.
    """

    instance: Instance
    seed: int
    seconds: float
    remaining: Callable[[], float]
    step: Callable[[], None]
    on_better: Callable[["Search"], None]
    known: Sequence[Tour] = ()
    is_over: Callable[[], bool] = lambda: False
    drafts: Sequence[Draft] = ()
    rows: Rows = field(init=False)
    pool: Pool = field(init=False)
    bound: Bound = field(init=False)
    cuts: Cuts = field(init=False)
    best: frozenset[int] = frozenset()
    value: float = 0.0
    current: frozenset[int] = frozenset()
    _worth: float = 0.0
    _good: dict[Column, None] = field(default_factory=dict)
    duals: Floats = field(init=False)
    limits: Floats = field(init=False)
    pricers: Pricers = field(init=False)
    _by_spots: SpotPricers | None = None
    _random: random.Random = field(init=False)
    _rounds: int = 0
    _cut_value: float = inf
    _size: int = 0
    _failures: int = 0

    def __post_init__(self) -> None:
        """Open rows and an empty pool."""
        known = Neighbourhoods(self.instance)
        self.rows = build_rows(self.instance)
        self.pool = Pool(self.rows)
        self.cuts = Cuts(self.instance)
        self.pricers = Pricers(self.instance, known, _THREADS, self.step, self.is_over)
        if len(self.instance.visits) > _REPEATED * (int(known.site.max(initial=-1)) + 1):
            self._by_spots = SpotPricers(self.instance, _THREADS, self.step, self.is_over)
        self.bound = Bound(self.instance, self.rows, known, self._bound_crews)
        self.limits = np.array(self.rows.limits, np.float64)
        self.value = self._worth = self.pool.weigh(self.limits, ())
        self.duals = np.zeros(len(self.rows.limits), np.float64)
        self._random = random.Random(self.seed)

    def run(self) -> None:
        """Search until the time is up; the best plan is kept in `best`, also when stopped.

        Neighbourhoods do little for a poor plan without the tours and prices of the master, and
        much for one rounded from it: so it comes first, after a first plan.
        """
        if not self.instance.visits or not self.instance.crews:
            return
        self.begin()
        if self.best:
            self._neighbour(self.seconds * (1 - _CONSTRUCTION_SHARE))
        else:
            self.construct()
            self._neighbour(self.remaining() - min(_EARLY_SHARE * self.seconds, _EARLY_SECONDS))
        wants_more = True
        for turn in _LARGE_TURNS if self._is_large() else _TURNS:
            if self.is_proved:
                return
            if wants_more or turn.dives or turn.packs:
                master = self._open_master()
                for end, close in ((turn.near, _NEAR), (turn.settled, 0.0)):
                    if wants_more:
                        wants_more = not self.generate(master, self.seconds * (1 - end), close)
                if turn.dives:
                    self._dive(self._open_master(_DIVE_COLUMNS))
                if turn.packs:
                    self._pack(master)
            self._neighbour(self.seconds * (1 - turn.improved), turn.dives)

    def polish(self) -> None:
        """Round the tours known to a plan, as `run` does, and improve it; there is no bound."""
        self.begin()
        self._dive(self._open_master(MOST_DRAFTS))
        if self.unkept:
            self.construct()
        self._neighbour(0.0, goes_over=True)

    def begin(self) -> None:
        """Start from the tours that are known, as far as they are possible together."""
        known = read_drafts(self.instance, map(draft_tour, self.known))
        numbers = [self.pool.number_of(column) for column in known]
        if numbers:
            self.accept(fit_together(self.pool, self.rows, self.limits, numbers))
        self._recall()

    def _recall(self) -> None:
        """Pack tours found for a question before, as far as they are possible here."""
        for column in read_drafts(self.instance, self.drafts):
            self.pool.add(column)
            self.step()
        if not self.drafts or self.remaining() <= 0:
            return
        master = self._open_master()
        solved = master.solve()
        if solved is not None:
            self.duals = solved.duals
            self._pack_near(master, solved, _RECALLED)

    def list_tours(self) -> tuple[Tour, ...]:
        """Write the best plan as tours, by crew and day."""
        columns = [self.pool.columns[number] for number in self.best]
        columns.sort(key=lambda column: (column.crew, column.first))
        return tuple(describe_tour(self.instance, column) for column in columns)

    def list_drafts(self) -> tuple[Draft, ...]:
        """Draft the tours of most promise, for another question."""
        columns = self.pool.columns
        return tuple(draft_column(self.instance, columns[n]) for n in self._choose(MOST_DRAFTS))

    def _choose(self, most: int) -> list[int]:
        """Choose the tours of most promise, and those of the plans at hand, by number."""
        order = np.argsort(-self.pool.reduce(self.duals), kind="stable")
        return sorted({int(n) for n in order[:most]} | self.best | self.current)

    def _neighbour(self, end: float, goes_over: bool = False) -> None:
        """Solve one part of the plan after another anew until `end` seconds are left.

        Where it `goes_over` to another plan, that is when this one gets no better for long.
        """
        while self.remaining() > end and not self.is_proved:
            self.improve()
            if len(self.pool.columns) > _MOST_COLUMNS:
                self._thin()
            if goes_over and self._failures >= _STUCK:
                self._join()
                self._dive(self._open_master(_DIVE_COLUMNS))
        self._go_to(self.best)

    def _join(self) -> None:
        """Pack the tours of all good plans there were."""
        numbers = sorted({*map(self.pool.number_of, self._good), *self.best})
        seconds = min(_JOINED_SECONDS, self.remaining())
        effort = Effort(seconds, _JOINED_NODES, self._random.randrange(1 << 30), presolves=True)
        chosen = pack(self.pool, self.limits, numbers, self.best, effort, self.step)
        if chosen is not None:
            self.accept(chosen)

    def _go_to(self, plan: frozenset[int]) -> None:
        """Improve this plan from now on."""
        self.current, self._worth = plan, self.pool.weigh(self.limits, plan)
        self._size, self._failures = _LEAST_SIZE, 0

    def improve(self) -> None:
        """Solve a neighbourhood anew: larger ones after failures, a small one after success."""
        self._size = min(self._size + 1, _MOST_SIZE)
        self._failures += 1
        chooser = Chooser(self.instance, self.pool, self.duals, self._random)
        removed = chooser.choose(self.current, self._size)
        part = chooser.open(self.current, removed, not self._is_large())
        chosen = solve_part(part, self.pricers, self.remaining, self.step)
        numbers = [self.pool.number_of(column) for column in part.pool.columns]
        if chosen is not None:
            self.accept(self.current - removed | {numbers[number] for number in chosen})

    @property
    def unkept(self) -> tuple[str, ...]:
        """Name the locked visits the best plan does not make."""
        made = {
            self.rows.visit_of[offer] for n in self.best for offer in self.pool.columns[n].offers
        }
        lost = [self.instance.visits[v].id for v in self.instance.locked if v not in made]
        return (*lost, *self.instance.lost)

    @property
    def plain_value(self) -> float:
        """Give the value of the best plan, fines for locks left out."""
        return self.value + self._fine_for_locks()

    @property
    def plain_bound(self) -> float | None:
        """Give the bound in the same terms; None while there is none."""
        least = self.bound.least
        return None if least is None else max(least, self.value) + self._fine_for_locks()

    def _fine_for_locks(self) -> float:
        left = self.pool.leave(self.limits, sorted(self.best))
        locks = range(self.rows.first_lock, self.rows.end_lock)
        return sum(self.rows.soft[row] * max(0.0, -float(left[row])) for row in locks)

    def _pack(self, master: Master) -> None:
        """Pack whole plans out of tours that the master hardly minds, fewer first.

        Where it is far from the bound still, such tours are too many, and it minds the wrong ones.
        """
        solved, least = master.solve(), self.bound.least
        if solved is None or least is None or least - solved.value > _MOST_OPEN * least:
            return
        prices = self._price_rows(solved.duals, solved.cuts)
        for share in _MARGINS:
            found = self.pricers.enumerate(prices, share * solved.value)
            for column in found:
                master.add(self.pool.number_of(column))
            if len(found) > _ENOUGH or self.remaining() <= 0:
                break
        for size in _PACKED:
            self._pack_near(master, solved, size)

    def _pack_near(self, master: Master, solved: Solved, size: PackSize) -> None:
        seconds = max(_LEAST_PACK_SECONDS, size.share * self.seconds)
        seconds = min(seconds, self.remaining())
        effort = Effort(seconds, size.nodes, self._random.randrange(1 << 30), presolves=True)
        chosen = pack_better(master, solved, self.best, size.columns, effort)
        if chosen is not None:
            self.accept(chosen)

    def _dive(self, master: Master) -> None:
        """Round, with pricing beside what is fixed, for a share of the time.

        That is the way of Sadykov, Vanderbeck, Pessoa, Tahiri and Uchoa (2019).
        """
        end = self.remaining() - _DIVE_SHARE * self.seconds

        def extend(solved: Solved, chosen: Sequence[int]) -> bool:
            if self.remaining() <= end:
                return False
            residual = Residual.of(self.instance, self.rows, self.pool, chosen)
            prices = self._price_rows(residual.price(solved.duals), solved.cuts)
            return master.take(self.pricers.price(prices, residual, self._whole_spans))

        dived = sorted(master.dive(extend, end))  # cut short, it may lack what repeats follow
        plan = fit_together(self.pool, self.rows, self.limits, dived)
        self.accept(plan)
        if self.pool.weigh(self.limits, plan) > self.value - _MOST_BELOW * abs(self.value):
            self._go_to(plan)
        else:
            self._go_to(self.best)

    def _thin(self) -> None:
        """Forget the tours of least promise."""
        kept = self._choose(_MOST_COLUMNS // 3)
        self.best = frozenset(at for at, number in enumerate(kept) if number in self.best)
        self.current = frozenset(at for at, number in enumerate(kept) if number in self.current)
        self.pool = self.pool.pick(kept)

    def _is_large(self) -> bool:
        crew_days = len(self.instance.crews) * self.instance.days
        return crew_days > max(_LARGE, _LARGE_PACE * self.seconds)

    def construct(self) -> None:
        """Build a first plan."""
        share = _LARGE_CONSTRUCTION_SHARE if self._is_large() else _CONSTRUCTION_SHARE
        end = self.seconds * (1 - share)

        def price(
            crew: int, residual: Residual, first: int, last: int, wanted: int
        ) -> list[Column]:
            if self.remaining() < (end if wanted < 0 else 0.0):  # locks come first, at any rate
                return []
            prices = residual.price_alone(self.rows, crew, wanted)
            found = self.pricers.price([prices], residual, [Span(crew, first, last)])
            return [c for c in found if residual.fits(self.rows.of_column(c).items())]

        build_first_plan(
            self.instance,
            self.rows,
            self.pool,
            price,
            lambda chosen: self.accept(frozenset(chosen)),
        )

    def generate(self, master: Master, end: float, close: float = 0.0) -> bool:
        """Add tours that the linear master wants until `end` seconds are left.

        Says whether it wants no more; ends before where the bound comes so close, as a share, to
        what the master is worth. Early prices swing; halving the swings saves rounds
        (Wentges 1997). Exact pricing comes in where quick pricing finds nothing, and at times
        before, for an early bound.
        """
        whole = Residual.of(self.instance, self.rows, self.pool, ())
        before = -inf
        while self.remaining() > end:
            solved = master.solve()
            if solved is None:
                return False
            smooth = _SMOOTHING if self._rounds < _SMOOTH_ROUNDS else 0.0
            self.duals = smooth * self.duals + (1 - smooth) * solved.duals
            self._rounds += 1
            prices = self._price_rows(self.duals, solved.cuts)
            added = master.take(self.pricers.price(prices, whole, self._whole_spans))
            gain, before = solved.value - before, solved.value
            if not added or self._is_slow(gain, solved.value):
                proof = self._prove(self.duals if added else solved.duals, solved.cuts)
                if proof is None:
                    return False
                added = master.take(proof.columns) or added or proof.learned
                if self.is_proved:
                    return True
                if proof.bound - solved.value < close * proof.bound:
                    return False  # near enough for now
            if added:
                master.thin(solved)
            elif smooth:
                self._rounds = _SMOOTH_ROUNDS
            elif not self._cut(master, solved):
                return True
        return False

    def _is_slow(self, gain: float, value: float) -> bool:
        """Say whether a round of quick pricing closed little of what lies below the bound."""
        if self.bound.least is None:
            return self._rounds >= _FIRST_PROOF
        return gain < _LEAST_CLOSED * (self.bound.least - value)

    def _cut(self, master: Master, solved: Solved) -> bool:
        """Cut off the shares of tours taken in `solved`, the last; says whether any could be.

        Idle cuts make room only once cuts have brought something, or they could come and go for
        ever.
        """
        shares = master.list_shares()
        if solved.value < self._cut_value - _LEAST_GAIN:
            self._cut_value = solved.value
            master.drop_cuts(self.cuts.drop_idle(solved.cuts))
        places = self.cuts.add_broken(self.pool, shares)
        master.add_cuts(places)
        return bool(places)

    def _prove(self, duals: Floats, cuts: Floats) -> Proof | None:
        """Bound by the prices; None where that could not be done."""
        proof = self.bound.prove(duals, cuts)
        if proof is not None:
            self.on_better(self)
        return proof

    def _bound_crews(self, duals: Floats, cuts: Floats) -> list[Bounded]:
        prices = self._price_rows(duals, cuts)
        if self._by_spots is None or cuts.any():
            return self.pricers.bound(prices)
        return self._by_spots.bound(prices)

    def _price_rows(self, duals: Floats, cuts: Floats) -> list[Prices]:
        """Turn the prices of rows and cuts into what tours of each crew pay."""
        crews = range(len(self.instance.crews))
        return [self.rows.price(crew, duals, self.cuts.charge(cuts, crew)) for crew in crews]

    @property
    def _whole_spans(self) -> list[Span]:
        last = self.instance.days - 1
        return [Span(crew, 0, last) for crew in range(len(self.instance.crews))]

    @property
    def is_proved(self) -> bool:
        """Say whether no plan can be better."""
        least = self.bound.least
        return least is not None and least - self.value <= _PROVED * max(1.0, abs(least))

    def _open_master(self, most: int = _MASTER_COLUMNS) -> Master:
        """Open the master, with the tours of most promise."""
        master = Master(
            self.pool, self.limits, self.remaining, self.step, self.cuts, has_calendars=True
        )
        for number in self._choose(most):
            master.add(number)
        return master

    def accept(self, chosen: frozenset[int]) -> None:
        """Go on with a plan where it is better than the one at hand; keep the best."""
        value = self.pool.weigh(self.limits, chosen)
        if value > self.value - _MOST_LOST * abs(self.value):
            self._good |= dict.fromkeys(self.pool.columns[number] for number in sorted(chosen))
        if value > self._worth + _LEAST_GAIN:
            self._go_to(chosen)
        if value > self.value + _LEAST_GAIN:
            self.best, self.value = chosen, value
            self.on_better(self)
