"""Killing a process that saves: nothing it said was saved is lost, and nothing is half there."""

import subprocess
import sys
from pathlib import Path

import pytest

from planner.store.file import TourFile
from planner.store.plans import load_plan
from planner.store.scenario import load_scenario
from tests.store.saver import make_save

ROOT = Path(__file__).parents[2]
NEVER = 0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")


def start_saver(path: Path, fatal: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.saver", str(path), str(fatal)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def read_number(path: Path) -> int:
    """Open the file, make sure that it holds one save as a whole, and give its number."""
    with TourFile.open(path) as file:
        scenario = load_scenario(file)
        assert scenario is not None
        number = int(scenario.hotline)
        assert (scenario, load_plan(file)) == make_save(number)
        return number


def test_that_killing_a_saver_again_and_again_loses_no_save_it_acknowledged(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.tourplan"
    TourFile.create(path, "A").close()
    last = 0
    for acknowledgements in (1, 2, 5, 9, 14):
        saver = start_saver(path, NEVER)
        assert saver.stdout is not None
        for _ in range(acknowledgements):
            saver.stdout.readline()
        saver.kill()
        told = saver.communicate()[0].split()

        number = read_number(path)

        assert number >= last + acknowledgements
        assert number >= max(map(int, told), default=0)
        last = number


def test_that_a_save_killed_halfway_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "a.tourplan"
    TourFile.create(path, "A").close()

    told = start_saver(path, fatal=3).communicate()[0].split()

    assert told == ["1", "2"]
    assert read_number(path) == 2
