"""Writes a crew's tours as a calendar (.ics) that calendars update instead of doubling."""

import re
import unicodedata
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from planner.domain.customer import Customer
from planner.domain.demand import VisitKind
from planner.domain.plan import Overnight, Plan, Stop, TourDay
from planner.domain.scenario import Scenario
from planner.domain.sent import SentEvent
from planner.domain.territory import Location, Venue
from planner.domain.units import Minute, clock_text
from planner.rules.publicity import NoticeDue, list_notices
from planner.words import date_text, load

_SPACE = uuid.UUID("7f0b4c52-3d0f-5c1e-9a41-6a2b1f3de8a7")  # made once for our calendars
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)  # sequence numbers count seconds from here
_POSTING_HOUR = timedelta(hours=9)  # when the alarm of a posting day rings
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # in file names of Windows
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 150  # bytes of UTF-8; file systems allow 255 with the ending


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every event of one calendar needs."""

    plan: Plan
    scenario: Scenario
    venues: Mapping[str, Venue]
    customers: Mapping[str, Customer]
    stations: Mapping[str, str]
    language: str
    words: NullTranslations
    zone: ZoneInfo
    made_at: datetime

    def say(self, text: str, **parts: str) -> str:
        """Say a sentence in the calendar's language."""
        return self.words.gettext(text).format(**parts)

    def venue_name(self, venue: str) -> str:
        """Name a venue in the calendar's language."""
        known = self.venues.get(venue)
        return known.names.read(self.language) if known else venue

    def moment(self, day: date, minute: Minute) -> datetime:
        """Give a local time of the file's zone."""
        return datetime.combine(day, time(), self.zone) + timedelta(minutes=minute)


def write_calendar(
    plan: Plan, scenario: Scenario, crew_id: str, language: str, made_at: datetime
) -> bytes:
    """Write the tours of one crew to a calendar that was never told anything before."""
    return renew_calendar(plan, scenario, crew_id, language, made_at, ())[0]


def renew_calendar(
    plan: Plan,
    scenario: Scenario,
    crew_id: str,
    language: str,
    made_at: datetime,
    sent: Sequence[SentEvent],
) -> tuple[bytes, tuple[SentEvent, ...]]:
    """Write the tours of one crew: booths, home visits, nights, and days to post notices.

    A visit keeps its UID from plan to plan of one horizon whoever makes it, and what changed has
    a higher SEQUENCE than `sent`, so that calendars move events. What this crew was told before
    for days from the first of the plan on, and is gone, is cancelled. `made_at` without zone is
    local time. Gives the calendar and what was sent to all crews by now.
    """
    zone = ZoneInfo(scenario.timezone)
    local = made_at if made_at.tzinfo else made_at.replace(tzinfo=zone)
    desk = _Desk(
        plan,
        scenario,
        {venue.id: venue for venue in scenario.venues},
        {customer.id: customer for customer in scenario.customers},
        {station.id: station.names.read(language) for station in scenario.stations},
        language,
        load("calendar", language),
        zone,
        local.astimezone(UTC),
    )
    crew = next((crew.name for crew in scenario.crews if crew.id == crew_id), crew_id)
    title = desk.say("Tours of {crew}", crew=crew)
    calendar = Calendar()
    calendar.add("prodid", "-//Xunhui//Tour calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", scenario.timezone)
    first, last = plan.horizon.first.year, plan.horizon.last.year
    calendar.add_component(_write_zone(scenario.timezone, first, last + 1))
    first_day = plan.horizon.first.isoformat()
    known = [event for event in sent if event.starts >= first_day]
    told = []
    for event in _make_events(desk, crew_id):
        told.append(_number_event(event, crew_id, known))
        calendar.add_component(event)
    made = {event.uid for event in told}
    gone = [event for event in known if event.crew == crew_id and event.uid not in made]
    told += [_cancel(event, plan) for event in gone]
    for cancelled in told[len(made) :]:
        calendar.add_component(_make_cancelled(desk, cancelled))
    content: bytes = calendar.to_ical()
    return content, (*(event for event in known if event.crew != crew_id), *told)


