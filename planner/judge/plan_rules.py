"""The rules that tie tours together: crews, people, vehicles, repeats, what is left out."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from planner.domain.calendar import RevisitRule
from planner.domain.demand import VisitKind
from planner.domain.findings import Finding, Rule
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import NextVisit, Plan, Terms
from planner.domain.territory import Venue
from planner.domain.units import clock_text
from planner.judge.cost import add_terms, find_spent, price_floors, price_tour
from planner.judge.grounds import (
    HOME_PREFIX,
    Findings,
    Grounds,
    Seen,
    all_stops,
    break_on,
    is_closed,
    is_market,
)
from planner.rules.followup import SEARCH_DAYS

TERM_TOLERANCE = 0.01  # contacts; terms pass through files as rounded decimals


def check_visited_once(plan: Plan, _grounds: Grounds) -> Findings:
    """No visit is made twice."""
    met: set[str] = set()
    for seen in all_stops(plan):
        if seen.stop.visit in met:
            yield seen.find(Rule.VISITED_ONCE)
        met.add(seen.stop.visit)


def _days_by_crew(plan: Plan) -> dict[str, list[date]]:
    days: dict[str, list[date]] = defaultdict(list)
    for tour in plan.tours:
        days[tour.crew].extend(day.day for day in tour.days)
    return days


def check_rest_after_tour(plan: Plan, grounds: Grounds) -> Findings:
    """After a long tour the crew rests."""
    worked = _days_by_crew(plan)
    for tour in plan.tours:
        if tour.nights < grounds.parameters.rest_after_nights:
            continue
        for offset in range(1, grounds.parameters.rest_days + 1):
            day = tour.days[-1].day + timedelta(offset)
            if day in worked[tour.crew]:
                yield break_on(Rule.REST_AFTER_TOUR, tour, day, tour.nights)


def check_days_in_a_row(plan: Plan, grounds: Grounds) -> Findings:
    """No crew is out too many days in a row, over several tours too."""
    limit = grounds.parameters.max_days_in_a_row
    for crew, worked in _days_by_crew(plan).items():
        run, before = 0, date.min
        for day in sorted(set(worked)):
            run = run + 1 if day - before == timedelta(1) else 1
            before = day
            if run > limit:
                yield Finding(Rule.DAYS_IN_A_ROW, crew, day.isoformat(), "", str(run), str(limit))


def check_days_a_week(plan: Plan, grounds: Grounds) -> Findings:
    """No crew is out on too many days of a week, Monday to Sunday."""
    limit = grounds.parameters.max_days_a_week
    for crew, worked in _days_by_crew(plan).items():
        weeks = Counter(_week_of(day) for day in set(worked))
        for monday, days in weeks.items():
            if days > limit:
                week = monday.isoformat()
                yield Finding(Rule.DAYS_A_WEEK, crew, week, "", str(days), str(limit))


def check_crew_once(plan: Plan, _grounds: Grounds) -> Findings:
    """A crew is on one tour at a time."""
    for crew, worked in _days_by_crew(plan).items():
        for day, times in Counter(worked).items():
            if times > 1:
                yield Finding(Rule.CREW_ONCE, crew, day.isoformat(), "", str(times), "1")


def check_person_once(plan: Plan, grounds: Grounds) -> Findings:
    """A technician is out with one crew at a time."""
    out: dict[tuple[str, date], set[str]] = defaultdict(set)
    for crew, worked in _days_by_crew(plan).items():
        if crew in grounds.crews:
            for day in worked:
                for person in grounds.crews[crew].technicians:
                    out[person, day].add(crew)
    for (person, day), crews in out.items():
        if len(crews) > 1:
            names = sorted(crews)
            yield Finding(Rule.PERSON_ONCE, ",".join(names), day.isoformat(), "", person)


def check_vehicles(plan: Plan, grounds: Grounds) -> Findings:
    """No more crews of a depot are out on a day than it has vehicles."""
    out: dict[tuple[str, date], set[str]] = defaultdict(set)
    for tour in plan.tours:
        for day in tour.days:
            out[tour.depot, day.day].add(tour.crew)
    for (depot, when), crews in out.items():
        station = grounds.stations.get(depot)
        limit = station.vehicles if station else None
        if limit is not None and len(crews) > limit:
            names, count = ",".join(sorted(crews)), str(len(crews))
            yield Finding(Rule.VEHICLES, names, when.isoformat(), "", count, str(limit))


def check_lock_kept(plan: Plan, grounds: Grounds) -> Findings:
    """Every locked visit is made, and keeps week, day, start, length, crew as far as locked."""
    planned = {seen.stop.visit: seen for seen in all_stops(plan)}
    for lock in grounds.question.locks:
        seen = planned.get(lock.visit)
        if seen is None:
            yield Finding(Rule.LOCK_KEPT, lock.crew, lock.day.isoformat(), lock.visit)
        else:
            yield from _find_moves(seen, lock)


def _find_moves(seen: Seen, lock: Lock) -> Findings:
    day, stop, freedom = seen.day.day, seen.stop, lock.freedom
    moved = freedom.keeps(Freedom.DAY) or _week_of(day) != _week_of(lock.day)
    if day != lock.day and moved:
        yield seen.find(Rule.LOCK_KEPT, day, lock.day)
    elif stop.start != lock.start and freedom.keeps(Freedom.TIME):
        yield seen.find(Rule.LOCK_KEPT, clock_text(stop.start), clock_text(lock.start))
    elif not lock.keeps_length(stop.end - stop.start):
        yield seen.find(Rule.LOCK_KEPT, stop.end - stop.start, lock.duration)
    elif seen.tour.crew != lock.crew and freedom.keeps(Freedom.CREW):
        yield seen.find(Rule.LOCK_KEPT, seen.tour.crew, lock.crew)


def _week_of(day: date) -> date:
    return day - timedelta(day.weekday())


def check_budget(plan: Plan, grounds: Grounds) -> Findings:
    """Nights and road together cost no more than the budget."""
    budget = grounds.parameters.budget
    spent = find_spent(plan.tours, grounds.parameters)
    if budget is not None and spent > budget:
        yield Finding(Rule.BUDGET, found=str(spent), allowed=str(budget))


def _booths_by_venue(plan: Plan, grounds: Grounds) -> dict[str, list[Seen]]:
    booths: dict[str, list[Seen]] = defaultdict(list)
    for seen in all_stops(plan):
        if seen.stop.kind is VisitKind.BOOTH and seen.stop.ref in grounds.venues:
            booths[seen.stop.ref].append(seen)
    for stops in booths.values():
        stops.sort(key=lambda seen: seen.day.day)
    return booths


def check_revisit_early(plan: Plan, grounds: Grounds) -> Findings:
    """Nobody comes back before the tolerance of the revisit rule, nor repeats what is not made."""
    for ref, booths in _booths_by_venue(plan, grounds).items():
        venue = grounds.venues[ref]
        gap, before = _rhythm(venue, grounds).min_gap, venue.last_visit
        if booths[0].stop.visit != ref:
            yield booths[0].find(Rule.REVISIT_EARLY, "", ref)
        for seen in booths:
            if before and (seen.day.day - before).days < gap:
                yield seen.find(Rule.REVISIT_EARLY, (seen.day.day - before).days, gap)
            before = seen.day.day


def check_revisit_late(plan: Plan, grounds: Grounds) -> Findings:
    """A repeat inside one plan keeps the tolerance at its late end, and falls on a market."""
    for ref, booths in _booths_by_venue(plan, grounds).items():
        venue = grounds.venues[ref]
        limit = _rhythm(venue, grounds).max_gap
        for before, after in pairwise(booths):
            gap = (after.day.day - before.day.day).days
            if gap > limit:
                yield after.find(Rule.REVISIT_LATE, gap, limit)


def check_repeat_market(plan: Plan, grounds: Grounds) -> Findings:
    """A repeat at a venue with markets is made on a market day: no other is in the question."""
    for ref, booths in _booths_by_venue(plan, grounds).items():
        venue = grounds.venues[ref]
        for seen in booths[1:]:
            if venue.market and not is_market(venue, seen.day.day):
                yield seen.find(Rule.KNOWN_VISIT, seen.day.day)


def _rhythm(venue: Venue, grounds: Grounds) -> RevisitRule:
    return venue.revisit or grounds.parameters.revisit


def check_next_date(plan: Plan, grounds: Grounds) -> Findings:
    """Every booth tells the best next date: an open market day, nearest to visit + period."""
    for ref, booths in _booths_by_venue(plan, grounds).items():
        for seen, later in zip(booths, [*booths[1:], None], strict=True):
            expected = later.day.day if later else None
            told = seen.stop.next_visit
            if told is None or not _is_right(told, seen.day.day, expected, ref, grounds):
                found = told.day.isoformat() if told else ""
                yield seen.find(Rule.NEXT_DATE, found, expected or "")


def _is_right(
    told: NextVisit, visited: date, planned: date | None, ref: str, grounds: Grounds
) -> bool:
    venue = grounds.venues[ref]
    rule = _rhythm(venue, grounds)
    if told.firm != (planned is not None) or (planned and told.day != planned):
        return False
    if told.market_day != is_market(venue, told.day):
        return False
    if told.in_tolerance != (rule.min_gap <= (told.day - visited).days <= rule.max_gap):
        return False
    return told.firm or _is_nearest(told.day, visited, venue, rule)


def _is_nearest(day: date, visited: date, venue: Venue, rule: RevisitRule) -> bool:
    """Say whether no usable day is nearer; a day in tolerance beats every day out of it."""
    due = visited + timedelta(rule.period_days)

    def rank(other: date) -> tuple[bool, int]:
        inside = rule.min_gap <= (other - visited).days <= rule.max_gap
        return not inside, abs((other - due).days)

    reach = abs((day - due).days) if _is_usable(day, venue) else SEARCH_DAYS
    reach = max(reach, rule.early_days, rule.late_days) if rank(day)[0] else reach
    near = (due + timedelta(offset) for offset in range(-reach, reach + 1))
    rivals = [other for other in near if other > visited and _is_usable(other, venue)]
    if not _is_usable(day, venue):  # right only where no market ever comes
        return not rivals
    return not any(rank(other) < rank(day) for other in rivals)


def _is_usable(day: date, venue: Venue) -> bool:
    return not is_closed(venue, day) and (venue.market is None or is_market(venue, day))


def check_all_accounted(plan: Plan, grounds: Grounds) -> Findings:
    """Every venue and every home visit due is either planned or left out, and that once."""
    counts = Counter({seen.stop.visit for seen in all_stops(plan)})
    counts.update(left.visit for left in plan.unassigned)
    due = set(grounds.venues) | {HOME_PREFIX + customer for customer in grounds.homes}
    for visit in sorted(due):
        if counts[visit] != 1:
            yield Finding(Rule.ALL_ACCOUNTED, visit=visit, found=str(counts[visit]), allowed="1")
    for left in plan.unassigned:
        if left.visit not in due:
            yield Finding(Rule.ALL_ACCOUNTED, visit=left.visit, allowed="0")


def check_value(plan: Plan, grounds: Grounds) -> Findings:
    """The terms a plan states are those its tours are worth."""
    real = add_terms(price_tour(t, grounds.offers, grounds.question) for t in plan.tours)
    real = replace(real, floors=price_floors(plan.tours, grounds.question))
    for name in Terms.__slots__:
        stated, worth = getattr(plan.terms, name), getattr(real, name)
        if abs(stated - worth) > TERM_TOLERANCE:
            yield Finding(Rule.VALUE, visit=name, found=f"{stated:.2f}", allowed=f"{worth:.2f}")


PLAN_RULES = (
    check_visited_once,
    check_rest_after_tour,
    check_days_in_a_row,
    check_days_a_week,
    check_crew_once,
    check_person_once,
    check_vehicles,
    check_revisit_early,
    check_revisit_late,
    check_repeat_market,
    check_next_date,
    check_lock_kept,
    check_budget,
    check_all_accounted,
    check_value,
)
