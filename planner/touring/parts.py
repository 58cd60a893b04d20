"""Splits a large question by depots, so that its parts together are a plan of the whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import cos, hypot, radians

from planner.domain.demand import CrewDays, Floor, Lodging, Question, Visit
from planner.domain.locks import Freedom
from planner.domain.territory import Location

Homes = Mapping[str, int]
"""The part that makes a visit and its repeats, by the id of the first of them."""

_UNLIKELY = 0.01  # share that counts of what is not likely to be made
_NEAR_BEDS = 3  # parts whose crews may sleep in a bed: those nearest to it


def find_chains(question: Question) -> dict[str, str]:
    """Name for every visit the first one of those that repeat each other."""
    before = {visit.id: visit.repeat_of for visit in question.visits}
    return {visit: [visit, *_list_before(visit, before)][-1] for visit in before}


def group_depots(question: Question) -> list[tuple[str, ...]]:
    """Group depots whose crews share people, or are tied by locks of one venue.

    What they share stays within one part.
    """
    leader = {depot.id: depot.id for depot in question.depots}

    def find(depot: str) -> str:
        while leader[depot] != depot:
            depot = leader[depot]
        return depot

    tied: dict[str, list[str]] = defaultdict(list)
    home = {crew.id: crew.depot for crew in question.crews}
    for crew in question.crews:
        for technician in crew.technicians:
            tied[f"person {technician}"].append(crew.depot)
    first = find_chains(question)
    for lock in question.locks:
        if lock.freedom.keeps(Freedom.CREW) and lock.crew in home and lock.visit in first:
            tied[f"visit {first[lock.visit]}"].append(home[lock.crew])
    for depots in tied.values():
        for depot in depots:
            leader[find(depot)] = find(depots[0])
    groups: dict[str, list[str]] = defaultdict(list)
    for depot in sorted({crew.depot for crew in question.crews}):
        groups[find(depot)].append(depot)
    return [tuple(depots) for _, depots in sorted(groups.items())]


def rank_parts(question: Question, groups: Sequence[tuple[str, ...]]) -> dict[str, list[int]]:
    """Rank for every first visit the parts that can make it, nearest first.

    One is first whose crew a lock names. Where no crew has the skill all count.
    """
    crews = _list_crews(question, groups)
    part_of = {crew.id: part for part, own in enumerate(crews) for crew in own}
    first = find_chains(question)
    named = {
        first[lock.visit]: part_of[lock.crew]
        for lock in question.locks
        if lock.freedom.keeps(Freedom.CREW) and lock.crew in part_of and lock.visit in first
    }
    where = {depot.id: depot.location for depot in question.depots}
    ranked: dict[str, list[int]] = {}
    for visit in question.visits:
        if visit.repeat_of:
            continue
        away = [min(_away(visit.location, where[d]) for d in depots) for depots in groups]
        able = [part for part, own in enumerate(crews) if any(_is_able(c, visit) for c in own)]
        order = sorted(able or range(len(groups)), key=lambda part: (away[part], part))
        if visit.id in named:
            order = [named[visit.id]]
        ranked[visit.id] = order
    return ranked


def _list_crews(
    question: Question, groups: Sequence[tuple[str, ...]]
) -> list[tuple[CrewDays, ...]]:
    return [tuple(c for c in question.crews if c.depot in depots) for depots in groups]


def _is_able(crew: CrewDays, visit: Visit) -> bool:
    if not visit.skill:
        return True
    return any(skill == visit.skill and level >= visit.level for skill, level in crew.skills)


def _away(here: Location, there: Location) -> float:
    """Measure the way between two places roughly, in degrees."""
    east = (here.lon - there.lon) * cos(radians((here.lat + there.lat) / 2))
    return hypot(here.lat - there.lat, east)


def make_parts(
    question: Question,
    groups: Sequence[tuple[str, ...]],
    homes: Homes,
    spent: Sequence[float],
    shares: Mapping[str, float] | None = None,
) -> list[Question]:
    """Make the question of each part: its depots and crews, what it makes, its share of limits.

    `spent` is what each part spends of the budget already, in minor units of money; the rest is
    shared out by crews. `shares` is how much of a visit is likely to be made, by its id: floors
    are split by that, and repeats beyond left out, unless they are locked. None where unknown.
    """
    crews = _list_crews(question, groups)
    first = find_chains(question)
    kept = {visit.id for visit in question.visits}
    if shares is not None:
        kept = _find_likely(question, shares)
    leasts = [
        _split_floor(floor, homes, first, shares or {}, len(groups)) for floor in question.floors
    ]
    parts = []
    for part, depots in enumerate(groups):
        visits = tuple(
            v for v in question.visits if v.id in kept and homes.get(first[v.id]) == part
        )
        ids = {visit.id for visit in visits}
        budget = question.parameters.budget
        if budget is not None:
            rest = max(0.0, budget - sum(spent)) * len(crews[part]) / len(question.crews)
            budget = int(spent[part] + rest)
        parts.append(
            replace(
                question,
                parameters=replace(question.parameters, budget=budget),
                depots=tuple(d for d in question.depots if d.id in depots),
                crews=crews[part],
                lodgings=_near_lodgings(question, groups, part),
                visits=visits,
                locks=tuple(lock for lock in question.locks if lock.visit in ids),
                floors=tuple(
                    replace(floor, visits=own, least=least[part])
                    for floor, least in zip(question.floors, leasts, strict=True)
                    if (own := tuple(v for v in floor.visits if v in ids))
                ),
            )
        )
    return parts


def _find_likely(question: Question, shares: Mapping[str, float]) -> set[str]:
    """Find as many visits and repeats of each place as are likely made, and all locked ones."""
    first = find_chains(question)
    before = {visit.id: visit.repeat_of for visit in question.visits}
    likely: dict[str, float] = defaultdict(float)
    for made, share in shares.items():
        likely[first[made]] += share
    kept: set[str] = set()
    for visit in before:
        if len(_list_before(visit, before)) < likely[first[visit]] - _UNLIKELY:
            kept.add(visit)
    for lock in question.locks:
        if lock.visit in before:
            kept.update((lock.visit, *_list_before(lock.visit, before)))
    return kept


def _list_before(visit: str, before: Mapping[str, str]) -> list[str]:
    """List what a repeat follows, the visit just before it first."""
    found = []
    while before.get(visit):
        visit = before[visit]
        found.append(visit)
    return found


def _near_lodgings(
    question: Question, groups: Sequence[tuple[str, ...]], part: int
) -> tuple[Lodging, ...]:
    where = {depot.id: depot.location for depot in question.depots}
    near = []
    for bed in question.lodgings:
        away = [min(_away(bed.location, where[d]) for d in depots) for depots in groups]
        if part in sorted(range(len(groups)), key=lambda p: (away[p], p))[:_NEAR_BEDS]:
            near.append(bed)
    return tuple(near)


def _split_floor(
    floor: Floor,
    homes: Homes,
    first: Mapping[str, str],
    shares: Mapping[str, float],
    parts: int,
) -> list[int]:
    """Share out what a floor wants by what is likely to be made in each part, then by visits."""
    held, likely = [0] * parts, [0.0] * parts
    for visit in floor.visits:
        if visit in first and first[visit] in homes:
            part = homes[first[visit]]
            held[part] += 1
            likely[part] += _UNLIKELY + shares.get(visit, 0.0)
    wanted = [0] * parts
    for _ in range(min(floor.least, sum(held))):
        able = [part for part in range(parts) if wanted[part] < held[part]]
        wanted[max(able, key=lambda part: (likely[part] / (wanted[part] + 1), -part))] += 1
    return wanted
