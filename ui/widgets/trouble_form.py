"""The form that says what happened: one trouble, whom it meets, when, since when it is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from planner.domain.demand import Question, VisitKind
from planner.domain.disruption import QUIET, Disruption, Trouble
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from ui.look import fonts, parts
from ui.look.tokens import BODY, CAPTION, SECTION, Look
from ui.session import Selection
from ui.widgets.number_edit import DayEdit
from ui.words import Words

PERSON = (Trouble.CREW_ILL, Trouble.VEHICLE_OUT)
CLOSED = (Trouble.VENUE_CLOSED, Trouble.ROAD_CLOSED)
LATER = timedelta(7)  # a part that is late is offered a week later
AFTER = timedelta(60)  # beyond the horizon a part may still be late


@dataclass(frozen=True, slots=True)
class Case:
    """A plan and what could happen to it."""

    scenario: Scenario
    question: Question
    plan: Plan
    selection: Selection

    def find_days(self, trouble: Trouble, ref: str, since: date) -> tuple[date, date]:
        """Suggest the days of a trouble: those of the next tour or stop it would meet."""
        found = sorted(self._meet(trouble, ref))
        later = [days for days in found if days[1] >= since] or found
        first, last = later[0] if later else (since, since)
        if trouble is Trouble.MARKET_MOVED:
            return first, first + timedelta(1)
        return (first + LATER, first + LATER) if trouble is Trouble.PART_LATE else (first, last)

    def _meet(self, trouble: Trouble, ref: str) -> Iterator[tuple[date, date]]:
        for tour in self.plan.tours:
            if trouble in PERSON and tour.crew == ref:
                yield tour.days[0].day, tour.days[-1].day
            if trouble not in PERSON:
                yield from (
                    (day.day, day.day)
                    for day in tour.days
                    if any(stop.ref == ref for stop in day.stops)
                )

    def list_refs(self, trouble: Trouble) -> tuple[str, ...]:
        """List whom a trouble can meet, what the plan meets first before the rest."""
        if trouble in PERSON:
            return _unique((*(t.crew for t in self.plan.tours), *self._ids(trouble)))
        kind = VisitKind.HOME if trouble is Trouble.PART_LATE else VisitKind.BOOTH
        known = frozenset(self._ids(trouble))
        stops = (s for tour in self.plan.tours for day in tour.days for s in day.stops)
        planned = (stop.ref for stop in stops if stop.kind is kind and stop.ref in known)
        return _unique((*planned, *self._ids(trouble)))

    def _ids(self, trouble: Trouble) -> list[str]:
        if trouble in PERSON:
            return [crew.id for crew in self.scenario.crews]
        if trouble is Trouble.PART_LATE:
            return [v.ref for v in self.question.visits if v.kind is VisitKind.HOME]
        markets = trouble is Trouble.MARKET_MOVED
        return [v.id for v in self.scenario.venues if v.market is not None or not markets]

    def find_picked(self, trouble: Trouble) -> str:
        """Name the ref that is picked on the screens, "" where there is none of its kind."""
        picked = self.selection
        if trouble in PERSON:
            return picked.crew
        return picked.customer if trouble is Trouble.PART_LATE else picked.venue


def _unique(refs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(refs))


class TroubleForm(QWidget):
    """One choice of seven with its fields below; `changed()` after every change."""

    changed = Signal()

    def __init__(self, case: Case, today: date, look: Look, words: Words) -> None:
        super().__init__()
        self._case, self._look, self._words = case, look, words
        horizon = case.plan.horizon
        is_within = horizon.first <= today <= horizon.last
        start = today if is_within else case.plan.planned_on
        self._known, known_row = self._make_day(_span(case.plan.planned_on, horizon.last), start)
        self._choices: dict[Trouble, QRadioButton] = {}
        self._fields: dict[Trouble, _Fields] = {}
        _ = words.gettext
        column = parts.column(gap=6, margins=(20, 0, 16, 12))
        column.addWidget(parts.label(_("What happened?"), look, SECTION, bold=True))
        for trouble, text in self._say_troubles():
            self._add(column, trouble, text)
        column.addSpacing(8)
        column.addWidget(parts.label(_("Known since"), look, BODY, bold=True))
        column.addLayout(known_row)
        hint = _("What lies before it stays. New stops keep their days of notice from then on.")
        column.addWidget(parts.label(hint, look, CAPTION, role="muted", wrap=True))
        column.addStretch(1)
        self.setLayout(column)
        self._choices[Trouble.CREW_ILL].setChecked(True)

    @property
    def known_on(self) -> date:
        """Since when it is known."""
        return self._known.day

    def disruption(self) -> Disruption | None:
        """Say what happened; None while the fields do not go together."""
        trouble = next(kind for kind, radio in self._choices.items() if radio.isChecked())
        fields = self._fields.get(trouble)
        if fields is None:
            return QUIET
        first = fields.first.day
        last = fields.last.day if fields.last else first
        is_moved = trouble is Trouble.MARKET_MOVED
        if not fields.ref or (first == last if is_moved else last < first):
            return None
        return Disruption(trouble, fields.ref, first, last)

    def choose(self, trouble: Trouble, ref: str = "") -> None:
        """Choose what happened, and whom it meets."""
        self._choices[trouble].setChecked(True)
        if ref:
            self._fields[trouble].who.setCurrentIndex(self._fields[trouble].who.findData(ref))

    def _say_troubles(self) -> tuple[tuple[Trouble, str], ...]:
        _ = self._words.gettext
        return (
            (Trouble.CREW_ILL, _("A crew is ill")),
            (Trouble.VEHICLE_OUT, _("A vehicle is out of order")),
            (Trouble.VENUE_CLOSED, _("A venue is closed")),
            (Trouble.ROAD_CLOSED, _("The road to a venue is closed")),
            (Trouble.MARKET_MOVED, _("A market has moved to another day")),
            (Trouble.PART_LATE, _("A part comes late")),
            (Trouble.NONE, _("Nothing: just look for a better plan")),
        )

    def _add(self, column: QVBoxLayout, trouble: Trouble, text: str) -> None:
        radio = QRadioButton(text)
        radio.setFont(fonts.font(self._look, BODY))
        column.addWidget(radio)
        self._choices[trouble] = radio
        if trouble is not Trouble.NONE:
            refs = self._case.list_refs(trouble)
            radio.setEnabled(bool(refs))
            holder = self._make_fields(trouble, text, refs)
            holder.hide()
            column.addWidget(holder)
            radio.toggled.connect(holder.setVisible)
        radio.toggled.connect(lambda _on: self.changed.emit())

    def _make_fields(self, trouble: Trouble, text: str, refs: tuple[str, ...]) -> QWidget:
        look = self._look
        who = QComboBox()
        who.setFont(fonts.font(look, BODY))
        who.setFixedWidth(look.px(250))
        who.setAccessibleName(text)
        for ref in refs:
            who.addItem(self._name(trouble, ref), ref)
        picked = who.findData(self._case.find_picked(trouble))
        who.setCurrentIndex(max(picked, 0) if refs else -1)
        horizon = self._case.plan.horizon
        first = last = None
        rows: list[parts.Item] = [who]
        is_part = trouble is Trouble.PART_LATE
        span = _span(horizon.first, horizon.last + (AFTER if is_part else timedelta(0)))
        first, line = self._make_day(span, span[0], self._say_first(trouble))
        rows.append(line)
        if not is_part:
            last, line = self._make_day(span, span[0], self._say_last(trouble))
            rows.append(line)
        fields = _Fields(who, first, last)
        self._fields[trouble] = fields
        who.currentIndexChanged.connect(lambda _index: self._suggest(trouble))
        self._suggest(trouble)
        holder = QWidget()
        holder.setLayout(parts.column(*rows, gap=4, margins=(24, 0, 0, 6)))
        return holder

    def _suggest(self, trouble: Trouble) -> None:
        fields = self._fields[trouble]
        first, last = self._case.find_days(trouble, fields.ref, self.known_on)
        fields.first.show_day(first)
        if fields.last:
            fields.last.show_day(last)
        self.changed.emit()

    def _say_first(self, trouble: Trouble) -> str:
        _ = self._words.gettext
        if trouble is Trouble.PART_LATE:
            return _("comes on")
        return _("instead of") if trouble is Trouble.MARKET_MOVED else _("from day")

    def _say_last(self, trouble: Trouble) -> str:
        _ = self._words.gettext
        return _("now on") if trouble is Trouble.MARKET_MOVED else _("to day")

    def _make_day(
        self, span: tuple[date, date], day: date, text: str = ""
    ) -> tuple[DayEdit, QHBoxLayout]:
        """Make a field for a day with its name before and its weekday behind it."""
        look, words = self._look, self._words
        field = DayEdit(look, *span)
        name = parts.label(text, look, BODY, role="muted")
        name.setBuddy(field)
        said = parts.label("", look, CAPTION, role="muted")
        field.dateChanged.connect(lambda _date: said.setText(words.day(field.day)))
        field.dateChanged.connect(lambda _date: self.changed.emit())
        field.show_day(day)
        said.setText(words.day(field.day))
        field.setAccessibleName(text or words.gettext("Known since"))
        if text:
            name.setFixedWidth(look.px(62))
            return field, parts.row(name, field, said, None, gap=6)
        return field, parts.row(field, said, None, gap=6)

    def _name(self, trouble: Trouble, ref: str) -> str:
        scenario, language = self._case.scenario, self._words.language
        if trouble in PERSON:
            return next((c.name for c in scenario.crews if c.id == ref), ref)
        if trouble is Trouble.PART_LATE:
            return next((c.name for c in scenario.customers if c.id == ref), ref)
        return next((v.names.read(language) for v in scenario.venues if v.id == ref), ref)


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one trouble; a part that is late has no last day."""

    who: QComboBox
    first: DayEdit
    last: DayEdit | None

    @property
    def ref(self) -> str:
        """Whom it meets."""
        return str(self.who.currentData() or "")


def _span(first: date, last: date) -> tuple[date, date]:
    return first, max(first, last)


def read_today() -> date:
    """Give today's date."""
    day = QDate.currentDate()
    return date(day.year(), day.month(), day.day())
