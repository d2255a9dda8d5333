"""Finding a tool on the shelf: the cards thin out while one types, by keyboard alone, and the form asks the server."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Opener = Callable[..., Page]


def _shown(page: Page) -> list[str]:
    return [link.get_attribute("href") or "" for link in page.locator("[data-tool]:visible a").all()]


def test_the_shelf_thins_out_while_one_types(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, language="en", width=360)
    page.goto("/tools")
    page.wait_for_selector("html[data-ready]")
    every = _shown(page)
    page.keyboard.press("/")
    page.keyboard.type("Lose")
    assert _shown(page) == ["/tools/cost-of-churn"]
    expect(page.locator("[data-told]")).to_have_text("1 tool")
    page.keyboard.type(" zebra")
    assert _shown(page) == []
    expect(page.locator("[data-told]")).to_contain_text("Press Enter")
    expect(page.locator("[data-group]")).to_be_hidden()
    page.locator("#q").fill("")
    assert _shown(page) == every
    expect(page.locator("[data-told]")).to_be_empty()


def test_enter_finds_a_tool_by_its_name_in_another_language(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, language="da", width=360)
    page.goto("/tools")
    page.wait_for_selector("html[data-ready]")
    page.locator("#q").fill("lose customers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tools?q=lose+customers")
    assert "/tools/cost-of-churn" in _shown(page)
