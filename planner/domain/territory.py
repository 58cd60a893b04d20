"""Places: locations, regions, stations of the service network, venues beyond it."""

from dataclasses import dataclass
from datetime import date

from planner.domain.calendar import DateRule, DateSpan, RevisitRule, TimeWindow
from planner.domain.units import Metre, Money, Names


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the earth, WGS-84, degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative area (county); `id` is its official code, else its name."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """A fixed station of the network; where it has crews, also their depot.

    `vehicles` None means not stated: as many as crews. `road_factor` None means the file's.
    """

    id: str
    names: Names
    location: Location
    reach: Metre
    road_factor: float | None = None
    tour_crews: int = 0
    vehicles: int | None = None
    skills: frozenset[str] = frozenset()
    hours: TimeWindow | None = None


UNNAMED = Names()


@dataclass(frozen=True, slots=True)
class Venue:
    """A public place where a crew can receive people.

    Footfall is people per open day. `lodging` is the price of a night for one person, None where
    nobody can sleep. `last_visit` None means never visited. `revisit` None means the file's rule.
    """

    id: str
    names: Names
    location: Location
    region: Region
    hours: TimeWindow
    footfall_normal: int
    footfall_market: int
    kind: str = ""
    place: Names = UNNAMED
    market: DateRule | None = None
    closed: tuple[DateSpan, ...] = ()
    permit_needed: bool = False
    notice_places: tuple[str, ...] = ()
    lodging: Money | None = None
    last_visit: date | None = None
    revisit: RevisitRule | None = None
