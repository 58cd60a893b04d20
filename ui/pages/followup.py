"""Stage followup: when the crew comes next, what is still open there, and the schedule of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPointF, QRectF
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from planner.domain.changes import Changes
from planner.domain.customer import Customer
from planner.office.followup import NextDate
from ui.look import fonts, icons, paint, parts
from ui.look.delegate import ITEM_ROLE, PaintDelegate
from ui.look.tokens import BODY, CAPTION, SECTION, Look
from ui.models.labels import shorten
from ui.models.rows import RowsModel
from ui.papers import Papers
from ui.session import Selection, Session
from ui.stages import Kit, Page, Sentences, Standing
from ui.widgets.paper_desk import PaperDesk
from ui.widgets.paper_language import PaperLanguage
from ui.words import Words

LEFT, RIGHT = 324, 282  # px at 100 %
DATE_HEIGHT = 52
WAITING_HEIGHT = 48


def build(kit: Kit) -> Page:
    """Make the page."""
    return FollowupPage(kit)


def standing(session: Session) -> Standing:
    """Say where the stage stands."""
    return Standing(session.plan is not None)


def say_firm(date: NextDate, words: Words) -> str:
    """Say whether a next date is firm."""
    _ = words.gettext
    visit = date.stop.next_visit
    return _("firm") if visit is not None and visit.firm else _("provisional")


class FollowupPage(QWidget):
    """Next dates, open matters, and the schedule that goes on paper."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._look, self._words = kit, kit.look, kit.words
        self._papers = Papers(kit.session, self)
        self._export = Papers(kit.session, self)
        self._numbers: Mapping[str, int] = {}
        self._is_stale = True
        self._language = PaperLanguage(kit.session.office.language, kit.look)
        self._make_panes()
        self._listen()

    @property
    def title(self) -> str:
        """What the screen is called."""
        return self._words.gettext("Follow-up")

    @property
    def views(self) -> tuple[QWidget, ...]:
        """In which language."""
        return (self._language,)

    @property
    def tools(self) -> tuple[str, ...]:
        """What the screen bar offers."""
        return ("export.all", "file.pdf", "file.print")

    def widget(self) -> QWidget:
        """The body of the screen."""
        return self

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What the page does, by the id of an action."""
        return {
            "followup.schedule": self._ask,
            "export.all": self.export_all,
            "file.pdf": self.desk.save_paper,
            "file.print": self.desk.print_paper,
        }

    def sentences(self) -> Sentences:
        """Say how many next dates there are, and how many are firm."""
        words, _ = self._words, self._words.gettext
        rows = self._dates.rows
        if not rows:
            return Sentences(foot=_("Nothing is planned, so there is nothing to follow up."))
        visits = [row.stop.next_visit for row in rows if row.stop.next_visit]
        firm = sum(visit.firm for visit in visits)
        scope = words.ngettext("{count} next date", "{count} next dates", len(visits))
        foot = _("{firm} firm, {provisional} provisional; {markets} on market days").format(
            firm=firm,
            provisional=len(visits) - firm,
            markets=sum(visit.market_day for visit in visits),
        )
        waiting = sum(len(row.waiting) for row in rows)
        end = words.ngettext("{count} open matter", "{count} open matters", waiting)
        return Sentences(scope.format(count=len(visits)), foot, end.format(count=waiting))

    def refresh(self, changes: Changes) -> None:
        """Show the file as it is now."""
        session = self._kit.session
        rows = session.office.followup.next_dates() if session.plan else ()
        crews = session.scenario.crews if session.scenario else ()
        self._numbers = {crew.id: number for number, crew in enumerate(crews)}
        self._dates.put(rows)
        self._is_stale = True
        if self.isVisible():
            self._ask()
        self._show_selection(session.selection)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the schedule made when it is first looked at."""
        super().showEvent(event)
        if self._is_stale:
            self._ask()

    def export_all(self) -> None:
        """Ask for a folder and write every paper, table and calendar into it."""
        if self._kit.session.plan is None or self._export.is_running:
            return
        folder = self._kit.chooser.folder(self._words.gettext("Export everything into a folder"))
        if folder is not None:
            self._exporting.show()
            self._export_bar.setRange(0, 0)
            self._export.write_everything(folder, self._language.language)

    def _make_panes(self) -> None:
        look, _ = self._look, self._words.gettext
        self.desk = PaperDesk(self._kit, self._papers)
        self._dates: RowsModel[NextDate] = RowsModel(self._say_date, self)
        delegate = PaintDelegate(self._draw_date, look, DATE_HEIGHT)
        self._list = parts.list_view(self._dates, delegate, _("Next dates"), look)
        self._waiting: RowsModel[Customer] = RowsModel(self._say_waiting, self)
        matters = PaintDelegate(self._draw_waiting, look, WAITING_HEIGHT)
        self._waiting_list = parts.list_view(self._waiting, matters, _("Open matters"), look)
        head = parts.heading(_("When the crew comes next"), look)
        left = parts.column(head, parts.rule(), self._list, gap=0)
        panes = parts.row(
            parts.frame(left, "side", look.px(LEFT)), self.desk, self._make_aside(), gap=0
        )
        panes.setStretch(1, 1)
        self._exporting = self._make_exporting()
        layout = parts.column(self._exporting, panes, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _make_aside(self) -> QWidget:
        look, _ = self._look, self._words.gettext
        self._place = parts.label("", look, SECTION, bold=True, wrap=True)
        self._visit = parts.label("", look, BODY, wrap=True)
        self._next = parts.label("", look, BODY, bold=True, wrap=True)
        self._why = parts.label("", look, CAPTION, role="muted", wrap=True)
        self._count = parts.label("", look, CAPTION, role="muted")
        upper = parts.column(
            self._place, self._visit, self._next, self._why, gap=6, margins=(14, 10, 14, 10)
        )
        head = parts.heading(_("Open matters"), look, self._count)
        aside = parts.column(upper, parts.rule(), head, parts.rule(), self._waiting_list, gap=0)
        aside.setStretch(4, 1)
        return parts.frame(aside, "aside", look.px(RIGHT))

    def _make_exporting(self) -> QWidget:
        look, _ = self._look, self._words.gettext
        self._export_bar = QProgressBar()
        self._export_bar.setTextVisible(False)
        self._export_bar.setFixedWidth(look.px(200))
        stop = parts.button(_("Stop exporting"), look)
        stop.clicked.connect(self._export.cancel)
        said = parts.label(_("Writing papers, tables and calendars…"), look)
        made = parts.frame(
            parts.row(said, self._export_bar, None, stop, margins=(16, 4, 12, 4)), "bar"
        )
        made.hide()
        return made

    def _listen(self) -> None:
        self._kit.session.selected.connect(self._show_selection)
        self._language.picked.connect(self._ask)
        self._list.selectionModel().currentChanged.connect(self._pick)
        self._export.stepped.connect(self._follow_export)
        self._export.exported.connect(self._say_exported)
        self._export.refused.connect(self._say_refused)
        self._export.failed.connect(lambda _log: self._say_refused(""))
        self._export.running_changed.connect(self._exporting.setVisible)

    def _ask(self) -> None:
        self._is_stale = False
        if self._kit.session.plan is None:
            self.desk.want_nothing()
            return
        language = self._language.language
        self.desk.want("follow-up-schedule", language, self._words.gettext("follow-up schedule"))
        self._papers.ask(("follow-up-schedule",), language)

    def _follow_export(self, done: int, total: int) -> None:
        self._export_bar.setRange(0, total)
        self._export_bar.setValue(done)

    def _say_exported(self, count: int, folder: str) -> None:
        said = self._words.ngettext(
            "{count} file written into {folder}", "{count} files written into {folder}", count
        )
        self._kit.session.note(said.format(count=count, folder=Path(folder).name))

    def _say_refused(self, path: str) -> None:
        _ = self._words.gettext
        self._kit.chooser.tell(
            _("Not everything could be written"),
            _("{path} is read-only or full. Choose another folder.").format(path=path)
            if path
            else _("That is our fault; what was written before stays."),
        )

    # what is picked

    def _pick(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.data(ITEM_ROLE) if current.isValid() else None
        if isinstance(row, NextDate):
            self._show_row(row)
            self._kit.session.select(
                Selection(venue=row.venue.id, visit=row.stop.visit, crew=row.crew, day=row.day)
            )

    def _show_selection(self, selection: Selection) -> None:
        rows = self._dates.rows
        wanted = next((n for n, r in enumerate(rows) if r.stop.visit == selection.visit), -1)
        if wanted >= 0:
            if self._list.currentIndex().row() != wanted:
                self._list.setCurrentIndex(self._dates.index(wanted))
            self._show_row(rows[wanted])
        elif not self._list.currentIndex().isValid():
            self._show_row(rows[0] if rows else None)

    def _show_row(self, row: NextDate | None) -> None:
        words, _ = self._words, self._words.gettext
        if row is None:
            self._place.setText(_("Nothing to follow up"))
            self._visit.setText(_("Plan first: each booth stop gets its next date."))
            for label in (self._next, self._why, self._count):
                label.setText("")
            self._waiting.put(())
            return
        self._place.setText(row.venue.names.read(words.language) or row.venue.id)
        day = words.day(row.day, lunar=True, market=row.stop.market_day)
        self._visit.setText(_("This visit: {day}").format(day=day))
        self._say_next(row)
        self._waiting.put(row.waiting)
        said = words.ngettext("{count} customer", "{count} customers", len(row.waiting))
        self._count.setText(
            said.format(count=len(row.waiting)) if row.waiting else _("none are known")
        )

    def _say_next(self, row: NextDate) -> None:
        words, _ = self._words, self._words.gettext
        visit = row.stop.next_visit
        if visit is None:
            self._next.setText(_("No next date: the venue has no rule for one."))
            self._why.setText("")
            return
        day = words.day(visit.day, lunar=True, market=visit.market_day)
        self._next.setText(_("Next {year}: {day}").format(year=visit.day.year, day=day))
        gap = (visit.day - row.day).days
        why = _("{kind}, {gap} days later").format(kind=say_firm(row, words), gap=gap)
        if not visit.in_tolerance:
            why = _("{why}; no market falls inside the tolerance").format(why=why)
        self._why.setText(why)

    # how rows look

    def _say_date(self, row: NextDate) -> str:
        words, _ = self._words, self._words.gettext
        visit = row.stop.next_visit
        return _("{place}: visited {day}, next {next}, {kind}").format(
            place=row.venue.names.read(words.language),
            day=words.day(row.day),
            next=words.day(visit.day) if visit else "",
            kind=say_firm(row, words),
        )

    def _draw_date(self, painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        if not isinstance(item, NextDate):
            return
        words = self._words
        x, y, wide = area.x() + look.px(38), area.y(), area.width() - look.px(38) - 14
        centre = QPointF(area.x() + look.px(21), area.center().y())
        paint.badge(painter, centre, look.px(7), self._numbers.get(item.crew, 0), look)
        visit = item.stop.next_visit
        kind = say_firm(item, words)
        pill = fonts.width(look, kind, CAPTION) + 16
        name = QRectF(x, y + look.px(6), wide - pill - 40, look.px(20))
        text = shorten(item.venue.names.read(words.language) or item.venue.id)
        used = paint.text(painter, name, text, look, look.text, BODY, True)
        if item.waiting:
            at = x + used + 8
            icons.draw(painter, "wrench", at, y + look.px(9), 12, look.muted, 2.2)
            room = QRectF(at + 15, y + look.px(6), 30, look.px(20))
            paint.text(painter, room, str(len(item.waiting)), look, look.muted, CAPTION)
        role = "ok" if visit is not None and visit.firm else "warn"
        paint.pill(painter, x + wide - pill, y + look.px(7), kind, look, role)
        if visit is None:
            return
        low = QRectF(x, y + look.px(28), wide - 14, look.px(18))
        said = f"{words.day(item.day)} → {words.day(visit.day)}"
        across = paint.text(painter, low, said, look, look.muted, CAPTION)
        paint.market(painter, x + across + 6, y + look.px(31), visit.market_day, look, 8)

    def _say_waiting(self, customer: Customer) -> str:
        _, words = self._words.gettext, self._words
        return _("{name}, {tier}: {request}").format(
            name=customer.name,
            tier=words.tier(customer.tier),
            request=name_request(customer.request, words),
        )

    def _draw_waiting(self, painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        if not isinstance(item, Customer):
            return
        words, _ = self._words, self._words.gettext
        x, y, wide = area.x() + 14, area.y(), area.width() - 28
        name = QRectF(x, y + look.px(5), wide, look.px(20))
        used = paint.text(painter, name, item.name, look, look.text, BODY, True)
        paint.text(painter, name, item.phone, look, look.faint, CAPTION, align=paint.RIGHT)
        tier = QRectF(x + used + 8, y + look.px(5), wide - used - 8, look.px(20))
        paint.text(painter, tier, words.tier(item.tier), look, look.muted, CAPTION)
        low = QRectF(x, y + look.px(25), wide, look.px(18))
        request = name_request(item.request, words)
        if item.requested_on:
            request = _("{request}, since {day}").format(
                request=request, day=words.day(item.requested_on)
            )
        paint.text(painter, low, request, look, look.muted, CAPTION)


def name_request(request: str, words: Words) -> str:
    """Name the kind of an open request; an unknown kind stays as it was written."""
    _ = words.gettext
    known = {
        "repair": _("repair"),
        "maintenance": _("maintenance"),
        "complaint": _("complaint"),
        "training": _("training"),
        "parts": _("parts to order"),
        "part order": _("parts to order"),
        "installation": _("installation"),
        "inspection": _("inspection"),
    }
    return known.get(request.strip().casefold(), request)
