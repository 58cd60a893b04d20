"""The peer VROOM: one job a visit, as it knows neither alternatives nor worth by the day.

Which length and which class of worth a visit is offered in is chosen before: as it stands in the
known plan, else by turns the best whole or the best short one.
"""

import datetime

import numpy as np

from tests.bench.tasks import Limit, Node, Task

_HIGHEST = 100  # of VROOM's priorities


def route_by_vroom(
    task: Task, limit: Limit, share: float, turn: int
) -> dict[int, dict[int, tuple[int, ...]]]:
    """Route a task by VROOM at its highest level; it ends by itself, or at the limit."""
    import vroom

    nodes = _choose(task, turn)
    most = max((node.worth for node in nodes), default=1)
    question = vroom.Input()
    ends = sorted({p for shift in task.shifts for p in (shift.start, shift.end)})
    visits = task.instance.visit_place
    places = np.array([*ends, *(int(visits[node.visit]) for node in nodes)], np.int64)
    grid = np.ix_(places, places)
    question.set_durations_matrix("car", task.elapsed[grid].astype(np.uint32))
    question.set_costs_matrix("car", task.road[grid].astype(np.uint32))
    for number, shift in enumerate(task.shifts):
        window = [shift.first * task.span, (shift.last + 1) * task.span]
        may = task.instance.crews[shift.crew].may
        question.add_vehicle(
            vroom.Vehicle(
                number,
                start=ends.index(shift.start),
                end=ends.index(shift.end),
                time_window=window,
                skills={n for n, node in enumerate(nodes) if may[node.visit]},
            )
        )
    for number, node in enumerate(nodes):
        windows = sorted(task.find_window(offer) for offer in node.offers)
        question.add_job(
            vroom.Job(
                number,
                location=len(ends) + number,
                default_service=node.minutes,
                priority=max(1, round(_HIGHEST * min(node.worth, most) / most)),
                skills={number},
                time_windows=[vroom.TimeWindow(opens, closes) for opens, closes in windows],
            )
        )
    timeout = datetime.timedelta(seconds=min(3600.0, share * limit.wall))
    table = question.solve(exploration_level=5, nb_threads=1, timeout=timeout).routes
    routes: dict[int, dict[int, tuple[int, ...]]] = {}
    for row in table[table.type == "job"].itertuples():
        offer = task.find_offer(nodes[int(row.id)], int(row.arrival + row.waiting_time))
        if offer is not None:
            days = routes.setdefault(task.shifts[int(row.vehicle_id)].crew, {})
            day = int(task.instance.offers.day[offer])
            days[day] = (*days.get(day, ()), offer)
    return routes


def _choose(task: Task, turn: int) -> list[Node]:
    """Choose one way to make each visit."""
    known = task.begun
    chosen: dict[int, Node] = {}
    for node in task.list_nodes():
        if node.visit not in chosen or _rank(node, known, turn) > _rank(
            chosen[node.visit], known, turn
        ):
            chosen[node.visit] = node
    return list(chosen.values())


def _rank(node: Node, known: frozenset[int], turn: int) -> tuple[bool, float]:
    """Rank ways: as it is known, else by worth, or by worth a minute at odd turns."""
    per = node.worth / node.minutes if turn % 2 else float(node.worth)
    return not known.isdisjoint(node.offers), per
