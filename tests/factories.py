"""Small makers of values of an invented region, with defaults that agree with each other.

The region: one station `S1` at 45.0 N 10.0 E with two crews (`CR1`, `CR2`) and reach 60 km; four
venues 70 to 120 km of road away with markets on Tuesdays and Fridays; customers around them.
`make_plan()` is a plan of `CR1` over two days that breaks no rule. Money is in cents of EUR.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.domain.calendar import DateRule, Horizon, RuleKind, TimeWindow
from planner.domain.customer import Customer, Product, Tier
from planner.domain.demand import Offer, Question, Visit, VisitKind, Worth
from planner.domain.findings import Cause, Reason
from planner.domain.parameters import Parameters
from planner.domain.plan import Plan, Terms, Tour, TourDay, Unassigned
from planner.domain.scenario import Scenario
from planner.domain.territory import Location, Region, ServicePoint, Venue
from planner.domain.units import Names
from planner.domain.workforce import Crew, Technician
from planner.judge.cost import price
from planner.judge.timing import Legs, Placed, sleep_at, time_day
from planner.rules.demand import build_question
from planner.rules.followup import announce_next

PLANNED_ON = date(2026, 10, 12)  # a Monday
HORIZON = Horizon.of_weeks(PLANNED_ON, 4)
MARKET = DateRule(RuleKind.WEEKDAY, frozenset({1, 4}))  # Tuesdays and Fridays
STATION_AT = Location(45.0, 10.0)
ALDER = Region("3301", Names((("en", "Alder County"), ("zh", "桤木县"))))
BIRCH = Region("3302", Names((("en", "Birch County"), ("zh", "桦树县"))))
VENUES_AT = {
    "V001": Location(45.6, 10.0),
    "V002": Location(45.65, 10.2),
    "V003": Location(45.2, 10.7),
    "V004": Location(44.5, 10.0),
}


def make_names(english: str, chinese: str = "") -> Names:
    """Make a name in English and, where given, Chinese."""
    return Names((("en", english), ("zh", chinese))) if chinese else Names((("en", english),))


def make_station(id: str = "S1", **changes: Any) -> ServicePoint:
    """Make a station with two crews and two vehicles."""
    station = ServicePoint(
        id=id,
        names=make_names("Bridge Town service station", "桥镇服务站"),
        location=STATION_AT,
        reach=60_000,
        tour_crews=2,
        vehicles=2,
        skills=frozenset({"diesel", "hydraulics"}),
        hours=TimeWindow(510, 1050),
    )
    return replace(station, **changes)


def make_venue(id: str = "V001", **changes: Any) -> Venue:
    """Make a venue, open 08:00-18:00, with a market twice a week and a bed."""
    number = int("".join(c for c in id if c.isdigit()) or 1)
    venue = Venue(
        id=id,
        names=make_names(f"Market Town {number}", f"集镇{number}"),
        location=VENUES_AT.get(id, Location(45.5 + number / 100, 10.0)),
        region=ALDER if number % 2 else BIRCH,
        hours=TimeWindow(480, 1080),
        footfall_normal=200,
        footfall_market=900,
        kind="town",
        place=make_names("town hall square", "镇政府广场"),
        market=MARKET,
        notice_places=("bus station", "market gate"),
        lodging=10_000,
    )
    return replace(venue, **changes)


def make_customer(id: str = "C001", **changes: Any) -> Customer:
    """Make a platinum customer near V001 who wants a home visit between 08:00 and 16:00."""
    customer = Customer(
        id=id,
        name="Ada Miller",
        location=Location(45.61, 10.01),
        tier=Tier.PLATINUM,
        region=ALDER,
        phone="000-00000001",
        near_place="Market Town 1",
        product="water pump",
        yearly_profit=500_000,
        bought_on=date(2024, 5, 1),
        warranty_until=date(2027, 5, 1),
        request="repair",
        requested_on=date(2026, 10, 1),
        home_visit_wanted=True,
        window=TimeWindow(480, 960),
    )
    return replace(customer, **changes)


def make_product(id: str = "water pump", **changes: Any) -> Product:
    """Make a product that needs diesel at level 2 and an hour at home."""
    return replace(Product(id, make_names(id, "水泵"), "diesel", 2, 20, 60, 12), **changes)


def make_technician(id: str = "T1", **changes: Any) -> Technician:
    """Make a technician who drives and knows diesel at level 3."""
    return replace(Technician(id, f"Tom {id}", "S1", (("diesel", 3),), True), **changes)


def make_crew(id: str = "CR1", **changes: Any) -> Crew:
    """Make a crew of three who may be out on every day of the week."""
    number = int("".join(c for c in id if c.isdigit()) or 1)
    crew = Crew(
        id=id,
        name=f"Crew {number}",
        depot="S1",
        technicians=(f"T{2 * number - 1}", f"T{2 * number}"),
        people=3,
        skills=(("diesel", 3), ("hydraulics", 2)),
    )
    return replace(crew, **changes)


def make_customers() -> tuple[Customer, ...]:
    """Make seven customers: six beyond the station's reach, one within."""
    plain = {"home_visit_wanted": False, "window": None, "request": "", "requested_on": None}
    return (
        make_customer("C001"),
        make_customer(
            "C002",
            name="Ben Carter",
            tier=Tier.GOLD,
            location=Location(45.66, 10.22),
            request="",
            requested_on=None,
            window=None,
            region=BIRCH,
        ),
        make_customer("C003", tier=Tier.IRON, location=Location(45.59, 10.02), **plain),
        make_customer(
            "C004",
            tier=Tier.IRON,
            location=Location(45.21, 10.71),
            home_visit_wanted=False,
            request="complaint",
        ),
        make_customer("C005", tier=Tier.LEAD, location=Location(45.6, 9.98), **plain),
        make_customer("C006", tier=Tier.LEAD, location=Location(44.49, 10.01), **plain),
        make_customer("C007", tier=Tier.GOLD, location=Location(45.05, 10.0), **plain),
    )


