"""The visits left out of a plan, dearest first, each with its reason."""

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from planner.domain.customer import Tier
from planner.domain.demand import Offer, Question, VisitKind
from planner.domain.findings import Reason
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.words import fix_text, reason_text
from ui.look.delegate import ITEM_ROLE
from ui.words import Words

Index = QModelIndex | QPersistentModelIndex
_ACTIONS = {
    Reason.NO_OPEN_DAY: "edit.parameters",
    Reason.NOTICE_LEAD: "edit.parameters",
    Reason.VENUE_CLOSED: "go.intake",
    Reason.NO_SKILL: "go.intake",
    Reason.CREWS_AWAY: "work.days",
    Reason.OUT_OF_REACH: "edit.parameters",
    Reason.NIGHTS: "edit.parameters",
    Reason.BUDGET: "edit.parameters",
    Reason.REVISIT: "edit.parameters",
    Reason.PART_LATE: "go.intake",
    Reason.BETTER_STOP: "work.days",
    Reason.FLOOR: "edit.parameters",
    Reason.LOCKED: "planning.lock",
    Reason.HOME_WINDOW: "work.days",
    Reason.DATA: "file.import",
    Reason.STOPPED_EARLY: "planning.plan",
    Reason.NOT_WORTH_IT: "edit.parameters",
    Reason.NO_MARKET: "work.days",
}


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A visit left out: `best` is what it would be worth most, `tier` is "" for a venue.

    `fix` says what would bring it in and `action` is the id of the command for it; `blocker` is
    the ref of the stop in the way, "" for none.
    """

    visit: str
    kind: VisitKind
    ref: str
    name: str
    tier: Tier | None
    best: Offer | None
    reason: str
    code: str
    fix: str = ""
    action: str = ""
    blocker: str = ""

    @property
    def is_home(self) -> bool:
        """Whether it is a visit to one customer."""
        return self.kind is VisitKind.HOME


def list_left(
    plan: Plan, scenario: Scenario, question: Question, language: str
) -> tuple[LeftRow, ...]:
    """List the visits left out, the one that could be worth most first."""
    visits = {visit.id: visit for visit in question.visits}
    names = {venue.id: venue.names.read(language) for venue in scenario.venues}
    customers = {customer.id: customer for customer in scenario.customers}
    rows = []
    for left in plan.unassigned:
        visit, customer = visits.get(left.visit), customers.get(left.ref)
        offers = visit.offers if visit else ()
        rows.append(
            LeftRow(
                left.visit,
                left.kind,
                left.ref,
                names.get(left.ref) or (customer.name if customer else "") or left.ref,
                customer.tier if customer and left.kind is VisitKind.HOME else None,
                max(offers, key=lambda offer: offer.worth.total, default=None),
                reason_text(left.cause, scenario, language),
                left.cause.reason.value,
                fix_text(left.cause, scenario, language),
                _ACTIONS[left.cause.reason],
                dict(left.cause.facts).get("stop", ""),
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.best.worth.total if row.best else 0.0))


class LeftModel(QAbstractListModel):
    """Rows of visits left out, narrowed by a text."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._all: tuple[LeftRow, ...] = ()
        self._shown: tuple[LeftRow, ...] = ()
        self._wanted = ""

    def set_rows(self, rows: tuple[LeftRow, ...]) -> None:
        """Show other visits."""
        self._all = rows
        self._narrow()

    def narrow(self, wanted: str) -> None:
        """Show only what has a text in its name, reason or code."""
        self._wanted = wanted.strip().casefold()
        self._narrow()

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return len(self._all)

    def row_of(self, visit: str) -> int:
        """Find the row of a visit, -1 where it is not shown."""
        return next((row for row, left in enumerate(self._shown) if left.visit == visit), -1)

    def find(self, visit: str) -> LeftRow | None:
        """Find a visit, shown or not."""
        return next((left for left in self._all if left.visit == visit), None)

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the visits shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the name, the whole row, or its sentence."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        left = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return left.name
        if role == ITEM_ROLE:
            return left
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words.gettext("{name}, left out: {reason} {fix}").format(
                name=left.name, reason=left.reason, fix=left.fix
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(left.fix)}</qt>"  # a name is no markup
        return None

    def _narrow(self) -> None:
        self.beginResetModel()
        self._shown = tuple(
            row
            for row in self._all
            if self._wanted in f"{row.name} {row.reason} {row.code}".casefold()
        )
        self.endResetModel()
