"""Files of the public families, read leniently, and routes judged from the raw file."""

from pathlib import Path

import pytest

from planner.touring.families.ophs import NotOphs, read_ophs
from planner.touring.families.toptw import NotTopTw, read_toptw
from tests.bench.referee import judge_ophs, judge_toptw

_SHARED = Path(__file__).parents[2] / "../shared/bench"

_SOLOMON = (
    "4 2 2 1\r\n0 200\r\n"
    "  0\t0.00 0.00 0.00 0.00 0 0 0 100\r\n\r\n"
    "  1  1.00 1.00 5.00 7.00 1 1 1   10 50 \r\n"
    "  2 3.00 4.00 2.50 9.00 1 2 1 2 0 60\r\n"
)
_NIGHTS = (
    "4\t1\t2\n12\n6\t6.5\t\n\n"
    "0 0 0\n10 0 0\n5 0 0\n\n1 1  3\n6\t1 4\n"
    "-----------\nfound by 7 8 9\n"
)


@pytest.fixture
def solomon(tmp_path: Path) -> Path:
    path = tmp_path / "r1.txt"
    path.write_bytes(b"\xef\xbb\xbf" + _SOLOMON.encode())
    return path


@pytest.fixture
def nights(tmp_path: Path) -> Path:
    path = tmp_path / "two.ophs"
    path.write_text(_NIGHTS)
    return path


def test_that_solomon_distances_are_rounded_down_to_a_tenth(solomon: Path) -> None:
    problem = read_toptw(solomon)
    assert problem.units == 10
    assert problem.field.reach[0, 1] == 14  # of 1.414
    assert problem.field.reach[1, 0] == 14 + 50  # after 5.0 of service
    assert problem.field.reach[2, 1] == 36 + 25
    assert problem.horizon == (0, 1000)


def test_that_the_last_two_numbers_of_a_line_are_the_window(solomon: Path) -> None:
    field = read_toptw(solomon).field
    assert list(field.opens) == [0, 100, 0]
    assert list(field.closes) == [1000, 500, 600]
    assert list(field.prizes) == [0, 7, 9]


def test_that_cordeau_distances_are_rounded_down_to_a_hundredth(tmp_path: Path) -> None:
    path = tmp_path / "pr99.txt"
    path.write_text(_SOLOMON)
    assert read_toptw(path).field.reach[0, 1] == 141


def test_that_a_renamed_cordeau_file_is_known_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text(_SOLOMON.replace("4 2 2 1", "5 2 2 1"))
    assert read_toptw(path).units == 100


@pytest.mark.parametrize("text", ["", "x y\n1 2\n", "4 2 2 1\n0 200\n0 1 2\n"])
def test_that_a_file_without_points_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r1.txt"
    path.write_text(text)
    with pytest.raises(NotTopTw):
        read_toptw(path)


def test_that_hotels_come_before_places_and_remarks_are_left_out(nights: Path) -> None:
    problem = read_ophs(nights)
    assert problem.hotels == 3
    assert problem.lengths == (6.0, 6.5)
    assert list(problem.field.prizes) == [0, 0, 0, 3, 4]
    assert problem.field.nights
    assert not problem.field.windows


def test_that_ways_between_hotels_are_never_rounded_down(nights: Path) -> None:
    problem = read_ophs(nights)
    assert problem.field.reach[0, 3] / 1e7 >= 2**0.5
    assert list(problem.days().latest) == [60_000_000, 65_000_000]
    assert list(problem.days().ends) == [0, 1]


@pytest.mark.parametrize("text", ["", "4 1 2\n12\n6\n0 0 0\n", "4 1 2\n12\n6 6\n0 0 0\n1 1 0\n"])
def test_that_trips_without_lengths_or_hotels_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "two.ophs"
    path.write_text(text)
    with pytest.raises(NotOphs):
        read_ophs(path)


def test_that_every_shared_file_is_read() -> None:
    if not _SHARED.exists():
        pytest.skip("the shared benchmark folder is not here")
    for path in (_SHARED / "toptw").glob("*.txt"):
        problem = read_toptw(path)
        assert len(problem.prizes) > 48
        assert (problem.field.closes[1:] >= problem.field.opens[1:]).all()
    for path in (_SHARED / "ophs").glob("*.ophs"):
        first = path.read_text().split()
        assert len(read_ophs(path).xy) == int(first[0]) + int(first[1])


def test_that_the_referee_times_a_tour_with_waiting(solomon: Path) -> None:
    verdict = judge_toptw(solomon, [[1, 2]], 1)
    assert verdict.broken == []
    assert verdict.value == 16
    assert verdict.routes[0] == {
        "tour": 1,
        "stops": [
            {"place": 1, "arrive": 1.4, "start": 10.0},
            {"place": 2, "arrive": 18.6, "start": 18.6},
        ],
        "back": 26.1,
    }


@pytest.mark.parametrize(
    ("routes", "tours", "said"),
    [
        ([[1], [2]], 1, "2 tours instead of 1"),
        ([[1], [1]], 2, "a place twice"),
        ([[3]], 1, "a place that is none"),
        ([[0]], 1, "a place that is none"),
    ],
)
def test_that_the_referee_counts_broken_tours(
    solomon: Path, routes: list[list[int]], tours: int, said: str
) -> None:
    assert said in judge_toptw(solomon, routes, tours).broken


def test_that_the_referee_sees_a_stop_after_its_window(tmp_path: Path) -> None:
    path = tmp_path / "r2.txt"
    path.write_text(_SOLOMON.replace("10 50 ", "10 18").replace("0 60", "0 18.5"))
    assert judge_toptw(path, [[1, 2]], 1).broken == ["tour 1: place 2 at 18.6"]


def test_that_the_referee_adds_up_trips(nights: Path) -> None:
    verdict = judge_ophs(nights, [[0, 3, 2], [2, 4, 1]])
    assert verdict.broken == []
    assert verdict.value == 7
    assert verdict.routes[0]["length"] == pytest.approx(2**0.5 + 17**0.5, abs=1e-6)


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ([[0, 4, 2], [2, 1]], "trip 1: 7.4"),
        ([[0, 3, 2], [0, 4, 1]], "trip 2: starts where no trip ended"),
        ([[0, 3, 2], [2, 3, 1]], "a place twice"),
        ([[0, 3], [3, 1]], "trip 1: no hotel at an end"),
        ([[0, 1]], "not the trips"),
        ([[0, 3, 2], [2, 5, 1]], "a place that is none"),
    ],
)
def test_that_the_referee_counts_broken_trips(
    nights: Path, routes: list[list[int]], said: str
) -> None:
    assert any(text.startswith(said) for text in judge_ophs(nights, routes).broken)
