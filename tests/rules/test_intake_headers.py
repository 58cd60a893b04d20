"""Finding columns by the meaning of their headers."""

import pytest

from planner.domain.tables import RawTable, TableKind
from planner.rules.intake.headers import find_columns


def find(kind: TableKind, *headers: str) -> dict[str, int]:
    return find_columns(RawTable(kind, "x.csv", headers, ())).fields


@pytest.mark.parametrize(
    ("header", "currency"),
    [
        ("lodging_cny_per_person_night", "CNY"),
        ("lodging_kes_per_person_night", "KES"),
        ("Lodging per person night (EUR)", "EUR"),
        ("lodging_per_person_night_usd", "USD"),
        ("住宿费（元）", "CNY"),
        ("lodging", ""),
        ("lodging_zzz_per_person_night", ""),
    ],
)
def test_that_money_is_found_with_any_currency(header: str, currency: str) -> None:
    columns = find_columns(RawTable(TableKind.VENUES, "x.csv", ("venue_id", header), ()))
    assert columns.fields["lodging"] == 1
    assert columns.currencies == ((currency,) if currency else ())


@pytest.mark.parametrize(
    "header", ["Customer ID", "customerId", "CUSTOMER-ID", " id ", "客户编号"]
)
def test_that_spelling_of_headers_is_free(header: str) -> None:
    assert find(TableKind.CUSTOMERS, "lat", header)["id"] == 1


def test_that_names_are_found_by_language() -> None:
    headers = ("Name_EN", "name_zh", "name", "county_sw", "英文名称")
    names = find_columns(RawTable(TableKind.VENUES, "x.csv", headers, ())).names
    assert dict(names["name"]) == {"": 2, "en": 0, "zh": 1}
    assert dict(names["county"]) == {"sw": 3}


def test_that_the_better_of_two_headers_wins_and_the_other_is_told() -> None:
    table = RawTable(TableKind.STATIONS, "x.csv", ("latitude", "lat", "lng"), ())
    columns = find_columns(table)
    assert columns.fields == {"lat": 1, "lon": 2}
    assert columns.twice == ("latitude",)
    assert columns.missing == ("station_id",)


def test_that_a_region_s_code_and_name_are_told_apart() -> None:
    headers = ("county_code", "county", "county_id")
    columns = find_columns(RawTable(TableKind.CUSTOMERS, "x.csv", headers, ()))
    assert columns.fields["region"] == 0
    assert columns.names["county"] == (("", 1),)
    assert columns.ignored == ("county_id",)
