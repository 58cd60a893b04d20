"""The stops of a plan as a table: the timeline's twin, and what a screen reader reads."""

from html import escape

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from planner.domain.locks import Freedom
from planner.domain.units import clock_text
from ui.look.delegate import ITEM_ROLE
from ui.models.board import StopRow
from ui.models.locks import say_freedom
from ui.words import Words

Index = QModelIndex | QPersistentModelIndex
DAY, LUNAR, TIMES, PLACE, CREW, MARKET, NEXT, VALUE = range(8)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class StopModel(QAbstractTableModel):
    """Stops in order of day, start and crew."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: tuple[StopRow, ...] = ()

    def set_rows(self, rows: tuple[StopRow, ...]) -> None:
        """Show other stops."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, visit: str) -> int:
        """Find the row of a visit, -1 where it is not planned."""
        return next((row for row, stop in enumerate(self._rows) if stop.visit == visit), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the stops."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else 8

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Title a column; numbers stand at the right."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < 8:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == VALUE:
            return RIGHT
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        _ = self._words.gettext
        titles = (
            _("Date"),
            _("Lunar"),
            _("Hours"),
            _("Place"),
            _("Crew"),
            _("Market"),
            _("Next date"),
            _("Worth"),
        )
        return titles[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell's text, the stop itself, or its sentence."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        stop = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(stop, index.column())
        if role == ITEM_ROLE:
            return stop
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == VALUE:
            return RIGHT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return say_stop(stop, self._words)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(say_stop(stop, self._words))}</qt>"  # a name is no markup
        return None

    def _cell(self, stop: StopRow, column: int) -> str:
        words = self._words
        texts = {
            DAY: lambda: words.day(stop.day),
            LUNAR: lambda: words.lunar(stop.day),
            TIMES: lambda: say_times(stop),
            PLACE: lambda: stop.label,
            CREW: lambda: stop.crew_name,
            MARKET: lambda: say_market(stop, words),
            NEXT: lambda: say_next(stop, words),
            VALUE: lambda: words.number(stop.worth.total) if stop.worth else "",
        }
        return texts[column]()


def say_times(stop: StopRow) -> str:
    """Write the hours of a stop: 8:30–14:30."""
    return f"{clock_text(stop.start).lstrip('0')}–{clock_text(stop.end).lstrip('0')}"


def say_market(stop: StopRow, words: Words) -> str:
    """Say whether the stop falls on a market day; nothing for a home."""
    _ = words.gettext
    if stop.is_home:
        return _("home visit")
    if stop.market:
        return _("market day")
    return _("no market") if stop.has_market else _("no market here")


def say_next(stop: StopRow, words: Words) -> str:
    """Say when the crew comes next and whether that is firm; nothing for a home."""
    _ = words.gettext
    if stop.next_visit is None:
        return ""
    kind = _("firm") if stop.next_visit.firm else _("provisional")
    day = words.day(stop.next_visit.day)
    year = stop.next_visit.day.year
    if year != stop.day.year:
        return _("{day} {year}, {kind}").format(day=day, year=year, kind=kind)
    return _("{day}, {kind}").format(day=day, kind=kind)


def say_stop(stop: StopRow, words: Words) -> str:
    """Say a stop as a person would, for screen readers and tooltips."""
    said = words.gettext("{day}, {times}: {place}, {crew}, {market}").format(
        day=words.day(stop.day),
        times=say_times(stop),
        place=stop.name,
        crew=stop.crew_name,
        market=say_market(stop, words),
    )
    if stop.freedom is Freedom.FREE:
        return said
    return words.gettext("{stop}. {lock}").format(stop=said, lock=say_freedom(stop.freedom, words))
