"""The peers on the public families: OR-Tools routing, PyVRP and VROOM, for benchmarks only."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from planner.touring.families.ophs import Ophs
from planner.touring.families.toptw import TopTw

_FINE = 10_000  # the engine's unit of length over the one given to the peers, in nights
_PER_PRIZE = 100_000  # cost of a unit of prize left out, where nights are chosen
_MUST = 10**9


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a peer may look: seconds, and beside them whether CPU seconds are spent."""

    seconds: float
    over: Callable[[], bool]


def tours_by_ortools(problem: TopTw, tours: int, limit: Limit) -> list[list[int]]:
    """Search tours by guided local search; leaving out costs prize times the longest way."""
    field, n = problem.field, len(problem.prizes)
    manager = pywrapcp.RoutingIndexManager(n, tours, 0)
    model = pywrapcp.RoutingModel(manager)
    way = field.reach - np.diag(field.reach)[:, None]
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(way.tolist()))
    first, last = problem.horizon
    passing = model.RegisterTransitMatrix(_quiet(field.reach).tolist())
    model.AddDimension(passing, last, last, False, "time")
    time = model.GetDimensionOrDie("time")
    for tour in range(tours):
        time.CumulVar(model.Start(tour)).SetRange(first, last)
    for place in range(1, n):
        index = manager.NodeToIndex(place)
        time.CumulVar(index).SetRange(int(field.opens[place]), int(field.closes[place]))
        model.AddDisjunction([index], int(problem.prizes[place]) * int(way.max()))
    found = _search(model, limit)
    return [_follow(model, manager, found, tour) for tour in range(tours)] if found else []


def tours_by_pyvrp(problem: TopTw, tours: int, limit: Limit) -> list[list[int]]:
    """Search tours by PyVRP; a prize is worth prize times the longest way."""
    import pyvrp

    field, n = problem.field, len(problem.prizes)
    service = np.diag(field.reach)
    way = field.reach - service[:, None]
    most = int(way.max())
    clients = [
        pyvrp.Client(
            place,
            service_duration=int(service[place]),
            tw_early=int(field.opens[place]),
            tw_late=int(field.closes[place]),
            prize=int(problem.prizes[place]) * most,
            required=False,
        )
        for place in range(1, n)
    ]
    first, last = problem.horizon
    fleet = [pyvrp.VehicleType(tours, [], tw_early=first, tw_late=last)]
    places = [pyvrp.Location(0, 0) for _ in range(n)]
    data = pyvrp.ProblemData(places, clients, [pyvrp.Depot(0)], fleet, [way], [way])
    best = _run_pyvrp(data, limit)
    return [[a.idx + 1 for a in route if a.is_client()] for route in best.routes()]


def tours_by_vroom(problem: TopTw, tours: int, limit: Limit) -> list[list[int]]:
    """Search tours by VROOM at its highest level; prizes are its priorities, at most 100."""
    import vroom

    field, n = problem.field, len(problem.prizes)
    service = np.diag(field.reach)
    first, last = problem.horizon
    question = vroom.Input()
    question.set_durations_matrix("car", (field.reach - service[:, None]).astype(np.uint32))
    for tour in range(tours):
        question.add_vehicle(vroom.Vehicle(tour, start=0, end=0, time_window=[first, last]))
    for place in range(1, n):
        question.add_job(
            vroom.Job(
                place,
                location=place,
                default_service=int(service[place]),
                priority=min(100, int(problem.prizes[place])),
                time_windows=[vroom.TimeWindow(int(field.opens[place]), int(field.closes[place]))],
            )
        )
    timeout = datetime.timedelta(seconds=min(limit.seconds, 3600.0))
    table = question.solve(exploration_level=5, nb_threads=1, timeout=timeout).routes
    jobs = table[table.type == "job"]
    return [[int(x) for x in group["id"]] for _, group in jobs.groupby("vehicle_id", sort=False)]


def trips_by_ortools(problem: Ophs, limit: Limit) -> list[list[int]]:
    """Search trips on one axis on which each night is a visit to one hotel at a fixed time."""
    ends, places, nights = _lay_axis(problem)
    manager = pywrapcp.RoutingIndexManager(len(places), 1, [0], [1])
    model = pywrapcp.RoutingModel(manager)
    way = _coarse(problem)[np.ix_(places, places)].tolist()
    passing = model.RegisterTransitMatrix(way)
    model.SetArcCostEvaluatorOfAllVehicles(passing)
    model.AddDimension(passing, ends[-1], ends[-1], True, "time")
    time = model.GetDimensionOrDie("time")
    for end, group in zip(ends, nights, strict=False):
        indices = [manager.NodeToIndex(node) for node in group]
        model.AddDisjunction(indices, _MUST)
        for index in indices:
            time.CumulVar(index).SetRange(end, end)
    for node in range(2, len(problem.xy)):
        index = manager.NodeToIndex(node)
        worth = int(problem.field.prizes[node]) * _PER_PRIZE
        model.AddDisjunction([index], worth if node >= problem.hotels else 0)
        if node < problem.hotels:
            model.solver().Add(model.ActiveVar(index) == 0)
    begin = [nights[number][hotel] for number, hotel in enumerate(_chain(problem))]
    found = _search(model, limit, [manager.NodeToIndex(node) for node in begin])
    if not found:
        return []
    return _cut_trips(problem, [places[n] for n in _follow(model, manager, found, 0)])


