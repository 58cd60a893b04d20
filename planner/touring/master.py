"""The linear master problem: how much of each known tour to take, and the price of every row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil, inf, sqrt
from typing import Any, NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

from planner.touring.cuts import MOST, Cut, Cuts
from planner.touring.evaluate import Column
from planner.touring.instance import Floats
from planner.touring.pool import Pool
from planner.touring.rows import LONG
from planner.touring.waiting import wait_for

_BACKENDS = ("GLOP", "CLP")
_ROUGH_BACKENDS = ("PDLP", "GLOP")
_ROUGH = (
    "termination_criteria { simple_optimality_criteria {"
    " eps_optimal_relative: 3e-4 eps_optimal_absolute: 3e-4 } } num_threads: 2"
)
_ANEW = "use_dual_simplex: true"
_GOING_ON = "use_scaling: false"  # a third quicker, and fewer rounds of pricing
_CROWDED, _THINNED = 6000, 3000  # tours beyond which some leave, and how many stay
_TRACE, _SURE = 1e-6, 0.85  # shares of a tour taken: more than nothing; enough to fix it
_MOST_LOST = 0.03  # of the value, by fixing tours at once
_EXTENSIONS = 1  # rounds of pricing for each tour fixed
Solver = Any  # ortools has no types


class Solved(NamedTuple):
    """What the shares taken are worth, and the prices, at least 0, of all rows and cuts."""

    value: float
    duals: Floats
    cuts: Floats


@dataclass(slots=True, eq=False)
class Master:
    """A packing of tours under row limits and cuts, relaxed; warm between solves.

    Rows that sum up ever more are written as their differences, what is left passed on from each
    to the next: the same problem, with few numbers to a tour. Days of crews can be bought, and
    soft rows broken, at no more than `rows.dearest`, which keeps prices from running wild.

    Where `is_rough`, prices and value are near, not exact: PDLP takes a fortieth of the time on
    very many rows (Applegate, Diaz, Hinder, Lu, Lubin, O'Donoghue and Schudy 2021).

    Where it `has_calendars`, shares of a crew's tours are shares of ways through its calendar, in
    place of rows over its days and weeks.

    `remaining` gives the seconds left, `step` may raise to end the work.
    """

    pool: Pool
    limits: Floats
    remaining: Callable[[], float]
    step: Callable[[], None]
    cuts: Cuts
    is_rough: bool = False
    has_calendars: bool = False
    _solver: Solver = None
    _parameters: Solver = None
    _constraints: list[Solver] = field(default_factory=list)
    _mornings: list[list[Solver]] = field(default_factory=list)
    _cuts: dict[int, Solver] = field(default_factory=dict)
    _variables: dict[int, Solver] = field(default_factory=dict)
    _thinned: float = -inf

    def __post_init__(self) -> None:
        """Open the rows."""
        self._open(self._backends[0])

    @property
    def _backends(self) -> tuple[str, ...]:
        return _ROUGH_BACKENDS if self.is_rough else _BACKENDS

    def _open(self, backend: str) -> None:
        self._solver = pywraplp.Solver.CreateSolver(backend)
        self._tune(backend)
        self._solver.Objective().SetMaximization()
        rows, infinity = self.pool.rows, self._solver.infinity()
        limits, bought = self.limits[: rows.first_shape].copy(), dict[int, float]()
        is_followed = self.has_calendars and rows.first_shape < len(self.limits)
        if is_followed:
            limits = np.append(limits, np.zeros(len(self.limits) - rows.first_shape))
            limits[[*rows.stretches, *(row for days in rows.busy for row in days)]] = infinity
        else:
            bought = {row: rows.dearest for days in rows.busy for row in days}
        self._open_rows(limits)
        if is_followed:
            bought = self._open_calendars()
        soft = {row: min(price, rows.dearest) for row, price in rows.soft.items()}
        for row, price in (bought | soft).items():
            more = self._solver.NumVar(0.0, infinity, "")
            self._solver.Objective().SetCoefficient(more, -price)
            self._constraints[row].SetCoefficient(more, -1.0)
        self._cuts = {p: self._solver.Constraint(-infinity, 1.0) for p, _ in self.cuts.items()}
        numbers, self._variables = self.numbers, {}
        for number in numbers:
            self.add(number)

    def _tune(self, backend: str) -> None:
        self._parameters = pywraplp.MPSolverParameters()
        is_long = self.pool.rows.first_shape > LONG
        glop = _ANEW if is_long else _GOING_ON
        text = {"PDLP": _ROUGH, "GLOP": glop}.get(backend, "")
        self._solver.SetSolverSpecificParametersAsString(text)
        if is_long and backend != "PDLP":
            solver = pywraplp.MPSolverParameters
            self._parameters.SetIntegerParam(solver.INCREMENTALITY, solver.INCREMENTALITY_OFF)

    def _open_rows(self, limits: Floats) -> None:
        """Open the rows with some limits; those that sum up are written as differences."""
        infinity, after = self._solver.infinity(), self.pool.rows.after
        for row, following in after.items():
            limits[following] -= self.limits[row]
        summed = {*after, *after.values()}
        self._constraints = [
            self._solver.Constraint(float(x) if row in summed else -infinity, float(x))
            for row, x in enumerate(limits)
        ]
        for row in sorted(summed):
            left = self._solver.NumVar(0.0, infinity, "")
            self._constraints[row].SetCoefficient(left, 1.0)
            if row in after:
                self._constraints[after[row]].SetCoefficient(left, -1.0)

    def _open_calendars(self) -> dict[int, float]:
        """Lead the ways of crews from morning to morning; gives what a shape may cost at most."""
        rows, infinity = self.pool.rows, self._solver.infinity()
        bought = {}
        self._mornings = []
        for calendar, shapes in zip(rows.calendars, rows.shapes, strict=True):
            mornings = [
                self._solver.Constraint(-infinity, float(number == 0))
                for number in range(calendar.mornings)
            ]
            for begin, end, shape in calendar.ways:
                way = self._solver.NumVar(0.0, infinity, "")
                mornings[begin].SetCoefficient(way, 1.0)
                if end >= 0:
                    mornings[end].SetCoefficient(way, -1.0)
                if shape is not None:
                    row = int(shapes[shape])
                    self._constraints[row].SetCoefficient(way, -1.0)
                    bought[row] = rows.dearest * (shape[1] + 1)
            self._mornings.append(mornings)
        return bought

    @property
    def numbers(self) -> list[int]:
        """The tours that may be taken."""
        return list(self._variables)

    def add(self, number: int) -> None:
        """Let a tour of the pool be taken, if it may not already."""
        if number in self._variables:
            return
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._solver.Objective().SetCoefficient(variable, self.pool.columns[number].worth)
        shares = dict(self.pool.takes[number])
        for row, share in self.pool.takes[number]:
            if row in self.pool.rows.after:
                following = self.pool.rows.after[row]
                shares[following] = shares.get(following, 0.0) - share
        for row, share in shares.items():
            if share and row < len(self._constraints):
                self._constraints[row].SetCoefficient(variable, float(share))
        self._variables[number] = variable
        if self.cuts.places:
            self._cut(number, variable, self.cuts.items())

    def take(self, columns: Iterable[Column]) -> bool:
        """Add those tours that are not here yet; says whether there were any."""
        numbers = [self.pool.number_of(column) for column in columns]
        new = [number for number in numbers if number not in self._variables]
        for number in new:
            self.add(number)
        return bool(new)

    def thin(self, solved: Solved) -> None:
        """Where there are many tours, look from now on only at those minded least.

        Those not minded at all stay, so that the master is worth no less; none leave again before
        it is worth more, or tours could come and go for ever.
        """
        numbers = self.numbers
        if len(numbers) > _CROWDED and solved.value > self._thinned + _TRACE:
            self._thinned = solved.value
            minded = -self.reduce(solved)[numbers]
            most = max(_THINNED, int((minded < _TRACE).sum()))
            order = np.argsort(minded, kind="stable")[:most]
            self._variables = dict.fromkeys(sorted(numbers[at] for at in order))
            self._open(self._backends[0])

    def _cut(self, number: int, variable: Solver, cuts: Sequence[tuple[int, Cut]]) -> None:
        column, nodes = self.pool.columns[number], self.pool.nodes[number]
        for place, count in self.cuts.find_charged(column, nodes, cuts):
            self._cuts[place].SetCoefficient(variable, float(count))

    def add_cuts(self, places: Sequence[int]) -> None:
        """Keep to the cuts in some places from now on."""
        least = -self._solver.infinity()
        for place in places:
            self._cuts[place] = self._solver.Constraint(least, 1.0)
        new = [(place, cut) for place, cut in self.cuts.items() if place in places]
        for number, variable in self._variables.items():
            self._cut(number, variable, new)

    def drop_cuts(self, places: Sequence[int]) -> None:
        """Keep no longer to the cuts that were in some places."""
        for place in places:
            self._cuts.pop(place).SetUb(self._solver.infinity())

    def solve(self) -> Solved | None:
        """Solve over the tours known; None when no solver manages."""
        for backend in (None, *self._backends):
            if self.remaining() <= 0:
                return None
            if backend is not None:
                self._open(backend)
            if self._is_solved():
                return self._read()
        return None

    def _read(self) -> Solved:
        duals = np.zeros(len(self.limits), np.float64)
        duals[: len(self._constraints)] = [row.dual_value() for row in self._constraints]
        self._price_shapes(duals)
        after = self.pool.rows.after
        if after:
            duals[list(after)] -= duals[list(after.values())]
        cuts = np.zeros(MOST, np.float64)
        for place, row in self._cuts.items():
            cuts[place] = row.dual_value()
        value = self._solver.Objective().Value()
        return Solved(value, np.maximum(duals, 0.0), np.maximum(cuts, 0.0))

    def _price_shapes(self, duals: Floats) -> None:
        """Price each shape as its ways are, whether or not there is a tour of it yet."""
        rows = self.pool.rows
        for mornings, calendar, shapes in zip(
            self._mornings, rows.calendars, rows.shapes, strict=False
        ):
            prices = np.array([morning.dual_value() for morning in mornings], np.float64)
            for shape, cost in calendar.price_shapes(prices).items():
                duals[shapes[shape]] = min(cost, rows.dearest * (shape[1] + 1))

    def reduce(self, solved: Solved) -> Floats:
        """Give the worth of every tour of the pool less the price of what it takes."""
        reduced = self.pool.reduce(solved.duals)
        cuts = [(place, cut) for place, cut in self.cuts.items() if solved.cuts[place]]
        for number in self.numbers if cuts else ():
            column, nodes = self.pool.columns[number], self.pool.nodes[number]
            for place, count in self.cuts.find_charged(column, nodes, cuts):
                reduced[number] -= count * solved.cuts[place]
        return reduced

    def list_shares(self) -> dict[int, float]:
        """Give how much of each tour is taken, where any; right after `solve`."""
        shares = ((n, variable.solution_value()) for n, variable in self._variables.items())
        return {number: share for number, share in shares if share > _TRACE}

    def _is_solved(self) -> bool:
        self._solver.SetTimeLimit(max(10, round(self.remaining() * 1000)))
        solve = partial(self._solver.Solve, self._parameters)
        status = wait_for(solve, self._solver.InterruptSolve, self.step)
        return bool(status == pywraplp.Solver.OPTIMAL)

    def dive(self, extend: Callable[[Solved, Sequence[int]], bool], end: float = 0.0) -> list[int]:
        """Round to whole tours: fix the surest, price again beside them, and so on.

        More at once where one by one would not be done when `end` seconds are left.
        `extend` gets the prices and the tours fixed, adds tours that go with them and says
        whether it could. Where those fixed at once cost too much, half of them stay; one that
        costs too much alone is barred. Gives the tours in the order they were fixed; those fixed
        so far when time is over.
        """
        chosen: list[int] = []
        fixed: list[int] = []
        barred: list[int] = []
        aim = -inf
        began, steps = self.remaining(), 0
        try:
            while self.remaining() > 0:
                value = self._reach(aim, (*chosen, *fixed), extend)
                steps += 1
                if value is not None:
                    chosen += fixed
                    aim = value
                    left = self.remaining()
                    more = steps * (left - end) / max(began - left, _TRACE)
                    fixed = self._find_surest(chosen, more)
                    if not fixed:
                        break
                elif len(fixed) > 1:
                    self._bound(fixed[len(fixed) // 2 :], 0.0)
                    fixed = fixed[: len(fixed) // 2]
                elif fixed:
                    self._bound(fixed, 0.0, 0.0)
                    barred += fixed
                    fixed = []
                elif self._is_solved():
                    aim = float(self._solver.Objective().Value())  # the best there is by now
                else:
                    break
                self._bound(fixed, 1.0)
        finally:
            self._bound((*chosen, *fixed, *barred), 0.0)
        return chosen

    def _reach(
        self, aim: float, fixed: Sequence[int], extend: Callable[[Solved, Sequence[int]], bool]
    ) -> float | None:
        """Solve, with tours added while it is worth less than the aim; None where far below."""
        for left in reversed(range(_EXTENSIONS + 1)):
            if not self._is_solved():
                return None
            value = float(self._solver.Objective().Value())
            if value >= aim - _TRACE * abs(aim):
                return value
            if not left or not extend(self._read(), fixed):
                break
        return value if value > aim - _MOST_LOST * abs(aim) else None

    def _bound(self, numbers: Iterable[int], least: float, most: float | None = None) -> None:
        for number in numbers:
            self._variables[number].SetLb(least)
            self._variables[number].SetUb(self._solver.infinity() if most is None else most)

    def _find_surest(self, chosen: Sequence[int], steps: float) -> list[int]:
        """List the tours that are nearly taken, else the one most so; much worth counts for it.

        At least as many as it takes to fix all in so many steps.
        """
        shares = self.list_shares()
        weight = {n: x * sqrt(max(1.0, self.pool.columns[n].worth)) for n, x in shares.items()}
        order = sorted(shares.keys() - set(chosen), key=lambda n: (-weight[n], n))
        least = ceil(sum(shares[number] for number in order) / max(1.0, steps))
        sure = [number for number in order if shares[number] > _SURE]
        return sure if len(sure) >= least else order[:least]
