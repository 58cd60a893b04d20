"""Any scenario and any plan, however odd, for properties of what is saved and loaded."""

from datetime import date

from hypothesis import strategies as st

from planner.domain.calendar import (
    DateRule,
    DateSpan,
    Horizon,
    RevisitRule,
    RuleKind,
    TimeWindow,
)
from planner.domain.customer import Customer, Product, Tier
from planner.domain.demand import VisitKind
from planner.domain.findings import Cause, Expected, Reason, Reject
from planner.domain.locks import Freedom, Lock
from planner.domain.parameters import ExchangeRates, Parameters, SpeedBand
from planner.domain.plan import (
    NextVisit,
    Overnight,
    Plan,
    Stop,
    Terms,
    Tour,
    TourDay,
    Unassigned,
)
from planner.domain.scenario import Scenario
from planner.domain.territory import Location, Region, ServicePoint, Venue
from planner.domain.units import Names
from planner.domain.workforce import Crew, Technician

texts = st.text(max_size=8)
wholes = st.integers(-(2**53), 2**53)
numbers = st.floats(allow_nan=False, allow_infinity=False)
days = st.dates()
flags = st.booleans()
windows = st.builds(TimeWindow, wholes, wholes)
spans = st.builds(DateSpan, days | st.just(date.min), days | st.just(date.max))
revisits = st.builds(RevisitRule, wholes, wholes, wholes)
locations = st.builds(Location, numbers, numbers)


def few(values: st.SearchStrategy, size: int = 3) -> st.SearchStrategy:
    """Make short tuples."""
    return st.lists(values, max_size=size).map(tuple)


def rows(values: st.SearchStrategy) -> st.SearchStrategy:
    """Make short tables with unique ids."""
    return st.lists(values, max_size=3, unique_by=lambda value: value.id).map(tuple)


names = st.builds(Names, few(st.tuples(texts, texts), 2))
regions = st.builds(Region, texts, names)
skills = few(st.tuples(texts, wholes), 2)
markets = st.builds(
    DateRule,
    st.sampled_from(RuleKind),
    st.frozensets(wholes, max_size=3),
    st.frozensets(days, max_size=3),
)
parameters = st.builds(
    Parameters,
    road_factor=numbers,
    speeds=few(st.builds(SpeedBand, st.none() | numbers, numbers)),
    shift_start=wholes,
    revisit=revisits,
    catchment=wholes,
    rates=st.builds(ExchangeRates, stopping_share=numbers, money_per_contact=numbers),
    budget=st.none() | wholes,
    floor_price=numbers,
    night_weekdays=st.frozensets(wholes, max_size=3),
)
stations = st.builds(
    ServicePoint,
    id=texts,
    names=names,
    location=locations,
    reach=wholes,
    road_factor=st.none() | numbers,
    tour_crews=wholes,
    vehicles=st.none() | wholes,
    skills=st.frozensets(texts, max_size=3),
    hours=st.none() | windows,
)
venues = st.builds(
    Venue,
    id=texts,
    names=names,
    location=locations,
    region=regions,
    hours=windows,
    footfall_normal=wholes,
    footfall_market=wholes,
    kind=texts,
    place=names,
    market=st.none() | markets,
    closed=few(spans),
    permit_needed=flags,
    notice_places=few(texts),
    lodging=st.none() | wholes,
    last_visit=st.none() | days,
    revisit=st.none() | revisits,
)
customers = st.builds(
    Customer,
    id=texts,
    name=texts,
    location=locations,
    tier=st.sampled_from(Tier),
    region=regions,
    phone=texts,
    near_place=texts,
    product=texts,
    yearly_profit=wholes,
    bought_on=st.none() | days,
    warranty_until=st.none() | days,
    request=texts,
    requested_on=st.none() | days,
    home_visit_wanted=flags,
    window=st.none() | windows,
    last_service_on=st.none() | days,
    part_arrives_on=st.none() | days,
)
products = st.builds(Product, texts, names, texts, wholes, wholes, wholes, wholes)
technicians = st.builds(Technician, texts, texts, texts, skills, flags, few(spans))
crews = st.builds(
    Crew,
    id=texts,
    name=texts,
    depot=texts,
    technicians=few(texts),
    people=wholes,
    works=st.frozensets(wholes, max_size=3),
    max_nights=st.none() | wholes,
    absent=few(spans),
    skills=skills,
)
scenarios = st.builds(
    Scenario,
    name=texts,
    stations=rows(stations),
    venues=rows(venues),
    customers=rows(customers),
    products=rows(products),
    technicians=rows(technicians),
    crews=rows(crews),
    currency=texts,
    timezone=texts,
    company=texts,
    hotline=texts,
    parameters=parameters,
)
rejects = few(st.builds(Reject, texts, wholes, texts, texts, st.sampled_from(Expected)), 4)

locks = st.lists(
    st.builds(Lock, texts, st.sampled_from(Freedom), days, wholes, texts, st.none() | wholes),
    max_size=3,
    unique_by=lambda lock: lock.visit,
).map(tuple)

kinds = st.sampled_from(VisitKind)
stops = st.builds(
    Stop,
    visit=texts,
    kind=kinds,
    ref=texts,
    location=locations,
    arrive=wholes,
    start=wholes,
    end=wholes,
    market_day=flags,
    next_visit=st.none() | st.builds(NextVisit, days, flags, flags, flags),
)
tour_days = st.builds(
    TourDay,
    day=days,
    start=wholes,
    end=wholes,
    drive_minutes=wholes,
    drive_metres=wholes,
    stops=few(stops),
    overnight=st.none() | st.builds(Overnight, texts, locations, wholes),
)
causes = st.builds(Cause, st.sampled_from(Reason), few(st.tuples(texts, texts), 2))
plans = st.builds(
    Plan,
    id=st.uuids().map(str),
    planned_on=days,
    horizon=st.builds(Horizon, days, days),
    parameters=parameters,
    tours=few(st.builds(Tour, texts, texts, few(tour_days))),
    unassigned=few(st.builds(Unassigned, texts, kinds, texts, causes)),
    terms=st.builds(Terms, *[numbers] * 9),
)
