"""Dates, market rules and money as people of each language write them."""

from datetime import date

from planner.domain.calendar import DateRule, RuleKind
from planner.domain.units import Money, minor_per_major
from planner.rules.dates import lunar_day
from planner.words.catalogue import load

_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_DIGITS = "十一二三四五六七八九"
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BRANCHES_ZH = "子丑寅卯辰巳午未申酉戌亥"
_ANIMALS_EN = (
    "rat", "ox", "tiger", "rabbit", "dragon", "snake",
    "horse", "goat", "monkey", "rooster", "dog", "pig",
)  # fmt: skip
_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def weekday_text(day: date, language: str) -> str:
    """Name the weekday, long in English, 星期 in Chinese."""
    if language == "zh":
        return "星期" + _WEEKDAYS_ZH[day.weekday()]
    return _WEEKDAYS_EN[day.weekday()]


def lunar_text(day: date, language: str) -> str:
    """Write the lunar date: 九月初六 or lunar 9/6; a leap month is 闰 or ends in L."""
    lunar = lunar_day(day)
    if language != "zh":
        return f"lunar {lunar.month}{'L' if lunar.leap else ''}/{lunar.day}"
    return (
        ("闰" if lunar.leap else "") + _MONTHS[lunar.month - 1] + "月" + _lunar_number(lunar.day)
    )


def _lunar_number(number: int) -> str:
    if number == 20:
        return "二十"
    if number == 30:
        return "三十"
    tens = ("初", "十", "廿")[(number - 1) // 10]
    return tens + _DIGITS[number % 10]


def date_text(day: date, language: str, *, lunar: bool = False, market: bool = False) -> str:
    """Write a date that is never naked: 10月15日（周四） or Thu 15 Oct, lunar and market mark."""
    if language == "zh":
        text = f"{day.month}月{day.day}日（周{_WEEKDAYS_ZH[day.weekday()]}）"
        text += f" 农历{lunar_text(day, 'zh')}" if lunar else ""
        return text + (" 逢集" if market else "")
    text = f"{_WEEKDAYS_EN[day.weekday()][:3]} {day.day} {_MONTHS_EN[day.month - 1]}"
    text += f" · {lunar_text(day, 'en')}" if lunar else ""
    return text + (" · market day" if market else "")


def market_text(rule: DateRule | None, language: str) -> str:
    """Say a market rule as people of the place say it: 逢三六九, 逢5、10, 赶丑未, Thu, Sun."""
    gettext = load("words", language).gettext
    if rule is None:
        return gettext("no market")
    if rule.kind is RuleKind.DAILY:
        return gettext("daily")
    if rule.kind is RuleKind.DATES:
        return ("、" if language == "zh" else ", ").join(
            date_text(day, language) for day in sorted(rule.dates)
        )
    return _say_zh(rule) if language == "zh" else _say_en(rule)


def _say_zh(rule: DateRule) -> str:
    numbers = sorted(rule.numbers, key=lambda number: number or 10)
    if rule.kind is RuleKind.LUNAR_DIGITS:
        return "逢" + "".join(_DIGITS[number] for number in numbers)
    if rule.kind is RuleKind.SOLAR_DIGITS:
        return "公历逢" + "、".join(str(number or 10) for number in numbers)
    if rule.kind is RuleKind.ZODIAC_DAY:
        return "赶" + "".join(_BRANCHES_ZH[number] for number in sorted(rule.numbers))
    return "逢周" + "、".join(_WEEKDAYS_ZH[number] for number in sorted(rule.numbers))


def _say_en(rule: DateRule) -> str:
    numbers = sorted(rule.numbers, key=lambda number: number or 10)
    if rule.kind is RuleKind.LUNAR_DIGITS:
        return "lunar days ending in " + ", ".join(str(number) for number in numbers)
    if rule.kind is RuleKind.SOLAR_DIGITS:
        return "dates ending in " + ", ".join(str(number) for number in numbers)
    if rule.kind is RuleKind.ZODIAC_DAY:
        return ", ".join(_ANIMALS_EN[number] for number in sorted(rule.numbers)) + " days"
    return ", ".join(_WEEKDAYS_EN[number][:3] for number in sorted(rule.numbers))


def money_text(amount: Money, currency: str) -> str:
    """Write an amount of minor units: ¥1,250, KES 900, ¥12.50; whole amounts without decimals."""
    minor = minor_per_major(currency)
    digits = 0 if amount % minor == 0 else len(str(minor)) - 1
    number = f"{amount / minor:,.{digits}f}"
    return _SIGNS.get(currency, f"{currency} ") + number
