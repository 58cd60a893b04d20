"""Find a suitable day for one visit: every day with its detour, and one hand edit to take it."""

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QWidget

from planner.domain.answers import DayAnswer
from planner.domain.plan import Plan
from planner.office.errors import PlanBroken
from planner.words import finding_text
from ui.dialogs.frame import furnish
from ui.look import parts
from ui.look.delegate import PaintDelegate
from ui.look.tokens import CAPTION, Look
from ui.models.days import (
    DayRow,
    Fit,
    make_rows,
    name_visit,
    put_best_first,
    say_gain,
    say_row,
)
from ui.models.rows import RowsModel
from ui.stages import Kit
from ui.widgets.suitable_rows import HEIGHT, draw_legend, draw_suitable

SLICE = 0.03  # s the window is held at a time


def ask(kit: Kit, parent: QWidget) -> None:
    """Find a suitable day for the picked visit."""
    visit = kit.session.selection.visit
    name = name_visit(visit, kit.session.scenario, kit.session.question, kit.words)
    if name and kit.session.plan is not None:
        FindDay(kit, visit, name, parent).exec()


class FindDay(QDialog):
    """Asks for one day after the other without holding the window; closing it stops the search."""

    def __init__(self, kit: Kit, visit: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scenario, question = kit.session.scenario, kit.session.question
        assert scenario is not None, "there is a plan"
        assert question is not None, "there is a plan"
        self._kit, self._name, self._scenario = kit, name, scenario
        self._finder = kit.session.office.answers.find_days(visit)
        self._markets = frozenset(o.day for o in self._finder.visit.offers if o.market_day)
        self._waiting = list(self._finder.days)
        self._rows: tuple[DayRow, ...] = ()
        self._placing: Iterator[Plan | None] | None = None
        self._by_day = True
        self._model: RowsModel[DayRow] = RowsModel(lambda row: say_row(row, kit.words), self)
        self._build()
        self._clock = QTimer(self, interval=0)
        self._clock.timeout.connect(self._work)
        self._clock.start()

    @property
    def rows(self) -> tuple[DayRow, ...]:
        """The days in the order shown."""
        return self._model.rows

    @property
    def is_searching(self) -> bool:
        """Whether days are still to be answered or the plan to be made."""
        return self._clock.isActive()

    def pick(self, answer: DayAnswer) -> None:
        """Pick the row of an answer."""
        place = next(n for n, row in enumerate(self.rows) if row.answer.day == answer.day)
        self._view.setCurrentIndex(self._model.index(place, 0))

    def place(self) -> None:
        """Put the visit on the picked day; the window stays free while reasons are worked out."""
        row = self._picked()
        if row is None or row.answer.after is None or row.answer.is_now or self._placing:
            return
        self._chosen = row
        self._placing = self._kit.session.office.answers.place(self._finder, row.answer)
        self._hint.setText(self._kit.words.gettext("Working out the reasons anew…"))
        self._say_picked()
        self._clock.start()

    def done(self, result: int) -> None:
        """Stop asking and close."""
        self._clock.stop()
        super().done(result)

    def _build(self) -> None:
        kit, _, look = self._kit, self._kit.words.gettext, self._kit.look
        self._order = parts.Segments((_("By date"), _("Best first")), look)
        self._order.picked.connect(self._sort)
        legend = parts.Painted(self._draw_legend, look, _("Detour"))
        legend.setMinimumSize(look.px(380), look.px(22))
        self._hint = parts.label("", look, CAPTION, role="muted", wrap=True)
        self._view = parts.list_view(
            self._model,
            PaintDelegate(draw_suitable(kit.words), look, HEIGHT),
            _("Days"),
            look,
        )
        self._view.selectionModel().currentChanged.connect(lambda *_index: self._say_picked())
        self._view.doubleClicked.connect(lambda _index: self.place())
        self._broken = parts.label("", look, wrap=True)
        self._trouble = parts.note("danger", "octagon-x", self._broken, look)
        self._trouble.hide()
        head = parts.row(self._order, 4, legend, margins=(20, 0, 20, 8))
        head.setStretch(2, 1)
        hint = parts.row(self._hint, margins=(20, 0, 20, 8))
        column = parts.column(head, hint, parts.rule(), self._view, self._trouble, gap=0)
        column.setStretch(3, 1)
        body = QWidget()
        body.setLayout(column)
        cancel = parts.button(_("Cancel"), look)
        cancel.clicked.connect(self.reject)
        text = _("Move it here") if self._finder.now else _("Place it here")
        self._take = parts.button(text, look, "calendar-check", "primary")
        self._take.clicked.connect(self.place)
        self._take.setEnabled(False)
        title = _("Find a suitable day: {name}").format(name=self._name)
        furnish(self, title, body, [cancel, self._take], look, (640, 620))
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _work(self) -> None:
        """Do a slice of what waits: answer days, or make the plan."""
        end = perf_counter() + SLICE
        if self._placing is not None:
            while perf_counter() < end:
                plan = next(self._placing)
                if plan is not None:
                    self._keep(plan)
                    return
            return
        found: list[DayAnswer] = []
        while self._waiting and perf_counter() < end:
            found.append(self._finder.answer(self._waiting.pop(0)))
        self._rows += make_rows(found, self._markets, self._scenario, self._kit.words)
        self._show()
        if not self._waiting:
            self._clock.stop()
            self._say_found()

    def _show(self) -> None:
        picked = self._picked()
        self._model.put(self._rows if self._by_day else put_best_first(self._rows))
        if picked:
            self.pick(picked.answer)

    def _sort(self, index: int) -> None:
        self._by_day = index == 0
        self._show()

    def _say_found(self) -> None:
        _, words = self._kit.words.gettext, self._kit.words
        open_days = [row for row in put_best_first(self._rows) if row.fit is not Fit.NONE]
        if not open_days:
            self._hint.setText(_("There is no day on which it could be made; each says why."))
            return
        best = open_days[0]
        said = words.ngettext(
            "{count} day is possible. Best: {day} with {crew}, value {gain}.",
            "{count} days are possible. Best: {day} with {crew}, value {gain}.",
            len(open_days),
        )
        day = words.day(best.answer.day)
        gain = say_gain(best, words)
        count = len(open_days)
        self._hint.setText(said.format(count=count, day=day, crew=best.crew, gain=gain))
        picked = self._picked()
        if picked is None or picked.fit is Fit.NONE:
            self.pick(best.answer)

    def _picked(self) -> DayRow | None:
        index = self._view.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def _say_picked(self) -> None:
        row = self._picked()
        can = row is not None and row.answer.after is not None and not row.answer.is_now
        self._take.setEnabled(can and self._placing is None)

    def _keep(self, plan: Plan) -> None:
        self._clock.stop()
        self._placing = None
        session, words, _ = self._kit.session, self._kit.words, self._kit.words.gettext
        facts = {"name": self._name, "day": words.day(self._chosen.answer.day)}
        try:
            session.accept(plan, _("{name} put on {day}").format(**facts))
        except PlanBroken as broken:
            first = finding_text(broken.findings[0], broken.scenario, words.language)
            self._broken.setText(_("It would break a rule. {rule}").format(rule=first))
            self._trouble.show()
            self._say_found()
            return
        gain = say_gain(self._chosen, words)
        said = _("{name} put on {day} with {crew}: value {gain}")
        session.note(said.format(**facts, crew=self._chosen.crew, gain=gain), undoable=True)
        self.accept()

    def _draw_legend(self, painter: QPainter, size: QSize, look: Look) -> None:
        area = QRectF(0, 0, size.width(), size.height())
        draw_legend(painter, area, look, self._kit.words)
