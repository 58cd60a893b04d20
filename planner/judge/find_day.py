"""On which days one visit could be made, planned or not, found by inserting it everywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain.answers import DayAnswer
from planner.domain.demand import CrewDays, Offer, Question, Visit, VisitKind
from planner.domain.findings import Cause, Finding, Reason, Rule
from planner.domain.plan import Tour
from planner.domain.scenario import Scenario
from planner.domain.units import clock_text
from planner.judge.case import Case, open_case, reopen_case
from planner.judge.cost import Offers, price_floors, price_tour
from planner.judge.edit import Bench, take_out
from planner.judge.explain import find_crews, find_obstacle
from planner.judge.grounds import is_closed
from planner.judge.placing import Placing, list_placings


@dataclass(frozen=True, slots=True)
class DayFinder:
    """One visit, and the plan without it, looked up once; `days` are asked one at a time.

    `loss` is what the plan is worth less without the visit, contacts.
    """

    visit: Visit
    case: Case
    crews: tuple[CrewDays, ...]
    tours: tuple[Tour, ...]
    now: date | None
    loss: float
    gaps: tuple[tuple[str, date, int, int], ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The days that can be asked for."""
        return tuple(self.case.question.horizon.days())

    def answer(self, day: date) -> DayAnswer:
        """Say how the visit could best be made on a day, or why it cannot."""
        found = self._find_obstacle(day)
        if found is None:
            best = self._find_best(day)
            if best:
                return best
            found = self._explain(day)
        return DayAnswer(day, obstacle=found, is_now=day == self.now)

    def place(self, answer: DayAnswer) -> tuple[Tour, ...]:
        """Give all tours with the visit made as an answer says."""
        assert answer.after is not None, "an answer without an obstacle has a tour"
        return (*(tour for tour in self.tours if tour is not answer.before), answer.after)

    def _find_obstacle(self, day: date) -> Cause | Finding | None:
        for other, planned, least, most in self.gaps:
            gap = (day - planned).days
            if not least <= gap <= most:
                is_early = 0 < abs(gap) < min(abs(least), abs(most))
                rule = Rule.REVISIT_EARLY if is_early else Rule.REVISIT_LATE
                return Finding(rule, "", planned.isoformat(), other, str(abs(gap)))
        if all(offer.day != day for offer in self.visit.offers):
            return _explain_day(self.visit, day, self.case)
        return None

    def _find_best(self, day: date) -> DayAnswer | None:
        """Time the ways of a day, the dearest first, until one fits."""
        found = [
            (self._price(made), made)
            for made in list_placings(self.visit, self._list_offers(day), self.crews, self.case)
            if self.case.limits.affords(made.metres, made.money)
        ]
        for gain, made in sorted(found, key=lambda known: -known[0]):
            tour = made.make()
            if tour:
                return self._describe(gain, made, tour)
        return None

    def _price(self, made: Placing) -> float:
        """Price an insertion into the plan without the visit, contacts."""
        worth = made.offer.worth.total + self.case.limits.change_floors(self.visit)
        return worth - self.case.cost(made.metres, made.days, made.money)

    def _describe(self, gain: float, made: Placing, tour: Tour) -> DayAnswer:
        day, old = made.offer.day, made.before.days if made.before else ()
        minutes = sum(d.drive_minutes for d in tour.days) - sum(d.drive_minutes for d in old)
        return DayAnswer(
            day=day,
            crew=made.crew.id,
            detour=minutes,
            gain=gain - self.loss,
            nights=tour.nights - max(0, len(old) - 1),
            before=made.before,
            after=tour,
            is_now=day == self.now,
        )

    def _explain(self, day: date) -> Cause:
        """Name what is in the way of the best try of that day."""
        return find_obstacle(replace(self.visit, offers=self._list_offers(day)), self.case)

    def _list_offers(self, day: date) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.visit.offers if offer.day == day)


