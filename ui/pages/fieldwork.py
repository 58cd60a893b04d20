"""Stage fieldwork: the run sheet of every crew and day, and the crews' calendars."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, QPointF, QRectF
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QWidget

from planner.domain.changes import Changes
from planner.domain.plan import Plan, Tour, TourDay
from planner.domain.scenario import Scenario
from planner.domain.units import clock_text
from ui.look import icons, paint, parts
from ui.look.delegate import ITEM_ROLE, PaintDelegate
from ui.look.tokens import AXIS, BODY, CAPTION, SECTION, Look
from ui.models.labels import shorten
from ui.models.rows import RowsModel
from ui.papers import Paper, Papers
from ui.printing import save_bytes
from ui.session import Selection, Session
from ui.stages import Kit, Page, Sentences, Standing
from ui.widgets.paper_desk import PaperDesk
from ui.widgets.paper_language import PaperLanguage

LEFT, RIGHT = 306, 268  # px at 100 %
DAY_HEIGHT = 52


def build(kit: Kit) -> Page:
    """Make the page."""
    return FieldworkPage(kit)


def standing(session: Session) -> Standing:
    """Say where the stage stands."""
    return Standing(session.plan is not None)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of a tour as crews read it."""

    crew: str
    crew_name: str
    crew_number: int
    tour: Tour
    day: TourDay
    number: int
    places: tuple[str, ...]
    night: str

    @property
    def date(self) -> date:
        """The day."""
        return self.day.day


def list_days(plan: Plan, scenario: Scenario, language: str) -> tuple[DayRow, ...]:
    """List the days of all tours, by crew and day: the order of the run sheets."""
    numbers = {crew.id: number for number, crew in enumerate(scenario.crews)}
    crews = {crew.id: crew.name for crew in scenario.crews}
    names = {venue.id: shorten(venue.names.read(language)) for venue in scenario.venues}
    names.update((customer.id, customer.name) for customer in scenario.customers)
    tours = sorted(
        plan.tours, key=lambda t: (numbers.get(t.crew, len(numbers)), t.crew, t.days[0].day)
    )
    return tuple(
        DayRow(
            tour.crew,
            crews.get(tour.crew, tour.crew),
            numbers.get(tour.crew, 0),
            tour,
            day,
            number,
            tuple(names.get(stop.ref, stop.ref) for stop in day.stops),
            names.get(day.overnight.place, day.overnight.place) if day.overnight else "",
        )
        for tour in tours
        for number, day in enumerate(tour.days, start=1)
    )


