"""What is to be printed: a plan, the tables behind it, a language and a date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.customer import Customer, Product
from planner.domain.plan import Plan, Stop, Tour
from planner.domain.scenario import Scenario
from planner.domain.territory import ServicePoint, Venue
from planner.domain.units import Minute
from planner.domain.workforce import Crew, Technician
from planner.papers.words import Words
from planner.rules.publicity import NoticeDue, list_notices

NOON = 12 * 60
TWO_TONGUES = re.compile(r"([a-z][^\u4e00-\u9fff]*) ([\u4e00-\u9fff]+)")


@dataclass(frozen=True, slots=True)
class Job:
    """One printing: `language` is that of the paper; `credit` names the sources of the places.

    `only` is the one visit whose poster and notice are printed; "" prints those of all.
    """

    plan: Plan
    scenario: Scenario
    language: str
    printed_on: date
    credit: str = ""
    only: str = ""


class ProblemCode(StrEnum):
    """What would look wrong on paper."""

    MISSING_GLYPH = "missing_glyph"
    TEXT_CUT = "text_cut"
    TEXT_SMALL = "text_small"
    MISSING_NAME = "missing_name"
    MISSING_HOTLINE = "missing_hotline"
    MISSING_COMPANY = "missing_company"
    MISSING_PLACE = "missing_place"
    MISSING_NEXT_DATE = "missing_next_date"
    NO_BOOTH_STOP = "no_booth_stop"


class Severity(StrEnum):
    """How bad a problem is: an error spoils the page, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend before printing.

    `subject` is the id of the row, `field` its column or the part of the page, `detail` the
    character, language or share of size in question.
    """

    code: ProblemCode
    subject: str
    field: str
    detail: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Desk:
    """A job with its tables by id and its words, laid out once for all pages."""

    job: Job
    words: Words
    venues: Mapping[str, Venue]
    stations: Mapping[str, ServicePoint]
    crews: Mapping[str, Crew]
    technicians: Mapping[str, Technician]
    products: Mapping[str, Product]
    customers: Mapping[str, Customer]
    notices: tuple[NoticeDue, ...]

    @property
    def wanted(self) -> tuple[NoticeDue, ...]:
        """The notices this job prints; each keeps the number it has among all."""
        only = self.job.only
        return tuple(due for due in self.notices if only in ("", due.stop.visit))

    @property
    def version(self) -> str:
        """The last characters of the plan's id: enough to tell two printings apart."""
        return self.job.plan.id.replace("-", "")[-6:].upper()

    def serial(self, notice: NoticeDue) -> str:
        """Number a notice: date of planning, version of the plan, stop."""
        return f"{self.job.plan.planned_on:%y%m%d}-{self.version}-{notice.number:03d}"

    def tour_of(self, notice: NoticeDue) -> Tour:
        """Find the tour that makes the announced stop."""
        return next(
            tour
            for tour in self.job.plan.tours
            if tour.crew == notice.crew
            and any(day.day == notice.day and notice.stop in day.stops for day in tour.days)
        )

    def public_hours(self, stop: Stop) -> tuple[Minute, Minute]:
        """Give the time people are received: the stop without set-up and packing."""
        parameters = self.job.plan.parameters
        opens, closes = stop.start + parameters.booth_setup, stop.end - parameters.booth_packing
        return (opens, closes) if opens < closes else (stop.start, stop.end)

    def is_open_at_noon(self, stop: Stop) -> bool:
        """Say whether people are received through the hour in which others rest."""
        opens, closes = self.public_hours(stop)
        return opens <= NOON and closes >= NOON + 60

    def venue_name(self, venue: Venue) -> str:
        """Give the venue's name in the paper's language, else in another, else its id."""
        return venue.names.read(self.words.language).strip() or venue.id

    def region_name(self, venue: Venue) -> str:
        """Give the region's name unless it is the venue's own."""
        name = venue.region.names.read(self.words.language).strip()
        return "" if name == self.venue_name(venue) else name

    def spot(self, venue: Venue) -> str:
        """Give the place inside the town; "" where it is not known."""
        return venue.place.read(self.words.language).strip()

    def crew_name(self, crew: str) -> str:
        """Name a crew."""
        found = self.crews.get(crew)
        return (found.name if found else "") or crew

    def station_name(self, station: str) -> str:
        """Name a station."""
        found = self.stations.get(station)
        return (found.names.read(self.words.language) if found else "") or station

    def issuer(self, depot: str) -> str:
        """Say who publishes: the company, else the station the crew comes from."""
        return self.job.scenario.company.strip() or self.station_name(depot)

    def product_name(self, product: str) -> str:
        """Name a product; one that is not in the table stays as it was written."""
        found = self.products.get(product)
        name = (found.names.read(self.words.language) if found else "") or product
        halves = TWO_TONGUES.fullmatch(name) if self.names_twice else None
        return halves[2 if self.words.chinese else 1].strip() if halves else name

    @property
    def names_twice(self) -> bool:
        """Whether the table names every product in both languages at once: water pump 水泵.

        A single such name may be a brand and its machine, which belong together.
        """
        language, products = self.words.language, self.job.scenario.products
        return len(products) > 1 and all(
            TWO_TONGUES.fullmatch(product.names.read(language).strip()) for product in products
        )

    def product_names(self) -> tuple[str, ...]:
        """List the products served, each name once."""
        names = (self.product_name(product.id).strip() for product in self.job.scenario.products)
        return tuple(dict.fromkeys(name for name in names if name))


def lay_out(job: Job) -> Desk:
    """Look everything up once."""
    scenario = job.scenario
    return Desk(
        job=job,
        words=Words(job.language),
        venues={venue.id: venue for venue in scenario.venues},
        stations={station.id: station for station in scenario.stations},
        crews={crew.id: crew for crew in scenario.crews},
        technicians={person.id: person for person in scenario.technicians},
        products={product.id: product for product in scenario.products},
        customers={customer.id: customer for customer in scenario.customers},
        notices=list_notices(job.plan, scenario),
    )
