"""Rows from a file: the server and the browser read the same sheets alike, and refuse rubbish in words."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from lms.calculators.declared import in_language
from lms.calculators.reading import read_calculator
from lms.tools.sheets import SheetRefused, sheet_rows, sheet_text
from tests.calculators.material import Browser
from tests.support.company import Company
from tests.support.forms import form_to
from tests.support.learner import Learner
from tests.support.own_calculator import own_calculator
from tests.support.text_table import OPEN

SCRIPT = Path(__file__).parents[2] / "lms" / "web" / "static" / "web" / "js" / "grid-sheet.js"
CALCULATOR = read_calculator(OPEN, "own.calc.toml")
TABLE = CALCULATOR.tables[0]
TOLD = re.compile(r"data-told>([^<]*)<")
ROW = {"name": "Call", "owner": "Sales", "minutes": "5"}
SHEETS = {
    "semicolons": "Call;Sales;5\nBill;Finance;7\n",
    "tabs": "Call\tSales\t5\r\nBill\tFinance\t7\r\n",
    "commas": "Call,Sales,5\nBill,Finance,7",
    "headings in the reader's words": "Step,Owner,Minutes\nCall,Sales,5\nBill,Finance,7",
    "headings by name, turned about, one more": "minutes;x;NAME;owner\n5;!;Call;Sales\n7;;Bill;Finance\n",
    "headings of other words": "What;Who;How long\nCall;Sales;5\nBill;Finance;7",
    "quotes, blank lines, spaces": '\n\n"Call";" Sales ";5;;\n;;;\n"Bill";"Finance";"7"\n\n',
    "a mark of bytes": "\ufeffCall;Sales;5\nBill;Finance;7",
}
ODD = ['"', '"a"b;c', 'a;"b\nc";5', '"never closed;1\n2', ";;;", "\n\n", "a", '""', 'He said ""yes"";x', "5"]


@pytest.fixture(scope="module")
def engine() -> Browser:
    """Return an engine that knows the script."""
    found = Browser()
    found.engine.eval(found.wrapped("grid-sheet.js", SCRIPT.read_text().replace("../../calculators/", "./")))
    return found


def in_browser(engine: Browser, text: str) -> Any:
    """Return the rows the browser reads."""
    table = in_language(CALCULATOR.document(), "en")["tables"][0]
    script = """(() => { const { linesOf, layOut, rowsOf } = modules["grid-sheet.js"];
        const found = layOut(linesOf(data.text), data.table, "en");
        return rowsOf(found.body, found.targets, data.table); })()"""
    return engine.run(script, {"text": text, "table": table})


def on_server(text: str) -> list[dict[str, str]]:
    """Return the rows the server reads; none where it refuses."""
    try:
        return [dict(row) for row in sheet_rows(TABLE, text.removeprefix("\ufeff"), "en", 50)]
    except SheetRefused:
        return []


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_read_however_it_was_saved(engine: Browser, name: str) -> None:
    wanted = [ROW, {"name": "Bill", "owner": "Finance", "minutes": "7"}]
    assert on_server(SHEETS[name]) == wanted
    assert in_browser(engine, SHEETS[name]) == wanted


@pytest.mark.parametrize("text", ODD)
def test_whatever_is_in_a_sheet_both_read_it_alike(engine: Browser, text: str) -> None:
    assert in_browser(engine, text) == on_server(text)


def test_a_file_of_an_old_spreadsheet_keeps_its_letters() -> None:
    assert sheet_text("Kø;Økonomi;5".encode("cp1252")) == "Kø;Økonomi;5"
    assert sheet_text("Kø;Økonomi;5".encode("utf-16")) == "Kø;Økonomi;5"
    assert sheet_text("\ufeffKø".encode()) == "Kø"


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return a learner."""
    return Learner.of(company)


def send(learner: Learner, tool: str, how: str = "replace", text: str = "", file: bytes | None = None) -> Any:
    """Press "Show these rows" without a script."""
    form = form_to(learner.browser.get(tool).text, tool)
    sent: dict[str, Any] = {name: value for name, value in form.values.items() if name != "row_action"}
    sent |= {"row_action": "import-steps", "sheet-steps": text, "sheet-steps-how": how}
    if file is not None:
        sent["sheet-steps-file"] = (BytesIO(file), "rows.csv")
    return learner.browser.client.post(form.action, data=sent, content_type="multipart/form-data")


