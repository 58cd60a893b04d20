"""Two plans compared: what moves, in the smallest bundles that can be taken by themselves."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain.answers import Bundle, Move, Spot
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Tour
from planner.judge.check import Judge
from planner.judge.cost import price_floors, price_tour
from planner.judge.salvage import find_broken

Spots = Mapping[str, Spot]
NEAR = timedelta(8)  # between tours whose weeks or rests may bind each other


def find_spots(tours: Iterable[Tour]) -> dict[str, Spot]:
    """Say where every visit stands."""
    return {
        stop.visit: Spot(day.day, tour.crew, stop.start, stop.end, stop.market_day)
        for tour in tours
        for day in tour.days
        for stop in day.stops
    }


def list_moves(
    visits: Iterable[str], before: Spots, after: Spots, told: Collection[str]
) -> tuple[Move, ...]:
    """List those of some visits that stand elsewhere, in order of their day."""
    moves = [
        Move(visit, before.get(visit), after.get(visit), visit in told)
        for visit in visits
        if before.get(visit) != after.get(visit)
    ]
    return tuple(sorted(moves, key=_order))


def find_told(locks: Iterable[Lock]) -> frozenset[str]:
    """Find the visits people have been told of."""
    return frozenset(lock.visit for lock in locks if lock.freedom is Freedom.ANNOUNCED)


def make_bundles(
    before: Sequence[Tour],
    after: Sequence[Tour],
    judge: Judge,
    spots: Spots,
    told: Collection[str],
) -> tuple[Bundle, ...]:
    """Bundle what changes from one plan to another, the most gainful bundle first.

    `spots` are those people know, from which moves are told. Each bundle alone, on top of
    `before`, keeps every rule, if all together do.
    """
    bare_before, bare_after = _bare(before), _bare(after)
    gone = tuple(tour for tour in bare_before if tour not in bare_after)
    come = tuple(tour for tour in bare_after if tour not in bare_before)
    merged = _merge(_join(gone, come), bare_before, judge)
    bundles = (_describe(part, bare_before, judge, spots, told) for part in merged)
    return tuple(sorted(bundles, key=lambda bundle: -bundle.gain))


def put_together(tours: Sequence[Tour], bundles: Iterable[Bundle]) -> tuple[Tour, ...]:
    """Take some bundles into the tours they were made for."""
    made = list(_bare(tours))
    for bundle in bundles:
        made = [tour for tour in made if tour not in bundle.gone]
        made.extend(bundle.come)
    return tuple(sorted(made, key=lambda tour: (tour.crew, tour.days[0].day)))


@dataclass(frozen=True, slots=True)
class Part:
    """Tours that go and come together."""

    gone: tuple[Tour, ...]
    come: tuple[Tour, ...]

    def join(self, other: "Part") -> "Part":
        """Make one of two."""
        return Part((*self.gone, *other.gone), (*self.come, *other.come))

    def is_near(self, other: "Part") -> bool:
        """Say whether two could bind each other: by a crew in the same days, or by a day."""
        ours, theirs = (*self.gone, *self.come), (*other.gone, *other.come)
        return any(_are_near(a, b) for a in ours for b in theirs)


def _are_near(one: Tour, other: Tour) -> bool:
    margin = NEAR if one.crew == other.crew else timedelta(0)
    first, last = one.days[0].day - margin, one.days[-1].day + margin
    related = one.crew == other.crew or one.depot == other.depot
    return related and first <= other.days[-1].day and other.days[0].day <= last


def _bare(tours: Iterable[Tour]) -> tuple[Tour, ...]:
    """Leave out the next dates, which follow from the whole plan."""
    return tuple(
        replace(
            tour,
            days=tuple(
                replace(day, stops=tuple(replace(s, next_visit=None) for s in day.stops))
                for day in tour.days
            ),
        )
        for tour in tours
    )


def _join(gone: tuple[Tour, ...], come: tuple[Tour, ...]) -> list[Part]:
    """Join tours that share a visit, and those of a crew on the same days."""
    parts: list[Part] = []
    for part in (*(Part((tour,), ()) for tour in gone), *(Part((), (tour,)) for tour in come)):
        bound = [known for known in parts if _binds(known, part)]
        for known in bound:
            parts.remove(known)
            part = known.join(part)
        parts.append(part)
    return parts


def _binds(one: Part, other: Part) -> bool:
    ours, theirs = (*one.gone, *one.come), (*other.gone, *other.come)
    return any(_share(a, b) for a in ours for b in theirs)


def _share(one: Tour, other: Tour) -> bool:
    if not _families(one).isdisjoint(_families(other)):
        return True
    days = {day.day for day in one.days}
    return one.crew == other.crew and any(day.day in days for day in other.days)


def _families(tour: Tour) -> set[str]:
    """Name the visits of a tour, a repeat as what it repeats."""
    return {stop.visit.partition("#")[0] for day in tour.days for stop in day.stops}


def _merge(parts: list[Part], before: tuple[Tour, ...], judge: Judge) -> list[Part]:
    """Merge parts that break a rule by themselves with those around them, until none does."""
    whole: list[Part] = []
    while parts:
        part = parts.pop(0)
        if not find_broken(_swap(before, part), judge):
            whole.append(part)
            continue
        others = [*parts, *whole]
        near = [other for other in others if part.is_near(other)] or others
        if not near:
            return [part]
        good = (o for o in near if not find_broken(_swap(before, part.join(o)), judge))
        other = next(good, near[0])
        parts = [known for known in parts if known is not other]
        whole = [known for known in whole if known is not other]
        parts.insert(0, part.join(other))
    return whole


def _swap(tours: tuple[Tour, ...], part: Part) -> tuple[Tour, ...]:
    return (*(tour for tour in tours if tour not in part.gone), *part.come)


def _describe(
    part: Part, tours: tuple[Tour, ...], judge: Judge, spots: Spots, told: Collection[str]
) -> Bundle:
    question, offers = judge.grounds.question, judge.grounds.offers
    made, known = find_spots(part.come), {**find_spots(part.gone), **spots}
    visits = made.keys() | find_spots(part.gone).keys()
    before = {visit: known[visit] for visit in visits if visit in known}

    def add(count: Callable[[Tour], float]) -> float:
        return sum(map(count, part.come)) - sum(map(count, part.gone))

    floors = price_floors(_swap(tours, part), question) - price_floors(tours, question)
    return Bundle(
        moves=list_moves(visits, before, made, told),
        gone=part.gone,
        come=part.come,
        gain=add(lambda tour: price_tour(tour, offers, question).value) + floors,
        metres=round(add(lambda tour: sum(day.drive_metres for day in tour.days))),
        nights=round(add(lambda tour: tour.nights)),
        days=round(add(lambda tour: len(tour.days))),
    )


def _order(move: Move) -> tuple[date, int]:
    spot = move.after or move.before
    assert spot is not None, "a move has a spot at least"
    return spot.day, spot.start
