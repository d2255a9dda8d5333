"""What can be computed, as data: whole, true to the operations, and the documentation made from it up to date."""

import json

import pytest
from click.testing import CliRunner

from lms.calculators import OPERATIONS, evaluate
from lms.calculators.catalogue import calculator_entry, catalogue
from lms.calculators.commands import calc
from lms.calculators.declared import Calculator

from .material import ROOT, cases

FOUND = catalogue()


def test_every_operation_is_described_with_inputs_outputs_errors_and_source() -> None:
    assert set(FOUND["operations"]) == set(OPERATIONS)
    for name, each in FOUND["operations"].items():
        assert [entry["name"] for entry in each["inputs"]] == [given.name for given in OPERATIONS[name].parameters]
        assert each["outputs"]
        assert each["source"]
        assert each["explanation"]
        assert each["title"]
        assert "error" not in each["outputs"]
        assert all(entry["help"] for entry in each["inputs"])


@pytest.mark.parametrize("case", cases("calculators.json"), ids=lambda each: each["id"])
def test_what_an_operation_answers_is_named_in_the_catalogue(case: dict[str, object]) -> None:
    entry = FOUND["operations"][case["op"]]
    found = evaluate(case["op"], case["inputs"])
    if "error" in found:
        assert found["error"] in entry["errors"]
    else:
        assert set(found) <= set(entry["outputs"]) | {"error"}


def test_it_is_plain_data_and_the_same_every_time() -> None:
    printed = CliRunner().invoke(calc, ["--list", "--json"]).stdout
    assert json.loads(printed) == json.loads(json.dumps(FOUND, allow_nan=False)) == json.loads(json.dumps(catalogue()))


def test_the_page_of_operations_says_what_the_program_says() -> None:
    printed = CliRunner().invoke(calc, ["--list", "--markdown"]).stdout
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert page == printed, "make it anew: lms calc --list --markdown > docs/operations.md"


def test_a_declared_calculator_is_described_too(calculators: dict[str, Calculator]) -> None:
    entry = json.loads(json.dumps(calculator_entry(calculators["cost-of-churn"]), allow_nan=False))
    assert entry["headline"] == "total"
    total = next(each for each in entry["formulas"] if each["name"] == "total")
    assert total["uses"] == ["lost_value", "replacement_cost", "wom_cost"]
    assert total["steps"] == 5
    assert entry["inputs"][1]["range"] == [0.0, 1.0]
