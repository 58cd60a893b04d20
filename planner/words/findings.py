"""Sentences for broken rules, refused cells and what a folder lacks."""

from datetime import date

from planner.domain.findings import Expected, Finding, Reject, Rule
from planner.domain.scenario import Scenario
from planner.domain.tables import Note, NoteCode
from planner.words.catalogue import load, mark
from planner.words.days import date_text, money_text
from planner.words.reasons import name_ref

_RULES = {
    Rule.HORIZON: mark("a day lies outside the horizon"),
    Rule.NOTICE_LEAD: mark("too early for notices to hang long enough"),
    Rule.PART_ARRIVAL: mark("the part he waits for is not there yet"),
    Rule.VISITED_ONCE: mark("planned twice"),
    Rule.KNOWN_VISIT: mark("nobody asked for this visit"),
    Rule.CLOSED_DAY: mark("the venue is closed that day"),
    Rule.OPENING_HOURS: mark("the stay is not wholly inside the opening hours"),
    Rule.VISIT_WINDOW: mark("the visit is not wholly inside the customer's window"),
    Rule.BOOTH_LENGTH: mark("a booth stands neither a full nor a half day"),
    Rule.HOME_LENGTH: mark("a home visit does not last as long as the product needs"),
    Rule.ELIGIBLE_HOME: mark("this customer gets no home visit"),
    Rule.TRAVEL_TIME: mark("the crew cannot be there in time"),
    Rule.SHIFT: mark("the day leaves the shift"),
    Rule.DRIVING_LIMIT: mark("too long at the wheel"),
    Rule.BREAK: mark("no time for the breaks of the drive"),
    Rule.STATED_DRIVE: mark("the stated drive is not the drive of its legs"),
    Rule.DEPOT: mark("the tour does not start and end at its depot"),
    Rule.DAYS_FOLLOW: mark("the days of the tour do not follow each other"),
    Rule.LODGING: mark("nobody can sleep there"),
    Rule.LODGING_PRICE: mark("the night has another price"),
    Rule.NIGHTS_AWAY: mark("too many nights away in a row"),
    Rule.NIGHT_WEEKDAY: mark("nobody sleeps away on that evening"),
    Rule.NIGHT_DISTANCE: mark("the bed is too near the depot for a night away"),
    Rule.REST_AFTER_TOUR: mark("no rest after a long tour"),
    Rule.DAYS_IN_A_ROW: mark("too many working days in a row"),
    Rule.DAYS_A_WEEK: mark("too many working days in the week"),
    Rule.CREW_FREE: mark("the crew is not free that day"),
    Rule.CREW_ONCE: mark("the crew is on two tours at once"),
    Rule.PERSON_ONCE: mark("a technician is in two places at once"),
    Rule.VEHICLES: mark("more crews are out than the depot has vehicles"),
    Rule.SKILL: mark("nobody in the crew has the skill at that level"),
    Rule.REVISIT_EARLY: mark("too soon after the last visit"),
    Rule.REVISIT_LATE: mark("too late after the visit before"),
    Rule.MARKET_DAY_MARK: mark("the market mark is wrong"),
    Rule.NEXT_DATE: mark("the next date is missing or not a market day"),
    Rule.LOCK_KEPT: mark("a locked visit is missing or was moved"),
    Rule.BUDGET: mark("nights and road cost more than the budget"),
    Rule.ALL_ACCOUNTED: mark("a wanted visit is neither planned nor explained"),
    Rule.VALUE: mark("the value is not the sum of what the plan holds"),
}

_EXPECTED = {
    Expected.NUMBER: mark("a number such as 12.5"),
    Expected.WHOLE_NUMBER: mark("a whole number"),
    Expected.LATITUDE: mark("a latitude between -90 and 90 degrees"),
    Expected.LONGITUDE: mark("a longitude between -180 and 180 degrees"),
    Expected.LAT_LON_ORDER: mark(
        "latitude and longitude in their own columns (they look swapped)"
    ),
    Expected.TIER: mark("platinum, gold, iron or lead"),
    Expected.DATE: mark("a date that exists, such as 2026-10-12"),
    Expected.DATE_SPAN: mark("days such as 2026-10-12..2026-10-15"),
    Expected.DATE_ORDER: mark("an end that is not before its beginning"),
    Expected.TIME: mark("a time such as 08:30"),
    Expected.TIME_ORDER: mark("an opening that is before the closing"),
    Expected.UNIQUE_ID: mark("an id not used in a row above"),
    Expected.ID: mark("an id"),
    Expected.NAME: mark("a name"),
    Expected.YES_NO: mark("yes or no"),
    Expected.MARKET_RULE: mark(
        "weekday, lunar_digits, solar_digits, zodiac_day, daily, dates or nothing"
    ),
    Expected.MARKET_DAYS: mark("days that fit the market rule"),
    Expected.KNOWN_STATION: mark("the id of an accepted station"),
    Expected.KNOWN_TECHNICIAN: mark("ids of accepted technicians"),
    Expected.KNOWN_PRODUCT: mark("a product of the products table"),
    Expected.SKILLS: mark("skills with levels 1 to 5, such as diesel:3;electrical:2"),
    Expected.WEEKDAYS: mark("weekdays such as Mon,Tue,Wed"),
    Expected.FEW: mark("a whole number from 0 to 99"),
    Expected.POSITIVE: mark("a number above 0"),
    Expected.NOT_NEGATIVE: mark("a number that is not negative"),
    Expected.LEVEL: mark("a level from 1 to 5"),
    Expected.ROAD_FACTOR: mark("a factor from 1 to 10"),
    Expected.COORDINATES: mark("the coordinates of a real place, not 0, 0"),
    Expected.TIME_WINDOW: mark("two times such as 09:00-12:00"),
    Expected.CELL_COUNT: mark("no more cells than the header has"),
}

