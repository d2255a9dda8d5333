"""Charts say nothing on the console, whatever a slider is drawn to, and a tool of tables keeps its result in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from lms.calculators.declared import in_language
from tests.tools.exports.spoken import NAMES, tool

Opener = Callable[..., Page]
DRAWN = """async (document) => {
    const base = window.document.querySelector('script[src*="/web/js/"]').src.replace(/web\\/js\\/.*$/, '');
    const { Chart } = await import(`${base}web/js/chart.js`);
    const { compute } = await import(`${base}calculators/interpreter.js`);
    const place = window.document.querySelector('main').appendChild(window.document.createElement('div'));
    place.scrollIntoView();
    const page = (chart) => ({ document: { ...document, chart }, language: 'en', currency: 'DKK' });
    const all = [document.chart, ...(document.more_charts ?? [])].map((chart) => {
        const plot = place.appendChild(window.document.createElement('div'));
        return new Chart(plot, page(chart));
    });
    let drawn = 0;
    const show = async (values) => {
        const { table, more } = compute(document, values);
        for (const [at, chart] of all.entries()) await chart.show([table, ...more][at]);
        drawn += 1;
    };
    await show({});
    for (const { name, slider } of document.inputs) {
        if (slider) for (const value of [slider.minimum, slider.maximum]) await show({ [name]: value });
    }
    place.remove();
    return drawn;
}"""


@pytest.fixture
def quiet(open_browser: Opener, learner: str) -> Iterator[Page]:
    """Return a page of the site; what is written on the console while the test runs makes it fail."""
    page = open_browser(learner)
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text) if each.type in ("warning", "error") else None)
    page.goto("/tools")
    page.wait_for_selector("html[data-ready]", state="attached")
    yield page
    assert said == []


@pytest.mark.parametrize("name", NAMES)
def test_no_number_makes_a_chart_complain(quiet: Page, name: str) -> None:
    assert quiet.evaluate(DRAWN, in_language(tool(name).document(), "en")) >= 1


def test_a_tool_of_tables_opens_with_its_result_and_keeps_it_in_sight(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, width=1280)
    page.goto("/tools/customer-segments")
    page.wait_for_selector("html[data-ready]", state="attached")
    headline = page.locator(".tool-headline .big")
    expect(headline).to_be_in_viewport()
    page.locator("[data-add]").scroll_into_view_if_needed()
    expect(headline).to_be_in_viewport()
