"""Guesses the time zone of a place from the currency used there and the nearest zone's city."""

import re
from functools import cache
from importlib.resources import files

from planner.domain.territory import Location
from planner.rules.travel import measure_line

CHINA = "Asia/Shanghai"  # one official time from Xinjiang to the sea
FAR = 3_000_000.0  # metres: a currency's own country is not believed beyond this, own choice
_COORDINATE = re.compile(r"([+-]\d{4,7})([+-]\d{5,8})")


@cache
def _read_zones() -> tuple[tuple[str, Location, str], ...]:
    """Read country code, city and name of each zone (tz database, zone.tab)."""
    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    zones = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        country, place, name = line.split("\t")[:3]
        found = _COORDINATE.fullmatch(place)
        if found:
            zones.append((country, Location(_degrees(found[1], 2), _degrees(found[2], 3)), name))
    return tuple(zones)


def _degrees(text: str, digits: int) -> float:
    """Turn +-DDMM[SS] or +-DDDMM[SS] into degrees."""
    number = text[1:].ljust(digits + 4, "0")
    size = (
        int(number[:digits])
        + int(number[digits : digits + 2]) / 60
        + int(number[digits + 2 :]) / 3600
    )
    return -size if text[0] == "-" else size


def guess_zone(place: Location, currency: str) -> str:
    """Give the IANA name of the zone a place probably lies in.

    A currency's first two letters are its country's code (ISO 4217). Where that country is far
    off, or the money is nobody's own, the nearest city of all decides.
    """
    if currency == "CNY":
        return CHINA
    zones = _read_zones()
    own = [zone for zone in zones if zone[0] == currency[:2]]
    best = min(own, key=lambda zone: measure_line(zone[1], place), default=None)
    if best is None or measure_line(best[1], place) > FAR:
        best = min(zones, key=lambda zone: measure_line(zone[1], place))
    return CHINA if best[0] == "CN" else best[2]
