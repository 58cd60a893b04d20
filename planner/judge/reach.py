"""How a crew could make one visit on a tour of its own: driven out, slept and driven back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.domain.demand import Depot, Lodging, Offer, Question, Visit
from planner.domain.findings import Rule
from planner.domain.parameters import Parameters
from planner.domain.territory import Location
from planner.domain.units import Metre, Money
from planner.judge.timing import Legs
from planner.rules.travel import Leg

NEAR_BEDS = 4  # beds tried around a visit; further ones only cost more


@dataclass(frozen=True, slots=True)
class Access:
    """How to come from a depot to a bed: nights spent (in that bed too), road, price of them.

    The depot itself is a place of no nights. The price is for one person, minor units. `place`
    is the venue with the bed, and `via` the place the night before; the depot has neither.
    """

    location: Location
    nights: int
    metres: Metre
    price: Money
    place: str = ""
    via: "Access | None" = None


@dataclass(frozen=True, slots=True)
class Way:
    """A tour for one visit alone: from which place to which, road, price for one person."""

    start: Access
    end: Access
    metres: Metre
    price: Money

    @property
    def before(self) -> int:
        """Nights before the day of the visit."""
        return self.start.nights

    @property
    def after(self) -> int:
        """Nights after it."""
        return self.end.nights

    @property
    def nights(self) -> int:
        """Nights away."""
        return self.before + self.after


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways to one visit, fewest nights first; without any, the rule that is in the way."""

    ways: tuple[Way, ...]
    blocked: Rule | None = None


def fits_a_day(legs: Sequence[Leg], parameters: Parameters) -> bool:
    """Say whether the driving of a day without stops, or its legs alone, fits into one."""
    shift = parameters.shift_end - parameters.shift_start
    working = sum(leg.elapsed + parameters.leg_buffer for leg in legs)
    driving = sum(leg.minutes for leg in legs)
    return driving <= parameters.max_drive_minutes_per_day and working <= shift


def find_access(depot: Depot, question: Question, legs: Legs) -> dict[str, Access]:
    """Find the beds a crew can come to in whole days of driving, from the nearest outwards.

    Beds too near the depot for a night are left out.
    """
    found: dict[str, Access] = {}
    edge = [Access(depot.location, 0, 0, 0)]
    least = question.parameters.night_from
    missing = [
        bed for bed in question.lodgings if legs.find(depot.location, bed.location).metres >= least
    ]
    while edge and missing:
        reached = {bed.place: access for bed in missing if (access := _extend(edge, bed, legs))}
        found.update(reached)
        missing = [bed for bed in missing if bed.place not in reached]
        edge = list(reached.values())
    return found


def _extend(edge: list[Access], bed: Lodging, legs: Legs) -> Access | None:
    best: Access | None = None
    for access in edge:
        leg = legs.find(access.location, bed.location)
        metres = access.metres + leg.metres
        if (not best or metres < best.metres) and fits_a_day([leg], legs.parameters):
            nights, price = access.nights + 1, access.price + bed.price
            best = Access(bed.location, nights, metres, price, bed.place, access)
    return best


def find_ways(
    depot: Depot, beds: Iterable[Access], visit: Visit, offer: Offer, legs: Legs
) -> Ways:
    """Find the tours that make one visit alone, from the depot and the beds around it."""
    places = [Access(depot.location, 0, 0, 0), *beds]
    ways: list[Way] = []
    blocks: list[Rule] = []
    for start in places:
        for end in places:
            block = _find_block(start, end, visit, offer, legs)
            if block:
                blocks.append(block)
            else:
                ways.append(_join(start, end, visit, legs))
    if ways:
        return Ways(tuple(sorted(ways, key=lambda way: (way.nights, way.metres))))
    window = next((rule for rule in blocks if rule is Rule.VISIT_WINDOW), None)
    return Ways((), window or Rule.SHIFT)


def _find_block(start: Access, end: Access, visit: Visit, offer: Offer, legs: Legs) -> Rule | None:
    parameters = legs.parameters
    there, back = (
        legs.find(start.location, visit.location),
        legs.find(visit.location, end.location),
    )
    if not fits_a_day([there, back], parameters):
        return Rule.DRIVING_LIMIT
    arrive = parameters.shift_start + there.elapsed + parameters.leg_buffer
    needed = arrive + offer.duration + back.elapsed + parameters.leg_buffer
    if needed > parameters.shift_end:
        return Rule.SHIFT
    begin = max(arrive, offer.earliest_start)
    late = begin + offer.duration + back.elapsed + parameters.leg_buffer > parameters.shift_end
    return Rule.VISIT_WINDOW if begin > offer.latest_start or late else None


def _join(start: Access, end: Access, visit: Visit, legs: Legs) -> Way:
    there, back = (
        legs.find(start.location, visit.location),
        legs.find(visit.location, end.location),
    )
    metres = start.metres + there.metres + back.metres + end.metres
    return Way(start, end, metres, start.price + end.price)
