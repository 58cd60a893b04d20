"""On which days a market rule falls, in the solar, lunar and twelve-branch calendars."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from borax.calendars.lunardate import LunarDate

from planner.domain.calendar import DateRule, Horizon, RuleKind


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the Chinese calendar; `leap` when its month is the leap month."""

    month: int
    day: int
    leap: bool


@lru_cache(maxsize=8192)  # some twenty years, at 60 microseconds a day uncached
def lunar_day(day: date) -> LunarDay:
    """Convert a day of 1900-2100 to the Chinese calendar."""
    lunar = LunarDate.from_solar(day)
    return LunarDay(lunar.month, lunar.day, bool(lunar.leap))


def branch_of(day: date) -> int:
    """Give the branch of a day in the cycle of twelve, 0 = rat (zi)."""
    return (day.toordinal() + 2) % 12


_NUMBER_OF: dict[RuleKind, Callable[[date], int]] = {
    RuleKind.WEEKDAY: date.weekday,
    RuleKind.LUNAR_DIGITS: lambda day: lunar_day(day).day % 10,
    RuleKind.SOLAR_DIGITS: lambda day: day.day % 10,
    RuleKind.ZODIAC_DAY: branch_of,
}


def is_market_day(rule: DateRule, day: date) -> bool:
    """Say whether the rule makes this a market day."""
    if rule.kind is RuleKind.DATES:
        return day in rule.dates
    falls = rule.kind is RuleKind.DAILY or _NUMBER_OF[rule.kind](day) in rule.numbers
    return falls != (day in rule.dates)


def move_market(rule: DateRule, day: date, to: date) -> DateRule:
    """Give the rule with one market held on another day; days where nothing changes stay."""
    gone = {day} if is_market_day(rule, day) else set()
    come = set() if is_market_day(rule, to) else {to}
    return replace(rule, dates=rule.dates ^ gone ^ come)


def find_market_days(rule: DateRule, horizon: Horizon) -> tuple[date, ...]:
    """List the market days of a horizon, both ends included."""
    return tuple(day for day in horizon.days() if is_market_day(rule, day))
