"""Judging whole tables: what is accepted, what is refused and why."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.calendar import DateRule, DateSpan, RevisitRule, RuleKind, TimeWindow
from planner.domain.customer import Tier
from planner.domain.findings import Expected
from planner.domain.tables import NoteCode, RawRow, RawTable, TableKind
from planner.domain.territory import Location
from planner.rules.intake import Intake, judge_tables
from tests.rules.raw_tables import TEXTS, make_table, make_tables, with_row

K = TableKind


def judge_with(kind: TableKind, **cells: str) -> Intake:
    return judge_tables(make_tables(**{kind.value: with_row(kind, **cells)}))


def list_cells(intake: Intake) -> list[tuple[str, int, str, str, Expected]]:
    return [(r.file, r.row, r.column, r.value, r.expected) for r in intake.rejects]


def test_that_an_english_folder_of_another_country_is_accepted_whole() -> None:
    intake = judge_tables(make_tables(), "Kenya")
    scenario = intake.scenario
    assert scenario is not None
    assert intake.rejects == ()
    assert (scenario.name, scenario.currency, scenario.timezone) == (
        "Kenya",
        "KES",
        "Africa/Nairobi",
    )
    assert intake.languages == ("en",)
    assert [(c.kind, c.rows, c.accepted) for c in intake.counts] == [
        (K.STATIONS, 2, 2),
        (K.VENUES, 3, 3),
        (K.PRODUCTS, 2, 2),
        (K.CUSTOMERS, 2, 2),
        (K.TECHNICIANS, 3, 3),
        (K.CREWS, 1, 1),
    ]


def test_that_every_cell_of_a_row_reaches_its_value() -> None:
    scenario = judge_tables(make_tables()).scenario
    assert scenario is not None
    venue, customer, crew = scenario.venues[0], scenario.customers[0], scenario.crews[0]
    assert venue.location == Location(-2.4167, 37.9667)
    assert venue.region.id == "Makueni"
    assert venue.market == DateRule(RuleKind.WEEKDAY, frozenset({0, 3}))
    assert (venue.footfall_normal, venue.footfall_market) == (150, 700)
    assert venue.hours == TimeWindow(480, 1020)
    assert venue.notice_places == ("stage", "bank")
    assert venue.lodging == 150_000
    assert venue.last_visit == date(2026, 5, 1)
    assert venue.revisit == RevisitRule(56, 5, 5)
    assert customer.tier is Tier.GOLD
    assert customer.yearly_profit == 520_050
    assert (customer.request, customer.requested_on) == ("repair", date(2026, 9, 1))
    assert customer.home_visit_wanted
    assert customer.window == TimeWindow(540, 720)
    assert customer.part_arrives_on == date(2026, 10, 20)
    assert crew.skills == (("diesel", 5), ("hydraulics", 2))
    assert crew.works == frozenset(range(5))
    assert crew.absent == (
        DateSpan(date(2026, 10, 19), date(2026, 10, 21)),
        DateSpan(date(2026, 11, 2), date(2026, 11, 2)),
    )


def test_that_empty_cells_mean_unknown() -> None:
    scenario = judge_tables(make_tables()).scenario
    assert scenario is not None
    namanga, isiolo = scenario.venues[1:]
    assert namanga.lodging is None
    assert namanga.last_visit is None
    assert namanga.revisit is None
    assert isiolo.market is None
    assert isiolo.footfall_market == isiolo.footfall_normal == 90
    assert scenario.customers[1].window is None
    assert scenario.customers[1].part_arrives_on is None
    assert scenario.customers[1].bought_on is None


BAD_CELLS = [
    (K.STATIONS, {"lat": "north"}, ["lat"], Expected.LATITUDE),
    (K.STATIONS, {"lat": "nan"}, ["lat"], Expected.LATITUDE),
    (K.STATIONS, {"lat": ""}, ["lat"], Expected.LATITUDE),
    (K.STATIONS, {"lon": "190.5"}, ["lon"], Expected.LONGITUDE),
    (K.STATIONS, {"lat": "95"}, ["lat"], Expected.LATITUDE),
    (K.STATIONS, {"lat": "0", "lon": "0.0"}, ["lat", "lon"], Expected.COORDINATES),
    (K.STATIONS, {"station_id": ""}, ["station_id"], Expected.ID),
    (K.STATIONS, {"station_id": "S2"}, ["station_id"], Expected.UNIQUE_ID),
    (K.STATIONS, {"coverage_road_km": "-3"}, ["coverage_road_km"], Expected.NOT_NEGATIVE),
    (K.STATIONS, {"coverage_road_km": "60 km"}, ["coverage_road_km"], Expected.NUMBER),
    (K.STATIONS, {"tour_crews": "99999"}, ["tour_crews"], Expected.FEW),
    (K.STATIONS, {"vehicles": "100"}, ["vehicles"], Expected.FEW),
    (K.STATIONS, {"tour_crews": "1.5"}, ["tour_crews"], Expected.WHOLE_NUMBER),
    (K.STATIONS, {"vehicles": "-1"}, ["vehicles"], Expected.NOT_NEGATIVE),
    (K.STATIONS, {"opens": "18:00"}, ["opens", "closes"], Expected.TIME_ORDER),
    (K.VENUES, {"lat": "37.9667", "lon": "-2.4167"}, ["lat", "lon"], Expected.LAT_LON_ORDER),
    (K.VENUES, {"venue_id": "V1"}, ["venue_id"], Expected.UNIQUE_ID),
    (K.VENUES, {"foot_traffic_normal_day": "1,2,3"}, ["foot_traffic_normal_day"], None),
    (K.VENUES, {"foot_traffic_normal_day": "12abc"}, ["foot_traffic_normal_day"], None),
    (K.VENUES, {"foot_traffic_normal_day": ""}, ["foot_traffic_normal_day"], None),
    (K.VENUES, {"foot_traffic_market_day": "-5"}, ["foot_traffic_market_day"], None),
    (K.VENUES, {"market_rule": "full_moon"}, ["market_rule"], Expected.MARKET_RULE),
    (K.VENUES, {"market_days": "Mon,Funday"}, ["market_days"], Expected.MARKET_DAYS),
    (K.VENUES, {"market_days": ""}, ["market_days"], Expected.MARKET_DAYS),
    (K.VENUES, {"market_rule": ""}, None, None),
    (K.VENUES, {"opens": "8am"}, ["opens"], Expected.TIME),
    (K.VENUES, {"opens": "17:00"}, ["opens", "closes"], Expected.TIME_ORDER),
    (K.VENUES, {"closed_from": "2026-02-30"}, ["closed_from"], Expected.DATE),
    (
        K.VENUES,
        {"closed_from": "2026-10-20", "closed_to": "2026-10-10"},
        ["closed_from", "closed_to"],
        Expected.DATE_ORDER,
    ),
    (K.VENUES, {"permit_needed": "maybe"}, ["permit_needed"], Expected.YES_NO),
    (K.VENUES, {"last_tour_date": "03/04/2026"}, ["last_tour_date"], Expected.DATE),
    (K.VENUES, {"revisit_days": "0"}, ["revisit_days"], Expected.POSITIVE),
    (
        K.VENUES,
        {"lodging_kes_per_person_night": "-1"},
        ["lodging_kes_per_person_night"],
        Expected.NOT_NEGATIVE,
    ),
    (K.CUSTOMERS, {"tier": "silver"}, ["tier"], Expected.TIER),
    (K.CUSTOMERS, {"tier": ""}, ["tier"], Expected.TIER),
    (K.CUSTOMERS, {"customer_id": "C2"}, ["customer_id"], Expected.UNIQUE_ID),
    (K.CUSTOMERS, {"bought_on": "2026-02-30"}, ["bought_on"], Expected.DATE),
    (
        K.CUSTOMERS,
        {"bought_on": "2027-01-01"},
        ["bought_on", "warranty_until"],
        Expected.DATE_ORDER,
    ),
    (K.CUSTOMERS, {"yearly_profit_kes": "1.234,5"}, ["yearly_profit_kes"], Expected.NUMBER),
    (K.CUSTOMERS, {"product": "tractor"}, ["product"], Expected.KNOWN_PRODUCT),
    (K.CUSTOMERS, {"visit_window": "noon"}, ["visit_window"], Expected.TIME_WINDOW),
    (K.CUSTOMERS, {"visit_window": "12:00-09:00"}, ["visit_window"], Expected.TIME_ORDER),
    (K.CUSTOMERS, {"visit_window": "09:00-09:00"}, ["visit_window"], Expected.TIME_ORDER),
    (K.CUSTOMERS, {"home_visit_wanted": "2"}, ["home_visit_wanted"], Expected.YES_NO),
    (K.CUSTOMERS, {"lat": "36.8", "lon": "-2.4"}, ["lat", "lon"], Expected.LAT_LON_ORDER),
    (K.TECHNICIANS, {"station_id": "S9"}, ["station_id"], Expected.KNOWN_STATION),
    (K.TECHNICIANS, {"skills": "diesel:7"}, ["skills"], Expected.SKILLS),
    (K.TECHNICIANS, {"skills": "diesel"}, ["skills"], Expected.SKILLS),
    (K.TECHNICIANS, {"absent": "next week"}, ["absent"], Expected.DATE_SPAN),
    (K.TECHNICIANS, {"absent": "2026-10-21..2026-10-19"}, ["absent"], Expected.DATE_ORDER),
    (K.CREWS, {"station_id": "S9", "technicians": "T3"}, ["station_id"], Expected.KNOWN_STATION),
    (K.CREWS, {"technicians": "T9"}, ["technicians"], Expected.KNOWN_TECHNICIAN),
    (K.CREWS, {"technicians": "T3", "works": "Mon,Holiday"}, ["works"], Expected.WEEKDAYS),
    (K.CREWS, {"technicians": "T3", "people": "0"}, ["people"], Expected.POSITIVE),
    (K.CREWS, {"technicians": "T3", "max_nights": "two"}, ["max_nights"], None),
    (K.CREWS, {"technicians": "T3", "absent": "2026-13-01"}, ["absent"], Expected.DATE_SPAN),
    (K.PRODUCTS, {"level": "6"}, ["level"], Expected.LEVEL),
    (K.PRODUCTS, {"home_minutes": "-90"}, ["home_minutes"], Expected.NOT_NEGATIVE),
    (K.PRODUCTS, {"product": "pump"}, ["product"], Expected.UNIQUE_ID),
]


@pytest.mark.parametrize(("kind", "cells", "columns", "expected"), BAD_CELLS)
def test_that_a_bad_row_is_listed_and_the_others_stay(
    kind: TableKind, cells: dict[str, str], columns: list[str] | None, expected: Expected | None
) -> None:
    intake = judge_with(kind, **cells)
    if columns is None:  # the cells alone say enough
        assert intake.rejects == ()
        return
    number = len(TEXTS[kind].splitlines()) + 1
    assert [(r.file, r.row, r.column) for r in intake.rejects] == [
        (f"{kind}.csv", number, column) for column in columns
    ]
    assert [r.value for r in intake.rejects] == [
        with_row(kind, **cells)
        .splitlines()[-1]
        .split("|")[TEXTS[kind].splitlines()[0].split("|").index(column)]
        for column in columns
    ]
    if expected:
        assert {r.expected for r in intake.rejects} == {expected}
    count = next(c for c in intake.counts if c.kind is kind)
    assert (count.rows, count.accepted) == (number - 1, number - 2)


def test_that_all_bad_cells_of_a_row_are_listed() -> None:
    intake = judge_with(K.CUSTOMERS, tier="tin", lat="x", bought_on="2026-02-30")
    assert {r.column for r in intake.rejects} == {"lat", "tier", "bought_on"}


def test_that_a_latitude_beyond_the_pole_is_called_swapped_only_where_the_place_fits() -> None:
    yunnan = "station_id|lat|lon\nA|25.0|102.7\nB|24.3|102.5\nC|25.6|103.8\n"
    fits = judge_tables([make_table(K.STATIONS, yunnan + "D|102.6|25.1")])
    assert {r.expected for r in fits.rejects} == {Expected.LAT_LON_ORDER}
    slip = judge_tables([make_table(K.STATIONS, yunnan + "D|252.6|25.1")])
    assert {r.expected for r in slip.rejects} == {Expected.LATITUDE}


def test_that_a_place_beyond_all_others_is_told_though_not_refused() -> None:
    intake = judge_with(K.VENUES, lon="3.79")
    assert intake.rejects == ()
    (note,) = (note for note in intake.notes if note.code is NoteCode.FAR_AWAY)
    assert (note.file, note.row) == ("venues.csv", 5)
    assert int(dict(note.facts)["km"]) > 3000


def test_that_crews_of_a_refused_station_are_refused_too() -> None:
    bad = TEXTS[K.STATIONS].replace("36.8172", "east")
    intake = judge_tables(make_tables(stations=bad))
    refused = {(r.file, r.row, r.expected) for r in intake.rejects}
    assert ("stations.csv", 2, Expected.LONGITUDE) in refused
    assert ("crews.csv", 2, Expected.KNOWN_STATION) in refused
    assert ("technicians.csv", 4, Expected.KNOWN_STATION) in refused
    assert intake.scenario is not None
    assert intake.scenario.crews == ()
    assert NoteCode.NO_CREWS in {note.code for note in intake.notes}


def test_that_crews_may_share_a_technician() -> None:
    head, first = TEXTS[K.CREWS].splitlines()
    second = first.replace("CR1", "CR2").replace("T1;T2", "T1;T3")
    intake = judge_tables(make_tables(crews=f"{head}\n{first}\n{second}"))
    assert intake.rejects == ()
    assert intake.scenario is not None
    assert [crew.technicians for crew in intake.scenario.crews] == [("T1", "T2"), ("T1", "T3")]


def test_that_customers_keep_a_product_whose_own_row_is_refused() -> None:
    bad = TEXTS[K.PRODUCTS].replace("pump|hydraulics|2", "pump|hydraulics|9")
    intake = judge_tables(make_tables(products=bad))
    assert {r.file for r in intake.rejects} == {"products.csv"}
    assert intake.scenario is not None
    assert {customer.product for customer in intake.scenario.customers} == {"pump"}


def test_that_cells_beyond_the_header_refuse_their_row() -> None:
    bad = TEXTS[K.PRODUCTS] + "\nfan|diesel|1|20|60|12|surplus"
    assert list_cells(judge_tables(make_tables(products=bad))) == [
        ("products.csv", 4, "", "surplus", Expected.CELL_COUNT)
    ]


def test_that_a_folder_without_usable_venues_says_what_is_missing() -> None:
    intake = judge_tables(make_tables(K.VENUES))
    assert intake.scenario is None
    assert intake.missing == ("no_venues",)
    assert judge_tables([]).missing == ("no_stations", "no_venues")


def test_that_a_missing_needed_column_is_told_and_every_row_listed() -> None:
    table = make_table(K.CUSTOMERS, "customer_id|lat|lon\nC1|1|1\nC2|1|2")
    intake = judge_tables((*make_tables(K.CUSTOMERS), table))
    assert [(r.row, r.column, r.expected) for r in intake.rejects] == [
        (2, "tier", Expected.TIER),
        (3, "tier", Expected.TIER),
    ]
    note = next(note for note in intake.notes if note.code is NoteCode.COLUMN_MISSING)
    assert (note.file, note.facts) == ("customers.csv", (("field", "tier"),))


def test_that_the_first_of_two_currencies_is_taken_and_the_other_told() -> None:
    customers = TEXTS[K.CUSTOMERS].replace("yearly_profit_kes", "yearly_profit_usd")
    intake = judge_tables(make_tables(customers=customers))
    assert intake.scenario is not None
    assert intake.scenario.currency == "KES"
    note = next(note for note in intake.notes if note.code is NoteCode.CURRENCIES_DIFFER)
    assert note.facts == (("taken", "KES"), ("others", "USD"))


def test_that_derived_columns_are_neither_read_nor_called_unknown() -> None:
    head, *rows = TEXTS[K.CUSTOMERS].splitlines()
    wide = "\n".join([f"{head}|covered|nearest_station_km", *(f"{row}|no|x" for row in rows)])
    intake = judge_tables(make_tables(customers=wide))
    assert intake.rejects == ()
    told = {note.code: dict(note.facts) for note in intake.notes}
    assert told[NoteCode.COLUMNS_COMPUTED] == {"columns": "covered, nearest_station_km"}
    assert NoteCode.COLUMNS_IGNORED not in told


def test_that_a_market_in_peoples_notation_is_read_and_told() -> None:
    text = with_row(K.VENUES, market_rule="", market_days="逢三六九")
    intake = judge_tables(make_tables(venues=text))
    assert intake.scenario is not None
    digits = DateRule(RuleKind.LUNAR_DIGITS, frozenset({3, 6, 9}))
    assert intake.scenario.venues[-1].market == digits
    note = next(note for note in intake.notes if note.code is NoteCode.MARKET_READ)
    assert (note.row, note.facts) == (5, (("value", "逢三六九"), ("rule", "lunar_digits 3,6,9")))


def test_that_one_closed_end_leaves_the_other_open() -> None:
    until = judge_with(K.VENUES, closed_to="2026-10-20").scenario
    since = judge_with(K.VENUES, closed_from="2026-10-20").scenario
    assert until is not None
    assert since is not None
    assert until.venues[-1].closed == (DateSpan(date.min, date(2026, 10, 20)),)
    assert since.venues[-1].closed == (DateSpan(date(2026, 10, 20), date.max),)


def test_that_crews_are_made_where_none_are_given() -> None:
    scenario = judge_tables(make_tables(K.CREWS)).scenario
    assert scenario is not None
    (crew,) = scenario.crews
    assert (crew.name, crew.people, crew.technicians) == ("North 1", 3, ("T1", "T2"))


def test_that_crews_are_made_without_technicians_too() -> None:
    scenario = judge_tables(make_tables(K.CREWS, K.TECHNICIANS)).scenario
    assert scenario is not None
    (crew,) = scenario.crews
    assert (crew.people, crew.technicians) == (3, ())
    assert crew.skills == (("diesel", 1), ("hydraulics", 1))


def test_that_crews_bring_their_own_people_where_no_technicians_are_listed() -> None:
    scenario = judge_tables(make_tables(K.TECHNICIANS)).scenario
    assert scenario is not None
    assert scenario.crews[0].technicians == ("T1", "T2")
    assert [(t.id, t.depot) for t in scenario.technicians] == [("T1", "S1"), ("T2", "S1")]


def test_that_no_crews_are_made_of_technicians_who_were_all_refused() -> None:
    bad = TEXTS[K.TECHNICIANS].replace("|S1|", "|S9|")
    intake = judge_tables(make_tables(K.CREWS, technicians=bad))
    assert intake.scenario is not None
    assert intake.scenario.crews == ()
    told = [note for note in intake.notes if note.code is NoteCode.CREWS_NOT_FORMED]
    assert told[0].facts == (("station", "S1"), ("wanted", "1"), ("formed", "0"))


def test_that_a_language_counts_only_where_all_names_are_there() -> None:
    head, *rows = TEXTS[K.STATIONS].splitlines()
    both = [f"{head}|name_zh", *(f"{row}|站{n}" for n, row in enumerate(rows))]
    assert judge_tables(make_tables(stations="\n".join(both))).languages == ("en",)
    venues = TEXTS[K.VENUES].replace("name_en", "name").replace("county_en", "county")
    mixed = judge_tables(make_tables(stations="\n".join(both), venues=venues))
    assert mixed.languages == ("zh", "en")


CELLS = st.text(max_size=12) | st.sampled_from(
    ["", "nan", "inf", "1e999", "-0", "2026-02-30", "9" * 400, "１２", "24:00", "逢", "S1", "0,0"]
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_that_no_cell_whatever_breaks_the_judging(data: st.DataObject) -> None:
    tables = []
    for table in make_tables():
        width = len(table.headers) + 1
        rows = data.draw(st.lists(st.lists(CELLS, max_size=width), max_size=4))
        garbage = tuple(RawRow(100 + n, tuple(cells)) for n, cells in enumerate(rows))
        tables.append(RawTable(table.kind, table.file, table.headers, table.rows + garbage))
    intake = judge_tables(tables)
    for table in tables:
        refused = {r.row for r in intake.rejects if r.file == table.file}
        count = next(c for c in intake.counts if c.file == table.file)
        assert count.rows == len(table.rows)
        assert count.accepted + len(refused) == len(table.rows)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_that_one_spoilt_cell_costs_at_most_its_own_row(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([K.VENUES, K.CUSTOMERS]))
    table = make_table(kind, TEXTS[kind])
    at = data.draw(st.integers(1, len(table.headers) - 1))
    first, *others = table.rows
    cells = (*first.cells[:at], data.draw(CELLS), *first.cells[at + 1 :])
    spoilt = RawTable(kind, table.file, table.headers, (RawRow(2, cells), *others))
    intake = judge_tables([*make_tables(kind), spoilt])
    assert {r.row for r in intake.rejects} <= {2}


@given(st.permutations(range(len(TEXTS[K.VENUES].splitlines()[0].split("|")))))
@settings(max_examples=30, deadline=None)
def test_that_the_order_of_columns_changes_nothing(order: list[int]) -> None:
    table = make_table(K.VENUES, TEXTS[K.VENUES])
    shuffled = RawTable(
        K.VENUES,
        table.file,
        tuple(table.headers[at] for at in order),
        tuple(RawRow(r.number, tuple(r.cells[at] for at in order)) for r in table.rows),
    )
    plain = judge_tables(make_tables())
    assert judge_tables([*make_tables(K.VENUES), shuffled]).scenario == plain.scenario


def test_that_a_crew_given_twice_is_refused_once() -> None:
    head, row, *_ = TEXTS[K.CREWS].splitlines()
    intake = judge_tables(make_tables(crews="\n".join((head, row, row))))
    ids = [reject for reject in intake.rejects if reject.expected is Expected.UNIQUE_ID]
    assert len(ids) == 1


def test_that_a_whole_table_of_swapped_customers_refuses_customers_only() -> None:
    head, row, *_ = TEXTS[K.CUSTOMERS].splitlines()
    columns = head.split("|")
    lat, lon = columns.index("lat"), columns.index("lon")
    rows = []
    for number in range(200):
        cells = row.split("|")
        cells[0] = f"C{number}"
        cells[lat], cells[lon] = cells[lon], cells[lat]
        rows.append("|".join(cells))
    venue_head, venue, *_ = TEXTS[K.VENUES].splitlines()
    venues = [venue.replace("V1", f"V{number}", 1) for number in range(1, 25)]
    intake = judge_tables(
        make_tables(customers="\n".join((head, *rows)), venues="\n".join((venue_head, *venues)))
    )
    assert {reject.file for reject in intake.rejects} == {"customers.csv"}
    assert len({reject.row for reject in intake.rejects}) == 200
