"""The linear master problem: how much of each known tour to take, and the price of every row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from planner.touring.instance import Floats
from planner.touring.pool import Pool
from planner.touring.waiting import wait_for

_BACKENDS = ("GLOP", "CLP")
_TRACE, _SURE = 1e-6, 0.6  # shares of a tour taken: more than nothing; enough to fix it
Solver = Any  # ortools has no types


@dataclass(slots=True, eq=False)
class Master:
    """A packing of tours under row limits, relaxed; warm between solves as tours are added.

    Rows that sum up ever more are written as their differences, what is left passed on from each
    to the next: the same problem, with few numbers to a tour.

    `remaining` gives the seconds left, `step` may raise to end the work.
    """

    pool: Pool
    limits: Floats
    remaining: Callable[[], float]
    step: Callable[[], None]
    numbers: list[int] = field(default_factory=list)
    _known: set[int] = field(default_factory=set)
    _solver: Solver = None
    _constraints: list[Solver] = field(default_factory=list)
    _variables: list[Solver] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open the rows."""
        self._open(_BACKENDS[0])

    def _open(self, backend: str) -> None:
        self._solver = pywraplp.Solver.CreateSolver(backend)
        least = -self._solver.infinity()
        limits, after = self.limits.copy(), self.pool.rows.after
        for row, following in after.items():
            limits[following] -= self.limits[row]
        summed = {*after, *after.values()}
        self._constraints = [
            self._solver.Constraint(float(x) if row in summed else least, float(x))
            for row, x in enumerate(limits)
        ]
        for row in sorted(summed):
            left = self._solver.NumVar(0.0, self._solver.infinity(), "")
            self._constraints[row].SetCoefficient(left, 1.0)
            if row in after:
                self._constraints[after[row]].SetCoefficient(left, -1.0)
        self._solver.Objective().SetMaximization()
        for row, price in self.pool.rows.soft.items():
            slack = self._solver.NumVar(0.0, self._solver.infinity(), "")
            self._solver.Objective().SetCoefficient(slack, -price)
            self._constraints[row].SetCoefficient(slack, -1.0)
        self._variables = []
        numbers, self.numbers = self.numbers, []
        self._known.clear()
        for number in numbers:
            self.add(number)

    def add(self, number: int) -> None:
        """Let a tour of the pool be taken, if it may not already."""
        if number in self._known:
            return
        self._known.add(number)
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._solver.Objective().SetCoefficient(variable, self.pool.columns[number].worth)
        shares = dict(self.pool.takes[number])
        for row, share in self.pool.takes[number]:
            if row in self.pool.rows.after:
                following = self.pool.rows.after[row]
                shares[following] = shares.get(following, 0.0) - share
        for row, share in shares.items():
            if share:
                self._constraints[row].SetCoefficient(variable, float(share))
        self._variables.append(variable)
        self.numbers.append(number)

    def solve(self) -> tuple[float, Floats] | None:
        """Give the value and the price of each row, at least 0; None when no solver manages."""
        for backend in (None, *_BACKENDS):
            if self.remaining() <= 0:
                return None
            if backend is not None:
                self._open(backend)
            if self._is_solved():
                duals = np.array([row.dual_value() for row in self._constraints], np.float64)
                after = self.pool.rows.after
                if after:
                    duals[list(after)] -= duals[list(after.values())]
                return self._solver.Objective().Value(), np.maximum(duals, 0.0)
        return None

    def _is_solved(self) -> bool:
        self._solver.SetTimeLimit(max(10, round(self.remaining() * 1000)))
        status = wait_for(self._solver.Solve, self._solver.InterruptSolve, self.step)
        return bool(status == pywraplp.Solver.OPTIMAL)

    def dive(self, end: float) -> frozenset[int] | None:
        """Round to whole tours: fix the surest, solve again, and so on.

        None where that fails. When `end` seconds are left, those fixed so far are given.
        Tours that leave no solution when fixed are barred instead.
        """
        variables = dict(zip(self.numbers, self._variables, strict=True))
        chosen: list[int] = []
        barred: list[int] = []
        fixed: list[int] = []
        try:
            while self.remaining() > end:
                if self._is_solved():
                    chosen += fixed
                    fixed = self._find_surest(variables, chosen)
                    if not fixed:
                        return frozenset(chosen)
                elif not fixed:
                    return None
                else:
                    for number in fixed:
                        variables[number].SetLb(0.0)
                    variables[fixed[0]].SetUb(0.0)
                    barred.append(fixed[0])
                    fixed = []
                    continue
                for number in fixed:
                    variables[number].SetLb(1.0)
        finally:
            for number in (*chosen, *fixed):
                variables[number].SetLb(0.0)
            for number in barred:
                variables[number].SetUb(self._solver.infinity())
        return frozenset(chosen)

    def _find_surest(self, variables: dict[int, Solver], chosen: list[int]) -> list[int]:
        """List the tours that are more than half taken, else the one most so."""
        done = set(chosen)
        shares = sorted(
            ((v.solution_value(), -n) for n, v in variables.items() if n not in done),
            reverse=True,
        )
        open_shares = [(share, -n) for share, n in shares if share > _TRACE]
        sure = [number for share, number in open_shares if share > _SURE]
        return sure or [number for _, number in open_shares[:1]]
