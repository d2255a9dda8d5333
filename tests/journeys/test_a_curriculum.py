"""HR puts a curriculum in order in a real browser: by keys, by dragging, by typing; and publishes it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]


@pytest.fixture
def begun(open_browser: Opener) -> Page:
    """Return the page of a curriculum that HR has just begun, with the only module of the library in it."""
    page = open_browser("hr")
    page.goto("/assign/curricula")
    page.get_by_label("Title").fill("New as a leader")
    page.locator("button[value=library]").click()
    page.wait_for_selector("html[data-ready]")
    return page


def test_a_curriculum_is_made_by_keyboard_and_by_mouse_and_published(begun: Page) -> None:
    page = begun
    shown = page.locator("[data-module]")
    expect(shown).to_have_count(1)
    page.locator("#section-add").press("Enter")
    sections = page.locator("[data-section]")
    expect(sections).to_have_count(2)
    shown.locator("select").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(sections.nth(1).locator("[data-module]")).to_have_count(1)
    expect(page.locator("[data-said]")).to_contain_text("1 of 1")
    expect(shown.locator("select")).to_be_focused()
    page.locator(".plan-words").drag_to(page.locator("[data-section='0'] .plan-none"))
    expect(sections.nth(0).locator("[data-module]")).to_have_count(1)
    page.locator("[name=every_days]").fill("7")
    expect(page.locator("[data-part=weeks]")).to_contain_text("1 week in this rhythm")
    expect(page.locator("#curriculum .save-state")).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.locator("[name=every_days]")).to_have_value("14")
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.locator("h1")).to_have_text("Nobody has it yet")
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.locator("main .head .tag").first).to_contain_text("published")


def test_it_works_the_same_without_a_script(open_browser: Opener) -> None:
    page = open_browser("hr", javascript=False)
    page.goto("/assign/curricula")
    page.get_by_label("Title").fill("Without a script")
    page.locator("button[value=library]").click()
    page.locator("#summary-da").fill("Typed before an act")
    page.locator("#section-add").click()
    expect(page.locator("[data-section]")).to_have_count(2)
    expect(page.locator("#summary-da")).to_have_value("Typed before an act")
    page.locator("[value^='down:']").click()
    expect(page.locator("[data-section='1'] [data-module]")).to_have_count(1)
    page.get_by_role("button", name="Preview as a learner").click()
    expect(page.locator("main")).to_contain_text("Typed before an act")


def test_no_page_of_curricula_is_wider_than_a_small_phone(open_browser: Opener) -> None:
    page = open_browser("hr", width=360)
    for path in ("/assign/curricula",):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("link", name="Customer-centric leadership").click()
    page.wait_for_url(lambda url: not url.endswith("/assign/curricula"))
    assert page.evaluate("document.documentElement.scrollWidth") == 360
