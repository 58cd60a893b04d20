"""Customers, what they own and what they are waiting for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.calendar import TimeWindow
from planner.domain.territory import Location, Region
from planner.domain.units import Minute, Money, Names


class Tier(StrEnum):
    """Customer class, by what he is worth to the maker; listed from most to least."""

    PLATINUM = "platinum"
    GOLD = "gold"
    IRON = "iron"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Product:
    """A kind of machine: the skill and lowest level (1-5) it needs, and how long work takes."""

    id: str
    names: Names
    skill: str
    level: int
    booth_minutes: Minute = 30
    home_minutes: Minute = 60
    inspection_months: int = 0


@dataclass(frozen=True, slots=True)
class Customer:
    """A household or firm that owns a product.

    `request` is the kind of an open request ("repair", "complaint", …) or "" where none is open.
    `window` bounds a home visit as a whole; None means the crew's shift. `part_arrives_on` is the
    first day on which the part needed at his home is there; None means that none is awaited.
    """

    id: str
    name: str
    location: Location
    tier: Tier
    region: Region
    phone: str = ""
    near_place: str = ""
    product: str = ""
    yearly_profit: Money = 0
    bought_on: date | None = None
    warranty_until: date | None = None
    request: str = ""
    requested_on: date | None = None
    home_visit_wanted: bool = False
    window: TimeWindow | None = None
    last_service_on: date | None = None
    part_arrives_on: date | None = None
