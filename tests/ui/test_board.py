"""The board laid out from a plan: rows, drives, beds, names, and where the arrow keys lead."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from planner.domain.demand import VisitKind
from planner.domain.findings import Cause, Reason
from planner.domain.plan import Unassigned
from tests.factories import finish_plan, make_plan, make_question, make_scenario, make_tour
from ui.actions import ACTIONS
from ui.look.delegate import ITEM_ROLE
from ui.models.board import Board, make_board
from ui.models.flaws import Level, list_flaws
from ui.models.labels import head_day, name_weekday, shorten
from ui.models.left_out import LeftModel, list_left
from ui.models.stops import StopModel, say_stop
from ui.papers import Flaw
from ui.press import find_starts
from ui.widgets.timeline import find_neighbour
from ui.widgets.timeline_items import pile_up
from ui.words import Words

TUESDAY = date(2026, 10, 20)
EN, ZH = Words("en"), Words("zh")


def make_two_crews() -> Board:
    scenario, question = make_scenario(), make_question()
    tours = (
        make_tour(question, TUESDAY, (["V001"], ["V002"]), beds=["V001"]),
        make_tour(question, TUESDAY, (["V003"],), crew="CR2"),
    )
    return make_board(finish_plan(tours, scenario, question), scenario, question, "en")


def test_that_every_stop_has_a_row_with_its_worth() -> None:
    board = make_two_crews()
    assert {stop.visit for stop in board.stops[:2]} == {"V001", "V003"}
    assert [stop.visit for stop in board.stops[2:]] == ["V002"]
    assert all(stop.worth is not None and stop.worth.total > 0 for stop in board.stops)
    assert [stop.number for stop in board.stops if stop.crew == "CR1"] == [1, 2]


def test_that_a_tour_has_its_bed_and_unbroken_drives() -> None:
    line = make_two_crews().crews[0]
    assert [bed.day for bed in line.beds] == [TUESDAY]
    assert line.days == (TUESDAY, TUESDAY + timedelta(days=1))
    assert all(drive.start < drive.end for drive in line.drives)
    assert {drive.day for drive in line.drives} == set(line.days)


def test_that_crews_without_a_tour_keep_their_line() -> None:
    scenario, question = make_scenario(), make_question()
    board = make_board(make_plan(scenario, question), scenario, question, "en")
    assert [crew.id for crew in board.crews] == ["CR1", "CR2"]
    assert board.crews[1].days == ()


def test_that_only_market_days_that_can_be_visited_are_counted() -> None:
    scenario, question = make_scenario(), make_question()
    markets = make_board(make_plan(scenario, question), scenario, question, "en").markets
    offered = {
        (visit.ref, offer.day)
        for visit in question.visits
        for offer in visit.offers
        if offer.market_day
    }
    assert sum(markets.values()) == len(offered)
    assert not [day for day in markets if day not in question.horizon]


def test_that_arrows_walk_in_time_and_between_crews() -> None:
    board = make_two_crews()
    assert find_neighbour(board, "", Qt.Key.Key_Right) == board.stops[0]
    assert find_neighbour(board, "V001", Qt.Key.Key_Right).visit == "V002"
    assert find_neighbour(board, "V002", Qt.Key.Key_Right) is None
    assert find_neighbour(board, "V002", Qt.Key.Key_Home).visit == "V001"
    assert find_neighbour(board, "V002", Qt.Key.Key_Down).visit == "V003"
    assert find_neighbour(board, "V003", Qt.Key.Key_Down) is None
    assert find_neighbour(board, "V003", Qt.Key.Key_Up).visit == "V001"


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("建水县", "建水"),
        ("孟连傣族拉祜族佤族自治县", "孟连"),
        ("三坝纳西族乡", "三坝"),
        ("转龙镇", "转龙"),
        ("楚雄市", "楚雄"),
        ("县", "县"),
        ("Anning City", "Anning"),
        ("Yulong Autonomous County", "Yulong"),
        ("Soko 7", "Soko 7"),
        ("", ""),
    ],
)
def test_that_short_names_drop_only_the_kind_of_place(whole: str, short: str) -> None:
    assert shorten(whole) == short


@given(st.text(max_size=30))
def test_that_a_short_name_is_never_empty_nor_longer(name: str) -> None:
    assert len(shorten(name)) <= len(name)
    assert bool(shorten(name)) == bool(name)


def test_that_dates_in_heads_are_written_as_people_do() -> None:
    assert head_day(date(2026, 10, 15), ZH) == "10/15 周四"
    assert head_day(date(2026, 10, 15), EN) == "Thu 15 Oct"
    assert name_weekday(date(2026, 10, 18), ZH) == "周日"
    assert name_weekday(date(2026, 10, 18), EN) == "Sun"


def test_that_the_table_reads_like_the_timeline(qtmodeltester: object) -> None:
    board = make_two_crews()
    model = StopModel(EN)
    model.set_rows(board.stops)
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    row = model.row_of("V002")
    assert model.index(row, 0).data() == EN.day(TUESDAY + timedelta(days=1))
    assert model.index(row, 0).data(ITEM_ROLE) == board.find("V002")
    assert model.row_of("V999") == -1


def test_that_a_tooltip_is_never_markup() -> None:
    scenario, question = make_scenario(), make_question()
    board = make_board(make_plan(scenario, question), scenario, question, "en")
    model = StopModel(EN)
    model.set_rows(board.stops)
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("<qt>")
    assert "<" not in tip.removeprefix("<qt>").removesuffix("</qt>")


def test_that_a_stop_is_said_with_day_hours_place_and_crew() -> None:
    stop = make_two_crews().find("V001")
    assert stop is not None
    said = say_stop(stop, EN)
    assert "Tue 20 Oct" in said
    assert stop.name in said
    assert stop.crew_name in said


def test_that_the_dearest_left_out_comes_first_and_can_be_found(qtmodeltester: object) -> None:
    scenario, question = make_scenario(), make_question()
    left = [
        Unassigned(visit.id, visit.kind, visit.ref, Cause(Reason.NIGHTS))
        for visit in question.visits
        if not visit.repeat_of
    ]
    plan = make_plan(scenario, question, (), left)
    rows = list_left(plan, scenario, question, "en")
    worths = [row.best.worth.total if row.best else 0 for row in rows]
    assert worths == sorted(worths, reverse=True)
    assert all(row.reason and row.code == "R08" for row in rows)
    model = LeftModel(EN)
    model.set_rows(rows)
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    model.narrow(rows[0].name.upper())
    assert 0 < model.rowCount() < model.total
    assert model.find(rows[-1].visit) == rows[-1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_that_every_reason_comes_with_a_fix_and_a_command_that_is_there(language: str) -> None:
    scenario, question = make_scenario(), make_question()
    left = [Unassigned("V001", VisitKind.BOOTH, "V001", Cause(reason)) for reason in Reason]
    rows = list_left(make_plan(scenario, question, (), left), scenario, question, language)
    model = LeftModel(Words(language))
    model.set_rows(rows)
    assert len(rows) == len(Reason)
    for row in range(model.rowCount()):
        said = model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        shown = model.index(row, 0).data(ITEM_ROLE)
        assert shown.reason in said
        assert shown.fix in said
        assert shown.action in {action.id for action in ACTIONS}


def test_that_worst_flaws_come_first_with_a_way_out() -> None:
    flaws = (
        Flaw("warning", "text_small", "V001", "tear_off", "55%"),
        Flaw("error", "missing_glyph", "V002", "name", "𠀀"),
        Flaw("warning", "something_new", "", "", ""),
    )
    rows = list_flaws(flaws, make_scenario(), EN)
    assert rows[0].level is Level.ERROR
    assert "𠀀" in rows[0].what
    assert rows[1].where == make_scenario().venues[0].names.read("en")
    assert rows[2].what == "something new"
    assert all(row.way_out for row in rows[:2])
    assert {row.level for row in rows[3:]} == {Level.PASSED}


def test_that_a_sheet_starts_where_the_head_changes() -> None:
    assert find_starts(["A 1", "", "A 2", "A 2", "B 1", ""]) == [0, 2, 4]
    assert find_starts([]) == []
    assert find_starts(["", ""]) == []


def test_that_a_pile_of_stops_stays_inside_its_row() -> None:
    stops = make_two_crews().stops
    for count in (1, 2, 3):
        heights = pile_up(stops[:count], 39)
        assert sum(heights) + count - 1 <= 39 + 1e-9
        assert min(heights) > 8
