"""What plans are judged by, looked up once from the tables of a scenario."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from planner.domain.calendar import TimeWindow
from planner.domain.customer import Customer, Product, Tier
from planner.domain.demand import Question
from planner.domain.findings import Finding, Rule
from planner.domain.locks import Freedom
from planner.domain.parameters import Parameters
from planner.domain.plan import Plan, Stop, Tour, TourDay
from planner.domain.scenario import Scenario
from planner.domain.territory import ServicePoint, Venue
from planner.domain.units import clock_text
from planner.domain.workforce import Crew, Technician
from planner.judge.cost import Offers, list_offers
from planner.judge.timing import Legs
from planner.rules.coverage import reach_customer
from planner.rules.dates import is_market_day

HOME_PREFIX = "H:"
HOME_TIERS = (Tier.PLATINUM, Tier.GOLD)

Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What plans of one scenario are judged by, looked up once."""

    question: Question
    parameters: Parameters
    stations: Mapping[str, ServicePoint]
    venues: Mapping[str, Venue]
    customers: Mapping[str, Customer]
    products: Mapping[str, Product]
    crews: Mapping[str, Crew]
    technicians: Mapping[str, Technician]
    homes: frozenset[str]  # ids of customers who get a home visit
    visits: frozenset[str]
    offers: Offers
    legs: Legs
    told: Mapping[str, date]  # days announced, by visit


@dataclass(frozen=True, slots=True)
class Seen:
    """A stop where it stands."""

    tour: Tour
    day: TourDay
    stop: Stop

    def find(self, rule: Rule, found: object = "", allowed: object = "") -> Finding:
        """Report a rule broken here."""
        day = self.day.day.isoformat()
        return Finding(rule, self.tour.crew, day, self.stop.visit, str(found), str(allowed))


def prepare(scenario: Scenario, question: Question) -> Grounds:
    """Look up what plans are judged by."""
    factor = scenario.parameters.road_factor
    return Grounds(
        question=question,
        parameters=scenario.parameters,
        stations={station.id: station for station in scenario.stations},
        venues={venue.id: venue for venue in scenario.venues},
        customers={customer.id: customer for customer in scenario.customers},
        products={product.id: product for product in scenario.products},
        crews={crew.id: crew for crew in scenario.crews},
        technicians={technician.id: technician for technician in scenario.technicians},
        homes=frozenset(
            customer.id
            for customer in scenario.customers
            if customer.home_visit_wanted
            and customer.tier in HOME_TIERS
            and not reach_customer(customer, scenario.stations, "", factor).covered
        ),
        visits=frozenset(visit.id for visit in question.visits),
        offers=list_offers(question),
        legs=Legs(scenario.parameters),
        told={
            lock.visit: lock.day for lock in question.locks if lock.freedom is Freedom.ANNOUNCED
        },
    )


def stops_of(tour: Tour) -> Iterator[Seen]:
    """Walk the stops of a tour."""
    for day in tour.days:
        for stop in day.stops:
            yield Seen(tour, day, stop)


def all_stops(plan: Plan) -> Iterator[Seen]:
    """Walk the stops of all tours."""
    return chain.from_iterable(stops_of(tour) for tour in plan.tours)


def break_on(
    rule: Rule, tour: Tour, day: date, found: object = "", allowed: object = ""
) -> Finding:
    """Report a rule broken on a day of a tour."""
    return Finding(rule, tour.crew, day.isoformat(), "", str(found), str(allowed))


def is_closed(venue: Venue, day: date) -> bool:
    """Say whether a venue is closed that day."""
    return any(day in span for span in venue.closed)


def is_market(venue: Venue, day: date) -> bool:
    """Say whether a venue has its market that day; never where it has no rule."""
    return venue.market is not None and is_market_day(venue.market, day)


def window_text(window: TimeWindow) -> str:
    """Write a window as HH:MM-HH:MM."""
    return f"{clock_text(window.opens)}-{clock_text(window.closes)}"
