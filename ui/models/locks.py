"""The ladder of locks in words and marks."""

from planner.domain.locks import Freedom
from ui.words import Words


def say_freedom(freedom: Freedom, words: Words) -> str:
    """Say what a rung keeps of a stop's place."""
    _ = words.gettext
    return {
        Freedom.FREE: _("Free: may move or leave the plan"),
        Freedom.WEEK: _("Locked to its week"),
        Freedom.DAY: _("Locked to its day"),
        Freedom.TIME: _("Locked to its day and hours"),
        Freedom.CREW: _("Locked to its day, hours and crew"),
        Freedom.ANNOUNCED: _("Announced: day, hours and crew stay"),
    }[freedom]


def lock_icon(freedom: Freedom) -> str:
    """Name the icon of a rung; "" where nothing is locked."""
    if freedom is Freedom.FREE:
        return ""
    return "megaphone" if freedom is Freedom.ANNOUNCED else "lock"


def next_rung(freedom: Freedom, step: int) -> Freedom:
    """Climb the ladder by a step up or down; it ends at both ends."""
    ladder = tuple(Freedom)
    return ladder[max(0, min(len(ladder) - 1, ladder.index(freedom) + step))]
