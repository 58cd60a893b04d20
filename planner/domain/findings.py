"""What is wrong or worth knowing, in codes and numbers; sentences are made elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The rules of a plan; each is one named thing, checked by `judge.check`."""

    HORIZON = "horizon"
    NOTICE_LEAD = "notice_lead"
    PART_ARRIVAL = "part_arrival"
    VISITED_ONCE = "visited_once"
    KNOWN_VISIT = "known_visit"
    CLOSED_DAY = "closed_day"
    OPENING_HOURS = "opening_hours"
    VISIT_WINDOW = "visit_window"
    BOOTH_LENGTH = "booth_length"
    HOME_LENGTH = "home_length"
    ELIGIBLE_HOME = "eligible_home"
    TRAVEL_TIME = "travel_time"
    SHIFT = "shift"
    DRIVING_LIMIT = "driving_limit"
    BREAK = "break"
    STATED_DRIVE = "stated_drive"
    DEPOT = "depot"
    DAYS_FOLLOW = "days_follow"
    LODGING = "lodging"
    LODGING_PRICE = "lodging_price"
    NIGHTS_AWAY = "nights_away"
    NIGHT_WEEKDAY = "night_weekday"
    NIGHT_DISTANCE = "night_distance"
    REST_AFTER_TOUR = "rest_after_tour"
    DAYS_IN_A_ROW = "days_in_a_row"
    DAYS_A_WEEK = "days_a_week"
    CREW_FREE = "crew_free"
    CREW_ONCE = "crew_once"
    PERSON_ONCE = "person_once"
    VEHICLES = "vehicles"
    SKILL = "skill"
    REVISIT_EARLY = "revisit_early"
    REVISIT_LATE = "revisit_late"
    MARKET_DAY_MARK = "market_day_mark"
    NEXT_DATE = "next_date"
    LOCK_KEPT = "lock_kept"
    BUDGET = "budget"
    ALL_ACCOUNTED = "all_accounted"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: where, and by how much. `day` is an ISO date or ""."""

    rule: Rule
    crew: str = ""
    day: str = ""
    visit: str = ""
    found: str = ""
    allowed: str = ""


class Reason(StrEnum):
    """Why a visit is left out; numbers as in the field's reason tables."""

    NO_OPEN_DAY = "R01"
    NOTICE_LEAD = "R02"
    VENUE_CLOSED = "R03"
    NO_SKILL = "R05"
    CREWS_AWAY = "R06"
    OUT_OF_REACH = "R07"
    NIGHTS = "R08"
    BUDGET = "R09"
    REVISIT = "R10"
    PART_LATE = "R11"
    BETTER_STOP = "R12"
    FLOOR = "R15"
    LOCKED = "R16"
    HOME_WINDOW = "R17"
    DATA = "R19"
    STOPPED_EARLY = "R20"
    NOT_WORTH_IT = "R21"
    NO_MARKET = "R22"


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason and the facts its sentence needs, as (name, value) pairs of text."""

    reason: Reason
    facts: tuple[tuple[str, str], ...] = ()


class Expected(StrEnum):
    """What a cell of a table should have held."""

    NUMBER = "number"
    WHOLE_NUMBER = "whole_number"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    LAT_LON_ORDER = "lat_lon_order"
    TIER = "tier"
    DATE = "date"
    DATE_SPAN = "date_span"
    DATE_ORDER = "date_order"
    TIME = "time"
    TIME_ORDER = "time_order"
    UNIQUE_ID = "unique_id"
    ID = "id"
    NAME = "name"
    YES_NO = "yes_no"
    MARKET_RULE = "market_rule"
    MARKET_DAYS = "market_days"
    KNOWN_STATION = "known_station"
    KNOWN_TECHNICIAN = "known_technician"
    KNOWN_PRODUCT = "known_product"
    SKILLS = "skills"
    WEEKDAYS = "weekdays"
    FEW = "few"  # a whole number, 0 to 99
    POSITIVE = "positive"
    NOT_NEGATIVE = "not_negative"
    LEVEL = "level"  # of skill, 1 to 5
    ROAD_FACTOR = "road_factor"  # 1 to 10
    COORDINATES = "coordinates"  # of a real place, not 0, 0
    TIME_WINDOW = "time_window"
    CELL_COUNT = "cell_count"  # no more cells than the header has


@dataclass(frozen=True, slots=True)
class Reject:
    """A row refused on import: file name, row as the spreadsheet counts, column, value, wish."""

    file: str
    row: int
    column: str
    value: str
    expected: Expected
