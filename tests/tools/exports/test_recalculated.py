"""LibreOffice computes every tool's workbook anew and finds our figures, with other numbers in it as well."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, Example, Formula, Input, Table
from lms.calculators.formula.kinds import check
from lms.calculators.formula.language import Tree
from lms.calculators.formula.parser import FormulaError
from lms.calculators.formula.printing import print_formula
from lms.calculators.formula.scalar import evaluate_tree
from lms.tools.exports.entering import NumbersSheet
from lms.tools.exports.working import cell_name
from lms.tools.exports.xlsx import workbook
from tests.calculators.random_formulas import COLUMNS, NAMES, ROWS, FormulaMaker
from tests.tools.exports.spoken import seen, speaking, tool, tools
from tests.tools.exports.spreadsheet import SOFFICE, opened, recalculated, value_of

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here")

AT = datetime(2026, 11, 22, tzinfo=UTC)
FITTED = {"cohort-survival"}
"""Holds a fit, which stays as it is when numbers change."""
FORMULAS = 240


def entered(calculator: Calculator, changes: dict[str, Any]) -> Workbook:
    """Return the workbook of the example in which somebody has typed other numbers."""
    shown = seen(calculator)
    book = opened(workbook(shown, AT))
    sheet = book.worksheets[0]
    places = NumbersSheet(shown, "x").places
    for each in calculator.inputs:
        if each.name in changes:
            label = next((shown.say(one.label) for one in each.choices if one.value == changes[each.name]), None)
            sheet[f"B{places.inputs[each.name]}"] = label or changes[each.name]
    for table in calculator.tables:
        for at, row in enumerate(changes.get(table.name, ()), places.tables[table.name]):
            for column, declared in enumerate(table.columns, 2):
                sheet.cell(at, column).value = row.get(declared.name)
    return book


def fits(calculator: Calculator, example: Example) -> bool:
    """Tell whether an example has as many rows as the workbook of the tool's own."""
    given = {table.name: example.inputs.get(table.name) for table in calculator.tables}
    return all(each is None or len(each) == len(calculator.table(name).example) for name, each in given.items())


def wrong(calculator: Calculator, inputs: dict[str, Any], book: Workbook) -> list[str]:
    """Return the outputs that differ."""
    results = compute(calculator, inputs)
    if results.problems or results.cells:
        said = str(book.worksheets[1]["B3"].value)
        return [] if said.startswith("One of the numbers") else [f"{calculator.name} says {said} with {inputs}"]
    found = []
    for name, ours in results.outputs.items():
        theirs = value_of(book, cell_name(name))
        if isinstance(ours, float):
            same = isinstance(theirs, int | float) and math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
        else:
            same = isinstance(theirs, str) and theirs.startswith("#") and (ours is not None or theirs == "#N/A")
        found += [] if same else [f"{calculator.name} {name}: {ours} became {theirs} with {inputs}"]
    return found


def test_every_tool_gives_our_figures(tmp_path: Path) -> None:
    with speaking():
        found = recalculated({each.name: entered(each, {}) for each in tools()}, tmp_path)
    assert [line for each in tools() for line in wrong(each, {}, found[each.name])] == []


def test_with_the_numbers_of_every_example_it_gives_what_the_page_gives(tmp_path: Path) -> None:
    wanted = {
        f"{each.name}-{at}": (each, dict(example.inputs))
        for each in tools()
        if each.name not in FITTED
        for at, example in enumerate(each.examples)
        if fits(each, example)
    }
    assert len(wanted) >= 60
    with speaking():
        found = recalculated({name: entered(*each) for name, each in wanted.items()}, tmp_path)
    assert [line for name, each in wanted.items() for line in wrong(*each, found[name])] == []


def test_a_number_that_cannot_be_used_and_an_emptied_cell_give_words_and_no_figure(tmp_path: Path) -> None:
    churn, segments = tool("cost-of-churn"), tool("customer-segments")
    emptied = [dict(row) for row in segments.table("segments").rows("en")]
    emptied[1]["revenue"] = None
    uneven = [dict(row) for row in segments.table("segments").rows("en")]
    uneven[0]["share"] = 0.5
    with speaking():
        books = {
            "beyond": entered(churn, {"churn_rate": 7}),
            "text": entered(churn, {"customers": "many"}),
            "emptied": entered(segments, {"segments": emptied}),
            "uneven": entered(segments, {"segments": uneven}),
            "well": entered(churn, {"customers": 10}),
        }
        found = recalculated(books, tmp_path)
    said = {name: str(book.worksheets[1]["B3"].value) for name, book in found.items()}
    for name in ("beyond", "text", "emptied", "uneven"):
        assert said[name].startswith("One of the numbers cannot be used"), name
    assert float(said["well"]) > 0


def test_a_failure_says_which(tmp_path: Path) -> None:
    with speaking():
        found = recalculated(
            {"nps": entered(tool("nps"), dict.fromkeys(("promoters", "passives", "detractors"), 0))}, tmp_path
        )
    texts = [cell.value for row in found["nps"].worksheets[1].iter_rows() for cell in row]
    assert "There are no answers to count yet. Enter at least one." in texts


def test_formulas_that_nobody_wrote_give_the_same(tmp_path: Path) -> None:
    inputs = {**dict(zip(NAMES, (1.7, 0.4, 2.0, 0.9), strict=True))}
    columns = dict(zip(COLUMNS, ([0.8, 1.9, 1.1], [2.5, 0.3, 1.1]), strict=True))
    trees = list(formulas())
    with speaking():
        book = opened(workbook(seen(made_up(trees, inputs, columns)), AT))
        found = recalculated({"made-up": book}, tmp_path)["made-up"]
    compared = 0
    for at, tree in enumerate(trees):
        trace: list[float] = []
        ours, theirs = evaluate_tree(tree, {**inputs, **columns}, trace), value_of(found, f"out_{at}")
        if isinstance(ours, float):  # where only a side not taken fails, a spreadsheet goes on
            largest = max([abs(ours), *(abs(each) for each in trace)])
            assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-9 * largest), print_formula(tree)
            compared += 1
    assert compared > 0.8 * FORMULAS


def formulas() -> list[Tree]:
    """Return formulas that the checker accepts."""
    kinds = {**dict.fromkeys(NAMES, "number"), **dict.fromkeys(COLUMNS, "series")}
    maker, found = FormulaMaker(20261122), []
    while len(found) < FORMULAS:
        tree = maker.number(4)
        try:
            check(tree, kinds)
        except FormulaError:
            continue
        found.append(tree)
    return found


def made_up(trees: list[Tree], inputs: dict[str, float], columns: dict[str, list[float]]) -> Calculator:
    """Return a calculator with one output for each formula."""
    words = {"en": "made up"}
    outputs = tuple(
        Formula(f"out_{at}", print_formula(tree), tree, headline=at == 0, label=words) for at, tree in enumerate(trees)
    )
    example = tuple({"name": "", "x": columns["rows.x"][at], "y": columns["rows.y"][at]} for at in range(ROWS))
    table = Table("rows", words, words, tuple(Input(name, "number", words) for name in "xy"), 0, ROWS, example=example)
    entries = tuple(Input(name, "number", words, example=value) for name, value in inputs.items())
    texts = [words] * 6
    return Calculator("made-up", "made-up", *texts, entries, outputs, ("out_0",), tables=(table,))
