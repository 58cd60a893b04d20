"""The settings of a file as sentences with one number each: exchange rates and limits."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.domain.parameters import Parameters, SpeedBand
from planner.domain.units import minor_per_major
from ui.words import Words


@dataclass(frozen=True, slots=True)
class Knob:
    """One setting: its sentence, its bounds (both included), how to read and set it.

    `unit` stands behind the number, `unit_of_one` behind 1. A flag is 1 or 0, yes or no.
    """

    text: str
    unit: str
    low: float
    high: float
    decimals: int
    read: Callable[[Parameters], float]
    write: Callable[[Parameters, float], Parameters]
    is_clock: bool = False
    unit_of_one: str = ""
    is_flag: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together."""

    title: str
    knobs: tuple[Knob, ...]


def list_rates(words: Words, currency: str) -> tuple[Group, ...]:
    """Say the one table of exchange rates in words."""
    _ = words.gettext
    people = _(" people")
    met = _("In reach of a booth, an uncovered customer counts as much as")
    home = _("A home visit counts as much as")
    cost = _("Going costs as much as")
    return (
        Group(
            _("People passing by"),
            (
                _rate(
                    _("Of those who pass an open booth, these stop"), "stopping_share", " %", 100
                ),
                _rate(
                    _("For each day the visit is overdue, it is worth more by"),
                    "overdue_share_per_day",
                    " %",
                    100,
                ),
            ),
        ),
        Group(
            met,
            (
                _rate(_("Platinum"), "platinum_in_reach", people),
                _rate(_("Gold"), "gold_in_reach", people),
                _rate(_("Iron"), "iron_in_reach", people),
                _rate(_("Lead"), "lead_in_reach", people),
                _rate(_("More for each open request"), "open_request", people),
            ),
        ),
        Group(
            home,
            (
                _rate(_("Platinum"), "platinum_home_visit", people),
                _rate(_("Gold"), "gold_home_visit", people),
            ),
        ),
        Group(
            cost,
            (
                _rate(_("A day of one crew"), "crew_day", people),
                _rate(_("A kilometre of road"), "road_km", people, decimals=2),
                _rate(_("Moving a stop that was announced"), "told_booth", people),
                _rate(
                    _("One person met is worth, in nights paid"),
                    "money_per_contact",
                    f" {currency}",
                    decimals=2,
                ),
                *_money(words, currency),
            ),
        ),
        Group(
            _("Regions with a gap"),
            (
                _limit(_("Booths wanted in each, at least"), "region_floor", ("", ""), 99),
                Knob(
                    _("Each one missing counts as much as"),
                    people,
                    0,
                    9999,
                    1,
                    lambda p: p.floor_price,
                    lambda p, value: replace(p, floor_price=value),
                ),
            ),
        ),
    )


def list_limits(words: Words) -> tuple[Group, ...]:
    """Say the limits of days, tours and booths in words."""
    _ = words.gettext
    minutes, kmh = (_(" min"), ""), _(" km/h")
    days, nights = (_(" days"), _(" day")), (_(" nights"), _(" night"))
    return (
        Group(
            _("A day"),
            (
                _clock(_("A crew leaves at the earliest at"), "shift_start"),
                _clock(_("It is in bed or back at the latest at"), "shift_end"),
                _limit(
                    _("At the wheel a day, at most"), "max_drive_minutes_per_day", minutes, 1440
                ),
                _limit(_("Buffer for every leg"), "leg_buffer", minutes, 240),
                _limit(
                    _("A break after so long at the wheel (0: none)"),
                    "break_after_drive",
                    minutes,
                    1440,
                ),
                _limit(_("A break lasts"), "break_minutes", minutes, 240),
            ),
        ),
        Group(
            _("A tour"),
            (
                _limit(_("Nights away in a row, at most"), "max_nights", nights, 30),
                _limit(_("Working days in a row, at most"), "max_days_in_a_row", days, 31),
                _limit(_("Working days a week, at most"), "max_days_a_week", days, 7),
                _limit(_("A tour counts as long from"), "rest_after_nights", nights, 30),
                _limit(_("Rest after a long tour"), "rest_days", days, 14),
            ),
        ),
        Group(
            _("Nights away"),
            (
                _kilometres(_("The bed is from the depot at least"), "night_from"),
                *(_evening(weekday, words) for weekday in range(7)),
            ),
        ),
        Group(
            _("A booth"),
            (
                _limit(_("A full booth stands"), "booth_full", minutes, 720, 30),
                _limit(_("A half booth stands"), "booth_half", minutes, 720, 30),
                _limit(_("Of it, for setting up"), "booth_setup", minutes, 240),
                _limit(_("Of it, for packing"), "booth_packing", minutes, 240),
                _limit(_("A notice hangs before the visit for"), "notice_lead_days", days, 60),
                _kilometres(_("Customers count for a venue within"), "catchment"),
                Knob(
                    _("Where there are markets, on market days at least"),
                    " %",
                    0,
                    100,
                    0,
                    lambda p: p.market_share * 100,
                    lambda p, value: replace(p, market_share=round(value / 100, 6)),
                ),
            ),
        ),
        Group(
            _("Coming again"),
            (
                _revisit(_("Come again after"), "period_days", days),
                _revisit(_("Earlier by at most"), "early_days", days),
                _revisit(_("Later by at most"), "late_days", days),
            ),
        ),
        Group(
            _("Roads (an estimate)"),
            (
                Knob(
                    _("Road length = straight line times"),
                    "",
                    1.0,
                    3.0,
                    2,
                    lambda p: p.road_factor,
                    lambda p, value: replace(p, road_factor=value),
                ),
                *(_speed(place, words, kmh) for place in range(3)),
            ),
        ),
    )


