"""Columns of texts and tables of fixed rows: what may be entered, what formulas make of it."""

from typing import Any

import pytest

from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, in_language
from lms.calculators.problems import CalculatorErrors
from lms.calculators.ranges.places import place_of
from lms.calculators.service import names_of, review
from lms.calculators.tables import columns_of, table_problems, table_rows

from .made_up import made_up
from .material import Browser

COLUMNS = """
[[tables.columns]]
name = "owner"
unit = "text"
label.en = "Owner"
[[tables.columns]]
name = "minutes"
unit = "number"
label.en = "Minutes"
minimum = 0
"""
ROWS = """
[[tables.example]]
name.en = "Call"
owner = "Sales"
minutes = 5
[[tables.example]]
name.en = "Invoice"
owner.en = "Finance"
minutes = 7
"""
TABLE = f'[[tables]]\nname = "steps"\nlabel.en = "Steps"\nrow_label.en = "Step"\nmost = 6\n{COLUMNS}{ROWS}'
FIXED = TABLE.replace("most = 6", "fixed = true")


def calculator(more: str = TABLE, formula: str = "changes(steps.owner)", gives: str = "1") -> Calculator:
    return made_up(formula, {"a": "matters = true"}, more=more, gives=gives)


def row(owner: object, minutes: object = 1, name: str = "") -> dict[str, Any]:
    return {"name": name, "owner": owner, "minutes": minutes}


def refused(more: str) -> str:
    with pytest.raises(CalculatorErrors) as found:
        calculator(more)
    return "\n".join(each.message for each in found.value.problems)


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["Sales", "Finance", "Sales"], [1, 2, 1]),
        (["Sales", " sales ", "SALES", ""], [1, 1, 1, 0]),
        (["", "  ", "x", None], [0, 0, 1, 0]),
        (["Åse", "åse", "ÅSE", "Ærø"], [1, 1, 1, 2]),
        (["1", "1.0", "0"], [1, 2, 3]),
    ],
)
def test_texts_count_up_in_the_order_they_appear(browser: Browser, texts: list[Any], numbers: list[int]) -> None:
    table = calculator().table("steps")
    rows = [row(each) for each in texts]
    assert columns_of(table, table_rows(table, rows))["steps.owner"] == numbers
    page = in_language(calculator().document(), "en")["tables"][0]
    code = "modules['tables.js'].columnsOf(data[0], modules['tables.js'].tableRows(data[0], data[1]))"
    assert browser.run(code, [page, rows])["steps.owner"] == numbers


@pytest.mark.parametrize(
    ("owner", "code"),
    [
        ("x" * 60, None), ("x" * 61, "TEXT_TOO_LONG"), ("𝄞" * 60, None), ("𝄞" * 61, "TEXT_TOO_LONG"), ("", None),
        (None, None), ("a\nb", "TEXT_UNPRINTABLE"), ("a\tb", "TEXT_UNPRINTABLE"), ("\u202eevil", "TEXT_UNPRINTABLE"),
        (7, "TEXT_UNPRINTABLE"), ([], "TEXT_UNPRINTABLE"), ({}, "TEXT_UNPRINTABLE"), (True, "TEXT_UNPRINTABLE"),
    ],
)  # fmt: skip
def test_a_text_too_long_or_unprintable_is_refused_at_its_cell(
    browser: Browser, owner: object, code: str | None
) -> None:
    found = [(each.row, each.column, each.code) for each in table_problems(calculator().table("steps"), [row(owner)])]
    assert found == ([(0, "owner", code)] if code else [])
    page = in_language(calculator().document(), "en")["tables"][0]
    theirs = browser.run("modules['tables.js'].tableProblems(data[0], data[1])", [page, [row(owner)]])
    assert [(each["row"], each["column"], each["code"]) for each in theirs] == found


def test_server_and_browser_compute_the_same_of_texts(browser: Browser) -> None:
    declared = calculator(formula="changes(steps.owner) + 10 * distinct(steps.owner) + sum(steps.minutes)", gives="33")
    values = {"steps": [row("Sales", 4), row("sales", 5), row("", 6), row("Finance", 7)]}
    mine = compute(declared, values)
    theirs = browser.run("modules['interpreter.js'].compute(data[0], data[1])", [
        in_language(declared.document(), "en"), values])  # fmt: skip
    assert mine.outputs["answer"] == theirs["outputs"]["answer"] == 2 + 30 + 22
    assert [each.name for each in mine.moves] == [each["name"] for each in theirs["moves"]] == ["steps.minutes", "a"]


