"""Set packing: the best whole tours out of those known, by CP-SAT."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.touring.instance import Ints
from planner.touring.pool import Pool
from planner.touring.waiting import wait_for

_SCALE = 1000  # objective units per contact


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look: by the clock, by counted work (CP-SAT's), and from which seed."""

    seconds: float
    work: float
    seed: int


class _Stopper(cp_model.CpSolverSolutionCallback):
    """Nothing but a handle by which another thread can end the search."""

    def on_solution_callback(self) -> None:
        """Go on."""


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
    model = cp_model.CpModel()
    variables = {number: model.new_bool_var("") for number in numbers}
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number in numbers:
        for row, share in pool.takes[number]:
            rows[row].append((number, share))
    for row, takers in rows.items():
        limit = int(limits[row])
        if limit >= 0 and sum(max(share, 0) for _, share in takers) <= limit:
            continue
        if limit == 1 and all(share == 1 for _, share in takers):
            model.add_at_most_one(variables[number] for number, _ in takers)
        else:
            model.add(sum(share * variables[number] for number, share in takers) <= limit)
    for number, variable in variables.items():
        model.add_hint(variable, number in hint)
    model.maximize(
        sum(round(pool.columns[n].worth * _SCALE) * variable for n, variable in variables.items())
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_time_in_seconds = max(0.01, effort.seconds)
    solver.parameters.max_deterministic_time = effort.work
    stopper = _Stopper()
    status = wait_for(lambda: solver.solve(model, stopper), stopper.stop_search, step)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return frozenset(n for n, variable in variables.items() if solver.boolean_value(variable))
