"""The peer PyVRP: iterated local search on a task, with one client per offer in client groups."""

import numpy as np

from planner.touring.instance import Ints
from tests.bench.tasks import SCALE, Limit, Task

_FAR = 10**6  # road to where a crew may not go, in units of cost
_MANY = 1000  # clients
_GOOD = 0.6  # of the best worth, from which a day is kept where clients are many


class _Model:
    """One task in PyVRP's words: a location per visit, a profile per set of visits allowed."""

    def __init__(self, task: Task) -> None:
        import pyvrp

        self.task = task
        instance = task.instance
        self.offers = _thin(task)
        ends = sorted({p for shift in task.shifts for p in (shift.start, shift.end)})
        self.places = np.array([*ends, *instance.visit_place], np.int64)
        skills = sorted({instance.crews[s.crew].may.tobytes() for s in task.shifts})
        groups: dict[int, list[int]] = {}
        for client, offer in enumerate(self.offers):
            groups.setdefault(int(instance.offers.visit[offer]), []).append(client)
        number = {visit: group for group, visit in enumerate(groups)}
        road = task.road[np.ix_(self.places, self.places)].astype(np.int64)
        np.fill_diagonal(road, 0)
        legs = task.elapsed[np.ix_(self.places, self.places)].astype(np.int64)
        np.fill_diagonal(legs, 0)
        self.fleet = [
            pyvrp.VehicleType(
                1,
                [],
                start_depot=ends.index(shift.start),
                end_depot=ends.index(shift.end),
                fixed_cost=shift.cost,
                tw_early=shift.first * task.span,
                tw_late=(shift.last + 1) * task.span,
                unit_distance_cost=1,
                unit_duration_cost=shift.per_minute,
                profile=skills.index(instance.crews[shift.crew].may.tobytes()),
            )
            for shift in task.shifts
        ]
        self.data = pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in self.places],
            [self._make_client(int(o), len(ends), number) for o in self.offers],
            [pyvrp.Depot(place) for place in range(len(ends))],
            self.fleet,
            [_bar(road, len(ends), np.frombuffer(may, np.bool_)) for may in skills],
            [legs] * len(skills),
            [pyvrp.ClientGroup(members, required=False) for members in groups.values()],
        )

    def _make_client(self, offer: int, base: int, number: dict[int, int]) -> object:
        import pyvrp

        table = self.task.instance.offers
        visit = int(table.visit[offer])
        opens, closes = self.task.find_window(offer)
        return pyvrp.Client(
            base + visit,
            service_duration=int(table.minutes[offer]),
            tw_early=opens,
            tw_late=closes,
            prize=max(0, round(float(self.task.worth[offer]) * SCALE)),
            required=False,
            group=number[visit],
        )

    def begin(self) -> object | None:
        """Give the known plan as a solution."""
        import pyvrp

        if not self.task.known:
            return None
        of_offer = {int(o): client for client, o in enumerate(self.offers)}
        routes = []
        for vehicle, shift in enumerate(self.task.shifts):
            days = self.task.known.get(shift.crew, {})
            met = [o for day in range(shift.first, shift.last + 1) for o in days.get(day, ())]
            clients = [of_offer[o] for o in met if o in of_offer]
            if clients:
                routes.append(pyvrp.Route(self.data, clients, vehicle))
        return pyvrp.Solution(self.data, routes)

    def read(self, best: object) -> dict[int, dict[int, tuple[int, ...]]]:
        """Give the offers of a solution by crew and day."""
        routes: dict[int, dict[int, tuple[int, ...]]] = {}
        for route in best.routes():
            days = routes.setdefault(self.task.shifts[route.vehicle_type()].crew, {})
            for activity in route:
                if activity.is_client():
                    offer = int(self.offers[activity.idx])
                    day = int(self.task.instance.offers.day[offer])
                    days[day] = (*days.get(day, ()), offer)
        return routes


def _thin(task: Task) -> Ints:
    """Give the offers to be clients; where they are many, without days far below the best."""
    offers = np.flatnonzero(task.allowed)
    if len(offers) <= _MANY:
        return offers
    table = task.instance.offers
    begun = task.begun
    best: dict[tuple[int, int], float] = {}
    keys = [(int(table.visit[o]), int(table.minutes[o])) for o in offers]
    for key, offer in zip(keys, offers, strict=True):
        best[key] = max(best.get(key, 0.0), float(task.worth[offer]))
    kept = [
        offer
        for key, offer in zip(keys, offers, strict=True)
        if task.worth[offer] >= _GOOD * best[key] or offer in begun
    ]
    return np.array(kept, np.int64)


def _bar(road: Ints, base: int, may: np.ndarray) -> Ints:
    """Put what a crew may not visit out of reach."""
    barred = road.copy()
    closed = base + np.flatnonzero(~may)
    barred[:, closed] = _FAR
    barred[closed, :] = _FAR
    np.fill_diagonal(barred, 0)
    return barred


def route_by_pyvrp(
    task: Task, limit: Limit, share: float, turn: int
) -> dict[int, dict[int, tuple[int, ...]]]:
    """Route a task by PyVRP, from the known plan where there is one."""
    import pyvrp

    built = _Model(task)
    over = limit.start(share)
    begin = built.begin()
    found = pyvrp.solve(
        built.data,
        lambda _: over(),
        seed=turn,
        collect_stats=False,
        display=False,
        initial_solution=begin,
    )
    return built.read(found.best)
