"""`lms ranges`: a run from the shell, repeated exactly by its seed, and one clear line when it cannot be done."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.calculators.ranges import run_ranges
from lms.calculators.ranges.commands import ranges
from lms.calculators.reading import read_calculator

from .material import MODULE

FILE = MODULE / "customer-lifetime-value.calc.toml"
SPANS = ["--range", "retention=0.6,0.75,0.85", "--range", "margin=pert:150,220,330"]
NUMBERS = ["margin=220", "discount=0.08", "acquisition_cost=400"]


def run(*arguments: str, file: Path = FILE) -> Result:
    return CliRunner().invoke(ranges, [str(file), *arguments])


def test_a_figure_of_a_page_is_reproduced_with_its_seed() -> None:
    calculator = read_calculator(FILE.read_text(), FILE.name)
    spans = {
        "retention": {"dist": "triangular", "low": 0.6, "likely": 0.75, "high": 0.85},
        "margin": {"dist": "pert", "low": 150, "likely": 220, "high": 330},
    }
    wanted = run_ranges(calculator, {"margin": 220, "discount": 0.08, "acquisition_cost": 400}, spans, seed=7)
    found = json.loads(run(*NUMBERS, *SPANS, "--seed", "7", "--json").stdout)
    assert found["p10"] == wanted.p10
    assert found["mean"] == wanted.mean
    assert found["seed"] == 7


def test_everything_is_told_in_lines() -> None:
    shown = run(*NUMBERS, *SPANS, "--threshold", "300", "--break-even", "discount", "--break-even", "retention").stdout
    for words in ("20000 runs, seed 1", "8 of 10 runs fall between", "below zero", "at or above 300", "moves  margin",
                  "worth measuring  retention", "break-even  discount: 0.3, outside what is usual",
                  "break-even  retention: 0.53"):  # fmt: skip
        assert words in shown


def test_a_search_without_a_crossing_says_so() -> None:
    assert "break-even  retention: NEVER, searched 0 … 1" in run("margin=-5", "--break-even", "retention").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--range", "retention=0.9,0.8,0.7"], "retention: LOW_ABOVE_HIGH. The low end is above the high end."),
        (["--range", "retention=lognormal:0.6,0.8"], "NO_UPPER_END"), (["--range", "colour=1,2,3"], "UNKNOWN_INPUT"),
        (["--range", "retention=0.7"], "is not NAME=LOW,LIKELY,HIGH"), (["--range", "retention=a,b"], "is not NAME"),
        (["--range", "retention=nan,1"], "NOT_A_NUMBER"), (["--range", "timing=1,2"], "NOT_FOR_A_CHOICE"),
        (["retention=2"], "retention: ABOVE_MAXIMUM"), (["colour=2"], "no number “colour”"), (["margin"], "KEY=VALUE"),
        (["--break-even", "colour"], "colour: UNKNOWN_INPUT"), (["--target", "nan", "--break-even", "margin"], "INV"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_gives_one_line_and_exit_code_two(arguments: list[str], message: str) -> None:
    refused = run(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_file_that_is_no_calculator_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.calc.toml"
    file.write_text("name = 3\n")
    refused = run(file=file)
    assert refused.exit_code == 2
    assert "broken.calc.toml:1" in refused.stderr
    file.write_bytes(b"\xff\xfe")
    assert "cannot be read as text" in run(file=file).stderr
