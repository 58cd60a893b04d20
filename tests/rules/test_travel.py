"""How far and how long."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.parameters import Parameters
from planner.domain.territory import Location
from planner.rules.travel import (
    drive_minutes,
    find_leg,
    measure_line,
    measure_road,
    pause_minutes,
)

PLACES = st.builds(Location, st.floats(-60, 60), st.floats(-179, 179))


@given(PLACES, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_that_no_drive_is_shorter_than_its_road_and_speed_say(
    start: Location, north: float, east: float
) -> None:
    parameters = Parameters()
    end = Location(start.lat + north, start.lon + east)
    line = measure_line(start, end) * parameters.road_factor
    leg = find_leg(start, end, parameters)
    assert line - 1e-3 <= leg.metres <= line + 1
    assert leg.minutes >= line / 1000 / 60 * 60 - 1e-3  # at 60 km/h, the fastest


def test_that_places_a_step_apart_take_a_minute() -> None:
    here, there = Location(-29.12452, 134.9599), Location(-29.12451993, 134.9599)
    assert measure_road(here, there, 1.33) == 1
    assert find_leg(here, there, Parameters()).minutes == 1
    assert find_leg(here, here, Parameters()).minutes == 0


def test_that_a_leg_is_driven_at_the_speed_of_its_length() -> None:
    speeds = Parameters().speeds
    assert drive_minutes(50_000, speeds) == 75
    assert drive_minutes(50_010, speeds) == 76  # at the very edge: the slower speed
    assert drive_minutes(50_100, speeds) == 61
    assert drive_minutes(151_000, speeds) == 151


def test_that_every_full_stretch_at_the_wheel_earns_a_break() -> None:
    parameters = replace(Parameters(), break_after_drive=120, break_minutes=20)
    pauses = {minutes: pause_minutes(minutes, parameters) for minutes in (0, 119, 120, 239, 240)}
    assert pauses == {0: 0, 119: 0, 120: 20, 239: 20, 240: 40}
    assert pause_minutes(480, Parameters()) == 0


def test_that_a_break_takes_time_but_not_at_the_wheel() -> None:
    parameters = replace(Parameters(), break_after_drive=60, break_minutes=20)
    start, end = Location(45.0, 10.0), Location(45.6, 10.0)
    plain, rested = find_leg(start, end, Parameters()), find_leg(start, end, parameters)
    assert (rested.minutes, rested.metres) == (plain.minutes, plain.metres)
    assert rested.elapsed == plain.elapsed + rested.minutes // 60 * 20
