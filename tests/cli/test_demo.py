"""The main job whole, on a small scenario, through the same door as a person."""

import json
from pathlib import Path

import pypdfium2
import pytest
import vobject

from planner.__main__ import main
from planner.office import Office
from tests.folders import write_csv, write_upland

NAMES = (
    "demo.tourplan", "plan.json", "coverage.csv", "left-out.csv", "rejects.csv",
    "posters.pdf", "notices.pdf", "run-sheets.pdf", "follow-up-schedule.pdf",
)  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the demo once on the invented upland."""
    folder = write_upland(tmp_path_factory.mktemp("upland"))
    out = tmp_path_factory.mktemp("demo")
    arguments = ["demo", "--out", str(out), "--scenario", str(folder), "--seconds", "3"]
    assert main([*arguments, "--from", "2026-10-12", "--weeks", "3"]) == 0
    return out


def read_plan(out: Path) -> dict:
    """Read the plan written by the demo."""
    return json.loads((out / "plan.json").read_text("utf-8"))


def booths(plan: dict) -> list[dict]:
    """List the booth stops of a plan."""
    return [
        stop
        for tour in plan["tours"]
        for day in tour["days"]
        for stop in day["stops"]
        if stop["kind"] == "booth"
    ]


def test_that_every_promised_file_is_written_and_nothing_half_done_is_left(out: Path) -> None:
    names = {path.name for path in out.iterdir()}
    assert set(NAMES) <= names
    assert not [name for name in names if name.endswith((".part", "-wal", "-shm"))]
    assert len(list((out / "calendar").glob("*.ics"))) == 3


def test_that_the_plan_holds_booths_and_its_terms_add_up(out: Path) -> None:
    plan = read_plan(out)
    assert booths(plan)
    assert plan["value"] == pytest.approx(sum(plan["terms"].values()), abs=1e-6)
    assert plan["planned_on"] == "2026-10-12"
    assert plan["horizon"] == ["2026-10-12", "2026-11-01"]
    assert plan["currency"] == "KES"


def test_that_every_venue_is_planned_or_left_out_with_a_sentence(out: Path) -> None:
    plan = read_plan(out)
    planned = {stop["ref"] for stop in booths(plan)}
    left = {row["ref"]: row["text"] for row in plan["unassigned"] if row["kind"] == "booth"}
    assert planned | set(left) == {f"V{number}" for number in range(1, 11)}
    assert not planned & set(left)
    assert all(left.values())


def test_that_never_more_crews_are_out_on_a_day_than_the_station_has_vehicles(out: Path) -> None:
    days = [
        (tour["depot"]["id"], day["date"])
        for tour in read_plan(out)["tours"]
        for day in tour["days"]
    ]
    assert len(days) == len(set(days))  # one vehicle each


def test_that_there_is_one_poster_page_a_booth_stop(out: Path) -> None:
    count = len(booths(read_plan(out)))
    for name in ("posters.pdf", "notices.pdf"):
        document = pypdfium2.PdfDocument(out / name)
        assert len(document) == count
        document.close()


def test_that_the_calendars_hold_every_stop(out: Path) -> None:
    events = [
        event
        for path in (out / "calendar").glob("*.ics")
        for event in vobject.readOne(path.read_text("utf-8")).contents.get("vevent", [])
    ]
    starts = {str(event.dtstart.value)[:10] for event in events}
    days = {
        day["date"] for tour in read_plan(out)["tours"] for day in tour["days"] if day["stops"]
    }
    assert days <= starts


def test_that_the_file_reopens_with_the_same_plan_and_keeps_every_rule(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(out / "demo.tourplan"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["findings"] == []
    assert answer["value"] == pytest.approx(read_plan(out)["value"], abs=0.1)
    office = Office.open(out / "demo.tourplan")
    assert office.plan is not None
    assert len(office.plan.tours) == len(read_plan(out)["tours"])
    office.close()


def test_that_tables_have_their_header_also_when_nothing_was_refused(out: Path) -> None:
    assert (out / "rejects.csv").read_text("utf-8-sig").strip() == "file,row,column,value,expected"


def test_that_a_folder_without_usable_stations_ends_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_upland(tmp_path / "folder")
    write_csv(folder / "stations.csv", ["station_id", "name", "lat", "lon"], [["S1", "A", "x", 1]])
    code = main(["demo", "--out", str(tmp_path / "out"), "--scenario", str(folder)])
    captured = capsys.readouterr()
    assert code == 2
    assert "station" in captured.err
    assert "Traceback" not in captured.err


def test_that_a_missing_file_is_named_with_a_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "none.tourplan"), "--language", "en"]) == 2
    assert "none.tourplan" in capsys.readouterr().err
