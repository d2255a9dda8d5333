"""A tool as a workbook: live formulas with our figures in them, every word a text, in the reader's language."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from lms.calculators.formula.language import ARITHMETIC, COMPARISON, FUNCTIONS
from lms.kernel.ids import new_id
from lms.tools.exports import functions
from lms.tools.exports.working import cell_name
from lms.tools.exports.xlsx import sheet_names, workbook
from lms.tools.ranges.kept import KeptRange, KeptRanges
from lms.tools.scenarios.head import ScenarioHead
from lms.tools.showing import ShownCalculator
from tests.support.segments import rows
from tests.tools.exports.spoken import NAMES, seen, speaking, tool
from tests.tools.exports.spreadsheet import opened, value_of

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://localhost","look")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "{=1}",
    "http://localhost/",
    "007",
    "'x",
)


@pytest.fixture
def english() -> Iterator[None]:
    """Be asked by somebody who reads English."""
    with speaking():
        yield


def made(shown: ShownCalculator) -> Workbook:
    """Return a workbook as a spreadsheet opens it: with its formulas."""
    return opened(workbook(shown, AT))


def kept(shown: ShownCalculator) -> Workbook:
    """Return a workbook as it is read without computing: with the values beside its formulas."""
    return opened(workbook(shown, AT), computed=True)


def cells(book: Workbook, sheet: int) -> dict[str, Any]:
    """Return {first cell of a row: second} of a sheet."""
    return {str(row[0].value): row[1].value for row in book.worksheets[sheet].iter_rows() if row[0].value}


def test_every_function_of_the_language_is_one_of_a_spreadsheet_too() -> None:
    assert set(functions.FUNCTIONS) == set(FUNCTIONS)
    assert {*ARITHMETIC, *COMPARISON} == {"+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!="}


@pytest.mark.parametrize("name", NAMES)
def test_every_result_of_every_tool_is_a_formula_with_our_figure_beside_it(name: str, english: None) -> None:
    shown = seen(tool(name))
    formulas, values = made(shown), kept(shown)
    for output in shown.calculator.outputs:
        own = cell_name(output.name)
        assert str(value_of(formulas, own)).startswith("="), output.name
        ours = shown.results.outputs[output.name]
        if isinstance(ours, float):
            assert value_of(values, own) == pytest.approx(ours, rel=1e-14), output.name
        else:
            assert str(value_of(values, own)).startswith("#"), output.name
    for sheet in formulas.worksheets[1:3]:
        for row in sheet.iter_rows():
            assert all(len(str(cell.value)) < 8192 for cell in row)


def test_the_headline_stands_on_top_of_the_results(english: None) -> None:
    shown = seen(tool("cost-of-churn"), {"customers": 5000})
    book = kept(shown)
    headline = shown.calculator.headline
    assert cells(book, 1)[shown.say(shown.calculator.headline_label or headline.label)] == pytest.approx(
        shown.results.outputs[headline.name]
    )
    assert cells(book, 0)["Customers"] == 5000


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_sheets_are_called_by_words_of_the_readers_language(language: str) -> None:
    with speaking(language):
        names = sheet_names()
        assert made(seen(tool("nps"))).sheetnames == list(names)
    assert len(set(names)) == 4
    assert all(0 < len(each) <= 31 and not set(each) & set("[]:*?/\\'") for each in names)
    assert names == ("Numbers", "Results", "Steps", "About") or language != "en"


def test_whatever_a_row_is_called_it_is_a_text(english: None) -> None:
    own = rows()
    for row, name in zip(own, HOSTILE, strict=False):
        row["name"] = name
    book = made(seen(tool("customer-segments"), {"segments": own}))
    ours = {
        cell.data_type
        for sheet in book.worksheets[:2]
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in HOSTILE
    }
    assert ours == {"s"}
    assert not any(cell.hyperlink for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def test_whose_each_number_is_stands_beside_it(english: None) -> None:
    sheet = made(seen(tool("customer-lifetime-value"), {"margin": 1000})).worksheets[0]
    whose = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=5, max_col=4) if row[0].value}
    assert whose["Margin per customer and year"] == "yours"
    assert "example" in whose.values()


def test_a_choice_is_a_list_to_choose_from(english: None) -> None:
    shown = seen(tool("customer-lifetime-value"))
    sheet = made(shown).worksheets[0]
    lists = [each for each in sheet.data_validations.dataValidation if each.type == "list"]
    assert len(lists) == sum(bool(each.choices) for each in shown.calculator.inputs)
    labels = {shown.say(one.label) for each in shown.calculator.inputs for one in each.choices}
    found = {cell.value for row in sheet[lists[0].formula1.replace("$", "")] for cell in row}
    assert found <= labels
    assert value_of(made(shown), "timing") in labels


def test_an_unfinished_table_says_what_the_page_says(english: None) -> None:
    shown = seen(tool("customer-segments"), {"segments": rows((0, "revenue", None))})
    book = kept(shown)
    headline = shown.calculator.headline_label or shown.calculator.headline.label
    assert cells(book, 1)[shown.say(headline)].startswith("One of the numbers cannot be used")
    assert "Ambassadors" in cells(book, 0)


def test_what_a_spreadsheet_cannot_fit_is_a_number_and_says_so(english: None) -> None:
    shown = seen(tool("cohort-survival"))
    book = made(shown)
    assert float(str(value_of(book, "alpha")).removeprefix("=")) == shown.results.outputs["alpha"]
    assert "stays as it is" in cells(book, 3)["Not recalculated here"]
    assert "Not recalculated here" not in cells(made(seen(tool("nps"))), 3)


def test_ranges_stand_below_the_numbers(english: None) -> None:
    shown = seen(tool("cost-of-churn"))
    shown.ranges = KeptRanges({"churn_rate": KeptRange("triangular", 0.1, 0.2)})
    found = [[cell.value for cell in row[:4]] for row in made(shown).worksheets[0].iter_rows()]
    assert ["Lost in a year", 0.1, 0.2, "Triangle: never beyond low and high"] in found


def test_about_says_what_it_rests_on_when_it_was_made_and_that_it_is_private(english: None) -> None:
    shown = seen(tool("cost-of-churn"))
    about = cells(made(shown), 3)
    assert "22 November 2026" in about["When this was made"]
    assert shown.sentence in about["When this was made"]
    assert about["We assume"] == shown.say(shown.calculator.assumption)
    assert about["What this does not show"] == shown.say(shown.calculator.not_shown)
    assert "private" in about["Private"]
    assert "Scenario" not in about


def test_a_scenario_is_named_in_it_as_a_text(english: None) -> None:
    shown = seen(tool("cost-of-churn"))
    shown.scenario = ScenarioHead(new_id(), "=1+1")
    (named,) = [row[1] for row in made(shown).worksheets[3].iter_rows() if row[0].value == "Scenario"]
    assert (named.value, named.data_type) == ("=1+1", "s")


def test_nothing_of_it_is_written_to_disk(english: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o500)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    try:
        workbook(seen(tool("nps")), AT)
        assert list(tmp_path.iterdir()) == []
    finally:
        tmp_path.chmod(0o700)


def test_the_same_numbers_at_the_same_moment_are_the_same_file(english: None) -> None:
    assert workbook(seen(tool("nps")), AT) == workbook(seen(tool("nps")), AT)
