"""The commands on one file, as typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from planner.__main__ import main
from planner.domain.plan import Plan
from planner.office import Office
from tests.folders import write_upland


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import and plan the invented upland."""
    folder = tmp_path_factory.mktemp("commands")
    file = folder / "upland.tourplan"
    assert main(["import", str(file), str(write_upland(folder / "tables"))]) == 0
    horizon = ["--from", "2026-10-12", "--weeks", "2"]
    assert main(["plan", str(file), "--seconds", "3", *horizon]) == 0
    return file


def test_that_answers_for_programs_are_json_and_nothing_else(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["check", str(planned), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    assert main(["export", str(planned), "--json", "--out", str(tmp_path)]) == 0
    written = json.loads(capsys.readouterr().out)["written"]
    assert written
    assert all(Path(path).is_file() for path in written)


def test_that_an_import_tells_programs_what_was_assumed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_upland(tmp_path / "tables")
    assert main(["import", str(tmp_path / "a.tourplan"), str(folder), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"counts", "notes", "rejects"} == set(answer)


def test_that_a_worse_plan_does_not_take_the_place_of_a_better_one(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _value(planned)
    assert main(["plan", str(planned), "--seconds", "0.1", "--seed", "7"]) == 0
    assert _value(planned) >= before


def test_that_a_reader_who_leaves_early_does_not_stop_the_work(
    planned: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "planner", "export", str(planned), "--out", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 0
    assert said == b""
    assert (tmp_path / "plan.json").is_file()


def test_that_what_is_no_tour_plan_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "notes.tourplan"
    text.write_text("hello", "utf-8")
    for command in ("check", "plan", "print", "export"):
        assert main([command, str(text), "--language", "en"]) == 2
        assert "not a tour plan" in capsys.readouterr().err
    assert text.read_text("utf-8") == "hello"


def _value(path: Path) -> float:
    office = Office.open(path)
    plan = office.plan
    office.close()
    assert plan is not None
    return plan.value


def test_that_what_one_more_is_worth_is_estimated_and_confirmed(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_plan(planned)
    assert main(["what-if", str(planned), "--seconds", "0.5", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    conditions = {line["variant"]["condition"] for line in answer["variants"]}
    assert conditions == {"night_more", "day_more", "notice_lead", "crew_more"}
    for line in answer["variants"]:
        assert line["change"] >= -1e-6
    assert read_plan(planned) == before


def read_plan(file: Path) -> Plan | None:
    office = Office.open(file)
    plan = office.plan
    office.close()
    return plan
