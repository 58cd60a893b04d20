"""A plan as JSON, so that others can read and check it; docs/plan-json.md tells the keys."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

import msgspec

from planner.domain.calendar import Horizon, RevisitRule
from planner.domain.demand import Question, VisitKind
from planner.domain.findings import Cause, Reason
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
from planner.domain.territory import Location, ServicePoint
from planner.domain.units import Minute, clock_text, minor_per_major
from planner.domain.workforce import EVERY_DAY

SCHEMA = 1
TERM_DIGITS = 4  # decimals of the terms; they add up to the value to far below 1e-6


class NotAPlan(Exception):
    """The text is no plan in this schema; args: what is wrong where."""


class _Parameters(msgspec.Struct, frozen=True):
    road_factor: float
    speed_kmh: tuple[tuple[float | None, float], ...]
    leg_buffer_minutes: int
    notice_lead_days: int
    max_days_away: int
    max_nights_away: int
    shift_start: str
    shift_end: str
    max_drive_minutes_per_day: int
    max_days_in_a_row: int
    max_days_a_week: int
    rest_after_nights: int
    rest_days: int
    booth_full_minutes: int
    booth_half_minutes: int
    booth_setup_minutes: int
    booth_packing_minutes: int
    revisit_period_days: int
    revisit_early_days: int
    revisit_late_days: int
    revisit_share: float
    catchment_km: float
    rates: ExchangeRates
    market_share: float = 0.7
    budget: float | None = None
    road_price_per_km: float = 0.0
    region_floor: int = 0
    floor_price: float = 100.0
    break_after_drive_minutes: int = 0
    break_minutes: int = 0
    night_weekdays: tuple[int, ...] = tuple(sorted(EVERY_DAY))
    night_from_km: float = 0.0


class _Depot(msgspec.Struct, frozen=True):
    id: str
    name: str
    lat: float
    lon: float


class _Stop(msgspec.Struct, frozen=True):
    visit: str
    kind: VisitKind
    ref: str
    name: str
    lat: float
    lon: float
    arrive: str
    start: str
    end: str
    market_day: bool
    next_date: date | None
    next_date_firm: bool | None
    next_date_market_day: bool | None
    next_date_in_tolerance: bool | None


class _Overnight(msgspec.Struct, frozen=True):
    place: str
    name: str
    lat: float
    lon: float
    cost: float


class _Day(msgspec.Struct, frozen=True):
    date: date
    start: str
    end: str
    drive_minutes: int
    drive_km: float
    stops: tuple[_Stop, ...]
    overnight: _Overnight | None


class _Tour(msgspec.Struct, frozen=True):
    crew: str
    crew_name: str
    depot: _Depot
    days: tuple[_Day, ...]


class _Unassigned(msgspec.Struct, frozen=True):
    visit: str
    kind: VisitKind
    ref: str
    name: str
    reason: Reason
    facts: tuple[tuple[str, str], ...]
    text: str


class _Lock(msgspec.Struct, frozen=True):
    visit: str
    freedom: Freedom
    date: date
    start: str
    crew: str
    duration: int | None = None


class _Floor(msgspec.Struct, frozen=True):
    region: str
    visits: tuple[str, ...]
    least: int
    price: float


class _Plan(msgspec.Struct, frozen=True):
    schema: int
    plan: str
    planned_on: date
    horizon: tuple[date, date]
    timezone: str
    currency: str
    value: float
    terms: Terms
    parameters: _Parameters
    tours: tuple[_Tour, ...]
    unassigned: tuple[_Unassigned, ...]
    locks: tuple[_Lock, ...] = ()
    floors: tuple[_Floor, ...] = ()


@dataclass(frozen=True, slots=True)
class _Book:
    """What a plan's ids stand for in its scenario."""

    stations: Mapping[str, ServicePoint]
    crews: Mapping[str, str]
    refs: Mapping[tuple[VisitKind, str], str]
    minor: int