def trips_by_pyvrp(problem: Ophs, limit: Limit) -> list[list[int]]:
    """Search trips on the same axis; the hotels of a night are a group of which one is met."""
    import pyvrp

    ends, _, nights = _lay_axis(problem)
    clients, groups, names = [], [], []
    for end, _ in zip(ends, nights, strict=False):
        members = range(len(clients), len(clients) + problem.hotels)
        for hotel in range(problem.hotels):
            night = pyvrp.Client(
                hotel, tw_early=end, tw_late=end, required=False, group=len(groups)
            )
            clients.append(night)
            names.append(hotel)
        groups.append(pyvrp.ClientGroup(list(members), required=True))
    way = _coarse(problem)
    for place in range(problem.hotels, len(problem.xy)):
        worth = int(problem.field.prizes[place]) * int(way.max())
        clients.append(pyvrp.Client(place, prize=worth, required=False))
        names.append(place)
    fleet = [pyvrp.VehicleType(1, [], start_depot=0, end_depot=1, tw_early=0, tw_late=ends[-1])]
    places = [pyvrp.Location(float(x), float(y)) for x, y in problem.xy]
    depots = [pyvrp.Depot(0), pyvrp.Depot(1)]
    data = pyvrp.ProblemData(places, clients, depots, fleet, [way], [way], groups)
    chain = _chain(problem)
    begin = [number * problem.hotels + hotel for number, hotel in enumerate(chain)]
    best = _run_pyvrp(data, limit, pyvrp.Solution(data, [begin]) if begin else None)
    if not best.is_feasible():
        return _cut_trips(problem, chain)
    met = [names[a.idx] for a in best.routes()[0] if a.is_client()]
    return _cut_trips(problem, met)


def _lay_axis(problem: Ophs) -> tuple[list[int], list[int], list[list[int]]]:
    """Give the end of each trip, the place of each node, and the nodes of each night."""
    ends = [int(end) for end in np.cumsum(problem.days().latest) // _FINE]
    places, nights = list(range(len(problem.xy))), []
    for _ in ends[:-1]:
        nights.append(list(range(len(places), len(places) + problem.hotels)))
        places.extend(range(problem.hotels))
    return ends, places, nights


def _chain(problem: Ophs) -> list[int]:
    """Give hotels for the nights such that each trip is long enough, as short as can be."""
    way, limits = _coarse(problem), problem.days().latest // _FINE
    best: dict[int, tuple[int, list[int]]] = {0: (0, [])}
    for number, limit in enumerate(limits):
        ends = range(problem.hotels) if number < len(limits) - 1 else [1]
        onward: dict[int, tuple[int, list[int]]] = {}
        for hotel, (length, path) in best.items():
            for end in ends:
                leg = int(way[hotel, end])
                if leg <= limit:
                    onward[end] = min(
                        onward.get(end, (length + leg + 1, [])), (length + leg, [*path, end])
                    )
        best = onward
    return best[1][1][:-1] if 1 in best else []


def _coarse(problem: Ophs) -> np.ndarray:
    return -(-problem.field.reach // _FINE)


def _cut_trips(problem: Ophs, met: Sequence[int]) -> list[list[int]]:
    trips = [[0]]
    for place in met:
        trips[-1].append(place)
        if place < problem.hotels:
            trips.append([place])
    trips[-1].append(1)
    return trips


def _quiet(reach: np.ndarray) -> np.ndarray:
    quiet = reach.copy()
    np.fill_diagonal(quiet, 0)
    return quiet


def _search(
    model: pywrapcp.RoutingModel, limit: Limit, begin: Sequence[int] = ()
) -> pywrapcp.Assignment | None:
    """Search by guided local search, from one route where it is given."""
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    if limit.seconds < 1e9:
        parameters.time_limit.FromMilliseconds(int(limit.seconds * 1000))
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    model.AddSearchMonitor(model.solver().CustomLimit(limit.over))
    model.CloseModelWithParameters(parameters)
    start = model.ReadAssignmentFromRoutes([list(begin)], True) if begin else None
    if start is not None:
        return model.SolveFromAssignmentWithParameters(start, parameters)
    return model.SolveWithParameters(parameters)


def _follow(
    model: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    found: pywrapcp.Assignment,
    vehicle: int,
) -> list[int]:
    met, index = [], found.Value(model.NextVar(model.Start(vehicle)))
    while not model.IsEnd(index):
        met.append(manager.IndexToNode(index))
        index = found.Value(model.NextVar(index))
    return met


def _run_pyvrp(data: object, limit: Limit, begin: object | None = None) -> object:
    import pyvrp

    wall = pyvrp.stop.MaxRuntime(limit.seconds)
    stop = lambda cost: wall(cost) or limit.over()  # noqa: E731
    found = pyvrp.solve(
        data, stop, seed=1, collect_stats=False, display=False, initial_solution=begin
    )
    return found.best
