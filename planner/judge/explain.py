"""Why a visit is left out, found by trying to insert it: never by asking the engine.

Every offer is tried with every crew that has the skill: on a tour of its own, inside the days of
the tours there are, by making a tour a day longer, and in the place of one stop. The cause names
what stood in the way of the best of these tries.

Facts of a cause, all text; days are ISO dates, values contacts with one decimal:

    NO_OPEN_DAY    minutes a booth needs, allowed opening span (HH:MM-HH:MM); or day, crew, value
                   where it would fit on days without market only, and of these there are enough
    NOTICE_LEAD    date: the first day far enough ahead
    VENUE_CLOSED   date: the first day it is open again
    REVISIT        date: the first day the revisit rule allows
    NO_SKILL       skill, level
    CREWS_AWAY     day, crew that could go best; block (a `Block`); at: the ref of its stop then;
                   none where there are no crews
    OUT_OF_REACH   minutes at the wheel to get there from the nearest depot, allowed minutes
    NIGHTS         nights: fewest needed, allowed nights; or day, crew, block where only evenings
                   on which nobody sleeps away are in the way
    BUDGET         day, crew, money: what it costs in nights and road, left: of the budget (both
                   in minor units), value: what it would gain
    PART_LATE      date: the first day on which the part is there
    FLOOR          day, crew, stop: its ref, region: its id, value: what would be gained in its
                   place if the region had no floor
    LOCKED         day, crew, stop: the ref of the locked stop in the way, value: what would be
                   gained without the lock
    HOME_WINDOW    day, crew that passes by, allowed window of the start (HH:MM-HH:MM)
    BETTER_STOP    day, crew, stop: its ref; value: what would be lost by taking its place
    NOT_WORTH_IT   day, crew, value: what the visit brings, cost: what going there costs
    STOPPED_EARLY  day, crew, value: what inserting it would gain; stop: the ref of the stop in
                   whose place it fits, none where it fits as it is
    DATA           none
"""

from collections.abc import Sequence
from datetime import date, timedelta

from planner.domain.calendar import TimeWindow
from planner.domain.demand import CrewDays, Question, Visit, VisitKind
from planner.domain.findings import Cause, Reason, Rule
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Tour, Unassigned
from planner.domain.scenario import Scenario
from planner.domain.territory import Venue
from planner.domain.units import clock_text
from planner.judge.case import Case, open_case
from planner.judge.duty import Block
from planner.judge.grounds import is_closed
from planner.judge.trial import Tries, Try, try_everything
from planner.watch import NoWatch, Watch

GAIN = 1e-6  # contacts; less is rounding, not gain
NO_WATCH = NoWatch()


def explain(
    tours: Sequence[Tour], scenario: Scenario, question: Question, watch: Watch = NO_WATCH
) -> tuple[Unassigned, ...]:
    """Give every visit that is neither planned nor a repeat its reason.

    Raises `Cancelled` through the watch.
    """
    case = open_case(tours, scenario, question)
    planned = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    left = [v for v in question.visits if v.id not in planned and not v.repeat_of]
    found = []
    for number, visit in enumerate(left):
        watch.step(number, len(left), "explain")
        found.append(Unassigned(visit.id, visit.kind, visit.ref, find_cause(visit, case)))
    return tuple(found)


def find_cause(visit: Visit, case: Case) -> Cause:
    """Find why one visit is not in the plan."""
    if not visit.offers:
        return _explain_no_offer(visit, case)
    crews = find_crews(visit, case)
    if isinstance(crews, Cause):
        return crews
    tries = try_everything(visit, crews, case)
    return _name_cause(tries, case) or _explain_distance(visit, crews, case)


def find_obstacle(visit: Visit, case: Case) -> Cause:
    """Find what keeps a visit from its offers where nothing fits, be it worth it or not."""
    crews = find_crews(visit, case)
    if isinstance(crews, Cause):
        return crews
    tries = try_everything(visit, crews, case)
    return _name_obstacle(tries, case) or _explain_distance(visit, crews, case)


def explain_unkept(visit: Visit, case: Case) -> Cause:
    """Find what keeps a locked visit from being made, be it worth it or not."""
    if not visit.offers:
        return _explain_no_offer(visit, case)
    crews = find_crews(visit, case)
    if isinstance(crews, Cause):
        return crews
    tries = try_everything(visit, crews, case)
    if tries.fits:
        return _cause(Reason.STOPPED_EARLY, tries.fits)
    return _name_obstacle(tries, case) or _explain_distance(visit, crews, case)


