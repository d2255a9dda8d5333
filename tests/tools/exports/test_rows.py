"""A tool as rows: what was entered and what came out, for other programs, and nothing that one of them would run."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from lms.tools.exports.rows import HEADS, as_rows, safe
from lms.tools.showing import ShownCalculator
from tests.support.segments import rows
from tests.tools.exports.spoken import NAMES, seen, speaking, tool


def read(shown: ShownCalculator) -> list[dict[str, str]]:
    """Return the rows as a program reads them."""
    text = as_rows(shown).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def values(found: list[dict[str, str]], part: str) -> dict[str, str]:
    """Return {name: value} of one part."""
    return {each["name"]: each["value"] for each in found if each["part"] == part}


@pytest.mark.parametrize("language", ["en", "da", "sv"])
@pytest.mark.parametrize("name", NAMES)
def test_every_number_entered_and_every_result_has_a_row(name: str, language: str) -> None:
    with speaking(language):
        shown = seen(tool(name))
        found = read(shown)
    assert tuple(found[0]) == HEADS
    entered = {name: value for name, value in shown.results.values.items() if isinstance(value, float)}
    assert {key: float(value) for key, value in values(found, "input").items() if key in entered} == entered
    for output in (shown.calculator.headline, *shown.figures):
        ours: Any = shown.results.outputs[output.name]
        if isinstance(ours, float) and not output.words:
            assert float(values(found, "result")[output.name]) == ours, (
                "to the last digit, with a point in every language"
            )


def test_lines_end_and_cells_are_quoted_as_the_standard_says_and_the_mark_stands_first() -> None:
    with speaking():
        written = as_rows(seen(tool("customer-segments"), {"segments": rows((0, "name", 'A, "B"'))}))
    assert written.startswith(b"\xef\xbb\xbfpart,name,row,label,value,unit,whose\r\n")
    assert b'"A, ""B"""' in written
    assert written.count(b"\n") == written.count(b"\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "  =1", "=cmd|' /C calc'!A0"])
def test_no_text_is_a_formula(text: str) -> None:
    with speaking():
        found = read(seen(tool("customer-segments"), {"segments": rows((0, "name", text.strip("\t\r")))}))
    assert safe(text).startswith("'")
    named = [each["value"] for each in found if each["name"] == "segments.name"]
    assert named[0] == safe(text.strip("\t\r"))


def test_a_negative_number_stays_a_number() -> None:
    with speaking():
        found = read(seen(tool("customer-lifetime-value"), {"acquisition_cost": 1_000_000}))
    assert float(values(found, "result")["clv_net"]) < 0


def test_a_result_that_fails_holds_its_code_and_one_that_is_not_defined_nothing() -> None:
    with speaking():
        failed = read(seen(tool("nps"), dict.fromkeys(("promoters", "passives", "detractors"), 0)))
        undefined = read(seen(tool("nps"), {"promoters": 1, "passives": 1, "detractors": 1}))
    assert values(failed, "result")["score"] == "NO_RESPONSES"
    assert values(undefined, "result")["score"] == ""
