"""Makes raw tables for tests of the intake from a few lines of text."""

from planner.domain.tables import RawRow, RawTable, TableKind

STATIONS = """station_id|name_en|lat|lon|coverage_road_km|tour_crews|vehicles|skills|opens|closes
S1|North station|-1.2864|36.8172|60|1|1|diesel;hydraulics|08:00|17:00
S2|West station|-0.1022|34.7617|45|0|2|diesel|08:00|17:00"""
VENUES = (
    "venue_id|name_en|county_en|lat|lon|market_rule|market_days|foot_traffic_normal_day"
    "|foot_traffic_market_day|opens|closes|closed_from|closed_to|permit_needed|notice_places"
    "|lodging_kes_per_person_night|last_tour_date|revisit_days\n"
    "V1|Kibwezi|Makueni|-2.4167|37.9667|weekday|Mon,Thu|150|700|08:00|17:00|||no|stage;bank|1500"
    "|2026-05-01|56\n"
    "V2|Namanga|Kajiado|-2.5433|36.7906|weekday|Sat|120|500|08:00|16:00|||no|stage|0||\n"
    "V3|Isiolo|Isiolo|0.3546|37.5822|||90||08:00|16:00|||yes||2000||"
)
CUSTOMERS = (
    "customer_id|name|phone|county_en|lat|lon|tier|yearly_profit_kes|product|bought_on"
    "|warranty_until|open_request|request_date|home_visit_wanted|visit_window|last_service_on|part_arrives_on\n"
    "C1|Amina Otieno|000-1|Makueni|-2.41|37.95|gold|5200.50|pump|2025-06-18|2026-06-18|repair"
    "|2026-09-01|yes|09:00-12:00|2026-02-01|2026-10-20\n"
    "C2|Joseph Kamau|000-2|Isiolo|0.35|37.58|lead|40|pump|||||no|||"
)
TECHNICIANS = """technician_id|name|station_id|skills|drives|absent
T1|Grace|S1|diesel:3;hydraulics:2|yes|
T2|Peter|S1|diesel:5|no|2026-10-19..2026-10-21
T3|John|S1|hydraulics:4|yes|"""
CREWS = """crew_id|name|station_id|technicians|people|works|max_nights|absent
CR1|North crew|S1|T1;T2|3|Mon,Tue,Wed,Thu,Fri|3|2026-11-02"""
PRODUCTS = """product|skill|level|booth_minutes|home_minutes|inspection_months
pump|hydraulics|2|20|90|12
mill|diesel|1|30|60|24"""
TEXTS = {
    TableKind.STATIONS: STATIONS,
    TableKind.VENUES: VENUES,
    TableKind.CUSTOMERS: CUSTOMERS,
    TableKind.CREWS: CREWS,
    TableKind.TECHNICIANS: TECHNICIANS,
    TableKind.PRODUCTS: PRODUCTS,
}


def make_table(kind: TableKind, text: str) -> RawTable:
    """Make a table of lines whose cells are parted by "|"; the header is row 1."""
    head, *lines = (tuple(line.split("|")) for line in text.splitlines())
    rows = tuple(RawRow(number, cells) for number, cells in enumerate(lines, 2))
    return RawTable(kind, f"{kind}.csv", head, rows)


def make_tables(*leave_out: TableKind, **texts: str) -> tuple[RawTable, ...]:
    """Make the tables of an invented Kenyan folder; keywords replace the text of one."""
    return tuple(
        make_table(kind, texts.get(kind.value, text))
        for kind, text in TEXTS.items()
        if kind not in leave_out
    )


def with_row(kind: TableKind, **cells: str) -> str:
    """Give a table's text with one more row: its first row with other cells."""
    head, first = TEXTS[kind].splitlines()[:2]
    columns = head.split("|")
    row = dict(zip(columns, first.split("|"), strict=True)) | {columns[0]: "NEW"} | cells
    return f"{TEXTS[kind]}\n{'|'.join(row[column] for column in columns)}"
