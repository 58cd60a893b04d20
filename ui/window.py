"""The window: top bar with the stages, below it the page of one stage or the welcome."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

from planner.domain.changes import Changes
from ui.actions import Action, State
from ui.files import Files
from ui.jobs import Jobs
from ui.look import fonts, icons, parts
from ui.look.floating import FocusRing, Toast
from ui.look.tokens import BAR, BODY, Look
from ui.menus import fill_menu, make_actions, make_menu, update_actions
from ui.pages import welcome
from ui.papers import Papers
from ui.session import ALL, Note, Session
from ui.settings import Preferences
from ui.stages import Kit, Page, Stage, Standing
from ui.widgets.page_frame import PageFrame
from ui.widgets.stage_bar import StageBar, draw_mark
from ui.words import Words

Handlers = Mapping[str, Callable[[], object]]
PAPER_COMMANDS = ("file.print", "file.pdf")  # done by the page that shows a paper
SMALLEST = QSize(960, 600)


class Window(QMainWindow):
    """The one window, in one language, theme and text scale; another choice makes another window.

    `handlers` do the commands that belong to no stage; `here` is the stage first shown.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        look: Look,
        words: Words,
        preferences: Preferences,
        files: Files,
        handlers: Handlers,
        here: Stage = Stage.INTAKE,
    ) -> None:
        super().__init__()
        self._session, self._jobs, self._look, self._words = session, jobs, look, words
        self._files = files
        self._handlers = {**files.handlers(), **handlers}
        self.actions_by_id = make_actions(self, look, words, self._run)
        self.kit = Kit(session, jobs, look, words, preferences, self.actions_by_id, files.chooser)
        self._pages: dict[Stage, Page] = {}
        self._frames: dict[Stage, PageFrame] = {}
        self._here: Stage | None = None
        self._stale: set[Stage] = set()
        self._words.follow(session.scenario)
        self._build()
        self.setFocus()
        self._listen()
        self.setMinimumSize(SMALLEST)
        self.show_stage(here)

    def page(self, stage: Stage) -> Page:
        """Give the page of a stage, made when it is first wanted."""
        if stage not in self._pages:
            made: Page = import_module(f"ui.pages.{stage}").build(self.kit)
            self._pages[stage] = made
            self._frames[stage] = PageFrame(made, self.kit)
            self._stack.addWidget(self._frames[stage])
            made.refresh(ALL)
        return self._pages[stage]

    @property
    def here(self) -> Stage | None:
        """The stage on the screen, None for the welcome page."""
        return self._here

    def show_stage(self, stage: Stage | None) -> None:
        """Show the page of a stage, or the welcome page."""
        self._here = stage if self._session.is_open else None
        if self._here is None:
            self._stack.setCurrentWidget(self._welcome)
        else:
            page = self.page(self._here)
            if self._here in self._stale:
                self._stale.discard(self._here)
                page.refresh(ALL)
            self._stack.setCurrentWidget(self._frames[self._here])
        self._state()

    def retire(self) -> None:
        """Leave for the window that takes this one's place; its papers stop being made."""
        session, jobs = self._session, self._jobs
        session.changed.disconnect(self._refresh)
        session.selected.disconnect(self._pick)
        session.replaced.disconnect(self._replace)
        session.noted.disconnect(self._note)
        jobs.running_changed.disconnect(self._state)
        for papers in self.findChildren(Papers):
            papers.cancel()
        self.hide()
        self.deleteLater()

    def find_handlers(self) -> dict[str, Callable[[], object]]:
        """Give what every command does whose page has been made, for tests."""
        found = dict(self._handlers)
        for page in self._pages.values():
            found.update(page.handlers())
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the toast in its corner."""
        super().resizeEvent(event)
        self._toast.place()

    def _build(self) -> None:
        look = self._look
        self._stack = QStackedWidget()
        self._welcome = welcome.build(self.kit, self._files.open)
        self._stack.addWidget(self._welcome)
        body = QWidget()
        body.setLayout(parts.column(self._make_top(), self._stack, gap=0))
        self.setCentralWidget(body)
        undo = self.actions_by_id["edit.undo"]
        way_back = parts.action_button(undo, look, "toast", undo.toolTip())
        self._toast = Toast(self, look, way_back)
        FocusRing(self, look)

    def _make_top(self) -> QFrame:
        look, actions = self._look, self.actions_by_id
        mark = parts.Painted(draw_mark, look, self._words.gettext("Xunhui"))
        mark.setFixedSize(look.px(28), look.px(28))
        self._file = QToolButton()
        self._file.setProperty("kind", "file")
        self._file.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._file.setFont(fonts.font(look, BODY, bold=True))
        self._file.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._file.setMenu(self._make_file_menu())
        self._stages = StageBar(actions, look, self._words)
        tools = ("edit.undo", "edit.redo", "edit.find", "view.language", "view.settings")
        right = parts.row(*(parts.tool(actions[name], look) for name in tools), gap=0)
        right.addWidget(self._make_menu_button())
        items = (mark, self._file, None, self._stages, None, right)
        return parts.frame(
            parts.row(*items, gap=8, margins=(12, 0, 8, 0)), "bar", height=look.px(BAR)
        )

    def _make_file_menu(self) -> QMenu:
        menu = QMenu(self)
        fill_menu(menu, "file", self.actions_by_id)
        recent = menu.addMenu(self._words.gettext("Files of last time"))

        def list_recent() -> None:
            recent.clear()
            for path in self.kit.preferences.recent:
                recent.addAction(path.stem, partial(self._files.open, path))
            recent.setEnabled(not recent.isEmpty())

        menu.aboutToShow.connect(list_recent)
        return menu

    def _make_menu_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.make_icon("menu", self._look))
        button.setIconSize(icons.icon_size(self._look))
        button.setMenu(make_menu(self, self._words, self.actions_by_id))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(self._words.gettext("All commands"))
        button.setAccessibleName(self._words.gettext("All commands"))
        return button

    def _listen(self) -> None:
        session, jobs = self._session, self._jobs
        session.changed.connect(self._refresh)
        session.selected.connect(self._pick)
        session.replaced.connect(self._replace)
        session.noted.connect(self._note)
        jobs.running_changed.connect(self._state)

    def _run(self, action: Action) -> None:
        if action.id.startswith("go."):
            self.show_stage(Stage(action.id.removeprefix("go.")))
        elif action.stage:
            if self._here is not action.stage:
                self.show_stage(action.stage)
            self.page(action.stage).handlers()[action.id]()
        elif action.id in PAPER_COMMANDS:
            own = self.page(self._here).handlers() if self._here else {}
            own.get(action.id, lambda: self.show_stage(Stage.PUBLICITY))()
        else:
            self._handlers[action.id]()

    def _replace(self) -> None:
        self._words.follow(self._session.scenario)
        for frame in self._frames.values():
            self._stack.removeWidget(frame)
            frame.deleteLater()
        self._frames.clear()
        self._pages.clear()
        self._stale.clear()
        if not self._session.is_open:
            self._renew_welcome()
        self.show_stage(Stage.INTAKE)

    def _renew_welcome(self) -> None:
        """List the file just closed among the recent ones."""
        old, self._welcome = self._welcome, welcome.build(self.kit, self._files.open)
        self._stack.addWidget(self._welcome)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _refresh(self, changes: Changes) -> None:
        self._words.follow(self._session.scenario)
        if self._session.scenario is None:
            self.show_stage(Stage.INTAKE)
        for stage, page in self._pages.items():
            if stage is self._here:
                page.refresh(changes)
            else:
                self._stale.add(stage)
        self._state()

    def _note(self, note: Note) -> None:
        self._toast.tell(note.text, note.undoable)

    def _state(self) -> None:
        state = State(self._session, self._jobs.is_running)
        update_actions(self.actions_by_id, state)
        self._stages.setVisible(self._session.is_open)
        self._stages.tell(self._find_standings(), self._here)
        self._name_file()
        self._say()

    def _pick(self) -> None:
        update_actions(self.actions_by_id, State(self._session, self._jobs.is_running))
        self._say()

    def _find_standings(self) -> dict[Stage, Standing]:
        if not self._session.is_open:
            return {}
        return {
            stage: import_module(f"ui.pages.{stage}").standing(self._session) for stage in Stage
        }

    def _name_file(self) -> None:
        _ = self._words.gettext
        name = self._session.office.path.stem if self._session.is_open else _("Xunhui")
        self._file.setText(name)
        self._file.setAccessibleName(_("File: {name}").format(name=name))
        self.setWindowTitle(f"{name} – {_('Xunhui')}" if self._session.is_open else name)

    def _say(self) -> None:
        if self._here is not None:
            self._frames[self._here].say(self._pages[self._here].sentences())
