"""A chart on paper is the chart on the page: the same specification, data and words, in the light theme's colours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lms.calculators.declared import in_language
from lms.tools.exports.picture import LOCALES, NARROW, TOKENS, WIDTH, paper_chart
from tests.calculators.material import Browser
from tests.tools.exports.spoken import NAMES, seen, speaking, tool

WEB = Path(__file__).parents[3] / "lms" / "web" / "static" / "web"
LARGE = {"customers": 8_000_000}
ONLY_ON_A_SCREEN = {"background", "axisXBand", "aria"}
"""The page's own ground shows through; words under bars stand beneath each other on a phone; no drawing is read out."""


class Page(Browser):
    """The browser's scripts with the chart's own, without a window: what it would hand to Vega is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.engine.eval(self.wrapped("chart-theme.js", (WEB / "js" / "chart-theme.js").read_text()))
        text = (WEB / "js" / "chart.js").read_text().replace("../../calculators/", "./").replace("this.#", "this._")
        text = re.sub(r"^  (async )?#", r"  \1_", text, flags=re.MULTILINE).replace(
            'import("../vendor/vega.js")', "Vega"
        )
        self.engine.eval(
            """
            let handed = null;
            const Vega = { parse: (spec) => spec, compile: (spec) => ({ spec: (handed = spec) }), Warn: 0,
              View: class { initialize() { return { runAsync: async () => {} }; } } };
            """
        )
        text = text.replace("tokensOf(this.plot)", "this.tokens")
        self.engine.eval(self.wrapped("chart.js", text))

    def drawn(
        self, document: Mapping[str, Any], rows: list[Any], language: str, currency: str, width: int = WIDTH
    ) -> dict[str, Any]:
        """Return the specification the page hands to Vega for these rows."""
        given = {
            "document": document,
            "rows": rows,
            "language": language,
            "currency": currency,
            "tokens": TOKENS,
            "width": width,
        }
        self.run(
            """{
              const chart = Object.create(modules['chart.js'].Chart.prototype);
              chart.page = data; chart.tokens = data.tokens; chart.divisor = 0;
              chart.plot = { clientWidth: data.width, toggleAttribute() {}, querySelector: () => null };
              chart._draw(data.rows); return null; }""",
            given,
        )
        return dict(json.loads(self.engine.eval("JSON.stringify(handed)")))

    def locales(self) -> dict[str, Any]:
        """Return the numerals of the page's charts."""
        text = (WEB / "js" / "chart.js").read_text()
        return dict(
            json.loads(
                self.engine.eval(
                    f"{text[text.index('const LOCALES') : text.index('const NEAR')]}JSON.stringify(LOCALES)"
                )
            )
        )


@pytest.fixture(scope="module")
def page() -> Page:
    """Return the scripts, loaded once."""
    return Page()


@pytest.mark.parametrize("language", ["en", "da", "sv"])
@pytest.mark.parametrize("name", NAMES)
def test_it_is_what_the_page_hands_to_vega(page: Page, name: str, language: str) -> None:
    calculator = tool(name)
    with speaking(language):
        for values in ({}, LARGE if any(each.name == "customers" for each in calculator.inputs) else {}):
            shown = seen(calculator, values)
            document = in_language(calculator.document(), language)
            for drawn, chart in zip(shown.charts, [document["chart"], *document.get("more_charts", [])], strict=True):
                for width in (WIDTH, NARROW - 1):
                    ours = paper_chart(shown, width, drawn.at)
                    assert ours is not None
                    rows = [dict(row) for row in drawn.rows]
                    theirs = page.drawn({**document, "chart": chart}, rows, language, "DKK", width)
                    compare(ours, theirs)


def compare(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Compare both specifications; what belongs to a screen only is left out."""
    mine, other = ours.pop("config"), theirs.pop("config")
    mine["legend"].pop("columns"), other["legend"].pop("columns")
    assert {key: each for key, each in mine.items() if key not in ONLY_ON_A_SCREEN} == {
        key: each for key, each in other.items() if key not in ONLY_ON_A_SCREEN
    }
    data, drawn = ours.pop("data"), theirs.pop("data")
    assert data["name"] == drawn["name"]
    for row, same in zip(data["values"], drawn["values"], strict=True):
        assert {key: near(each) for key, each in row.items() if each is not None} == {
            key: each for key, each in same.items() if each is not None
        }
    ours.pop("$schema"), theirs.pop("$schema", None)
    assert json.loads(json.dumps(ours)) == theirs


def near(value: Any) -> Any:
    """Return what a number of the browser is compared with."""
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value


def test_its_colours_are_those_of_charts_in_the_light_theme() -> None:
    sheet = (WEB / "css" / "tokens.css").read_text()
    light = dict(re.findall(r"^\s*--([\w-]+): light-dark\((#[0-9a-f]{6}),", sheet, re.MULTILINE))
    for name, colour in TOKENS.items():
        if name not in {"sans", "serif"}:
            own = name.replace("_", "-")
            assert colour == light.get(f"chart-{own}", light.get(own)), name


def test_its_numerals_are_those_of_the_pages_charts(page: Page) -> None:
    assert page.locales() == LOCALES


def test_on_a_narrow_screen_marks_carry_numbers_instead_of_names() -> None:
    with speaking():
        shown = seen(tool("kano-survey"))
        wide, narrow = (str(paper_chart(shown, width)) for width in (WIDTH, NARROW - 1))
    assert "'text': {'field': 'label'}" in wide
    assert "'text': {'field': 'label'}" not in narrow
    assert "'text': {'field': 'place'}" in narrow
    assert "'wide'" not in wide + narrow
    assert "'narrow'" not in wide + narrow


def test_without_a_result_there_is_no_picture() -> None:
    with speaking():
        assert paper_chart(seen(tool("customer-lifetime-value"), {"retention": 7.0})) is None
