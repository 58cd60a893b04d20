"""The seven stages: what each is called, where it stands, and what a page is to the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from planner.domain.changes import Changes
from ui.dialogs.choose import Chooser
from ui.jobs import Jobs
from ui.look.tokens import Look
from ui.session import Session
from ui.settings import Preferences
from ui.words import Words


class Stage(StrEnum):
    """A stage of the round; its page is the module of this name in `ui.pages`."""

    INTAKE = "intake"
    COVERAGE = "coverage"
    DEMAND = "demand"
    PLANNING = "planning"
    PUBLICITY = "publicity"
    FIELDWORK = "fieldwork"
    FOLLOWUP = "followup"


def name_stage(stage: Stage, words: Words) -> str:
    """Name a stage as the stage bar does."""
    _ = words.gettext
    return {
        Stage.INTAKE: _("Data"),
        Stage.COVERAGE: _("Coverage"),
        Stage.DEMAND: _("Demand"),
        Stage.PLANNING: _("Plan"),
        Stage.PUBLICITY: _("Notices"),
        Stage.FIELDWORK: _("On tour"),
        Stage.FOLLOWUP: _("Follow-up"),
    }[stage]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a stage stands: `can_start` else its number is faint, `done` a tick, `due` a count."""

    can_start: bool = False
    done: bool = False
    due: int = 0


@dataclass(frozen=True, slots=True)
class Kit:
    """What every page is handed: the file, the worker, the look, the words, the actions by id.

    `chooser` asks the person for files and folders.
    """

    session: Session
    jobs: Jobs
    look: Look
    words: Words
    preferences: Preferences
    actions: Mapping[str, QAction]
    chooser: Chooser


@dataclass(frozen=True, slots=True)
class Sentences:
    """What the frame says for a page: the scope beside its title, and the foot, left and right."""

    scope: str = ""
    foot: str = ""
    foot_end: str = ""


class Page(Protocol):
    """A screen of one stage; its module has `build(kit)` and `standing(session)`.

    The window writes `title` and `sentences().scope` into the screen bar, puts `views` after them
    and a button for each action of `tools` at the right, the last one as the primary button; it
    runs `handlers()[id]` when the action with that id is triggered, and asks for the sentences
    anew after every change and selection.
    """

    @property
    def title(self) -> str:
        """What the screen is called."""

    @property
    def views(self) -> tuple[QWidget, ...]:
        """What stands in the screen bar beside the title: segmented views, steppers."""

    @property
    def tools(self) -> tuple[str, ...]:
        """The ids of the actions in the screen bar, the primary one last."""

    def widget(self) -> QWidget:
        """The body of the screen."""

    def sentences(self) -> Sentences:
        """What the frame says now."""

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the page does, by the id of an action."""

    def refresh(self, changes: Changes) -> None:
        """Show the file as it is now; `changes` says which parts are new."""
