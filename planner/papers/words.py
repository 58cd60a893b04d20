"""Sentences, dates, times and sums in the language of the paper."""

from dataclasses import dataclass
from datetime import date

from planner.domain.calendar import DateRule, RuleKind
from planner.domain.customer import Tier
from planner.domain.territory import Venue
from planner.domain.units import Metre, Minute, Money, minor_per_major
from planner.rules.dates import branch_of, is_market_day, lunar_day
from planner.words import load

LUNAR_YEARS = range(1901, 2100)  # what the calendar tables hold

_LUNAR_MONTHS = "正二三四五六七八九十冬腊"
_DIGITS = "十一二三四五六七八九"  # by last digit; 0 is the tenth
_ZH_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ZH_ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_ZH_WEEK = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Words:
    """What a paper says in one language; English is the language of the keys."""

    language: str

    @property
    def chinese(self) -> bool:
        """Whether dates are written the Chinese way, with the lunar day."""
        return self.language == "zh"

    def say(self, message: str, **values: object) -> str:
        """Translate a message and fill in its named values."""
        return load("paper", self.language).gettext(message).format(**values)

    def _weekdays(self) -> list[str]:
        return self.say("Monday Tuesday Wednesday Thursday Friday Saturday Sunday").split()

    def _months(self) -> list[str]:
        first = self.say("January February March April May June").split()
        return first + self.say("July August September October November December").split()

    def _animals(self) -> list[str]:
        return self.say(
            "rat ox tiger rabbit dragon snake horse goat monkey rooster dog pig"
        ).split()

    def weekday(self, day: date) -> str:
        """Name the weekday."""
        if self.chinese:
            return "星期" + _ZH_WEEK[day.weekday()]
        return self._weekdays()[day.weekday()]

    def month(self, day: date) -> str:
        """Name the month."""
        return f"{day.month}月" if self.chinese else self._months()[day.month - 1]

    def year(self, day: date) -> str:
        """Write the year."""
        return f"{day.year}年" if self.chinese else str(day.year)

    def full_date(self, day: date) -> str:
        """Write a date with its weekday and year: Tuesday 9 March 2027."""
        if self.chinese:
            return f"{day.year}年{day.month}月{day.day}日 {self.weekday(day)}"
        return f"{self.weekday(day)} {day.day} {self.month(day)} {day.year}"

    def plain_date(self, day: date) -> str:
        """Write a date with its year and without its weekday."""
        if self.chinese:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {self.month(day)} {day.year}"

    def near_date(self, day: date) -> str:
        """Write a date with its weekday and without its year."""
        if self.chinese:
            return f"{day.month}月{day.day}日 {self.weekday(day)}"
        return f"{self.weekday(day)} {day.day} {self.month(day)}"

    def short_date(self, day: date) -> str:
        """Write a date as short as it can be with its weekday: Tue 9 Mar."""
        if self.chinese:
            return f"{day.month}月{day.day}日（周{_ZH_WEEK[day.weekday()]}）"
        return f"{self._weekdays()[day.weekday()][:3]} {self.brief_date(day)}"

    def brief_date(self, day: date) -> str:
        """Write day and month only: 9 Mar."""
        if self.chinese:
            return f"{day.month}月{day.day}日"
        return f"{day.day} {self.month(day)[:3]}"

    def lunar(self, day: date) -> str:
        """Write the day of the Chinese calendar: 农历二月初一, lunar 2/1; else ""."""
        if day.year not in LUNAR_YEARS:
            return ""
        lunar = lunar_day(day)
        if not self.chinese:
            return self.say("lunar {month}/{day}", month=lunar.month, day=lunar.day)
        month = ("闰" if lunar.leap else "") + _LUNAR_MONTHS[lunar.month - 1] + "月"
        return f"农历{month}{_lunar_day_name(lunar.day)}"

    def day_marks(self, venue: Venue, day: date) -> tuple[str, ...]:
        """Say what the day is to people there: its lunar date, and whether it is market day.

        The lunar date stands on Chinese papers always, on others where markets follow it.
        """
        rule = venue.market
        marks = []
        if self.chinese or (rule and rule.kind is RuleKind.LUNAR_DIGITS):
            marks.append(self.lunar(day))
        if rule and rule.kind is RuleKind.ZODIAC_DAY:
            marks.append(self._branch_day(branch_of(day)))
        if rule and is_market_day(rule, day):
            marks.append(self.say("market day"))
        return tuple(mark for mark in marks if mark)

    def _branch_day(self, branch: int) -> str:
        if self.chinese:
            return f"{_ZH_BRANCHES[branch]}{_ZH_ANIMALS[branch]}日"
        return self.say("{animal} day", animal=self._animals()[branch])

    def market_rule(self, rule: DateRule) -> str:
        """Say when the market is, as people there say it."""
        numbers = sorted(rule.numbers, key=lambda n: n or 10)
        match rule.kind:
            case RuleKind.DAILY:
                return self.say("market every day")
            case RuleKind.WEEKDAY:
                days = [self.weekday(date(2024, 1, 1 + n)) for n in sorted(rule.numbers)]
                return self.say("market every {days}", days=self.join(days))
            case RuleKind.LUNAR_DIGITS if self.chinese:
                return "逢" + "、".join(_DIGITS[n] for n in numbers) + "赶集（农历）"
            case RuleKind.LUNAR_DIGITS:
                digits = self.join([str(n) for n in numbers])
                return self.say("market on lunar days ending in {digits}", digits=digits)
            case RuleKind.SOLAR_DIGITS:
                digits = self.join([str(n) for n in numbers])
                return self.say("market on days ending in {digits}", digits=digits)
            case RuleKind.ZODIAC_DAY if self.chinese:
                return (
                    "逢" + "、".join(_ZH_BRANCHES[n] + _ZH_ANIMALS[n] for n in numbers) + "日赶集"
                )
            case RuleKind.ZODIAC_DAY:
                days = [self._animals()[n] for n in sorted(rule.numbers)]
                return self.say("market on {days} days", days=self.join(days))
            case RuleKind.DATES:
                return self.say("market on announced days")

    def short_full_date(self, day: date) -> str:
        """Write a date with its year, as short as it can be: 9 Mar 2027."""
        return self.plain_date(day) if self.chinese else f"{self.brief_date(day)} {day.year}"

    def table_date(self, day: date) -> str:
        """Write a date with weekday and year for a narrow column."""
        return self.full_date(day) if self.chinese else f"{self.short_date(day)} {day.year}"

    def list_points(self, points: tuple[str, ...]) -> str:
        """Set short sentences one after the other."""
        return "；".join(points) + "。" if self.chinese else ". ".join(points) + "."

    def join(self, items: list[str] | tuple[str, ...]) -> str:
        """Join the items of a list."""
        return ("、" if self.chinese else ", ").join(items)

    def clock(self, minute: Minute) -> str:
        """Write a time of day: 8:30."""
        return f"{minute // 60}:{minute % 60:02d}"

    def hours(self, start: Minute, end: Minute) -> str:
        """Write a span of the day."""
        return f"{self.clock(start)}{'—' if self.chinese else '–'}{self.clock(end)}"

    def duration(self, minutes: Minute) -> str:
        """Write a duration in minutes, or in hours and minutes from an hour on."""
        if minutes < 60:
            return self.say("{minutes} min", minutes=minutes)
        return self.say("{hours} h {minutes:02d} min", hours=minutes // 60, minutes=minutes % 60)

    def distance(self, metres: Metre) -> str:
        """Write a distance in kilometres."""
        km = metres / 1000
        return self.say("{km} km", km=f"{km:.1f}" if 0 < km < 10 else f"{km:.0f}")

    def money(self, amount: Money, currency: str) -> str:
        """Write a sum with its currency, without empty decimals."""
        minor = minor_per_major(currency)
        whole = amount % minor == 0
        number = f"{amount // minor:,}" if whole else f"{amount / minor:,.2f}"
        if self.chinese and currency == "CNY":
            return f"{number} 元"
        return f"{currency} {number}"

    def tier(self, tier: Tier) -> str:
        """Name a customer class."""
        return {
            Tier.PLATINUM: self.say("platinum"),
            Tier.GOLD: self.say("gold"),
            Tier.IRON: self.say("iron"),
            Tier.LEAD: self.say("lead"),
        }[tier]

    def request(self, kind: str) -> str:
        """Name the kind of an open request; an unknown kind stays as it was written."""
        known = {
            "repair": self.say("repair"),
            "complaint": self.say("complaint"),
            "maintenance": self.say("maintenance"),
            "training": self.say("training"),
            "part order": self.say("part order"),
        }
        return known.get(kind.strip().lower(), kind)


def _lunar_day_name(day: int) -> str:
    if day <= 10:
        return "初" + _DIGITS[day % 10]
    if day < 20:
        return "十" + _DIGITS[day % 10]
    if day == 20:
        return "二十"
    return "三十" if day == 30 else "廿" + _DIGITS[day % 10]
