"""Reads market rules: tables' own two columns, and the notations people use."""

import re

from planner.domain.calendar import BRANCHES, DateRule, RuleKind
from planner.domain.findings import Expected
from planner.rules.intake.cells import WEEKDAYS, narrow, read_date, read_weekdays, split_list

_KINDS = {
    RuleKind.DAILY: ("daily", "every_day", "everyday", "每天", "每日", "天天", "天天市"),
    RuleKind.WEEKDAY: ("weekday", "weekdays", "weekly", "星期", "周", "每周", "按星期"),
    RuleKind.LUNAR_DIGITS: ("lunar_digits", "lunar_digit", "lunar", "农历", "农历尾数", "农历逢"),
    RuleKind.SOLAR_DIGITS: ("solar_digits", "solar_digit", "solar", "公历", "公历尾数", "阳历"),
    RuleKind.ZODIAC_DAY: (
        *("zodiac_day", "zodiac_days", "zodiac", "branch", "branch_day", "branch_days"),
        *("生肖日", "属相日", "地支", "地支日"),
    ),
    RuleKind.DATES: ("dates", "date", "explicit", "explicit_dates", "日期", "指定日期"),
}
_KIND_WORDS = {word: kind for kind, words in _KINDS.items() for word in words}
_TEXT = frozenset({"", "text", "notation", "文字"})
_NO_RULE = frozenset({"none", "no", "无", "没有", "-", "无集市"})
_CHINESE_DIGITS = {sign: number % 10 for number, sign in enumerate("零一二三四五六七八九十")}
_CYCLES = (
    BRANCHES,
    "子丑寅卯辰巳午未申酉戌亥",
    "鼠牛虎兔龙蛇马羊猴鸡狗猪",
    "鼠牛虎兔龍蛇馬羊猴雞狗豬",
)
_ANIMALS = {name: number for cycle in _CYCLES for number, name in enumerate(cycle)} | {
    "mouse": 0, "cow": 1, "bull": 1, "hare": 3, "sheep": 7, "ram": 7, "cock": 9, "chicken": 9,
    "boar": 11,
}  # fmt: skip
_CALLED = r"(?:逢|赶|集日|赶集|赶场|赶街|赶圩)"
_LUNAR = re.compile(rf"(?:农历|阴历|旧历)?{_CALLED}([零一二三四五六七八九十、,;\s和]+)日?")
_LUNAR_NAMED = re.compile(r"(?:农历|阴历|旧历)([零一二三四五六七八九十0-9、,;\s和]+)日?")
_SOLAR = re.compile(rf"(?:公历|阳历)?{_CALLED}([0-9、,;\s和]+)日?")
_SOLAR_NAMED = re.compile(rf"(?:公历|阳历){_CALLED}?([零一二三四五六七八九十0-9、,;\s和]+)日?")
_LUNAR_ARABIC = re.compile(rf"(?:农历|阴历|旧历){_CALLED}([0-9、,;\s和]+)日?")
_BRANCH = re.compile(rf"{_CALLED}?([子丑寅卯辰巳午未申酉戌亥、,;\s和]+)日?")


def read_market(rule: str, days: str) -> DateRule | Expected | None:
    """Read a rule and its days; None where a venue has no market.

    Where no rule is named, `days` may hold a people's notation (`read_notation`).
    """
    word = _name(rule)
    listed = narrow(days)
    if word in _TEXT:
        return read_notation(listed) if listed else None
    if word in _NO_RULE:
        return Expected.MARKET_RULE if listed else None
    kind = _KIND_WORDS.get(word)
    if kind is None:
        notation = read_notation(narrow(rule))
        return notation if not listed else Expected.MARKET_RULE
    return _read_days(kind, listed)


def is_named(rule: str) -> bool:
    """Say whether a rule is one of the named kinds, or none."""
    word = _name(rule)
    return word in _KIND_WORDS or word in _NO_RULE