def find_crews(visit: Visit, case: Case) -> tuple[CrewDays, ...] | Cause:
    """List the crews that could make a visit, or say why none can."""
    lock = case.limits.locks.get(visit.id)
    crews = [crew for crew in case.question.crews if _keeps_crew(crew, lock)]
    if not crews:
        return Cause(Reason.CREWS_AWAY)
    able = tuple(crew for crew in crews if _masters(crew, visit))
    needed = ("skill", visit.skill), ("level", str(visit.level))
    return able or Cause(Reason.NO_SKILL, needed)


def _keeps_crew(crew: CrewDays, lock: Lock | None) -> bool:
    return lock is None or not lock.freedom.keeps(Freedom.CREW) or crew.id == lock.crew


def _masters(crew: CrewDays, visit: Visit) -> bool:
    known = any(skill == visit.skill and best >= visit.level for skill, best in crew.skills)
    return not visit.skill or known


def _name_cause(tries: Tries, case: Case) -> Cause | None:
    fits, swap = tries.fits, tries.swap
    best = max((t for t in (fits, swap) if t), key=lambda t: t.gain, default=None)
    if best and best.gain > GAIN:
        return _cause(
            Reason.STOPPED_EARLY, best, ("value", _decimal(best.gain)), ("stop", best.stop)
        )
    would_gain = _name_gain(tries, case)
    if would_gain:
        return would_gain
    worthless = fits or tries.budget
    if worthless:
        return _not_worth_it(worthless)
    if tries.window:
        return _name_window(tries.window)
    if swap:
        return _name_swap(swap)
    if tries.away and tries.away.gain <= GAIN:
        return _not_worth_it(tries.away)
    return _name_absence(tries.away) if tries.away else None


def _name_obstacle(tries: Tries, case: Case) -> Cause | None:
    if tries.budget:
        return _name_budget(tries.budget, case)
    if tries.window:
        return _name_window(tries.window)
    if tries.swap:
        return _name_swap(tries.swap)
    if tries.locked:
        facts = ("stop", tries.locked.stop), ("value", _decimal(tries.locked.gain))
        return _cause(Reason.LOCKED, tries.locked, *facts)
    return _name_absence(tries.away) if tries.away else None


def _name_window(found: Try) -> Cause:
    offer = found.offer
    allowed = f"{clock_text(offer.earliest_start)}-{clock_text(offer.latest_start)}"
    return _cause(Reason.HOME_WINDOW, found, ("allowed", allowed))


def _name_swap(swap: Try) -> Cause:
    reason = Reason.STOPPED_EARLY if swap.gain > GAIN else Reason.BETTER_STOP
    return _cause(reason, swap, ("stop", swap.stop), ("value", _decimal(abs(swap.gain))))


def _name_budget(found: Try, case: Case) -> Cause:
    money = ("money", str(found.money)), ("left", str(max(0, case.limits.left or 0)))
    facts = ("stop", found.stop), ("region", found.region), ("value", _decimal(found.gain))
    return _cause(Reason.BUDGET, found, *facts, *money)


def _name_gain(tries: Tries, case: Case) -> Cause | None:
    """Name the budget, lock, floor or share of markets without which most would be gained."""
    named = (
        (Reason.BUDGET, tries.budget),
        (Reason.LOCKED, tries.locked),
        (Reason.FLOOR, tries.floor),
        (Reason.NO_OPEN_DAY, tries.market),
    )
    gains = [(found.gain, reason, found) for reason, found in named if found]
    gain, reason, found = max(gains, key=lambda known: known[0], default=(0.0, None, None))
    if reason is None or found is None or gain <= GAIN:
        return None
    if reason is Reason.BUDGET:
        return _name_budget(found, case)
    facts = ("stop", found.stop), ("region", found.region), ("value", _decimal(gain))
    return _cause(reason, found, *facts)


def _name_absence(away: Try) -> Cause:
    if away.block is Block.EVENING:
        return _cause(Reason.NIGHTS, away, ("block", away.block.value))
    facts = ("block", away.block.value if away.block else ""), ("at", away.stop)
    return _cause(Reason.CREWS_AWAY, away, *facts)


def _not_worth_it(found: Try) -> Cause:
    brings = found.offer.worth.total
    facts = ("value", _decimal(brings)), ("cost", _decimal(brings - found.gain))
    return _cause(Reason.NOT_WORTH_IT, found, *facts)


