"""The rules one stop can break."""

from datetime import timedelta

from planner.domain.calendar import TimeWindow
from planner.domain.customer import Customer
from planner.domain.demand import VisitKind
from planner.domain.findings import Rule
from planner.domain.plan import Stop
from planner.domain.territory import Venue
from planner.domain.units import Minute, clock_text
from planner.judge.grounds import (
    HOME_PREFIX,
    Findings,
    Grounds,
    Seen,
    is_closed,
    is_market,
    window_text,
)
from planner.rules.demand import UNKNOWN_HOME_MINUTES


def check_notice_lead(seen: Seen, grounds: Grounds) -> Findings:
    """No stop lies within the notice lead after the planning day, unless people know that day."""
    earliest = grounds.question.planned_on + timedelta(grounds.parameters.notice_lead_days)
    told = grounds.told.get(seen.stop.visit) == seen.day.day
    if seen.day.day < earliest and not told:
        yield seen.find(Rule.NOTICE_LEAD, seen.day.day, earliest)


def check_part_arrival(seen: Seen, grounds: Grounds) -> Findings:
    """Nobody is visited at home before the part he waits for is there."""
    customer = _customer_at(seen, grounds)
    part = customer.part_arrives_on if customer else None
    if part and seen.day.day < part:
        yield seen.find(Rule.PART_ARRIVAL, seen.day.day, part)


def check_known_visit(seen: Seen, grounds: Grounds) -> Findings:
    """A stop answers a visit of the question, at that venue or home, where it stands."""
    stop = seen.stop
    if stop.visit not in grounds.visits or stop.ref != _ref_of(stop):
        yield seen.find(Rule.KNOWN_VISIT, stop.ref)
        return
    place: Venue | Customer | None = grounds.customers.get(stop.ref)
    if stop.kind is VisitKind.BOOTH:
        place = grounds.venues.get(stop.ref)
    if place is None or place.location != stop.location:
        yield seen.find(Rule.KNOWN_VISIT, stop.location, place.location if place else "")


def _ref_of(stop: Stop) -> str:
    if stop.kind is VisitKind.HOME:
        return stop.visit.removeprefix(HOME_PREFIX)
    return stop.visit.partition("#")[0] if "#" in stop.visit else stop.visit


def check_closed_day(seen: Seen, grounds: Grounds) -> Findings:
    """No booth stands at a venue on a closed day."""
    venue = _venue_at(seen, grounds)
    if venue and is_closed(venue, seen.day.day):
        yield seen.find(Rule.CLOSED_DAY, seen.day.day)


def check_opening_hours(seen: Seen, grounds: Grounds) -> Findings:
    """A booth, with set-up and packing, lies wholly inside the opening hours."""
    venue = _venue_at(seen, grounds)
    if venue and not _lies_inside(seen.stop, venue.hours):
        yield seen.find(Rule.OPENING_HOURS, _span_text(seen.stop), window_text(venue.hours))


def check_visit_window(seen: Seen, grounds: Grounds) -> Findings:
    """A home visit lies wholly inside the customer's window, or the shift where he has none."""
    customer = _customer_at(seen, grounds)
    if customer:
        shift = TimeWindow(grounds.parameters.shift_start, grounds.parameters.shift_end)
        window = customer.window or shift
        if not _lies_inside(seen.stop, window):
            yield seen.find(Rule.VISIT_WINDOW, _span_text(seen.stop), window_text(window))


def check_booth_length(seen: Seen, grounds: Grounds) -> Findings:
    """A booth stands for the full or the half length, nothing else."""
    lengths = (grounds.parameters.booth_full, grounds.parameters.booth_half)
    if seen.stop.kind is VisitKind.BOOTH and _length(seen.stop) not in lengths:
        yield seen.find(Rule.BOOTH_LENGTH, _length(seen.stop), lengths[0])


def check_home_length(seen: Seen, grounds: Grounds) -> Findings:
    """A home visit lasts as long as the product needs."""
    customer = _customer_at(seen, grounds)
    if customer:
        product = grounds.products.get(customer.product)
        needed = product.home_minutes if product else UNKNOWN_HOME_MINUTES
        if _length(seen.stop) != needed:
            yield seen.find(Rule.HOME_LENGTH, _length(seen.stop), needed)


def check_eligible_home(seen: Seen, grounds: Grounds) -> Findings:
    """Only uncovered platinum and gold customers who want one get a home visit."""
    if seen.stop.kind is VisitKind.HOME and seen.stop.ref not in grounds.homes:
        yield seen.find(Rule.ELIGIBLE_HOME, seen.stop.ref)


def check_skill(seen: Seen, grounds: Grounds) -> Findings:
    """Someone in the crew masters the product of the customer visited at home."""
    customer, crew = _customer_at(seen, grounds), grounds.crews.get(seen.tour.crew)
    product = grounds.products.get(customer.product) if customer else None
    if product and crew and not crew.masters(product.skill, product.level):
        yield seen.find(Rule.SKILL, "", f"{product.skill}:{product.level}")


def check_market_day_mark(seen: Seen, grounds: Grounds) -> Findings:
    """A stop is marked as on a market day exactly when it is."""
    venue = _venue_at(seen, grounds)
    market = venue is not None and is_market(venue, seen.day.day)
    if seen.stop.market_day != market:
        yield seen.find(Rule.MARKET_DAY_MARK, seen.stop.market_day, market)


def _venue_at(seen: Seen, grounds: Grounds) -> Venue | None:
    return grounds.venues.get(seen.stop.ref) if seen.stop.kind is VisitKind.BOOTH else None


def _customer_at(seen: Seen, grounds: Grounds) -> Customer | None:
    return grounds.customers.get(seen.stop.ref) if seen.stop.kind is VisitKind.HOME else None


def _lies_inside(stop: Stop, window: TimeWindow) -> bool:
    return window.opens <= stop.start and stop.end <= window.closes


def _length(stop: Stop) -> Minute:
    return stop.end - stop.start


def _span_text(stop: Stop) -> str:
    return f"{clock_text(stop.start)}-{clock_text(stop.end)}"


STOP_RULES = (
    check_notice_lead,
    check_part_arrival,
    check_known_visit,
    check_closed_day,
    check_opening_hours,
    check_visit_window,
    check_booth_length,
    check_home_length,
    check_eligible_home,
    check_skill,
    check_market_day_mark,
)
