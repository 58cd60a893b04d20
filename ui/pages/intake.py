"""Stage intake: the tables of the file, what was refused and why, and how to plan with them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QAbstractItemModel, QDate, Qt
from PySide6.QtWidgets import (
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from planner.domain.changes import Changes, Topic
from planner.domain.findings import Reject
from planner.domain.scenario import Scenario
from planner.domain.tables import TableKind
from ui.look import fonts, parts
from ui.look.tokens import BODY, CAPTION
from ui.models.intake import make_rejects, name_table
from ui.models.tables import (
    list_sheets,
    make_crews,
    make_customers,
    make_products,
    make_stations,
    make_technicians,
    make_venues,
)
from ui.saving import save_table
from ui.session import Session
from ui.stages import Kit, Page, Sentences, Standing
from ui.widgets.number_edit import NumberEdit

ASIDE = 308  # px at 100 %
WIDEST = 240
MOST_WEEKS = 26
SHEETS = (
    TableKind.STATIONS,
    TableKind.VENUES,
    TableKind.CUSTOMERS,
    TableKind.CREWS,
    TableKind.TECHNICIANS,
    TableKind.PRODUCTS,
)


def build(kit: Kit) -> Page:
    """Make the page."""
    return IntakePage(kit)


def standing(session: Session) -> Standing:
    """Say where the stage stands."""
    return Standing(can_start=True, done=session.scenario is not None)


class IntakePage(QWidget):
    """A view for each table, the first one for what was refused; settings beside them."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._words = kit, kit.words
        self._rejects: tuple[Reject, ...] = ()
        _, look = kit.words.gettext, kit.look
        self.rejects = make_rejects(look, kit.words)
        self.rejects.setParent(self)
        self._tables = QStackedWidget()
        names = [_("Refused"), *(name_table(kind, kit.words) for kind in SHEETS)]
        self._choice = parts.Segments(names, look, chosen=1)
        self._choice.picked.connect(self._tables.setCurrentIndex)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_empty())
        self._stack.addWidget(self._make_body())
        self.setLayout(parts.column(self._stack, gap=0))

    @property
    def title(self) -> str:
        """What the screen is called."""
        return self._words.gettext("Data")

    @property
    def views(self) -> tuple[QWidget, ...]:
        """Nothing stands beside the title."""
        return ()

    @property
    def tools(self) -> tuple[str, ...]:
        """What the screen bar offers."""
        return ("intake.rejects", "intake.import", "intake.next")

    def widget(self) -> QWidget:
        """The body of the screen."""
        return self

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the page does, by the id of an action."""
        return {
            "intake.import": self._kit.actions["file.import"].trigger,
            "intake.rejects": lambda: save_table(self._kit, "rejects"),
            "intake.next": self._kit.actions["go.coverage"].trigger,
        }

    def sentences(self) -> Sentences:
        """Say what the file holds and when it plans."""
        session, words = self._kit.session, self._words
        scenario, _ = session.scenario, words.gettext
        if scenario is None:
            return Sentences(foot=_("The file is empty"))
        scope = _("{stations} stations, {venues} venues, {customers} customers, {crews} crews")
        horizon = session.office.horizon
        foot = _("Planning {first} – {last}, time zone {zone}, amounts in {currency}")
        return Sentences(
            scope.format(
                stations=words.number(len(scenario.stations)),
                venues=words.number(len(scenario.venues)),
                customers=words.number(len(scenario.customers)),
                crews=words.number(len(scenario.crews)),
            ),
            foot.format(
                first=words.day(horizon.first),
                last=words.day(horizon.last),
                zone=scenario.timezone,
                currency=scenario.currency,
            ),
            str(session.office.path),
        )

    def refresh(self, changes: Changes) -> None:
        """Show the file as it is now."""
        scenario = self._kit.session.scenario
        self._stack.setCurrentIndex(0 if scenario is None else 1)
        if scenario is None or changes.topics <= {Topic.PLAN}:
            return
        if Topic.SCENARIO in changes.topics:
            self._rejects = self._kit.session.office.intake.rejects()
            self.rejects.put(self._rejects)
            self._show_tables(scenario)
        self._show_settings(scenario)

    def _make_empty(self) -> QWidget:
        _, look = self._words.gettext, self._kit.look
        way_out = parts.action_button(self._kit.actions["file.import"], look, "primary")
        return parts.empty_state(
            look,
            "file-spreadsheet",
            _("No tables yet"),
            _(
                "A folder holds stations, venues and customers, and where there are any crews,"
                " technicians and products, each as .csv or .xlsx. Columns are known by their"
                " meaning, in any order. Refused rows are listed, the rest goes on."
            ),
            way_out,
        )

    def _make_body(self) -> QWidget:
        column = parts.column(gap=0)
        column.addWidget(
            parts.frame(parts.row(self._choice, None, margins=(16, 8, 16, 8)), "ground")
        )
        column.addWidget(parts.rule())
        column.addWidget(self._tables, 1)
        layout = parts.row(gap=0)
        layout.addLayout(column, 1)
        layout.addWidget(self._make_aside())
        body = QWidget()
        body.setLayout(layout)
        return body

    def _make_aside(self) -> QWidget:
        _, look = self._words.gettext, self._kit.look
        self._date = QDateEdit()
        self._date.setDisplayFormat("yyyy-MM-dd")
        self._date.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._date.setFont(fonts.font(look, BODY))
        self._weeks = NumberEdit(look, 1, MOST_WEEKS)
        self._weeks.agree(_(" week"), _(" weeks"))
        self._factor = NumberEdit(look, 1.0, 3.0, decimals=2)
        self._company, self._hotline = QLineEdit(), QLineEdit()
        self._date.editingFinished.connect(self._set_planning)
        self._weeks.editingFinished.connect(self._set_planning)
        self._factor.editingFinished.connect(self._set_factor)
        for field in (self._company, self._hotline):
            field.editingFinished.connect(self._set_maker)
        self._weekday = parts.label("", look, CAPTION, role="muted", wrap=True)
        estimate = _("Roads are estimated: straight line times this factor.")
        printed = _("Both stand on every poster, notice and schedule.")
        limits = parts.action_button(self._kit.actions["edit.parameters"], look, "link")
        column = parts.column(gap=6, margins=(16, 12, 16, 16))
        column.addWidget(self._head(_("When to plan")))
        column.addLayout(self._line(_("Planning date"), self._date))
        column.addLayout(self._line(_("Plan for"), self._weeks))
        column.addWidget(self._weekday)
        column.addSpacing(10)
        column.addWidget(self._head(_("Roads")))
        column.addLayout(self._line(_("Road factor"), self._factor))
        column.addWidget(parts.label(estimate, look, CAPTION, role="muted", wrap=True))
        column.addSpacing(10)
        column.addWidget(self._head(_("On papers")))
        column.addLayout(self._line(_("Company"), self._company, 176))
        column.addLayout(self._line(_("Hotline"), self._hotline, 176))
        column.addWidget(parts.label(printed, look, CAPTION, role="muted", wrap=True))
        column.addSpacing(10)
        column.addWidget(limits)
        column.addStretch(1)
        settings = QWidget()
        settings.setLayout(column)
        return parts.frame(
            parts.column(parts.scroll(settings), gap=0), "aside", width=look.px(ASIDE)
        )

    def _head(self, text: str) -> QWidget:
        return parts.label(text, self._kit.look, 15, bold=True)

    def _line(self, text: str, field: QWidget, wide: int = 112) -> QHBoxLayout:
        name = parts.label(text, self._kit.look)
        name.setBuddy(field)
        field.setAccessibleName(text)
        field.setFixedWidth(self._kit.look.px(wide))
        return parts.row(name, None, field)

    def _show_tables(self, scenario: Scenario) -> None:
        look, words = self._kit.look, self._words
        while old := self._tables.widget(0):
            self._tables.removeWidget(old)
            old.deleteLater()
        models: list[tuple[QAbstractItemModel, int]] = [
            (self.rejects, 4),
            (make_stations(scenario, look, words), 1),
            (make_venues(scenario, look, words), 1),
            (make_customers(scenario, look, words), 1),
            (make_crews(scenario, look, words), 1),
            (make_technicians(scenario, look, words), 1),
            (make_products(scenario, look, words), 1),
        ]
        counts = {sheet.kind: sheet.taken for sheet in list_sheets(scenario, self._rejects)}
        for place, ((model, stretched), kind) in enumerate(
            zip(models, (None, *SHEETS), strict=True)
        ):
            _ = words.gettext
            name = name_table(kind, words) if kind else _("Refused")
            self._tables.addWidget(self._make_table(model, stretched, name))
            count = counts[kind] if kind else len(self._rejects)
            self._choice.rename(place, f"{name} {words.number(count)}")
        start = 0 if self._rejects else 1
        self._choice.choose(start)
        self._tables.setCurrentIndex(start)

    def _make_table(self, model: QAbstractItemModel, stretched: int, name: str) -> QWidget:
        if model is self.rejects and not self._rejects:
            _ = self._words.gettext
            sentence = _("At the last import no row was refused.")
            return parts.empty_state(
                self._kit.look, "circle-check", _("Every row was taken"), sentence
            )
        view = parts.table_view(model, name, self._kit.look)
        if model is not self.rejects:
            model.setParent(view)
        head = view.horizontalHeader()
        parts.fit_columns(view, stretched, self._kit.look.px(WIDEST))
        head.setSortIndicator(0, head.sortIndicatorOrder().AscendingOrder)
        view.setSortingEnabled(True)
        return view

    def _show_settings(self, scenario: Scenario) -> None:
        office, words = self._kit.session.office, self._words
        day, horizon = office.planned_on, office.horizon
        self._date.setDate(QDate(day.year, day.month, day.day))
        self._weeks.setValue(((horizon.last - horizon.first).days + 1) // 7)
        self._factor.setValue(scenario.parameters.road_factor)
        self._company.setText(scenario.company)
        self._hotline.setText(scenario.hotline)
        said = words.gettext("{first} to {last}; notices hang {days} days before the first visit")
        self._weekday.setText(
            said.format(
                first=words.day(horizon.first),
                last=words.day(horizon.last),
                days=scenario.parameters.notice_lead_days,
            )
        )

    def _set_planning(self) -> None:
        session = self._kit.session
        picked = self._date.date()
        chosen = date(picked.year(), picked.month(), picked.day())
        weeks = round(self._weeks.value())
        before = ((session.office.horizon.last - session.office.horizon.first).days + 1) // 7
        if (chosen, weeks) != (session.office.planned_on, before):
            session.publish(session.office.set_planning(chosen, weeks))

    def _set_factor(self) -> None:
        session = self._kit.session
        scenario, factor = session.scenario, round(self._factor.value(), 2)
        if scenario and factor != scenario.parameters.road_factor:
            parameters = replace(scenario.parameters, road_factor=factor)
            session.set_parameters(parameters)

    def _set_maker(self) -> None:
        session = self._kit.session
        scenario = session.scenario
        company, hotline = self._company.text().strip(), self._hotline.text().strip()
        if scenario and (company, hotline) != (scenario.company, scenario.hotline):
            session.publish(session.office.intake.set_maker(company, hotline))