def _number_event(event: Event, crew: str, known: Sequence[SentEvent]) -> SentEvent:
    """Give an event a higher number than any calendar knows for it, where it has changed."""
    told: dict[str, Any] = dict(event)
    starts, ends = _moment_text(told["DTSTART"].dt), _moment_text(told["DTEND"].dt)
    made = SentEvent(str(told["UID"]), crew, str(told["SUMMARY"]), starts, ends, 0)
    number = int(told["SEQUENCE"])
    for old in known:
        if old.uid == made.uid:
            number = max(number, old.sequence + (replace(old, sequence=0) != made))
    event.pop("sequence")
    event.add("sequence", number)
    return replace(made, sequence=number)


def _cancel(event: SentEvent, plan: Plan) -> SentEvent:
    """Take an event back, once; a crew that makes the visit now counts higher."""
    if event.cancelled:
        return event
    number = max(number_version(plan.id) - 1, event.sequence + 1)
    return replace(event, sequence=number, cancelled=True)


def _make_cancelled(desk: _Desk, event: SentEvent) -> Event:
    made = Event()
    made.add("uid", event.uid)
    made.add("dtstamp", desk.made_at)
    made.add("last-modified", desk.made_at)
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED")
    made.add("summary", event.summary)
    made.add("transp", "TRANSPARENT")
    for name, text in (("dtstart", event.starts), ("dtend", event.ends)):
        when = datetime.fromisoformat(text).replace(tzinfo=desk.zone)
        made.add(name, when if "T" in text else when.date())
    return made


def _moment_text(when: date | datetime) -> str:
    """Write a day, or a time of the file's zone without it."""
    if isinstance(when, datetime):
        return when.replace(tzinfo=None).isoformat(timespec="minutes")
    return when.isoformat()


def _write_zone(name: str, first_year: int, last_year: int) -> Timezone:
    return Timezone.from_tzid(
        name, first_date=date(first_year, 1, 1), last_date=date(last_year, 12, 31)
    )


def _make_events(desk: _Desk, crew: str) -> Iterator[Event]:
    for tour in desk.plan.tours:
        if tour.crew != crew:
            continue
        place = desk.stations.get(tour.depot, tour.depot)
        for day, following in zip(tour.days, (*tour.days[1:], None), strict=True):
            yield from _make_stops(desk, day, place)
            if day.overnight and following:
                yield _make_night(desk, crew, day, day.overnight, following)
                place = desk.venue_name(day.overnight.place)
    for notice in list_notices(desk.plan, desk.scenario):
        if notice.crew == crew:
            yield _make_posting(desk, notice)


def _make_stops(desk: _Desk, day: TourDay, place: str) -> Iterator[Event]:
    leave = day.start
    for stop in day.stops:
        road = desk.say(
            "Leave {place} at {leave}, arrive at {arrive}.",
            place=place,
            leave=clock_text(leave),
            arrive=clock_text(stop.arrive),
        )
        booth = stop.kind is VisitKind.BOOTH
        yield (_make_booth if booth else _make_home)(desk, day, stop, road)
        place = desk.venue_name(stop.ref) if booth else _customer_name(desk, stop.ref)
        leave = stop.end


def _make_booth(desk: _Desk, day: TourDay, stop: Stop, road: str) -> Event:
    name = desk.venue_name(stop.ref)
    venue = desk.venues.get(stop.ref)
    place = venue.place.read(desk.language) if venue else ""
    lines = [date_text(day.day, desk.language, lunar=True, market=stop.market_day), road]
    if stop.next_visit:
        following = date_text(stop.next_visit.day, desk.language)
        firm = stop.next_visit.firm
        text = "Next visit: {day}." if firm else "Next visit, provisional: {day}."
        lines.append(desk.say(text, day=following))
    if desk.scenario.hotline:
        lines.append(desk.say("Hotline: {hotline}", hotline=desk.scenario.hotline))
    event = _start_event(desk, f"visit/{stop.visit}", desk.say("Booth: {place}", place=name))
    _place_event(event, " ".join(part for part in (name, place) if part), stop.location)
    _time_event(event, desk.moment(day.day, stop.start), desk.moment(day.day, stop.end))
    event.add("description", "\n".join(lines))
    return event


