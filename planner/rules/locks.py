"""What locks do to a question: which hold, which days they open, and what offers they leave."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.calendar import Horizon
from planner.domain.demand import Offer, Visit
from planner.domain.locks import Freedom, Lock


def find_held(locks: Iterable[Lock], visits: Iterable[str], horizon: Horizon) -> tuple[Lock, ...]:
    """Find the locks that hold: of visits still asked for, at their time in the horizon."""
    known = set(visits)
    return tuple(
        lock
        for lock in locks
        if lock.visit in known and lock.freedom is not Freedom.FREE and _meets(lock, horizon)
    )


def _meets(lock: Lock, horizon: Horizon) -> bool:
    if lock.freedom is not Freedom.WEEK:
        return lock.day in horizon
    monday = lock.day - timedelta(lock.day.weekday())
    return any(monday + timedelta(offset) in horizon for offset in range(7))


def find_told(locks: Iterable[Lock]) -> Mapping[str, frozenset[date]]:
    """List by place (venue, or visit of a home) the days the public has been told of."""
    told: dict[str, set[date]] = defaultdict(set)
    for lock in locks:
        if lock.freedom is Freedom.ANNOUNCED:
            told[lock.visit.partition("#")[0]].add(lock.day)
    return {place: frozenset(days) for place, days in told.items()}


def narrow(visit: Visit, lock: Lock | None, earliest: date) -> Visit:
    """Leave of a visit the offers its lock keeps; only what is announced lies before `earliest`.

    A start that is kept is the only one offered.
    """
    told = lock.day if lock and lock.freedom is Freedom.ANNOUNCED else None
    offers = [offer for offer in visit.offers if offer.day >= earliest or offer.day == told]
    if lock:
        offers = [offer for offer in offers if _is_kept(offer, lock)]
        if lock.freedom.keeps(Freedom.TIME):
            start = lock.start
            offers = [replace(o, earliest_start=start, latest_start=start) for o in offers]
    return replace(visit, offers=tuple(offers))


def _is_kept(offer: Offer, lock: Lock) -> bool:
    if lock.freedom.keeps(Freedom.TIME) and not (
        offer.earliest_start <= lock.start <= offer.latest_start
        and lock.keeps_length(offer.duration)
    ):
        return False
    if lock.freedom.keeps(Freedom.DAY):
        return offer.day == lock.day
    return offer.day.isocalendar()[:2] == lock.day.isocalendar()[:2]