def open_finder(visit_id: str, tours: Sequence[Tour], case: Case) -> DayFinder:
    """Look up what finding days for a visit needs; `case` is of any tours of the same question.

    Raises `KeyError` for an unknown visit.
    """
    question = case.question
    bench = Bench(
        visits={visit.id: visit for visit in question.visits},
        offers=case.offers,
        depots=case.depots,
        crews={crew.id: crew.depot for crew in question.crews},
        legs=case.legs,
    )
    visit = bench.visits[visit_id]
    rest = take_out(tours, {visit_id}, bench)
    planned = {stop.visit: day.day for tour in tours for day in tour.days for stop in day.stops}
    crews = find_crews(visit, case)
    return DayFinder(
        visit=visit,
        case=reopen_case(case, rest),
        crews=() if isinstance(crews, Cause) else crews,
        tours=rest,
        now=planned.get(visit_id),
        loss=_price_change(rest, tours, bench.offers, question),
        gaps=tuple(_list_gaps(visit, planned, question)),
    )


def _price_change(
    before: Sequence[Tour], after: Sequence[Tour], offers: Offers, question: Question
) -> float:
    """Price what some tours are worth more than others, contacts; tours in both cancel out."""
    old, new = set(before), set(after)
    gone = sum(price_tour(tour, offers, question).value for tour in before if tour not in new)
    come = sum(price_tour(tour, offers, question).value for tour in after if tour not in old)
    return come - gone + price_floors(after, question) - price_floors(before, question)


def find_days(
    visit_id: str, tours: Sequence[Tour], scenario: Scenario, question: Question
) -> tuple[DayAnswer, ...]:
    """Answer for every day of the horizon. Raises `KeyError` for an unknown visit."""
    finder = open_finder(visit_id, tours, open_case(tours, scenario, question))
    return tuple(finder.answer(day) for day in question.horizon.days())


def _list_gaps(
    visit: Visit, planned: dict[str, date], question: Question
) -> Iterator[tuple[str, date, int, int]]:
    """List the planned visits of the same rhythm: id, day, fewest and most days after it."""
    if visit.repeat_of in planned:
        day = planned[visit.repeat_of]
        yield visit.repeat_of, day, visit.min_gap, visit.max_gap
    for other in question.visits:
        if other.repeat_of == visit.id and other.id in planned:
            yield other.id, planned[other.id], -other.max_gap, -other.min_gap


def _explain_day(visit: Visit, day: date, case: Case) -> Cause:
    """Say why a visit is not offered on a day."""
    question = case.question
    lock = case.limits.locks.get(visit.id)
    if lock:
        return Cause(Reason.LOCKED)
    earliest = question.planned_on + timedelta(question.parameters.notice_lead_days)
    if day < earliest:
        return Cause(Reason.NOTICE_LEAD, (("date", earliest.isoformat()),))
    if visit.kind is VisitKind.HOME:
        return _explain_home_day(visit, day, case)
    return _explain_booth_day(visit, day, case)


def _explain_home_day(visit: Visit, day: date, case: Case) -> Cause:
    customer = next((c for c in case.scenario.customers if c.id == visit.ref), None)
    part = customer.part_arrives_on if customer else None
    if part and day < part:
        return Cause(Reason.PART_LATE, (("date", part.isoformat()),))
    window = customer.window if customer else None
    if window is None:
        return Cause(Reason.DATA)
    allowed = f"{clock_text(window.opens)}-{clock_text(window.closes)}"
    return Cause(Reason.HOME_WINDOW, (("allowed", allowed),))


def _explain_booth_day(visit: Visit, day: date, case: Case) -> Cause:
    venue = next((v for v in case.scenario.venues if v.id == visit.ref), None)
    if venue is None:
        return Cause(Reason.DATA)
    if is_closed(venue, day):
        again = max(span.last for span in venue.closed if day in span)
        facts = () if again == date.max else (("date", (again + timedelta(1)).isoformat()),)
        return Cause(Reason.VENUE_CLOSED, facts)
    parameters = case.question.parameters
    rule = venue.revisit or parameters.revisit
    if venue.last_visit and (day - venue.last_visit).days < rule.min_gap:
        due = venue.last_visit + timedelta(rule.min_gap)
        return Cause(Reason.REVISIT, (("date", due.isoformat()),))
    if visit.repeat_of and venue.market and any(o.market_day for o in visit.offers):
        return Cause(Reason.NO_MARKET)
    needed = str(min(parameters.booth_half, parameters.booth_full))
    allowed = f"{clock_text(venue.hours.opens)}-{clock_text(venue.hours.closes)}"
    return Cause(Reason.NO_OPEN_DAY, (("minutes", needed), ("allowed", allowed)))
