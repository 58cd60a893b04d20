"""Recombines routes seen: the best set of them by CP-SAT (set packing, Hu and Lim 2014)."""

from collections import defaultdict

import numpy as np
from ortools.sat.python import cp_model

from planner.touring.routes.field import Days, Field
from planner.touring.routes.scratch import Pool

Row = tuple[int, list[int]]  # day, places from start to end
_MOST_ROUTES = 6000
_WORK = 1.0  # CP-SAT's counted seconds


def pack_routes(
    field: Field, days: Days, pool: Pool, seconds: float, seed: int
) -> list[list[int]] | None:
    """Give one route a day, worth most; None where the pool is empty or none was found.

    Without nights all days are alike. With nights, each hotel reached after a day is left on
    the next.
    """
    rows = _choose_rows(pool)
    if not rows:
        return None
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in rows]
    holders: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for (_, route), variable in zip(rows, taken, strict=True):
        for place in route[1:-1]:
            holders[place].append(variable)
    for variables in holders.values():
        model.add_at_most_one(variables)
    _limit_days(model, days, rows, taken)
    if field.nights:
        _join_nights(model, days, rows, taken)
    model.maximize(
        sum(
            int(field.prizes[route].sum()) * variable
            for (_, route), variable in zip(rows, taken, strict=True)
        )
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = _WORK
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    chosen = [row for row, v in zip(rows, taken, strict=True) if solver.boolean_value(v)]
    plan = [[int(a), int(b)] for a, b in zip(days.starts, days.ends, strict=True)]
    for number, (day, route) in enumerate(chosen):
        plan[number if days.alike else day] = route
    return plan


def _choose_rows(pool: Pool) -> list[Row]:
    """Give the routes that were part of the best plans, as day and places."""
    count = int(pool.held[0])
    order = np.argsort(-pool.grades[:count], kind="stable")[:_MOST_ROUTES]
    return [
        (int(pool.days[k]), [int(place) for place in pool.rows[k, : pool.sizes[k]]]) for k in order
    ]


def _limit_days(
    model: cp_model.CpModel, days: Days, rows: list[Row], taken: list[cp_model.IntVar]
) -> None:
    if days.alike:
        model.add(sum(taken) <= len(days.starts))
        return
    for day in range(len(days.starts)):
        model.add_at_most_one(v for (other, _), v in zip(rows, taken, strict=True) if other == day)


def _join_nights(
    model: cp_model.CpModel, days: Days, rows: list[Row], taken: list[cp_model.IntVar]
) -> None:
    """Every day has a route, and each hotel reached after a day is left on the next."""
    model.add(sum(taken) == len(days.starts))
    flow: dict[tuple[int, int], list[cp_model.LinearExprT]] = defaultdict(list)
    for (day, route), variable in zip(rows, taken, strict=True):
        flow[day, route[-1]].append(variable)
        flow[day - 1, route[0]].append(-variable)
    for (night, _), terms in flow.items():
        if 0 <= night < len(days.starts) - 1:
            model.add(sum(terms) == 0)
