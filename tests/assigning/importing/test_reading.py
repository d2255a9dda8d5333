"""Whatever a spreadsheet or an HR system writes becomes rows of plain text, or is refused in words."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from lms.assigning.importing import reading, recognising, refusing
from lms.assigning.importing.cells import is_formula, plain, written
from lms.assigning.importing.reading import Table, opened
from lms.assigning.importing.refusing import MOST_BYTES, MOST_ROWS, Unreadable
from tests.assigning.importing.files import HEAD, csv_of, workbook_of

ROWS = [["anna@acme.example", "Åse Ærø", "Salg / Norden"], ["bo@acme.example", "Bo Öberg", "Norden"]]


def table(content: bytes) -> Table:
    """Open a file from memory."""
    return opened(io.BytesIO(content), len(content))


def refused(content: bytes) -> str:
    """Return why a file is not taken."""
    with pytest.raises(Unreadable) as caught:
        list(table(content).rows())
    assert caught.value.text
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_dress_of_a_csv_is_recognised(encoding: str, separator: str) -> None:
    found = table(csv_of(ROWS, separator=separator, encoding=encoding))
    assert found.header == HEAD
    assert found.seen["separator"] == separator
    assert found.seen["encoding"].replace("-le", "").replace("-be", "") in encoding
    assert [row.cells[1] for row in found.rows()] == ["Åse Ærø", "Bo Öberg"]
    assert [row.number for row in found.rows()] == [2, 3]


def test_excels_own_line_that_names_the_separator_is_not_a_row() -> None:
    found = table(b"sep=|\r\n" + csv_of(ROWS, separator="|"))
    assert found.header == HEAD
    assert [row.number for row in found.rows()] == [2, 3]


def test_a_title_above_the_header_is_passed_over_and_rows_keep_their_numbers() -> None:
    found = table(b"Our people,,\r\n,,\r\n" + csv_of(ROWS))
    assert (found.header, found.seen["header_row"]) == (HEAD, 3)
    assert [row.number for row in found.rows()] == [4, 5]


def test_empty_rows_and_columns_at_the_end_do_not_count() -> None:
    rows = [[*each, *[""] * 9] for each in ROWS]
    found = table(csv_of([*rows, *[[" "] * 12] * 30], head=[*HEAD, "", "", ""]))
    assert len(found.header) == len(HEAD)
    assert reading.counted(found) == 2


def test_text_right_of_the_last_column_is_noticed() -> None:
    assert [row.surplus for row in table(csv_of([[*ROWS[0], *[""] * 6, "Oslo"]])).rows()] == [True]


def test_a_line_break_in_quotation_marks_stays_in_its_cell() -> None:
    found = table(b'email,name\n"anna@acme.example","Anna\nMaria\xc2\xa0\xc3\x85s"\nbo@acme.example,Bo\n')
    assert [(row.number, row.cells[1]) for row in found.rows()] == [(2, "Anna Maria Ås"), (3, "Bo")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'0045", "0045"), ("'=1+1", "=1+1"),
        ("'t Hooft", "'t Hooft"), ("  a\u00a0 b\t", "a b"), ("\ufeffa\u200b", "a"),
        ("x" * 5_000, "x" * 2_000),
    ],
)  # fmt: skip
def test_a_cell_becomes_one_plain_line(cell: str, text: str) -> None:
    assert plain(cell) == text


@pytest.mark.parametrize("cell", ["=1+1", "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3+cmd|' /C calc'!A0", "=HYPERLINK(1)"])
def test_what_a_spreadsheet_would_compute_is_a_formula(cell: str) -> None:
    assert is_formula(cell)


@pytest.mark.parametrize("cell", ["+45 12 34 56 78", "-3,5", "-", "Anna-Maria", "a=b", "'=1"])
def test_a_number_a_dash_and_an_escaped_sign_are_none(cell: str) -> None:
    assert not is_formula(cell)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (4100.0, "4100"), (3.5, "3.5"), (True, "TRUE"),
        (datetime.fromisoformat("2025-12-31"), "2025-12-31"),
        (date(2025, 1, 2), "2025-01-02"),
        (datetime.fromisoformat("2025-01-02T08:30"), "2025-01-02 08:30:00"), (7, "7"),
    ],
)  # fmt: skip
def test_a_workbooks_values_read_as_they_would_be_typed(value: object, text: str) -> None:
    assert written(value) == text


def test_a_workbook_gives_the_same_rows_as_a_csv() -> None:
    found = table(
        workbook_of(
            [*ROWS, [None] * 9, ["cai@acme.example", "Cai", None, None, None, datetime.fromisoformat("2024-02-29")]]
        )
    )
    assert found.header == HEAD
    assert found.seen["sheet"] == "People"
    rows = list(found.rows())
    assert [row.number for row in rows] == [2, 3, 5]
    assert rows[2].cells[5] == "2024-02-29"
    assert [row.cells for row in rows] == [row.cells for row in found.rows()]


def test_a_hidden_sheet_is_not_read() -> None:
    book = load_workbook(io.BytesIO(workbook_of(ROWS)))
    book.create_sheet("Secret", 0).append(["x"])
    book["Secret"].sheet_state = "hidden"
    written_book = io.BytesIO()
    book.save(written_book)
    assert table(written_book.getvalue()).seen["sheet"] == "People"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (csv_of([]), "no-rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-excel"),
        (b"%PDF-1.7\n%", "pdf"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\x01\x02\x03" * 300, "binary"),
        (b"anna@acme.example,Anna\r\nbo@acme.example,Bo\r\n", "no-header"),
        (csv_of([["a", 'b"' * 1]], head=["email", "name"]) + b'x@y.example,"' + b"open " * 40_000, "cell"),
        (csv_of([["x"] * 200], head=[f"c{n}" for n in range(200)]), "columns"),
    ],
)
def test_a_file_that_is_no_list_of_people_is_refused_in_words(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_file_of_200_mb_is_refused_without_a_look_into_it() -> None:
    class Untouched(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise AssertionError("it was read")

    with pytest.raises(Unreadable, match="large"):
        opened(Untouched(), 200 * 1024 * 1024)
    assert MOST_BYTES < 25 * 1024 * 1024


def test_too_many_rows_are_refused_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    assert refused(csv_of([["a@b.example"]] * 5)) == "rows"
    assert MOST_ROWS == 200_000


def test_every_refusal_has_words() -> None:
    for code in refusing.TEXTS:
        assert Unreadable(code, most=1, row=1).text
    assert recognising.SEPARATORS == ",;\t|"


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook_of(ROWS))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet/>', "doctype"),
        ("xl/workbook.xml", b'<!DOCTYPE lolz [<!ENTITY a "aaaa">]><workbook/>', "doctype"),
        ("xl/workbook.xml", "<!DOCTYPE x><workbook/>".encode("utf-16"), "doctype"),
        ("xl/sharedStrings.xml", b"<sst>" + b" " * (70 << 20), "bomb"),
        ("xl/styles.xml", b"<styleSheet>" + b" " * (11 << 20), "bomb"),
        ("xl/workbook.xml", b"<workbook", "workbook"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row", "workbook"),
    ],
)
def test_a_workbook_made_to_harm_is_refused(part: str, content: bytes, code: str) -> None:
    assert refused(_packed({**_parts(), part: content})) == code


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert refused(_packed({"a.txt": b"x"})) == "binary"
    assert refused(_packed(_parts())[:-30]) == "workbook"
    assert refused(b"PK\x05\x06" + b"\0" * 18) == "binary"


def test_a_sheet_that_claims_a_row_far_below_is_refused_and_not_waited_for() -> None:
    far = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    far += b'<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row>'
    far += b'<row r="999999999"><c r="A999999999" t="inlineStr"><is><t>x@y.example</t></is></c></row>'
    assert refused(_packed({**_parts(), "xl/worksheets/sheet1.xml": far + b"</sheetData></worksheet>"})) == "rows"
