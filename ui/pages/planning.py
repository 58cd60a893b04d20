"""Stage planning: ask for a plan, watch it grow, see it as timeline, list and map, change it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QWidget,
)

from planner.domain.changes import Changes, Topic
from planner.domain.demand import Question
from planner.domain.findings import Finding
from planner.domain.locks import Freedom
from planner.domain.plan import Plan
from planner.office import Office
from planner.office.assemble import assemble
from planner.office.channel import Progress
from planner.office.errors import Announced, PlanBroken
from ui.look import parts
from ui.look.delegate import ITEM_ROLE
from ui.models.board import Board, StopRow, make_board
from ui.models.left_out import LeftRow, list_left
from ui.models.locks import next_rung, say_freedom
from ui.models.map_content import gather
from ui.models.stops import LUNAR, StopModel
from ui.session import Selection, Session
from ui.stages import Kit, Page, Sentences, Standing
from ui.widgets.board_pane import BoardPane
from ui.widgets.inspector import Inspector
from ui.widgets.left_pane import LeftPane
from ui.widgets.legend import Legend
from ui.widgets.lock_menu import make_lock_menu
from ui.widgets.map import MapView
from ui.widgets.picking import pick_row
from ui.widgets.plan_notes import PlanNotes
from ui.widgets.run_strip import RunStrip
from ui.widgets.seconds_choice import SecondsChoice
from ui.widgets.stop_table import make_stop_table
from ui.widgets.timeline import Timeline
from ui.widgets.week_stepper import WeekStepper

LEFT, RIGHT = 250, 318  # px at 100 %
ROOMY, SPARED = 1200, 38  # px of the page below which both sides give way, and by how much
REDRAW = 250  # ms between two better plans on the board
SAME = 0.5  # contacts; a plan better by less counts as no better


def build(kit: Kit) -> Page:
    """Make the page."""
    return PlanningPage(kit)


def standing(session: Session) -> Standing:
    """Say where the stage stands."""
    return Standing(session.question is not None, session.plan is not None)


class PlanningPage(QWidget):
    """The plan board. A run's plans are shown at once, and kept when the run ends."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._look, self._words = kit, kit.look, kit.words
        self._candidate: Plan | None = None
        self._board: Board | None = None
        self._findings: tuple[Finding, ...] = ()
        self._follows = True
        self._asked: Office | None = None
        self._make_views()
        self._make_panes()
        self._make_layout()
        self._listen()

    @property
    def title(self) -> str:
        """What the screen is called."""
        return self._words.gettext("Plan")

    @property
    def views(self) -> tuple[QWidget, ...]:
        """Timeline or list, week or all, which week, how long to plan."""
        return (self._views, self._zoom, self._stepper, self._seconds)

    @property
    def tools(self) -> tuple[str, ...]:
        """What the screen bar offers."""
        return ("work.changes", "work.what_if", "planning.plan")

    def widget(self) -> QWidget:
        """The body of the screen."""
        return self

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What the page does, by the id of an action."""
        return {
            "planning.plan": self.plan,
            "planning.stop": self.stop,
            "planning.lock": lambda: self.offer_locks(self._timeline.menu_place()),
        }

    def sentences(self) -> Sentences:
        """Say the span planned, how good the plan is proven to be, and what it holds."""
        question, plan = self._kit.session.question, self._shown_plan()
        if question is None:
            return Sentences()
        _, words = self._words.gettext, self._words
        horizon = plan.horizon if plan else question.horizon
        crews = words.ngettext("{count} crew", "{count} crews", len(question.crews))
        scope = _("{first} – {last}, {crews}").format(
            first=words.day(horizon.first),
            last=words.day(horizon.last),
            crews=crews.format(count=len(question.crews)),
        )
        if plan is None or self._board is None:
            return Sentences(scope, _("Nothing is planned yet."))
        return Sentences(scope, self._say_proof(plan), self._say_facts(plan, self._board))

    def refresh(self, changes: Changes) -> None:
        """Show the file as it is now."""
        if not self._kit.jobs.is_running:
            self._candidate = None
        if changes.topics & {Topic.SCENARIO, Topic.PARAMETERS}:
            self._judge()
        else:  # a plan is kept only after it was judged
            self._findings = ()
            self._say_judgement()
        self._show_plan()

    def plan(self) -> None:
        """Ask the worker for a plan."""
        seconds = self._seconds.seconds
        self._asked = self._kit.session.office
        self._strip.begin(seconds)
        self._strip_frame.show()
        self._notes.say_failed(None)
        if self._kit.session.scenario:
            self._notes.say_unkept((), self._kit.session.scenario)
        self._kit.jobs.solve(seconds)

    def stop(self) -> None:
        """Stop planning and keep the best plan."""
        self._strip.stop()
        self._kit.jobs.cancel()

    def drop(self) -> None:
        """Take the picked stop out of the plan, undoably."""
        session = self._kit.session
        stop = self._board.find(session.selection.visit) if self._board else None
        if stop is None or self._kit.jobs.is_running or session.plan is None:
            return
        before = session.plan.value
        _ = self._words.gettext
        label = _("{name} taken out").format(name=stop.name)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            plan = session.office.planning.without(stop.visit)
            session.accept(plan, label, stop.visit)
        except PlanBroken as broken:
            self._notes.say_broken(broken.findings, broken.scenario)
            return
        except Announced:
            session.note(_("{name} is announced: unlock it first").format(name=stop.name))
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        change = self._words.number(plan.value - before)
        said = _("{name} taken out: value {change}").format(name=stop.name, change=change)
        session.note(said, undoable=True)

    def offer_locks(self, place: QPoint) -> None:
        """Open the ladder of locks at a place on the screen, for the stops that are picked."""
        picked = self._list_picked()
        if picked:
            menu = make_lock_menu(
                self, self._words, picked, self._board_rows(picked[0]), self._lock
            )
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place)

    def _offer_in(self, table: QTableView, place: QPoint) -> None:
        """Open the ladder for the row of a table; a click has picked it already."""
        if table.indexAt(place).isValid():
            self.offer_locks(table.viewport().mapToGlobal(place))

    def climb(self, step: int) -> None:
        """Lock the stops picked one rung more, or one less, as the first of them stands."""
        picked = self._list_picked()
        if picked:
            self._lock(picked, next_rung(picked[0].freedom, step))

    def _list_picked(self) -> list[StopRow]:
        if self._board is None or self._kit.jobs.is_running or self._candidate:
            return []
        visits = self._timeline.chosen or (self._kit.session.selection.visit,)
        return [stop for stop in self._board.stops if stop.visit in visits]

    def _board_rows(self, stop: StopRow) -> tuple[StopRow, ...]:
        return self._board.tour_of(stop.visit) if self._board else ()

    def _lock(self, stops: Sequence[StopRow], freedom: Freedom) -> None:
        session, words = self._kit.session, self._words
        moved = [stop.visit for stop in stops if stop.freedom is not freedom]
        if not moved:
            return
        gathered = self._timeline.chosen
        session.lock(moved, freedom)
        self._timeline.gather(gathered)
        names = stops[0].name
        if len(stops) > 1:
            count = words.ngettext("{count} stop", "{count} stops", len(stops))
            names = count.format(count=len(stops))
        said = words.gettext("{name}: {lock}").format(name=names, lock=say_freedom(freedom, words))
        session.note(said, undoable=True)

    def _name_fix(self, left: LeftRow) -> str:
        """Name the command that brings a visit in; finding a day has a button of its own."""
        if left.action == "work.days":
            return ""
        if left.action == "planning.lock":
            return self._words.gettext("Show the locked stop")
        return self._kit.actions[left.action].text()

    def fix(self) -> None:
        """Do what would bring the picked visit in: a command, or show the lock in the way."""
        left = self._left.find_left(self._kit.session.selection.visit)
        if left is None or self._board is None:
            return
        if left.action != "planning.lock":
            self._kit.actions[left.action].trigger()
            return
        found = [stop for stop in self._board.stops if stop.ref == left.blocker]
        locked = next((stop for stop in found if stop.freedom is not Freedom.FREE), None)
        if locked:
            self._pick_stop(locked.visit)
            self.offer_locks(self._timeline.menu_place())

    def _unlock(self, visits: tuple[str, ...]) -> None:
        """Unlock what no plan could keep, and plan again."""
        self._kit.session.lock(visits, Freedom.FREE)
        self.plan()

    def _shown_plan(self) -> Plan | None:
        return self._candidate or self._kit.session.plan

    # what it is made of

    def _make_views(self) -> None:
        _, look = self._words.gettext, self._look
        self._views = parts.Segments((_("Timeline"), _("List")), look)
        self._zoom = parts.Segments((_("Week"), _("All weeks")), look)
        self._stepper = WeekStepper(look, self._words)
        self._seconds = SecondsChoice(self._kit.preferences, look, self._words)

    def _make_panes(self) -> None:
        look, words, _ = self._look, self._words, self._words.gettext
        self._timeline = Timeline(look, words)
        self._stops = StopModel(words, self)
        self._table = make_stop_table(self._stops, look, words)
        self._below = make_stop_table(self._stops, look, words)
        self._below.setSelectionModel(self._table.selectionModel())
        self._left = LeftPane(look, words)
        self._map = MapView(look, _("Map of the tours"))
        self._inspector = Inspector(look, words)
        self._strip = RunStrip(look, words)
        self._notes = PlanNotes(look, words, self._kit.actions["planning.plan"])
        self._redraw = QTimer(self, singleShot=True, interval=REDRAW)

    def _make_layout(self) -> None:
        stop = parts.action_button(self._kit.actions["planning.stop"], self._look)
        strip = parts.row(self._strip, stop, gap=8, margins=(0, 0, 12, 0))
        strip.setStretch(0, 1)
        self._strip_frame = parts.frame(strip, "bar")
        self._strip_frame.hide()
        self._empty = self._make_empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._make_body())
        self._stack.addWidget(self._make_crewless())
        layout = parts.column(self._strip_frame, self._notes, self._stack, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _make_empty(self) -> QWidget:
        _ = self._words.gettext
        go = parts.action_button(self._kit.actions["planning.plan"], self._look)
        return parts.empty_state(
            self._look,
            "chart-gantt",
            _("Nothing is planned yet"),
            _(
                "Plan decides which crew goes where on which day: on market days where it can, "
                "with every drive, night and rest kept. For example press F5 and watch the "
                "first tours appear within seconds."
            ),
            go,
        )

    def _make_crewless(self) -> QWidget:
        _ = self._words.gettext
        return parts.empty_state(
            self._look,
            "truck",
            _("No crew can go out"),
            _(
                "The tables hold no crews, and no station says how many it sends. For example "
                "write 1 under tour_crews in the stations table, then import the folder again."
            ),
            parts.action_button(self._kit.actions["file.import"], self._look),
        )

    def _make_body(self) -> QWidget:
        look = self._look
        self._middle = QStackedWidget()
        self._pane = BoardPane(self._timeline, self._below, look)
        self._middle.addWidget(self._pane)
        self._middle.addWidget(self._table)
        legend = Legend(look, self._words)
        centre = parts.frame(parts.column(self._middle, legend, gap=0), "ground")
        centre.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        inspector = parts.scroll(self._inspector)
        self._inspector.setAutoFillBackground(False)
        inspector.viewport().setAutoFillBackground(False)
        right = parts.column(self._map, parts.rule(), inspector, gap=0)
        right.setStretch(0, 5)
        right.setStretch(2, 6)
        body = QWidget()
        self._side = parts.frame(parts.column(self._left, gap=0), "side", look.px(LEFT))
        self._aside = parts.frame(right, "aside", look.px(RIGHT))
        layout = parts.row(self._side, centre, self._aside, gap=0)
        layout.setStretch(1, 1)
        body.setLayout(layout)
        return body

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the timeline what a small screen can spare."""
        super().resizeEvent(event)
        look = self._look
        less = SPARED if self.width() < look.px(ROOMY) else 0
        self._side.setFixedWidth(look.px(LEFT - less))
        self._aside.setFixedWidth(look.px(RIGHT - less))
        self._left.measure()

    def _listen(self) -> None:
        session, jobs = self._kit.session, self._kit.jobs
        session.selected.connect(self._show_selection)
        jobs.progress.connect(self._follow)
        jobs.better.connect(self._improve)
        jobs.finished.connect(self._finish)
        jobs.cancelled.connect(self._cancelled)
        jobs.failed.connect(self._say_failed)
        self._redraw.timeout.connect(self._show_plan)
        self._views.picked.connect(self._show_view)
        self._zoom.picked.connect(lambda index: self._timeline.set_far(index == 1))
        self._stepper.stepped.connect(self._timeline.go_to_week)
        self._timeline.week_changed.connect(self._show_week)
        self._timeline.picked.connect(self._pick_stop)
        self._timeline.opened.connect(lambda _visit: self._inspector.setFocus())
        self._timeline.dropped.connect(lambda _visit: self.drop())
        self._timeline.climbed.connect(self.climb)
        self._timeline.menu_wanted.connect(self.offer_locks)
        self._inspector.lock_wanted.connect(self.offer_locks)
        for table in (self._table, self._below):
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(partial(self._offer_in, table))
        self._inspector.fix_wanted.connect(self.fix)
        self._notes.unlock_wanted.connect(self._unlock)
        self._inspector.drop_wanted.connect(self.drop)
        self._inspector.days_wanted.connect(self._kit.actions["work.days"].trigger)
        self._left.opened.connect(self._kit.actions["work.days"].trigger)
        self._map.picked.connect(self._pick_spot)
        self._table.selectionModel().currentRowChanged.connect(self._pick_row)
        self._left.picked.connect(self._pick_left)

    # a run

    def _follow(self, progress: Progress) -> None:
        self._strip_frame.show()
        self._strip.follow(progress.done, progress.total, progress.value, progress.bound)

    def _improve(self, plan: Plan) -> None:
        self._candidate = plan
        if not self._redraw.isActive():
            self._redraw.start()

    def _finish(self, plan: Plan, bound: float | None) -> None:
        self._end_run()
        session = self._kit.session
        if bound is not None and session.is_open and self._asked is session.office:
            session.office.planning.keep_bound(bound)
        self._keep(plan)

    def _cancelled(self, plan: Plan | None) -> None:
        self._end_run()
        session = self._kit.session
        if plan is None or not session.is_open or session.question is None:
            self._show_plan()
            return
        if not plan.unassigned and session.scenario:  # the worker did not get to explain it
            plan = assemble(plan.tours, session.scenario, session.question)
        self._keep(plan)

    def _end_run(self) -> None:
        self._redraw.stop()
        self._candidate = None
        self._strip_frame.hide()

    def _keep(self, plan: Plan) -> None:
        session, words, _ = self._kit.session, self._words, self._words.gettext
        if not session.is_open or self._asked not in (None, session.office):
            return  # the answer is for a file that is closed by now
        before = session.plan
        same = before is not None and _question_of(before) == _question_of(plan)
        if before and same and not self._findings and plan.value <= before.value + SAME:
            session.note(_("No better plan was found; the one you have stays."))
            self._show_plan()
            return
        value = words.number(plan.value)
        try:
            session.accept(plan, _("Plan worth {value}").format(value=value))
        except PlanBroken as broken:
            self._show_plan()
            self._say_refused(plan, broken)
            return
        said = _("New plan, value {value}").format(value=value)
        if before and same:
            gain = words.number(plan.value - before.value)
            said = _("New plan, value {value} (+{gain})").format(value=value, gain=gain)
        session.note(said, undoable=before is not None)

    def _say_refused(self, plan: Plan, broken: PlanBroken) -> None:
        lost = self._kit.session.office.planning.unkept(plan)
        self._notes.say_unkept(lost, broken.scenario)
        if not lost:
            self._notes.say_broken(broken.findings, broken.scenario)

    def _say_failed(self, text: str) -> None:
        self._end_run()
        self._notes.say_failed(text)
        self._show_plan()

    # what is shown

    def _judge(self) -> None:
        session = self._kit.session
        plan = session.plan
        self._findings = session.office.planning.findings(plan) if plan else ()
        self._say_judgement()

    def _say_judgement(self) -> None:
        session = self._kit.session
        plan, question = session.plan, session.question
        if session.scenario:
            self._notes.say_broken(self._findings, session.scenario)
        is_stale = bool(plan and question and _question_of(plan) != _question_of(question))
        self._notes.say_stale(is_stale and not self._findings)

    def _show_plan(self) -> None:
        session, words = self._kit.session, self._words
        plan, scenario, question = self._shown_plan(), session.scenario, session.question
        if plan is None or scenario is None or question is None:
            self._board = None
            self._show_empty(0 if question is None or question.crews else 2)
            return
        if not question.crews and not plan.tours:
            self._board = None
            self._show_empty(2)
            return
        accepted = self._candidate is None
        self._board = make_board(plan, scenario, question, words.language, accepted)
        parameters = plan.parameters
        self._timeline.show_board(self._board, (parameters.shift_start, parameters.shift_end))
        self._stops.set_rows(self._board.stops)
        for table in (self._table, self._below):
            table.setColumnHidden(LUNAR, not words.has_lunar)
        if accepted:
            self._left.show_rows(list_left(plan, scenario, question, words.language))
        else:
            self._left.wait()
        self._map.show_content(gather(scenario, words.language, plan=plan))
        self._pane.share_height()
        self._stack.setCurrentIndex(1)
        self._show_tools(True)
        self._show_week(self._timeline.week)
        self._tell_selection()

    def _show_empty(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._show_tools(False)
        self._tell_selection()

    def _show_tools(self, on: bool) -> None:
        for view in (self._views, self._zoom, self._stepper):
            view.setVisible(on)
        if on:
            self._show_view(self._middle.currentIndex())

    def _show_view(self, index: int) -> None:
        self._middle.setCurrentIndex(index)
        self._zoom.setVisible(index == 0)
        self._stepper.setVisible(index == 0 and not self._timeline.is_far)

    def _show_week(self, week: int) -> None:
        self._stepper.show_week(week, self._timeline.weeks)
        self._zoom.choose(1 if self._timeline.is_far else 0)
        is_near = self._middle.currentIndex() == 0 and not self._timeline.is_far
        self._stepper.setVisible(is_near)

    # what is picked

    def _pick_stop(self, visit: str) -> None:
        stop = self._board.find(visit) if self._board else None
        if stop:
            session = self._kit.session
            venue, customer = ("", stop.ref) if stop.is_home else (stop.ref, "")
            session.select(
                Selection(
                    venue=venue, customer=customer, visit=visit, crew=stop.crew, day=stop.day
                )
            )

    def _pick_spot(self, selection: Selection) -> None:
        stop = self._board.find(selection.visit) if self._board else None
        if stop:
            self._pick_stop(stop.visit)
        else:
            self._kit.session.select(selection)

    def _pick_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        stop = current.data(ITEM_ROLE) if current.isValid() else None
        if stop is not None:
            self._pick_stop(stop.visit)

    def _pick_left(self, left: LeftRow) -> None:
        venue, customer = ("", left.ref) if left.is_home else (left.ref, "")
        self._kit.session.select(Selection(venue=venue, customer=customer, visit=left.visit))

    def _tell_selection(self) -> None:
        """Have the frame say anew what is shown, while the map stays where it is."""
        self._follows = False
        self._kit.session.selected.emit(self._kit.session.selection)
        self._follows = True

    def _show_selection(self, selection: Selection) -> None:
        plan = self._shown_plan()
        if self._board is None or plan is None:
            return
        visit = selection.visit
        stop, left = self._board.find(visit), self._left.find_left(visit)
        self._timeline.pick(visit if stop else "")
        self._map.select(selection, follow=self._follows and bool(stop or left))
        pick_row(self._table, self._stops.row_of(visit))
        self._below.viewport().update()
        if self._table.currentIndex().isValid():
            self._below.scrollTo(self._table.currentIndex())
        self._left.pick(visit if left and not stop else "")
        if stop:
            self._inspector.show_stop(stop)
        elif left:
            self._inspector.show_left(left, self._name_fix(left))
        else:
            self._inspector.show_plan(plan, self._board)

    # what is said

    def _say_proof(self, plan: Plan) -> str:
        _ = self._words.gettext
        if not self._kit.session.plan or self._candidate:
            return self._strip.proof
        bound = self._kit.session.office.planning.bound(plan)
        if bound is None or plan.value <= 0:
            return _("Checked: every rule is kept") if not self._findings else ""
        share = f"{max(0.0, bound / plan.value - 1) * 100:.1f}"
        return _("Proven: no plan can be more than {share} % better").format(share=share)

    def _say_facts(self, plan: Plan, board: Board) -> str:
        _, words = self._words.gettext, self._words
        booths = [stop for stop in board.stops if not stop.is_home]
        return _(
            "Value {value}  ·  {booths} booths, {markets} on market days  ·  {homes} home visits"
            "  ·  {nights} nights  ·  {km} km"
        ).format(
            value=words.number(plan.value),
            booths=len(booths),
            markets=sum(stop.market for stop in booths),
            homes=len(board.stops) - len(booths),
            nights=sum(len(crew.beds) for crew in board.crews),
            km=words.number(sum(crew.metres for crew in board.crews) / 1000),
        )


def _question_of(asked: Plan | Question) -> tuple[object, ...]:
    return asked.planned_on, asked.horizon, asked.parameters
