"""A manager says how low and how high a number could be, and sees how far the result moves; on phones too."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import violations

Opener = Callable[..., Page]
TOOL = "/tools/customer-lifetime-value"
LINE = "[data-range-line]"


def opened(page: Page, path: str = TOOL) -> Page:
    """Open a page and wait until its scripts listen."""
    page.goto(path)
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def between(page: Page, name: str, low: str, high: str) -> None:
    """Type both ends of a number's range, as a keyboard does."""
    page.fill(f'[name="low-{name}"]', low)
    page.keyboard.press("Tab")
    page.keyboard.type(high)
    page.keyboard.press("Tab")


def drawn(page: Page) -> None:
    """Wait for the pictures; each is drawn when it comes near the window."""
    for name in ("runs", "fan", "moves", "line"):
        picture = page.locator(f'[data-picture="{name}"]')
        picture.scroll_into_view_if_needed()
        expect(picture.locator("svg")).to_be_visible()


def words_at(page: Page, name: str) -> str:
    """Return what is said at a line."""
    return page.locator(f'[data-range-of="{name}"] [data-error]').inner_text()


def test_the_range_stands_under_the_headline_and_is_there_tomorrow(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner, language="da"))
    between(page, "retention", "60", "85 %")
    expect(page.locator(LINE)).to_have_text(re.compile(r"\d–[\d.,]+\u00a0kr\."))
    expect(page.locator('[name="high-retention"]')).to_have_value("85\u00a0%")
    expect(page.locator("[data-sentence]")).to_contain_text(page.locator('output[data-output="clv_net"]').inner_text())
    page = opened(page)
    expect(page.locator(LINE)).to_have_text(re.compile(r"kr\."))
    expect(page.locator(".ranges-found .range-headline")).to_have_count(0)


def test_everything_is_shown_when_it_is_asked_for(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner))
    between(page, "retention", "60%", "85%")
    between(page, "margin", "800", "1,300")
    page.fill('[name="threshold"]', "3,000")
    page.keyboard.press("Enter")
    expect(page.locator(".range-headline")).to_contain_text("At or above DKK\u00a03,000")
    drawn(page)
    page.locator('.slide[data-input="margin"] .box').fill("1,000")
    page.keyboard.press("Tab")
    expect(page.locator('[data-range-of="margin"] [data-likely]')).to_have_text("DKK\u00a01,000")


def test_what_cannot_be_a_range_is_said_at_its_line_at_once(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner))
    between(page, "retention", "85%", "60%")
    assert words_at(page, "retention") == "The low end is above the high end. Swap them."
    between(page, "retention", "10%", "20%")
    assert words_at(page, "retention").startswith("The likely number lies outside its own range.")
    between(page, "retention", "many", "20%")
    assert words_at(page, "retention").startswith("Enter a number")
    between(page, "retention", "60%", "120%")
    expect(page.locator('[data-range-of="retention"] [data-error]')).to_have_text(
        "The range goes beyond what can be entered here. Narrow it."
    )


def test_a_cell_of_a_table_gets_a_line_of_its_own(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner), "/tools/customer-segments")
    page.select_option('[name="add"]', "segments.retention.2")
    page.click("[data-add-range]")
    expect(page.locator('[name="low-segments.retention.2"]')).to_be_focused()
    between(page, "segments.retention.2", "80%", "92%")
    expect(page.locator(LINE)).to_have_text(re.compile("in 8 of 10 runs"))


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_the_panel_and_its_results_pass_axe(open_browser: Opener, learner: str, width: int, theme: str) -> None:
    page = opened(open_browser(learner, width=width, theme=theme), "/tools/uncertainty?tool=customer-lifetime-value")
    between(page, "retention", "60%", "85%")
    between(page, "margin", "800", "1300")
    page.click("[data-run]")
    drawn(page)
    page.locator('[name="expert"]').check()
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0, "nothing is wider than the window"


def test_on_a_phone_the_result_and_its_range_stay_in_sight(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner, width=360))
    between(page, "retention", "60%", "85%")
    expect(page.locator(LINE)).to_have_text(re.compile("in 8 of 10 runs"))
    for name in ("margin", "retention", "acquisition_cost"):
        page.locator(f'.slide[data-input="{name}"] input[type="range"]').scroll_into_view_if_needed()
        expect(page.locator('output[data-output="clv_net"]')).to_be_in_viewport()
        expect(page.locator(LINE)).to_be_in_viewport()
