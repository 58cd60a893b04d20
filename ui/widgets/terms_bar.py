"""Why a number is what it is: its terms as a bar with their names and amounts."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from planner.domain.demand import Worth
from planner.domain.plan import Terms
from ui.look import fonts, paint
from ui.look.tokens import CAPTION, Look
from ui.words import Words

LINE = 18
BAR_HEIGHT = 8


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a value, in contacts; costs are negative. `role` is its colour."""

    name: str
    amount: float
    role: str


def list_worth(worth: Worth, words: Words) -> tuple[Term, ...]:
    """List the terms of a visit's worth that are not nothing."""
    _ = words.gettext
    terms = (
        Term(_("people met"), worth.people, "market"),
        Term(_("customers near"), worth.customers, "info"),
        Term(_("open requests"), worth.requests, "ok"),
        Term(_("home visit"), worth.home, "platinum"),
        Term(_("overdue"), worth.overdue, "warn"),
    )
    return tuple(term for term in terms if round(term.amount, 1))


def list_terms(terms: Terms, words: Words) -> tuple[Term, ...]:
    """List the terms of a plan's value, gains first."""
    _ = words.gettext
    gains = Worth(terms.people, terms.customers, terms.requests, terms.home, terms.overdue)
    costs = (
        Term(_("crew-days"), terms.crew_days, "faint"),
        Term(_("road"), terms.road, "faint"),
        Term(_("nights"), terms.nights, "faint"),
        Term(_("regions short of their least"), terms.floors, "faint"),
    )
    return list_worth(gains, words) + tuple(cost for cost in costs if round(cost.amount, 1))


class TermsBar(QWidget):
    """Draws the gains as one bar and every term with its amount below."""

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self._terms: tuple[Term, ...] = ()
        self.show_terms(())

    def show_terms(self, terms: tuple[Term, ...]) -> None:
        """Show other terms."""
        self._terms = terms
        said = [f"{term.name} {self._words.number(term.amount)}" for term in terms]
        self.setAccessibleName(", ".join(said))
        self.setFixedHeight(self._find_height())
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the room of all terms."""
        return QSize(240, self._find_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar and terms."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_bar(painter)
        half = self.width() / 2
        for number, term in enumerate(self._terms):
            x = half * (number % 2)
            y = look.px(BAR_HEIGHT + 8) + number // 2 * look.px(LINE)
            ink = getattr(look, term.role)
            square = QRectF(x, y + look.px(5), look.px(8), look.px(8))
            paint.box(painter, square, ink if term.amount > 0 else "", ink, 2)
            amount = self._words.number(term.amount)
            room = fonts.width(look, amount, CAPTION) + 6
            name = QRectF(x + look.px(13), y, half - look.px(13) - room - 8, look.px(LINE))
            paint.text(painter, name, term.name, look, look.muted, CAPTION)
            end = QRectF(x + half - room - 8, y, room, look.px(LINE))
            paint.text(painter, end, amount, look, look.text, CAPTION, align=paint.RIGHT)
        painter.end()

    def _draw_bar(self, painter: QPainter) -> None:
        look, x = self._look, 0.0
        gains = [term for term in self._terms if term.amount > 0]
        total = sum(term.amount for term in gains)
        for term in gains:
            wide = max(3.0, (self.width() - 8) * term.amount / total)
            area = QRectF(x, 0, wide - 2, look.px(BAR_HEIGHT))
            paint.box(painter, area, getattr(look, term.role), radius=2)
            x += wide

    def _find_height(self) -> int:
        lines = (len(self._terms) + 1) // 2
        return self._look.px(BAR_HEIGHT + 10) + lines * self._look.px(LINE) if lines else 0
