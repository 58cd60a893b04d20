"""Writing tables for spreadsheets."""

from datetime import date

import pytest

from planner.exchange.tables_out import write_table


def test_that_the_header_stands_there_without_rows() -> None:
    assert write_table(("file", "行"), []) == "\ufefffile,行\r\n".encode()


def test_that_values_are_written_as_spreadsheets_read_them() -> None:
    row = (1, 2.5, True, None, date(2026, 10, 12), "a,b", "逢集")
    assert write_table(("a",), [row]).decode("utf-8-sig").splitlines()[1] == (
        '1,2.5,yes,,2026-10-12,"a,b",逢集'
    )


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86 10", "'+86 10"),
        ("-cmd|x", "'-cmd|x"),
        ("@sum", "'@sum"),
        ("\t=1", "'\t=1"),
        ("-91.5", "-91.5"),
        (-3, "-3"),
        ("a=b", "a=b"),
    ],
)
def test_that_no_text_becomes_a_formula(cell: object, written: str) -> None:
    assert write_table(("a",), [(cell,)]).decode("utf-8-sig") == f"a\r\n{written}\r\n"
