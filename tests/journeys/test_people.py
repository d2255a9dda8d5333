"""HR finds people while typing, changes some of them at once, and takes it back, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.test_accessible_pages import violations

Opener = Callable[..., Page]


def test_people_are_found_while_typing_and_changed_at_once_and_it_is_undone(open_browser: Opener) -> None:
    page = open_browser("hr")
    page.goto("/assign/people")
    page.wait_for_selector("html[data-ready]")
    box = page.get_by_label("Name, e-mail, job or department")
    box.press_sequentially("field anders")
    told = page.locator("[data-roster-told]")
    expect(told).to_have_text("3 people")
    expect(box).to_be_focused()
    expect(page).to_have_url(re.compile("q=field.anders"))
    press = page.get_by_role("button", name="For those I ticked")
    expect(press).to_be_disabled()
    for tick in page.locator('input[name="person"]').all()[:2]:
        tick.press("Space")
    expect(page.locator("[data-told]")).to_have_text("2 ticked")
    page.get_by_label("With many people at once").select_option("location")
    press.press("Enter")
    page.get_by_label("Location").fill("Bergen")
    page.get_by_role("button", name="Show what changes").click()
    assert violations(page) == []
    page.get_by_role("button", name="Change 2 people").click()
    expect(page.get_by_text("Done for 2 people.")).to_be_visible()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Put back for 2 people.")).to_be_visible()
    page.goto("/assign/people?q=field+anders")
    page.locator(".roster-name a").first.click()
    expect(page.get_by_role("heading", name="What was done")).to_be_visible()
    assert violations(page) == []
