"""Whole folders, from files to a judged scenario."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from planner.domain.findings import Expected
from planner.domain.tables import TableKind
from planner.exchange.tables_in import read_folder
from planner.rules.intake import judge_tables
from tests.rules.raw_tables import TEXTS

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "samples" / "yunnan"
SCENARIOS = ROOT / ".." / "shared" / "scenarios"


def write_books(folder: Path, *leave_out: TableKind) -> None:
    for kind, text in TEXTS.items():
        if kind in leave_out:
            continue
        with xlsxwriter.Workbook(folder / f"{kind}.xlsx", {"strings_to_numbers": True}) as book:
            page = book.add_worksheet()
            for number, line in enumerate(text.splitlines()):
                page.write_row(number, 0, line.split("|"))


def test_that_the_sample_is_accepted_whole() -> None:
    intake = judge_tables(read_folder(SAMPLE))
    assert intake.rejects == ()
    assert intake.languages == ("zh", "en")
    scenario = intake.scenario
    assert scenario is not None
    stations = {station.id for station in scenario.stations}
    assert {crew.depot for crew in scenario.crews} <= stations
    assert [len(rows) for rows in (scenario.stations, scenario.venues, scenario.customers)] == [
        *(21, 120, 2889)
    ]


def test_that_the_sample_holds_no_coordinates_of_unknown_origin() -> None:
    for path in SAMPLE.glob("*.csv"):
        assert "cpca" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "crews"), [("yunnan-tight", 4), ("yunnan-farm-machines", 16)])
def test_that_the_shared_scenarios_are_accepted_whole(name: str, crews: int) -> None:
    if not (SCENARIOS / name).is_dir():
        pytest.skip("the shared scenarios are not on this machine")
    intake = judge_tables(read_folder(SCENARIOS / name), name)
    assert intake.rejects == ()
    assert intake.scenario is not None
    assert (intake.scenario.currency, intake.scenario.timezone) == ("CNY", "Asia/Shanghai")
    assert len(intake.scenario.crews) == crews
    assert len(intake.scenario.customers) == 3000


def test_that_workbooks_of_another_country_are_accepted_and_crews_made(tmp_path: Path) -> None:
    write_books(tmp_path, TableKind.CREWS)
    intake = judge_tables(read_folder(tmp_path), "Kenya")
    assert intake.rejects == ()
    scenario = intake.scenario
    assert scenario is not None
    assert (scenario.currency, scenario.timezone, intake.languages) == (
        "KES",
        "Africa/Nairobi",
        ("en",),
    )
    assert [crew.name for crew in scenario.crews] == ["North 1"]
    assert scenario.venues[0].lodging == 150_000


SPOILT = {
    ("stations.csv", 3): ("lat", "25,04", Expected.LATITUDE),
    ("stations.csv", 5): ("coverage_road_km", "far", Expected.NUMBER),
    ("venues.csv", 2): ("market_rule", "moon_phase", Expected.MARKET_RULE),
    ("venues.csv", 3): ("market_days", "2,17", Expected.MARKET_DAYS),
    ("venues.csv", 4): ("lodging_cny_per_person_night", "130元", Expected.NUMBER),
    ("venues.csv", 5): ("closed_from", "2026-02-30", Expected.DATE),
    ("venues.csv", 6): ("venue_id", "V001", Expected.UNIQUE_ID),
    ("venues.csv", 7): ("foot_traffic_normal_day", "12abc", Expected.WHOLE_NUMBER),
    ("venues.csv", 8): ("closes", "25:00", Expected.TIME),
    ("customers.csv", 2): ("tier", "diamond", Expected.TIER),
    ("customers.csv", 3): ("lon", "", Expected.LONGITUDE),
    ("customers.csv", 4): ("bought_on", "31/12/2020", Expected.DATE),
    ("customers.csv", 5): ("yearly_profit_cny", "1,2,3", Expected.NUMBER),
    ("customers.csv", 6): ("product", "spaceship", Expected.KNOWN_PRODUCT),
    ("customers.csv", 7): ("visit_window", "17:00-13:30", Expected.TIME_ORDER),
    ("customers.csv", 8): ("home_visit_wanted", "perhaps", Expected.YES_NO),
    ("technicians.csv", 5): ("skills", "diesel=3", Expected.SKILLS),
    ("technicians.csv", 6): ("station_id", "S99", Expected.KNOWN_STATION),
    ("crews.csv", 3): ("works", "every day", Expected.WEEKDAYS),
    ("products.csv", 3): ("level", "high", Expected.LEVEL),
}


def test_that_a_hostile_folder_loses_its_bad_rows_and_no_other(tmp_path: Path) -> None:
    for path in SAMPLE.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        for (name, number), (column, value, _) in SPOILT.items():
            if name == path.name:
                rows[number - 1][rows[0].index(column)] = value
        with (tmp_path / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    intake = judge_tables(read_folder(tmp_path))
    own = [reject for reject in intake.rejects if (reject.file, reject.row) in SPOILT]
    assert {(r.file, r.row): (r.column, r.value, r.expected) for r in own} == SPOILT
    others = [reject for reject in intake.rejects if reject not in own]
    # what stood on a refused row falls with it: a station's people, a crew's missing member
    assert {reject.expected for reject in others} <= {
        Expected.KNOWN_STATION,
        Expected.KNOWN_TECHNICIAN,
    }
    for count in intake.counts:
        refused = {reject.row for reject in intake.rejects if reject.file == count.file}
        assert count.accepted == count.rows - len(refused)
    assert intake.scenario is not None
