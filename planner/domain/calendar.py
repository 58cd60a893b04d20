"""Days and times of day: spans, opening hours, market rules, the horizon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.units import Minute


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from first to last, both included; an open end is `date.min` or `date.max`."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days planned, first to last, both included."""

    first: date
    last: date

    @classmethod
    def of_weeks(cls, first: date, weeks: int) -> "Horizon":
        """Make the horizon of `weeks` times seven days from `first`."""
        return cls(first, first + timedelta(days=7 * weeks - 1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Walk the days in order."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """Local times between which the whole service must lie, both ends included."""

    opens: Minute
    closes: Minute


class RuleKind(StrEnum):
    """How market days are told in a region."""

    DAILY = "daily"
    WEEKDAY = "weekday"
    LUNAR_DIGITS = "lunar_digits"
    SOLAR_DIGITS = "solar_digits"
    ZODIAC_DAY = "zodiac_day"
    DATES = "dates"


BRANCHES = (
    "rat", "ox", "tiger", "rabbit", "dragon", "snake",
    "horse", "goat", "monkey", "rooster", "dog", "pig",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateRule:
    """The days on which a venue has its market.

    `numbers` hold weekdays (0 = Monday), last digits 0-9 (a lunar or solar day "5" is the 5th,
    15th and 25th; 0 stands for the 10th, 20th and 30th) or branches 0-11 (0 = rat), by `kind`;
    `dates` hold explicit days for `DATES`, for all others the days on which it is the other way
    round, as when a market is moved. `DAILY` needs no numbers.
    """

    kind: RuleKind
    numbers: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class RevisitRule:
    """Come back `period_days` after a visit, up to `early_days` before, `late_days` after."""

    period_days: int
    early_days: int
    late_days: int

    @property
    def min_gap(self) -> int:
        """Fewest days between two visits."""
        return self.period_days - self.early_days

    @property
    def max_gap(self) -> int:
        """Most days between two visits."""
        return self.period_days + self.late_days
