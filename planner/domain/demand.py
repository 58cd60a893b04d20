"""What is wanted: visits, each with the ways and dates it could be made and what that is worth."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.calendar import Horizon
from planner.domain.locks import Lock
from planner.domain.parameters import Parameters
from planner.domain.territory import Location
from planner.domain.units import Minute, Money


class VisitKind(StrEnum):
    """Whether people come to the crew, or the crew goes to one customer."""

    BOOTH = "booth"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a visit is worth, term by term, in contacts."""

    people: float = 0.0
    customers: float = 0.0
    requests: float = 0.0
    home: float = 0.0
    overdue: float = 0.0

    @property
    def total(self) -> float:
        """Sum of the terms."""
        return self.people + self.customers + self.requests + self.home + self.overdue


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to make a visit: on `day`, lasting `duration`.

    Service may start from `earliest_start` to `latest_start`, both included, so that the whole
    of it lies inside the opening hours (or the customer's window) and the shift.
    """

    day: date
    duration: Minute
    earliest_start: Minute
    latest_start: Minute
    market_day: bool
    worth: Worth


@dataclass(frozen=True, slots=True)
class Visit:
    """Service wanted at a venue or a home; at most one of its offers is taken.

    `repeat_of` names the visit this one follows at the same venue: it needs that one in the plan
    and lies `min_gap` to `max_gap` days after it, both included. `region` is that of the place.
    """

    id: str
    kind: VisitKind
    ref: str
    location: Location
    offers: tuple[Offer, ...]
    skill: str = ""
    level: int = 0
    repeat_of: str = ""
    min_gap: int = 0
    max_gap: int = 0
    region: str = ""


@dataclass(frozen=True, slots=True)
class CrewDays:
    """A crew as the engine sees it: where it starts, on which days it may be out, what it can.

    `technicians` are the ids of its members: nobody is in two crews out on the same day.
    """

    id: str
    depot: str
    people: int
    max_nights: int
    days: tuple[date, ...]
    skills: tuple[tuple[str, int], ...] = ()
    technicians: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Depot:
    """Where tours start and end; at most `vehicles` of its crews are out on a day."""

    id: str
    location: Location
    vehicles: int


@dataclass(frozen=True, slots=True)
class Lodging:
    """A place where a crew can sleep, and the price of a night for one person."""

    place: str
    location: Location
    price: Money


@dataclass(frozen=True, slots=True)
class Floor:
    """The fairness floor of a region: at least so many of these visits, else `price` for each.

    `price` is in contacts for every visit missing.
    """

    region: str
    visits: tuple[str, ...]
    least: int
    price: float


@dataclass(frozen=True, slots=True)
class Question:
    """The whole planning question: the only thing the engine ever sees.

    `money_per_contact_minor` turns a price in minor units into contacts. `locks` are those that
    hold: their visits must be made, and are offered only as the lock allows; which crew makes
    them no offer says.
    """

    planned_on: date
    horizon: Horizon
    parameters: Parameters
    depots: tuple[Depot, ...]
    crews: tuple[CrewDays, ...]
    lodgings: tuple[Lodging, ...]
    visits: tuple[Visit, ...]
    money_per_contact_minor: float
    locks: tuple[Lock, ...] = ()
    floors: tuple[Floor, ...] = ()
