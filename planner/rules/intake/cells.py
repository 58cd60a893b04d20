"""Reads single cells: a value, or what the cell should have held."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from planner.domain.calendar import DateSpan, TimeWindow
from planner.domain.customer import Tier
from planner.domain.findings import Expected
from planner.domain.units import Minute, Money, minor_per_major

# A thousands separator is refused: "1,234" is 1234 to one reader and 1.234 to another.
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,20})?")
_DATES = (
    re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"),
    re.compile(r"([0-9]{4})(年)([0-9]{1,2})月([0-9]{1,2})日?"),
)
_WITH_TIME = re.compile(r"(.+?)[T ](?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")
_BETWEEN_TIMES = re.compile(r"\s*(?:-|–|—|~|～|\.\.|至|到|to)\s*")
_BETWEEN_DATES = re.compile(r"\s*(?:\.\.\.?|~|～|–|—|至|到|\bto\b)\s*")
_LIST = re.compile(r"[;；,，、|\n]")
MOST_FEW = 99
FIRST_YEAR, LAST_YEAR = 1900, 2199  # a year outside is a slip of the finger
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "是", "有", "需要", "要", "对", "√", "✓"})
_NO = frozenset({"no", "n", "false", "f", "0", "否", "无", "没有", "不需要", "不要", "不", "×"})
_TIERS = {
    Tier.PLATINUM: ("platinum", "白金", "铂金", "白金客户", "铂金客户", "白金级", "铂金级"),
    Tier.GOLD: ("gold", "黄金", "黄金客户", "金", "黄金级"),
    Tier.IRON: ("iron", "steel", "钢铁", "钢铁客户", "铁", "钢铁级"),
    Tier.LEAD: ("lead", "重铅", "铅", "重铅客户", "铅质", "重铅级"),
}
_TIER_WORDS = {word: tier for tier, words in _TIERS.items() for word in words}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_WORDS = {word: day for words in (WEEKDAYS, _LONG) for day, word in enumerate(words)} | {
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip
_CHINESE_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_CHINESE_WEEK = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天](?:[、,;\s]*[一二三四五六日天])*)")


def narrow(text: str) -> str:
    """Write full-width digits and signs in their narrow form, without outer blanks."""
    return unicodedata.normalize("NFKC", text).strip()


def split_list(text: str) -> tuple[str, ...]:
    """Split a cell at ; , 、 | or line ends; empty parts are left out."""
    return tuple(part for part in (piece.strip() for piece in _LIST.split(text)) if part)


def read_number(text: str) -> Decimal | Expected:
    """Read a plain decimal number with "." as its point."""
    narrowed = narrow(text)
    return Decimal(narrowed) if _NUMBER.fullmatch(narrowed) else Expected.NUMBER


def read_positive(text: str) -> Decimal | Expected:
    """Read a number above 0."""
    number = read_number(text)
    return Expected.POSITIVE if isinstance(number, Decimal) and number <= 0 else number


def read_factor(text: str) -> float | Expected:
    """Read a road factor; no road is shorter than the straight line."""
    number = read_number(text)
    if isinstance(number, Expected):
        return number
    return float(number) if 1 <= number <= 10 else Expected.ROAD_FACTOR


def read_whole(text: str) -> int | Expected:
    """Read a whole number of at least 0."""
    number = read_number(text)
    if isinstance(number, Expected) or number != number.to_integral_value():
        return Expected.WHOLE_NUMBER
    return Expected.NOT_NEGATIVE if number < 0 else int(number)


def read_few(text: str) -> int | Expected:
    """Read a number of crews or vehicles; more than 99 at one station is a slip of the finger."""
    number = read_whole(text)
    return Expected.FEW if isinstance(number, int) and number > MOST_FEW else number


def read_count(text: str) -> int | Expected:
    """Read a whole number of at least 1."""
    number = read_whole(text)
    return Expected.POSITIVE if number == 0 else number


def read_level(text: str) -> int | Expected:
    """Read a level of skill, 1 to 5."""
    number = read_whole(text)
    return number if isinstance(number, int) and 1 <= number <= 5 else Expected.LEVEL


def read_money(text: str, currency: str) -> Money | Expected:
    """Read an amount in major units; it may be negative."""
    number = read_number(text)
    if isinstance(number, Expected):
        return number
    return int((number * minor_per_major(currency)).quantize(Decimal(1), ROUND_HALF_UP))


def read_price(text: str, currency: str) -> Money | Expected:
    """Read an amount of at least 0 in major units."""
    money = read_money(text, currency)
    return Expected.NOT_NEGATIVE if isinstance(money, int) and money < 0 else money


def read_degrees(text: str, most: int, expected: Expected) -> float | Expected:
    """Read a latitude (most 90) or longitude (most 180)."""
    number = read_number(text)
    return float(number) if isinstance(number, Decimal) and abs(number) <= most else expected


def read_date(text: str) -> date | Expected:
    """Read a date whose order is certain: year first, or with Chinese signs; a time is let go."""
    narrowed = narrow(text)
    timed = _WITH_TIME.fullmatch(narrowed)
    for pattern in _DATES:
        found = pattern.fullmatch(timed[1] if timed else narrowed)
        if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            try:
                return date(int(found[1]), int(found[3]), int(found[4]))
            except ValueError:
                return Expected.DATE
    return Expected.DATE


def read_span(text: str) -> DateSpan | Expected:
    """Read one day, or two with "..", "~", "至" or "to" between them, both included."""
    parts = [read_date(part) for part in _BETWEEN_DATES.split(text.strip())]
    days = [part for part in parts if isinstance(part, date)]
    if len(days) != len(parts) or len(days) > 2:
        return Expected.DATE_SPAN
    return DateSpan(days[0], days[-1]) if days[0] <= days[-1] else Expected.DATE_ORDER


def read_spans(text: str) -> tuple[DateSpan, ...] | Expected:
    """Read a list of days and spans."""
    spans = [read_span(part) for part in split_list(text)]
    wrong = [span for span in spans if isinstance(span, Expected)]
    return wrong[0] if wrong else tuple(span for span in spans if isinstance(span, DateSpan))


def read_time(text: str) -> Minute | Expected:
    """Read a time of day from 00:00 to 24:00."""
    found = _TIME.fullmatch(narrow(text))
    if not found:
        return Expected.TIME
    minutes = int(found[1]) * 60 + int(found[2])
    return minutes if int(found[2]) < 60 and minutes <= 24 * 60 else Expected.TIME


def read_window(text: str) -> TimeWindow | Expected:
    """Read two times of day with "-", "~", "至" or "to" between them."""
    parts = [read_time(part) for part in _BETWEEN_TIMES.split(narrow(text))]
    times = [part for part in parts if isinstance(part, int)]
    if len(parts) != 2 or len(times) != 2:
        return Expected.TIME_WINDOW
    return TimeWindow(*times) if times[0] < times[1] else Expected.TIME_ORDER


def read_yes_no(text: str) -> bool | Expected:
    """Read yes or no in English, Chinese or as 1 and 0."""
    word = narrow(text).lower()
    if word in _YES:
        return True
    return False if word in _NO else Expected.YES_NO


def read_tier(text: str) -> Tier | Expected:
    """Read a customer's tier by its English or Chinese name."""
    return _TIER_WORDS.get(narrow(text).lower(), Expected.TIER)


