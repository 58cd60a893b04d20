"""The search: column generation over all tours, packing, then neighbourhoods in the same way."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np

from planner.domain.plan import Tour
from planner.touring.bound import Bound, Proof
from planner.touring.construct import build_first_plan
from planner.touring.cuts import Cuts
from planner.touring.evaluate import Column
from planner.touring.instance import Flags, Floats, Instance
from planner.touring.known import fit_together, read_tours
from planner.touring.labels import NEVER
from planner.touring.master import Master, Solved
from planner.touring.memory import Neighbourhoods
from planner.touring.packing import Effort, pack
from planner.touring.pool import Pool
from planner.touring.pricing import Priced, Pricer, Prices
from planner.touring.residual import CLOSED_PRICE, Residual
from planner.touring.rows import Rows, build_rows
from planner.touring.waiting import wait_for

_CONSTRUCTION_SHARE, _LARGE_CONSTRUCTION_SHARE = 0.15, 0.6  # of the time, at most
_TURNS = (  # until which share of the time master, neighbourhoods; how close bound and master
    (0.08, 0.12, 0.01),
    (0.7, 0.88, 0.0002),
    (0.91, 1.0, 0.0),
)
_NEAR = 0.001  # so close, as a share, that packing pays
_SMOOTHING, _SMOOTH_ROUNDS = 0.5, 30
_PROOF_ROUNDS = 8  # of quick pricing between two exact ones
_PROVED = 1e-6  # share of the bound below which a gap is none
_LARGE_TURNS = ((0.12, 1.0, 0.0),)
_LARGE = 400  # crew-days beyond which the whole is never solved
_DIVE_SHARE = 0.06  # of the time, for one dive at most
_ROUNDS = 2  # of pricing per neighbourhood
_LEAST_SIZE, _MOST_SIZE = 6, 20  # tours of a neighbourhood
_BY_CREW, _BY_CREW_OR_DAYS = 0.4, 0.7  # shares of the ways to choose them
_SHAKEN_SCALES, _SHAKEN = (0.0, 0.5, 1.0, 1.0), (0.5, 1.5)
_BARRED = 0.15  # share of visits left out when prices are disturbed
_MOST_COLUMNS = 30_000  # known at a time
_MASTER_COLUMNS = 4000  # looked at to begin with
_OPEN_COLUMNS = 1500  # looked at per neighbourhood
_LEAST_PACK_SECONDS = 0.3
_MARGINS = (0.0005, 0.001, 0.002, 0.004)  # of the value, that tours may cost the master
_ENOUGH = 600  # tours to pack
_LOST_AT_LEAST = 1.0  # contacts, so that every tour may be chosen
_WINDOW_DAYS = 21  # between tours of a crew's neighbourhood
_MARGIN_DAYS = 3
_LEAST_GAIN = 1e-6
_THREADS = 4  # that price crews side by side; more than cores, as crews differ in length

T = TypeVar("T")


class PackSize(NamedTuple):
    """How much one packing may look at: tours, nodes of the tree, and a share of all time."""

    columns: int
    nodes: int
    share: float


_PART = PackSize(800, 500, 0.06)
_WHOLE = (PackSize(300, 20_000, 0.04), PackSize(700, 20_000, 0.07))


class Span(NamedTuple):
    """Days in which a crew's tours are priced, both included."""

    crew: int
    first: int
    last: int


