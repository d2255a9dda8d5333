"""A block of cells from a spreadsheet, read by the page's own script: in the reader's format, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.calculators.material import Browser

SCRIPT = Path(__file__).parents[2] / "lms" / "web" / "static" / "web" / "js" / "grid-paste.js"
COLUMNS = [{"name": "name"}, {"name": "share", "unit": "percent"}, {"name": "revenue", "unit": "money"}]


@pytest.fixture(scope="module")
def engine() -> Browser:
    """Return an engine that knows the script."""
    found = Browser()
    text = SCRIPT.read_text().replace("../../calculators/", "./")
    found.engine.eval(found.wrapped("grid-paste.js", text))
    return found


def read(
    engine: Browser, text: str, *, columns: list[dict[str, str]] = COLUMNS, room: int = 8, language: str = "en"
) -> Any:
    """Return what a block gives in a place."""
    data = {"text": text, "place": {"columns": columns, "room": room, "language": language}}
    return engine.run('modules["grid-paste.js"].readBlock(data.text, data.place)', data)


@pytest.mark.parametrize(
    ("text", "is_block"),
    [
        ("25", False),
        ("25\n", False),
        ("25\r\n", False),
        ("a b", False),
        ("1\t2", True),
        ("1\n2", True),
        ("1\r\n2\r\n", True),
    ],
)
def test_one_cell_is_pasted_by_the_browser_and_more_are_a_block(engine: Browser, text: str, is_block: bool) -> None:
    assert engine.run('modules["grid-paste.js"].isBlock(data)', text) is is_block


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Fans\t25%\t1,200.50\nOthers\t75%\tDKK 900"), ("da", "Fans\t25 %\t1.200,50\r\nOthers\t75 %\t900 kr.\r\n")],
)
def test_numbers_are_read_as_their_reader_writes_them(engine: Browser, language: str, text: str) -> None:
    found = read(engine, text, language=language)
    assert [row["name"] for row in found["rows"]] == ["Fans", "Others"]
    assert found["headings"] is False


def test_empty_cells_empty_lines_and_empty_columns_at_the_end_are_no_trouble(engine: Browser) -> None:
    found = read(engine, "Fans\t\t900\t\t\nOthers\t50%\t\t\t\n\t\t\t\t\n")
    assert found["rows"] == [
        {"name": "Fans", "share": "", "revenue": "900"},
        {"name": "Others", "share": "50%", "revenue": ""},
    ]


def test_every_cell_that_is_no_number_is_named(engine: Browser) -> None:
    found = read(engine, "Fans\t1\t2\nOthers\tmany\t1e5\nThird\t=1+1\t3")
    assert [(each["row"], each["column"]["name"], each["text"]) for each in found["unread"]] == [
        (1, "share", "many"),
        (1, "revenue", "1e5"),
        (2, "share", "=1+1"),
    ]
    assert "rows" not in found


def test_another_countrys_numbers_are_refused_rather_than_misread(engine: Browser) -> None:
    assert [each["text"] for each in read(engine, "A\t1\t1.200,50\nB\t1\t5")["unread"]] == ["1.200,50"]


def test_a_block_that_does_not_fit_says_how_large_it_is(engine: Browser) -> None:
    assert read(engine, "1\n2\n3", room=2) == {"tooMany": "rows", "count": 3}
    assert read(engine, "a\t1\t2\t3") == {"tooMany": "columns", "count": 4}


def test_a_line_of_headings_is_left_out_but_a_wrong_number_is_not_taken_for_one(engine: Browser) -> None:
    found = read(engine, "Group\tShare\tRevenue\nFans\t1\t2")
    assert (found["headings"], len(found["rows"])) == (True, 1)
    assert read(engine, "Fans\tmany\t2\nOthers\t1\t2")["unread"][0]["text"] == "many"
    assert read(engine, "Fans\t1O%\t\nOthers\t1\t2")["unread"][0]["text"] == "1O%"


def test_quotes_hold_a_cell_together(engine: Browser) -> None:
    found = read(engine, '"Fans\nand friends"\t1\t2\n"He said ""yes"""\t3\t4\n5" screens\t5\t6')
    assert [row["name"] for row in found["rows"]] == ["Fans and friends", 'He said "yes"', '5" screens']


@pytest.mark.parametrize(
    "text", ['"', '"\t"', "\n\n\n", "\t\t\t", '"never closed\t1\n2', "x" * 100_000 + "\t1", "\x00\t1"]
)
def test_whatever_is_pasted_gets_an_answer(engine: Browser, text: str) -> None:
    found = read(engine, text)
    assert any(key in found for key in ("rows", "unread", "tooMany"))


def test_a_column_of_texts_takes_any_text_and_is_no_heading(engine: Browser) -> None:
    columns = [{"name": "name"}, {"name": "owner", "unit": "text"}, {"name": "minutes", "unit": "number"}]
    found = read(engine, "Call\tSales\t5\nBill\tFinance\t7", columns=columns)
    assert [row["owner"] for row in found["rows"]] == ["Sales", "Finance"]
    assert found["headings"] is False
    assert read(engine, "Step\tOwner\tMinutes\nCall\tSales\t5", columns=columns)["headings"] is True
    only_texts = read(engine, "Call\tSales\nBill\tFinance", columns=columns)
    assert [row["name"] for row in only_texts["rows"]] == ["Call", "Bill"]
    assert [each["text"] for each in read(engine, "Call\tSales\tmany", columns=columns)["unread"]] == ["many"]
