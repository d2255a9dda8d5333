"""The tutorial is true: every file in it is read, every command in it is run, and answers as it says."""

import os
import re
import sys
from pathlib import Path

import pytest

from lms.calculators.problems import CalculatorErrors
from lms.calculators.reading import read_calculator
from lms.cli import main

from .material import ROOT

TUTORIAL = (ROOT / "docs" / "calculator-tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TUTORIAL, re.M | re.S)
FILE = "coffee-club.calc.toml"


def answer(line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "argv", line.split())
    with pytest.raises(SystemExit):
        main()
    printed = capsys.readouterr()
    return printed.out + printed.err


def test_a_trainer_who_types_along_sees_what_the_page_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for kind, text in BLOCKS:
        if kind == "toml":
            Path(FILE).write_text(text, encoding="utf-8")
            continue
        assert kind == "console"
        for line, wanted in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.M):
            commands += 1
            assert answer(line, capsys, monkeypatch).strip() == wanted.strip(), line
    assert commands >= 8
    assert os.listdir() == [FILE]


def test_every_step_but_the_one_with_the_mistake_is_a_whole_calculator() -> None:
    refused = []
    for at, text in enumerate(text for kind, text in BLOCKS if kind == "toml"):
        try:
            assert read_calculator(text, FILE).examples
        except CalculatorErrors as errors:
            refused.append(at)
            assert "margni" in str(errors)
    assert refused == [2]
    assert len(re.findall(r"^## Step \d\.", TUTORIAL, re.M)) == 6
