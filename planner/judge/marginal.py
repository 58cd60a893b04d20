"""What one stop brings to a plan: its terms less the costs it causes."""

from collections.abc import Sequence

from planner.domain.demand import Question
from planner.domain.plan import Terms, Tour
from planner.judge.cost import price
from planner.judge.edit import drop


def weigh(tours: Sequence[Tour], visit: str, question: Question) -> Terms:
    """Give what a plan would lose, term by term, without a visit and the repeats that follow it.

    Crew-days, road and nights are those that would be saved, the days timed anew and what is
    empty at either end of a tour cut off: negative, as costs are. A visit not planned weighs
    nothing.
    """
    whole, rest = price(tours, question), price(drop(tours, visit, question), question)
    return Terms(
        *(getattr(whole, name) - getattr(rest, name) for name in Terms.__dataclass_fields__)
    )