def make_scenario(**changes: Any) -> Scenario:
    """Make the whole invented region; any table can be given instead."""
    scenario = Scenario(
        name="Invented region",
        stations=(make_station(),),
        venues=tuple(make_venue(id) for id in VENUES_AT),
        customers=make_customers(),
        products=(make_product(), make_product("thresher", skill="hydraulics", level=2)),
        technicians=(
            make_technician("T1"),
            make_technician("T2", skills=(("hydraulics", 2),), drives=False),
            make_technician("T3"),
            make_technician("T4", skills=(("hydraulics", 2),), drives=False),
        ),
        crews=(make_crew("CR1"), make_crew("CR2")),
        currency="EUR",
        timezone="Europe/Rome",
        company="Miller & Sons",
        hotline="000-555",
        parameters=Parameters(),
    )
    return replace(scenario, **changes)


def make_offer(day: date, **changes: Any) -> Offer:
    """Make a full booth offer of a day, worth 60 people, startable from 08:00 to 12:00."""
    return replace(Offer(day, 360, 480, 720, False, Worth(people=60.0)), **changes)


def make_visit(id: str = "V001", offers: Iterable[Offer] = (), **changes: Any) -> Visit:
    """Make a booth visit; the place is the venue's of the same id."""
    at = VENUES_AT.get(id.partition("#")[0], VENUES_AT["V001"])
    visit = Visit(id, VisitKind.BOOTH, id.partition("#")[0], at, tuple(offers))
    return replace(visit, **changes)


def make_question(
    scenario: Scenario | None = None,
    visits: Sequence[Visit] | None = None,
    *,
    horizon: Horizon = HORIZON,
    planned_on: date = PLANNED_ON,
) -> Question:
    """Make the question of a scenario, by default booths at its venues and homes C001 and C002."""
    question = build_question(scenario or make_scenario(), planned_on, horizon)
    return question if visits is None else replace(question, visits=tuple(visits))


def make_tour(
    question: Question,
    first: date,
    days: Sequence[Sequence[str]],
    *,
    beds: Sequence[str] = (),
    crew: str = "CR1",
) -> Tour:
    """Make a timed tour: the visits of each day, longest offer first; beds by venue id."""
    who = next(c for c in question.crews if c.id == crew)
    home = next(d for d in question.depots if d.id == who.depot)
    visits = {visit.id: visit for visit in question.visits}
    lodgings = {lodging.place: lodging for lodging in question.lodgings}
    legs = Legs(question.parameters)
    start, made = home.location, []
    for number, wanted in enumerate(days):
        day = first + timedelta(number)
        bed = lodgings[beds[number]] if number < len(days) - 1 else None
        end = bed.location if bed else home.location
        timed = time_day(day, start, _offers_on(wanted, day, visits), end, legs)
        assert isinstance(timed, TourDay), timed
        if bed:
            timed = sleep_at(timed, bed.place, bed.location, bed.price * who.people)
        made.append(timed)
        start = end
    return Tour(crew, home.id, tuple(made))


def _offers_on(wanted: Sequence[str], day: date, visits: dict[str, Visit]) -> list[Placed]:
    placed = []
    for text in wanted:
        id, _, length = text.partition("/")  # "V001/180" asks for a half booth
        fitting = [o for o in visits[id].offers if o.day == day]
        if length:
            fitting = [o for o in fitting if o.duration == int(length)]
        placed.append(Placed(visits[id], max(fitting, key=lambda o: o.duration)))
    return placed


def make_plan(
    scenario: Scenario | None = None,
    question: Question | None = None,
    tours: Sequence[Tour] | None = None,
    unassigned: Sequence[Unassigned] = (),
) -> Plan:
    """Make a plan; by default V001 on Tuesday the 20th, a night there, V002 the day after.

    Terms are all zero and nothing is unassigned unless given: `judge` prices and explains.
    """
    scenario = scenario or make_scenario()
    question = question or make_question(scenario)
    if tours is None:
        tours = (make_tour(question, date(2026, 10, 20), (["V001"], ["V002"]), beds=["V001"]),)
    venues = {venue.id: venue for venue in scenario.venues}
    return Plan(
        id="0190a0c0-0000-7000-8000-000000000001",
        planned_on=question.planned_on,
        horizon=question.horizon,
        parameters=question.parameters,
        tours=announce_next(tuple(tours), venues, question.parameters),
        unassigned=tuple(unassigned),
        terms=Terms(),
    )


def finish_plan(
    tours: Sequence[Tour], scenario: Scenario | None = None, question: Question | None = None
) -> Plan:
    """Make a whole plan of tours: next dates told, terms priced, the rest left out.

    The cause of everything left out is R21 without facts; `judge.explain` finds real ones.
    """
    scenario = scenario or make_scenario()
    question = question or make_question(scenario)
    planned = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    left = tuple(
        Unassigned(visit.id, visit.kind, visit.ref, Cause(Reason.NOT_WORTH_IT))
        for visit in question.visits
        if visit.id not in planned and not visit.repeat_of
    )
    plan = make_plan(scenario, question, tours, left)
    return replace(plan, terms=price(plan.tours, question))
