"""Files with tables as programs and people make them: read right, or refused with what to do."""

from __future__ import annotations

import codecs
import csv

import pytest

from leren_app.domain import tables
from leren_app.domain.errors import FieldError
from leren_app.domain.tables import LARGEST, MOST_ROWS, plain, read_table, written

KNOWN = frozenset({"code", "naamnl", "doelen"})


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in read_table(data, KNOWN).lines]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_the_one_that_gives_headings_we_know(delimiter: str) -> None:
    text = delimiter.join(("Code", "Naam (nl)")) + "\n" + delimiter.join(("A", '"één; twee, drie\tvier"'))

    assert cells(text.encode()) == [("A", "één; twee, drie\tvier")]


@pytest.mark.parametrize(
    "data",
    [
        "Code;Naam (nl)\r\nA;Café é".encode(),
        codecs.BOM_UTF8 + "Code;Naam (nl)\nA;Café é\n".encode(),
        "Code;Naam (nl)\r\nA;Café é\r\n".encode("cp1252"),
        "Code\tNaam (nl)\r\nA\tCafé é".encode("utf-16"),
        b"sep=;\r\n" + "Code;Naam (nl)\r\nA;Café é".encode(),
    ],
)
def test_utf_8_windows_1252_and_the_ways_of_excel_are_read(data: bytes) -> None:
    found = read_table(data, KNOWN)

    assert found.headings == ("Code", "Naam (nl)")
    assert [line.cells for line in found.lines] == [("A", "Café é")]


def test_a_cell_of_several_lines_keeps_them_and_rows_say_the_line_an_editor_shows() -> None:
    data = b'Code;Doelen\n\nA;"een\ntwee\n\ndrie"\n;\nB;"zei ""ja"""\n'

    found = read_table(data, KNOWN).lines

    assert [(line.number, line.cells) for line in found] == [(3, ("A", "een\ntwee\n\ndrie")), (8, ("B", 'zei "ja"'))]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04[Content_Types].xml", "no CSV file but a document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "no CSV file but a document"),
        (b"%PDF-1.7\n", "no CSV file but a document"),
        (b"{\\rtf1", "no CSV file but a document"),
        (b"", "This file is empty"),
        (b"\n;;\n \n", "This file is empty"),
        (b'Code;Doelen\nA;"nooit dicht\nB;x\n', "perhaps a quotation mark is not closed"),
        (b'Code;Doelen\nA;"een"twee\n', "perhaps a quotation mark is not closed"),
        (b"Code;\0\0\0\nA", "We find no table in this"),
        (b"Code;" + b"x" * 200_000, "We find no table in this"),
        (b"Code" + b";x" * 101 + b"\nA", "We find no table in this"),
        (b"Code\n" + b"A\n" * (MOST_ROWS + 1), "more than 10000 rows"),
        (b"x" * (LARGEST + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(FieldError, match=said) as refused:
        read_table(data, KNOWN)

    assert refused.value.field == "file"


def test_as_many_rows_as_we_take_are_taken() -> None:
    assert len(read_table(b"Code\n" + b"A\n" * MOST_ROWS, KNOWN).lines) == MOST_ROWS


def test_headings_are_the_same_whatever_their_capitals_accents_and_hyphens() -> None:
    assert plain(" Course-Code ") == plain("course_code") == plain("Coursecode")
    assert plain("Thema’s") == plain("thema's")


@pytest.mark.parametrize("formula", ["=1+1", "+31 71", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_that_we_write_is_run_as_a_formula(formula: str) -> None:
    data = written([["Regel"], [formula], ["gewoon = goed"]])

    rows = read_table(data, frozenset({"regel"})).lines
    assert data.startswith(codecs.BOM_UTF8)
    assert rows[0].cells[0].startswith("'")
    assert rows[1].cells == ("gewoon = goed",)
    assert tables.LARGEST == 5_000_000


def test_a_cell_that_runs_on_is_refused_whatever_limit_the_process_has_set() -> None:
    before = csv.field_size_limit(10_000_000)
    try:
        with pytest.raises(FieldError, match="We find no table in this"):
            read_table(b"Code;" + b"x" * 200_000, KNOWN)
    finally:
        csv.field_size_limit(before)
