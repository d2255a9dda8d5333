"""Several charts in one calculator: read, computed alike in both places, and refused beyond what is sensible."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, in_language
from lms.calculators.problems import CalculatorErrors
from lms.calculators.reading import read_calculator
from lms.calculators.service.graph import dependencies
from tests.calculators.material import Browser

SHELF = Path(__file__).parents[1] / "shelf" / "modules" / "loyalty-economics"
TEXT = (SHELF / "customer-segments.calc.toml").read_text(encoding="utf-8")
SECOND = """
[[charts]]
description = {{ en = "Shares.", da = "Andele.", sv = "Andelar." }}
spec = '{{"data": {{"name": "table"}}, "mark": "bar", "encoding": {{"x": {{"field": "{drawn}"}}}}}}'
[[charts.rows]]
name = "group"
over = "segments"
fields = {{ portion = "segments.share / sum(segments.share)" }}
[charts.table]
columns = [{{ name = "{column}", unit = "percent", label = {{ en = "Share", da = "Andel", sv = "Andel" }} }}]
"""


def read(*more: str, text: str = TEXT) -> Calculator:
    """Read a calculator with further charts."""
    before, example, after = text.partition("\n[[examples]]")
    return read_calculator(before + "".join(more) + example + after, "segments.calc.toml")


def second(column: str = "portion") -> str:
    """Return another chart."""
    return SECOND.format(drawn="portion", column=column)


def test_a_second_chart_stands_after_the_first_one_with_rows_of_its_own() -> None:
    found = read(second())
    assert [len(chart.rows) for chart in found.charts] == [1, 1]
    results = compute(found, {})
    assert sum(float(row["portion"] or 0) for row in results.more[0]) == pytest.approx(1)
    assert [row["label"] for row in results.more[0]] == [row["label"] for row in results.table]
    assert results.table == compute(read(), {}).table
    assert "chart2.group.portion" in dependencies(found).uses


def test_it_is_kept_and_computed_by_the_browser_as_on_the_server() -> None:
    found = read(second())
    assert Calculator.from_document(found.document()) == found
    asked = "modules['interpreter.js'].compute(data.document, data.values).more"
    there = Browser().run(asked, {"document": in_language(found.document(), "en"), "values": {}})
    assert there == [[dict(row) for row in compute(found, {}).more[0]]]


def test_a_calculator_with_one_chart_is_kept_as_it_was() -> None:
    assert "more_charts" not in read().document()
    assert compute(read(), {}).more == ()


def test_charts_alone_are_enough() -> None:
    start, end = TEXT.index("\n[chart]"), TEXT.index("\n[[examples]]")
    found = read(second(), text=TEXT[:start] + TEXT[end:])
    assert found.chart is not None
    assert found.chart.description["en"] == "Shares."
    assert found.more_charts == ()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([second("nowhere")], "“nowhere” is not computed"),
        ([second(), second(), second()], "There are 4 charts"),
        ([second().replace('"mark": "bar"', '"mark": "bar", "params": []')], "“params” is not allowed"),
    ],
)
def test_a_wrong_one_is_told_with_its_reason(more: list[str], said: str) -> None:
    with pytest.raises(CalculatorErrors, match=said):
        read(*more)
