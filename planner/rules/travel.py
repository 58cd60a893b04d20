"""How far and how long: straight line times a road factor, and speeds by length of leg."""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

from planner.domain.parameters import Parameters, SpeedBand
from planner.domain.territory import Location
from planner.domain.units import Metre, Minute

EARTH_RADIUS = 6_371_008.8  # metres, mean radius R1 (IUGG, Moritz 2000)
BAND_MARGIN = 0.0004  # so much above a band's edge is driven slowly: radii in use differ by less


@dataclass(frozen=True, slots=True)
class Leg:
    """A drive from one place to another, without buffer; `pause` are the breaks on the way."""

    minutes: Minute
    metres: Metre
    pause: Minute = 0

    @property
    def elapsed(self) -> Minute:
        """Minutes from leaving to arriving, breaks included."""
        return self.minutes + self.pause


def measure_line(start: Location, end: Location) -> float:
    """Measure the great circle in metres (haversine, Sinnott 1984)."""
    lat1, lat2 = radians(start.lat), radians(end.lat)
    half_lat = sin((lat2 - lat1) / 2)
    half_lon = sin(radians(end.lon - start.lon) / 2)
    root = sqrt(half_lat**2 + cos(lat1) * cos(lat2) * half_lon**2)
    return 2 * EARTH_RADIUS * asin(min(1.0, root))


def measure_road(start: Location, end: Location, factor: float) -> Metre:
    """Estimate the road length in whole metres, rounded up: no drive is a moment too short."""
    return ceil(measure_line(start, end) * factor - 1e-6)


def drive_minutes(metres: Metre, speeds: tuple[SpeedBand, ...]) -> Minute:
    """Give the whole minutes, rounded up, of a leg; its whole length is driven at one speed."""
    km = metres / 1000
    for band in speeds:
        if band.up_to_km is None or km <= band.up_to_km * (1 + BAND_MARGIN):
            return ceil(km / band.kmh * 60 - 1e-9)
    return ceil(km / speeds[-1].kmh * 60 - 1e-9)


def find_leg(start: Location, end: Location, parameters: Parameters) -> Leg:
    """Estimate the drive between two places."""
    metres = measure_road(start, end, parameters.road_factor)
    minutes = drive_minutes(metres, parameters.speeds)
    return Leg(minutes, metres, pause_minutes(minutes, parameters))


def pause_minutes(minutes: Minute, parameters: Parameters) -> Minute:
    """Give the breaks of a leg: one after every full stretch at the wheel, also a last one."""
    stretch = parameters.break_after_drive
    return minutes // stretch * parameters.break_minutes if stretch else 0
