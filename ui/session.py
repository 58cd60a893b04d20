"""The one open file as the window knows it: the only owner of the office, and who says changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from planner.domain.changes import Changes, Topic
from planner.domain.demand import Question
from planner.domain.locks import Freedom
from planner.domain.parameters import Parameters
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.domain.tables import Intake

if TYPE_CHECKING:  # the one lazy door: the office's libraries load after the first paint
    from planner.office import Office

ALL = Changes(frozenset(Topic))


@dataclass(frozen=True, slots=True)
class Selection:
    """What is picked on every screen alike; an empty text means nothing of that kind.

    `region` is a region's id, `crew` with `day` a day of a tour, `visit` a visit's id.
    """

    region: str = ""
    customer: str = ""
    venue: str = ""
    visit: str = ""
    crew: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence to show for a while; `undoable` adds the way back."""

    text: str
    undoable: bool = False


def load_office() -> None:
    """Load the office and its libraries; called once after the first paint."""
    import_module("planner.office")


def known_errors() -> tuple[type[Exception], ...]:
    """Give what can go wrong in the world when the office is asked."""
    from planner.office import errors

    found = (getattr(errors, name) for name in errors.__all__)
    return tuple(kind for kind in found if issubclass(kind, Exception))


class Session(QObject):
    """Holds the office and what is picked.

    `changed(Changes)` after any change of the file, `replaced()` when another file (or none) is
    open, `selected(Selection)`, `noted(Note)`.
    """

    changed = Signal(object)
    replaced = Signal()
    selected = Signal(object)
    noted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office: Office | None = None
        self.selection = Selection()

    @property
    def is_open(self) -> bool:
        """Whether a file is open."""
        return self._office is not None

    @property
    def office(self) -> "Office":
        """The open file; raises LookupError when none is."""
        if self._office is None:
            raise LookupError
        return self._office

    @property
    def scenario(self) -> Scenario | None:
        """The tables of the open file, None without any."""
        return self._office.scenario if self._office else None

    @property
    def question(self) -> Question | None:
        """What is to be planned, None without tables."""
        return self._office.question if self._office else None

    @property
    def plan(self) -> Plan | None:
        """The plan of the open file, None without one."""
        return self._office.plan if self._office else None

    def create(self, path: Path) -> None:
        """Make a new file and open it; raises the office's known errors."""
        from planner.office import Office

        self._replace(Office.create(path))

    def open(self, path: Path) -> None:
        """Open a file; the one open before stays where the new one cannot be opened."""
        from planner.office import Office

        self._replace(Office.open(path))

    def close(self) -> None:
        """Close the file."""
        self._replace(None)

    def look(self, folder: Path) -> Intake:
        """Judge a folder of tables without storing anything; raises the office's known errors."""
        from planner.office.intake import IntakeDesk

        return IntakeDesk.look(folder)

    def take(self, intake: Intake) -> None:
        """Store the tables of a judged folder; raises the office's known errors."""
        self.publish(self.office.intake.take(intake))

    def select(self, selection: Selection) -> None:
        """Pick something, everywhere."""
        if selection != self.selection:
            self.selection = selection
            self.selected.emit(selection)

    def publish(self, changes: Changes) -> None:
        """Tell everybody what a call of the office altered."""
        self.changed.emit(changes)

    def accept(self, plan: Plan, label: str, dropped: str = "") -> None:
        """Make a plan the file's plan, undoably; raises `PlanBroken` and changes nothing.

        `dropped` is the visit taken out by hand, whose lock goes with it.
        """
        self.publish(self.office.planning.accept(plan, label, dropped))

    def lock(self, visits: Collection[str], freedom: Freedom) -> None:
        """Lock visits where the plan has them, as one step; `FREE` unlocks them."""
        self.publish(self.office.planning.lock_all(visits, freedom))

    def set_parameters(self, parameters: Parameters) -> None:
        """Change the limits and rates of the file, undoably."""
        scenario = self.scenario
        if scenario and parameters != scenario.parameters:
            self.publish(self.office.set_parameters(parameters))

    @property
    def can_undo(self) -> bool:
        """Whether a step kept in the file can be undone."""
        return self.is_open and any(not step.undone for step in self.office.steps())

    @property
    def can_redo(self) -> bool:
        """Whether a step undone can be done again."""
        return self.is_open and any(step.undone for step in self.office.steps())

    def undo(self) -> None:
        """Undo the newest step, also one of an earlier day."""
        self.publish(self.office.undo())

    def redo(self) -> None:
        """Do the step undone last again."""
        self.publish(self.office.redo())

    def note(self, text: str, undoable: bool = False) -> None:
        """Say one sentence at the lower left."""
        self.noted.emit(Note(text, undoable))

    def _replace(self, office: "Office | None") -> None:
        if self._office:
            self._office.close()
        self._office = office
        self.selection = Selection()
        self.replaced.emit()
