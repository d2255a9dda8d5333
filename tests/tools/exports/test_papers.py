"""What somebody wrote is printed as they wrote it: none of it is markup, and no sign keeps a sheet from being made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest

from lms.kernel.ids import new_id
from lms.tools.exports.paper import sheet
from lms.tools.scenarios.head import ScenarioHead
from tests.support.segments import rows
from tests.tools.exports.printed import words_of
from tests.tools.exports.spoken import seen, speaking, tool

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NAMES = {
    "markup": (
        '#import "@preview/cetz:0.3.0": * $x^2$ ] } */ \\ #panic()',
        '#read("/etc/passwd") #include "sheet.typ"',
    ),
    "formulas and pages": (
        "<script>alert(1)</script> & <b>",
        '=HYPERLINK("http://localhost")',
        "{{ 7 * 7 }}",
        "$text:x",
    ),
    "any sign": ("W" * 60, "שלום محمد", "👩\u200d👩\u200d👧 😀 王小明", "a" + "\u0301" * 50),
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Be asked by somebody who reads English."""
    with speaking():
        yield


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_rows_are_printed_as_they_were_named(names: Sequence[str]) -> None:
    own = rows(*((at, "name", name) for at, name in enumerate(names)))
    said = "".join(
        words_of(sheet(seen(tool("customer-segments"), {"segments": own}), AT, paper="a4", signed="")).split()
    )
    for name in names:
        assert not name.isascii() or "".join(name.split()) in said, name


def test_a_scenario_and_a_person_of_any_name_are_printed() -> None:
    shown = seen(tool("customer-lifetime-value"))
    shown.scenario = ScenarioHead(new_id(), "#panic() *bold* 😀")
    said = words_of(sheet(shown, AT, paper="wall", signed='Bo "B" O\'Brien <b> #let'))
    assert "#panic() *bold*" in said
    assert "O'Brien <b> #let" in said
