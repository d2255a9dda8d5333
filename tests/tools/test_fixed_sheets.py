"""A file fills a table whose rows are given: by the rows' names in any language, else by place; the browser alike."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from lms.calculators.declared import in_language
from lms.calculators.reading import read_calculator
from lms.tools.fixed_sheets import filled_rows, names_of
from lms.tools.sheets import SheetRefused
from lms.tools.tables import written
from tests.calculators.material import Browser
from tests.support.company import Company
from tests.support.forms import form_to
from tests.support.learner import Learner
from tests.support.own_calculator import own_calculator
from tests.support.text_table import FIXED

SCRIPT = Path(__file__).parents[2] / "lms" / "web" / "static" / "web" / "js" / "grid-sheet.js"
CALCULATOR = read_calculator(FIXED, "own.calc.toml")
TABLE = CALCULATOR.tables[0]
BEFORE = [("Call", "Sales", "5"), ("Bill", "Sales", "7")]
SHEETS: dict[str, tuple[str, list[tuple[str, str, str]], list[str]]] = {
    "by name, turned about": (
        "Bill;Finance;8\nCall;Sales;6",
        [("Call", "Sales", "6"), ("Bill", "Finance", "8")],
        [],
    ),
    "by name in Danish": ("Regning;Økonomi;8\nopkald;Salg;6", [("Call", "Salg", "6"), ("Bill", "Økonomi", "8")], []),
    "some of them": ("Bill;;9", [("Call", "Sales", "5"), ("Bill", "Sales", "9")], []),
    "under headings": ("Minutes;Step\n9;Bill", [("Call", "Sales", "5"), ("Bill", "Sales", "9")], []),
    "numbers alone, by place": ("Ann;6\nBo;8", [("Call", "Ann", "6"), ("Bill", "Bo", "8")], []),
    "headings and numbers alone": ("Owner;Minutes\nAnn;6", [("Call", "Ann", "6"), ("Bill", "Sales", "7")], []),
    "names nobody knows, by place": ("A;Ann;6\nB;Bo;8", [("Call", "Ann", "6"), ("Bill", "Bo", "8")], []),
    "one that is not here": ("Call;Ann;6\nWait;Bo;1", [("Call", "Ann", "6"), ("Bill", "Sales", "7")], ["Wait"]),
    "one twice": ("Call;Ann;6\nCall;Bo;1", [("Call", "Ann", "6"), ("Bill", "Sales", "7")], ["Call"]),
    "more than there are": ("A;A;1\nB;B;2\nC;C;3", [("Call", "A", "1"), ("Bill", "B", "2")], ["C"]),
}


@pytest.fixture(scope="module")
def engine() -> Browser:
    """Return an engine that knows the script."""
    found = Browser()
    found.engine.eval(found.wrapped("grid-sheet.js", SCRIPT.read_text().replace("../../calculators/", "./")))
    return found


@pytest.mark.parametrize("name", SHEETS)
def test_a_line_fills_the_row_of_its_name_or_else_of_its_place(name: str) -> None:
    text, wanted, left_out = SHEETS[name]
    rows, others = filled_rows(TABLE, written(TABLE, TABLE.rows("en"), "en"), text, "en")
    assert [(row["name"], row["owner"], row["minutes"]) for row in rows] == wanted
    assert others == left_out


@pytest.mark.parametrize("name", SHEETS)
def test_the_browser_sends_each_line_to_the_same_row(engine: Browser, name: str) -> None:
    text, wanted, left_out = SHEETS[name]
    script = """(() => { const { linesOf, layOut, placesOf, rowsOf } = modules["grid-sheet.js"];
        const found = layOut(linesOf(data.text), data.table, "en", data.names);
        return [placesOf(found.body, found.targets, data.names), rowsOf(found.body, found.targets, data.table),
            found.body.map(([first]) => first)]; })()"""
    table = in_language(CALCULATOR.document(), "en")["tables"][0]
    places, read, firsts = engine.run(script, {"text": text, "table": table, "names": names_of(TABLE)})
    rows = [list(row) for row in BEFORE]
    for place, line in zip(places, read, strict=True):
        if place is not None:
            rows[place][1:] = [line["owner"] or rows[place][1], line["minutes"] or rows[place][2]]
    assert [tuple(row) for row in rows] == wanted
    assert [first for first, place in zip(firsts, places, strict=True) if place is None] == left_out


def test_a_sheet_that_is_too_wide_or_empty_is_refused() -> None:
    for text in ("", "Call;A;1;2"):
        with pytest.raises(SheetRefused):
            filled_rows(TABLE, written(TABLE, TABLE.rows("en"), "en"), text, "en")


def test_without_a_script_the_numbers_are_shown_first_and_kept_when_sent(company: Company) -> None:
    learner = Learner.of(company)
    tool, _context = own_calculator(company, FIXED)
    shown = _imported(learner, tool, "Bill;Finance;9\nWait;Nobody;1")
    assert _boxes(shown.text, "minutes") == ["5", "9"]
    assert "Left out, because no row here is called so: Wait." in unescape(shown.text)
    assert _boxes(learner.browser.get(tool).text, "minutes") == ["5", "7"], "nothing is kept yet"
    form = form_to(shown.text, tool)
    kept = {name: value for name, value in form.values.items() if name != "row_action"}
    assert learner.browser.client.post(form.action, data=kept).status_code == 303
    assert _boxes(learner.browser.get(tool).text, "owner") == ["Sales", "Finance"]


def test_the_page_of_given_rows_offers_a_file_and_neither_more_rows_nor_fewer(company: Company) -> None:
    tool, _context = own_calculator(company, FIXED)
    html = Learner.of(company).browser.get(tool).text
    assert "Numbers from a file" in html
    assert "In place of the rows here" not in html
    assert "Add a row" not in html


def _imported(learner: Learner, tool: str, text: str) -> Any:
    form = form_to(learner.browser.get(tool).text, tool)
    sent: dict[str, Any] = {name: value for name, value in form.values.items() if name != "row_action"}
    sent |= {"row_action": "import-steps", "sheet-steps": text}
    return learner.browser.client.post(form.action, data=sent, content_type="multipart/form-data")


def _boxes(html: str, column: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'name="table-steps-[0-9]+-{column}" value="([^"]*)"', html)]