def boxes(html: str, column: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'name="table-steps-[0-9]+-{column}" value="([^"]*)"', html)]


def told(html: str) -> str:
    found = TOLD.search(html)
    assert found is not None
    return unescape(found[1])


def test_rows_of_a_file_stand_in_the_boxes_and_are_kept_only_when_sent(company: Company, learner: Learner) -> None:
    tool, _context = own_calculator(company, OPEN)
    answer = send(learner, tool, file="Step;Owner;Minutes\nKø;Økonomi;9".encode("cp1252"))
    assert answer.status_code == 200
    assert boxes(answer.text, "name") == ["Kø"]
    assert told(answer.text).startswith("Look through the rows.")
    assert boxes(learner.browser.get(tool).text, "name") == ["Call", "Bill"]
    form = form_to(answer.text, tool)
    kept = {name: value for name, value in form.values.items() if name != "row_action"}
    assert learner.browser.client.post(form.action, data=kept).status_code == 303
    assert boxes(learner.browser.get(tool).text, "owner") == ["Økonomi"]


def test_rows_are_added_below_and_a_cell_that_is_no_number_says_so(company: Company, learner: Learner) -> None:
    tool, _context = own_calculator(company, OPEN)
    answer = send(learner, tool, "append", text="Wait;;long")
    assert boxes(answer.text, "name") == ["Call", "Bill", "Wait"]
    assert boxes(answer.text, "minutes") == ["5", "7", "long"]
    assert "Enter a number" in answer.text


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "There are no rows in it."),
        (b"Step;Owner;Minutes\n", "There are no rows in it."),
        (b"PK\x03\x04\x14\x00\x06\x00", "This is no text file. Save the sheet as CSV and try again."),
        (b"\x89PNG\r\n\x1a\n\x00", "This is no text file. Save the sheet as CSV and try again."),
        (b"a;b;1\n" * 10_000, "It has 10000 rows; there is room for 4."),
        (b"a;b;1;2;3\n", "It is 5 columns wide; the table has 3."),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words_and_nothing_changes(
    company: Company, learner: Learner, file: bytes, words: str
) -> None:
    tool, _context = own_calculator(company, OPEN)
    answer = send(learner, tool, file=file)
    assert told(answer.text) == words
    assert boxes(answer.text, "name") == ["Call", "Bill"]


def test_a_file_that_is_too_large_is_refused(learner: Learner) -> None:
    with (
        learner.browser.client.application.test_request_context(),
        pytest.raises(SheetRefused, match="larger than 1 MB"),
    ):
        sheet_text(b"a" * 1_000_001)


def test_rows_are_moved_without_a_script_and_stay_where_they_cannot_go(company: Company, learner: Learner) -> None:
    tool, _context = own_calculator(company, OPEN)
    form = form_to(learner.browser.get(tool).text, tool)
    kept = {name: value for name, value in form.values.items() if name != "row_action"}
    for action, wanted in (
        ("up-steps-1", ["Bill", "Call"]),
        ("down-steps-0", ["Bill", "Call"]),
        ("up-steps-0", ["Call", "Bill"]),
        ("down-steps-1", ["Call", "Bill"]),
        ("down-steps-77", ["Call", "Bill"]),
    ):
        answer = learner.browser.client.post(form.action, data={**kept, "row_action": action})
        assert (answer.status_code, boxes(answer.text, "name")) == (200, wanted), action


def test_the_browsers_sentences_about_a_file_are_those_of_the_server(company: Company, learner: Learner) -> None:
    tool, _context = own_calculator(company, OPEN)
    html = learner.browser.get(tool).text
    found = re.search(r"<script[^>]*data-calculator>(.*?)</script>", html, re.S)
    assert found is not None
    texts = json.loads(found[1])["texts"]["grid"]
    assert texts["import_empty"] == told(send(learner, tool).text)
    assert texts["import_binary"] == told(send(learner, tool, file=b"\x00").text)
