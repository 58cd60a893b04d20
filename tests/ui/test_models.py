"""The item models behave as Qt expects, sort without losing what is picked, say sentences."""

from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from planner.domain.customer import Tier
from planner.domain.findings import Expected, Reject
from planner.domain.parameters import Parameters
from planner.domain.tables import TableCount, TableKind
from planner.domain.units import Names
from tests.factories import make_scenario, make_station
from ui.look.delegate import ITEM_ROLE
from ui.look.tokens import LIGHT
from ui.models.gaps import GapRow, say_gap
from ui.models.hits import Hit, find, list_places
from ui.models.intake import make_counts, make_rejects
from ui.models.knobs import list_limits, list_rates
from ui.models.map_content import gather, name_station
from ui.models.rows import RowsModel
from ui.models.table import Column, TableModel
from ui.models.tables import list_sheets, make_customers, make_stations, make_venues
from ui.words import Words

EN, ZH = Words("en"), Words("zh")
ROWS = (("pear", 2), ("apple", 3), ("fig", 1))


def make_fruit() -> TableModel[tuple[str, int]]:
    """Make a table of names and numbers."""
    model: TableModel[tuple[str, int]] = TableModel(
        (
            Column("Name", lambda row: row[0]),
            Column("Count", lambda row: str(row[1]), is_number=True, order=lambda row: row[1]),
        ),
        LIGHT,
    )
    model.put(ROWS)
    return model


def test_that_the_models_keep_the_contract_of_qt(qtmodeltester: ModelTester, qapp: object) -> None:
    rows: RowsModel[str] = RowsModel(str)
    rows.put(("one", "two"))
    rejects = make_rejects(LIGHT, EN)
    rejects.put((Reject("venues.csv", 7, "lat", "abc", Expected.LATITUDE),))
    counts = make_counts(LIGHT, ZH)
    counts.put((TableCount("venues.csv", TableKind.VENUES, 9, 8),))
    scenario = make_scenario()
    for model in (
        rows,
        rejects,
        counts,
        make_fruit(),
        make_stations(scenario, LIGHT, EN),
        make_venues(scenario, LIGHT, EN),
        make_customers(scenario, LIGHT, ZH),
    ):
        qtmodeltester.check(model, force_py=True)


def test_that_sorting_keeps_the_row_picked(qapp: object) -> None:
    model = make_fruit()
    picked = QPersistentModelIndex(model.index(0, 0))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in model.rows] == ["apple", "pear", "fig"]
    assert picked.data() == "pear"
    assert picked.row() == 1
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Count ↓"


def test_that_numbers_sort_by_size_and_not_by_text(qapp: object) -> None:
    model = make_fruit()
    model.put((("a", 10), ("b", 9), ("c", 100)))
    model.sort(1)
    assert [row[1] for row in model.rows] == [9, 10, 100]


def test_that_a_painted_row_speaks_a_sentence(qapp: object) -> None:
    gap = GapRow("r", 3, "Alder", 12, 1, 4, None, "€900", 0.5, ())
    model: RowsModel[GapRow] = RowsModel(lambda row: say_gap(row, EN))
    model.put((gap,))
    index = model.index(0, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "3. Alder: 12 customers, never visited, 4 open requests"
    assert index.data(ITEM_ROLE) is gap
    assert model.data(QModelIndex()) is None


def test_that_a_row_with_two_wrong_cells_counts_once() -> None:
    rejects = (
        Reject("venues.csv", 7, "lat", "x", Expected.LATITUDE),
        Reject("venues.csv", 7, "lon", "y", Expected.LONGITUDE),
        Reject("customers.csv", 9, "tier", "z", Expected.TIER),
    )
    refused = {sheet.kind: sheet.refused for sheet in list_sheets(make_scenario(), rejects)}
    assert refused[TableKind.VENUES] == 1
    assert refused[TableKind.CUSTOMERS] == 1
    assert refused[TableKind.STATIONS] == 0


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_that_every_setting_comes_back_as_it_was_set(words: Words) -> None:
    usual = Parameters()
    for group in (*list_rates(words, "EUR"), *list_limits(words)):
        for knob in group.knobs:
            value = knob.read(usual)
            assert knob.low <= value <= knob.high, knob.text
            assert knob.write(usual, value) == usual, knob.text
            other = value + 1 if value + 1 <= knob.high else value - 1
            assert knob.read(knob.write(usual, other)) == pytest.approx(other), knob.text


def test_that_the_settings_leave_no_rate_out() -> None:
    usual = Parameters()
    knobs = [knob for group in list_rates(EN, "EUR") for knob in group.knobs]
    changed = usual
    for knob in knobs:
        changed = knob.write(changed, knob.read(usual) + 1)
    before, after = usual.rates, changed.rates
    same = [name for name in before.__slots__ if getattr(before, name) == getattr(after, name)]
    assert same == []


def test_that_the_finder_puts_what_begins_so_first() -> None:
    hits = [
        Hit("Unplan", "", "map", "a"),
        Hit("Plan", "", "map", "b"),
        Hit("Print", "", "map", "c"),
    ]
    assert [hit.text for hit in find(hits, "plan")] == ["Plan", "Unplan"]
    assert find(hits, "plan nothing") == []


def test_that_the_finder_knows_venues_and_customers_in_the_reader_s_language() -> None:
    texts = {hit.text for hit in list_places(make_scenario(), ZH)}
    assert any("集镇" in text for text in texts)


def test_that_the_map_shows_only_customers_out_of_reach() -> None:
    content = gather(make_scenario(), "en")
    assert content.customers == ()
    assert {mark.id for mark in content.stations} == {"S1"}


def test_that_the_reach_on_the_map_is_the_road_reach_by_the_station_s_own_factor() -> None:
    scenario = make_scenario(stations=(make_station(reach=60_000, road_factor=1.5),))
    assert gather(scenario, "en").stations[0].reach == 40_000


def test_that_a_station_is_named_by_its_place() -> None:
    names = Names(
        (("zh", "红河哈尼族彝族自治州蒙自市服务站"), ("en", "Mengzi City service station"))
    )
    station = make_station(names=names)
    assert name_station(station, "zh") == "蒙自"
    assert name_station(station, "en") == "Mengzi"


def test_that_dates_and_numbers_are_written_as_each_language_does() -> None:
    assert EN.day(date(2026, 10, 15)) == "Thu 15 Oct"
    assert ZH.day(date(2026, 10, 15)) == "10月15日（周四）"
    assert EN.number(-1234.5, 1) == "−1,234.5"
    assert ZH.tier(Tier.LEAD) == "重铅"
