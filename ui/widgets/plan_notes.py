"""What is wrong with the plan on the board, each in one sentence with a way out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

from planner.domain.findings import Cause, Finding
from planner.domain.locks import Lock
from planner.domain.scenario import Scenario
from planner.words import finding_text, name_ref, reason_text
from ui.look import parts
from ui.look.tokens import Look
from ui.models.locks import say_freedom
from ui.words import Words

SHOWN = 3  # findings said in full


class PlanNotes(QWidget):
    """Banners above the board; takes no room while there is nothing to say.

    `unlock_wanted(tuple[str, ...])` with the visits whose locks stand in the way of any plan.
    """

    unlock_wanted = Signal(tuple)

    def __init__(self, look: Look, words: Words, plan: QAction) -> None:
        super().__init__()
        self._words, self._log, _ = words, "", words.gettext
        self._broken = parts.label("", look)
        self._unkept, self._stuck = parts.label("", look, wrap=True), tuple[str, ...]()
        free = parts.button(_("Unlock and plan again"), look, "", "link")
        free.setObjectName("unlock")
        free.clicked.connect(lambda: self.unlock_wanted.emit(self._stuck))
        stale = _("Dates or limits have changed since this plan was made. Plan again to use them.")
        failed = _("The planner stopped by itself. That is our fault; your plan is as it was.")
        again = parts.action_button(plan, look, "link", _("Plan again"))
        copy = parts.button(_("Copy the log"), look, "", "link")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._log))
        self.broken = parts.note("danger", "octagon-x", self._broken, look, again)
        self.unkept = parts.note("danger", "lock", self._unkept, look, free)
        self.stale = parts.note("warn", "rotate-cw", parts.label(stale, look), look)
        self.failed = parts.note("danger", "triangle-alert", parts.label(failed, look), look, copy)
        self._all = (self.broken, self.unkept, self.stale, self.failed)
        self.setLayout(parts.column(*self._all, gap=6, margins=(12, 8, 12, 8)))
        for note in (*self._all, self):
            note.hide()

    def say_broken(self, findings: tuple[Finding, ...], scenario: Scenario) -> None:
        """Say which rules the plan breaks; nothing for none."""
        words, _ = self._words, self._words.gettext
        first = [finding_text(finding, scenario, words.language) for finding in findings[:SHOWN]]
        count = words.ngettext(
            "The plan breaks {count} rule: {which}",
            "The plan breaks {count} rules: {which}",
            len(findings),
        )
        more = " …" if len(findings) > SHOWN else ""
        which = _("; ").join(first) + more
        self._broken.setText(count.format(count=len(findings), which=which))
        self._show(self.broken, bool(findings))

    def say_unkept(self, lost: Sequence[tuple[Lock, Cause]], scenario: Scenario) -> None:
        """Say which locks no plan could keep and what stands in their way; nothing for none."""
        words, _ = self._words, self._words.gettext
        self._stuck = tuple(lock.visit for lock, _cause in lost)
        said = [self._say_lost(lock, cause, scenario) for lock, cause in lost[:SHOWN]]
        more = " …" if len(lost) > SHOWN else ""
        count = words.ngettext(
            "{count} lock cannot be kept, so the plan stays as it was: {which}",
            "{count} locks cannot be kept, so the plan stays as it was: {which}",
            len(lost),
        )
        self._unkept.setText(count.format(count=len(lost), which=_("; ").join(said) + more))
        self._show(self.unkept, bool(lost))

    def _say_lost(self, lock: Lock, cause: Cause, scenario: Scenario) -> str:
        words = self._words
        ref = lock.visit.removeprefix("H:").partition("#")[0]
        return words.gettext("{name}, {day} – {lock}: {reason}").format(
            name=name_ref(ref, scenario, words.language),
            lock=say_freedom(lock.freedom, words),
            day=words.day(lock.day),
            reason=reason_text(cause, scenario, words.language),
        )

    def say_stale(self, is_stale: bool) -> None:
        """Say whether the plan answers an older question."""
        self._show(self.stale, is_stale)

    def say_failed(self, log: str | None) -> None:
        """Say that the planner met a bug, with its log to copy; None takes it back."""
        self._log = log or ""
        self._show(self.failed, log is not None)

    def _show(self, note: QWidget, on: bool) -> None:
        note.setVisible(on)
        self.setVisible(any(not one.isHidden() for one in self._all))
