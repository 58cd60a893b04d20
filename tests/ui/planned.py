"""A planned file of the invented upland, and what its pages and dialogs are handed."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from planner.office import Office
from tests.folders import write_upland
from ui.actions import State
from ui.jobs import Jobs
from ui.look.tokens import LIGHT, Look
from ui.menus import make_actions, update_actions
from ui.session import Session
from ui.settings import Preferences
from ui.stages import Kit
from ui.words import Words


@dataclass
class Answers:
    """Answers for the person: where to write, and what was told."""

    folder_: Path
    told: list[str] = field(default_factory=list)

    def folder(self, title: str) -> Path | None:
        return self.folder_

    def file(self, title: str, kind: str, suffix: str) -> Path | None:
        return None

    def target(self, title: str, kind: str, name: str) -> Path | None:
        return self.folder_ / name

    def tell(self, title: str, sentence: str) -> None:
        self.told.append(title)


def make_planned(folder: Path, seconds: float = 2.0) -> Path:
    """Make a file of the upland, three weeks from 12 October 2026, with a plan."""
    office = Office.create(folder / "upland.tourplan")
    office.intake.take(office.intake.look(write_upland(folder / "upland")))
    office.set_planning(date(2026, 10, 12), 3)
    office.planning.accept(office.planning.run(seconds, lambda _message: None).plan, "plan")
    office.close()
    return folder / "upland.tourplan"


def make_kit(
    path: Path, folder: Path, owner: QWidget, language: str = "en", look: Look = LIGHT
) -> Kit:
    """Open a file for pages and dialogs; `folder` takes settings and what is written."""
    session = Session()
    session.open(path)
    words = Words(language)
    actions = make_actions(owner, look, words, lambda _action: None)
    update_actions(actions, State(session))
    store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    return Kit(session, Jobs(session), look, words, Preferences(store), actions, Answers(folder))