def write_rule(rule: DateRule) -> str:
    """Write a rule as the tables do: its kind and its days."""
    if rule.kind is RuleKind.DATES:
        return " ".join((rule.kind, ",".join(sorted(day.isoformat() for day in rule.dates))))
    days = sorted(rule.numbers)
    if rule.kind is RuleKind.WEEKDAY:
        words = [WEEKDAYS[day].title() for day in days]
    elif rule.kind is RuleKind.ZODIAC_DAY:
        words = [BRANCHES[day] for day in days]
    else:
        words = [str(day) for day in sorted(day or 10 for day in days)]
    return " ".join((rule.kind, ",".join(words))).strip()


def _name(rule: str) -> str:
    return re.sub(r"[\s-]+", "_", narrow(rule).lower())


def read_notation(text: str) -> DateRule | Expected:
    """Read what is written on market tables: 逢三六九, 公历逢5、10, 赶辰戌, 星期四, 天天.

    Where no calendar is named Chinese digits mean lunar days and Arabic ones solar days, as
    published market tables state.
    """
    words = text.lower()
    if words in _KINDS[RuleKind.DAILY]:
        return DateRule(RuleKind.DAILY)
    weekdays = read_weekdays(words.removeprefix("逢").removeprefix("每"))
    if isinstance(weekdays, frozenset):
        return DateRule(RuleKind.WEEKDAY, weekdays)
    for kind, patterns in (
        (RuleKind.LUNAR_DIGITS, (_LUNAR, _LUNAR_NAMED, _LUNAR_ARABIC)),
        (RuleKind.SOLAR_DIGITS, (_SOLAR, _SOLAR_NAMED)),
        (RuleKind.ZODIAC_DAY, (_BRANCH,)),
    ):
        found = next((hit for hit in (p.fullmatch(words) for p in patterns) if hit), None)
        if found:
            return _read_days(kind, found[1])
    animals = _read_days(RuleKind.ZODIAC_DAY, words)
    return animals if isinstance(animals, DateRule) else Expected.MARKET_RULE


def _read_days(kind: RuleKind, text: str) -> DateRule | Expected:
    if kind is RuleKind.DAILY:
        empty = not text or text.lower() in _KINDS[RuleKind.DAILY]
        return DateRule(kind) if empty else Expected.MARKET_DAYS
    if kind is RuleKind.DATES:
        return _read_dates(text)
    if kind is RuleKind.WEEKDAY:
        weekdays = read_weekdays(text)
        if isinstance(weekdays, Expected):
            return Expected.MARKET_DAYS
        return DateRule(kind, weekdays)
    known = _ANIMALS if kind is RuleKind.ZODIAC_DAY else _CHINESE_DIGITS
    numbers: set[int] = set()
    parts = [part for part in re.split(r"[;,、|\s和]+", text.lower()) if part]
    for part in parts:
        found = _read_part(part, known, kind is not RuleKind.ZODIAC_DAY)
        if not found:
            return Expected.MARKET_DAYS
        numbers |= found
    return DateRule(kind, frozenset(numbers)) if numbers else Expected.MARKET_DAYS


def _read_part(part: str, known: dict[str, int], digits: bool) -> frozenset[int]:
    """Read one part of a list; nothing where it cannot be read."""
    if part in known:
        return frozenset({known[part]})
    if digits and re.fullmatch(r"10|[0-9]", part):
        return frozenset({int(part) % 10})
    if all(sign in known and not sign.isascii() for sign in part):
        return frozenset(known[sign] for sign in part)
    return frozenset()


def _read_dates(text: str) -> DateRule | Expected:
    days = [read_date(part) for part in split_list(text)]
    known = [day for day in days if not isinstance(day, Expected)]
    good = known and len(known) == len(days)
    return DateRule(RuleKind.DATES, dates=frozenset(known)) if good else Expected.MARKET_DAYS
