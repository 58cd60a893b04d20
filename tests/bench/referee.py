"""Re-evaluates routes of the public families from the raw file; shares no code with the engine."""

import itertools
import math
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

_TOLERANCE = Fraction(1, 1_000_000)  # of a trip's length: square roots are not rational


@dataclass(slots=True)
class Verdict:
    """Prize collected, rules broken, and each route with its times as plain values."""

    value: int = 0
    broken: list[str] = field(default_factory=list)
    routes: list[dict[str, object]] = field(default_factory=list)


def judge_toptw(path: Path, routes: list[list[int]], tours: int) -> Verdict:
    """Judge routes given as the numbers of their points, without the home at both ends."""
    rows = [line.split() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    units = 100 if path.stem.lower().startswith("pr") or rows[0][0] == "5" else 10
    points = {int(row[0]): row for row in rows[2:]}
    verdict = Verdict()
    if len(routes) > tours:
        verdict.broken.append(f"{len(routes)} tours instead of {tours}")
    _judge_repeats(verdict, [stop for route in routes for stop in route], set(points) - {0})
    for number, route in enumerate(routes, 1):
        route = [stop for stop in route if stop in points and stop]
        stops: list[dict[str, float]] = []
        here, time = points[0], Fraction(points[0][-2])
        for name in [*route, 0]:
            there = points[name]
            arrive = time + Fraction(here[3]) + _floor_way(here, there, units)
            time = max(arrive, Fraction(there[-2])) if name else arrive
            if time > Fraction(there[-1]):
                verdict.broken.append(f"tour {number}: place {name} at {float(time)}")
            stops.append({"place": name, "arrive": float(arrive), "start": float(time)})
            here = there
        verdict.value += sum(round(float(points[stop][4])) for stop in route)
        verdict.routes.append({"tour": number, "stops": stops[:-1], "back": stops[-1]["arrive"]})
    return verdict


def _floor_way(here: list[str], there: list[str], units: int) -> Fraction:
    """Give the distance rounded down to a unit, exactly."""
    square = sum((Fraction(there[k]) - Fraction(here[k])) ** 2 for k in (1, 2)) * units**2
    return Fraction(math.isqrt(square.numerator // square.denominator), units)


def judge_ophs(path: Path, routes: list[list[int]]) -> Verdict:
    """Judge one route per trip, hotels at both ends; a place is its line after the lengths."""
    lines = [line.split() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    hotels, trips = int(lines[0][1]) + 2, int(lines[0][2])
    lengths = [Fraction(text) for text in lines[2][:trips]]
    table = itertools.takewhile(lambda row: not row[0].startswith("--"), lines[3:])
    points = [row for row in table if len(row) >= 3]
    verdict = Verdict()
    if len(routes) != trips or routes[0][0] != 0 or routes[-1][-1] != 1:
        verdict.broken.append("not the trips from the first hotel to the last")
    _judge_repeats(
        verdict,
        [stop for route in routes for stop in route[1:-1]],
        set(range(hotels, len(points))),
    )
    for number, route in enumerate(routes, 1):
        if not set(route) <= set(range(len(points))):
            continue
        if not {route[0], route[-1]} <= set(range(hotels)):
            verdict.broken.append(f"trip {number}: no hotel at an end")
        if number > 1 and routes[number - 2][-1] != route[0]:
            verdict.broken.append(f"trip {number}: starts where no trip ended")
        length, stops = 0.0, []
        for here, there in itertools.pairwise(route):
            a, b = points[here], points[there]
            length += math.hypot(float(a[0]) - float(b[0]), float(a[1]) - float(b[1]))
            stops.append({"place": there, "arrive": round(length, 7)})
        if Fraction(length) > lengths[number - 1] + _TOLERANCE:
            verdict.broken.append(f"trip {number}: {length} of {float(lengths[number - 1])}")
        verdict.value += sum(round(float(points[stop][2])) for stop in route[1:-1])
        verdict.routes.append(
            {"trip": number, "from": route[0], "to": route[-1], "stops": stops[:-1]}
            | {"length": round(length, 7), "limit": float(lengths[number - 1])}
        )
    return verdict


def _judge_repeats(verdict: Verdict, stops: list[int], known: set[int]) -> None:
    if len(set(stops)) != len(stops):
        verdict.broken.append("a place twice")
    if not set(stops) <= known:
        verdict.broken.append("a place that is none")
