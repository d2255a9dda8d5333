"""A decision drill in a real browser: by keyboard, with its chart, left and gone on with, accessible in every state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_accessible_pages import violations
from tests.support.company import MODULE
from tests.support.player import PATH

Opener = Callable[..., Page]
DECIDE = 'form[action$="/choices"] button'


def decide(page: Page, option: str) -> None:
    page.locator(f'input[name="option"][value="{option}"]').focus()
    page.keyboard.press("Space")
    page.locator(DECIDE).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/choices/*")


@pytest.mark.parametrize(("language", "width", "theme"), [("en", 1280, "light"), ("da", 320, "dark")])
def test_a_dilemma_is_played_to_its_end_and_every_page_is_accessible(
    open_browser: Opener, learner: str, language: str, width: int, theme: str
) -> None:
    page = open_browser(learner, language=language, width=width, theme=theme)
    found: list[str] = []

    def look() -> None:
        found.extend(violations(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    page.goto(PATH)
    look()
    page.goto(f"/learn/{MODULE}/02-what-a-customer-is-worth")
    page.locator(f'form[action="{PATH}/plays"] button').click()
    page.wait_for_url("**/learn/plays/*")
    page.evaluate("document.querySelectorAll('[required]').forEach((each) => each.removeAttribute('required'))")
    page.locator(DECIDE).click()
    page.wait_for_selector(".error[role=alert]")
    look()
    decide(page, "cut-care")
    page.locator(".chart").scroll_into_view_if_needed()
    expect(page.locator(".chart svg").first).to_be_visible()
    page.locator("details.more > summary").first.click()
    look()
    elsewhere = open_browser(learner, language=language)
    elsewhere.goto(PATH)
    elsewhere.locator(f'form[action="{PATH}/plays"] button').click()
    decide(elsewhere, "hire-people")
    page.locator(".actions a.btn").click()
    expect(page.locator(".drill-timeline > li")).to_have_count(2)
    page.locator(".chart").scroll_into_view_if_needed()
    expect(page.locator(".chart svg").first).to_be_visible()
    look()
    assert not found, "\n".join(found)
