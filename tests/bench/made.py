"""Instances of the families `tours` and `large`: made by seed, read as questions.

Those of `tours` are kept as small JSON files.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import hypot, sqrt
from pathlib import Path
from typing import Any, NamedTuple

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
from planner.domain.plan import Tour
from planner.domain.territory import Location
from planner.rules.locks import narrow
from tests.bench.greedy import plan_greedily

FOLDER = Path(__file__).parent / "tours"
_FIRST = date(2026, 10, 12)
_WEEKS = 4
_LEAD = 5
_RUNGS = (Freedom.WEEK, Freedom.DAY, Freedom.TIME, Freedom.CREW, Freedom.ANNOUNCED)
_RHYTHMS = ((14, 4, 7), (21, 4, 7), (28, 4, 7))  # period, days early, days late
_MOST_VISITS, _MOST_LARGE_VISITS = 3, 9
_LARGE = 100  # venues, above which, or above four weeks, instances are of the family `large`
Row = dict[str, Any]
Spot = tuple[float, float]


class Size(NamedTuple):
    """What grows with the number of venues; `stretch` is the side of the land, 60 venues' = 1."""

    weeks: int
    crews: int
    depots: int
    regions: int
    stretch: float

    @property
    def days(self) -> int:
        """Length of the horizon."""
        return 7 * self.weeks


