"""Changes after something happened: proposed by a worker, ticked, refused, accepted, undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from planner.domain.answers import Bundle, Move, Proposal, Spot
from planner.domain.disruption import QUIET, Disruption, Trouble
from planner.domain.locks import Freedom, Lock
from planner.domain.plan import Plan, Stop, Tour, TourDay
from ui.dialogs.changes import ChangesDialog
from ui.models.changes import BundleRow, LostRow, make_teller, say_row
from ui.session import Note, Selection
from ui.settings import SECONDS
from ui.stages import Kit
from ui.widgets.trouble_form import Case

WAIT = 90_000  # ms on a busy machine


@pytest.fixture
def kit(kit: Kit) -> Kit:
    """Let each search take a second."""
    kit.preferences.write(SECONDS, "1")
    return kit


def open_dialog(qtbot: QtBot, kit: Kit) -> ChangesDialog:
    dialog = ChangesDialog(kit)
    qtbot.addWidget(dialog)
    dialog.resize(1100, 620)
    dialog.show()
    return dialog


def look(qtbot: QtBot, dialog: ChangesDialog) -> None:
    """Ask the worker and wait."""
    dialog.run()
    qtbot.waitUntil(lambda: not dialog.is_working, timeout=WAIT)


def days_of(plan: Plan, crew: str) -> set:
    return {day.day for tour in plan.tours if tour.crew == crew for day in tour.days}


def booths(plan: Plan) -> Iterator[tuple[Tour, TourDay, Stop]]:
    for tour in plan.tours:
        for day in tour.days:
            yield from ((tour, day, stop) for stop in day.stops if stop.kind == "booth")


def without_first(plan: Plan) -> tuple[Proposal, Bundle]:
    """Propose to bring back the first tour, which has fallen out."""
    back = Bundle((), (), (plan.tours[0],), gain=100.0)
    return Proposal(plan.tours[1:], (), (back,), loss=100.0), back


def test_that_an_ill_crew_stays_at_home_and_undo_brings_all_back(qtbot: QtBot, kit: Kit) -> None:
    before, notes = kit.session.plan, []
    kit.session.noted.connect(notes.append)
    dialog = open_dialog(qtbot, kit)
    ill = dialog.form.disruption()
    assert ill.trouble is Trouble.CREW_ILL
    assert ill.first in days_of(before, ill.ref)
    look(qtbot, dialog)
    dialog.accept_ticked()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    after = kit.session.plan
    assert not any(ill.first <= day <= ill.last for day in days_of(after, ill.ref))
    crew = next(crew for crew in kit.session.scenario.crews if crew.id == ill.ref)
    assert not crew.is_free_on(ill.first)
    assert isinstance(notes[-1], Note)
    assert notes[-1].undoable
    kit.session.undo()
    assert kit.session.plan == before


def test_that_a_look_again_does_not_touch_what_was_refused(qtbot: QtBot, kit: Kit) -> None:
    dialog = open_dialog(qtbot, kit)
    look(qtbot, dialog)
    dialog.model.tick_all(False)
    refused = dialog.model.bundles(ticked=False)
    look(qtbot, dialog)
    again = dialog.model.bundles(ticked=True)
    assert all(bundle not in again for bundle in refused)
    if refused and not again:
        assert "refused" in dialog._state.text()
    dialog.reject()


def test_that_the_sum_follows_the_ticks(qtbot: QtBot, kit: Kit) -> None:
    dialog = open_dialog(qtbot, kit)
    proposal, _back = without_first(kit.session.plan)
    dialog.show_proposal(QUIET, proposal)
    value = kit.words.number(kit.session.plan.value)
    assert dialog._sum.text().startswith(f"Plan value {value} → {value} (0)")
    dialog.model.tick_all(False)
    less = kit.words.number(kit.session.plan.value - 100)
    assert f"→ {less} (\N{MINUS SIGN}100): 100 lost, 0 brought back" in dialog._sum.text()
    assert not dialog._take.isEnabled()
    dialog.reject()


def test_that_changes_which_break_a_rule_together_are_not_accepted(qtbot: QtBot, kit: Kit) -> None:
    dialog = open_dialog(qtbot, kit)
    proposal, back = without_first(kit.session.plan)
    dialog.show_proposal(QUIET, replace(proposal, bundles=(back, replace(back, gain=1.0))))
    assert dialog._trouble.isVisible()
    assert dialog._broken.text().startswith("Together they break a rule")
    assert not dialog._take.isEnabled()
    first = next(n for n, row in enumerate(dialog.model.rows) if isinstance(row, BundleRow))
    off = Qt.CheckState.Unchecked
    dialog.model.setData(dialog.model.index(first, 0), off, Qt.ItemDataRole.CheckStateRole)
    assert not dialog._trouble.isVisible()
    assert dialog._take.isEnabled()
    dialog.reject()


def test_that_an_empty_answer_says_why(qtbot: QtBot, kit: Kit) -> None:
    dialog = open_dialog(qtbot, kit)
    plan = kit.session.plan
    dialog.show_proposal(QUIET, Proposal(plan.tours, (), (), kept=7))
    said = dialog._state.text()
    assert said.startswith("No change would gain anything")
    assert said.endswith("7 stops stay as they are.")
    assert not dialog._take.isEnabled()
    crew = plan.tours[0].crew
    out = {day.day for tour in plan.tours if tour.crew == crew for day in tour.days}
    home = next(day for day in plan.horizon.days() if day not in out)
    ill = Disruption(Trouble.CREW_ILL, crew, home, home)
    dialog.show_proposal(ill, Proposal(plan.tours, (), ()))
    assert dialog._state.text().startswith("It meets nothing in this plan")
    assert dialog._take.isEnabled()  # that the crew is ill can still be noted
    dialog.reject()


def test_that_saying_it_otherwise_forgets_what_was_found(qtbot: QtBot, kit: Kit) -> None:
    dialog = open_dialog(qtbot, kit)
    dialog.show_proposal(QUIET, without_first(kit.session.plan)[0])
    dialog.form.choose(Trouble.VENUE_CLOSED)
    assert dialog.model.rows == ()
    assert not dialog._take.isEnabled()
    dialog.reject()


def test_that_stopping_answers_with_what_was_found_so_far(qtbot: QtBot, kit: Kit) -> None:
    kit.preferences.write(SECONDS, "300")
    dialog = open_dialog(qtbot, kit)
    with qtbot.waitSignal(kit.jobs.followed, timeout=WAIT):
        dialog.run()
    dialog.run()
    qtbot.waitUntil(lambda: not dialog.is_working, timeout=WAIT)
    assert dialog._proposal is not None
    dialog.reject()


def test_that_closing_stops_the_worker(qtbot: QtBot, kit: Kit) -> None:
    kit.preferences.write(SECONDS, "300")
    dialog = open_dialog(qtbot, kit)
    dialog.run()
    dialog.reject()
    qtbot.waitUntil(lambda: not kit.jobs.is_running, timeout=WAIT)


def test_that_a_click_or_the_space_key_ticks(qtbot: QtBot, kit: Kit) -> None:
    dialog = open_dialog(qtbot, kit)
    dialog.show_proposal(QUIET, without_first(kit.session.plan)[0])
    view, model = dialog._view, dialog.model
    place = next(n for n, row in enumerate(model.rows) if isinstance(row, BundleRow))
    area = view.visualRect(model.index(place, 0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert model.bundles(ticked=True) == ()
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=area.topLeft() + QPoint(20, 20)
    )
    assert len(model.bundles(ticked=True)) == 1
    view.setCurrentIndex(model.index(place, 0))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert model.bundles(ticked=True) == ()
    dialog.reject()


def test_that_the_list_of_changes_is_a_sound_model(
    qtbot: QtBot, kit: Kit, qtmodeltester: ModelTester
) -> None:
    dialog = open_dialog(qtbot, kit)
    dialog.show_proposal(QUIET, without_first(kit.session.plan)[0])
    qtmodeltester.check(dialog.model)
    dialog.reject()


def test_that_people_told_are_counted_and_said(kit: Kit) -> None:
    session = kit.session
    tour, day, stop = next(booths(session.plan))
    lock = Lock(stop.visit, Freedom.ANNOUNCED, day.day, stop.start, tour.crew)
    teller = make_teller(session.scenario, session.question, kit.words)
    spot = Spot(day.day, tour.crew, stop.start, stop.end, stop.market_day)
    move = Move(stop.visit, spot, replace(spot, day=day.day + timedelta(1)), told=True)
    people = next(
        offer.worth.people
        for visit in session.question.visits
        if visit.id == stop.visit
        for offer in visit.offers
        if offer.day == day.day and offer.duration == stop.end - stop.start
    )
    assert teller.count_told([move, replace(move, told=False)]) == (1, round(people))
    ill = Disruption(Trouble.CREW_ILL, tour.crew, day.day, day.day)
    rows = teller.list_rows(Proposal((), (move,), (Bundle((move,), (), (), 12.0),), (lock,)), ill)
    lost, freed = [row for row in rows if isinstance(row, LostRow)]
    assert lost.told == f"{round(people)} people already told"
    assert freed.why == "The crew is ill that day."
    (bundle,) = [row for row in rows if isinstance(row, BundleRow)]
    assert "+12" in say_row(bundle, kit.words)
    assert lost.told in say_row(bundle, kit.words)


def test_that_fields_suggest_what_the_plan_holds(kit: Kit) -> None:
    session = kit.session
    plan = session.plan
    case = Case(session.scenario, session.question, plan, Selection())
    tour = plan.tours[0]
    first, last = case.find_days(Trouble.VEHICLE_OUT, tour.crew, plan.planned_on)
    assert (first, last) in {(t.days[0].day, t.days[-1].day) for t in plan.tours}
    venue = next(booths(plan))[2].ref
    assert case.list_refs(Trouble.VENUE_CLOSED)[0] in {
        s.ref for t in plan.tours for d in t.days for s in d.stops
    }
    first, last = case.find_days(Trouble.MARKET_MOVED, venue, plan.planned_on)
    assert last - first == timedelta(1)
    after = plan.horizon.last + timedelta(1)
    assert case.find_days(Trouble.CREW_ILL, "nobody", after) == (after, after)
