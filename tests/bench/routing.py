"""The peer: OR-Tools routing with guided local search on the same objective.

The working days of each crew's week are joined to one axis; a vehicle is a crew's week. A visit
has one node per length of service and class of worth, with holes in its domain where it is not
open; at most one of them is served. Time away costs in proportion (crew-days and nights), road by
the kilometre. Beds are chosen afterwards by dynamic programming, with every rule; stops that then
fit nowhere are dropped, worst first.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from planner.domain.demand import Question
from planner.domain.plan import Tour
from planner.touring.evaluate import (
    Column,
    describe_tour,
    find_broken_rule,
    find_places,
    make_column,
    time_day,
)
from planner.touring.instance import Instance, build_instance

_SCALE = 100
_CLASSES = 3  # of worth per visit and length


@dataclass(frozen=True, slots=True)
class _Week:
    """A vehicle: a crew and the days of its week, which follow each other."""

    crew: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    visit: int
    worth: float
    offers: tuple[int, ...]


def plan_by_routing(question: Question, seconds: float) -> tuple[Tour, ...]:
    """Plan by guided local search within the seconds."""
    instance = build_instance(question)
    weeks = _cut_weeks(instance)
    nodes = _make_nodes(instance)
    routes = _route(instance, weeks, nodes, seconds)
    columns = [column for week, route in routes for column in _fit(instance, week.crew, route)]
    return tuple(describe_tour(instance, column) for column in columns)


def _cut_weeks(instance: Instance) -> list[_Week]:
    most = instance.question.parameters.max_days_a_week
    weeks = []
    for number, crew in enumerate(instance.crews):
        by_week: dict[tuple[int, int], list[int]] = defaultdict(list)
        for day in np.flatnonzero(crew.free):
            by_week[instance.date_of(int(day)).isocalendar()[:2]].append(int(day))
        length = min(most, crew.max_nights + 1)
        for days in by_week.values():
            run: list[int] = []
            for day in days:
                if run and day != run[-1] + 1:
                    weeks.append(_Week(number, tuple(run)))
                    run = []
                if len(run) < length:
                    run.append(day)
            if run:
                weeks.append(_Week(number, tuple(run)))
    return weeks


def _make_nodes(instance: Instance) -> list[_Node]:
    offers = instance.offers
    by_key: dict[tuple[int, int], list[int]] = defaultdict(list)
    for offer, (visit, minutes) in enumerate(zip(offers.visit, offers.minutes, strict=True)):
        if instance.follows[visit] == -1:
            by_key[int(visit), int(minutes)].append(offer)
    nodes = []
    for (visit, _), own in by_key.items():
        worths = np.array([offers.worth[o] for o in own])
        low, high = worths.min(), worths.max()
        classes: dict[int, list[int]] = defaultdict(list)
        for offer, worth in zip(own, worths, strict=True):
            share = (worth - low) / (high - low) if high > low else 0.0
            classes[min(int(share * _CLASSES), _CLASSES - 1)].append(offer)
        for members in classes.values():
            mean = float(np.mean([offers.worth[o] for o in members]))
            nodes.append(_Node(visit, mean, tuple(members)))
    return nodes


def _route(
    instance: Instance, weeks: list[_Week], nodes: list[_Node], seconds: float
) -> list[tuple[_Week, list[int]]]:
    limits = instance.limits
    span = limits.shift_end - limits.shift_start
    depots = sorted({instance.crews[week.crew].depot_place for week in weeks})
    places = [*depots, *(int(instance.visit_place[node.visit]) for node in nodes)]
    ends = [depots.index(instance.crews[week.crew].depot_place) for week in weeks]
    manager = pywrapcp.RoutingIndexManager(len(places), len(weeks), ends, ends)
    model = pywrapcp.RoutingModel(manager)
    grid = np.ix_(places, places)
    metre_cost = instance.question.parameters.rates.road_km / 1000
    cost = np.rint(instance.roads.metres[grid] * metre_cost * _SCALE).astype(int)
    service = [0] * len(depots) + [int(instance.offers.minutes[n.offers[0]]) for n in nodes]
    legs = instance.roads.minutes[grid] + limits.buffer + np.array(service)[:, None]
    axis = instance.days * span
    transit = model.RegisterTransitMatrix(legs.astype(int).tolist())
    model.AddDimension(transit, axis, axis, False, "time")
    time = model.GetDimensionOrDie("time")
    rates = instance.question.parameters.rates
    night = float(np.mean(instance.bed_cost(0))) if len(instance.bed_place) else 0.0
    per_minute = max(1, round((rates.crew_day + night) * _SCALE / span))
    for vehicle, week in enumerate(weeks):
        for index in (model.Start(vehicle), model.End(vehicle)):
            time.CumulVar(index).SetRange(week.days[0] * span, (week.days[-1] + 1) * span)
        time.SetSpanCostCoefficientForVehicle(per_minute, vehicle)
    groups: dict[int, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        index = manager.NodeToIndex(len(depots) + number)
        groups[node.visit].append(number)
        _open(instance, time.CumulVar(index), node, span)
        able = [v for v, week in enumerate(weeks) if instance.crews[week.crew].may[node.visit]]
        if len(able) < len(weeks):
            model.VehicleVar(index).SetValues([-1, *able])
    for numbers in groups.values():
        best = max(nodes[number].worth for number in numbers)
        indices = [manager.NodeToIndex(len(depots) + number) for number in numbers]
        model.AddDisjunction(indices, round(best * _SCALE))
    _price_classes(model, manager, nodes, groups, len(depots), cost)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.time_limit.FromMilliseconds(round(seconds * 1000))
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    solution = model.SolveWithParameters(parameters)
    if solution is None:
        return []
    routes = []
    for vehicle, week in enumerate(weeks):
        index = solution.Value(model.NextVar(model.Start(vehicle)))
        taken: list[int] = []
        while not model.IsEnd(index):
            node = nodes[manager.IndexToNode(index) - len(depots)]
            day = solution.Min(time.CumulVar(index)) // span
            taken.extend(o for o in node.offers if instance.offers.day[o] == day)
            index = solution.Value(model.NextVar(index))
        if taken:
            routes.append((week, taken))
    return routes


def _price_classes(
    model: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    nodes: list[_Node],
    groups: dict[int, list[int]],
    depots: int,
    cost: np.ndarray,
) -> None:
    """Charge the way into a node what its class of worth is below the visit's best."""
    penalty = np.zeros(len(cost), int)
    for numbers in groups.values():
        best = max(nodes[number].worth for number in numbers)
        for number in numbers:
            penalty[depots + number] = round((best - nodes[number].worth) * _SCALE)
    arcs = (cost + penalty[None, :]).tolist()
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(arcs))


