"""Reading folders of tables."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.tables import RawRow, TableKind
from planner.exchange import tables_in
from planner.exchange.tables_in import (
    NoFolder,
    NoTables,
    SameTableTwice,
    Unreadable,
    read_folder,
    read_table,
)
from planner.exchange.tables_out import write_table


def read_bytes(folder: Path, data: bytes, name: str = "stations.csv") -> list[RawRow]:
    (folder / name).write_bytes(data)
    return list(read_table(TableKind.STATIONS, folder / name).rows)


def write_book(path: Path, rows: list[list[object]], sheet: str = "Sheet1") -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        hour = book.add_format({"num_format": "hh:mm"})
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, datetime.time):
                    page.write_datetime(y, x, cell, hour)
                elif isinstance(cell, datetime.date):
                    page.write_datetime(y, x, cell, day)
                else:
                    page.write(y, x, cell)


def test_that_files_are_found_by_english_and_chinese_names(tmp_path: Path) -> None:
    for name in ("Stations.CSV", "场地.csv", "notes.csv", "~$customers.xlsx", "readme.txt"):
        (tmp_path / name).write_text("id\n1\n", encoding="utf-8")
    found = read_folder(tmp_path)
    assert [(t.kind, t.file) for t in found] == [
        (TableKind.STATIONS, "Stations.CSV"),
        (TableKind.VENUES, "场地.csv"),
    ]


def test_that_an_absent_or_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoFolder):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(NoTables):
        read_folder(tmp_path)


def test_that_two_files_for_one_table_are_refused(tmp_path: Path) -> None:
    for name in ("stations.csv", "服务站.csv"):
        (tmp_path / name).write_text("id\n", encoding="utf-8")
    with pytest.raises(SameTableTwice):
        read_folder(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_that_chinese_is_read_in_the_encodings_spreadsheets_save(
    tmp_path: Path, encoding: str
) -> None:
    rows = read_bytes(tmp_path, "编号,名称\nS1,昆明\n".encode(encoding))
    assert rows == [RawRow(2, ("S1", "昆明"))]


def test_that_text_in_no_known_encoding_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(tmp_path, b"id,name\nS1,Caf\xe9,\xff\n")
    assert caught.value.args == ("stations.csv", "encoding")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_that_the_delimiter_is_found(tmp_path: Path, sign: str) -> None:
    text = f'id{sign}"name, long"{sign}skills\nS1{sign}a{sign}"diesel;x"\n'
    assert read_bytes(tmp_path, text.encode()) == [RawRow(2, ("S1", "a", "diesel;x"))]


def test_that_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = 'id,name\r\n\r\nS1,"two\nlines"\r\n,,\r\nS2,b\r\n'
    assert read_bytes(tmp_path, text.encode()) == [
        RawRow(3, ("S1", "two\nlines")),
        RawRow(5, ("S2", "b")),
    ]


def test_that_excels_delimiter_hint_counts_as_a_row(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"sep=;\nid;name\nS1;a,b\n") == [RawRow(3, ("S1", "a,b"))]


def test_that_a_stray_quote_spoils_no_other_row(tmp_path: Path) -> None:
    text = 'id,name,days\nS1,"open,x\nS2,b,"rat,horse"\nS3,c,y\n'
    assert read_bytes(tmp_path, text.encode()) == [
        RawRow(2, ("S1", '"open', "x")),
        RawRow(3, ("S2", "b", "rat,horse")),
        RawRow(4, ("S3", "c", "y")),
    ]


def test_that_guarded_text_of_our_own_files_loses_its_guard(tmp_path: Path) -> None:
    data = write_table(("id", "phone"), [("S1", "+86 10"), ("S2", "'quoted'")])
    assert read_bytes(tmp_path, data) == [
        RawRow(2, ("S1", "+86 10")),
        RawRow(3, ("S2", "'quoted'")),
    ]


def test_that_workbook_cells_read_like_typed_ones(tmp_path: Path) -> None:
    path = tmp_path / "venues.xlsx"
    write_book(
        path,
        [
            ["venue_id", "phone", "lat", "opens", "last", "open", "small"],
            [
                1,
                13800138000,
                25.03889,
                datetime.time(8, 30),
                datetime.date(2026, 10, 1),
                True,
                1e-7,
            ],
        ],
    )
    (row,) = read_table(TableKind.VENUES, path).rows
    assert row.number == 2
    assert row.cells == ("1", "13800138000", "25.03889", "08:30", "2026-10-01", "yes", "0.0000001")


def test_that_a_workbook_s_own_sheet_is_preferred(tmp_path: Path) -> None:
    path = tmp_path / "venues.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "hello")
        page = book.add_worksheet("Venues")
        page.write_row(2, 0, ["venue_id"])
        page.write_row(4, 0, ["V1"])
    table = read_table(TableKind.VENUES, path)
    assert table.headers == ("venue_id",)
    assert table.rows == (RawRow(5, ("V1",)),)


def test_that_a_workbook_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(tmp_path, "EncryptedPackage".encode("utf-16-le"), "stations.xlsx")
    assert caught.value.args == ("stations.xlsx", "password")
    for data in (b"", b"PK\x03\x04 nothing", b"id,name\n1,2\n"):
        with pytest.raises(Unreadable) as caught:
            read_bytes(tmp_path, data, "stations.xlsx")
        assert caught.value.args == ("stations.xlsx", "workbook")


def test_that_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    write_book(tmp_path / "stations.xlsx", [["id"], ["S1"]])
    bomb = io.BytesIO((tmp_path / "stations.xlsx").read_bytes())
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(tables_in.MOST_BYTES + 1))
    assert len(bomb.getvalue()) < 200_000
    with pytest.raises(Unreadable) as caught:
        read_bytes(tmp_path, bomb.getvalue(), "stations.xlsx")
    assert caught.value.args == ("stations.xlsx", "too_big")


def test_that_one_cell_at_the_far_corner_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "stations.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write(0, 0, "id")
        page.write(1_048_575, 16_383, "x")
    with pytest.raises(Unreadable) as caught:
        read_table(TableKind.STATIONS, path)
    assert caught.value.args == ("stations.xlsx", "too_big")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_that_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        records = tables_in._read_csv("x.csv", data)
    except Unreadable:
        return
    assert all(isinstance(cell, str) for record in records for cell in record)


PRINTABLE = st.text(st.characters(blacklist_categories=("Cs", "Cc"), max_codepoint=0xFFFF))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(PRINTABLE, PRINTABLE), max_size=5))
def test_that_written_tables_come_back(rows: list[tuple[str, str]]) -> None:
    records = tables_in._read_csv("x.csv", write_table(("id", "name"), rows))
    assert [tuple(record) for record in records[1:]] == [
        tuple(tables_in._unguard(cell) for cell in row) for row in rows
    ]


def test_that_a_stray_quote_leaves_cells_of_several_lines_whole(tmp_path: Path) -> None:
    text = 'id,name\nV1,"two\nlines"\nV2,"x" y\nV3,"open\nV4,b\n'
    assert [(row.number, row.cells) for row in read_bytes(tmp_path, text.encode())] == [
        (2, ("V1", "two\nlines")),
        (3, ("V2", '"x" y')),
        (4, ("V3", '"open')),
        (5, ("V4", "b")),
    ]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("Peñasco", "cp1252"), ("Cañón de los Ángeles", "cp1252"), ("Łomża", "cp1250")],
)
def test_that_western_code_pages_are_refused_not_read_as_chinese(
    tmp_path: Path, name: str, encoding: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(tmp_path, f"id,name\nV1,{name}\n".encode(encoding))
    assert caught.value.args == ("stations.csv", "encoding")
