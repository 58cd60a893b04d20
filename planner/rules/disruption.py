"""The tables as they are after something has happened."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from planner.domain.calendar import DateSpan
from planner.domain.customer import Customer
from planner.domain.disruption import Disruption, Trouble
from planner.domain.scenario import Scenario
from planner.domain.territory import Venue
from planner.domain.workforce import Crew
from planner.rules.dates import move_market

Row = TypeVar("Row", Crew, Venue, Customer)


def apply_disruption(scenario: Scenario, disruption: Disruption) -> Scenario:
    """Note in the tables what happened. A place with its road closed counts as closed."""
    span = DateSpan(disruption.first, disruption.last)
    match disruption.trouble:
        case Trouble.CREW_ILL | Trouble.VEHICLE_OUT:
            crews = _change(
                scenario.crews, disruption, lambda c: replace(c, absent=(*c.absent, span))
            )
            return replace(scenario, crews=crews)
        case Trouble.VENUE_CLOSED | Trouble.ROAD_CLOSED:
            venues = _change(
                scenario.venues, disruption, lambda v: replace(v, closed=(*v.closed, span))
            )
            return replace(scenario, venues=venues)
        case Trouble.MARKET_MOVED:
            venues = _change(scenario.venues, disruption, lambda v: _move(v, disruption))
            return replace(scenario, venues=venues)
        case Trouble.PART_LATE:
            customers = _change(
                scenario.customers,
                disruption,
                lambda c: replace(c, part_arrives_on=disruption.first),
            )
            return replace(scenario, customers=customers)
    return scenario


def _move(venue: Venue, disruption: Disruption) -> Venue:
    if venue.market is None:
        return venue
    return replace(venue, market=move_market(venue.market, disruption.first, disruption.last))


def _change(
    rows: tuple[Row, ...], disruption: Disruption, change: Callable[[Row], Row]
) -> tuple[Row, ...]:
    return tuple(change(row) if row.id == disruption.ref else row for row in rows)
