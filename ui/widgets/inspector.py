"""What is picked, in words: a stop, a visit left out, or the whole plan."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QWidget

from planner.domain.plan import Plan
from ui.look import icons, paint, parts
from ui.look.tokens import BODY, CAPTION, SECTION, TITLE, Look
from ui.models.board import Board, StopRow
from ui.models.left_out import LeftRow
from ui.models.locks import lock_icon, say_freedom
from ui.models.stops import say_times
from ui.widgets.terms_bar import TermsBar, list_terms, list_worth
from ui.words import Words

LINES = 7


class Inspector(QWidget):
    """Shows one thing at a time.

    `drop_wanted` when its stop is to leave the plan, `days_wanted` when another day is looked for,
    `lock_wanted(QPoint)` with the place on the screen for the ladder of locks, `fix_wanted()`
    when what is left out is to be brought in as is said.
    """

    drop_wanted = Signal()
    days_wanted = Signal()
    lock_wanted = Signal(QPoint)
    fix_wanted = Signal()

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self._crew: int | None = None
        self._mark = parts.Painted(self._draw_mark, look)
        self._mark.setFixedSize(look.px(20), look.px(22))
        self._title = parts.label("", look, SECTION, bold=True, wrap=True)
        self._aside = parts.label("", look, CAPTION, role="faint")
        self._lines = [_Line(look) for _number in range(LINES)]
        self._figure = parts.label("", look, TITLE, bold=True)
        self._unit = parts.label("", look, CAPTION, role="muted", wrap=True)
        self._terms = TermsBar(look, words)
        self._drop = parts.button(words.gettext("Take out of the plan"), look, "x", "link")
        self._drop.setToolTip(words.gettext("Take out of the plan  Del"))
        self._drop.clicked.connect(self.drop_wanted)
        find = words.gettext("Find a suitable day…")
        self._days = parts.button(find, look, "calendar-check", "link")
        self._days.clicked.connect(self.days_wanted)
        self._lock = parts.button(words.gettext("Lock…"), look, "lock", "link")
        self._lock.setToolTip(words.gettext("How far it may still move  L, Shift+L"))
        self._lock.clicked.connect(self._ask_lock)
        self._fix = parts.button("", look, "wrench", "link")
        self._fix.clicked.connect(self.fix_wanted)
        self._build()

    def show_stop(self, stop: StopRow) -> None:
        """Show a stop of the plan."""
        words, _ = self._words, self._words.gettext
        self._head(stop.name, _("stop {number}").format(number=stop.number), stop.crew_number)
        place = f" · {stop.place}" if stop.place else ""
        lines = [
            ("calendar-days", words.day(stop.day, lunar=True, market=stop.market)),
            ("clock", f"{say_times(stop)}{place}"),
            ("truck", stop.crew_name),
        ]
        if stop.is_home:
            lines.append(("house", _("At the customer's home")))
        elif stop.worth:
            people = words.number(stop.worth.people)
            lines.append(
                ("users", _("{people} people expected at the booth").format(people=people))
            )
        if stop.next_visit:
            lines.append(("rotate-cw", self._say_next(stop)))
        if lock_icon(stop.freedom):
            lines.append((lock_icon(stop.freedom), say_freedom(stop.freedom, words)))
        self._write(lines)
        if stop.worth:
            self._value(stop.worth.total, _("contacts this stop brings"))
            self._terms.show_terms(list_worth(stop.worth, words))
        else:
            self._value(None, _("The data have changed since: plan again to see its value."))
        for button in (self._drop, self._days, self._lock):
            button.show()
        self._fix.hide()

    def show_left(self, left: LeftRow, command: str) -> None:
        """Show a visit that was left out; `command` names what would bring it in, "" for none."""
        words, _ = self._words, self._words.gettext
        tier = words.tier(left.tier) if left.tier else ""
        self._head(left.name, tier or _("left out"), None)
        lines = [("info", left.reason), ("wrench", left.fix)]
        if left.best:
            day = words.day(left.best.day, lunar=True, market=left.best.market_day)
            lines.append(("calendar-days", _("Would be worth most on {day}").format(day=day)))
        self._write(lines)
        if left.best:
            self._value(left.best.worth.total, _("contacts at most, without the way there"))
            self._terms.show_terms(list_worth(left.best.worth, words))
        else:
            self._value(None, _("There is no day on which it could be made."))
        self._drop.hide()
        self._lock.hide()
        self._fix.setText(command)
        self._fix.setVisible(bool(command))
        self._days.show()

    def show_plan(self, plan: Plan, board: Board) -> None:
        """Show what the whole plan is worth, and why."""
        words, _ = self._words, self._words.gettext
        booths = [stop for stop in board.stops if not stop.is_home]
        people = sum(stop.worth.people for stop in booths if stop.worth)
        self._head(_("The whole plan"), "", None)
        self._write(
            [
                (
                    "store",
                    _("{booths} booths, {markets} on market days").format(
                        booths=len(booths), markets=sum(stop.market for stop in booths)
                    ),
                ),
                ("house", _("{homes} home visits").format(homes=len(board.stops) - len(booths))),
                ("users", _("{people} people expected").format(people=words.number(people))),
            ]
        )
        self._value(plan.value, _("contacts; one contact is one person met at a booth"))
        self._terms.show_terms(list_terms(plan.terms, words))
        for button in (self._drop, self._days, self._lock, self._fix):
            button.hide()

    def text(self) -> str:
        """Give everything said, a line each, for tests and screen readers."""
        said = [self._title.text(), self._aside.text()]
        said += [line.text() for line in self._lines if not line.isHidden()]
        said += [self._figure.text(), self._unit.text(), self._terms.accessibleName()]
        return "\n".join(text for text in said if text)

    def _ask_lock(self) -> None:
        self.lock_wanted.emit(self._lock.mapToGlobal(self._lock.rect().bottomLeft()))

    def _say_next(self, stop: StopRow) -> str:
        _ = self._words.gettext
        assert stop.next_visit is not None
        visit = stop.next_visit
        kind = _("firm") if visit.firm else _("provisional")
        day = self._words.day(visit.day, lunar=True, market=visit.market_day)
        said = _("Next {year}: {day}, {kind}").format(year=visit.day.year, day=day, kind=kind)
        if visit.in_tolerance:
            return said
        return _("{said}; no market falls inside the tolerance").format(said=said)

    def _build(self) -> None:
        head = parts.row(self._mark, self._title, self._aside, gap=8)
        head.setStretch(1, 1)
        head.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        head.setAlignment(self._aside, Qt.AlignmentFlag.AlignTop)
        value = parts.row(self._figure, self._unit, gap=8)
        value.setStretch(1, 1)
        upper = parts.column(head, *self._lines, gap=5, margins=(14, 10, 14, 8))
        lower = parts.column(
            value,
            self._terms,
            self._lock,
            self._fix,
            self._days,
            self._drop,
            gap=6,
            margins=(14, 6, 14, 8),
        )
        self.setLayout(parts.column(upper, parts.rule(), lower, None, gap=0))

    def _head(self, title: str, aside: str, crew: int | None) -> None:
        self._title.setText(title)
        self._aside.setText(aside)
        self._crew = crew
        self._mark.setVisible(crew is not None)
        self._mark.update()

    def _write(self, lines: Sequence[tuple[str, str]]) -> None:
        for number, line in enumerate(self._lines):
            if number < len(lines):
                line.say(*lines[number])
            line.setVisible(number < len(lines))

    def _value(self, value: float | None, unit: str) -> None:
        self._figure.setVisible(value is not None)
        self._figure.setText("" if value is None else self._words.number(value))
        self._unit.setText(unit)
        if value is None:
            self._terms.show_terms(())

    def _draw_mark(self, painter: QPainter, size: QSize, look: Look) -> None:
        if self._crew is not None:
            paint.badge(painter, QPointF(look.px(10), look.px(11)), look.px(8), self._crew, look)


class _Line(QWidget):
    """An icon and a sentence that may take two lines."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon = QLabel()
        self._icon.setFixedSize(look.px(14), look.px(18))
        self._text = parts.label("", look, BODY, wrap=True)
        layout = parts.row(self._icon, self._text, gap=8)
        layout.setStretch(1, 1)
        layout.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)

    def say(self, icon: str, text: str) -> None:
        """Say something else."""
        look = self._look
        picture = icons.pixmap(icon, look.faint, look.px(14), self.devicePixelRatioF())
        self._icon.setPixmap(picture)
        self._text.setText(text)

    def text(self) -> str:
        """Give the sentence."""
        return self._text.text()
