"""A table's columns, rows and totals are meaning; its words and example are wording."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lms.calculators.reading import read_calculator
from lms.packs.closure import closure
from lms.packs.model import Pack
from lms.packs.versions import compare

SEGMENTS = Path(__file__).parents[2] / "modules" / "loyalty-economics" / "customer-segments.calc.toml"


@pytest.fixture
def shelf(read: Callable[..., Pack]) -> dict[str, Any]:
    """The closure of a sound pack that holds a calculator with a table."""
    pack = read()
    found = closure(pack.modules[0], pack.quizzes)
    document = read_calculator(SEGMENTS.read_text(), SEGMENTS.name).document()
    return {**found, "module": {**found["module"], "calculators": {"customer-segments": document}}}


def table_of(closure: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = closure["module"]["calculators"]["customer-segments"]["tables"][0]
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table["columns"].pop(),
        lambda table: table["columns"][0].update(maximum=2),
        lambda table: table["columns"][3].update(unit="number"),
        lambda table: table.update(most=9),
        lambda table: table["totals"].pop(),
        lambda table: table.update(name="groups"),
        lambda table: table["columns"][3].update(unit="text"),
        lambda table: table.update(fixed=True),
    ],
    ids=["column gone", "other range", "other unit", "more rows", "no total", "other name", "texts", "given rows"],
)
def test_another_table_is_major(shelf: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    changed = copy.deepcopy(shelf)
    change(table_of(changed))
    found = compare(shelf, changed)
    assert found.level == "major"
    assert 'calculator "customer-segments" has other inputs or formulas' in found.reasons


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table["label"].update(en="Your customers"),
        lambda table: table["columns"][0]["help"].update(da="Af alle kunder."),
        lambda table: table["example"][0].update(revenue=13000.0),
        lambda table: table["columns"][5].update(soft_maximum=2.0),
    ],
    ids=["label", "help", "example", "usual range"],
)
def test_words_and_examples_of_a_table_are_minor(
    shelf: dict[str, Any], change: Callable[[dict[str, Any]], None]
) -> None:
    changed = copy.deepcopy(shelf)
    change(table_of(changed))
    assert compare(shelf, changed).level == "minor"


def test_a_series_that_runs_over_something_else_is_major(shelf: dict[str, Any]) -> None:
    changed = copy.deepcopy(shelf)
    del changed["module"]["calculators"]["customer-segments"]["series"][0]["over"]
    assert compare(shelf, changed).level == "major"


def test_a_fact_and_words_are_minor(shelf: dict[str, Any]) -> None:
    changed = copy.deepcopy(shelf)
    document = changed["module"]["calculators"]["customer-segments"]
    document["words"] = [{"name": "kinds", "texts": [{"en": "One"}]}]
    document["outputs"][0]["words"] = "kinds"
    document["inputs"][0]["fact"] = "customers"
    assert compare(shelf, changed).level == "minor"
