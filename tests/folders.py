"""Writes small scenario folders of invented regions, as spreadsheets of others hold them."""

import csv
from collections.abc import Sequence
from pathlib import Path

TIERS = ("platinum", "gold", "iron", "lead", "lead", "lead")


def write_csv(path: Path, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write one table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)


def write_upland(folder: Path, *, scale: float = 1.0) -> Path:
    """Write an invented upland: English names only, shillings, weekday markets, no crews table.

    Two stations on the equator, ten venues 70 to 150 km of road away from the first, sixty
    customers around them. `scale` stretches all distances.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(
        folder / "stations.csv",
        ["name", "station_id", "lon", "lat", "coverage_road_km", "tour_crews", "vehicles"],
        [
            ["Kilima service station", "S1", 36.0, 0.0, 50, 2, 1],
            ["Bonde service station", "S2", 36.0 + 2.5 * scale, 0.1, 50, 1, 1],
        ],
    )
    write_csv(
        folder / "venues.csv",
        [
            "venue_id", "name", "region", "lat", "lon", "market_rule", "market_days",
            "foot_traffic_normal_day", "foot_traffic_market_day", "opens", "closes",
            "closed_from", "closed_to", "notice_places", "lodging_kes_per_person_night",
            "last_tour_date",
        ],
        [_venue(number, scale) for number in range(1, 11)],
    )  # fmt: skip
    write_csv(
        folder / "customers.csv",
        ["customer_id", "name", "lat", "lon", "tier", "yearly_profit_kes", "product",
         "open_request", "home_visit_wanted", "visit_window"],
        [_customer(number, scale) for number in range(60)],
    )  # fmt: skip
    write_csv(
        folder / "technicians.csv",
        ["technician_id", "name", "station_id", "skills", "drives"],
        [
            ["T1", "Asha", "S1", "engines:4;pumps:3", "yes"],
            ["T2", "Baraka", "S1", "engines:2", "no"],
            ["T3", "Chege", "S1", "pumps:2", "yes"],
            ["T4", "Dalila", "S2", "engines:3;pumps:1", "yes"],
        ],
    )
    write_csv(
        folder / "products.csv",
        ["product", "skill", "level", "booth_minutes", "home_minutes"],
        [["water pump", "pumps", 2, 20, 60], ["maize mill", "engines", 1, 15, 90]],
    )
    return folder


def _place(number: int, scale: float) -> tuple[float, float]:
    row, column = divmod(number - 1, 5)
    return 0.5 * scale + 0.18 * row * scale, 36.0 + 0.22 * scale * (column - 2)


def _venue(number: int, scale: float) -> list[object]:
    lat, lon = _place(number, scale)
    days = ("Tue,Fri", "Wed", "Thu,Sun", "Mon", "Sat")[number % 5]
    closed = ("2026-10-20", "2026-10-22") if number == 3 else ("", "")
    return [
        f"V{number}", f"Soko {number}", f"County {(number - 1) // 3 + 1}", lat, lon, "weekday",
        days, 150 + 10 * number, 700 + 20 * number, "08:00", "16:30", *closed,
        "bus stage;market gate", 1500 if number % 3 else "", "2026-05-04" if number % 2 else "",
    ]  # fmt: skip


def _customer(number: int, scale: float) -> list[object]:
    lat, lon = _place(number % 10 + 1, scale)
    tier = TIERS[number % len(TIERS)]
    return [
        f"C{number:03d}", f"Customer {number}", lat + 0.004 * (number % 7),
        lon - 0.003 * (number % 5), tier, 1000 * (number % 9),
        ("water pump", "maize mill")[number % 2],
        "repair" if number % 8 == 0 else "", "yes" if tier in ("platinum", "gold") else "no",
        "09:00-12:00" if number % 3 == 0 else "",
    ]  # fmt: skip
