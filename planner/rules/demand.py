"""From gap, tiers, footfall and rhythm to visits: what each could be worth, and on which days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain.calendar import Horizon, RevisitRule, TimeWindow
from planner.domain.customer import Customer, Tier
from planner.domain.demand import (
    CrewDays,
    Depot,
    Floor,
    Lodging,
    Offer,
    Question,
    Visit,
    VisitKind,
    Worth,
)
from planner.domain.locks import Lock
from planner.domain.parameters import Parameters
from planner.domain.scenario import Scenario
from planner.domain.territory import Venue
from planner.domain.units import Minute, minor_per_major
from planner.domain.workforce import Crew
from planner.rules.coverage import CoverageReport, find_coverage
from planner.rules.dates import is_market_day
from planner.rules.locks import find_held, find_told, narrow

HOME_TIERS = (Tier.PLATINUM, Tier.GOLD)
GAP_OF_SLIPS = timedelta(1000)  # own choice: no table is silent for so long and goes on
UNKNOWN_HOME_MINUTES = 60  # for a customer whose product is not stated


def build_question(
    scenario: Scenario,
    planned_on: date,
    horizon: Horizon,
    coverage: CoverageReport | None = None,
    locks: Sequence[Lock] = (),
) -> Question:
    """Turn the tables into the question the engine answers.

    `planned_on` is the day notices could be printed at the earliest; no stop is offered before
    the notice lead has passed, unless it is announced. Of `locks` those hold that still can.
    """
    parameters = scenario.parameters
    coverage = coverage or find_coverage(scenario, planned_on)
    earliest = planned_on + timedelta(days=parameters.notice_lead_days)
    calendar = _Calendar(tuple(horizon.days()), earliest, find_told(locks))
    near: dict[str, list[Customer]] = defaultdict(list)
    for customer in scenario.customers:
        if customer.id in coverage.catchment:
            near[coverage.catchment[customer.id]].append(customer)
    wanted: list[Visit] = []
    for venue in scenario.venues:
        days = calendar.days_at(venue.id)
        wanted.extend(_booth_visits(venue, near[venue.id], days, parameters))
    wanted.extend(_home_visits(scenario, coverage, calendar))
    held = find_held(locks, (visit.id for visit in wanted), horizon)
    lock_of = {lock.visit: lock for lock in held}
    visits = tuple(narrow(visit, lock_of.get(visit.id), earliest) for visit in wanted)
    with_crews = {crew.depot for crew in scenario.crews}
    return Question(
        planned_on=planned_on,
        horizon=horizon,
        parameters=parameters,
        depots=tuple(
            Depot(
                station.id,
                station.location,
                _vehicles(station.vehicles, station.id, scenario.crews),
            )
            for station in scenario.stations
            if station.id in with_crews
        ),
        crews=tuple(_crew_days(crew, horizon, parameters) for crew in scenario.crews),
        lodgings=tuple(
            Lodging(venue.id, venue.location, venue.lodging)
            for venue in scenario.venues
            if venue.lodging
        ),
        visits=visits,
        money_per_contact_minor=parameters.rates.money_per_contact
        * minor_per_major(scenario.currency),
        locks=held,
        floors=tuple(_list_floors(visits, coverage, parameters)),
    )


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The days of the horizon, the first far enough ahead, and by place those told already."""

    days: tuple[date, ...]
    earliest: date
    told: Mapping[str, frozenset[date]]

    def days_at(self, place: str) -> list[date]:
        """List the days on which a place can be offered."""
        told = self.told.get(place, frozenset())
        return [day for day in self.days if day >= self.earliest or day in told]


def _list_floors(
    visits: Iterable[Visit], coverage: CoverageReport, parameters: Parameters
) -> Iterator[Floor]:
    """Ask for the least booths in every region with uncovered customers and a booth on offer."""
    if parameters.region_floor <= 0:
        return
    booths: dict[str, list[str]] = defaultdict(list)
    for visit in visits:
        if visit.kind is VisitKind.BOOTH and visit.offers:
            booths[visit.region].append(visit.id)
    for region in sorted(gap.region.id for gap in coverage.gaps):
        if region in booths:
            least = min(parameters.region_floor, len(booths[region]))
            yield Floor(region, tuple(booths[region]), least, parameters.floor_price)


def revisit_rule(venue: Venue, parameters: Parameters) -> RevisitRule:
    """Give the venue's own rhythm, else the file's."""
    return venue.revisit or parameters.revisit


def is_closed(venue: Venue, day: date) -> bool:
    """Say whether the venue is closed that day."""
    return any(day in span for span in venue.closed)


def is_eligible_home(customer: Customer, uncovered: Iterable[str]) -> bool:
    """Say whether a customer gets a home visit: uncovered, platinum or gold, and wanting one."""
    return customer.home_visit_wanted and customer.tier in HOME_TIERS and customer.id in uncovered


def people_met(venue: Venue, day: date, duration: Minute, parameters: Parameters) -> float:
    """Expect how many people stop at a booth.

    Footfall of that day x share of the opening hours the booth stands x share who stop.
    """
    market = venue.market is not None and is_market_day(venue.market, day)
    footfall = venue.footfall_market if market else venue.footfall_normal
    share = min(1.0, duration / (venue.hours.closes - venue.hours.opens))
    return footfall * share * parameters.rates.stopping_share


def overdue_days(venue: Venue, day: date, parameters: Parameters) -> int:
    """Count the days a visit comes later than the rhythm asks; 0 where nobody ever was."""
    if venue.last_visit is None:
        return 0
    return max(0, (day - venue.last_visit).days - revisit_rule(venue, parameters).period_days)


