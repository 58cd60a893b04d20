"""The linear master problem: how much of each known tour to take, and the price of every row."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from planner.touring.instance import Floats
from planner.touring.pool import Pool

_BACKENDS = ("GLOP", "CLP")
Solver = Any  # ortools has no types


@dataclass(slots=True, eq=False)
class Master:
    """A packing of tours under row limits, relaxed; warm between solves as tours are added."""

    pool: Pool
    limits: Floats
    numbers: list[int] = field(default_factory=list)
    _solver: Solver = None
    _constraints: list[Solver] = field(default_factory=list)
    _variables: list[Solver] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open the rows."""
        self._open(_BACKENDS[0])

    def _open(self, backend: str) -> None:
        self._solver = pywraplp.Solver.CreateSolver(backend)
        least = -self._solver.infinity()
        self._constraints = [self._solver.Constraint(least, float(x)) for x in self.limits]
        self._solver.Objective().SetMaximization()
        self._variables = []
        numbers, self.numbers = self.numbers, []
        for number in numbers:
            self.add(number)

    def add(self, number: int) -> None:
        """Let a tour of the pool be taken."""
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._solver.Objective().SetCoefficient(variable, self.pool.columns[number].worth)
        for row, share in self.pool.takes[number]:
            self._constraints[row].SetCoefficient(variable, float(share))
        self._variables.append(variable)
        self.numbers.append(number)

    def solve(self) -> tuple[float, Floats] | None:
        """Give the value and the price of each row, at least 0; None when no solver manages."""
        for backend in (None, *_BACKENDS):
            if backend is not None:
                self._open(backend)
            if self._solver.Solve() == pywraplp.Solver.OPTIMAL:
                duals = np.array([row.dual_value() for row in self._constraints], np.float64)
                return self._solver.Objective().Value(), np.maximum(duals, 0.0)
        return None

    def taken(self) -> list[tuple[int, float]]:
        """List tours with the share taken, where not 0."""
        shares = ((n, v.solution_value()) for n, v in zip(self.numbers, self._variables))
        return [(number, share) for number, share in shares if share > 1e-7]
