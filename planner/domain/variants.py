"""What-if: the same question under another condition, and the figures plans are compared by."""

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.units import Metre, Money


class Condition(StrEnum):
    """The one thing that is otherwise in a variant."""

    AS_IT_IS = "as_it_is"
    CREW_LESS = "crew_less"
    CREW_MORE = "crew_more"
    OTHER_DEPOT = "other_depot"
    NOTICE_LEAD = "notice_lead"
    NIGHT_MORE = "night_more"
    DAY_MORE = "day_more"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Variant:
    """A condition and what it is about.

    `crew` is the crew that is missing, has a twin or starts from `depot`; `amount` the days of
    notice, or the budget in minor units.
    """

    condition: Condition
    crew: str = ""
    depot: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan holds: value in contacts, people expected at booths.

    `money` is what nights and road cost, minor units.
    """

    value: float
    people: float
    booths: int
    homes: int
    crew_days: int
    nights: int
    metres: Metre
    money: Money
    left_out: int
