"""Proposed changes as rows: what falls out, which locks go, and bundles of moves to tick."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from planner.domain.answers import Bundle, Move, Proposal, Spot
from planner.domain.demand import Question, Visit, VisitKind
from planner.domain.disruption import Disruption, Trouble
from planner.domain.locks import Freedom, Lock
from planner.domain.scenario import Scenario
from planner.domain.units import clock_text
from ui.look.delegate import ITEM_ROLE
from ui.models.days import name_visit
from ui.words import Words

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit stands in words; `crew` is the number of the crew's badge, -1 for nowhere."""

    said: str
    crew: int = -1


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One visit that moves; `told` says who was told of the place before, "" for nobody."""

    name: str
    before: Place
    after: Place
    told: str


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The title of a part of the list."""

    said: str


@dataclass(frozen=True, slots=True)
class LostRow:
    """A visit that falls out, or a lock that goes; `why` is "" where the list says it."""

    name: str
    place: Place
    told: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class BundleRow:
    """Moves to take or refuse together."""

    bundle: Bundle
    title: str
    facts: str
    gain: str
    lines: tuple[MoveLine, ...]
    ticked: bool = True


Row = HeadRow | LostRow | BundleRow


@dataclass(frozen=True, slots=True)
class Teller:
    """Says changes of one file in one language."""

    scenario: Scenario
    visits: Mapping[str, Visit]
    question: Question
    words: Words

    def list_rows(self, proposal: Proposal, disruption: Disruption) -> tuple[Row, ...]:
        """List what a proposal says, each part under its title."""
        _, rows = self.words.gettext, list[Row]()
        if proposal.lost:
            rows.append(HeadRow(_("Cannot be kept")))
            rows += [self._say_lost(move) for move in proposal.lost]
        if proposal.freed:
            rows.append(HeadRow(_("Locks that cannot hold any more")))
            rows += [self._say_freed(lock, disruption) for lock in proposal.freed]
        if proposal.bundles:
            rows.append(HeadRow(_("Changes to accept or refuse")))
            rows += [self._say_bundle(n, b) for n, b in enumerate(proposal.bundles, start=1)]
        return tuple(rows)

    def count_told(self, moves: Sequence[Move]) -> tuple[int, int]:
        """Count the stops people were told of, and those people: footfall expected at booths."""
        told = [move for move in moves if move.told and move.before]
        return len(told), round(sum(self._expect(move) for move in told))

    def name(self, visit: str) -> str:
        """Name a visit."""
        return name_visit(visit, self.scenario, self.question, self.words) or visit

    def place(self, spot: Spot | None, nowhere: str) -> Place:
        """Say where a visit stands."""
        if spot is None:
            return Place(nowhere)
        numbers = {crew.id: number for number, crew in enumerate(self.scenario.crews)}
        names = {crew.id: crew.name for crew in self.scenario.crews}
        crew = names.get(spot.crew, spot.crew)
        said = self.words.gettext("{day} {time} · {crew}")
        day, time = self.words.day(spot.day), clock_text(spot.start)
        return Place(said.format(day=day, time=time, crew=crew), numbers.get(spot.crew, 0))

    def _say_lost(self, move: Move) -> LostRow:
        return LostRow(self.name(move.visit), self.place(move.before, ""), self._say_told(move))

    def _say_freed(self, lock: Lock, disruption: Disruption) -> LostRow:
        spot = Spot(lock.day, lock.crew, lock.start, lock.start, market_day=False)
        is_told = lock.freedom is Freedom.ANNOUNCED
        told = self.words.gettext("announced") if is_told else ""
        why = self._say_why(disruption)
        return LostRow(self.name(lock.visit), self.place(spot, ""), told, why)

    def _say_why(self, disruption: Disruption) -> str:
        _ = self.words.gettext
        return {
            Trouble.NONE: _("The rules and tables leave no such day any more."),
            Trouble.CREW_ILL: _("The crew is ill that day."),
            Trouble.VEHICLE_OUT: _("The crew has no vehicle that day."),
            Trouble.VENUE_CLOSED: _("The venue is closed that day."),
            Trouble.ROAD_CLOSED: _("The road there is closed that day."),
            Trouble.MARKET_MOVED: _("There is no market that day any more."),
            Trouble.PART_LATE: _("The part is not there that day."),
        }[disruption.trouble]

    def _say_bundle(self, number: int, bundle: Bundle) -> BundleRow:
        words = self.words
        title = words.ngettext(
            "Change {number}: {count} stop", "Change {number}: {count} stops", len(bundle.moves)
        )
        gain = round(bundle.gain)
        return BundleRow(
            bundle,
            title.format(number=number, count=len(bundle.moves)),
            say_facts((bundle,), words),
            f"+{words.number(gain)}" if gain > 0 else words.number(gain),
            tuple(map(self._say_move, bundle.moves)),
        )

    def _say_move(self, move: Move) -> MoveLine:
        _ = self.words.gettext
        before = self.place(move.before, _("not in the plan"))
        after = self.place(move.after, _("left out"))
        return MoveLine(self.name(move.visit), before, after, self._say_told(move))

    def _say_told(self, move: Move) -> str:
        if not move.told or move.before is None:
            return ""
        words, visit = self.words, self.visits.get(move.visit)
        if visit is not None and visit.kind is VisitKind.HOME:
            return words.gettext("customer already told")
        people = round(self._expect(move))
        if not people:
            return words.gettext("already announced")
        said = words.ngettext("{count} person already told", "{count} people already told", people)
        return said.format(count=words.number(people))

    def _expect(self, move: Move) -> float:
        """Expect how many people come where a visit stood; 1 at a home."""
        visit, spot = self.visits.get(move.visit), move.before
        if visit is None or spot is None:
            return 0.0
        if visit.kind is VisitKind.HOME:
            return 1.0
        key = spot.day, spot.end - spot.start
        return next((o.worth.people for o in visit.offers if (o.day, o.duration) == key), 0.0)


