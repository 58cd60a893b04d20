"""Guessing time zones."""

from zoneinfo import ZoneInfo

import pytest

from planner.domain.territory import Location
from planner.rules.zones import guess_zone


@pytest.mark.parametrize(
    ("lat", "lon", "currency", "zone"),
    [
        (25.0, 102.7, "CNY", "Asia/Shanghai"),
        (43.8, 87.6, "CNY", "Asia/Shanghai"),
        (43.8, 87.6, "XXX", "Asia/Shanghai"),
        (-0.1, 34.76, "KES", "Africa/Nairobi"),
        (41.9, 12.5, "EUR", "Europe/Rome"),
        (34.05, -118.24, "USD", "America/Los_Angeles"),
        (-0.18, -78.47, "USD", "America/Guayaquil"),
        (-33.87, 151.2, "AUD", "Australia/Sydney"),
    ],
)
def test_that_money_and_place_tell_the_zone(
    lat: float, lon: float, currency: str, zone: str
) -> None:
    assert guess_zone(Location(lat, lon), currency) == zone
    assert ZoneInfo(zone)