def write_plan(
    plan: Plan, scenario: Scenario, question: Question, reason_text: Callable[[Cause], str]
) -> bytes:
    """Write a plan in schema 1; `reason_text` says why a visit is left out."""
    book = _open_book(scenario)
    terms = round_terms(plan.terms)
    content = _Plan(
        SCHEMA,
        plan.id,
        plan.planned_on,
        (plan.horizon.first, plan.horizon.last),
        scenario.timezone,
        scenario.currency,
        round(terms.value, TERM_DIGITS),
        terms,
        _write_parameters(plan.parameters, question, book.minor),
        tuple(_write_tour(tour, book) for tour in plan.tours),
        tuple(_write_unassigned(left, book, reason_text) for left in plan.unassigned),
        tuple(_write_lock(lock) for lock in question.locks),
        tuple(
            _Floor(floor.region, floor.visits, floor.least, floor.price)
            for floor in question.floors
        ),
    )
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def _write_lock(lock: Lock) -> _Lock:
    start = clock_text(lock.start)
    return _Lock(lock.visit, lock.freedom, lock.day, start, lock.crew, lock.duration)


def round_terms(terms: Terms) -> Terms:
    """Round the terms the way they are written."""
    return Terms(**{name: round(term, TERM_DIGITS) + 0.0 for name, term in asdict(terms).items()})


def _open_book(scenario: Scenario) -> _Book:
    venues = {(VisitKind.BOOTH, venue.id): venue.names.read("") for venue in scenario.venues}
    homes = {(VisitKind.HOME, customer.id): customer.name for customer in scenario.customers}
    return _Book(
        {station.id: station for station in scenario.stations},
        {crew.id: crew.name for crew in scenario.crews},
        venues | homes,
        minor_per_major(scenario.currency),
    )


def _write_parameters(parameters: Parameters, question: Question, minor: int) -> _Parameters:
    nights = max((crew.max_nights for crew in question.crews), default=parameters.max_nights)
    return _Parameters(
        parameters.road_factor,
        tuple((band.up_to_km, band.kmh) for band in parameters.speeds),
        parameters.leg_buffer,
        parameters.notice_lead_days,
        nights + 1,
        parameters.max_nights,
        clock_text(parameters.shift_start),
        clock_text(parameters.shift_end),
        parameters.max_drive_minutes_per_day,
        parameters.max_days_in_a_row,
        parameters.max_days_a_week,
        parameters.rest_after_nights,
        parameters.rest_days,
        parameters.booth_full,
        parameters.booth_half,
        parameters.booth_setup,
        parameters.booth_packing,
        parameters.revisit.period_days,
        parameters.revisit.early_days,
        parameters.revisit.late_days,
        parameters.revisit_share,
        parameters.catchment / 1000,
        parameters.rates,
        parameters.market_share,
        None if parameters.budget is None else parameters.budget / minor,
        parameters.road_price_per_km / minor,
        parameters.region_floor,
        parameters.floor_price,
        parameters.break_after_drive,
        parameters.break_minutes,
        tuple(sorted(parameters.night_weekdays)),
        parameters.night_from / 1000,
    )


def _write_tour(tour: Tour, book: _Book) -> _Tour:
    station = book.stations[tour.depot]
    place = station.location
    return _Tour(
        tour.crew,
        book.crews.get(tour.crew, tour.crew),
        _Depot(tour.depot, station.names.read(""), place.lat, place.lon),
        tuple(_write_day(day, book) for day in tour.days),
    )


def _write_day(day: TourDay, book: _Book) -> _Day:
    return _Day(
        day.day,
        clock_text(day.start),
        clock_text(day.end),
        day.drive_minutes,
        day.drive_metres / 1000,
        tuple(_write_stop(stop, book) for stop in day.stops),
        _write_overnight(day.overnight, book) if day.overnight else None,
    )


def _write_stop(stop: Stop, book: _Book) -> _Stop:
    following = stop.next_visit
    return _Stop(
        stop.visit,
        stop.kind,
        stop.ref,
        book.refs.get((stop.kind, stop.ref), stop.ref),
        stop.location.lat,
        stop.location.lon,
        clock_text(stop.arrive),
        clock_text(stop.start),
        clock_text(stop.end),
        stop.market_day,
        following.day if following else None,
        following.firm if following else None,
        following.market_day if following else None,
        following.in_tolerance if following else None,
    )