_MISSING = {
    "no_stations": mark(
        "There is no usable station in the folder: a table named stations (.csv or .xlsx) with"
        " an id, a name, lat and lon is needed."
    ),
    "no_venues": mark(
        "There is no usable venue in the folder: a table named venues (.csv or .xlsx) with an id,"
        " a name, lat, lon and footfall is needed."
    ),
    "empty": mark("The file is still empty: import a folder of tables first."),
}

_NOTES = {
    NoteCode.COLUMNS_IGNORED: mark("columns nobody asked for were not read: {columns}"),
    NoteCode.COLUMNS_COMPUTED: mark("derived columns are computed, not trusted: {columns}"),
    NoteCode.COLUMN_TWICE: mark("a second column of the same meaning was not read: {column}"),
    NoteCode.COLUMN_MISSING: mark("no column for {field}, so no row could be used"),
    NoteCode.CURRENCIES_DIFFER: mark("amounts are taken as {taken}; also found: {others}"),
    NoteCode.CURRENCY_UNKNOWN: mark("no currency is stated; amounts are taken as they stand"),
    NoteCode.MARKET_READ: mark("market “{value}” is read as {rule}"),
    NoteCode.HOURS_ASSUMED: mark("{count} venues without opening hours are taken as all day"),
    NoteCode.REACH_ASSUMED: mark("{count} stations without a reach are given {km} km by road"),
    NoteCode.NAMES_ASSUMED: mark("{count} rows without a name go by their id"),
    NoteCode.FAR_AWAY: mark("“{value}” lies {km} km from the middle of all others"),
    NoteCode.CREWS_FORMED: mark("{count} crews were formed from the stations"),
    NoteCode.CREWS_NOT_FORMED: mark(
        "station {station} wants {wanted} crews; its people were enough for {formed}"
    ),
    NoteCode.NO_CREWS: mark("no station sends crews, so nothing can be planned yet"),
}


def note_text(note: Note, language: str) -> str:
    """Say something worth knowing about an import."""
    text = load("words", language).gettext(_NOTES[note.code]).format(**dict(note.facts))
    return f"{note.file}: {text}" if note.file else text


def finding_text(finding: Finding, scenario: Scenario, language: str) -> str:
    """Say where which rule is broken, and by how much."""
    catalogue = load("words", language)
    where = " ".join(part for part in _place(finding, scenario, language) if part)
    text = catalogue.gettext(_RULES[finding.rule])
    found, allowed = (
        _amount(value, finding.rule, scenario) for value in (finding.found, finding.allowed)
    )
    if found and allowed:
        text += catalogue.gettext(" ({found}, allowed {allowed})").format(
            found=found, allowed=allowed
        )
    elif found:
        text += catalogue.gettext(" ({found})").format(found=found)
    if not where:
        return text
    return catalogue.gettext("{where}: {text}").format(where=where, text=text)


def _amount(value: str, rule: Rule, scenario: Scenario) -> str:
    if value and rule in (Rule.BUDGET, Rule.LODGING_PRICE):
        return money_text(int(value), scenario.currency)
    return value


def _place(finding: Finding, scenario: Scenario, language: str) -> tuple[str, str, str]:
    crews = {crew.id: crew.name for crew in scenario.crews}
    day = date_text(date.fromisoformat(finding.day), language) if finding.day else ""
    ref = finding.visit.removeprefix("H:").partition("#")[0]
    return crews.get(finding.crew, finding.crew), day, name_ref(ref, scenario, language)


def expected_text(reject: Reject, language: str) -> str:
    """Say what the refused cell should have held."""
    return load("words", language).gettext(_EXPECTED[reject.expected])


def missing_text(missing: str, language: str) -> str:
    """Say what a folder or file lacks before anything can be planned."""
    return load("words", language).gettext(_MISSING[missing])
