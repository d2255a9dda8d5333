"""A manager drags a slider: the result follows, and what stands when the hand rests is what the server would say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.segments import TOOL as SEGMENTS

Opener = Callable[..., Page]
CHURN = "/tools/cost-of-churn"
LIFETIME = "/tools/customer-lifetime-value"
TOLD = """() => {
    const tool = document.querySelector('.tool');
    const seen = (place) => !place.closest('[hidden]');
    const texts = (places) => [...tool.querySelectorAll(places)].filter(seen).map((e) => e.textContent.trim());
    return {
        headline: texts('.tool-headline output'), figures: texts('.figures :is(dt, dd)'),
        sentence: texts('[data-sentence]'), problem: texts('[data-problem]'), moves: texts('[data-moves] span'),
        twin: texts('[data-twin] tbody :is(th, td)'), rows: texts('[data-each] tbody :is(th, td)'),
        mine: texts('[data-mine]'), notes: texts('[data-note]'),
    };
}"""
PICTURE = """() => {
    const names = ['d', 'transform', 'y2', 'fill', 'opacity'];
    const told = (mark) => [mark.tagName, mark.textContent, ...names.map((name) => mark.getAttribute(name) ?? '')];
    return [...document.querySelectorAll('[data-plot] svg :is(path, text, line)')].map((e) => told(e).join('|')).sort();
}"""
FLURRY = """async () => {
    const range = document.querySelector('.slide input[type=range]');
    const tool = document.querySelector('.tool');
    let shown = 0;
    tool.addEventListener('calculator:shown', () => (shown += 1));
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    for (let at = 1; at <= 20; at += 1) {
        range.value = String(Number(range.min) + ((Number(range.max) - Number(range.min)) * at) / 40);
        range.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const at_once = shown;
    await frame();
    await frame();
    return [at_once, shown];
}"""


def opened(page: Page, path: str) -> Page:
    """Open a tool, its table too, and wait until the chart stands."""
    page.goto(path)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("[data-plot]").scroll_into_view_if_needed()
    expect(page.locator("[data-plot] svg")).to_be_visible()
    return page


def taken_hold(page: Page) -> tuple[float, float, float]:
    """Press the thumb of the first slider; return where its line begins, its width, and its height on the page."""
    slider = page.locator('.slide input[type="range"]').first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    share = slider.evaluate("e => (e.value - e.min) / (e.max - e.min)")
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10 + share * (box["width"] - 20), middle)
    page.mouse.down()
    return box["x"], box["width"], middle


def pulled(page: Page, start: float, end: float, along: tuple[float, float, float]) -> None:
    """Pull the slider from one share of its line to another, in many moves."""
    left, width, middle = along
    for step in range(21):
        page.mouse.move(left + width * (start + (end - start) * step / 20), middle)


def servers(open_browser: Opener, learner: str, path: str, language: str) -> Any:
    """Return what the server's page says to the same person, without any script."""
    page = open_browser(learner, javascript=False, language=language)
    page.goto(path)
    return page.evaluate(TOLD)


@pytest.mark.parametrize(
    ("path", "width", "language"), [(CHURN, 360, "en"), (LIFETIME, 1280, "da"), (SEGMENTS, 360, "sv")]
)
def test_what_stands_after_a_drag_is_what_the_server_says(
    open_browser: Opener, learner: str, path: str, width: int, language: str
) -> None:
    page = opened(open_browser(learner, width=width, language=language), path)
    before = page.evaluate(TOLD)
    along = taken_hold(page)
    pulled(page, 0.2, 0.9, along)
    pulled(page, 0.9, 0.45, along)
    page.mouse.up()
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()
    expect(page.locator("[data-said]").first).not_to_be_empty()
    after = page.evaluate(TOLD)
    assert after["headline"] != before["headline"]
    assert after == servers(open_browser, learner, path, language)
    assert page.locator("[data-said]").text_content() == after["sentence"][0]
    drawn = page.evaluate(PICTURE)
    opened(page, path)
    expect(page.locator("[data-plot] svg")).to_be_visible()
    assert page.evaluate(PICTURE) == drawn, "the chart that was dragged is the one drawn anew"


def test_headline_sentence_and_figures_follow_and_the_rest_comes_when_the_hand_rests(
    open_browser: Opener, learner: str
) -> None:
    page = opened(open_browser(learner), CHURN)
    moves = page.locator("[data-moves]").inner_text()
    along = taken_hold(page)
    pulled(page, 0.2, 0.8, along)
    headline = page.locator(".tool-headline output").inner_text()
    assert headline in page.locator("[data-sentence]").inner_text()
    expect(page.locator("[data-moves]")).not_to_have_text(moves, use_inner_text=True)
    page.mouse.up()
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()
    assert page.evaluate(TOLD) == servers(open_browser, learner, CHURN, "en")


def test_many_moves_within_one_frame_are_drawn_once_and_the_last_counts(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner), CHURN)
    assert page.evaluate(FLURRY) == [1, 2]
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()
    page.wait_for_function("() => document.querySelector('[data-said]').textContent")
    assert page.evaluate(TOLD) == servers(open_browser, learner, CHURN, "en")
