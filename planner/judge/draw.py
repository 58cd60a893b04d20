"""A plan as text, for tests and bug reports."""

from collections.abc import Sequence

from planner.domain.demand import Question
from planner.domain.plan import Stop, Tour, TourDay, Unassigned
from planner.domain.units import clock_text
from planner.judge.cost import price


def draw(tours: Sequence[Tour], question: Question, unassigned: Sequence[Unassigned] = ()) -> str:
    """Draw tours day by day; `*` marks a market day, `zz` a night with its place.

    Without `unassigned`, visits that are not planned are listed without a reason.
    """
    lines = [f"value {price(tours, question).value:.1f}"]
    for tour in sorted(tours, key=lambda tour: (tour.crew, tour.days[0].day)):
        lines.append(f"{tour.crew} from {tour.depot}")
        lines.extend(_draw_day(day) for day in tour.days)
    planned = {stop.visit for tour in tours for day in tour.days for stop in day.stops}
    left = [v.id for v in question.visits if v.id not in planned and not v.repeat_of]
    if unassigned:
        left = [f"{known.visit} {known.cause.reason}" for known in unassigned]
    lines.append(f"left out: {', '.join(left) or 'nothing'}")
    return "\n".join(lines) + "\n"


def _draw_day(day: TourDay) -> str:
    parts = [clock_text(day.start), *(_draw_stop(stop) for stop in day.stops)]
    parts.append(clock_text(day.end))
    if day.overnight:
        parts.append(f"zz {day.overnight.place}")
    drive = f"{day.drive_minutes} min {day.drive_metres / 1000:.1f} km"
    return f"  {day.day} {' '.join(parts)} ({drive})"


def _draw_stop(stop: Stop) -> str:
    mark = "*" if stop.market_day else ""
    return f"{stop.visit}@{clock_text(stop.start)}-{clock_text(stop.end)}{mark}"
