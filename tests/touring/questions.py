"""Small questions for the engine: one made by hand, many made by seed."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.calendar import Horizon
from planner.domain.demand import (
    CrewDays,
    Depot,
    Floor,
    Lodging,
    Offer,
    Question,
    Visit,
    VisitKind,
    Worth,
)
from planner.domain.locks import Freedom, Lock
from planner.domain.parameters import Parameters
from planner.domain.territory import Location
from planner.rules.locks import narrow

MONDAY = date(2026, 10, 12)
HOME = Location(25.0, 102.0)
FREE = Parameters(notice_lead_days=0)
KM = 1 / 111.195 / 1.33  # degrees of latitude to one kilometre of road


def at_km(km: float, aside: float = 0.0) -> Location:
    """Give the place so many kilometres of road north of the depot, and aside of that."""
    return Location(HOME.lat + km * KM, HOME.lon + aside * KM * 1.1)


def make_days(*numbers: int) -> tuple[date, ...]:
    """Give days by number, 0 being the Monday on which planning is done."""
    return tuple(MONDAY + timedelta(number) for number in numbers)


def make_booth(
    id: str,
    where: Location,
    days: Iterable[int],
    *,
    worth: float = 100.0,
    minutes: Sequence[int] = (360,),
    window: tuple[int, int] = (510, 1050),
    market: Iterable[int] = (),
) -> Visit:
    """Make a booth visit open on some days, worth in proportion to its length."""
    markets = set(market)
    offers = tuple(
        Offer(
            MONDAY + timedelta(day),
            length,
            window[0],
            window[1] - length,
            day in markets,
            Worth(people=worth * length / 360),
        )
        for day in days
        for length in minutes
    )
    return Visit(id, VisitKind.BOOTH, id.partition("#")[0], where, offers)


def make_home(id: str, where: Location, days: Iterable[int], *, worth: float = 60.0) -> Visit:
    """Make a home visit of an hour between 08:00 and 18:00."""
    offers = tuple(
        Offer(MONDAY + timedelta(day), 60, 480, 1020, False, Worth(home=worth)) for day in days
    )
    return Visit(f"H:{id}", VisitKind.HOME, id, where, offers)


def make_question(
    visits: Sequence[Visit],
    *,
    days: int = 7,
    crews: int = 1,
    vehicles: int = 9,
    beds: Sequence[tuple[str, Location, int]] = (),
    max_nights: int = 4,
    parameters: Parameters = FREE,
) -> Question:
    """Make a question of one depot whose crews are free every day; a bed is (id, place, price)."""
    horizon = Horizon(MONDAY, MONDAY + timedelta(days - 1))
    free = tuple(horizon.days())
    return Question(
        planned_on=MONDAY,
        horizon=horizon,
        parameters=parameters,
        depots=(Depot("D", HOME, vehicles),),
        crews=tuple(CrewDays(f"C{k}", "D", 3, max_nights, free) for k in range(1, crews + 1)),
        lodgings=tuple(Lodging(place, where, price) for place, where, price in beds),
        visits=tuple(visits),
        money_per_contact_minor=5000.0,
    )


def with_crew(question: Question, number: int, **changes: object) -> Question:
    """Change one crew, counted from 1."""
    crews = list(question.crews)
    crews[number - 1] = replace(crews[number - 1], **changes)  # type: ignore[arg-type]
    return replace(question, crews=tuple(crews))


def make_random(seed: int, *, venues: int = 3, homes: int = 1, days: int = 4) -> Question:
    """Make a small question by seed: two crews, some beds, markets, skills, a repeat."""
    draw = random.Random(seed)
    visits: list[Visit] = []
    beds: list[tuple[str, Location, int]] = []
    for number in range(1, venues + 1):
        where = at_km(draw.uniform(20, 220), draw.uniform(-120, 120))
        open_days = [day for day in range(days) if draw.random() < 0.7]
        markets = [day for day in open_days if draw.random() < 0.4]
        worth = draw.uniform(20, 160)
        window = draw.choice([(510, 1050), (480, 840), (510, 990)])
        lengths = draw.choice([(360,), (360, 180), (180,)])
        visit = make_booth(
            f"V{number}",
            where,
            open_days,
            worth=worth,
            minutes=lengths,
            window=window,
            market=markets,
        )
        visits.append(visit)
        if draw.random() < 0.6:
            beds.append((visit.id, where, draw.choice([5000, 12000, 60000])))
    for number in range(1, homes + 1):
        where = at_km(draw.uniform(10, 160), draw.uniform(-60, 60))
        home = make_home(f"K{number}", where, range(days), worth=draw.uniform(20, 60))
        visits.append(replace(home, skill="diesel", level=draw.choice([1, 3])))
    repeated = visits[0]
    later = tuple(offer for offer in repeated.offers if offer.day > MONDAY)
    visits.append(
        replace(
            repeated, id="V1#2", offers=later, repeat_of="V1", min_gap=2, max_gap=max(2, days - 2)
        )
    )
    parameters = replace(
        FREE,
        notice_lead_days=draw.choice([0, 1]),
        max_days_a_week=draw.choice([2, 3, 5]),
        max_days_in_a_row=draw.choice([2, 3, 6]),
        rest_after_nights=draw.choice([1, 2, 3]),
    )
    question = make_question(
        visits,
        days=days,
        crews=2,
        vehicles=draw.choice([1, 2]),
        beds=beds,
        max_nights=draw.choice([1, 2, 4]),
        parameters=parameters,
    )
    question = with_crew(question, 1, skills=(("diesel", draw.choice([1, 2, 3])),))
    if draw.random() < 0.3:
        question = with_crew(question, 1, technicians=("T1",))
        question = with_crew(question, 2, technicians=("T1", "T2"))
    return question


def make_strict(seed: int, days: int = 3) -> Question:
    """Make a small question by seed with locks, floors, money, breaks and nights."""
    draw = random.Random(seed)
    question = make_random(seed, venues=3, homes=1, days=days)
    visits = question.visits
    first = [visit for visit in visits if visit.offers and not visit.repeat_of]
    floors = [Floor("R1", tuple(v.id for v in visits[:2]), 2, 40.0)]
    locks: list[Lock] = []
    if draw.random() < 0.7 and first:
        visit = draw.choice(first)
        offer = draw.choice(visit.offers)
        rung = draw.choice([r for r in Freedom if r is not Freedom.FREE])
        start = draw.randint(offer.earliest_start, offer.latest_start)
        locks.append(Lock(visit.id, rung, offer.day, start, draw.choice(["C1", "C2"])))
    lock_of = {lock.visit: lock for lock in locks}
    parameters = replace(
        question.parameters,
        budget=draw.choice([None, 60_000, 200_000]),
        road_price_per_km=draw.choice([0, 150]),
        break_after_drive=draw.choice([0, 90]),
        break_minutes=20,
        night_weekdays=draw.choice([frozenset(range(7)), frozenset({1})]),
        night_from=draw.choice([0, 60_000]),
        market_share=draw.choice([0.0, 0.5, 0.7]),
        notice_lead_days=0,
    )
    return replace(
        question,
        parameters=parameters,
        visits=tuple(narrow(visit, lock_of.get(visit.id), MONDAY) for visit in visits),
        floors=tuple(floors),
        locks=tuple(locks),
    )
