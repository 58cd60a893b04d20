"""A second checker of plan.json, written from the rules alone: it shares no code with the planner.

Reads the raw tables of a scenario folder (CSV) and the plan, takes the stricter reading where a
rule can be read in two ways, and compares the plan with a plain greedy on the same days. What it
finds is named by the rule broken; the share of booths on market days is told, not judged.
Run it as `python tests/stranger.py FOLDER plan.json`; it ends with 1 when something is violated.
"""

import csv
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import sxtwl
from lunarcalendar import Converter, Solar

Row = dict[str, str]
DAY = timedelta(1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ANIMALS = [
    "rat",
    "ox",
    "tiger",
    "rabbit",
    "dragon",
    "snake",
    "horse",
    "goat",
    "monkey",
    "rooster",
    "dog",
    "pig",
]
HOME_TIERS = ("platinum", "gold")
DEFAULTS: dict[str, Any] = {
    "road_factor": 1.33,
    "speed_kmh": [[50, 40], [150, 50], [None, 60]],
    "leg_buffer_minutes": 15,
    "notice_lead_days": 5,
    "max_days_away": 5,
    "max_nights_away": 4,
    "shift_start": "07:00",
    "shift_end": "19:00",
    "max_drive_minutes_per_day": 480,
    "max_days_in_a_row": 6,
    "max_days_a_week": 5,
    "rest_after_nights": 3,
    "rest_days": 1,
    "booth_full_minutes": 360,
    "booth_half_minutes": 180,
    "revisit_period_days": 91,
    "revisit_early_days": 10,
    "revisit_late_days": 10,
    "revisit_share": 0.1,
    "catchment_km": 20,
    "budget": None,
    "road_price_per_km": 0,
    "region_floor": 0,
    "floor_price": 100,
    "break_after_drive_minutes": 0,
    "break_minutes": 0,
    "night_weekdays": [0, 1, 2, 3, 4, 5, 6],
    "night_from_km": 0,
}
RATES: dict[str, float] = {
    "stopping_share": 0.1,
    "platinum_in_reach": 20,
    "gold_in_reach": 8,
    "iron_in_reach": 3,
    "lead_in_reach": 1,
    "open_request": 10,
    "platinum_home_visit": 60,
    "gold_home_visit": 25,
    "overdue_share_per_day": 0.01,
    "crew_day": 15,
    "road_km": 0.05,
    "money_per_contact": 50,
}
LADDER = ("week", "day", "time", "crew", "announced")  # each keeps what those before it keep


# Reading


def read_table(folder: Path, name: str) -> list[Row]:
    """Read a CSV table; none where there is no such file."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        {key.strip(): (value or "").strip() for key, value in row.items() if key} for row in rows
    ]


def cell(row: Row, *starts: str) -> str:
    """Give the first filled cell whose column has, or starts with, one of these names."""
    for start in starts:
        for key, value in row.items():
            if value and (key == start or key.startswith(start)):
                return value
    return ""


def to_number(text: str) -> float | None:
    """Read a number; None where there is none."""
    try:
        return float(text)
    except ValueError:
        return None


def to_day(text: str) -> date | None:
    """Read an ISO date; None where there is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def to_minute(text: str) -> int:
    """Read HH:MM."""
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def to_spans(text: str) -> list[tuple[date, date]]:
    """Read days such as 2026-10-19..2026-10-21, several by semicolon."""
    spans = []
    for part in filter(None, text.replace(",", ";").split(";")):
        first, _, last = part.partition("..")
        spans.append((date.fromisoformat(first), date.fromisoformat(last or first)))
    return spans


def split_list(text: str) -> list[str]:
    """Read a list by comma or semicolon."""
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


Point = tuple[float, float]


def line_km(a: Point, b: Point) -> float:
    """Measure the great circle on a sphere of 6371.0088 km."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    root = math.sin((lat2 - lat1) / 2) ** 2
    root += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(root))


@dataclass
class Place:
    """A venue as its row says."""

    row: Row
    at: Point
    opens: int
    closes: int
    closed: list[tuple[date, date]]
    bed: float
    last: date | None
    period: int
    early: int
    late: int
    normal: float
    market: float

    def is_closed(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.closed)

    @property
    def has_rule(self) -> bool:
        return bool(self.row.get("market_rule")) and self.row["market_rule"] != "none"

    def is_market(self, day: date) -> bool:
        rule, days = self.row.get("market_rule", ""), split_list(self.row.get("market_days", ""))
        if rule == "daily":
            return True
        if rule == "weekday":
            return WEEKDAYS[day.weekday()] in {known[:3].lower() for known in days}
        if rule == "solar_digits":
            return day.day % 10 in {int(known) % 10 for known in days}
        if rule == "lunar_digits":
            lunar = Converter.Solar2Lunar(Solar(day.year, day.month, day.day))
            return lunar.day % 10 in {int(known) % 10 for known in days}
        if rule == "zodiac_day":
            branch = sxtwl.fromSolar(day.year, day.month, day.day).getDayGZ().dz
            return ANIMALS[branch] in {known.lower() for known in days}
        return rule in ("dates", "explicit") and day.isoformat() in days

    def footfall(self, day: date) -> float:
        return self.market if self.is_market(day) else self.normal


@dataclass(frozen=True)
class Violation:
    """A rule that is broken, and how."""

    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"


@dataclass
class World:
    """The tables, and the parameters the plan states."""

    plan: dict[str, Any]
    venues: dict[str, Place]
    customers: dict[str, Row]
    stations: dict[str, Row]
    products: dict[str, Row]
    crews: dict[str, Row]
    technicians: dict[str, Row]
    found: list[Violation] = field(default_factory=list)

    def say(self, rule: str, text: str) -> None:
        self.found.append(Violation(rule, text))

    def parameter(self, name: str) -> Any:
        return self.plan["parameters"].get(name, DEFAULTS[name])

    def rate(self, name: str) -> float:
        """Give what a thing is worth, in contacts; nothing for tiers without a rate."""
        stated: dict[str, float] = self.plan["parameters"].get("rates", {})
        return stated.get(name, RATES.get(name, 0))

    @property
    def shift(self) -> tuple[int, int]:
        """From when to when crews are on their way, in minutes of the day."""
        return to_minute(self.parameter("shift_start")), to_minute(self.parameter("shift_end"))

    @property
    def lengths(self) -> tuple[int, int]:
        """How long a full and a half booth stand, in minutes."""
        return self.parameter("booth_full_minutes"), self.parameter("booth_half_minutes")

    @property
    def horizon(self) -> list[date]:
        """All days of the plan."""
        first, last = (date.fromisoformat(day) for day in self.plan["horizon"])
        return [first + DAY * offset for offset in range((last - first).days + 1)]

    @property
    def noticed(self) -> date:
        """The first day for which a notice can hang long enough."""
        planned_on = date.fromisoformat(self.plan["planned_on"])
        return planned_on + DAY * int(self.parameter("notice_lead_days"))

    @property
    def told(self) -> set[tuple[str, date]]:
        """The visits the public was told of, with their days: no notice is due for them."""
        return {
            (lock["visit"], date.fromisoformat(lock["date"]))
            for lock in self.plan.get("locks", [])
            if lock["freedom"] == "announced"
        }

    def road_km(self, a: Point, b: Point) -> float:
        return line_km(a, b) * float(self.parameter("road_factor"))

    def drive(self, a: Point, b: Point) -> float:
        """Minutes at the wheel of one leg, not rounded."""
        return self.minutes_for(self.road_km(a, b))

    def rest(self, minutes: float) -> int:
        """Minutes of break within a leg: one break after every full stretch at the wheel."""
        stretch = self.parameter("break_after_drive_minutes")
        if not stretch:
            return 0
        return math.ceil(minutes - 1e-6) // int(stretch) * int(self.parameter("break_minutes"))

    def slow_drive(self, a: Point, b: Point) -> float:
        """Minutes a careful planner may state: at the edge of a band the slower speed."""
        km = self.road_km(a, b)
        return max(self.minutes_for(km), self.minutes_for(km * 0.9995))

    def minutes_for(self, km: float) -> float:
        """Minutes at the wheel for a leg of so many km of road."""
        speeds = self.parameter("speed_kmh")
        if isinstance(speeds, (int, float)):
            return km / speeds * 60
        for up_to, speed in speeds:
            if up_to is None or km <= up_to:
                return km / float(speed) * 60
        return km / float(speeds[-1][1]) * 60


def open_world(folder: Path, plan: dict[str, Any]) -> World:
    """Read all tables of a folder."""

    def by_id(table: str, *names: str) -> dict[str, Row]:
        rows = read_table(folder, table)
        return {cell(row, *names): row for row in rows if cell(row, *names)}

    given = {**DEFAULTS, **plan["parameters"]}
    venues = {}
    for name, row in by_id("venues", "venue_id", "id").items():
        place = read_place(row, given)
        if place:
            venues[name] = place
    return World(
        plan=plan,
        venues=venues,
        customers=by_id("customers", "customer_id", "id"),
        stations=by_id("stations", "station_id", "id"),
        products=by_id("products", "product"),
        crews=by_id("crews", "crew_id", "id"),
        technicians=by_id("technicians", "technician_id", "id"),
    )


def read_place(row: Row, given: dict[str, Any]) -> Place | None:
    """Read a venue; None where coordinates or hours cannot be read."""
    lat, lon = to_number(row.get("lat", "")), to_number(row.get("lon", ""))
    if lat is None or lon is None or abs(lat) > 90 or ":" not in row.get("opens", ""):
        return None
    first, last = to_day(row.get("closed_from", "")), to_day(row.get("closed_to", ""))
    own = to_number(row.get("revisit_days", ""))
    period = int(own) if own else given["revisit_period_days"]
    slack = math.floor(period * given["revisit_share"])
    early = slack if own else given["revisit_early_days"]
    late = slack if own else given["revisit_late_days"]
    return Place(
        row=row,
        at=(lat, lon),
        opens=to_minute(row["opens"]),
        closes=to_minute(row["closes"]),
        closed=[(first or date.min, last or date.max)] if first or last else [],
        bed=to_number(cell(row, "lodging")) or 0.0,
        last=to_day(cell(row, "last_tour", "last_visit")),
        period=period,
        early=early,
        late=late,
        normal=to_number(cell(row, "foot_traffic_normal")) or 0.0,
        market=to_number(cell(row, "foot_traffic_market")) or 0.0,
    )


# What is due


def is_covered(world: World, row: Row) -> bool:
    """Say whether some station has a customer within its own reach."""
    at = point_of(row)
    for station in world.stations.values():
        factor = to_number(station.get("road_factor", "")) or float(world.parameter("road_factor"))
        reach = to_number(cell(station, "coverage_road_km", "reach")) or 60.0
        if line_km(point_of(station), at) * factor <= reach:
            return True
    return False


def point_of(row: Row) -> Point:
    """Give the coordinates of a row."""
    return float(row["lat"]), float(row["lon"])


def list_uncovered(world: World) -> dict[str, Row]:
    """Find the customers no station has within its reach."""
    return {
        name: row
        for name, row in world.customers.items()
        if to_number(row.get("lat", "")) is not None and not is_covered(world, row)
    }


def list_homes(world: World, uncovered: dict[str, Row]) -> set[str]:
    """Find the customers who get a home visit."""
    return {
        name
        for name, row in uncovered.items()
        if row.get("tier") in HOME_TIERS
        and row.get("home_visit_wanted", "").lower() in ("yes", "true", "1")
    }


# The rules


def walk(plan: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Walk tours, days and stops."""
    for tour in plan["tours"]:
        for day in tour["days"]:
            for stop in day["stops"]:
                yield tour, day, stop


def at(thing: dict[str, Any]) -> Point:
    """Give the coordinates of a thing of the plan."""
    return thing["lat"], thing["lon"]


@dataclass
class Drive:
    """What is driven on a day: minutes not rounded, and as a careful planner may state them."""

    minutes: float = 0.0
    slow: float = 0.0
    km: float = 0.0
    legs: int = 0


def check_times(world: World) -> None:
    """Travel, buffer, breaks, shift, time at the wheel, and what days state of them."""
    opens, closes = world.shift
    for tour in world.plan["tours"]:
        here = at(tour["depot"])
        for day in tour["days"]:
            where = f"{tour['crew']} {day['date']}"
            if to_minute(day["start"]) < opens or to_minute(day["end"]) > closes:
                world.say("shift", f"{where}: {day['start']}-{day['end']} leaves the shift")
            end = at(day["overnight"]) if day["overnight"] else at(tour["depot"])
            drive = check_legs(world, where, day, here, end)
            here = end
            if drive.minutes > world.parameter("max_drive_minutes_per_day"):
                world.say("driving_limit", f"{where}: {drive.minutes:.0f} minutes at the wheel")
            stated, most = day["drive_minutes"], drive.slow + drive.legs
            if not drive.minutes - 1e-6 <= stated <= most:
                text = f"{where}: states {stated} min, drives {drive.minutes:.1f}"
                world.say("stated_drive", text)
            if abs(day["drive_km"] - drive.km) > 0.05 + 0.001 * drive.legs:
                text = f"{where}: states {day['drive_km']} km, drives {drive.km:.3f}"
                world.say("stated_drive", text)


def check_legs(world: World, where: str, day: dict[str, Any], here: Point, end: Point) -> Drive:
    """Every leg of a day: time to drive it with the buffer, and for its breaks."""
    drive, leaves = Drive(), to_minute(day["start"])
    points = [(at(stop), stop["arrive"], stop["end"]) for stop in day["stops"]]
    for point, arrive, leave in [*points, (end, day["end"], day["end"])]:
        needed = world.drive(here, point)
        spare = to_minute(arrive) - leaves - needed - world.parameter("leg_buffer_minutes")
        if spare < -1e-6:
            text = f"{where}: at {arrive} the crew cannot be there, {needed:.1f} min"
            world.say("travel_time", text)
        elif spare < world.rest(needed) - 1e-6:
            world.say("break", f"{where}: no time to rest on the way to be there at {arrive}")
        drive.minutes += needed
        drive.slow += world.slow_drive(here, point)
        drive.km += world.road_km(here, point)
        drive.legs += 1
        here, leaves = point, to_minute(leave)
    return drive


def check_stops(world: World, homes: set[str]) -> None:
    """Every stop by itself: place, kind, hours, length, notice, horizon."""
    for tour, day, stop in walk(world.plan):
        on, where = date.fromisoformat(day["date"]), f"{tour['crew']} {day['date']} {stop['ref']}"
        arrive, start, end = (to_minute(stop[name]) for name in ("arrive", "start", "end"))
        if on < world.noticed and (stop["visit"], on) not in world.told:
            world.say("notice_lead", f"{where}: before the notice")
        if not arrive <= start < end:
            world.say("travel_time", f"{where}: times out of order")
        if stop["visit"].partition("#")[0].removeprefix("H:") != stop["ref"]:
            world.say("known_visit", f"{where}: {stop['visit']} is somewhere else")
        if stop["kind"] == "booth":
            check_booth(world, where, on, stop, start, end)
        else:
            check_home(world, where, tour, on, stop, homes)


def check_booth(
    world: World, where: str, on: date, stop: dict[str, Any], start: int, end: int
) -> None:
    """A booth at a venue."""
    place = world.venues.get(stop["ref"])
    if place is None:
        world.say("known_visit", f"{where}: unknown venue")
        return
    if line_km(place.at, at(stop)) > 0.001:
        world.say("known_visit", f"{where}: not where the venue is")
    if end - start not in world.lengths:
        world.say("booth_length", f"{where}: stands {end - start} minutes")
    if start < place.opens or end > place.closes:
        world.say("opening_hours", f"{where}: outside opening hours")
    if place.is_closed(on):
        world.say("closed_day", f"{where}: closed")
    if bool(stop["market_day"]) != (place.has_rule and place.is_market(on)):
        world.say("market_day_mark", f"{where}: market mark is wrong")
    if place.last and (on - place.last).days < place.period - place.early:
        world.say("revisit_early", f"{where}: {(on - place.last).days} days after the last visit")
    check_next_date(world, where, place, on, stop)


def check_next_date(
    world: World, where: str, place: Place, on: date, stop: dict[str, Any]
) -> None:
    """The next date: later, open, on a market day, in tolerance where a market day lies there."""
    told = to_day(stop.get("next_date") or "")
    if told is None or told <= on or place.is_closed(told):
        text = f"{where}: next date {stop.get('next_date')} missing, not later or closed"
        world.say("next_date", text)
        return
    planned = [
        date.fromisoformat(day["date"])
        for _, day, other in walk(world.plan)
        if other["kind"] == "booth" and other["ref"] == stop["ref"]
    ]
    following = min((day for day in planned if day > on), default=None)
    if bool(stop["next_date_firm"]) != (following is not None) or following not in (None, told):
        world.say("next_date", f"{where}: next date {told}, planned {following}")
    if following:
        return
    if place.has_rule and not place.is_market(told):
        world.say("next_date", f"{where}: next date {told} is no market day")
    gaps = range(place.period - place.early, place.period + place.late + 1)
    near = [on + DAY * gap for gap in gaps]
    usable = [day for day in near if not place.has_rule or place.is_market(day)]
    good = [day for day in usable if not place.is_closed(day)]
    if good and told not in good:
        text = f"{where}: next date {told} out of tolerance though {good[0]} would do"
        world.say("next_date", text)


def check_home(
    world: World,
    where: str,
    tour: dict[str, Any],
    on: date,
    stop: dict[str, Any],
    homes: set[str],
) -> None:
    """A visit at a customer's home."""
    row = world.customers.get(stop["ref"])
    if row is None or stop["ref"] not in homes:
        world.say("eligible_home", f"{where}: gets no home visit")
        return
    if line_km(point_of(row), at(stop)) > 0.001:
        world.say("known_visit", f"{where}: not where the customer lives")
    part = to_day(cell(row, "part_arrives_on", "part_arriv", "part_due"))
    if part and on < part:
        world.say("part_arrival", f"{where}: the part comes on {part}")
    if stop["market_day"]:
        world.say("market_day_mark", f"{where}: no market at a home")
    opens, closes = world.shift
    window = row.get("visit_window", "").replace("–", "-")
    if window:
        opens, closes = (to_minute(end) for end in window.split("-"))
    start, end = to_minute(stop["start"]), to_minute(stop["end"])
    if start < opens or end > closes:
        world.say("visit_window", f"{where}: outside the window {window or 'of the shift'}")
    product = world.products.get(row.get("product", ""))
    needed = int(product["home_minutes"]) if product else 60
    if end - start != needed:
        world.say("home_length", f"{where}: lasts {end - start} minutes")
    if product and tour["crew"] in world.crews and not masters(world, tour["crew"], product):
        world.say("skill", f"{where}: crew lacks {product['skill']}:{product['level']}")


def masters(world: World, crew: str, product: Row) -> bool:
    """Say whether a member has the skill at that level."""
    for member in split_list(world.crews[crew].get("technicians", "")):
        for pair in split_list(world.technicians.get(member, {}).get("skills", "")):
            skill, _, level = pair.partition(":")
            if skill == product["skill"] and int(level or 1) >= int(product["level"]):
                return True
    return False


def check_tours(world: World) -> None:
    """Every tour: days follow, nights where one can sleep at their price, limits, who is out."""
    days = set(world.horizon)
    for tour in world.plan["tours"]:
        where = f"{tour['crew']} {tour['days'][0]['date']}"
        on = [date.fromisoformat(day["date"]) for day in tour["days"]]
        if not days.issuperset(on):
            world.say("horizon", f"{where}: outside the horizon")
        if any(after - before != DAY for before, after in pairwise(on)):
            world.say("days_follow", f"{where}: days do not follow each other")
        station = world.stations.get(tour["depot"]["id"])
        if station is None or line_km(point_of(station), at(tour["depot"])) > 0.001:
            world.say("depot", f"{where}: depot is not a station")
        if tour["days"][-1]["overnight"]:
            world.say("depot", f"{where}: does not come home")
        for day in tour["days"][:-1]:
            check_night(world, where, tour["crew"], day["overnight"])
        for day in tour["days"]:
            if day["overnight"]:
                check_night_policy(world, where, tour, day)
        check_nights(world, where, tour)
        if tour["crew"] in world.crews:
            check_crew(world, where, world.crews[tour["crew"]], on, tour["depot"]["id"])


def check_night(world: World, where: str, crew: str, night: dict[str, Any] | None) -> None:
    """A night at a place with lodging, at its price for all the crew."""
    place = world.venues.get(night["place"]) if night else None
    if night is None or place is None or place.bed <= 0:
        world.say("lodging", f"{where}: a night without a bed ({night and night['place']})")
        return
    if line_km(place.at, at(night)) > 0.001:
        world.say("lodging", f"{where}: the bed is not where {night['place']} is")
    people = int(to_number(world.crews.get(crew, {}).get("people", "")) or 3)
    if abs(night["cost"] - place.bed * people) > 0.01:
        text = f"{where}: night costs {night['cost']}, not {place.bed} x {people}"
        world.say("lodging_price", text)


def check_night_policy(
    world: World, where: str, tour: dict[str, Any], day: dict[str, Any]
) -> None:
    """A night on an evening when crews may be away, far enough by road from the depot."""
    weekday = date.fromisoformat(day["date"]).weekday()
    if weekday not in world.parameter("night_weekdays"):
        world.say("night_weekday", f"{where}: away on a {WEEKDAYS[weekday]} evening")
    road = world.road_km(at(tour["depot"]), at(day["overnight"]))
    if road + 0.001 < world.parameter("night_from_km"):
        world.say("night_distance", f"{where}: the bed is {road:.1f} km from the depot")


def check_nights(world: World, where: str, tour: dict[str, Any]) -> None:
    """No more nights away than the crew may, and no tour longer than any crew's."""
    nights = len(tour["days"]) - 1
    own = to_number(world.crews.get(tour["crew"], {}).get("max_nights", ""))
    limit = own if own is not None else world.parameter("max_nights_away")
    if nights > limit or nights + 1 > world.parameter("max_days_away"):
        world.say("nights_away", f"{where}: {nights} nights, {nights + 1} days")


def check_crew(world: World, where: str, crew: Row, days: list[date], depot: str) -> None:
    """A crew's own depot, weekdays and absences, and those of its members."""
    if crew.get("station_id") and crew["station_id"] != depot:
        world.say("depot", f"{where}: not its depot")
    works = works_on(world, crew)
    for day in days:
        if not works(day):
            world.say("crew_free", f"{where}: out on {day}, a day off")


def check_across(world: World, homes: set[str]) -> None:
    """Crews, people and vehicles once a day; rest and weeks; visits once and all accounted for."""
    worked: dict[str, list[date]] = defaultdict(list)
    out: dict[tuple[str, date], set[str]] = defaultdict(set)
    for tour in world.plan["tours"]:
        for day in tour["days"]:
            on = date.fromisoformat(day["date"])
            worked[tour["crew"]].append(on)
            out[tour["depot"]["id"], on].add(tour["crew"])
    for (depot, on), crews in out.items():
        vehicles = to_number(world.stations.get(depot, {}).get("vehicles", ""))
        if vehicles is not None and len(crews) > vehicles:
            text = f"{depot} {on}: {len(crews)} crews out, {vehicles:.0f} vehicles"
            world.say("vehicles", text)
    check_people(world, worked)
    for crew, days in worked.items():
        check_work(world, crew, days)
    check_rest(world, worked)
    check_accounts(world, homes)
    check_repeats(world)
    check_locks(world)
    check_budget(world)


def check_rest(world: World, worked: dict[str, list[date]]) -> None:
    """After a tour of many nights the crew rests."""
    for tour in world.plan["tours"]:
        last = date.fromisoformat(tour["days"][-1]["date"])
        rest = {last + DAY * k for k in range(1, world.parameter("rest_days") + 1)}
        nights = len(tour["days"]) - 1
        if nights >= world.parameter("rest_after_nights") and rest & set(worked[tour["crew"]]):
            world.say("rest_after_tour", f"{tour['crew']}: no rest after {last}")


def check_people(world: World, worked: dict[str, list[date]]) -> None:
    """Nobody is out with two crews on one day."""
    busy: Counter[tuple[str, date]] = Counter()
    for crew, days in worked.items():
        for member in split_list(world.crews.get(crew, {}).get("technicians", "")):
            busy.update((member, day) for day in set(days))
    for (member, day), times in busy.items():
        if times > 1:
            world.say("person_once", f"{member} {day}: in {times} crews at once")


def check_work(world: World, crew: str, days: list[date]) -> None:
    """One tour at a time, days in a row, days a week."""
    if len(set(days)) < len(days):
        world.say("crew_once", f"{crew}: on two tours at once")
    weeks = Counter(day.isocalendar()[:2] for day in set(days))
    most = world.parameter("max_days_a_week")
    if any(count > most for count in weeks.values()):
        world.say("days_a_week", f"{crew}: more than {most} days in a week")
    run, before = 0, date.min
    for day in sorted(set(days)):
        run, before = (run + 1 if day - before == DAY else 1), day
        if run > world.parameter("max_days_in_a_row"):
            world.say("days_in_a_row", f"{crew}: {run} days in a row up to {day}")


def check_accounts(world: World, homes: set[str]) -> None:
    """Every venue and every home visit due is planned or left out with a reason in words."""
    visits = Counter(stop["visit"] for _, _, stop in walk(world.plan))
    for visit, times in visits.items():
        if times > 1:
            world.say("visited_once", f"{visit}: planned {times} times")
    planned = {(stop["kind"], stop["ref"]) for _, _, stop in walk(world.plan)}
    left = Counter((one["kind"], one["ref"]) for one in world.plan["unassigned"])
    due = {("booth", venue) for venue in world.venues} | {("home", home) for home in homes}
    for kind, ref in sorted(due | set(left)):
        times = int((kind, ref) in planned) + left[kind, ref]
        if times != 1 or (kind, ref) not in due:
            world.say("all_accounted", f"{kind} {ref}: planned or left out {times} times")
    for one in world.plan["unassigned"]:
        if not one["reason"] or not one["text"].strip():
            world.say("all_accounted", f"{one['visit']}: left out without a reason")


def check_repeats(world: World) -> None:
    """Booths at one venue keep the rhythm, the first one first, the others on market days."""
    booths: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for _, day, stop in walk(world.plan):
        if stop["kind"] == "booth" and stop["ref"] in world.venues:
            booths[stop["ref"]].append((date.fromisoformat(day["date"]), stop["visit"]))
    for ref, visits in booths.items():
        place = world.venues[ref]
        visits.sort()
        if visits[0][1] != ref:
            world.say("revisit_early", f"{ref}: {visits[0][1]} without the first")
        for (before, _), (after, _) in pairwise(visits):
            gap = (after - before).days
            if gap < place.period - place.early:
                world.say("revisit_early", f"{ref}: again after {gap} days")
            if gap > place.period + place.late:
                world.say("revisit_late", f"{ref}: again after {gap} days")
            if place.has_rule and not place.is_market(after):
                world.say("known_visit", f"{ref}: again on {after}, no market day")


def check_locks(world: World) -> None:
    """Every locked visit is in the plan, and stays as far as its rung of the ladder says."""
    stops = {stop["visit"]: (tour, day, stop) for tour, day, stop in walk(world.plan)}
    for lock in world.plan.get("locks", []):
        if lock["visit"] not in stops:
            world.say("lock_kept", f"{lock['visit']}: locked and left out")
            continue
        tour, day, stop = stops[lock["visit"]]
        weeks = [
            date.fromisoformat(text).isocalendar()[:2] for text in (day["date"], lock["date"])
        ]
        length = to_minute(stop["end"]) - to_minute(stop["start"])
        same = {
            "week": weeks[0] == weeks[1],
            "day": day["date"] == lock["date"],
            "time": stop["start"] == lock["start"] and lock.get("duration") in (None, length),
            "crew": tour["crew"] == lock["crew"],
        }
        kept = LADDER[: LADDER.index(lock["freedom"]) + 1]
        moved = [rung for rung in kept if not same.get(rung, True)]
        if moved:
            world.say("lock_kept", f"{lock['visit']}: another {', '.join(moved)}")


def check_budget(world: World) -> None:
    """Nights and road together stay within the budget."""
    days = [day for tour in world.plan["tours"] for day in tour["days"]]
    spent = sum(day["overnight"]["cost"] for day in days if day["overnight"])
    spent += sum(day["drive_km"] for day in days) * world.parameter("road_price_per_km")
    budget = world.parameter("budget")
    if budget is not None and spent > budget + 1e-6:
        world.say("budget", f"nights and road cost {spent:.2f} of {budget}")


# What regions are to get at least


@dataclass(frozen=True)
class Wanted:
    """The booths a region is to get: how many of which visits."""

    least: int
    visits: frozenset[str]


def region_of(row: Row) -> str:
    """Give the code of a region, else its name."""
    code = cell(row, "adcode", "region_id", "county_code", "region_code")
    return code or cell(row, "county_en", "county", "region_en", "region")


def list_floors(world: World, uncovered: dict[str, Row]) -> dict[str, Wanted]:
    """Find what is wanted in every region with uncovered customers and a booth on offer."""
    booths: dict[str, set[str]] = defaultdict(set)
    for ref, place in world.venues.items():
        region = region_of(place.row) or ref
        booths[region] |= {visit for visit, days in list_booths(world, ref, place) if days}
    most = world.parameter("region_floor")
    return {
        region: Wanted(min(most, len(booths[region])), frozenset(booths[region]))
        for region in {lost_region(world, row) for row in uncovered.values()}
        if most > 0 and booths.get(region)
    }


def lost_region(world: World, row: Row) -> str:
    """Give a customer's region, else that of the nearest venue, else that venue."""
    here = point_of(row)
    stated = region_of(row)
    if stated or not world.venues:
        return stated
    near = min(world.venues, key=lambda ref: line_km(world.venues[ref].at, here))
    return region_of(world.venues[near].row) or near


def list_booths(world: World, ref: str, place: Place) -> Iterator[tuple[str, list[date]]]:
    """Walk the visits a venue could get, and the days on which each can be made."""
    locks = {lock["visit"]: lock for lock in world.plan.get("locks", [])}
    told = {day for visit, day in world.told if visit.partition("#")[0] == ref}
    days = [day for day in world.horizon if is_usable(world, place, day, told)]
    number, gap, open_days = 1, place.period - place.early, days
    while open_days:
        visit = ref if number == 1 else f"{ref}#{number}"
        yield visit, [day for day in open_days if is_left(world, visit, day, locks.get(visit))]
        if gap <= 0:
            return
        later = [day for day in days if (day - open_days[0]).days >= gap]
        open_days = [day for day in later if not place.has_rule or place.is_market(day)]
        number += 1


def is_usable(world: World, place: Place, day: date, told: set[date]) -> bool:
    """Say whether a booth could stand somewhere on a day."""
    opens, closes = world.shift
    long_enough = min(closes, place.closes) - max(opens, place.opens) >= min(world.lengths)
    early = place.last and (day - place.last).days < place.period - place.early
    noticed = day >= world.noticed or day in told
    return long_enough and noticed and not early and not place.is_closed(day)


def is_left(world: World, visit: str, day: date, lock: dict[str, Any] | None) -> bool:
    """Say whether a lock leaves a day to its visit."""
    if day < world.noticed and (visit, day) not in world.told:
        return False
    if lock is None:
        return True
    on = date.fromisoformat(lock["date"])
    if lock["freedom"] == "week":
        return day.isocalendar()[:2] == on.isocalendar()[:2]
    return day == on


def price_floors(world: World, wanted: dict[str, Wanted]) -> float:
    """Check what is stated of the floors, and price what is missing."""
    stated = {
        floor["region"]: Wanted(floor["least"], frozenset(floor["visits"]))
        for floor in world.plan.get("floors", [])
    }
    for region in sorted(set(stated) | set(wanted)):
        if stated.get(region) != wanted.get(region):
            text = f"floor of {region}: stated {stated.get(region)}, found {wanted.get(region)}"
            world.say("value", text)
    made = {stop["visit"] for _, _, stop in walk(world.plan)}
    missing = sum(max(0, floor.least - len(made & floor.visits)) for floor in wanted.values())
    return -float(world.parameter("floor_price")) * missing


# Value


def people_at(world: World, place: Place, day: date, minutes: int) -> float:
    """Expect the people who stop at a booth."""
    share = min(1, minutes / (place.closes - place.opens))
    return place.footfall(day) * share * world.rate("stopping_share")


@dataclass
class Gain:
    """What stops bring, term by term."""

    people: float = 0.0
    customers: float = 0.0
    requests: float = 0.0
    home: float = 0.0
    overdue: float = 0.0

    def total(self) -> float:
        return self.people + self.customers + self.requests + self.home + self.overdue


class Worth:
    """Prices stops; each uncovered customer counts for his nearest venue in the catchment."""

    def __init__(self, world: World, uncovered: dict[str, Row]) -> None:
        self.world = world
        self.reach: dict[str, float] = defaultdict(float)
        self.asked: dict[str, int] = defaultdict(int)
        self.counted: set[str] = set()
        for name, row in uncovered.items():
            here = point_of(row)
            near = min(world.venues, key=lambda id: line_km(world.venues[id].at, here), default="")
            catchment = world.parameter("catchment_km")
            if near and world.road_km(world.venues[near].at, here) <= catchment:
                self.counted.add(name)
                self.reach[near] += world.rate(f"{row.get('tier', '')}_in_reach")
                self.asked[near] += bool(row.get("open_request"))

    def add_booth(self, gain: Gain, ref: str, day: date, minutes: int, again: bool) -> None:
        place = self.world.venues[ref]
        people = people_at(self.world, place, day, minutes)
        gain.people += people
        if again:  # its customers were met the first time
            return
        customers = self.reach[ref]
        requests = self.world.rate("open_request") * self.asked[ref]
        late = max(0, (day - place.last).days - place.period) if place.last else 0
        gain.customers += customers
        gain.requests += requests
        share = late * self.world.rate("overdue_share_per_day")
        gain.overdue += share * (people + customers + requests)

    def add_home(self, gain: Gain, ref: str) -> None:
        row = self.world.customers[ref]
        gain.home += self.world.rate(f"{row.get('tier', '')}_home_visit")
        if row.get("open_request") and ref not in self.counted:
            gain.requests += self.world.rate("open_request")


def price_plan(world: World, worth: Worth) -> Gain:
    """Price the stops of the plan anew."""
    gain = Gain()
    met: set[str] = set()
    for _, day, stop in sorted(walk(world.plan), key=lambda found: found[1]["date"]):
        on = date.fromisoformat(day["date"])
        minutes = to_minute(stop["end"]) - to_minute(stop["start"])
        if stop["kind"] == "booth" and stop["ref"] in world.venues:
            worth.add_booth(gain, stop["ref"], on, minutes, stop["ref"] in met)
        elif stop["ref"] in world.customers:
            worth.add_home(gain, stop["ref"])
        met.add(stop["ref"])
    return gain


def check_value(world: World, worth: Worth, wanted: dict[str, Wanted]) -> None:
    """The terms add up to the value, and are what the tables say."""
    plan, terms = world.plan, world.plan["terms"]
    if abs(sum(terms.values()) - plan["value"]) > 1e-6:
        world.say("value", f"terms add up to {sum(terms.values())}, stated {plan['value']}")
    gain = price_plan(world, worth)
    days = [day for tour in plan["tours"] for day in tour["days"]]
    nights = sum(day["overnight"]["cost"] for day in days if day["overnight"])
    expected = {
        **vars(gain),
        "crew_days": -world.rate("crew_day") * len(days),
        "road": -world.rate("road_km") * sum(day["drive_km"] for day in days),
        "nights": -nights / world.rate("money_per_contact"),
        "floors": price_floors(world, wanted),
    }
    for name, amount in expected.items():
        if abs(terms.get(name, 0.0) - amount) > 0.01 + 0.0001 * abs(amount):
            world.say("value", f"term {name}: stated {terms.get(name)}, found {amount:.3f}")


# A plain greedy to compare with


@dataclass
class Greedy:
    """What the plain greedy met on the same days, and what that is worth."""

    people: float = 0.0
    value: float = 0.0
    booths: int = 0


@dataclass
class Run:
    """A crew out on days that follow each other."""

    crew: str
    depot: Point
    days: list[date]


def list_plan_runs(world: World) -> list[Run]:
    """Take the days on which the plan has its crews out."""
    return [
        Run(
            tour["crew"],
            at(tour["depot"]),
            [date.fromisoformat(day["date"]) for day in tour["days"]],
        )
        for tour in world.plan["tours"]
    ]


def list_free_runs(world: World) -> list[Run]:
    """Send every crew out whenever the limits allow, as long as they allow.

    Where there is no table of crews, those of the plan.
    """
    first, last = max(world.horizon[0], world.noticed), world.horizon[-1]
    out: Counter[tuple[str, date]] = Counter()
    runs: list[Run] = []
    most = world.parameter("max_days_a_week")
    made: dict[str, Row] = {
        tour["crew"]: {"station_id": tour["depot"]["id"]} for tour in world.plan["tours"]
    }
    for name, crew in (world.crews or made).items():
        depot = crew["station_id"]
        station = world.stations[depot]
        vehicles = to_number(station.get("vehicles", "")) or 1
        nights = to_number(crew.get("max_nights", ""))
        longest = int(world.parameter("max_nights_away") if nights is None else nights) + 1
        weeks: Counter[tuple[int, int]] = Counter()
        run: list[date] = []
        day, works = first, works_on(world, crew)
        while day <= last:
            week = day.isocalendar()[:2]
            free = works(day) and weeks[week] < most and out[depot, day] < vehicles
            if free and len(run) < longest:
                run.append(day)
                weeks[week] += 1
                out[depot, day] += 1
            elif run:
                runs.append(Run(name, point_of(station), run))
                run = []
            day += DAY
        if run:
            runs.append(Run(name, point_of(station), run))
    return runs


def works_on(world: World, crew: Row) -> Callable[[date], bool]:
    """Give the test whether a crew and all its members work on a day."""
    works = {known[:3].lower() for known in split_list(crew.get("works", ""))} or set(WEEKDAYS)
    away = to_spans(crew.get("absent", ""))
    for member in split_list(crew.get("technicians", "")):
        away += to_spans(world.technicians.get(member, {}).get("absent", ""))

    def works_that(day: date) -> bool:
        return WEEKDAYS[day.weekday()] in works and not any(a <= day <= b for a, b in away)

    return works_that


def run_greedy(world: World, worth: Worth, runs: list[Run]) -> Greedy:
    """Send each crew, day by day, to the open venue with most people it can reach, for 6 hours.

    It sleeps at the bed nearest to where it stands from which it can get home in a day.
    """
    gain, cost, booths = Gain(), 0.0, 0
    road = world.rate("road_km")
    done: set[str] = set()
    for run in sorted(runs, key=lambda run: (run.days[0], run.crew)):
        here = run.depot
        people = int(to_number(world.crews.get(run.crew, {}).get("people", "")) or 3)
        for left, on in zip(reversed(range(len(run.days))), run.days, strict=True):
            cost += world.rate("crew_day")
            found = best_stop(world, here, run.depot, on, left, done)
            if found is None:  # the crew drives home and waits for its next day
                cost += road * world.road_km(here, run.depot)
                here = run.depot
                continue
            ref, bed = found
            done.add(ref)
            booths += 1
            worth.add_booth(gain, ref, on, world.lengths[0], again=False)
            end = world.venues[bed].at if bed else run.depot
            cost += road * world.road_km(here, world.venues[ref].at)
            cost += road * world.road_km(world.venues[ref].at, end)
            cost += world.venues[bed].bed * people / world.rate("money_per_contact") if bed else 0
            here = end
    return Greedy(gain.people, gain.total() - cost, booths)


def best_stop(
    world: World, here: Point, home: Point, on: date, left: int, done: set[str]
) -> tuple[str, str] | None:
    """Choose the venue with most people and the bed after it; "" is the depot."""
    if on < world.noticed:
        return None
    best, most = None, 0.0
    for ref, place in world.venues.items():
        early = place.last and (on - place.last).days < place.period - place.early
        if ref in done or early or place.is_closed(on):
            continue
        people = people_at(world, place, on, world.lengths[0])
        if people > most:
            bed = bed_after(world, here, place, home, left)
            if bed is not None:
                best, most = (ref, bed), people
    return best


def bed_after(world: World, here: Point, place: Place, home: Point, left: int) -> str | None:
    """Find where the crew can be in the evening after a full booth at a venue; None: nowhere."""
    (opens, closes), stands = world.shift, world.lengths[0]
    buffer, limit = (
        world.parameter("leg_buffer_minutes"),
        world.parameter("max_drive_minutes_per_day"),
    )
    there = math.ceil(world.drive(here, place.at))
    start = max(opens + there + buffer, place.opens)
    if start + stands > place.closes:
        return None
    back = min(limit - there, closes - start - stands - buffer)
    if left == 0:
        return "" if world.drive(place.at, home) <= back else None
    whole_day = min(limit, closes - opens - buffer)
    beds = [
        (world.drive(place.at, other.at), name)
        for name, other in world.venues.items()
        if other.bed > 0 and world.drive(other.at, home) <= whole_day
    ]
    near = min(beds, default=None)
    return near[1] if near and near[0] <= back else None


# The door


@dataclass
class Verdict:
    """What the stranger found, and the figures he compares."""

    violations: list[Violation]
    booths: int
    market_share: float | None
    people: float
    value: float
    greedy: Greedy  # on the days of the plan
    busy_greedy: Greedy  # on all days crews may be out


def judge(folder: Path, plan: dict[str, Any]) -> Verdict:
    """Judge a plan by the tables of a folder."""
    world = open_world(folder, plan)
    uncovered = list_uncovered(world)
    homes = list_homes(world, uncovered)
    worth = Worth(world, uncovered)
    check_times(world)
    check_stops(world, homes)
    check_tours(world)
    check_across(world, homes)
    check_value(world, worth, list_floors(world, uncovered))
    booths = [(d, s) for _, d, s in walk(plan) if s["kind"] == "booth"]
    ruled = [
        world.venues[s["ref"]].is_market(date.fromisoformat(d["date"]))
        for d, s in booths
        if s["ref"] in world.venues and world.venues[s["ref"]].has_rule
    ]
    return Verdict(
        violations=world.found,
        booths=len(booths),
        market_share=sum(ruled) / len(ruled) if ruled else None,
        people=price_plan(world, worth).people,
        value=plan["value"],
        greedy=run_greedy(world, worth, list_plan_runs(world)),
        busy_greedy=run_greedy(world, worth, list_free_runs(world)),
    )


def describe(greedy: Greedy) -> str:
    """Write what a greedy reached."""
    return f"people {greedy.people:.0f}, value {greedy.value:.1f}, booths {greedy.booths}"


def main(arguments: list[str]) -> int:
    """Print what is wrong and how the plan compares."""
    folder, plan = Path(arguments[0]), json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
    verdict = judge(folder, plan)
    share = "-" if verdict.market_share is None else f"{verdict.market_share:.0%}"
    lines = [
        *map(str, verdict.violations),
        f"{len(verdict.violations)} violations",
        f"booths {verdict.booths}, on market days where there is a rule {share}",
        f"people {verdict.people:.0f}, value {verdict.value:.1f}",
        f"greedy on the same days: {describe(verdict.greedy)}",
        f"greedy on all days crews may be out: {describe(verdict.busy_greedy)}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if verdict.violations else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
