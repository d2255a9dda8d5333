"""Every calculator on the shelf reads, speaks three languages, keeps its examples, and is the same in the browser."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, in_language
from lms.calculators.ranges import run_ranges
from lms.calculators.reading import read_calculator
from lms.calculators.service import diagnose, names_of
from tests.calculators.material import Browser
from tests.content.shelf import SHELF

FILES = sorted(SHELF.glob("*.calc.toml"))
LANGUAGES = {"en", "da", "sv"}
FEWEST_EXAMPLES = 4
FACTS = frozenset({
    "customers", "yearly_churn", "annual_margin", "discount_rate",
    "acquisition_cost", "onboarding_cost", "retention_cost", "problem_share", "complaint_cost", "agents",
    "handling_time",
})  # fmt: skip


def _name(path: Path) -> str:
    return path.name.removesuffix(".calc.toml")


@pytest.fixture(scope="module", params=FILES, ids=_name)
def tool(request: pytest.FixtureRequest) -> Calculator:
    path: Path = request.param
    return read_calculator(path.read_text(encoding="utf-8"), path.name)


@pytest.fixture(scope="module")
def engine() -> Browser:
    return Browser()


def texts(value: Any) -> list[dict[str, str]]:
    """Return everything in a document that is written per language; an empty cell of an example says nothing."""
    if isinstance(value, dict):
        if "en" in value and all(isinstance(each, str) for each in value.values()):
            return [] if value == {"en": ""} else [value]
        return [text for each in value.values() for text in texts(each)]
    return [text for each in value for text in texts(each)] if isinstance(value, list) else []


def complete(tool: Calculator, entered: dict[str, Any]) -> dict[str, Any]:
    """Return what an example of the file means: an optional input it does not name is empty."""
    return {each.name: None for each in tool.inputs if each.optional} | entered


def agree(found: Any, theirs: Any) -> bool:
    if isinstance(found, float) and isinstance(theirs, int | float):
        return bool(theirs == pytest.approx(found, rel=1e-9, abs=1e-9))
    if isinstance(found, list) and isinstance(theirs, list):
        return len(found) == len(theirs) and all(map(agree, found, theirs))
    return bool(found == theirs)


def test_the_file_is_named_as_its_tool() -> None:
    named = {path.name.removesuffix(".calc.toml"): read_calculator(path.read_text(), path.name) for path in FILES}
    assert {name: each.name for name, each in named.items() if name != each.name} == {}
    assert len({each.uuid for each in named.values()}) == len(named)


def test_every_word_of_a_tool_is_there_in_three_languages(tool: Calculator) -> None:
    found = texts(tool.document())
    assert len(found) > 20
    assert [each["en"] for each in found if set(each) != LANGUAGES] == []
    assert [each["en"] for each in found if not all(text.strip() for text in each.values())] == []


def test_a_tool_says_what_it_takes_for_granted_and_what_it_does_not_show(tool: Calculator) -> None:
    for said in (tool.question, tool.headline_label, tool.assumption, tool.not_shown, tool.formula_text, tool.teaching):
        assert set(said) == LANGUAGES
    assert all(text.endswith("?") for text in tool.question.values())
    assert all(each.help for each in tool.inputs)


def test_danish_and_swedish_quote_as_they_do(tool: Calculator) -> None:
    for each in texts(tool.document()):
        assert not set('“”"') & set(each["da"]), each["da"]
        assert not set('“»«"') & set(each["sv"]), each["sv"]
        assert "÷" not in each["da"] + each["sv"], each["en"]


def test_a_picture_has_its_words_and_its_table(tool: Calculator) -> None:
    assert tool.chart is not None
    assert tool.chart.columns
    assert all(len(text) > 60 for text in tool.chart.description.values())


def test_there_are_examples_enough_also_for_the_edges(tool: Calculator) -> None:
    assert len(tool.examples) >= FEWEST_EXAMPLES
    odd = [each for each in tool.examples if any(isinstance(found, str) for found in each.outputs.values())]
    assert odd, "no example of nothing or of an error"


def test_a_tool_asks_only_for_facts_that_exist(tool: Calculator) -> None:
    asked = {each.fact.removeprefix("1 - ") for each in tool.inputs if each.fact}
    assert asked <= FACTS


def test_no_formula_mixes_units(tool: Calculator) -> None:
    for each in (*tool.series, *tool.outputs):
        assert [str(note.message) for note in diagnose(each.formula, names_of(tool))] == [], each.name


def test_the_browser_computes_the_examples_as_the_server_does(tool: Calculator, engine: Browser) -> None:
    document = in_language(tool.document(), "da")
    runs = [{}, *(complete(tool, dict(each.inputs)) for each in tool.examples)]
    call = "data[1].map((each) => modules['interpreter.js'].compute(data[0], each))"
    for entered, other in zip(runs, engine.run(call, [document, runs]), strict=True):
        mine = compute(tool, entered, "da")
        assert list(mine.notes) == other["notes"]
        assert {name: each for name, each in mine.outputs.items() if not agree(each, other["outputs"][name])} == {}
        assert len(mine.table) == len(other["table"])
        for row, theirs in zip(mine.table, other["table"], strict=True):
            assert {key: each for key, each in row.items() if not agree(each, theirs[key])} == {}


def _has_an_uncertain_number(path: Path) -> bool:
    """Return whether a tool asks for more than tables, choices and whole numbers."""
    inputs = tomllib.loads(path.read_text(encoding="utf-8")).get("inputs", [])
    return any(isinstance(each.get("example"), int | float) and not each.get("whole") for each in inputs)


@pytest.mark.parametrize("tool", [each for each in FILES if _has_an_uncertain_number(each)], ids=_name, indirect=True)
def test_a_range_without_width_gives_the_pages_own_headline(tool: Calculator) -> None:
    uncertain = next(each for each in tool.inputs if isinstance(each.example, float) and not each.whole)
    at = uncertain.example
    ranges = {uncertain.name: {"dist": "triangular", "low": at, "mode": at, "high": at}}
    found = run_ranges(tool, {}, ranges, samples=100, seed=7)
    assert (found.error, dict(found.problems)) == (None, {})
    assert found.p50 == pytest.approx(compute(tool, {}).outputs[tool.headline.name], rel=1e-9)