@dataclass(slots=True, eq=False)
class Search:
    """One search for the best plan; `remaining` gives seconds left, `step` may raise.

    When `is_over`, pricing under way is cut short.
    """

    instance: Instance
    seed: int
    seconds: float
    remaining: Callable[[], float]
    step: Callable[[], None]
    on_better: Callable[["Search"], None]
    known: Sequence[Tour] = ()
    is_over: Callable[[], bool] = lambda: False
    pricers: tuple[Pricer, ...] = field(init=False)
    rows: Rows = field(init=False)
    pool: Pool = field(init=False)
    bound: Bound = field(init=False)
    cuts: Cuts = field(init=False)
    best: frozenset[int] = frozenset()
    value: float = 0.0
    duals: Floats = field(init=False)
    limits: Floats = field(init=False)
    _random: random.Random = field(init=False)
    _rounds: int = 0
    _size: int = 0
    _is_packed: bool = False

    def __post_init__(self) -> None:
        """Open rows and an empty pool."""
        known = Neighbourhoods(self.instance)
        self.pricers = tuple(Pricer(self.instance, known) for _ in range(_THREADS))
        self.rows = build_rows(self.instance)
        self.pool = Pool(self.rows)
        self.cuts = Cuts(self.instance)
        self.bound = Bound(self.instance, self.rows, known, self._bound_crews)
        self.limits = np.array(self.rows.limits, np.float64)
        self.value = self._worth_of(frozenset(), self.limits)
        self.duals = np.zeros(len(self.rows.limits), np.float64)
        self._random = random.Random(self.seed)

    def run(self) -> None:
        """Search until the time is up; the best plan is kept in `best`, also when stopped.

        The shares of time for the master and for neighbourhoods alternate until the master
        wants no more tours.
        """
        if not self.instance.visits or not self.instance.crews:
            return
        self.begin()
        if self.best:
            self._neighbour(self.seconds * (1 - _CONSTRUCTION_SHARE))
        else:
            self.construct()
        master: Master | None = self._open_master()
        for generated, improved, close in _LARGE_TURNS if self._is_large() else _TURNS:
            if self.is_proved:
                return
            if master is not None:
                complete = self.generate(master, self.seconds * (1 - generated), close)
                if not self._is_large():
                    self._round(master, is_final=close < _NEAR)
                master = None if complete else master
            self._neighbour(self.seconds * (1 - improved))
            master = self._open_master() if master is not None else None

    def plan(self) -> None:
        """Search for tours alone until the time is up: a first plan, then neighbourhoods."""
        if not self.instance.visits or not self.instance.crews:
            return
        self.begin()
        if not self.best:
            self.construct()
        self._neighbour(0.0)

    def begin(self) -> None:
        """Start from the tours that are known, as far as they are possible together."""
        numbers = [self.pool.number_of(c) for c in read_tours(self.instance, self.known)]
        if numbers:
            self.accept(fit_together(self.pool, self.rows, self.limits, numbers))

    def _neighbour(self, end: float) -> None:
        """Solve one part of the plan after another anew until `end` seconds are left."""
        while self.remaining() > end and not self.is_proved:
            self._size = min(self._size + 1, _MOST_SIZE)
            self.improve(self.choose_neighbourhood())
            if len(self.pool.columns) > _MOST_COLUMNS:
                self._thin()

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

    def _round(self, master: Master, is_final: bool) -> None:
        """Make whole tours of what the master takes in shares."""
        if not self._is_packed:
            self._dive(master, self.remaining() - _DIVE_SHARE * self.seconds)
        if not is_final:
            return
        self._is_packed = True
        self._enumerate(master)
        for size in _WHOLE:
            self._pack(master, self._whole(), frozenset(), size)

    def _enumerate(self, master: Master) -> None:
        """Add the tours that the master hardly minds, as whole plans have to use some of them."""
        solved = master.solve()
        if solved is None:
            return
        crews = range(len(self.instance.crews))
        prices = [
            self.rows.price(crew, solved.duals, self.cuts.charge(solved.cuts, crew))
            for crew in crews
        ]
        for share in _MARGINS:
            margin = share * solved.value
            jobs = [partial(_enumerate, crew, prices[crew], margin) for crew in crews]
            found = [column for columns in self._share(jobs) for column in columns]
            for column in found:
                master.add(self.pool.number_of(column))
            if len(found) > _ENOUGH or self.remaining() <= 0:
                return

    def _dive(self, master: Master, end: float) -> None:
        """Round, with pricing beside what is fixed until `end` seconds are left.

        That is the way of Sadykov, Vanderbeck, Pessoa, Tahiri and Uchoa (2019).
        """
        last = self.instance.days - 1
        spans = [Span(crew, 0, last) for crew in range(len(self.instance.crews))]

        def extend(solved: Solved, chosen: Sequence[int]) -> bool:
            if self.remaining() <= end:
                return False
            residual = Residual.of(self.instance, self.rows, self.pool, chosen)
            prices = residual.price(solved.duals)
            return self._add_priced(master, residual, prices, spans, solved.cuts)

        dived = sorted(master.dive(extend))  # cut short, it may lack what repeats follow
        self.accept(fit_together(self.pool, self.rows, self.limits, dived))

    def _thin(self) -> None:
        """Forget the tours of least promise."""
        order = np.argsort(-self.pool.reduce(self.duals), kind="stable")
        kept = sorted({int(n) for n in order[: _MOST_COLUMNS // 3]} | self.best)
        pool = Pool(self.rows)
        number = {n: pool.number_of(self.pool.columns[n]) for n in kept}
        self.best = frozenset(number[n] for n in self.best)
        self.pool = pool

    def _is_large(self) -> bool:
        return len(self.instance.crews) * self.instance.days > _LARGE

    def construct(self) -> None:
        """Build a first plan."""
        share = _LARGE_CONSTRUCTION_SHARE if self._is_large() else _CONSTRUCTION_SHARE
        end = self.seconds * (1 - share)

        def price(crew: int, residual: Residual, first: int, last: int) -> list[Column]:
            if self.remaining() < end:
                return []
            duals = residual.price_wanted(self.rows)
            prices = self.rows.price(crew, duals)
            untied = residual.find_untied(self.rows)
            prices = prices._replace(prize=np.where(untied, NEVER, prices.prize))
            found = self._price([prices], residual, [Span(crew, first, last)])
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
        residual = self._whole()
        while self.remaining() > end:
            solved = master.solve()
            if solved is None:
                return False
            smooth = _SMOOTHING if self._rounds < _SMOOTH_ROUNDS else 0.0
            self.duals = smooth * self.duals + (1 - smooth) * solved.duals
            self._rounds += 1
            added = self._add_quick(master, residual, solved.cuts)
            if added and self._rounds % _PROOF_ROUNDS:
                continue
            proof, is_new = self._prove(master, self.duals if added else solved.duals, solved.cuts)
            if proof is None:
                return False
            if self.is_proved:
                return True
            if self._rounds > _SMOOTH_ROUNDS and proof.bound - solved.value < close * proof.bound:
                return False  # near enough for now
            if added or is_new or proof.learned:
                continue
            if smooth:
                self._rounds = _SMOOTH_ROUNDS
            elif not self._cut(master):
                return True
        return False

    def _cut(self, master: Master) -> bool:
        """Cut off the shares of tours taken now; says whether anything could be."""
        solved = master.solve()
        if solved is None:
            return False
        shares = master.list_shares()
        master.drop_cuts(self.cuts.drop_idle(solved.cuts))
        places = self.cuts.add_broken(self.pool, shares)
        master.add_cuts(places)
        return bool(places)

    def _add_quick(self, master: Master, residual: Residual, cuts: Floats) -> bool:
        last = self.instance.days - 1
        spans = [Span(crew, 0, last) for crew in range(len(residual.free))]
        return self._add_priced(master, residual, self.duals, spans, cuts)

    def _prove(self, master: Master, duals: Floats, cuts: Floats) -> tuple[Proof | None, bool]:
        """Bound by the prices, and let the master have the tours found on the way.

        Says whether there were any that it did not know.
        """
        proof = self.bound.prove(duals, cuts)
        if proof is None:
            return None, False
        self.on_better(self)
        added = [self.pool.add(column) for column in proof.columns]
        new = [number for number in added if number is not None]
        for number in new:
            master.add(number)
        return proof, bool(new)

    def _bound_crews(
        self, duals: Floats, cuts: Floats
    ) -> list[tuple[Floats, list[Priced]] | None]:
        prices = [
            self.rows.price(crew, duals, self.cuts.charge(cuts, crew))
            for crew in range(len(self.instance.crews))
        ]
        assert self.bound.neighbourhoods.memory  # made here once, not in every thread
        return self._share([partial(_bound, crew, own) for crew, own in enumerate(prices)])

    def _share(self, jobs: Sequence[Callable[[Pricer], T]]) -> list[T]:
        """Do jobs in threads, each with a pricer of its own; answers come in the order of jobs."""
        answers: dict[int, T] = {}

        def work(number: int) -> None:
            for job in range(number, len(jobs), len(self.pricers)):
                answers[job] = jobs[job](self.pricers[number])

        def work_all() -> None:
            with ThreadPoolExecutor(len(self.pricers)) as threads:
                tuple(threads.map(work, range(len(self.pricers))))

        wait_for(work_all, self._halt, self._tick)
        return [answers[job] for job in range(len(jobs))]

    def _tick(self) -> None:
        self.step()
        if self.is_over():
            self._halt()

    def _halt(self) -> None:
        for pricer in self.pricers:
            pricer.halt()

    @property
    def is_proved(self) -> bool:
        """Say whether no plan can be better."""
        least = self.bound.least
        return least is not None and least - self.value <= _PROVED * max(1.0, abs(least))

    def _make_master(self, limits: Floats, cuts: Cuts) -> Master:
        return Master(self.pool, limits, self.remaining, self.step, cuts)

    def _whole(self) -> Residual:
        return Residual.of(self.instance, self.rows, self.pool, ())

    def _open_master(self) -> Master:
        master = self._make_master(self.limits, self.cuts)
        self._add_known(master)
        return master

    def _add_known(self, master: Master) -> None:
        """Let the master have the tours of most promise."""
        order = np.argsort(-self.pool.reduce(self.duals), kind="stable")
        for number in sorted({int(n) for n in order[:_MASTER_COLUMNS]} | self.best):
            master.add(number)

    def improve(self, removed: frozenset[int]) -> None:
        """Solve anew the part of the plan held by some tours, the rest kept."""
        fixed = self.best - removed
        residual = Residual.of(self.instance, self.rows, self.pool, fixed)
        known = self.pool.find_open(residual.closed)
        order = np.argsort(-self.pool.reduce(self.duals)[known], kind="stable")
        numbers = {int(known[i]) for i in order[:_OPEN_COLUMNS]} | removed
        master = self._make_master(residual.limits, Cuts(self.instance))
        for number in sorted(numbers):
            master.add(number)
        spans = self._find_spans(removed)
        noisy = residual.price(self._shake(self.duals))
        self._add_priced(master, residual, noisy, spans)
        for _ in range(_ROUNDS):
            solved = master.solve()
            if solved is None or self.remaining() <= 0:
                return
            duals = residual.price(solved.duals)
            if not self._add_priced(master, residual, duals, spans):
                break
        self._pack(master, residual, fixed)

    def _pack(
        self,
        master: Master,
        residual: Residual,
        fixed: frozenset[int],
        size: PackSize = _PART,
    ) -> None:
        solved = master.solve()
        if solved is None or self.remaining() <= 0:
            return
        hint = self.best - fixed
        incumbent = self._worth_of(hint, residual.limits)
        if solved.value <= incumbent + _LEAST_GAIN:
            return
        reduced = master.reduce(solved)
        worthy = [n for n in master.numbers if solved.value + reduced[n] > incumbent + _LEAST_GAIN]
        worthy.sort(key=lambda n: (-reduced[n], n))
        numbers = sorted({*worthy[: size.columns], *hint})
        seconds = min(self.remaining(), max(_LEAST_PACK_SECONDS, size.share * self.seconds))
        effort = Effort(seconds, size.nodes, self._random.randrange(1 << 30))
        chosen = pack(self.pool, residual.limits, numbers, hint, effort, self.step)
        if chosen is not None:
            self.accept(fixed | chosen)

    def _shake(self, duals: Floats) -> Floats:
        """Disturb prices, so that tours come up which the linear master would never want."""
        scale = self._random.choice(_SHAKEN_SCALES)
        noise = [self._random.uniform(*_SHAKEN) for _ in duals]
        shaken = scale * duals * np.array(noise, np.float64)
        for visit in range(len(self.instance.visits)):
            if self._random.random() < _BARRED:
                shaken[visit] = CLOSED_PRICE
        return np.asarray(shaken, np.float64)

    def accept(self, chosen: frozenset[int]) -> None:
        """Keep a plan where it is better than the best so far."""
        value = self._worth_of(chosen, self.limits)
        if value > self.value + _LEAST_GAIN:
            self.best, self.value = chosen, value
            self._size = _LEAST_SIZE
            self.on_better(self)

    def choose_neighbourhood(self) -> frozenset[int]:
        """Choose tours to take out: of few crews, all in some days, or near each other.

        They get more after every failure, and few again after a success.
        """
        tours = sorted(self.best)
        if not tours:
            return frozenset()
        columns = self.pool.columns
        lost = -self.pool.reduce(self.duals)[tours]
        seed = self._random.choices(tours, (np.maximum(lost, 0.0) + _LOST_AT_LEAST).tolist())[0]
        first = columns[seed].first
        kind = self._random.random()
        if kind < _BY_CREW:
            count = min(1 + self._size // 8, len(self.instance.crews))
            others = self._random.sample(range(len(self.instance.crews)), count)
            crews = {columns[seed].crew, *others}
            tours = [
                n
                for n in tours
                if columns[n].crew in crews and abs(columns[n].first - first) <= _WINDOW_DAYS
            ]
        elif kind < _BY_CREW_OR_DAYS:
            tours.sort(key=lambda n: (abs(columns[n].first - first), n))
            return frozenset(tours[: self._size])
        return frozenset(self._nearest(seed, tours)[: self._size])

    def _nearest(self, seed: int, tours: Sequence[int]) -> list[int]:
        minutes = self.instance.roads.minutes

        def places(number: int) -> list[int]:
            offers = list(self.pool.columns[number].offers)
            return [int(p) for p in self.instance.visit_place[self.instance.offers.visit[offers]]]

        here = places(seed)
        away = {n: int(minutes[np.ix_(here, places(n))].min()) for n in tours}
        return sorted(tours, key=lambda n: (away[n], n))

    def _find_spans(self, removed: frozenset[int]) -> list[Span]:
        columns = [self.pool.columns[number] for number in sorted(removed)]
        if not columns:
            last = self.instance.days - 1
            return [Span(crew, 0, last) for crew in range(len(self.instance.crews))]
        first = min(c.first for c in columns) - _MARGIN_DAYS
        last = max(c.last for c in columns) + _MARGIN_DAYS
        crews = set(range(len(self.instance.crews)))
        if self._is_large():
            crews = {c.crew for c in columns} | {self._random.choice(sorted(crews))}
        return [
            Span(crew, max(first, 0), min(last, self.instance.days - 1)) for crew in sorted(crews)
        ]

    def _add_priced(
        self,
        master: Master,
        residual: Residual,
        duals: Floats,
        spans: Sequence[Span],
        cuts: Floats | None = None,
    ) -> bool:
        added = False
        prices = [
            self.rows.price(
                span.crew, duals, None if cuts is None else self.cuts.charge(cuts, span.crew)
            )
            for span in spans
        ]
        for column in self._price(prices, residual, spans):
            number = self.pool.add(column)
            if number is not None:
                master.add(number)
                added = True
        return added

    def _price(
        self, prices: Sequence[Prices], residual: Residual, spans: Sequence[Span]
    ) -> list[Column]:
        jobs = [
            partial(_price, own, residual.free[span.crew], span)
            for own, span in zip(prices, spans, strict=True)
            if residual.free[span.crew][span.first : span.last + 1].any()
        ]
        return [priced.column for found in self._share(jobs) for priced in found]

    def _worth_of(self, numbers: frozenset[int], limits: Floats) -> float:
        """Add up what tours are worth, less what soft rows lack within the limits."""
        ordered = sorted(numbers)
        worth = sum(self.pool.columns[number].worth for number in ordered)
        return worth - self.rows.fine(self.pool.leave(limits, ordered))


def _price(prices: Prices, free: Flags, span: Span, pricer: Pricer) -> list[Priced]:
    return pricer.price(span.crew, prices, free, span.first, span.last)


def _enumerate(crew: int, prices: Prices, margin: float, pricer: Pricer) -> list[Column]:
    return pricer.enumerate(crew, prices, margin)


def _bound(crew: int, prices: Prices, pricer: Pricer) -> tuple[Floats, list[Priced]] | None:
    return pricer.bound(crew, prices)
