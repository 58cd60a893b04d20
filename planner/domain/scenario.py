"""Everything known before planning: the tables of one file and its settings."""

from dataclasses import dataclass, field

from planner.domain.customer import Customer, Product
from planner.domain.parameters import Parameters
from planner.domain.territory import ServicePoint, Venue
from planner.domain.workforce import Crew, Technician


@dataclass(frozen=True, slots=True)
class Scenario:
    """One maker's network, customers and people. `timezone` is an IANA name."""

    name: str
    stations: tuple[ServicePoint, ...]
    venues: tuple[Venue, ...]
    customers: tuple[Customer, ...] = ()
    products: tuple[Product, ...] = ()
    technicians: tuple[Technician, ...] = ()
    crews: tuple[Crew, ...] = ()
    currency: str = "CNY"
    timezone: str = "Asia/Shanghai"
    company: str = ""
    hotline: str = ""
    parameters: Parameters = field(default_factory=Parameters)
