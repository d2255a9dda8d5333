"""`lms calc check`: a calculator file from the shell, its hints, and one clear answer when it cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lms.calculators.commands import calc

from .made_up import HEAD
from .material import MODULE

CHURN = str(MODULE / "cost-of-churn.calc.toml")
SEGMENTS = str(MODULE / "customer-segments.calc.toml")


def test_a_file_is_computed_with_its_examples_or_with_other_numbers() -> None:
    shown = CliRunner().invoke(calc, ["check", CHURN, "annual_margin=-50"])
    assert shown.exit_code == 0
    assert shown.stderr == ""
    assert "note: With a negative margin" in shown.stdout
    assert "residual_value  " not in shown.stdout.split("at most")[0]


def test_it_is_told_as_json_with_what_each_formula_uses() -> None:
    found = json.loads(CliRunner().invoke(calc, ["check", SEGMENTS, "--json"]).stdout)
    assert found["headline"] in found["outputs"]
    assert found["hints"] == []
    assert all(each["steps"] > 0 for each in found["formulas"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "needs the name"), (["nowhere.calc.toml"], "cannot be read"), ([CHURN, "churn_rate"], "not KEY=VALUE"),
        ([CHURN, "colour=1"], "has no number “colour”"), ([CHURN, "churn_rate=2"], "can be used here is 1."),
        ([CHURN, "churn_rate=NaN"], "churn_rate: "), ([CHURN, "customers=many"], "customers: NOT_A_NUMBER"),
        ([SEGMENTS, "segments=3"], "segments"), ([SEGMENTS, 'segments=[{"share":1}]'], "segments"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_in_one_line(arguments: list[str], message: str) -> None:
    refused = CliRunner().invoke(calc, ["check", *arguments])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_every_problem_of_a_file_comes_at_once(tmp_path: Path) -> None:
    text = Path(CHURN).read_text(encoding="utf-8")
    file = tmp_path / "broken.calc.toml"
    file.write_text(text.replace('"customers * churn_rate"', '"custmers * chrn_rate + 1 / 0"'), encoding="utf-8")
    refused = CliRunner().invoke(calc, ["check", str(file)])
    assert refused.exit_code == 2
    for message in ("“custmers” is not known here. (column 1)", "(column 12)", "“1 / 0” cannot be computed"):
        assert message in refused.stderr
    file.write_bytes(b"x" * 300_000)
    assert "larger than" in CliRunner().invoke(calc, ["check", str(file)]).stderr


JOURNEY = """
[[tables]]
name = "steps"
label.en = "Steps"
row_label.en = "Step"
[[tables.columns]]
name = "owner"
unit = "text"
label.en = "Owner"
[[tables.columns]]
name = "minutes"
unit = "number"
label.en = "Minutes"
minimum = 0
[[tables.example]]
name.en = "Call"
owner = "Sales"
minutes = 5
"""


@pytest.fixture
def journey(tmp_path: Path) -> str:
    answer = '[[outputs]]\nname = "answer"\nunit = "number"\nlabel.en = "x"\nheadline = true\n'
    answer += 'formula = "changes(steps.owner)"\n'
    file = tmp_path / "journey.calc.toml"
    file.write_text(f"{HEAD}{JOURNEY}{answer}[[examples]]\ninputs = {{}}\noutputs = {{ answer = 0 }}\n")
    return str(file)


def from_file(journey: str, text: str, *more: str) -> Any:
    file = Path(journey).with_name("rows.csv")
    file.write_text(text)
    return CliRunner().invoke(calc, ["check", journey, "--rows", str(file), *more])


def test_a_table_with_texts_is_read_from_a_file(journey: str) -> None:
    found = from_file(journey, "minutes;owner;name\n5;Sales;Call\n2,5;Finance;Bill\n1;;Wait\n", "--json")
    assert json.loads(found.stdout)["outputs"] == {"answer": 2.0}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("owner,hours\nSales,5\n", "made-up has no table with the columns hours, owner"),
        ("owner,minutes\nSales,many\n", "line 2, column minutes: “many” is not a number"),
        ("owner,minutes\nSales,-5\n", "line 2, column minutes: must be at least 0"),
        ("owner,minutes\nSales,\n", "steps cannot be used: EMPTY_CELL"),
        (f"owner,minutes\n{'x' * 61},1\n", "steps cannot be used: TEXT_TOO_LONG"),
        ("", "the file is empty"),
    ],
)
def test_a_file_that_does_not_fit_the_table_is_refused_with_its_place(journey: str, text: str, told: str) -> None:
    refused = from_file(journey, text)
    assert refused.exit_code == 2
    assert told in refused.stderr


def test_rows_and_a_value_for_the_same_table_are_refused(journey: str) -> None:
    assert "steps is given twice" in from_file(journey, "owner,minutes\nSales,1\n", "steps=[]").stderr