def _open(instance: Instance, start: pywrapcp.IntVar, node: _Node, span: int) -> None:
    """Leave in the domain of a start only the times at which some offer can begin."""
    base = instance.limits.shift_start
    windows = sorted(
        (
            int(instance.offers.day[o]) * span + int(instance.offers.earliest[o]) - base,
            int(instance.offers.day[o]) * span + int(instance.offers.latest[o]) - base,
        )
        for o in node.offers
    )
    start.SetRange(windows[0][0], windows[-1][1])
    for (_, closes), (opens, _) in pairwise(windows):
        if closes + 1 <= opens - 1:
            start.RemoveInterval(closes + 1, opens - 1)


def _fit(instance: Instance, crew: int, offers: list[int]) -> list[Column]:
    """Make one tour of a route with the best beds, dropping the least stop until it fits."""
    kept = list(offers)
    while kept:
        column = _choose_beds(instance, crew, kept)
        if column is not None and find_broken_rule(instance, column) is None:
            return [column] if column.worth > 0 else []
        kept.remove(min(kept, key=lambda o: float(instance.offers.worth[o])))
    return []


def _choose_beds(instance: Instance, crew: int, offers: list[int]) -> Column | None:
    """Choose the beds between the days of a route by dynamic programming."""
    days = [int(instance.offers.day[o]) for o in offers]
    first, last = days[0], days[-1]
    split = tuple(
        tuple(o for o, d in zip(offers, days, strict=True) if d == day)
        for day in range(first, last + 1)
    )
    paths: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    prices = instance.bed_cost(crew)
    depot = instance.crews[crew].depot_place
    for number, stops in enumerate(split):
        ends = [-1] if number == len(split) - 1 else range(len(instance.bed_place))
        onward: dict[int, tuple[float, tuple[int, ...]]] = {}
        inner = find_places(instance, crew, stops, 0, ())[1:-1]
        for bed, (spent, path) in paths.items():
            start = depot if bed < 0 else int(instance.bed_place[bed])
            for end in ends:
                stop = depot if end < 0 else int(instance.bed_place[end])
                cost = _cost_of_day(instance, stops, [start, *inner, stop])
                if cost is None:
                    continue
                total = spent + cost + (float(prices[end]) if end >= 0 else 0.0)
                if end not in onward or total < onward[end][0]:
                    onward[end] = (total, path if end < 0 else (*path, end))
        keep = sorted(onward, key=lambda bed: onward[bed][0])[:20]
        paths = {bed: onward[bed] for bed in keep}
    if -1 not in paths:
        return None
    return make_column(instance, crew, first, split, paths[-1][1])


def _cost_of_day(instance: Instance, stops: tuple[int, ...], places: list[int]) -> float | None:
    timing = time_day(instance, stops, places)
    if timing.end > instance.limits.shift_end:
        return None
    if timing.drive_minutes > instance.limits.max_drive:
        return None
    for offer, stop in zip(stops, timing.stops, strict=True):
        if stop.start > int(instance.offers.latest[offer]):
            return None
    return timing.drive_metres / 1000 * instance.question.parameters.rates.road_km