def read_weekdays(text: str) -> frozenset[int] | Expected:
    """Read weekdays, 0 = Monday: names, short names, 周一, 星期二、六, and spans of them."""
    days: set[int] = set()
    spelled = re.sub(r"\s*([-–—~至到])\s*", r"\1", _spell_weekdays(narrow(text).lower()))
    parts = [part for part in re.split(r"[;,、|/\s]+", spelled) if part]
    for part in parts:
        ends = [_WEEKDAY_WORDS.get(end.rstrip(".")) for end in re.split(r"[-–—~]|至|到", part)]
        known = [end for end in ends if end is not None]
        if len(known) != len(ends) or len(ends) > 2:
            return Expected.WEEKDAYS
        days |= {(known[0] + step) % 7 for step in range((known[-1] - known[0]) % 7 + 1)}
    return frozenset(days) if parts else Expected.WEEKDAYS


def _spell_weekdays(text: str) -> str:
    def spell(found: re.Match[str]) -> str:
        signs = [sign for sign in found[1] if sign in _CHINESE_WEEKDAYS]
        return ",".join(WEEKDAYS[_CHINESE_WEEKDAYS[sign]] for sign in signs)

    return _CHINESE_WEEK.sub(spell, text)


def read_skills(text: str) -> tuple[tuple[str, int], ...] | Expected:
    """Read `skill:level` pairs, levels 1 to 5; sorted, the best level of a skill named twice."""
    best: dict[str, int] = {}
    for part in split_list(narrow(text).lower()):
        skill, _, level = (piece.strip() for piece in part.partition(":"))
        value = read_level(level)
        if not skill or isinstance(value, Expected):
            return Expected.SKILLS
        best[skill] = max(value, best.get(skill, 0))
    return tuple(sorted(best.items()))


def read_skill_names(text: str) -> frozenset[str] | Expected:
    """Read names of skills; a level behind a name is let pass."""
    return frozenset(part.partition(":")[0].strip() for part in split_list(read_word(text)))


def read_word(text: str) -> str:
    """Read a word that is compared with others: narrow, lower case."""
    return narrow(text).lower()


def each(read: Callable[[str], int | Expected]) -> Callable[[str], tuple[int, ...] | Expected]:
    """Make a reader of lists from a reader of one whole number."""

    def read_all(text: str) -> tuple[int, ...] | Expected:
        values = [read(part) for part in split_list(text)]
        wrong = [value for value in values if isinstance(value, Expected)]
        return wrong[0] if wrong else tuple(v for v in values if isinstance(v, int))

    return read_all
