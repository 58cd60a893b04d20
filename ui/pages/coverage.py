"""Stage coverage: who is out of reach, what is at stake there, the places nobody goes to."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QAbstractItemModel, QModelIndex
from PySide6.QtWidgets import QListView, QStackedWidget, QWidget

from planner.domain.changes import Changes, Topic
from planner.office.coverage import CoverageReport
from ui.look import parts
from ui.look.delegate import Draw, PaintDelegate
from ui.look.tokens import CAPTION, ROW, ROW_TALL
from ui.models.gaps import (
    GapRow,
    NobodyRow,
    UnservedRow,
    list_gaps,
    list_nobody,
    list_unserved,
    say_customers,
    say_gap,
    say_tour,
)
from ui.models.map_content import gather
from ui.models.rows import RowsModel
from ui.saving import save_table
from ui.session import Selection, Session
from ui.stages import Kit, Page, Sentences, Standing
from ui.widgets.gap_rows import draw_gap, draw_nobody, draw_unserved
from ui.widgets.map import MapView
from ui.widgets.map_legend import MapButtons, MapLegend

ASIDE = 408  # px at 100 %
RANKED = 12  # gaps numbered on the map
LOW_ROWS = 4.4  # rows of the lower lists in view: the cut one says that there are more


def build(kit: Kit) -> Page:
    """Make the page."""
    return CoveragePage(kit)


def standing(session: Session) -> Standing:
    """Say where the stage stands."""
    return Standing(can_start=session.scenario is not None, done=session.scenario is not None)


class CoveragePage(QWidget):
    """Map and ranking pick together."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._words = kit, kit.words
        self._report: CoverageReport | None = None
        _, look = kit.words.gettext, kit.look
        self.map = MapView(look, _("Map of the network and the customers out of its reach"))
        self.map.picked.connect(kit.session.select)
        MapButtons(self.map, look, kit.words, MapLegend(self.map, look, kit.words))
        self.gaps: RowsModel[GapRow] = RowsModel(lambda row: say_gap(row, kit.words), self)
        self.nobody: RowsModel[NobodyRow] = RowsModel(lambda row: row.name, self)
        self.unserved: RowsModel[UnservedRow] = RowsModel(lambda row: row.name, self)
        self._ranking = self._list(self.gaps, draw_gap(kit.words), ROW_TALL, _("Gaps by urgency"))
        self._make_lower()
        layout = parts.row(gap=0)
        layout.addWidget(self.map, 1)
        layout.addWidget(self._make_aside())
        self.setLayout(layout)
        self._ranking.selectionModel().currentChanged.connect(self._pick_gap)
        kit.session.selected.connect(self._show_picked)

    @property
    def title(self) -> str:
        """What the screen is called."""
        return self._words.gettext("Coverage gap")

    @property
    def views(self) -> tuple[QWidget, ...]:
        """Nothing stands beside the title."""
        return ()

    @property
    def tools(self) -> tuple[str, ...]:
        """What the screen bar offers."""
        return ("coverage.export", "coverage.next")

    def widget(self) -> QWidget:
        """The body of the screen."""
        return self

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the page does, by the id of an action."""
        return {
            "coverage.export": self._export,
            "coverage.next": self._kit.actions["go.demand"].trigger,
        }

    def sentences(self) -> Sentences:
        """Say how many are out of reach, and what is picked."""
        report, scenario = self._report, self._kit.session.scenario
        if report is None or scenario is None:
            return Sentences()
        _, number = self._words.gettext, self._words.number
        scope = _(
            "{uncovered} of {total} customers are beyond the reach of the {stations} stations"
            " ({share})"
        ).format(
            uncovered=number(report.uncovered),
            total=number(report.total),
            stations=len(scenario.stations),
            share=self._words.percent(report.uncovered / max(1, report.total)),
        )
        estimate = _("Road = straight line × {factor}, an estimate").format(
            factor=scenario.parameters.road_factor
        )
        credit = _("Basemap: Natural Earth, replaceable · Places: GeoNames")
        return Sentences(scope, self._say_picked() or estimate, credit)

    def refresh(self, changes: Changes) -> None:
        """Show the file as it is now."""
        scenario = self._kit.session.scenario
        if scenario is None:
            return
        if changes.topics <= {Topic.PLAN}:
            return
        language = self._words.language
        self._report = report = self._kit.session.office.coverage.report()
        self.gaps.put(list_gaps(report, scenario, language))
        self.nobody.put(list_nobody(report, scenario, language))
        self.unserved.put(list_unserved(report, scenario, language))
        self.map.show_content(gather(scenario, language, report, ranked=RANKED))
        self._name_lists()
        self._show_picked(self._kit.session.selection)

    def _list(self, model: QAbstractItemModel, draw: Draw, height: int, name: str) -> QListView:
        look = self._kit.look
        return parts.list_view(model, PaintDelegate(draw, look, height), name, look)

    def _make_lower(self) -> None:
        _, look, words = self._words.gettext, self._kit.look, self._words
        nobody = self._list(self.nobody, draw_nobody(words), ROW, _("Nobody goes there"))
        unserved = self._list(self.unserved, draw_unserved(words), ROW, _("Reached, not served"))
        parts.say_when_empty(nobody, _("Every region out of reach has a venue."), look)
        sentence = _("Every station serves all the products it reaches.")
        parts.say_when_empty(unserved, sentence, look)
        nobody.selectionModel().currentChanged.connect(self._pick_nobody)
        unserved.selectionModel().currentChanged.connect(self._pick_unserved)
        self._lower = QStackedWidget()
        for view in (nobody, unserved):
            self._lower.addWidget(view)
        gaps_done = _("No customer is out of reach.")
        parts.say_when_empty(self._ranking, gaps_done, look)
        self._lower.setFixedHeight(look.px(round(ROW * LOW_ROWS)))
        names = (_("Nobody goes there"), _("Reached, not served"))
        self._choice = parts.Segments(names, look)
        self._choice.picked.connect(self._lower.setCurrentIndex)

    def _make_aside(self) -> QWidget:
        _, look = self._words.gettext, self._kit.look
        self._heading = parts.label("", look, 15, bold=True)
        hint = parts.label(_("bar = urgency"), look, CAPTION, role="faint")
        column = parts.column(gap=0, margins=(1, 0, 0, 0))
        column.addLayout(parts.row(self._heading, None, hint, margins=(14, 9, 14, 8)))
        column.addWidget(parts.rule())
        column.addWidget(self._ranking, 1)
        column.addWidget(parts.rule())
        column.addLayout(parts.row(self._choice, None, margins=(14, 8, 14, 8)))
        column.addWidget(parts.rule())
        column.addWidget(self._lower)
        return parts.frame(column, "aside", width=look.px(ASIDE))

    def _name_lists(self) -> None:
        _, ngettext, number = self._words.gettext, self._words.ngettext, self._words.number
        count = self.gaps.rowCount()
        said = ngettext("{count} region by urgency", "{count} regions by urgency", count)
        self._heading.setText(said.format(count=number(count)))
        texts = (
            (_("Nobody goes there {count}"), self.nobody.rowCount()),
            (_("Reached, not served {count}"), self.unserved.rowCount()),
        )
        for place, (text, found) in enumerate(texts):
            self._choice.rename(place, text.format(count=number(found)))

    def _pick_gap(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid():
            self._kit.session.select(Selection(region=self.gaps.rows[index.row()].region))

    def _pick_nobody(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid():
            self._kit.session.select(Selection(region=self.nobody.rows[index.row()].region))

    def _pick_unserved(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid():
            row = self.unserved.rows[index.row()]
            self._kit.session.select(Selection(customer=row.customer, region=row.region))

    def _show_picked(self, selection: Selection) -> None:
        self.map.select(selection, follow=True)
        places = (at for at, row in enumerate(self.gaps.rows) if row.region == selection.region)
        place = next(places, -1)
        index = self.gaps.index(place, 0) if place >= 0 else QModelIndex()
        model = self._ranking.selectionModel()
        if selection.region and index != model.currentIndex():
            model.blockSignals(True)
            self._ranking.setCurrentIndex(index)
            model.blockSignals(False)
            self._ranking.viewport().update()
            self._ranking.scrollTo(index)

    def _say_picked(self) -> str:
        _, words, wanted = self._words.gettext, self._words, self._kit.session.selection
        row = next((row for row in self.gaps.rows if row.region == wanted.region), None)
        if not wanted.region or row is None:
            return ""
        said = [row.name, say_customers(row.customers, words), say_tour(row.days, words)]
        if row.requests:
            open_ones = words.ngettext(
                "{count} open request", "{count} open requests", row.requests
            )
            said.append(open_ones.format(count=row.requests))
        said.append(
            _("venues: {names}").format(names=_(", ").join(row.venues))
            if row.venues
            else _("no venue")
        )
        return _("Picked: {what}").format(what=" · ".join(said))

    def _export(self) -> None:
        save_table(self._kit, "coverage")
