"""What is decided: tours of crews over days, with stops and nights, and what is left out."""

from dataclasses import dataclass
from datetime import date

from planner.domain.calendar import Horizon
from planner.domain.demand import VisitKind
from planner.domain.findings import Cause
from planner.domain.parameters import Parameters
from planner.domain.territory import Location
from planner.domain.units import Metre, Minute, Money


@dataclass(frozen=True, slots=True)
class NextVisit:
    """The date told to people for the next visit.

    `firm` when the plan itself holds that visit; `in_tolerance` when the gap keeps the revisit
    rule, which a venue whose markets are rare cannot always offer.
    """

    day: date
    firm: bool
    market_day: bool
    in_tolerance: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit placed on a tour; `arrive` <= `start`, and `end` is when the crew can leave."""

    visit: str
    kind: VisitKind
    ref: str
    location: Location
    arrive: Minute
    start: Minute
    end: Minute
    market_day: bool = False
    next_visit: NextVisit | None = None


@dataclass(frozen=True, slots=True)
class Overnight:
    """Where the whole crew sleeps; `cost` is for all its people."""

    place: str
    location: Location
    cost: Money


@dataclass(frozen=True, slots=True)
class TourDay:
    """One working day, from leaving the depot or last night's bed to arriving at the next."""

    day: date
    start: Minute
    end: Minute
    drive_minutes: Minute
    drive_metres: Metre
    stops: tuple[Stop, ...]
    overnight: Overnight | None = None


@dataclass(frozen=True, slots=True)
class Tour:
    """Days of one crew from depot to depot, each following the one before."""

    crew: str
    depot: str
    days: tuple[TourDay, ...]

    @property
    def nights(self) -> int:
        """Nights away."""
        return len(self.days) - 1


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A visit left out, and the cause found by trying to insert it."""

    visit: str
    kind: VisitKind
    ref: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Terms:
    """The value of a plan, term by term, in contacts; costs are negative."""

    people: float = 0.0
    customers: float = 0.0
    requests: float = 0.0
    home: float = 0.0
    overdue: float = 0.0
    crew_days: float = 0.0
    road: float = 0.0
    nights: float = 0.0
    floors: float = 0.0  # what is missing of the regions' fairness floors

    @property
    def value(self) -> float:
        """Sum of the terms."""
        gains = self.people + self.customers + self.requests + self.home + self.overdue
        return gains + self.crew_days + self.road + self.nights + self.floors


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Plan:
    """All tours of one horizon, and what is left out. `id` names this version of the plan."""

    id: str
    planned_on: date
    horizon: Horizon
    parameters: Parameters
    tours: tuple[Tour, ...] = ()
    unassigned: tuple[Unassigned, ...] = ()
    terms: Terms = NO_TERMS

    @property
    def value(self) -> float:
        """What the plan is worth, in contacts."""
        return self.terms.value