def find_size(venues: int, weeks: int) -> Size:
    """Size an instance: a crew for 20 to 25 venues, two or three to a depot, the same density."""
    if venues <= _LARGE and weeks == _WEEKS:
        return Size(weeks, 3 if venues <= 60 else 5, 2, 6, 1.0)
    crews = max(2, venues // 25)
    return Size(weeks, crews, crews // 2, venues // 10, sqrt(venues / 60))


def make(seed: int, venues: int = 60, weeks: int = _WEEKS) -> Row:
    """Make an instance: depots, crews, venues and homes around, then locks that go together."""
    size = find_size(venues, weeks)
    is_large = size.stretch != 1.0
    draw = random.Random(f"tours {seed} {venues}" + (f" {weeks}" if is_large else ""))
    lat, lon = 24.0 + 2.6 * size.stretch, 101.0 + 3.0 * size.stretch
    regions = [(draw.uniform(24.0, lat), draw.uniform(101.0, lon)) for _ in range(size.regions)]
    depots = _scatter_depots(draw, size, regions) if is_large else _make_depots(draw, size.crews)
    homes = range(venues // 6)
    made: Row = {
        "name": f"t{venues}-{weeks}w-{seed:02d}" if is_large else f"t{venues}-{seed:02d}",
        "first": _FIRST.isoformat(),
        "days": size.days,
        "lead": _LEAD,
        "budget": size.crews * 580_000 * weeks // _WEEKS,
        "road_price_per_km": 120,
        "depots": depots,
        "crews": [_make_crew(draw, number, depots, size) for number in range(size.crews)],
        "venues": [_make_venue(draw, number, regions, size) for number in range(venues)],
        "homes": [_make_home(draw, number, regions) for number in homes],
        "floor": 3,
        "locks": [],
    }
    if is_large:
        made["most_visits"] = _MOST_LARGE_VISITS
    parts = _split_by_depot(made) if is_large else [made]
    made["locks"] = _make_locks(draw, parts, (venues + venues // 6) // 10)
    return made


def _make_depots(draw: random.Random, crews: int) -> list[Row]:
    second = [round(25.3 + draw.uniform(-0.6, 0.6), 4), round(103.4 + draw.uniform(-0.3, 0.3), 4)]
    return [
        {"id": "D1", "at": [25.04, 102.2], "vehicles": crews - crews // 2},
        {"id": "D2", "at": second, "vehicles": crews // 2},
    ]


def _scatter_depots(draw: random.Random, size: Size, regions: list[Spot]) -> list[Row]:
    """Set depots in regions, the next always in one far from those before it."""
    chosen = [draw.choice(regions)]
    while len(chosen) < size.depots:
        some = draw.sample(regions, len(regions) // 2)
        chosen.append(max(some, key=lambda at: min(_away(at, other) for other in chosen)))
    return [
        {
            "id": f"D{number + 1}",
            "at": [round(lat, 4), round(lon, 4)],
            "vehicles": sum(_find_depot(crew, size) == number for crew in range(size.crews)),
        }
        for number, (lat, lon) in enumerate(chosen)
    ]


def _find_depot(crew: int, size: Size) -> int:
    return crew * size.depots // size.crews


def _away(here: Sequence[float], there: Sequence[float]) -> float:
    return hypot(here[0] - there[0], here[1] - there[1])


def _make_crew(draw: random.Random, number: int, depots: list[Row], size: Size) -> Row:
    away = draw.randrange(3, size.days - 3)
    return {
        "id": f"C{number + 1}",
        "depot": depots[_find_depot(number, size)]["id"],
        "people": draw.choice([2, 3]),
        "nights": draw.choice([3, 4, 4]),
        "absent": [away, away + draw.randrange(1, 4) * size.weeks // _WEEKS],
        "diesel": draw.choice([1, 2, 3]) if number else 3,
    }


def _split_by_depot(made: Row) -> list[Row]:
    """Give each depot with its crews what lies nearest to it, in the first four weeks."""
    parts = []
    for depot in made["depots"]:

        def is_nearest(row: Row, depot: Row = depot) -> bool:
            nearest = min(made["depots"], key=lambda other: _away(row["at"], other["at"]))
            return bool(nearest["id"] == depot["id"])

        parts.append(
            made
            | {
                "days": 7 * _WEEKS,
                "depots": [depot],
                "crews": [row for row in made["crews"] if row["depot"] == depot["id"]],
                "venues": [row for row in made["venues"] if is_nearest(row)],
                "homes": [row for row in made["homes"] if is_nearest(row)],
            }
        )
    return parts


def _near(draw: random.Random, regions: list[Spot]) -> tuple[int, list[float]]:
    number = draw.randrange(len(regions))
    lat, lon = regions[number]
    return number, [round(draw.gauss(lat, 0.3), 4), round(draw.gauss(lon, 0.35), 4)]


def _make_venue(draw: random.Random, number: int, regions: list[Spot], size: Size) -> Row:
    region, at = _near(draw, regions)
    opens = draw.choice([480, 510, 510, 540])
    kind = draw.choice(["week", "five", "none"])
    start = draw.randrange(7 if kind == "week" else 5)
    step = {"week": 7, "five": 5, "none": size.days}[kind]
    shut = draw.randrange(size.days)
    people = draw.uniform(150, 700)
    return {
        "id": f"V{number + 1:03d}",
        "region": f"R{region + 1}",
        "at": at,
        "hours": [opens, opens + draw.choice([480, 540, 570])],
        "markets": list(range(start, size.days, step)) if kind != "none" else [],
        "closed": [shut, shut + draw.randrange(3)],
        "people": [round(people), round(people * draw.uniform(2.0, 4.0))],
        "customers": round(draw.uniform(0, 40), 1),
        "lodging": draw.choice([0, 0, 8000, 12000, 16000, 24000]),
        "rhythm": list(draw.choice(_RHYTHMS)),
    }


def _make_home(draw: random.Random, number: int, regions: list[Spot]) -> Row:
    region, at = _near(draw, regions)
    opens = draw.choice([480, 540, 780])
    return {
        "id": f"K{number + 1:02d}",
        "region": f"R{region + 1}",
        "at": at,
        "hours": [opens, opens + draw.choice([240, 360])],
        "worth": draw.choice([25.0, 60.0]),
        "level": draw.choice([0, 1, 2, 3]),
    }


def _make_locks(draw: random.Random, parts: list[Row], count: int) -> list[Row]:
    """Lock what a plain greedy plan holds, so that all locks can be kept at once."""
    stops = [
        (tour.crew, day, stop)
        for part in parts
        for tour in plan_greedily(read(part))
        for day in tour.days
        for stop in day.stops
    ]
    chosen = draw.sample(stops, min(count, len(stops)))
    return [
        {
            "visit": stop.visit,
            "freedom": str(_RUNGS[number % len(_RUNGS)]),
            "day": (day.day - _FIRST).days,
            "start": stop.start,
            "crew": crew,
        }
        for number, (crew, day, stop) in enumerate(chosen)
    ]


def read(made: Row) -> Question:
    """Turn an instance into the question the engine sees."""
    first = date.fromisoformat(made["first"])
    horizon = Horizon(first, first + timedelta(made["days"] - 1))
    planned_on = first - timedelta(made["lead"])
    locks = tuple(_read_lock(row, first) for row in made["locks"])
    lock_of = {lock.visit: lock for lock in locks}
    most = made.get("most_visits", _MOST_VISITS)
    visits = [visit for row in made["venues"] for visit in _read_booths(row, horizon, most)]
    visits += [_read_home(row, horizon) for row in made["homes"]]
    wanted = tuple(narrow(visit, lock_of.get(visit.id), first) for visit in visits)
    return Question(
        planned_on=planned_on,
        horizon=horizon,
        parameters=Parameters(
            notice_lead_days=made["lead"],
            budget=made["budget"],
            road_price_per_km=made["road_price_per_km"],
            region_floor=made["floor"],
        ),
        depots=tuple(Depot(d["id"], Location(*d["at"]), d["vehicles"]) for d in made["depots"]),
        crews=tuple(_read_crew(row, horizon) for row in made["crews"]),
        lodgings=tuple(
            Lodging(row["id"], Location(*row["at"]), row["lodging"])
            for row in made["venues"]
            if row["lodging"]
        ),
        visits=wanted,
        money_per_contact_minor=5000.0,
        locks=locks,
        floors=tuple(_list_floors(wanted, made["floor"])),
    )


def _list_floors(visits: tuple[Visit, ...], least: int) -> Iterator[Floor]:
    booths = [visit for visit in visits if visit.kind is VisitKind.BOOTH]
    for region in sorted({visit.region for visit in booths}):
        ids = tuple(visit.id for visit in booths if visit.region == region)
        yield Floor(region, ids, min(least, len(ids)), Parameters().floor_price)


def _read_lock(row: Row, first: date) -> Lock:
    day = first + timedelta(row["day"])
    return Lock(row["visit"], Freedom(row["freedom"]), day, row["start"], row["crew"])


def _read_crew(row: Row, horizon: Horizon) -> CrewDays:
    away = range(row["absent"][0], row["absent"][1] + 1)
    days = tuple(day for number, day in enumerate(horizon.days()) if number not in away)
    skills = (("diesel", row["diesel"]),)
    return CrewDays(row["id"], row["depot"], row["people"], row["nights"], days, skills)


def _read_booths(row: Row, horizon: Horizon, most: int) -> Iterator[Visit]:
    """Give the first visit at a venue, and as many repeats as its rhythm fits in."""
    opens, closes = row["hours"]
    rate = Parameters().rates.stopping_share
    offers = []
    for number, day in enumerate(horizon.days()):
        if row["closed"][0] <= number <= row["closed"][1]:
            continue
        market = number in row["markets"]
        for minutes in (360, 180):
            people = row["people"][market] * rate * minutes / (closes - opens)
            worth = Worth(people=people, customers=row["customers"])
            offers.append(Offer(day, minutes, opens, closes - minutes, market, worth))
    period, early, late = row["rhythm"]
    where = Location(*row["at"])
    before = ""
    for number in range(most):
        least = number * (period - early)
        own = tuple(
            replace(offer, worth=offer.worth if not number else Worth(people=offer.worth.people))
            for offer in offers
            if (offer.day - horizon.first).days >= least
            and (not number or offer.market_day or not row["markets"])
        )
        if not own:
            return
        visit = row["id"] if not number else f"{row['id']}#{number + 1}"
        yield Visit(
            id=visit,
            kind=VisitKind.BOOTH,
            ref=row["id"],
            location=where,
            offers=own,
            repeat_of=before,
            min_gap=period - early if number else 0,
            max_gap=period + late if number else 0,
            region=row["region"],
        )
        before = visit


def _read_home(row: Row, horizon: Horizon) -> Visit:
    opens, closes = row["hours"]
    worth = Worth(home=row["worth"])
    offers = tuple(Offer(day, 60, opens, closes - 60, False, worth) for day in horizon.days())
    skill = "diesel" if row["level"] else ""
    return Visit(
        id=f"H:{row['id']}",
        kind=VisitKind.HOME,
        ref=row["id"],
        location=Location(*row["at"]),
        offers=offers,
        skill=skill,
        level=row["level"],
        region=row["region"],
    )


def load(path: Path) -> Question:
    """Read an instance file."""
    return read(json.loads(path.read_text(encoding="utf-8")))


def save(made: Row, path: Path) -> None:
    """Write an instance file, one row a line."""
    lines = []
    for key, value in made.items():
        if isinstance(value, list) and value:
            rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
            lines.append(f'"{key}": [\n  {rows}\n ]')
        else:
            lines.append(f'"{key}": {json.dumps(value)}')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n " + ",\n ".join(lines) + "\n}\n", encoding="utf-8")


def list_tours(tours: tuple[Tour, ...]) -> list[Row]:
    """Write tours as plain rows: days, nights, stops and times in minutes since midnight."""
    return [
        {
            "crew": tour.crew,
            "depot": tour.depot,
            "days": [
                {
                    "day": day.day.isoformat(),
                    "start": day.start,
                    "end": day.end,
                    "drive_minutes": day.drive_minutes,
                    "drive_metres": day.drive_metres,
                    "bed": day.overnight.place if day.overnight else None,
                    "stops": [
                        {"visit": s.visit, "arrive": s.arrive, "start": s.start, "end": s.end}
                        for s in day.stops
                    ],
                }
                for day in tour.days
            ],
        }
        for tour in tours
    ]
