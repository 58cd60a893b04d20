"""Stage publicity: what must hang where by when, checked, seen and printed."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, QPointF, QRectF
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QWidget

from planner.domain.changes import Changes
from planner.office.publicity import NoticeDue
from ui.look import paint, parts
from ui.look.delegate import ITEM_ROLE, PaintDelegate
from ui.look.tokens import BODY, CAPTION, SECTION, Look
from ui.models.flaws import FlawRow, Level, list_flaws
from ui.models.labels import shorten
from ui.models.rows import RowsModel
from ui.papers import PREFLIGHT, Flaw, Papers
from ui.session import Selection, Session
from ui.stages import Kit, Page, Sentences, Standing
from ui.widgets.paper_desk import PaperDesk
from ui.widgets.paper_language import PaperLanguage
from ui.widgets.paragraph import break_lines, draw_lines, line_height

LEFT, RIGHT = 300, 296  # px at 100 %
NOTICE_HEIGHT = 50
PAPERS = ("posters", "notices")
WHAT_LINES, WAY_LINES = 2, 2


def build(kit: Kit) -> Page:
    """Make the page."""
    return PublicityPage(kit)


def standing(session: Session) -> Standing:
    """Say where the stage stands."""
    return Standing(session.plan is not None)


class PublicityPage(QWidget):
    """Stops by the day their notices must hang, the paper of each, and the preflight."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._look, self._words = kit, kit.look, kit.words
        self._papers = Papers(kit.session, self)
        self._due: tuple[NoticeDue, ...] = ()
        self._numbers: Mapping[str, int] = {}
        self._is_stale = True
        self._has_checked = False
        self._make_views()
        self._make_panes()
        self._listen()

    @property
    def title(self) -> str:
        """What the screen is called."""
        return self._words.gettext("Notices")

    @property
    def views(self) -> tuple[QWidget, ...]:
        """Which paper, in which language."""
        return (self._paper, self._language)

    @property
    def tools(self) -> tuple[str, ...]:
        """What the screen bar offers."""
        return ("file.pdf", "file.print")

    def widget(self) -> QWidget:
        """The body of the screen."""
        return self

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What the page does, by the id of an action."""
        return {
            "publicity.posters": lambda: self._show_paper(0),
            "publicity.notices": lambda: self._show_paper(1),
            "file.pdf": self.desk.save_paper,
            "file.print": self.desk.print_paper,
        }

    def sentences(self) -> Sentences:
        """Say how many stops are to be announced and by when the first notice must hang."""
        words, _ = self._words, self._words.gettext
        plan = self._kit.session.plan
        if plan is None or not self._due:
            return Sentences(foot=_("Nothing is planned, so there is nothing to announce."))
        lead = plan.parameters.notice_lead_days
        scope = words.ngettext("{count} stop", "{count} stops", len(self._due))
        first = min(notice.publish_by for notice in self._due)
        foot = _("Notices hang {days} days before a stop; the first ones by {day}.")
        return Sentences(
            scope.format(count=len(self._due)),
            foot.format(days=lead, day=words.day(first)),
            _("PgUp and PgDn turn pages, + and − zoom"),
        )

    def refresh(self, changes: Changes) -> None:
        """Show the file as it is now."""
        session = self._kit.session
        self._due = session.office.publicity.due() if session.plan else ()
        crews = session.scenario.crews if session.scenario else ()
        self._numbers = {crew.id: number for number, crew in enumerate(crews)}
        self._notices.put(self._due)
        self._flaws.put(())
        self._has_checked = False
        self._is_stale = True
        if self.isVisible():
            self._ask()
        self._show_selection(session.selection)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the papers made when they are first looked at."""
        super().showEvent(event)
        if self._is_stale:
            self._ask()

    def _make_views(self) -> None:
        _, look, office = self._words.gettext, self._look, self._kit.session.office
        self._paper = parts.Segments((_("Posters A3"), _("Notices A4")), look)
        self._language = PaperLanguage(office.language, look)
        self._chosen_paper = 0

    def _make_panes(self) -> None:
        look, _ = self._look, self._words.gettext
        self.desk = PaperDesk(self._kit, self._papers, copies=True)
        self._notices: RowsModel[NoticeDue] = RowsModel(self._say_notice, self)
        delegate = PaintDelegate(self._draw_notice, look, NOTICE_HEIGHT)
        self._list = parts.list_view(self._notices, delegate, _("Stops to announce"), look)
        self._flaws: RowsModel[FlawRow] = RowsModel(lambda flaw: flaw.sentence, self)
        flaws = PaintDelegate(self._draw_flaw, look, self._flaw_height)
        self._flaw_list = parts.list_view(self._flaws, flaws, _("Preflight"), look)
        self._flaw_list.setUniformItemSizes(False)
        self._summary = parts.label("", look, CAPTION, role="muted")
        self._places_title = parts.label("", look, SECTION, bold=True, wrap=True)
        self._places_dates = parts.label("", look, BODY, wrap=True)
        self._places = parts.label("", look, BODY, wrap=True)
        self._places_head = parts.label(_("Where notices hang"), look, CAPTION, role="faint")
        self._permit = parts.label(_("This venue needs a permit: have it before you print."), look)
        self._permit_note = parts.note("warn", "flag", self._permit, look)
        left = parts.column(
            parts.heading(_("What must hang by when"), look), parts.rule(), self._list, gap=0
        )
        layout = parts.row(
            parts.frame(left, "side", look.px(LEFT)), self.desk, self._make_aside(), gap=0
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _make_aside(self) -> QWidget:
        look, _ = self._look, self._words.gettext
        upper = parts.column(
            self._places_title,
            self._places_dates,
            self._permit_note,
            self._places_head,
            self._places,
            gap=6,
            margins=(14, 10, 14, 10),
        )
        head = parts.heading(_("Preflight"), look, self._summary)
        aside = parts.column(upper, parts.rule(), head, parts.rule(), self._flaw_list, gap=0)
        aside.setStretch(4, 1)
        return parts.frame(aside, "aside", look.px(RIGHT))

    def _listen(self) -> None:
        self._kit.session.selected.connect(self._show_selection)
        self._paper.picked.connect(self._show_paper)
        self._language.picked.connect(self._show_language)
        self._list.selectionModel().currentChanged.connect(self._pick)
        self._flaw_list.selectionModel().currentChanged.connect(self._pick_flaw)
        self.desk.page_changed.connect(self._follow_page)
        self.desk.shown.connect(lambda _paper: self._show_selection(self._kit.session.selection))
        self._papers.checked.connect(self._show_flaws)
        self._papers.running_changed.connect(lambda _on: self._summarise())

    def _show_paper(self, index: int) -> None:
        self._chosen_paper = index
        self._paper.choose(index)
        self._ask()

    def _show_language(self) -> None:
        self._flaws.put(())
        self._has_checked = False
        self._ask()

    def _ask(self) -> None:
        self._is_stale = False
        _ = self._words.gettext
        if not self._due:
            self.desk.want_nothing()
            return
        name, language = PAPERS[self._chosen_paper], self._language.language
        other = PAPERS[1 - self._chosen_paper]
        self.desk.want(name, language, (_("posters"), _("notices"))[self._chosen_paper])
        visits = [due.stop.visit for due in self._due]
        picked = self._kit.session.selection.visit
        first = picked if picked in visits else next(iter(visits), "")
        self._papers.ask((name, PREFLIGHT, other), language, first)

    # what is picked

    def _pick(self, current: QModelIndex, _previous: QModelIndex) -> None:
        notice = current.data(ITEM_ROLE) if current.isValid() else None
        if isinstance(notice, NoticeDue):
            self._kit.session.select(
                Selection(
                    venue=notice.venue.id,
                    visit=notice.stop.visit,
                    crew=notice.crew,
                    day=notice.day,
                )
            )

    def _pick_flaw(self, current: QModelIndex, _previous: QModelIndex) -> None:
        flaw = current.data(ITEM_ROLE) if current.isValid() else None
        if isinstance(flaw, FlawRow):
            row = next((n for n, due in enumerate(self._due) if due.venue.id == flaw.subject), -1)
            if row >= 0:
                self._list.setCurrentIndex(self._notices.index(row))

    def _follow_page(self, number: int) -> None:
        if self.desk.paper is not None and 0 <= number < len(self._due):
            self._list.setCurrentIndex(self._notices.index(number))

    def _show_selection(self, selection: Selection) -> None:
        row = next((n for n, due in enumerate(self._due) if due.stop.visit == selection.visit), -1)
        if row < 0:
            row = 0 if self._due else -1
        self._show_stop(row)
        if row < 0:
            return
        if self._list.currentIndex().row() != row and selection.visit:
            self._list.setCurrentIndex(self._notices.index(row))
        if self.desk.paper is not None and self.desk.preview.view.page != row:
            self.desk.preview.go_to(row)

    def _show_stop(self, row: int) -> None:
        words, _ = self._words, self._words.gettext
        self._places_head.setVisible(row >= 0)
        if row < 0:
            self._places_title.setText(_("Nothing to announce"))
            self._places_dates.setText(_("Plan first: each booth stop gets a poster."))
            self._places.setText("")
            self._permit_note.hide()
            return
        notice = self._due[row]
        market = notice.stop.market_day
        self._places_title.setText(notice.venue.names.read(words.language) or notice.venue.id)
        lines = (
            words.day(notice.day, lunar=True, market=market),
            _("Up by {day}").format(day=words.day(notice.publish_by)),
            _("Down after {day}").format(day=words.day(notice.take_down)),
        )
        self._places_dates.setText("\n".join(lines))
        places = "\n".join(f"· {place}" for place in notice.venue.notice_places)
        self._places.setText(places or _("No places are in the venues table: ask the venue."))
        self._permit_note.setVisible(notice.venue.permit_needed)

    # the preflight

    def _show_flaws(self, flaws: tuple[Flaw, ...]) -> None:
        scenario = self._kit.session.scenario
        if scenario is not None:
            self._has_checked = True
            self._flaws.put(list_flaws(flaws, scenario, self._words))
            self._summarise()

    def _summarise(self) -> None:
        _ = self._words.gettext
        if not self._has_checked:
            running = self._papers.is_running
            self._summary.setText(_("reading the pages…") if running else "")
            return
        errors = sum(row.level is Level.ERROR for row in self._flaws.rows)
        looks = sum(row.level is Level.WARNING for row in self._flaws.rows)
        if not errors and not looks:
            self._summary.setText(_("all in order"))
            return
        said = _("{errors} to mend, {looks} to look at")
        self._summary.setText(said.format(errors=errors, looks=looks))

    # how rows look

    def _say_notice(self, notice: NoticeDue) -> str:
        words, _ = self._words, self._words.gettext
        return _("{place}, {day}; up by {publish_by}").format(
            place=notice.venue.names.read(words.language),
            day=words.day(notice.day),
            publish_by=words.day(notice.publish_by),
        )

    def _draw_notice(self, painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        if not isinstance(item, NoticeDue):
            return
        words, _ = self._words, self._words.gettext
        x, y, wide = area.x() + look.px(38), area.y(), area.width() - look.px(38) - 14
        crew = self._numbers.get(item.crew, 0)
        centre = QPointF(area.x() + look.px(21), area.center().y())
        paint.badge(painter, centre, look.px(7), crew, look)
        name = shorten(item.venue.names.read(words.language) or item.venue.id)
        count = str(item.number)
        title = QRectF(x, y + look.px(5), wide - look.px(40), look.px(20))
        used = paint.text(painter, title, name, look, look.text, BODY, True)
        paint.market(painter, x + used + 7, y + look.px(9), item.stop.market_day, look, 8)
        end = QRectF(x, y + look.px(5), wide, look.px(20))
        paint.text(painter, end, count, look, look.faint, CAPTION, align=paint.RIGHT)
        low = QRectF(x, y + look.px(26), wide, look.px(18))
        said = _("{day} · up by {publish_by}").format(
            day=words.day(item.day), publish_by=words.day(item.publish_by)
        )
        paint.text(painter, low, said, look, look.muted, CAPTION)

    def _draw_flaw(self, painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        if not isinstance(item, FlawRow):
            return
        x, y = area.x() + look.px(38), area.y() + look.px(7)
        mark = {Level.ERROR: paint.blocked, Level.WARNING: paint.flagged}
        mark.get(item.level, paint.passed)(painter, area.x() + 14, y + 1, look, look.px(16))
        what, way = self._flaw_lines(item, area.width())
        draw_lines(painter, QPointF(x, y), what, look, look.text, BODY, item.level is Level.ERROR)
        below = y + len(what) * line_height(look, BODY) + 1
        draw_lines(painter, QPointF(x, below), way, look, look.muted)

    def _flaw_height(self, item: object) -> int:
        if not isinstance(item, FlawRow):
            return 30
        what, way = self._flaw_lines(item, self._look.px(RIGHT) - 12)
        look = self._look
        tall = len(what) * line_height(look, BODY) + len(way) * line_height(look)
        return round((tall + look.px(16)) / look.scale)

    def _flaw_lines(self, flaw: FlawRow, width: float) -> tuple[list[str], list[str]]:
        look, room = self._look, width - self._look.px(38) - 14
        said = f"{flaw.where}: {flaw.what}" if flaw.where else flaw.what
        if self._words.language == "zh":
            said = said.replace(": ", "：", 1)
        what = break_lines(said, look, room, WHAT_LINES, BODY, flaw.level is Level.ERROR)
        way = break_lines(flaw.way_out, look, room, WAY_LINES) if flaw.way_out else []
        return what, way
