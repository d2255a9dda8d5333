"""`lms calc`: a calculation from the shell, and one clear line when it cannot be done."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.calculators import OPERATIONS
from lms.calculators.commands import calc
from lms.calculators.operations import Operation, Parameter

CLV = ["clv", "margin=400", "retention=0.85", "discount=0.08", "growth=0.02", "acquisition_cost=500", "timing=END"]


def test_a_value_is_printed_and_as_json() -> None:
    shown = CliRunner().invoke(calc, CLV)
    assert shown.exit_code == 0
    assert "clv_net" in shown.output
    assert "1377.934272" in shown.output
    found = json.loads(CliRunner().invoke(calc, [*CLV, "--json"]).stdout)
    assert found["clv_net"] == pytest.approx(1377.9342723004697)


def test_lists_and_empty_inputs_can_be_given() -> None:
    cohort = CliRunner().invoke(calc, ["clv_cohort", "cohort_sizes=[100,90]", "margins=[30]", "discount=0.1", "--json"])
    assert json.loads(cohort.stdout)["pv_gross"] == pytest.approx(90 * 30 / 1.1)
    assert CliRunner().invoke(calc, [*CLV, "horizon=null"]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["clw"], "no operation"), (["clv", "margin"], "not KEY=VALUE"), (["clv", "margin=1"], "retention is missing"),
        (["clv", "margin=1", "retention=2"], "retention must be at most 1"),
        ([*CLV, "colour=red"], "colour is not an input"),
        (["clv", "margin=abc", "retention=0.5"], "margin must be a number"),
        (["clv", "margin=NaN", "retention=0.5"], "finite"),
        (["clv", "margin=1", "retention=1", "discount=0"], "DIVERGES"),
        (["clv_cohort", "cohort_sizes=[1]", "margins=[1]"], "INVALID_INPUT"),
    ],
)  # fmt: skip
def test_bad_input_gives_one_line_and_exit_code_two(arguments: list[str], message: str) -> None:
    refused = CliRunner().invoke(calc, arguments)
    assert refused.exit_code == 2
    assert message in refused.stderr
    assert refused.stdout == ""
    assert len(refused.stderr.strip().splitlines()) == 1


def test_an_error_is_told_as_json_too() -> None:
    refused = CliRunner().invoke(calc, ["clv", "margin=1", "retention=1", "discount=0", "--json"])
    assert json.loads(refused.stdout)["error"] == "DIVERGES"
    assert refused.exit_code == 2


def test_unusual_numbers_are_remarked_on_and_computed() -> None:
    shown = CliRunner().invoke(calc, ["clv", "margin=1", "retention=0.99"])
    assert shown.exit_code == 0
    assert "retention is unusual" in shown.stderr


def test_the_list_names_every_operation_and_input() -> None:
    listed = CliRunner().invoke(calc, ["--list"]).output
    for operation in OPERATIONS.values():
        assert operation.name in listed
        assert all(each.name in listed for each in operation.parameters)


def test_rows_and_counts_are_given_as_json_and_listed_with_their_fields() -> None:
    rows = '[{"name":"Ambassadører","share":1,"retention":0.5,"revenue":1000,"gross_margin":0.4}]'
    shown = CliRunner().invoke(calc, ["segment_value", f"segments={rows}", "discount=0.1"])
    assert shown.exit_code == 0
    assert '"name": "Ambassadører"' in shown.output
    hidden = CliRunner().invoke(calc, ["k_anon", 'groups={"sales":12,"it":3}'])
    assert 'suppressed       ["it", "sales"]' in hidden.output
    assert "    .gross_margin" in CliRunner().invoke(calc, ["--list"]).output
    wrong = CliRunner().invoke(calc, ["segment_value", 'segments=[{"share":2}]'])
    assert "segments[0].share must be at most 1" in wrong.output


def test_a_table_is_read_from_a_file_or_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"
    file.write_text("name;amount\nPower;12000,5\nHours;6000\n")
    once = CliRunner().invoke(calc, ["tco", "purchase=0", "horizon=1", "discount=0", "--rows", str(file), "--json"])
    assert json.loads(once.stdout)["tco_npv"] == pytest.approx(18000.5)
    piped = CliRunner().invoke(calc, ["nps", "--rows", "-", "--json"], input="scores\n10\n9\n3\n")
    assert json.loads(piped.stdout)["n"] == 3


@pytest.mark.parametrize(
    ("arguments", "table", "message"),
    [
        (["nps"], "scores\n10\nten\n", "<stdin>, line 3, column scores: “ten” is not a number"),
        (["nps", "scores=[1]"], "scores\n10\n", "scores is given twice"),
        (["clv"], "margin\n10\n", "clv takes no table"),
        (["clv_cohort"], "cohort_sizes,margins\n100,10\n", "INVALID_INPUT"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_one_line(arguments: list[str], table: str, message: str) -> None:
    refused = CliRunner().invoke(calc, [*arguments, "--rows", "-"], input=table)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_named() -> None:
    refused = CliRunner().invoke(calc, ["nps", "--rows", "nowhere.csv"])
    assert refused.exit_code == 2
    assert "nowhere.csv" in refused.stderr


def test_a_seed_reaches_what_draws_by_chance_and_is_refused_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = Parameter("seed", "number", "the same seed, the same result", default=1.0, whole=True)
    monkeypatch.setitem(OPERATIONS, "draw", Operation("draw", "Drawing", (seed,), lambda seed: {"drawn": seed}))
    assert json.loads(CliRunner().invoke(calc, ["draw", "--seed", "7", "--json"]).stdout) == {"drawn": 7}
    assert "given twice" in CliRunner().invoke(calc, ["draw", "seed=1", "--seed", "7"]).stderr
    assert "takes no --seed" in CliRunner().invoke(calc, [*CLV, "--seed", "7"]).stderr


def test_the_same_seed_gives_the_same_runs_and_another_one_others() -> None:
    spread = ['retention={"dist":"pert","low":0.7,"mode":0.8,"high":0.9}',
              'margin={"dist":"triangular","low":800,"mode":1000,"high":1100}']  # fmt: skip
    runs = [CliRunner().invoke(calc, ["monte_carlo_clv", *spread, "n=200", "--seed", n, "--json"]) for n in "778"]
    assert [each.exit_code for each in runs] == [0, 0, 0]
    assert runs[0].stdout == runs[1].stdout != runs[2].stdout
