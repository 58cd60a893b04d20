"""When people are told the crew comes next."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.demand import VisitKind
from planner.domain.parameters import Parameters
from planner.domain.plan import NextVisit, Plan, Stop, Tour
from planner.domain.territory import Venue
from planner.rules.dates import is_market_day
from planner.rules.demand import is_closed, revisit_rule

SEARCH_DAYS = 400  # a yearly fair is found, and a rule that never falls ends the search


def propose_next(venue: Venue, visited_on: date, parameters: Parameters) -> NextVisit:
    """Propose the open market day nearest to visit + period, inside the tolerance where one lies.

    Without a market rule every open day will do. A tie goes to the earlier day. Where no such
    day comes within `SEARCH_DAYS` of the due day, the due day itself is proposed.
    """
    rule = revisit_rule(venue, parameters)
    due = visited_on + timedelta(days=rule.period_days)

    def rank(day: date) -> tuple[bool, int, date]:
        inside = rule.min_gap <= (day - visited_on).days <= rule.max_gap
        return not inside, abs((day - due).days), day

    days = (visited_on + timedelta(days=gap) for gap in range(1, rule.period_days + SEARCH_DAYS))
    usable = (
        day
        for day in days
        if not is_closed(venue, day) and (venue.market is None or is_market_day(venue.market, day))
    )
    best = min(usable, key=rank, default=None)
    if best is None:
        return NextVisit(due, False, False, True)
    return NextVisit(best, False, venue.market is not None, not rank(best)[0])


def announce_next(
    tours: tuple[Tour, ...], venues: Mapping[str, Venue], parameters: Parameters
) -> tuple[Tour, ...]:
    """Give every booth stop its next date: firm where the plan holds that visit, else proposed."""
    dates: dict[str, list[date]] = {}
    for tour in tours:
        for day in tour.days:
            for stop in day.stops:
                if stop.kind is VisitKind.BOOTH:
                    dates.setdefault(stop.ref, []).append(day.day)

    def with_next(stop: Stop, day: date) -> Stop:
        venue = venues.get(stop.ref)
        if stop.kind is not VisitKind.BOOTH or venue is None:
            return stop
        later = min((other for other in dates[stop.ref] if other > day), default=None)
        if later is None:
            return replace(stop, next_visit=propose_next(venue, day, parameters))
        rule = revisit_rule(venue, parameters)
        market = venue.market is not None and is_market_day(venue.market, later)
        kept = rule.min_gap <= (later - day).days <= rule.max_gap
        return replace(stop, next_visit=NextVisit(later, True, market, kept))

    return tuple(
        replace(
            tour,
            days=tuple(
                replace(day, stops=tuple(with_next(stop, day.day) for stop in day.stops))
                for day in tour.days
            ),
        )
        for tour in tours
    )


def list_stops(plan: Plan) -> tuple[tuple[Tour, date, Stop], ...]:
    """List every stop with its tour and day, in order of day, start and crew."""
    rows = [
        (tour, day.day, stop) for tour in plan.tours for day in tour.days for stop in day.stops
    ]
    return tuple(sorted(rows, key=lambda row: (row[1], row[2].start, row[0].crew)))
