"""Stations and venues as rows."""

from datetime import date

from planner.domain.calendar import DateRule, RevisitRule, RuleKind
from planner.domain.territory import Region, ServicePoint, Venue
from planner.store.cells import (
    Cells,
    Row,
    day_cell,
    dump,
    names_cell,
    place_cells,
    spans_cell,
    window_cells,
)


def station_row(station: ServicePoint) -> Row:
    """Write a station."""
    return {
        "code": station.id,
        "names": names_cell(station.names),
        **place_cells(station.location),
        "reach_metres": station.reach,
        "road_factor": station.road_factor,
        "tour_crews": station.tour_crews,
        "vehicles": station.vehicles,
        "skills": dump(station.skills),
        **window_cells(station.hours),
    }


def station_value(cells: Cells) -> ServicePoint:
    """Read a station."""
    return ServicePoint(
        id=cells.text("code"),
        names=cells.names("names"),
        location=cells.place(),
        reach=cells.whole("reach_metres"),
        road_factor=cells.any_number("road_factor"),
        tour_crews=cells.whole("tour_crews"),
        vehicles=cells.any_whole("vehicles"),
        skills=cells.json("skills", frozenset[str]),
        hours=cells.any_window(),
    )


def venue_row(venue: Venue) -> Row:
    """Write a venue."""
    return {
        "code": venue.id,
        "kind": venue.kind,
        "names": names_cell(venue.names),
        "place_names": names_cell(venue.place),
        **place_cells(venue.location),
        "region_code": venue.region.id,
        "region_names": names_cell(venue.region.names),
        **window_cells(venue.hours),
        "footfall_normal_per_day": venue.footfall_normal,
        "footfall_market_per_day": venue.footfall_market,
        **_market_cells(venue.market),
        "closed_spans": spans_cell(venue.closed),
        "permit_needed": int(venue.permit_needed),
        "notice_places": dump(venue.notice_places),
        "lodging_minor_per_person": venue.lodging,
        "last_visit": day_cell(venue.last_visit),
        **_revisit_cells(venue.revisit),
    }


def venue_value(cells: Cells) -> Venue:
    """Read a venue."""
    return Venue(
        id=cells.text("code"),
        kind=cells.text("kind"),
        names=cells.names("names"),
        place=cells.names("place_names"),
        location=cells.place(),
        region=Region(cells.text("region_code"), cells.names("region_names")),
        hours=cells.window(),
        footfall_normal=cells.whole("footfall_normal_per_day"),
        footfall_market=cells.whole("footfall_market_per_day"),
        market=_market_value(cells),
        closed=cells.spans("closed_spans"),
        permit_needed=cells.flag("permit_needed"),
        notice_places=cells.json("notice_places", tuple[str, ...]),
        lodging=cells.any_whole("lodging_minor_per_person"),
        last_visit=cells.any_day("last_visit"),
        revisit=_revisit_value(cells),
    )


def _market_cells(market: DateRule | None) -> Row:
    return {
        "market_kind": None if market is None else market.kind.value,
        "market_numbers": None if market is None else dump(market.numbers),
        "market_dates": None if market is None else dump(market.dates),
    }


def _market_value(cells: Cells) -> DateRule | None:
    if not cells.has("market_kind"):
        return None
    return DateRule(
        kind=RuleKind(cells.text("market_kind")),
        numbers=cells.json("market_numbers", frozenset[int]),
        dates=cells.json("market_dates", frozenset[date]),
    )


def _revisit_cells(revisit: RevisitRule | None) -> Row:
    return {
        "revisit_period_days": None if revisit is None else revisit.period_days,
        "revisit_early_days": None if revisit is None else revisit.early_days,
        "revisit_late_days": None if revisit is None else revisit.late_days,
    }


def _revisit_value(cells: Cells) -> RevisitRule | None:
    if not cells.has("revisit_period_days"):
        return None
    return RevisitRule(
        period_days=cells.whole("revisit_period_days"),
        early_days=cells.whole("revisit_early_days"),
        late_days=cells.whole("revisit_late_days"),
    )
