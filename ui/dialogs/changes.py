"""Something happened: what falls out, and changes in bundles to accept, refuse and ask anew."""

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from planner.domain.answers import Proposal
from planner.domain.disruption import Disruption, Trouble
from planner.domain.plan import Plan
from planner.office.channel import Proposed
from planner.office.errors import PlanBroken
from planner.office.propose import NOTHING_REFUSED, Refusal, list_moved
from planner.words import finding_text
from ui.aside import run_aside
from ui.dialogs.frame import furnish
from ui.look import parts
from ui.look.delegate import PaintDelegate
from ui.look.tokens import BODY, CAPTION
from ui.models.changes import ChangesModel, make_teller, say_facts, say_row
from ui.stages import Kit
from ui.widgets.change_rows import draw_change, find_height
from ui.widgets.seconds_choice import SecondsChoice
from ui.widgets.trouble_form import Case, TroubleForm, read_today

SLICE = 0.03  # s the window is held at a time
SIDE = 330  # px at 100 %


def ask(kit: Kit, parent: QWidget) -> None:
    """Ask for changes of the plan."""
    if kit.session.plan is not None and kit.session.question is not None:
        ChangesDialog(kit, parent).exec()


class ChangesDialog(QDialog):
    """What happened at the left, what it does and could be done about it at the right."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        session = kit.session
        scenario, question, plan = session.scenario, session.question, session.plan
        assert scenario is not None, "there is a plan"
        assert question is not None, "there is a plan"
        assert plan is not None, "there is a plan"
        self._kit, self._scenario, self._before = kit, scenario, plan
        self._teller = make_teller(scenario, question, kit.words)
        self._form = TroubleForm(
            Case(scenario, question, plan, session.selection), read_today(), kit.look, kit.words
        )
        self._asked: tuple[Disruption, Refusal] | None = None
        self._proposal: Proposal | None = None
        self._making: Iterator[Plan | None] | None = None
        self._is_asking = False
        self._model = ChangesModel(lambda row: say_row(row, kit.words), self)
        self._build()
        self._clock = QTimer(self, interval=0)
        self._clock.timeout.connect(self._make)
        self._form.changed.connect(self._forget)
        self._model.ticks_changed.connect(self._say_sum)
        kit.jobs.followed.connect(self._follow)
        kit.jobs.answered.connect(self._show_answer)
        self._forget()

    @property
    def form(self) -> TroubleForm:
        """Where what happened is said."""
        return self._form

    @property
    def model(self) -> ChangesModel:
        """What is proposed."""
        return self._model

    @property
    def is_working(self) -> bool:
        """Whether the worker is asked, or the plan is made."""
        return self._is_asking or self._making is not None

    def run(self) -> None:
        """Ask for changes; what was proposed before and is not ticked is refused. Or stop."""
        if self._is_asking:
            self._kit.jobs.cancel()
            self._run.setEnabled(False)
            return
        disruption = self._form.disruption()
        if disruption is None or self.is_working:
            return
        refused = self._asked[1] if self._proposal and self._asked else NOTHING_REFUSED
        refused = refused.add(self._model.bundles(ticked=False))
        self._asked = disruption, refused
        self._is_asking = True
        self._trouble.hide()
        seconds = float(self._seconds.seconds)
        proposals = self._kit.session.office.proposals
        request = proposals.request(disruption, seconds, self._form.known_on, refused)
        self._bar.setValue(0)
        self._kit.jobs.ask_quietly(*request)
        self._say_state()

    def accept_ticked(self) -> None:
        """Make the plan with what is ticked and keep it, as one step."""
        if self._proposal is None or self.is_working:
            return
        bundles = self._model.bundles(ticked=True)
        self._making = self._kit.session.office.proposals.assemble(bundles)
        self._say_state()
        self._clock.start()

    def done(self, result: int) -> None:
        """Stop asking and close."""
        self._clock.stop()
        jobs = self._kit.jobs
        jobs.followed.disconnect(self._follow)
        jobs.answered.disconnect(self._show_answer)
        if self._is_asking:
            jobs.cancel()
        super().done(result)

    # what it is made of

    def _build(self) -> None:
        _, look = self._kit.words.gettext, self._kit.look
        side = parts.scroll(self._form)
        side.setFixedWidth(look.px(SIDE))
        layout = parts.row(side, self._make_result(), gap=0)
        layout.setStretch(1, 1)
        body = QWidget()
        body.setLayout(layout)
        close = parts.button(_("Close"), look)
        close.clicked.connect(self.reject)
        self._run = parts.button(_("Stop, keep the best"), look, "search")
        self._run.clicked.connect(self.run)
        self._take = parts.button(_("Accept what is ticked"), look, "check", "primary")
        self._take.clicked.connect(self.accept_ticked)
        self._seconds = SecondsChoice(self._kit.preferences, look, self._kit.words)
        buttons = [close, self._run, self._take]
        furnish(self, _("Something happened"), body, buttons, look, (1120, 620), self._seconds)

    def _make_result(self) -> QWidget:
        _, look = self._kit.words.gettext, self._kit.look
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How far planning anew is"))
        self._state = parts.label("", look, BODY, wrap=True)
        self._all = parts.button(_("Tick none"), look, "", "link")
        self._all.clicked.connect(self._tick_all)
        self._view = parts.list_view(
            self._model, PaintDelegate(draw_change, look, find_height), _("Changes"), look
        )
        self._sum = parts.label("", look, BODY, bold=True, wrap=True)
        self._hint = parts.label("", look, CAPTION, role="muted", wrap=True)
        self._broken = parts.label("", look, wrap=True)
        self._trouble = parts.note("danger", "octagon-x", self._broken, look)
        head = parts.row(self._state, self._all, gap=12, margins=(16, 0, 20, 8))
        head.setStretch(0, 1)
        foot = parts.column(self._sum, self._hint, gap=4, margins=(16, 8, 20, 8))
        warn = parts.row(self._trouble, margins=(12, 0, 16, 8))
        column = parts.column(head, self._bar, self._view, parts.rule(), foot, warn, gap=0)
        column.setStretch(2, 1)
        made = QWidget()
        made.setLayout(column)
        return made

    # what happens

    def _forget(self) -> None:
        """Show nothing: what happened is said otherwise now."""
        self._proposal, self._asked = None, None
        self._trouble.hide()
        self._model.put(())
        self._say_state()

    def _follow(self, share: float) -> None:
        if self._is_asking:
            self._bar.setValue(round(share * 1000))

    def _show_answer(self, message: object) -> None:
        if not self._is_asking or self._asked is None:
            return
        self._is_asking = False
        if not isinstance(message, Proposed):
            self._forget()
            self._say_broken(
                self._kit.words.gettext(
                    "The planner found no answer; your plan is as it was. Ask again."
                )
            )
            return
        self.show_proposal(self._asked[0], message.proposal, self._asked[1])

    def show_proposal(
        self, disruption: Disruption, proposal: Proposal, refused: Refusal = NOTHING_REFUSED
    ) -> None:
        """Show what was found after something happened."""
        proposals = self._kit.session.office.proposals
        run_aside(lambda: proposals.prepare(disruption, proposal))
        self._asked, self._proposal = (disruption, refused), proposal
        self._model.put(self._teller.list_rows(proposal, disruption))
        self._say_state()

    def _tick_all(self) -> None:
        self._model.tick_all(not self._model.bundles(ticked=True))

    def _make(self) -> None:
        """Make the plan for a moment."""
        end = perf_counter() + SLICE
        while self._making is not None and perf_counter() < end:
            plan = next(self._making)
            if plan is not None:
                self._keep(plan)

    def _keep(self, plan: Plan) -> None:
        self._clock.stop()
        self._making = None
        session, words, _ = self._kit.session, self._kit.words, self._kit.words.gettext
        label = self._say_label()
        try:
            session.publish(session.office.proposals.accept(plan, label))
        except PlanBroken as broken:
            first = finding_text(broken.findings[0], broken.scenario, words.language)
            self._say_broken(_("It would break a rule. {rule}").format(rule=first))
            self._say_state()
            return
        change = round(plan.value - self._before.value)
        said = _("{what}: plan value {value} ({change})").format(
            what=label, value=words.number(plan.value), change=_sign(change, words.number(change))
        )
        session.note(said, undoable=True)
        self.accept()

    def _say_label(self) -> str:
        _ = self._kit.words.gettext
        trouble = self._asked[0].trouble if self._asked else Trouble.NONE
        ref = self._asked[0].ref if self._asked else ""
        name = self._name(trouble, ref)
        return {
            Trouble.NONE: _("Plan improved"),
            Trouble.CREW_ILL: _("{name} ill"),
            Trouble.VEHICLE_OUT: _("{name} without vehicle"),
            Trouble.VENUE_CLOSED: _("{name} closed"),
            Trouble.ROAD_CLOSED: _("Road to {name} closed"),
            Trouble.MARKET_MOVED: _("Market of {name} moved"),
            Trouble.PART_LATE: _("Part for {name} late"),
        }[trouble].format(name=name)

    def _name(self, trouble: Trouble, ref: str) -> str:
        scenario, language = self._scenario, self._kit.words.language
        if trouble in (Trouble.CREW_ILL, Trouble.VEHICLE_OUT):
            return next((crew.name for crew in scenario.crews if crew.id == ref), ref)
        if trouble is Trouble.PART_LATE:
            return next((c.name for c in scenario.customers if c.id == ref), ref)
        return next((v.names.read(language) for v in scenario.venues if v.id == ref), ref)

    # what is said

    def _say_state(self) -> None:
        _, is_asked = self._kit.words.gettext, self._proposal is not None
        self._form.setEnabled(not self.is_working)
        self._view.setEnabled(not self.is_working)
        self._bar.setVisible(self._is_asking)
        self._all.setVisible(is_asked and bool(self._proposal and self._proposal.bundles))
        runs = self._is_asking
        again = _("Look again") if is_asked else _("Find changes")
        self._run.setText(_("Stop, keep the best") if runs else again)
        can_run = self._form.disruption() is not None and self._making is None
        self._run.setEnabled(runs or can_run)
        self._run.setToolTip(
            _("What is not ticked is refused: it stays as it is, and the rest is planned anew.")
            if is_asked
            else ""
        )
        self._state.setText(self._say_head())
        self._say_sum()

    def _say_head(self) -> str:
        _, words = self._kit.words.gettext, self._kit.words
        if self._making is not None:
            return _("Working out the reasons anew…")
        if self._is_asking:
            return _("Planning anew what is still open; announced stops stay.")
        proposal = self._proposal
        if proposal is None:
            if self._form.disruption() is None:
                return _("Choose days that go together: the last one is before the first.")
            return _("Say what happened, then find changes. Nothing is kept before you accept it.")
        stay = words.ngettext(
            "{count} stop stays as it is.", "{count} stops stay as they are.", proposal.kept
        ).format(count=proposal.kept)
        if not proposal.bundles:
            return self._join(self._say_nothing(proposal), stay)
        said = words.ngettext(
            "{count} change is proposed.", "{count} changes are proposed.", len(proposal.bundles)
        )
        return self._join(said.format(count=len(proposal.bundles)), stay)

    def _join(self, first: str, second: str) -> str:
        return self._kit.words.gettext("{first} {second}").format(first=first, second=second)

    def _say_nothing(self, proposal: Proposal) -> str:
        """Say why there is nothing to accept."""
        _ = self._kit.words.gettext
        if self._asked and self._asked[1] != NOTHING_REFUSED:
            return _("Nothing else was found: what was refused stays, and the rest is good as is.")
        if self._asked and self._asked[0].trouble is Trouble.NONE:
            return _("No change would gain anything: nothing better was found in this time.")
        if proposal.lost:
            return _("Nothing can take the place of what falls out within the rules.")
        return _("It meets nothing in this plan, and nothing better was found in this time.")

    def _say_sum(self) -> None:
        proposal, _, words = self._proposal, self._kit.words.gettext, self._kit.words
        if proposal is None or self._is_asking:
            self._sum.setText("")
            self._hint.setText("")
            self._take.setEnabled(False)
            return
        ticked = self._model.bundles(ticked=True)
        self._all.setText(_("Tick none") if ticked else _("Tick all"))
        gain = sum(bundle.gain for bundle in ticked)
        before, value = self._before.value, self._before.value - proposal.loss + gain
        said = _("Plan value {before} → {value} ({change})").format(
            before=words.number(before),
            value=words.number(value),
            change=_sign(value - before, words.number(round(value - before))),
        )
        if round(proposal.loss) > 0:
            said += _(": {loss} lost, {gain} brought back").format(
                loss=words.number(proposal.loss), gain=words.number(gain)
            )
        self._sum.setText(said)
        facts = say_facts(ticked, words)
        told = self._say_told(*self._teller.count_told(list_moved(proposal, ticked)))
        self._hint.setText("  ·  ".join(part for part in (facts, told) if part))
        self._say_together()

    def _say_told(self, stops: int, people: int) -> str:
        words = self._kit.words
        if not stops:
            return ""
        said = words.ngettext(
            "{count} announced stop changes: tell about {people} people anew",
            "{count} announced stops change: tell about {people} people anew",
            stops,
        )
        return said.format(count=stops, people=words.number(people))

    def _say_together(self) -> None:
        """Say which rule what is ticked breaks together, if it does."""
        _, words = self._kit.words.gettext, self._kit.words
        ticked = self._model.bundles(ticked=True)
        findings = self._kit.session.office.proposals.judge(ticked)
        if findings:
            first = finding_text(findings[0], self._scenario, words.language)
            self._say_broken(
                _("Together they break a rule: {rule} Untick one of them.").format(rule=first)
            )
        else:
            self._trouble.hide()
        happened = self._asked is not None and self._asked[0].trouble is not Trouble.NONE
        can_take = not findings and not self.is_working and (bool(ticked) or happened)
        self._take.setEnabled(can_take)

    def _say_broken(self, said: str) -> None:
        self._broken.setText(said)
        self._trouble.show()


def _sign(change: float, said: str) -> str:
    return f"+{said}" if round(change) > 0 else said