def _write_overnight(night: Overnight, book: _Book) -> _Overnight:
    name = book.refs.get((VisitKind.BOOTH, night.place), night.place)
    place = night.location
    return _Overnight(night.place, name, place.lat, place.lon, night.cost / book.minor)


def _write_unassigned(
    left: Unassigned, book: _Book, reason_text: Callable[[Cause], str]
) -> _Unassigned:
    return _Unassigned(
        left.visit,
        left.kind,
        left.ref,
        book.refs.get((left.kind, left.ref), left.ref),
        left.cause.reason,
        left.cause.facts,
        reason_text(left.cause),
    )


def read_plan(data: bytes) -> Plan:
    """Read a plan written by `write_plan`; raises `NotAPlan`.

    All comes back but what the terms lost in rounding; sentences and names are not read.
    """
    try:
        content = msgspec.json.decode(data, type=_Plan)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotAPlan(str(error)) from error
    if content.schema != SCHEMA:
        raise NotAPlan(f"schema {content.schema}")
    minor = minor_per_major(content.currency)
    try:
        return Plan(
            content.plan,
            content.planned_on,
            Horizon(*content.horizon),
            _read_parameters(content.parameters, minor),
            tuple(
                Tour(tour.crew, tour.depot.id, tuple(_read_day(day, minor) for day in tour.days))
                for tour in content.tours
            ),
            tuple(
                Unassigned(left.visit, left.kind, left.ref, Cause(left.reason, left.facts))
                for left in content.unassigned
            ),
            content.terms,
        )
    except ValueError as error:
        raise NotAPlan(str(error)) from error


def _read_parameters(written: _Parameters, minor: int) -> Parameters:
    return Parameters(
        written.road_factor,
        tuple(SpeedBand(up_to_km, kmh) for up_to_km, kmh in written.speed_kmh),
        written.leg_buffer_minutes,
        written.notice_lead_days,
        _read_clock(written.shift_start),
        _read_clock(written.shift_end),
        written.max_drive_minutes_per_day,
        written.max_nights_away,
        written.max_days_in_a_row,
        written.max_days_a_week,
        written.rest_after_nights,
        written.rest_days,
        written.booth_full_minutes,
        written.booth_half_minutes,
        written.booth_setup_minutes,
        written.booth_packing_minutes,
        RevisitRule(
            written.revisit_period_days, written.revisit_early_days, written.revisit_late_days
        ),
        written.revisit_share,
        round(written.catchment_km * 1000),
        written.rates,
        written.market_share,
        None if written.budget is None else round(written.budget * minor),
        round(written.road_price_per_km * minor),
        written.region_floor,
        written.floor_price,
        written.break_after_drive_minutes,
        written.break_minutes,
        frozenset(written.night_weekdays),
        round(written.night_from_km * 1000),
    )


def _read_day(written: _Day, minor: int) -> TourDay:
    night = written.overnight
    return TourDay(
        written.date,
        _read_clock(written.start),
        _read_clock(written.end),
        written.drive_minutes,
        round(written.drive_km * 1000),
        tuple(_read_stop(stop) for stop in written.stops),
        Overnight(night.place, Location(night.lat, night.lon), round(night.cost * minor))
        if night
        else None,
    )


def _read_stop(written: _Stop) -> Stop:
    return Stop(
        written.visit,
        written.kind,
        written.ref,
        Location(written.lat, written.lon),
        _read_clock(written.arrive),
        _read_clock(written.start),
        _read_clock(written.end),
        written.market_day,
        NextVisit(
            written.next_date,
            bool(written.next_date_firm),
            bool(written.next_date_market_day),
            bool(written.next_date_in_tolerance),
        )
        if written.next_date
        else None,
    )


def _read_clock(text: str) -> Minute:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