def test_a_text_has_no_range_and_no_unit() -> None:
    declared = calculator()
    assert place_of(declared, "steps.owner.1") == "NOT_FOR_A_TEXT"
    assert not isinstance(place_of(declared, "steps.minutes.1"), str)
    assert names_of(declared)["steps.owner"].unit == ""
    assert review(declared) == []


def test_texts_of_the_example_follow_the_language() -> None:
    shown = TABLE.replace('owner.en = "Finance"', 'owner = { en = "Finance", da = "Økonomi" }')
    table = calculator(shown).table("steps")
    assert [each["owner"] for each in table.rows("da")] == ["Sales", "Økonomi"]
    assert [each["owner"] for each in table.rows("sv")] == ["Sales", "Finance"]
    assert Calculator.from_document(calculator(shown).document()) == calculator(shown)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (TABLE.replace('label.en = "Owner"', 'label.en = "Owner"\nminimum = 0'), "“minimum” means nothing for a text."),
        (TABLE.replace('label.en = "Owner"', 'label.en = "Owner"\nwhole = true'), "“whole” means nothing for a text."),
        (TABLE.replace("most = 6", 'most = 6\ntotal = { column = "owner", must_be = 1 }'), "“owner” is no column that"),
        (TABLE.replace('owner = "Sales"', "owner = 3"), "“owner” is missing."),
        (TABLE.replace('"Sales"', f'"{"x" * 61}"'), "TEXT_TOO_LONG in “owner”"),
        (FIXED.replace("fixed = true", "fixed = true\nmost = 2"), "“most” means nothing in a table of fixed rows."),
        (FIXED.replace(ROWS, ""), "The table of fixed rows has none."),
        (FIXED.replace("fixed = true", "fixed = 1"), "“fixed” must be true or false."),
    ],
)
def test_a_table_an_author_mistook_is_refused_with_its_reason(more: str, told: str) -> None:
    assert told in refused(more)


def test_an_input_cannot_be_a_text() -> None:
    with pytest.raises(CalculatorErrors):
        made_up("1", {"a": 'unit = "text"'})


@pytest.mark.parametrize("rows", [[], [row("x")], [row("x")] * 3])
def test_fixed_rows_can_neither_be_added_nor_removed(browser: Browser, rows: list[dict[str, Any]]) -> None:
    table = calculator(FIXED).table("steps")
    assert [each.code for each in table_problems(table, rows)] == ["ROWS_FIXED"]
    page = in_language(calculator(FIXED).document(), "en")["tables"][0]
    assert browser.run("modules['tables.js'].tableProblems(data[0], data[1])", [page, rows]) == [
        {"row": None, "column": None, "code": "ROWS_FIXED", "difference": None}
    ]


def test_fixed_rows_keep_the_names_of_the_example_whatever_is_sent(browser: Browser) -> None:
    declared = calculator(FIXED)
    table, sent = declared.table("steps"), [row("a", name="Mine"), row("b", name="")]
    assert [each["name"] for each in table_rows(table, sent)] == ["Call", "Invoice"]
    assert table_problems(table, sent) == []
    page = in_language(declared.document(), "en")["tables"][0]
    theirs = browser.run("modules['tables.js'].tableRows(data[0], data[1])", [page, sent])
    assert [each["name"] for each in theirs] == ["Call", "Invoice"]


def test_fixed_rows_kept_from_another_edition_are_shown_by_their_places(browser: Browser) -> None:
    declared = calculator(FIXED)
    for rows, codes in (([row("a")], ["EMPTY_CELL"]), ([row("a")] * 3, [])):
        mine = compute(declared, {"steps": rows})
        assert [each["name"] for each in mine.tables["steps"]] == ["Call", "Invoice"]
        assert [each.code for each in mine.cells.get("steps", ())] == codes
        theirs = browser.run("modules['interpreter.js'].compute(data[0], data[1])", [
            in_language(declared.document(), "en"), {"steps": rows}])  # fmt: skip
        assert theirs["tables"]["steps"] == mine.tables["steps"]
        assert [each["code"] for each in theirs["cells"].get("steps", [])] == codes


def test_cells_of_fixed_rows_may_start_empty() -> None:
    declared = calculator(FIXED.replace("minutes = 7", ""), gives='"INVALID_INPUT"')
    results = compute(declared, {})
    assert [(each.row, each.code) for each in results.cells["steps"]] == [(1, "EMPTY_CELL")]
    assert compute(declared, {"steps": [row("a"), row("b")]}).outputs["answer"] == 1
    assert Calculator.from_document(declared.document()) == declared
