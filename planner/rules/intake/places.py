"""Judges the rows of stations and venues, and every table's coordinates."""

from collections.abc import Iterable
from datetime import date
from math import floor
from statistics import median_low

from planner.domain.calendar import DateRule, DateSpan, RevisitRule, TimeWindow
from planner.domain.findings import Expected
from planner.domain.parameters import Parameters
from planner.domain.tables import RawTable
from planner.domain.territory import Location, Region, ServicePoint, Venue
from planner.domain.units import Metre, Names
from planner.rules.intake import cells
from planner.rules.intake.headers import Columns
from planner.rules.intake.markets import read_market
from planner.rules.intake.rows import Row
from planner.rules.travel import measure_line

DEFAULT_REACH: Metre = 60_000  # the reach stated for every station of the first scenario
FAR_AWAY = 1_500_000.0  # metres; wider than the networks planned here, own choice
MOST_OF_A_TABLE = 20  # so few that stations and venues together outweigh customers
_DEFAULTS = Parameters()


def find_middle(tables: Iterable[tuple[RawTable, Columns]]) -> Location | None:
    """Find the middle of all readable points; None where three are not to be had.

    The medians of latitude and longitude: a few swapped rows do not move them, nor does a whole
    table of them, since of each table only some rows count.
    """
    points = []
    for table, columns in tables:
        step = max(1, len(table.rows) // MOST_OF_A_TABLE)
        for raw in table.rows[::step][:MOST_OF_A_TABLE]:
            row = Row(table, columns, raw)
            lat = cells.read_degrees(row.text("lat"), 90, Expected.LATITUDE)
            lon = cells.read_degrees(row.text("lon"), 180, Expected.LONGITUDE)
            if isinstance(lat, float) and isinstance(lon, float) and (lat, lon) != (0, 0):
                points.append((lat, lon))
    if len(points) < 3:
        return None
    return Location(median_low(p[0] for p in points), median_low(p[1] for p in points))


def read_location(row: Row, middle: Location | None) -> Location:
    """Read a row's coordinates; swapped ones are refused, not mended."""
    nowhere = Location(0.0, 0.0)
    lat = cells.read_degrees(row.text("lat"), 180, Expected.LATITUDE)
    lon = cells.read_degrees(row.text("lon"), 180, Expected.LONGITUDE)
    if isinstance(lat, float) and isinstance(lon, float):
        if (lat, lon) == (0.0, 0.0):
            return _refuse_both(row, Expected.COORDINATES)
        if abs(lon) <= 90 and _are_swapped(lat, lon, middle):
            return _refuse_both(row, Expected.LAT_LON_ORDER)
        if abs(lat) <= 90:
            return Location(lat, lon)
    if isinstance(lat, Expected) or abs(lat) > 90:
        row.refuse("lat", Expected.LATITUDE)
    if isinstance(lon, Expected):
        row.refuse("lon", lon)
    return nowhere


def _are_swapped(lat: float, lon: float, middle: Location | None) -> bool:
    """Say whether the point lies among the others only when read the other way round."""
    if middle is None:
        return abs(lat) > 90
    if measure_line(Location(lon, lat), middle) > FAR_AWAY:
        return False
    return abs(lat) > 90 or measure_line(Location(lat, lon), middle) > FAR_AWAY


def _refuse_both(row: Row, expected: Expected) -> Location:
    row.refuse("lat", expected)
    row.refuse("lon", expected)
    return Location(0.0, 0.0)


def measure_distance(row: Row, middle: Location) -> float:
    """Measure how far a row's place is from the middle, in metres; 0 where it has none."""
    lat = cells.read_degrees(row.text("lat"), 90, Expected.LATITUDE)
    lon = cells.read_degrees(row.text("lon"), 180, Expected.LONGITUDE)
    if isinstance(lat, Expected) or isinstance(lon, Expected):
        return 0.0
    return measure_line(Location(lat, lon), middle)


def read_region(row: Row) -> Region:
    """Read the region: its code, else its name, else a region without id."""
    names = row.names("county")
    return Region(row.text("region") or names.read("en"), names)


def call_by_id(names: Names, known: str) -> Names:
    """Give the names, or the id where there are none."""
    return names if names.texts else Names((("", known),))


def judge_station(row: Row, middle: Location | None) -> ServicePoint:
    """Read a station; wrong cells are noted in the row."""
    known = row.need_text("id", Expected.ID)
    km = row.read("reach_km", cells.read_number, None)
    if km is not None and km < 0:
        row.refuse("reach_km", Expected.NOT_NEGATIVE)
    return ServicePoint(
        known,
        call_by_id(row.names("name"), known),
        read_location(row, middle),
        DEFAULT_REACH if km is None else round(km * 1000),
        row.read("road_factor", cells.read_factor, None),
        row.read("tour_crews", cells.read_few, 0),
        row.read("vehicles", cells.read_few, None),
        row.read("skills", cells.read_skill_names, frozenset()),
        _read_station_hours(row),
    )


def _read_station_hours(row: Row) -> TimeWindow | None:
    opens = row.read("opens", cells.read_time, None)
    closes = row.read("closes", cells.read_time, None)
    if opens is None or closes is None:
        return None
    return _check_hours(row, opens, closes)


def _check_hours(row: Row, opens: int, closes: int) -> TimeWindow:
    if opens >= closes:
        row.refuse("opens", Expected.TIME_ORDER)
        row.refuse("closes", Expected.TIME_ORDER)
    return TimeWindow(opens, closes)


def judge_venue(row: Row, middle: Location | None, currency: str) -> Venue:
    """Read a venue; wrong cells are noted in the row."""
    known = row.need_text("id", Expected.ID)
    normal, market = _read_footfall(row)
    return Venue(
        known,
        call_by_id(row.names("name"), known),
        read_location(row, middle),
        read_region(row),
        _read_venue_hours(row),
        normal,
        market,
        kind=row.text("kind"),
        place=row.names("place"),
        market=_read_market(row),
        closed=_read_closed(row),
        permit_needed=row.read("permit", cells.read_yes_no, False),
        notice_places=cells.split_list(row.text("notices")),
        lodging=row.read("lodging", lambda text: cells.read_price(text, currency), None) or None,
        last_visit=row.read("last", cells.read_date, None),
        revisit=_read_revisit(row),
    )


def _read_footfall(row: Row) -> tuple[int, int]:
    normal = row.need("normal", cells.read_whole, 0)
    return normal, row.read("market", cells.read_whole, normal)


def _read_venue_hours(row: Row) -> TimeWindow:
    opens = row.read("opens", cells.read_time, None)
    closes = row.read("closes", cells.read_time, None)
    return _check_hours(
        row,
        _DEFAULTS.shift_start if opens is None else opens,
        _DEFAULTS.shift_end if closes is None else closes,
    )


def _read_market(row: Row) -> DateRule | None:
    market = read_market(row.text("market_rule"), row.text("market_days"))
    if not isinstance(market, Expected):
        return market
    written = not row.text("market_rule") or market is Expected.MARKET_DAYS
    row.refuse("market_days" if written else "market_rule", market)
    return None


def _read_closed(row: Row) -> tuple[DateSpan, ...]:
    first = row.read("closed_from", cells.read_date, None)
    last = row.read("closed_to", cells.read_date, None)
    spans = row.read("closed", cells.read_spans, ())
    if first is None and last is None:
        return spans
    if first and last and first > last:
        row.refuse("closed_from", Expected.DATE_ORDER)
        row.refuse("closed_to", Expected.DATE_ORDER)
    return (DateSpan(first or date.min, last or date.max), *spans)


def _read_revisit(row: Row) -> RevisitRule | None:
    days = row.read("revisit", cells.read_count, None)
    if days is None:
        return None
    slack = floor(days * _DEFAULTS.revisit_share)
    return RevisitRule(days, slack, slack)
