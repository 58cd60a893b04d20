"""What a call altered, so that whoever shows it knows what to draw anew."""

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """A part of the file."""

    SCENARIO = "scenario"
    PARAMETERS = "parameters"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Changes:
    """The parts altered by one call."""

    topics: frozenset[Topic] = frozenset()
