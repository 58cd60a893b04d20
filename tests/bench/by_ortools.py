"""The peer OR-Tools: routing with guided local search on a task."""

from itertools import pairwise

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.util.optional_boolean_pb2 import BOOL_TRUE

from tests.bench.tasks import Limit, Node, Task


class _Model:
    """One task as a routing model: a node of a disjunction for every way to make a visit."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.nodes = task.list_nodes()
        self.ends = sorted({p for shift in task.shifts for p in (shift.start, shift.end)})
        self.base = len(self.ends)
        place = task.instance.visit_place
        self.places = [*self.ends, *(int(place[node.visit]) for node in self.nodes)]
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.places),
            len(task.shifts),
            [self.ends.index(shift.start) for shift in task.shifts],
            [self.ends.index(shift.end) for shift in task.shifts],
        )
        self.model = pywrapcp.RoutingModel(self.manager)
        self._add_costs()
        self.time = self._add_time()
        self._add_choices()

    def _add_costs(self) -> None:
        """Charge the road, and the way into a node what it is below the visit's best."""
        best: dict[int, int] = {}
        for node in self.nodes:
            best[node.visit] = max(node.worth, best.get(node.visit, 0))
        less = [0] * self.base + [best[node.visit] - node.worth for node in self.nodes]
        cost = self.task.road[np.ix_(self.places, self.places)] + np.array(less)[None, :]
        transit = self.model.RegisterTransitMatrix(cost.tolist())
        self.model.SetArcCostEvaluatorOfAllVehicles(transit)
        for vehicle, shift in enumerate(self.task.shifts):
            self.model.SetFixedCostOfVehicle(shift.cost, vehicle)

    def _add_time(self) -> pywrapcp.RoutingDimension:
        task, span = self.task, self.task.span
        service = np.array([0] * self.base + [node.minutes for node in self.nodes])
        legs = task.elapsed[np.ix_(self.places, self.places)] + service[:, None]
        axis = task.instance.days * span
        transit = self.model.RegisterTransitMatrix(legs.tolist())
        self.model.AddDimension(transit, axis, axis, False, "time")
        time = self.model.GetDimensionOrDie("time")
        for vehicle, shift in enumerate(task.shifts):
            for index in (self.model.Start(vehicle), self.model.End(vehicle)):
                time.CumulVar(index).SetRange(shift.first * span, (shift.last + 1) * span)
            if shift.per_minute:
                time.SetSpanCostCoefficientForVehicle(shift.per_minute, vehicle)
        return time

    def _add_choices(self) -> None:
        """Let every visit be made one way or not at all, inside its windows, by who may."""
        groups: dict[int, list[int]] = {}
        for number, node in enumerate(self.nodes):
            index = self.manager.NodeToIndex(self.base + number)
            groups.setdefault(node.visit, []).append(index)
            self._open(index, node)
            able = self.task.list_able(node.visit)
            if len(able) < len(self.task.shifts):
                self.model.VehicleVar(index).SetValues([-1, *able])
        best: dict[int, int] = {}
        for node in self.nodes:
            best[node.visit] = max(node.worth, best.get(node.visit, 0))
        for visit, indices in groups.items():
            self.model.AddDisjunction(indices, best[visit])

    def _open(self, index: int, node: Node) -> None:
        """Leave in the domain of a start only the times at which an offer can begin."""
        start = self.time.CumulVar(index)
        windows = sorted(self.task.find_window(offer) for offer in node.offers)
        start.SetRange(windows[0][0], windows[-1][1])
        for (_, closes), (opens, _) in pairwise(windows):
            if closes + 1 <= opens - 1:
                start.RemoveInterval(closes + 1, opens - 1)

    def begin(self) -> list[list[int]]:
        """Give the nodes of the known plan, shift by shift."""
        of_offer = {o: n for n, node in enumerate(self.nodes) for o in node.offers}
        routes = []
        for shift in self.task.shifts:
            days = self.task.known.get(shift.crew, {})
            met = [o for day in range(shift.first, shift.last + 1) for o in days.get(day, ())]
            known = [of_offer[o] for o in met if o in of_offer]
            routes.append([self.manager.NodeToIndex(self.base + n) for n in known])
        return routes

    def read(self, found: pywrapcp.Assignment) -> dict[int, dict[int, tuple[int, ...]]]:
        """Give the offers of a solution by crew and day."""
        routes: dict[int, dict[int, tuple[int, ...]]] = {}
        for vehicle, shift in enumerate(self.task.shifts):
            days = routes.setdefault(shift.crew, {})
            index = found.Value(self.model.NextVar(self.model.Start(vehicle)))
            while not self.model.IsEnd(index):
                node = self.nodes[self.manager.IndexToNode(index) - self.base]
                offer = self.task.find_offer(node, found.Min(self.time.CumulVar(index)))
                if offer is not None:
                    day = int(self.task.instance.offers.day[offer])
                    days[day] = (*days.get(day, ()), offer)
                index = found.Value(self.model.NextVar(index))
        return routes


def route_by_ortools(
    task: Task, limit: Limit, share: float, turn: int
) -> dict[int, dict[int, tuple[int, ...]]]:
    """Route a task by guided local search, from the known plan where there is one."""
    built = _Model(task)
    model = built.model
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.time_limit.FromMilliseconds(round(limit.wall * share * 1000))
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    operators = parameters.local_search_operators
    operators.use_extended_swap_active = BOOL_TRUE
    operators.use_shortest_path_swap_active = BOOL_TRUE
    model.AddSearchMonitor(model.solver().CustomLimit(limit.start(share)))
    model.CloseModelWithParameters(parameters)
    begin = model.ReadAssignmentFromRoutes(built.begin(), True) if task.known else None
    if begin is not None:
        found = model.SolveFromAssignmentWithParameters(begin, parameters)
    else:
        found = model.SolveWithParameters(parameters)
    return built.read(found) if found else {}