def _make_home(desk: _Desk, day: TourDay, stop: Stop, road: str) -> Event:
    customer = desk.customers.get(stop.ref)
    name = _customer_name(desk, stop.ref)
    event = _start_event(desk, f"visit/{stop.visit}", desk.say("Home visit: {name}", name=name))
    lines = [road]
    where = stop.ref
    if customer:
        county = customer.region.names.read(desk.language)
        where = " ".join(dict.fromkeys(part for part in (county, customer.near_place) if part))
        request = desk.words.gettext(customer.request) if customer.request else ""
        facts = (customer.phone, customer.product, request)
        lines.extend(fact for fact in facts if fact)
    _place_event(event, where, stop.location)
    _time_event(event, desk.moment(day.day, stop.start), desk.moment(day.day, stop.end))
    event.add("description", "\n".join(lines))
    return event


def _make_night(
    desk: _Desk, crew: str, day: TourDay, night: Overnight, following: TourDay
) -> Event:
    name = desk.venue_name(night.place)
    summary = desk.say("Night in {place}", place=name)
    event = _start_event(desk, f"night/{crew}/{day.day.isoformat()}", summary)
    _place_event(event, name, night.location)
    _time_event(event, desk.moment(day.day, day.end), desk.moment(following.day, following.start))
    event.add("transp", "TRANSPARENT")
    return event


def _make_posting(desk: _Desk, notice: NoticeDue) -> Event:
    name = desk.venue_name(notice.stop.ref)
    summary = desk.say("Post notices: {place}", place=name)
    event = _start_event(desk, f"notice/{notice.stop.visit}", summary)
    event.add("dtstart", notice.publish_by)
    event.add("dtend", notice.publish_by + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    lines = [
        desk.say("Visit: {day}", day=date_text(notice.day, desk.language, lunar=True)),
        *notice.venue.notice_places,
    ]
    event.add("description", "\n".join(lines))
    _place_event(event, name, notice.venue.location)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _POSTING_HOUR)
    event.add_component(alarm)
    return event


def _customer_name(desk: _Desk, customer: str) -> str:
    known = desk.customers.get(customer)
    return known.name if known else customer


def _start_event(desk: _Desk, key: str, summary: str) -> Event:
    horizon = desk.plan.horizon.first.isoformat()
    event = Event()
    event.add("uid", f"{uuid.uuid5(_SPACE, f'{desk.scenario.name}/{horizon}/{key}')}@xunhui")
    event.add("dtstamp", desk.made_at)
    event.add("last-modified", desk.made_at)
    event.add("sequence", number_version(desk.plan.id))
    event.add("status", "CONFIRMED")
    event.add("summary", summary)
    return event


def _time_event(event: Event, start: datetime, end: datetime) -> None:
    event.add("dtstart", start)
    event.add("dtend", end)


def _place_event(event: Event, where: str, location: Location) -> None:
    event.add("location", where)
    event.add("geo", (location.lat, location.lon))


def number_version(plan_id: str) -> int:
    """Give a number that grows with each version of a plan, from the time in its UUIDv7."""
    try:
        known = uuid.UUID(plan_id)
    except ValueError:
        return 0
    if known.version != 7:
        return 0
    made = datetime.fromtimestamp((known.int >> 80) / 1000, UTC)
    return max(0, int((made - _EPOCH).total_seconds()))


def safe_file_name(name: str) -> str:
    """Turn a name into one that every file system takes, without ending; Chinese stays."""
    text = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    while len(text.encode("utf-8")) > _LONGEST_NAME:
        text = text[:-1].rstrip(" .")
    return f"_{text}" if not text or _RESERVED.fullmatch(text) else text


def name_files(names: Sequence[str]) -> tuple[str, ...]:
    """Turn names into file names that differ from each other, also where case is not told."""
    taken: set[str] = set()
    files = []
    for name in names:
        base = file = safe_file_name(name)
        number = 1
        while file.casefold() in taken:
            number += 1
            file = f"{base} ({number})"
        taken.add(file.casefold())
        files.append(file)
    return tuple(files)