def _vehicles(stated: int | None, depot: str, crews: Iterable[Crew]) -> int:
    own = sum(1 for crew in crews if crew.depot == depot)
    return own if stated is None else stated


def _crew_days(crew: Crew, horizon: Horizon, parameters: Parameters) -> CrewDays:
    return CrewDays(
        id=crew.id,
        depot=crew.depot,
        people=crew.people,
        max_nights=parameters.max_nights if crew.max_nights is None else crew.max_nights,
        days=tuple(day for day in horizon.days() if crew.is_free_on(day)),
        skills=crew.skills,
        technicians=crew.technicians,
    )


def _common_window(window: TimeWindow | None, parameters: Parameters) -> tuple[Minute, Minute]:
    if window is None:
        return parameters.shift_start, parameters.shift_end
    return max(window.opens, parameters.shift_start), min(window.closes, parameters.shift_end)


def _booth_visits(
    venue: Venue, near: list[Customer], days: list[date], parameters: Parameters
) -> Iterator[Visit]:
    rule = revisit_rule(venue, parameters)
    first = tuple(_booth_offers(venue, near, days, parameters))
    region = venue.region.id or venue.id  # as the coverage gap names a region without a code
    visit = Visit(venue.id, VisitKind.BOOTH, venue.id, venue.location, first, region=region)
    yield visit
    if not days or not first:
        return
    number, earliest = 2, first[0].day + timedelta(days=rule.min_gap)
    while earliest <= days[-1] and rule.min_gap > 0:
        offers = tuple(
            replace(offer, worth=Worth(people=offer.worth.people))
            for offer in first
            if offer.day >= earliest and (offer.market_day or venue.market is None)
        )
        if not offers:
            return
        yield Visit(
            f"{venue.id}#{number}",
            VisitKind.BOOTH,
            venue.id,
            venue.location,
            offers,
            repeat_of=visit.id if number == 2 else f"{venue.id}#{number - 1}",
            min_gap=rule.min_gap,
            max_gap=rule.max_gap,
            region=region,
        )
        number, earliest = number + 1, offers[0].day + timedelta(days=rule.min_gap)


def _booth_offers(
    venue: Venue, near: list[Customer], days: list[date], parameters: Parameters
) -> Iterator[Offer]:
    rates = parameters.rates
    customers = sum(rates.in_reach(customer.tier) for customer in near)
    requests = rates.open_request * sum(1 for customer in near if customer.request)
    rule = revisit_rule(venue, parameters)
    opens, closes = _common_window(venue.hours, parameters)
    for day in days:
        if is_closed(venue, day):
            continue
        if venue.last_visit and (day - venue.last_visit).days < rule.min_gap:
            continue
        market = venue.market is not None and is_market_day(venue.market, day)
        late = rates.overdue_share_per_day * overdue_days(venue, day, parameters)
        for duration in (parameters.booth_full, parameters.booth_half):
            if closes - opens < duration:
                continue
            people = people_met(venue, day, duration, parameters)
            worth = Worth(
                people=people,
                customers=customers,
                requests=requests,
                overdue=late * (people + customers + requests),
            )
            yield Offer(day, duration, opens, closes - duration, market, worth)


def _home_visits(
    scenario: Scenario, coverage: CoverageReport, calendar: _Calendar
) -> Iterator[Visit]:
    products = {product.id: product for product in scenario.products}
    rates = scenario.parameters.rates
    for customer in scenario.customers:
        if not is_eligible_home(customer, coverage.uncovered_ids):
            continue
        product = products.get(customer.product)
        duration = product.home_minutes if product else UNKNOWN_HOME_MINUTES
        opens, closes = _common_window(customer.window, scenario.parameters)
        request = customer.request and customer.id not in coverage.catchment
        worth = Worth(
            home=rates.home_visit(customer.tier),
            requests=rates.open_request if request else 0.0,
        )
        visit = f"H:{customer.id}"
        part = customer.part_arrives_on or date.min
        days = [day for day in calendar.days_at(visit) if day >= part]
        offers = (
            tuple(Offer(day, duration, opens, closes - duration, False, worth) for day in days)
            if closes - opens >= duration
            else ()
        )
        yield Visit(
            visit,
            VisitKind.HOME,
            customer.id,
            customer.location,
            offers,
            skill=product.skill if product else "",
            level=product.level if product else 0,
            region=customer.region.id,
        )


def visits_by_id(question: Question) -> Mapping[str, Visit]:
    """Look visits up by id."""
    return {visit.id: visit for visit in question.visits}


def suggest_planning_date(scenario: Scenario) -> date:
    """Suggest the first Monday after the latest visit, request or service in the tables.

    The clock is not asked: the same tables give the same suggestion. The last dates count only
    where no gap of years parts them from the rest: those are slips of the finger. Tables without
    any date give Monday 5 January 2026.
    """
    events = [venue.last_visit for venue in scenario.venues]
    events += [customer.requested_on for customer in scenario.customers]
    events += [customer.last_service_on for customer in scenario.customers]
    known = sorted(event for event in events if event) or [date(2026, 1, 4)]
    tail = range(len(known) // 2 + 1, len(known))
    slips = (at for at in tail if known[at] - known[at - 1] > GAP_OF_SLIPS)
    latest = known[next(slips, len(known)) - 1]
    return latest + timedelta(days=7 - latest.weekday())
