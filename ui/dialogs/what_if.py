"""What-if: choose what could be otherwise, solve it side by side, compare, take one over."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QVBoxLayout, QWidget

from planner.domain.plan import Plan
from planner.domain.units import minor_per_major
from planner.domain.variants import Condition, Variant
from planner.office.errors import PlanBroken
from planner.office.what_if import count_figures, list_marginals
from planner.words import finding_text
from ui.aside import run_aside
from ui.crowd import Crowd, Request
from ui.dialogs.frame import furnish
from ui.look import fonts, parts
from ui.look.tokens import BODY, CAPTION, SECTION
from ui.models.what_if import VariantRow, make_table, name_variant, read_money, say_variant
from ui.stages import Kit
from ui.widgets.number_edit import NumberEdit
from ui.widgets.seconds_choice import SecondsChoice

Read = Callable[[], Variant]
MOST_BUDGET = 10_000_000  # major units a field takes
REDRAW = 100  # ms between two drawings of how far the workers are


def ask(kit: Kit, parent: QWidget) -> None:
    """Compare variants."""
    if kit.session.scenario is not None and kit.session.scenario.crews:
        WhatIfDialog(kit, parent).exec()


class WhatIfDialog(QDialog):
    """Ticks and fields at the left, the table of what they come to at the right."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scenario = kit.session.scenario
        assert scenario is not None, "the action is enabled with tables only"
        self._kit, self._scenario = kit, scenario
        self._choices: list[tuple[QCheckBox, Read]] = []
        self._rows: list[VariantRow] = []
        self._crowd = Crowd(kit.session, self)
        self._model = make_table(scenario, kit.look, kit.words)
        self._model.setParent(self)
        self._redraw = QTimer(self, singleShot=True, interval=REDRAW)
        self._build()
        self._crowd.moved.connect(self._move)
        self._crowd.estimated.connect(self._note_estimates)
        self._crowd.answered.connect(self._note)
        self._crowd.failed.connect(self._fail)
        self._crowd.ended.connect(self._end)
        self._redraw.timeout.connect(self._show)

    @property
    def rows(self) -> tuple[VariantRow, ...]:
        """The variants compared, in the order asked."""
        return tuple(self._rows)

    def run(self) -> None:
        """Solve what is ticked, each in the time chosen; stop where it runs."""
        if self._crowd.is_running:
            self._crowd.cancel()
            return
        self._compare([read() for box, read in self._choices if box.isChecked()])

    def weigh_one_more(self) -> None:
        """Estimate what one more of everything is worth, and confirm each by planning anew."""
        if not self._crowd.is_running:
            self._compare(list_marginals(self._scenario))

    def _compare(self, wanted: Sequence[Variant]) -> None:
        words, seconds = self._kit.words, float(self._seconds.seconds)
        variants = [Variant(Condition.AS_IT_IS), *wanted]
        self._rows = [VariantRow(v, name_variant(v, self._scenario, words)) for v in variants]
        what_if = self._kit.session.office.what_if
        first = what_if.request(variants[0], seconds, tuple(wanted))
        requests = [Request(0, *first)]
        requests += [
            Request(place, *what_if.request(variant, seconds))
            for place, variant in enumerate(wanted, start=1)
        ]
        self._trouble.hide()
        self._crowd.ask(requests)
        self._say_state()
        self._show()

    def take(self) -> None:
        """Take the picked variant over: its tables and its plan, as one step."""
        row = self._picked()
        if row is None or row.plan is None or not self._can_take(row):
            return
        session, words, _ = self._kit.session, self._kit.words, self._kit.words.gettext
        run_aside(lambda: session.office.what_if.prepare(row.variant))
        try:
            session.publish(session.office.what_if.take(row.variant, row.plan, row.name))
        except PlanBroken as broken:
            first = finding_text(broken.findings[0], broken.scenario, words.language)
            self._broken.setText(_("It would break a rule. {rule}").format(rule=first))
            self._trouble.show()
            return
        value = words.number(row.plan.value)
        said = _("{name} taken over, plan value {value}").format(name=row.name, value=value)
        session.note(said, undoable=True)
        self.accept()

    def done(self, result: int) -> None:
        """End the workers and close."""
        self._crowd.close()
        super().done(result)

    # what it is made of

    def _build(self) -> None:
        _, look = self._kit.words.gettext, self._kit.look
        self._more = parts.button(_("What is one more worth?"), look, "coins")
        self._more.setToolTip(
            _("A night, a day a week, a crew, a day less of notice: estimated, then planned.")
        )
        self._more.clicked.connect(self.weigh_one_more)
        self._run = parts.button(_("Stop, keep the best"), look, "play", "primary")
        self._run.setText(_("Compare them"))
        self._run.clicked.connect(self.run)
        body = QWidget()
        layout = parts.row(self._make_choices(), self._make_table(), gap=0)
        layout.setStretch(1, 1)
        body.setLayout(layout)
        close = parts.button(_("Close"), look)
        close.clicked.connect(self.reject)
        self._take = parts.button(_("Take this one over"), look, "check")
        self._take.clicked.connect(self.take)
        self._take.setEnabled(False)
        buttons = [close, self._take, self._run]
        self._seconds = SecondsChoice(self._kit.preferences, look, self._kit.words)
        aside = QWidget()
        aside.setLayout(parts.row(self._seconds, self._more, gap=8))
        furnish(self, _("What if…"), body, buttons, look, (1120, 600), aside)

    def _make_choices(self) -> QWidget:
        _, look, scenario = self._kit.words.gettext, self._kit.look, self._scenario
        column = parts.column(gap=8, margins=(20, 0, 16, 12))
        column.addWidget(parts.label(_("What could be otherwise?"), look, SECTION, bold=True))
        less, more, moved = self._crews(), self._crews(), self._crews()
        self._add(
            column, _("Without"), lambda: Variant(Condition.CREW_LESS, less.currentData()), less
        )
        self._add(
            column,
            _("One crew more like"),
            lambda: Variant(Condition.CREW_MORE, more.currentData()),
            more,
        )
        if len(scenario.stations) > 1:
            depots = self._stations(moved)
            self._add(
                column,
                _("From another station"),
                lambda: Variant(Condition.OTHER_DEPOT, moved.currentData(), depots.currentData()),
                moved,
                depots,
            )
        self._add(column, _("One night more in a row"), lambda: Variant(Condition.NIGHT_MORE))
        if scenario.parameters.max_days_a_week < 7:
            self._add(column, _("One day more a week"), lambda: Variant(Condition.DAY_MORE))
        lead = NumberEdit(look, 0, 60)
        lead.setValue(max(0, scenario.parameters.notice_lead_days - 2))
        self._add(
            column,
            _("Days of notice"),
            lambda: Variant(Condition.NOTICE_LEAD, amount=round(lead.value())),
            lead,
        )
        budget = self._make_budget()
        self._add(
            column,
            _("Budget for nights and road"),
            lambda: Variant(Condition.BUDGET, amount=read_money(budget.value(), scenario)),
            budget,
        )
        for box, _read in self._choices[:2]:
            box.setChecked(True)
        column.addStretch(1)
        content = QWidget()
        content.setLayout(column)
        area = parts.scroll(content)
        area.setFixedWidth(look.px(330))
        return area

    def _add(
        self, column: QVBoxLayout, text: str, read: Read, *fields: QComboBox | NumberEdit
    ) -> None:
        box = QCheckBox(text)
        box.setFont(fonts.font(self._kit.look, BODY))
        box.toggled.connect(lambda _on: self._say_state())
        self._choices.append((box, read))
        column.addWidget(box)
        if fields:
            column.addLayout(parts.row(*fields, None, gap=6, margins=(24, 0, 0, 0)))
        for field in fields:
            field.setAccessibleName(text)

    def _crews(self) -> QComboBox:
        made = self._combo()
        for crew in self._scenario.crews:
            made.addItem(crew.name, crew.id)
        return made

    def _stations(self, crews: QComboBox) -> QComboBox:
        """Offer every station but the one the picked crew starts from."""
        made, language = self._combo(), self._kit.words.language
        depots = {crew.id: crew.depot for crew in self._scenario.crews}

        def fill() -> None:
            made.clear()
            for station in self._scenario.stations:
                if station.id != depots.get(crews.currentData()):
                    made.addItem(station.names.read(language), station.id)

        crews.currentIndexChanged.connect(lambda _index: fill())
        fill()
        return made

    def _combo(self) -> QComboBox:
        made = QComboBox()
        made.setFont(fonts.font(self._kit.look, BODY))
        made.setMaximumWidth(self._kit.look.px(150))
        return made

    def _make_budget(self) -> NumberEdit:
        scenario, plan = self._scenario, self._kit.session.plan
        made = NumberEdit(self._kit.look, 0, MOST_BUDGET)
        unit = minor_per_major(scenario.currency)
        budget = scenario.parameters.budget
        made.setValue((budget or 0) / unit)
        if budget is None and plan:
            made.setValue(count_figures(plan).money * 0.9 / unit)
        made.setSingleStep(100)
        return made

    def _make_table(self) -> QWidget:
        _, look = self._kit.words.gettext, self._kit.look
        self._view = parts.table_view(self._model, _("Variants compared"), look)
        parts.say_when_empty(
            self._view,
            _("Tick what could be otherwise, then compare: each is solved in the same time."),
            look,
        )
        self._view.selectionModel().currentRowChanged.connect(lambda *_rows: self._say_picked())
        self._sentence = parts.label("", look, BODY, wrap=True)
        self._broken = parts.label("", look, wrap=True)
        self._trouble = parts.note("danger", "octagon-x", self._broken, look)
        self._trouble.hide()
        self._hint = parts.label("", look, CAPTION, role="muted", wrap=True)
        foot = parts.column(self._sentence, self._hint, gap=4, margins=(12, 8, 20, 8))
        column = parts.column(self._view, parts.rule(), foot, self._trouble, gap=0)
        column.setStretch(0, 1)
        made = QWidget()
        made.setLayout(column)
        return made

    # what happens

    def _move(self, place: int, share: float) -> None:
        self._rows[place] = replace(self._rows[place], share=share)
        if not self._redraw.isActive():
            self._redraw.start()

    def _note_estimates(self, gains: Sequence[float | None]) -> None:
        self._rows[1:] = [
            replace(row, estimate=gain) for row, gain in zip(self._rows[1:], gains, strict=True)
        ]
        self._show()

    def _note(self, place: int, plan: Plan) -> None:
        self._rows[place] = self._weigh(replace(self._rows[place], plan=plan))
        if place == 0:
            self._rows[1:] = [self._weigh(row) for row in self._rows[1:]]
        base = self._rows[0].figures
        self._rows = [replace(known, base=base) for known in self._rows]
        self._show()

    def _weigh(self, row: VariantRow) -> VariantRow:
        if row.plan is None:
            return row
        base, plan, what_if = self._rows[0].plan, row.plan, self._kit.session.office.what_if
        now = self._kit.session.plan
        if any(known and known.value > plan.value for known in (now, base)):
            run_aside(lambda: what_if.prepare(row.variant))
        found = what_if.weigh(row.variant, plan, base)
        return replace(row, plan=found.plan, figures=found.figures, is_kept=found.is_kept)

    def _fail(self, place: int, _text: str) -> None:
        self._rows[place] = replace(self._rows[place], failed=True)
        self._show()

    def _end(self) -> None:
        self._rows = [
            row if row.figures or row.failed else replace(row, failed=True) for row in self._rows
        ]
        self._show()
        self._say_state()

    def _show(self) -> None:
        picked = self._view.currentIndex().row()
        self._model.put(self._rows)
        parts.fit_columns(self._view, 0)
        if picked >= 0:
            self._view.selectRow(picked)
        self._say_picked()

    def _picked(self) -> VariantRow | None:
        index = self._view.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def _can_take(self, row: VariantRow) -> bool:
        return bool(row.plan) and row.variant.condition is not Condition.CREW_MORE

    def _say_picked(self) -> None:
        _, row = self._kit.words.gettext, self._picked()
        self._take.setEnabled(row is not None and self._can_take(row))
        if row is None:
            self._sentence.setText("")
            self._hint.setText("")
            return
        self._sentence.setText(say_variant(row, self._scenario, self._kit.words))
        twin = row.variant.condition is Condition.CREW_MORE
        hint = _("To have it for good, enter the crew and its people in the tables first.")
        self._hint.setText(hint if twin else "")

    def _say_state(self) -> None:
        _, runs = self._kit.words.gettext, self._crowd.is_running
        self._run.setText(_("Stop, keep the best") if runs else _("Compare them"))
        for box, _read in self._choices:
            box.setEnabled(not runs)
        self._more.setEnabled(not runs)
        self._run.setEnabled(runs or any(box.isChecked() for box, _read in self._choices))