def make_teller(scenario: Scenario, question: Question, words: Words) -> Teller:
    """Make the one who says changes of a file."""
    return Teller(scenario, {visit.id: visit for visit in question.visits}, question, words)


def say_facts(bundles: Sequence[Bundle], words: Words) -> str:
    """Say what bundles take more or less: road, nights, crew-days; "" where nothing."""
    _ = words.gettext
    metres = sum(bundle.metres for bundle in bundles)
    said = (
        (round(metres / 1000), _("{count} km")),
        (
            nights := sum(bundle.nights for bundle in bundles),
            words.ngettext("{count} night", "{count} nights", abs(nights)),
        ),
        (
            days := sum(bundle.days for bundle in bundles),
            words.ngettext("{count} crew-day", "{count} crew-days", abs(days)),
        ),
    )
    return "  ·  ".join(
        text.format(count=("+" if count > 0 else "") + words.number(count))
        for count, text in said
        if count
    )


def say_row(row: object, words: Words) -> str:
    """Say a whole row as a person would."""
    _ = words.gettext
    said: tuple[str, ...] = ()
    match row:
        case LostRow():
            said = (row.name, row.place.said, row.told, row.why)
        case BundleRow():
            said = (row.title, row.gain, row.facts, *(say_line(line, words) for line in row.lines))
        case HeadRow():
            said = (row.said,)
    return _("; ").join(part for part in said if part)


def say_line(line: MoveLine, words: Words) -> str:
    """Say a move as a person would."""
    said = words.gettext("{name}: from {before} to {after}").format(
        name=line.name, before=line.before.said, after=line.after.said
    )
    return f"{said} ({line.told})" if line.told else said


class ChangesModel(QAbstractListModel):
    """Rows of a proposal, those of bundles ticked or not; `ticks_changed()`."""

    ticks_changed = Signal()

    def __init__(self, say: Callable[[object], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: tuple[Row, ...] = ()

    def put(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    def bundles(self, ticked: bool) -> tuple[Bundle, ...]:
        """List the bundles that are ticked, or those that are not."""
        found = (row for row in self._rows if isinstance(row, BundleRow))
        return tuple(row.bundle for row in found if row.ticked == ticked)

    def tick_all(self, on: bool) -> None:
        """Tick all bundles, or none."""
        self._rows = tuple(
            replace(row, ticked=on) if isinstance(row, BundleRow) else row for row in self._rows
        )
        if self._rows:
            last = self.index(len(self._rows) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last)
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the sentence for people and screen readers, the tick, the value for drawing."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ITEM_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(row)
        if role == Qt.ItemDataRole.CheckStateRole and isinstance(row, BundleRow):
            return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a bundle or not."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        row = self._rows[index.row()]
        if not isinstance(row, BundleRow):
            return False
        on = Qt.CheckState(value) is Qt.CheckState.Checked
        rows = list(self._rows)
        rows[index.row()] = replace(row, ticked=on)
        self._rows = tuple(rows)
        self.dataChanged.emit(index, index)
        self.ticks_changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let bundles be ticked; titles cannot be picked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self._rows[index.row()]
        if isinstance(row, HeadRow):
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if isinstance(row, BundleRow) else flags