class FieldworkPage(QWidget):
    """Days by crew, the run sheet of each, and a calendar a crew."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._look, self._words = kit, kit.look, kit.words
        self._papers = Papers(kit.session, self)
        self._is_stale = True
        self._language = PaperLanguage(kit.session.office.language, kit.look)
        self._make_panes()
        self._listen()

    @property
    def title(self) -> str:
        """What the screen is called."""
        return self._words.gettext("On tour")

    @property
    def views(self) -> tuple[QWidget, ...]:
        """In which language."""
        return (self._language,)

    @property
    def tools(self) -> tuple[str, ...]:
        """What the screen bar offers."""
        return ("fieldwork.calendar", "file.pdf", "file.print")

    def widget(self) -> QWidget:
        """The body of the screen."""
        return self

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What the page does, by the id of an action."""
        return {
            "fieldwork.run_sheets": self._ask,
            "fieldwork.calendar": self.save_calendar,
            "file.pdf": self.desk.save_paper,
            "file.print": self.desk.print_paper,
        }

    def sentences(self) -> Sentences:
        """Say how many days of tour there are."""
        words, _ = self._words, self._words.gettext
        rows = self._days.rows
        if not rows:
            return Sentences(foot=_("Nothing is planned, so no crew goes out."))
        crews = len({row.crew for row in rows})
        scope = _("{days} days on tour, {crews} crews").format(days=len(rows), crews=crews)
        foot = _("From {first} to {last}").format(
            first=words.day(min(row.date for row in rows)),
            last=words.day(max(row.date for row in rows)),
        )
        return Sentences(scope, foot, _("Each day starts on a page of its own, printed two-sided"))

    def refresh(self, changes: Changes) -> None:
        """Show the file as it is now."""
        session = self._kit.session
        plan, scenario = session.plan, session.scenario
        rows = list_days(plan, scenario, self._words.language) if plan and scenario else ()
        self._days.put(rows)
        self._is_stale = True
        if self.isVisible():
            self._ask()
        self._show_selection(session.selection)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the sheets made when they are first looked at."""
        super().showEvent(event)
        if self._is_stale:
            self._ask()

    def save_calendar(self) -> None:
        """Ask where to write the calendar of the picked crew and write it."""
        row, _ = self._picked(), self._words.gettext
        if row is None:
            return
        session = self._kit.session
        path = self._kit.chooser.target(
            _("Save the calendar of {crew}").format(crew=row.crew_name),
            _("Calendar"),
            f"{_file_name(row.crew_name)}.ics",
        )
        if path is None:
            return
        data = session.office.fieldwork.calendar(row.crew, self._language.language)
        if save_bytes(path, data):
            session.note(_("Saved: {path}").format(path=path.name))
        else:
            self._kit.chooser.tell(
                _("The file cannot be written"), _("Choose another folder for it.")
            )

    def _make_panes(self) -> None:
        look, _ = self._look, self._words.gettext
        self.desk = PaperDesk(self._kit, self._papers)
        self._days: RowsModel[DayRow] = RowsModel(self._say_day, self)
        delegate = PaintDelegate(self._draw_day, look, DAY_HEIGHT)
        self._list = parts.list_view(self._days, delegate, _("Days on tour"), look)
        left = parts.column(
            parts.heading(_("Days on tour"), look), parts.rule(), self._list, gap=0
        )
        layout = parts.row(
            parts.frame(left, "side", look.px(LEFT)), self.desk, self._make_aside(), gap=0
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _make_aside(self) -> QWidget:
        look, _ = self._look, self._words.gettext
        self._crew = parts.label("", look, SECTION, bold=True)
        self._date = parts.label("", look, BODY, wrap=True)
        self._facts = parts.label("", look, BODY, role="muted", wrap=True)
        self._course = parts.label("", look, BODY, wrap=True)
        self._calendar = parts.button(_("Save the calendar…"), look, "calendar-check")
        self._calendar.clicked.connect(self.save_calendar)
        hint = _(
            "One .ics file a crew. Import a newer one into the same calendar: stops that moved "
            "move there too."
        )
        items = (
            self._crew,
            self._date,
            self._facts,
            parts.rule(),
            self._course,
            parts.rule(),
            self._calendar,
            parts.label(hint, look, CAPTION, role="faint", wrap=True),
            None,
        )
        aside = parts.column(*items, gap=8, margins=(14, 10, 14, 10))
        return parts.frame(aside, "aside", look.px(RIGHT))

    def _listen(self) -> None:
        self._kit.session.selected.connect(self._show_selection)
        self._language.picked.connect(self._ask)
        self._list.selectionModel().currentChanged.connect(self._pick)
        self.desk.page_changed.connect(self._follow_page)
        self.desk.shown.connect(self._go_to_day)

    def _ask(self) -> None:
        self._is_stale = False
        if self._kit.session.plan is None:
            self.desk.want_nothing()
            return
        language = self._language.language
        self.desk.want("run-sheets", language, self._words.gettext("run sheets"))
        self._papers.ask(("run-sheets",), language)

    # what is picked

    def _picked(self) -> DayRow | None:
        item = self._list.currentIndex().data(ITEM_ROLE)
        return item if isinstance(item, DayRow) else None

    def _pick(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.data(ITEM_ROLE) if current.isValid() else None
        if not isinstance(row, DayRow):
            return
        self._show_day(row)
        visit = row.day.stops[0].visit if row.day.stops else ""
        before = self._kit.session.selection
        if (before.crew, before.day) != (row.crew, row.date):
            self._kit.session.select(Selection(visit=visit, crew=row.crew, day=row.date))
        if self.desk.paper is not None:
            self._go_to_day(self.desk.paper)

    def _show_selection(self, selection: Selection) -> None:
        rows = self._days.rows
        wanted = next(
            (n for n, r in enumerate(rows) if (r.crew, r.date) == (selection.crew, selection.day)),
            0,
        )
        if rows and self._list.currentIndex().row() != wanted:
            self._list.setCurrentIndex(self._days.index(wanted))
        elif not rows:
            self._show_day(None)

    def _go_to_day(self, paper: Paper) -> None:
        row = self._list.currentIndex().row()
        if 0 <= row < len(paper.starts) and self._day_of(self.desk.preview.view.page) != row:
            self.desk.preview.go_to(paper.starts[row])

    def _follow_page(self, page: int) -> None:
        row = self._day_of(page)
        if row is not None and row != self._list.currentIndex().row():
            self._list.setCurrentIndex(self._days.index(row))

    def _day_of(self, page: int) -> int | None:
        paper = self.desk.paper
        if paper is None or len(paper.starts) != len(self._days.rows):
            return None
        return max((n for n, start in enumerate(paper.starts) if start <= page), default=None)

    def _show_day(self, row: DayRow | None) -> None:
        words, _ = self._words, self._words.gettext
        self._calendar.setEnabled(row is not None)
        if row is None:
            self._crew.setText(_("Nobody goes out"))
            self._date.setText(_("Plan first: each day of a tour gets a run sheet."))
            self._facts.setText("")
            self._course.setText("")
            return
        day = row.day
        self._crew.setText(row.crew_name)
        self._date.setText(words.day(row.date, lunar=True))
        self._facts.setText(
            _("Day {number} of {days} · {km} km, {hours} h at the wheel").format(
                number=row.number,
                days=len(row.tour.days),
                km=words.number(day.drive_metres / 1000),
                hours=f"{day.drive_minutes / 60:.1f}",
            )
        )
        lines = [_("{time}  set off").format(time=clock_text(day.start))]
        lines += [
            f"{clock_text(stop.start)}–{clock_text(stop.end)}  {place}"
            for stop, place in zip(day.stops, row.places, strict=True)
        ]
        end = _("{time}  at the bed in {place}") if row.night else _("{time}  back at the station")
        lines.append(end.format(time=clock_text(day.end), place=row.night))
        self._course.setText("\n".join(lines))

    # how rows look

    def _say_day(self, row: DayRow) -> str:
        _, words = self._words.gettext, self._words
        return _("{crew}, {day}: {places}").format(
            crew=row.crew_name, day=words.day(row.date), places=", ".join(row.places)
        )

    def _draw_day(self, painter: QPainter, area: QRectF, item: object, look: Look) -> None:
        if not isinstance(item, DayRow):
            return
        words, _ = self._words, self._words.gettext
        x, y, wide = area.x() + look.px(38), area.y(), area.width() - look.px(38) - 14
        centre = QPointF(area.x() + look.px(21), area.center().y())
        paint.badge(painter, centre, look.px(7), item.crew_number, look)
        title = QRectF(x, y + look.px(6), wide, look.px(20))
        said = _("{crew} · {day}").format(crew=item.crew_name, day=words.day(item.date))
        paint.text(painter, title, said, look, look.text, BODY, True)
        mark = _("{number} of {days}").format(number=item.number, days=len(item.tour.days))
        paint.text(painter, title, mark, look, look.faint, AXIS, align=paint.RIGHT)
        low = QRectF(x, y + look.px(27), wide, look.px(18))
        places = (_(", ")).join(item.places) or _("on the road")
        used = paint.text(painter, low, places, look, look.muted, CAPTION)
        if item.night:
            at = x + used + 8
            icons.draw(painter, "bed-double", at, y + look.px(30), 12, look.faint, 2.2)
            room = QRectF(at + 16, low.y(), x + wide - at - 16, low.height())
            paint.text(painter, room, item.night, look, look.muted, CAPTION)


def _file_name(name: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in name)
    return kept.strip() or "calendar"
