"""What `tests/files/v1.tourplan` holds: no field has its default, so that none can get lost."""

from datetime import date
from pathlib import Path

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
from planner.store.file import TourFile
from planner.store.locks import save_locks
from planner.store.plans import save_plan
from planner.store.scenario import save_scenario
from planner.store.settings import Settings, save_settings

COUNTY = Region("9001", Names((("zh", "松县"), ("en", "Pine County"))))
RATES = ExchangeRates(
    stopping_share=0.12,
    platinum_in_reach=21.0,
    gold_in_reach=9.0,
    iron_in_reach=3.5,
    lead_in_reach=1.5,
    open_request=11.0,
    platinum_home_visit=61.0,
    gold_home_visit=26.0,
    overdue_share_per_day=0.02,
    crew_day=16.0,
    road_km=0.06,
    money_per_contact=51.0,
)
PARAMETERS = Parameters(
    road_factor=1.4,
    speeds=(SpeedBand(60.0, 45.0), SpeedBand(None, 70.0)),
    leg_buffer=16,
    notice_lead_days=6,
    shift_start=421,
    shift_end=1141,
    max_drive_minutes_per_day=481,
    max_nights=3,
    max_days_in_a_row=7,
    max_days_a_week=6,
    rest_after_nights=2,
    rest_days=2,
    booth_full=361,
    booth_half=181,
    booth_setup=31,
    booth_packing=32,
    revisit=RevisitRule(90, 11, 12),
    revisit_share=0.2,
    catchment=21_000,
    rates=RATES,
    market_share=0.6,
    budget=1_234_500,
    road_price_per_km=120,
    region_floor=2,
    floor_price=90.0,
    break_after_drive=240,
    break_minutes=31,
    night_weekdays=frozenset({0, 1, 2}),
    night_from=40_500,
)
SCENARIO = Scenario(
    name="北方 North",
    stations=(
        ServicePoint(
            id="S01",
            names=Names((("zh", "桥镇服务站"), ("en", "Bridge Town station"))),
            location=Location(45.125, 10.0625),
            reach=60_500,
            road_factor=1.25,
            tour_crews=2,
            vehicles=1,
            skills=frozenset({"diesel", "hydraulics"}),
            hours=TimeWindow(510, 1050),
        ),
        ServicePoint("S02", Names((("", "Mill"),)), Location(44.1, 9.9), 50_000),
    ),
    venues=(
        Venue(
            id="V001",
            names=Names((("zh", "松集"), ("en", "Pine Market"))),
            location=Location(45.6, 10.1),
            region=COUNTY,
            hours=TimeWindow(480, 900),
            footfall_normal=287,
            footfall_market=817,
            kind="town",
            place=Names((("zh", "镇政府广场"),)),
            market=DateRule(
                RuleKind.LUNAR_DIGITS, frozenset({1, 6}), frozenset({date(2026, 12, 24)})
            ),
            closed=(
                DateSpan(date(2026, 9, 7), date(2026, 9, 17)),
                DateSpan(date.min, date(2025, 1, 1)),
            ),
            permit_needed=True,
            notice_places=("供销社", "汽车客运站"),
            lodging=13_000,
            last_visit=date(2026, 6, 15),
            revisit=RevisitRule(56, 5, 6),
        ),
        Venue(
            "V002",
            Names((("zh", "小集"),)),
            Location(45.7, 10.2),
            COUNTY,
            TimeWindow(540, 840),
            9,
            8,
        ),
    ),
    customers=(
        Customer(
            id="C0001",
            name="吴磊",
            location=Location(45.61, 10.11),
            tier=Tier.GOLD,
            region=COUNTY,
            phone="000-1",
            near_place="松集",
            product="feed mill 饲料粉碎机",
            yearly_profit=5_200,
            bought_on=date(2025, 6, 18),
            warranty_until=date(2026, 6, 18),
            request="repair",
            requested_on=date(2026, 8, 31),
            home_visit_wanted=True,
            window=TimeWindow(540, 720),
            last_service_on=date(2026, 2, 1),
            part_arrives_on=date(2026, 10, 27),
        ),
        Customer("C0002", "Ann", Location(45.0, 10.0), Tier.LEAD, COUNTY),
    ),
    products=(
        Product(
            "feed mill 饲料粉碎机", Names((("zh", "饲料粉碎机"),)), "electrical", 2, 20, 90, 12
        ),
    ),
    technicians=(
        Technician(
            id="T001",
            name="胡涛",
            depot="S01",
            skills=(("diesel", 3), ("electrical", 4)),
            drives=True,
            absent=(DateSpan(date(2026, 10, 20), date.max),),
        ),
    ),
    crews=(
        Crew(
            id="CR1",
            name="甲队",
            depot="S01",
            technicians=("T001",),
            people=2,
            works=frozenset({0, 1, 2, 3, 4}),
            max_nights=2,
            absent=(DateSpan(date(2026, 10, 20), date(2026, 10, 21)),),
            skills=(("diesel", 3), ("electrical", 4)),
        ),
    ),
    currency="EUR",
    timezone="Europe/Rome",
    company="Miller & Sons",
    hotline="000-555",
    parameters=PARAMETERS,
)
REJECTS = (
    Reject("customers.csv", 17, "lat", "91,2", Expected.LATITUDE),
    Reject("customers.csv", 17, "lat", "91,2", Expected.NUMBER),
)
LOCKS = (
    Lock("V001", Freedom.ANNOUNCED, date(2026, 10, 19), 530, "CR1"),
    Lock("H:C0001", Freedom.DAY, date(2026, 10, 19), 730, "CR1"),
)
SETTINGS = Settings(planned_on=date(2026, 10, 12), weeks=6, language="zh")
PLAN = Plan(
    id="0190b8a4-7c00-7000-8000-000000000001",
    planned_on=date(2026, 10, 12),
    horizon=Horizon(date(2026, 10, 12), date(2026, 11, 22)),
    parameters=PARAMETERS,
    tours=(
        Tour(
            crew="CR1",
            depot="S01",
            days=(
                TourDay(
                    day=date(2026, 10, 19),
                    start=430,
                    end=1000,
                    drive_minutes=95,
                    drive_metres=70_123,
                    stops=(
                        Stop(
                            visit="V001",
                            kind=VisitKind.BOOTH,
                            ref="V001",
                            location=Location(45.6, 10.1),
                            arrive=520,
                            start=530,
                            end=711,
                            market_day=True,
                            next_visit=NextVisit(date(2026, 12, 15), True, True, True),
                        ),
                        Stop(
                            visit="H:C0001",
                            kind=VisitKind.HOME,
                            ref="C0001",
                            location=Location(45.61, 10.11),
                            arrive=730,
                            start=730,
                            end=820,
                        ),
                    ),
                    overnight=Overnight("V001", Location(45.6, 10.1), 26_000),
                ),
                TourDay(date(2026, 10, 20), 420, 520, 85, 70_000, ()),
            ),
        ),
    ),
    unassigned=(
        Unassigned(
            "V002",
            VisitKind.BOOTH,
            "V002",
            Cause(Reason.OUT_OF_REACH, (("minutes", "500"), ("station", "S01"))),
        ),
    ),
    terms=Terms(80.5, 8.25, 11.0, 26.0, 0.125, -32.0, -8.4, -5.1, -90.0),
)


def make_file(path: Path) -> None:
    """Write the file; only ever run for the release that made it."""
    with TourFile.create(path, "laptop 1", who="Mei") as file:
        save_settings(file, SETTINGS)
        save_locks(file, LOCKS)
        save_scenario(file, SCENARIO, REJECTS)
        save_plan(file, PLAN, "first")
