"""A self-assessment in a real browser: one tap each, kept as one goes, by keyboard, accessible in every state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_accessible_pages import violations
from tests.support.sitter import ITEMS, PATH, all_of

Opener = Callable[..., Page]
BEGIN, CLOSE = 'form[action$="/sittings"] button', "form.assessment button:not([formaction])"


def begin(page: Page) -> None:
    page.goto(PATH)
    page.locator(BEGIN).click()
    page.wait_for_selector("html[data-ready] form.assessment")


def tap(page: Page, *items: str, point: int = 4) -> None:
    for item in items:
        page.locator(f'[data-item-box="{item}"] input[value="{all_of(point)[item]}"]').check(force=True)


def saved(page: Page) -> None:
    expect(page.locator(".save-state")).to_have_attribute("data-state", "saved")


@pytest.mark.parametrize(("language", "width", "theme"), [("en", 1280, "light"), ("sv", 320, "dark")])
def test_axe_finds_nothing_in_any_state_and_nothing_scrolls_sideways(
    open_browser: Opener, learner: str, language: str, width: int, theme: str
) -> None:
    page = open_browser(learner, language=language, width=width, theme=theme)
    found: list[str] = []

    def look() -> None:
        found.extend(violations(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    page.goto("/learn/assessments")
    look()
    page.goto(PATH)
    look()
    begin(page)
    look()
    tap(page, *ITEMS[:8])
    page.locator(CLOSE).click()
    page.wait_for_selector('.notice.error[role="alert"]')
    look()
    tap(page, ITEMS[8])
    page.locator(CLOSE).click()
    page.wait_for_url("**/learn/sittings/*")
    page.locator("details.more > summary").first.click()
    look()
    assert not found, "\n".join(found)


def test_what_is_tapped_is_kept_when_the_page_is_left(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    begin(page)
    tap(page, *ITEMS[:5])
    expect(page.locator("[data-answered]")).to_have_text("5 of 9")
    saved(page)
    elsewhere = open_browser(learner)
    elsewhere.goto(PATH)
    expect(elsewhere.locator("[data-answered]")).to_have_text("5 of 9")
    expect(elsewhere.locator(f'[data-item-box="{ITEMS[0]}"] input[value="4"]')).to_be_checked()


def test_what_is_tapped_while_the_line_is_down_is_sent_when_it_is_back(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    begin(page)
    page.context.set_offline(True)
    tap(page, *ITEMS[:2])
    expect(page.locator(".save-state")).to_have_attribute("data-state", "waiting")
    page.context.set_offline(False)
    saved(page)
    page.reload()
    expect(page.locator("[data-answered]")).to_have_text("2 of 9")


def test_two_tabs_that_answer_differently_let_the_person_choose(open_browser: Opener, learner: str) -> None:
    one, other = open_browser(learner), open_browser(learner)
    begin(one)
    other.goto(PATH)
    other.wait_for_selector("html[data-ready]")
    tap(one, "a1-1", point=5)
    saved(one)
    tap(other, "a1-1", point=2)
    choice = other.locator('[data-item-box="a1-1"] .conflict')
    expect(choice).to_contain_text("Fits completely")
    choice.locator("button").first.click()
    expect(other.locator('[data-item-box="a1-1"] input[value="5"]')).to_be_checked()


def test_the_whole_of_it_by_keyboard(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    begin(page)
    for _ in ITEMS:
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.type") != "radio":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    expect(page.locator("[data-answered]")).to_have_text("9 of 9")
    while page.evaluate("document.activeElement.type") != "submit":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/learn/sittings/*")
    expect(page.locator("h1")).to_have_text("Uneven")
    expect(page.locator(".notice.warn")).to_contain_text("the same answer")