def _rate(
    text: str, name: str, unit: str, factor: float = 1.0, high: float = 9999, decimals: int = 1
) -> Knob:
    return Knob(
        text,
        unit,
        0.0 if name != "money_per_contact" else 0.01,
        high,
        decimals,
        lambda p: float(getattr(p.rates, name)) * factor,
        lambda p, value: replace(p, rates=replace(p.rates, **{name: round(value / factor, 6)})),
    )


def _limit(text: str, name: str, unit: tuple[str, str], high: float, low: float = 0) -> Knob:
    return Knob(
        text,
        unit[0],
        low,
        high,
        0,
        lambda p: float(getattr(p, name)),
        lambda p, value: _put(p, name, round(value)),
        unit_of_one=unit[1] or unit[0],
    )


def _put(parameters: Parameters, name: str, value: int) -> Parameters:
    return replace(parameters, **{name: value})  # type: ignore[arg-type]  # a whole number field


def _clock(text: str, name: str) -> Knob:
    return Knob(
        text,
        "",
        0,
        1439,
        0,
        lambda p: float(getattr(p, name)),
        lambda p, value: _put(p, name, round(value)),
        is_clock=True,
    )


def _kilometres(text: str, name: str) -> Knob:
    return Knob(
        text,
        " km",
        0,
        500,
        1,
        lambda p: float(getattr(p, name)) / 1000,
        lambda p, value: _put(p, name, round(value * 1000)),
    )


def _money(words: Words, currency: str) -> tuple[Knob, ...]:
    """Set the budget and the price of the road, in units of the currency."""
    _, minor = words.gettext, minor_per_major(currency)
    return (
        Knob(
            _("Budget for nights and road (0: no limit)"),
            f" {currency}",
            0,
            9_999_999,
            0,
            lambda p: (p.budget or 0) / minor,
            lambda p, value: replace(p, budget=round(value * minor) or None),
        ),
        Knob(
            _("A kilometre of road, in money"),
            f" {currency}",
            0,
            9999,
            2,
            lambda p: p.road_price_per_km / minor,
            lambda p, value: replace(p, road_price_per_km=round(value * minor)),
        ),
    )


def _evening(weekday: int, words: Words) -> Knob:
    _ = words.gettext
    text = (
        _("On Monday evenings"),
        _("On Tuesday evenings"),
        _("On Wednesday evenings"),
        _("On Thursday evenings"),
        _("On Friday evenings"),
        _("On Saturday evenings"),
        _("On Sunday evenings"),
    )[weekday]

    def write(parameters: Parameters, value: float) -> Parameters:
        others = parameters.night_weekdays - {weekday}
        chosen = others | {weekday} if round(value) else others
        return replace(parameters, night_weekdays=chosen)

    def read(parameters: Parameters) -> float:
        return float(weekday in parameters.night_weekdays)

    return Knob(text, "", 0, 1, 0, read, write, is_flag=True)


def _revisit(text: str, name: str, unit: tuple[str, str]) -> Knob:
    return Knob(
        text,
        unit[0],
        1 if name == "period_days" else 0,
        999,
        0,
        lambda p: float(getattr(p.revisit, name)),
        lambda p, value: replace(p, revisit=replace(p.revisit, **{name: round(value)})),
        unit_of_one=unit[1],
    )


def _speed(place: int, words: Words, unit: str) -> Knob:
    _ = words.gettext
    text = (_("Speed on short legs"), _("Speed on middle legs"), _("Speed on long legs"))[place]

    def write(parameters: Parameters, value: float) -> Parameters:
        bands = tuple(
            SpeedBand(band.up_to_km, value) if number == min(place, last) else band
            for number, band in enumerate(parameters.speeds)
            for last in [len(parameters.speeds) - 1]
        )
        return replace(parameters, speeds=bands)

    def read(parameters: Parameters) -> float:
        return parameters.speeds[min(place, len(parameters.speeds) - 1)].kmh

    return Knob(text, unit, 5, 150, 0, read, write)
