"""What can go wrong in the world when the office is asked; no text inside, callers say it."""

from pathlib import Path

from planner.domain.findings import Finding
from planner.domain.scenario import Scenario
from planner.exchange.tables_in import NoFolder, NoTables, SameTableTwice, Unreadable
from planner.store.errors import (
    CannotRead,
    CannotWrite,
    DiskFull,
    FileDamaged,
    FileExists,
    FileLocked,
    FileMissing,
    FileTooNew,
    NotATourPlan,
)

__all__ = [
    "Announced",
    "CannotRead",
    "CannotWrite",
    "DiskFull",
    "EngineFailed",
    "FileDamaged",
    "FileExists",
    "FileLocked",
    "FileMissing",
    "FileTooNew",
    "NoFolder",
    "NoPlan",
    "NoScenario",
    "NoTables",
    "NotATourPlan",
    "NotPlanned",
    "PlanBroken",
    "SameTableTwice",
    "Unreadable",
]


class NoScenario(Exception):
    """The folder holds no usable stations or venues, or the file is still empty."""

    def __init__(self, missing: tuple[str, ...], folder: Path | None = None) -> None:
        super().__init__(missing)
        self.missing = missing
        self.folder = folder


class NoPlan(Exception):
    """Nothing is planned yet, so nothing can be printed."""


class NotPlanned(Exception):
    """The plan does not hold the visit, so that it cannot be locked where it stands."""

    def __init__(self, visit: str) -> None:
        super().__init__(visit)
        self.visit = visit


class Announced(Exception):
    """The public has been told of the visit: it has to be unlocked before it can be taken out."""

    def __init__(self, visit: str) -> None:
        super().__init__(visit)
        self.visit = visit


class PlanBroken(Exception):
    """A plan of the scenario breaks rules; it is neither saved nor printed as valid."""

    def __init__(self, findings: tuple[Finding, ...], scenario: Scenario) -> None:
        super().__init__(findings)
        self.findings = findings
        self.scenario = scenario


class EngineFailed(Exception):
    """The worker process ended without a plan; `text` is what it said last."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
