"""Set packing: the best whole tours out of those known, by branch and bound (SCIP)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.linear_solver import pywraplp

from planner.touring.instance import Ints
from planner.touring.pool import Pool
from planner.touring.waiting import wait_for

_KEEPS = 1e-6


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look: by the clock, by nodes of the tree, and from which seed."""

    seconds: float
    nodes: int
    seed: int


def pack(
    pool: Pool,
    limits: Ints,
    numbers: Sequence[int],
    hint: frozenset[int],
    effort: Effort,
    step: Callable[[], None],
) -> frozenset[int] | None:
    """Choose tours worth most within the limits of all rows; None where none was found in time.

    `hint` is a feasible choice out of `numbers`. `step` is called often; what it raises ends
    the search and is passed on.
    """
    solver = pywraplp.Solver.CreateSolver("SCIP")
    variables = [solver.BoolVar("") for _ in numbers]
    rows: dict[int, pywraplp.Constraint] = {}
    for number, variable in zip(numbers, variables, strict=True):
        solver.Objective().SetCoefficient(variable, pool.columns[number].worth)
        for row, share in pool.takes[number]:
            if row not in rows:
                rows[row] = solver.Constraint(-solver.infinity(), float(limits[row]))
            rows[row].SetCoefficient(variable, float(share))
    solver.Objective().SetMaximization()
    solver.SetHint(variables, [float(number in hint) for number in numbers])
    solver.SetTimeLimit(max(10, round(effort.seconds * 1000)))
    solver.SetSolverSpecificParametersAsString(
        f"limits/totalnodes = {effort.nodes}\nrandomization/randomseedshift = {effort.seed}\n"
    )
    status = wait_for(solver.Solve, solver.InterruptSolve, step)
    if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return None
    chosen = [n for n, v in zip(numbers, variables, strict=True) if v.solution_value() > 0.5]
    return frozenset(chosen) if _keeps_limits(pool, limits, chosen) else None


def _keeps_limits(pool: Pool, limits: Ints, chosen: Sequence[int]) -> bool:
    """Count exactly what floating point promised."""
    left = [float(limit) for limit in limits]
    for number in chosen:
        for row, share in pool.takes[number]:
            left[row] -= share
    return min(left, default=0.0) >= -_KEEPS
