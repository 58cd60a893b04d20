"""Set packing: the best whole tours out of those known, by branch and bound (SCIP)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.linear_solver import pywraplp

from planner.touring.instance import Floats
from planner.touring.master import Master, Solved
from planner.touring.pool import Pool
from planner.touring.waiting import wait_for

_LEAST_GAIN = 1e-6


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look: by the clock, by nodes of the tree, and from which seed.

    To presolve pays for many tours.
    """

    seconds: float
    nodes: int
    seed: int
    presolves: bool = False


def pack_better(
    master: Master, solved: Solved, hint: frozenset[int], most: int, effort: Effort
) -> frozenset[int] | None:
    """Choose whole tours worth more than those of the hint; None where none were found.

    Looked at are the tours that any better choice has to be made of, by what the master says in
    `solved`, as far as they are no more than `most`: those it minds least.
    """
    least = master.pool.weigh(master.limits, hint) + _LEAST_GAIN
    if solved.value <= least or effort.seconds <= 0:
        return None
    reduced = master.reduce(solved)
    worthy = [n for n in master.numbers if solved.value + reduced[n] > least]
    worthy.sort(key=lambda n: (-reduced[n], n))
    numbers = sorted({*worthy[:most], *hint})
    chosen = pack(master.pool, master.limits, numbers, hint, effort, master.step)
    if chosen is None or master.pool.weigh(master.limits, chosen) <= least:
        return None
    return chosen


def pack(
    pool: Pool,
    limits: Floats,
    numbers: Sequence[int],
    hint: frozenset[int],
    effort: Effort,
    step: Callable[[], None],
) -> frozenset[int] | None:
    """Choose tours worth most within the limits of all rows; None where none was found in time.

    `hint` is a feasible choice out of `numbers`. `step` is called often; what it raises ends
    the search and is passed on. Cuts of the solver's own are left out: on these rows they took
    half of the time and found nothing sooner.
    """
    solver = pywraplp.Solver.CreateSolver("SCIP")
    variables = [solver.BoolVar("") for _ in numbers]
    rows: dict[int, pywraplp.Constraint] = {}
    for number, variable in zip(numbers, variables, strict=True):
        solver.Objective().SetCoefficient(variable, pool.columns[number].worth)
        for row, share in pool.takes[number]:
            if row >= pool.rows.first_shape:
                continue
            if row not in rows:
                rows[row] = solver.Constraint(-solver.infinity(), float(limits[row]))
            rows[row].SetCoefficient(variable, float(share))
    for row, price in pool.rows.soft.items():
        slack = solver.NumVar(0.0, solver.infinity(), "")
        solver.Objective().SetCoefficient(slack, -price)
        if row not in rows:
            rows[row] = solver.Constraint(-solver.infinity(), float(limits[row]))
        rows[row].SetCoefficient(slack, -1.0)
    solver.Objective().SetMaximization()
    solver.SetHint(variables, [float(number in hint) for number in numbers])
    solver.SetTimeLimit(max(10, round(effort.seconds * 1000)))
    solver.SetSolverSpecificParametersAsString(
        f"limits/totalnodes = {effort.nodes}\nrandomization/randomseedshift = {effort.seed}\n"
        "separating/maxrounds = 0\nseparating/maxroundsroot = 0\n"
        f"presolving/maxrounds = {-1 if effort.presolves else 0}\npresolving/maxrestarts = 0\n"
        "branching/pscost/priority = 100000\n"
    )
    status = wait_for(solver.Solve, solver.InterruptSolve, step)
    if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return None
    chosen = [n for n, v in zip(numbers, variables, strict=True) if v.solution_value() > 0.5]
    return frozenset(chosen) if pool.keeps(limits, chosen) else None  # counted exactly
