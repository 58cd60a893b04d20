"""Stage demand: what is wanted where, on which days, and why it is worth that much."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from planner.domain.changes import Changes, Topic
from planner.domain.units import clock_text
from ui.look import parts
from ui.look.delegate import PaintDelegate
from ui.look.tokens import CAPTION, FIGURE, ROW, SECTION
from ui.models.rows import RowsModel
from ui.models.wanted import (
    DayRow,
    WantedRow,
    list_days,
    list_wanted,
    make_wanted,
    say_day,
    say_kind,
)
from ui.session import Selection, Session
from ui.stages import Kit, Page, Sentences, Standing
from ui.widgets.day_rows import draw_day
from ui.widgets.terms_bar import TermsBar, list_worth

ASIDE = 360  # px at 100 %
WIDEST = 168
WHERE = 2  # the column that gives way
ALL, BOOTHS, HOMES = range(3)


def build(kit: Kit) -> Page:
    """Make the page."""
    return DemandPage(kit)


def standing(session: Session) -> Standing:
    """Say where the stage stands."""
    is_wanted = bool(session.question and session.question.visits)
    return Standing(can_start=session.scenario is not None, done=is_wanted)


class DemandPage(QWidget):
    """A table of what is wanted, and beside it the days and terms of the one picked."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._words = kit, kit.words
        self._all: tuple[WantedRow, ...] = ()
        self._shown = ALL
        self._row: WantedRow | None = None
        _, look = kit.words.gettext, kit.look
        names = (_("All"), _("Booths"), _("At home"))
        self._views = parts.Segments(names, look)
        self._views.picked.connect(self._show_kind)
        self.wanted = make_wanted(look, kit.words)
        self.wanted.setParent(self)
        self.table = parts.table_view(self.wanted, _("What is wanted"), look)
        self._shape_table()
        self.days: RowsModel[DayRow] = RowsModel(lambda row: say_day(row, kit.words), self)
        self.day_list = parts.list_view(
            self.days, PaintDelegate(draw_day(kit.words), look, ROW), _("Days on offer"), look
        )
        layout = parts.row(gap=0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._make_aside())
        self.setLayout(layout)
        self.table.selectionModel().currentRowChanged.connect(self._pick)
        self.day_list.selectionModel().currentChanged.connect(self._explain)
        kit.session.selected.connect(self._show_picked)

    @property
    def title(self) -> str:
        """What the screen is called."""
        return self._words.gettext("Demand")

    @property
    def views(self) -> tuple[QWidget, ...]:
        """Which kind of visits is shown."""
        return (self._views,)

    @property
    def tools(self) -> tuple[str, ...]:
        """What the screen bar offers."""
        return ("demand.next",)

    def widget(self) -> QWidget:
        """The body of the screen."""
        return self

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the page does, by the id of an action."""
        return {"demand.next": self._kit.actions["go.planning"].trigger}

    def sentences(self) -> Sentences:
        """Say how much is wanted in which days."""
        session, words = self._kit.session, self._words
        question = session.question
        if question is None:
            return Sentences()
        _ = words.gettext
        homes = sum(row.is_home for row in self._all)
        scope = _("{booths} booth visits and {homes} home visits wanted, {first} – {last}").format(
            booths=words.number(len(self._all) - homes),
            homes=words.number(homes),
            first=words.day(question.horizon.first),
            last=words.day(question.horizon.last),
        )
        lost = sum(row.best is None for row in self._all)
        foot = _("Worth is told in people met at a booth: one person met = 1")
        never = words.ngettext(
            "{count} has no day on offer", "{count} have no day on offer", lost
        ).format(count=lost)
        return Sentences(scope, foot, never if lost else "")

    def refresh(self, changes: Changes) -> None:
        """Show the file as it is now."""
        session = self._kit.session
        if changes.topics <= {Topic.PLAN} or session.scenario is None or session.question is None:
            return
        self._all = list_wanted(session.question, session.scenario, self._words)
        self._fill()
        if self._row is None and self.wanted.rowCount():
            self.table.setCurrentIndex(self.wanted.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out where exactly, when the table gets narrow: it stands beside it too."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        view, head = self.table, self.table.horizontalHeader()
        parts.fit_columns(view, WHERE, self._kit.look.px(WIDEST))
        others = sum(view.columnWidth(at) for at in range(head.count()) if at != WHERE)
        room = view.width() - view.verticalScrollBar().sizeHint().width()
        is_narrow = room - others < self._kit.look.px(90)
        view.setColumnHidden(WHERE, is_narrow)
        if is_narrow:
            head.setSectionResizeMode(WHERE - 1, QHeaderView.ResizeMode.Stretch)

    def _shape_table(self) -> None:
        head = self.table.horizontalHeader()
        head.setSortIndicator(7, Qt.SortOrder.DescendingOrder)
        self.table.setSortingEnabled(True)

    def _make_aside(self) -> QWidget:
        _, look = self._words.gettext, self._kit.look
        self._name = parts.label("", look, SECTION, bold=True)
        self._kind = parts.label("", look, CAPTION, role="faint")
        self._place = parts.label("", look, role="muted", wrap=True)
        self._market = parts.label("", look, wrap=True)
        self._last = parts.label("", look, role="muted", wrap=True)
        self._figure = parts.label("", look, FIGURE, bold=True)
        self._which = parts.label("", look, CAPTION, role="muted")
        self._terms = TermsBar(look, self._words)
        column = parts.column(gap=0, margins=(1, 0, 0, 0))
        column.addLayout(
            parts.column(
                parts.row(self._name, None, self._kind),
                self._place,
                self._market,
                self._last,
                gap=4,
                margins=(14, 12, 14, 10),
            )
        )
        column.addWidget(parts.rule())
        hint = parts.label(_("worth"), look, CAPTION, role="faint")
        column.addLayout(parts.heading(_("Days on offer"), look, hint))
        column.addWidget(parts.rule())
        column.addWidget(self.day_list, 1)
        column.addWidget(parts.rule())
        why = parts.label(_("Why this much"), look, SECTION, bold=True)
        column.addLayout(
            parts.column(
                why,
                parts.row(self._figure, None, self._which),
                self._terms,
                gap=4,
                margins=(14, 10, 14, 12),
            )
        )
        return parts.frame(column, "aside", width=look.px(ASIDE))

    def _show_kind(self, kind: int) -> None:
        self._shown = kind
        self._fill()

    def _fill(self) -> None:
        rows = tuple(
            row for row in self._all if self._shown == ALL or row.is_home == (self._shown == HOMES)
        )
        picked = self._row.visit.id if self._row else ""
        self.wanted.put(rows)
        self._fit()
        head = self.table.horizontalHeader()
        self.wanted.sort(head.sortIndicatorSection(), head.sortIndicatorOrder())
        place = self.wanted.find(lambda row: row.visit.id == picked)
        if place >= 0:
            self.table.setCurrentIndex(self.wanted.index(place, 0))

    def _pick(self, index: QModelIndex, before: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self.wanted.rows[index.row()]
        self._show_row(row)
        venue = "" if row.is_home else row.visit.ref
        customer = row.visit.ref if row.is_home else ""
        self._kit.session.select(Selection(row.region_id, customer, venue, row.visit.id))

    def _show_picked(self, selection: Selection) -> None:
        if not selection.visit or (self._row and self._row.visit.id == selection.visit):
            return
        place = self.wanted.find(lambda row: row.visit.id == selection.visit)
        if place >= 0:
            self.table.setCurrentIndex(self.wanted.index(place, 0))

    def _show_row(self, row: WantedRow) -> None:
        self._row = row
        _, words = self._words.gettext, self._words
        self._name.setText(row.name)
        self._kind.setText(say_kind(row, words))
        self._place.setText(
            " · ".join(part for part in (row.region, row.place, row.hours) if part)
        )
        self._market.setVisible(not row.is_home)
        self._market.setText(self._say_market(row))
        self._last.setText(
            _("Last visit {day}").format(day=words.day(row.last))
            if row.last
            else _("Never visited")
        )
        days = list_days(row)
        self.days.put(days)
        best = next((at for at, day in enumerate(days) if row.best and day.offer == row.best), -1)
        self._show_terms(None)
        if best >= 0:
            index = self.days.index(best, 0)
            self.day_list.setCurrentIndex(index)
            self.day_list.scrollTo(index)

    def _say_market(self, row: WantedRow) -> str:
        _ = self._words.gettext
        if not row.market:
            return _("No market rule")
        said = self._words.ngettext(
            "Market {rule}: {count} day on offer",
            "Market {rule}: {count} days on offer",
            row.market_days,
        )
        return said.format(rule=row.market, count=row.market_days)

    def _explain(self, index: QModelIndex, before: QModelIndex) -> None:
        self._show_terms(self.days.rows[index.row()] if index.isValid() else None)

    def _show_terms(self, row: DayRow | None) -> None:
        words = self._words
        if row is None:
            self._figure.setText("–")
            self._which.setText("")
            self._terms.show_terms(())
            return
        offer = row.offer
        self._figure.setText(words.number(offer.worth.total, 1))
        self._which.setText(
            words.gettext("{day}, {hours} h, start {first}–{last}").format(
                day=words.day(offer.day),
                hours=f"{offer.duration / 60:g}",
                first=clock_text(offer.earliest_start),
                last=clock_text(offer.latest_start),
            )
        )
        self._terms.show_terms(list_worth(offer.worth, words))