def _cause(reason: Reason, found: Try, *facts: tuple[str, str]) -> Cause:
    day = found.offer.day.isoformat()
    given = tuple((name, value) for name, value in facts if value)
    return Cause(reason, (("day", day), ("crew", found.crew.id), *given))


def _decimal(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}"


def _explain_distance(visit: Visit, crews: Sequence[CrewDays], case: Case) -> Cause:
    """Name what keeps every crew from a visit even with an empty calendar."""
    found = [case.find_ways(crew, visit, offer) for crew in crews for offer in visit.offers]
    nights = min((way.nights for ways in found for way in ways.ways), default=None)
    if nights is not None:
        allowed = max(crew.max_nights for crew in crews)
        return Cause(Reason.NIGHTS, (("nights", str(nights)), ("allowed", str(allowed))))
    if visit.kind is VisitKind.HOME and any(w.blocked is Rule.VISIT_WINDOW for w in found):
        offer = visit.offers[0]
        allowed_start = f"{clock_text(offer.earliest_start)}-{clock_text(offer.latest_start)}"
        return Cause(Reason.HOME_WINDOW, (("allowed", allowed_start),))
    depots = {crew.depot for crew in crews}
    minutes = min(
        case.legs.find(depot.location, visit.location).minutes
        for depot in case.question.depots
        if depot.id in depots
    )
    limit = case.question.parameters.max_drive_minutes_per_day
    return Cause(Reason.OUT_OF_REACH, (("minutes", str(minutes)), ("allowed", str(limit))))


def _explain_no_offer(visit: Visit, case: Case) -> Cause:
    question = case.question
    earliest = question.planned_on + timedelta(question.parameters.notice_lead_days)
    lock = case.limits.locks.get(visit.id)
    kept = [day for day in question.horizon.days() if _keeps_day(day, lock)]
    told = lock is not None and lock.freedom is Freedom.ANNOUNCED
    days = [day for day in kept if day >= earliest or told]
    if not days:
        return Cause(Reason.NOTICE_LEAD, (("date", earliest.isoformat()),))
    if visit.kind is VisitKind.HOME:
        return _explain_home(visit, days, case)
    venue = next((v for v in case.scenario.venues if v.id == visit.ref), None)
    if venue is None:
        return Cause(Reason.DATA)
    skipped = [day for day in kept if day < days[0]]
    return _explain_booth(venue, days, skipped, case)


def _keeps_day(day: date, lock: Lock | None) -> bool:
    if lock is None:
        return True
    if lock.freedom.keeps(Freedom.DAY):
        return day == lock.day
    return day.isocalendar()[:2] == lock.day.isocalendar()[:2]


def _explain_home(visit: Visit, days: list[date], case: Case) -> Cause:
    customer = next((c for c in case.scenario.customers if c.id == visit.ref), None)
    if customer and customer.part_arrives_on and customer.part_arrives_on > days[-1]:
        return Cause(Reason.PART_LATE, (("date", customer.part_arrives_on.isoformat()),))
    if customer is None or customer.window is None:
        return Cause(Reason.DATA)
    return Cause(Reason.HOME_WINDOW, (("allowed", _window_text(customer.window)),))


def _explain_booth(venue: Venue, days: list[date], skipped: list[date], case: Case) -> Cause:
    parameters = case.question.parameters
    rule = venue.revisit or parameters.revisit
    due = venue.last_visit + timedelta(rule.min_gap) if venue.last_visit else days[0]
    open_days = [day for day in days if not is_closed(venue, day)]
    if not open_days:
        if any(not is_closed(venue, day) for day in skipped):
            return Cause(Reason.NOTICE_LEAD, (("date", days[0].isoformat()),))
        again = days[-1] + timedelta(1)
        ends = [span.last for span in venue.closed if again in span]
        again = max(ends) + timedelta(1) if ends and max(ends) < date.max else again
        return Cause(Reason.VENUE_CLOSED, (("date", again.isoformat()),))
    if due > open_days[-1]:
        return Cause(Reason.REVISIT, (("date", due.isoformat()),))
    needed = str(min(parameters.booth_half, parameters.booth_full))
    facts = ("minutes", needed), ("allowed", _window_text(venue.hours))
    return Cause(Reason.NO_OPEN_DAY, facts)


def _window_text(window: TimeWindow) -> str:
    return f"{clock_text(window.opens)}-{clock_text(window.closes)}"
