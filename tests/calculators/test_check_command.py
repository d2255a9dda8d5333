"""`lms calc check`: a calculator file from the shell, its hints, and one clear answer when it cannot be used."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.calculators.commands import calc

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
