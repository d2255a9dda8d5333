"""HR makes a group in a real browser: by keyboard alone, counted while it is written, and again without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from lms import demo
from tests.journeys.test_accessible_pages import looked_at
from tests.support.site import Site

Opener = Callable[..., Page]


def test_a_rule_is_made_by_keyboard_and_counted_while_it_is_written(open_browser: Opener) -> None:
    page = open_browser("hr", width=360)
    page.goto("/assign/groups/new")
    page.wait_for_selector("html[data-ready]")
    page.get_by_label("Name of the group").fill(f"Leads in Sales {uuid4().hex[:6]}")
    told = page.locator("[data-told]")
    department = page.locator('[id="add:0.0"]')
    department.fill("sales")
    department.press("Enter")
    expect(page.get_by_role("checkbox", name="Sales")).to_be_checked()
    expect(told).to_contain_text("26 people")
    expect(department).to_be_focused()
    page.locator('[id="new:0"]').select_option("job")
    page.locator('[id="add-to:0"]').press("Enter")
    choice = page.locator('[id="op:0.1"]')
    expect(choice).to_be_focused()
    choice.select_option("contains")
    expect(page.locator('[id="text:0.1"]')).to_have_count(1)
    page.locator('[id="text:0.1"]').fill("LEAD")
    expect(told).not_to_contain_text("26 people")
    fitting = int(re.findall(r"(\d+) people", told.inner_text())[0])
    assert 0 < fitting < 26
    page.locator('[id="remove:0.1"]').press("Enter")
    expect(told).to_contain_text("26 people")
    expect(page.locator('[id="new:0"]')).to_be_focused()
    page.get_by_role("button", name="Save the group").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leads in Sales")
    expect(page.locator(".because").first).to_have_text("in Sales")


def test_without_javascript_the_same_group_is_made_with_buttons(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/sign-in?next=/assign/groups/new")
    page.get_by_label("E-mail").fill("hr@demo.example")
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Name of the group").fill(f"Sales {uuid4().hex[:6]}")
    page.locator('[id="add:0.0"]').fill("Sales")
    page.get_by_role("button", name="See who fits").last.click()
    expect(page.locator("[data-told]")).to_contain_text("26 people")
    page.get_by_role("button", name="Save the group").click()
    expect(page.locator(".lead")).to_have_text("26 people")
    context.close()


@pytest.mark.parametrize(("width", "theme"), [(1280, "dark"), (320, "light")])
def test_a_group_its_rule_and_its_history_are_accessible(open_browser: Opener, width: int, theme: str) -> None:
    page = open_browser("hr", width=width, theme=theme)
    found: list[str] = []
    for name in ("Managers in Sales and its departments", "Pilot of the customer programme"):
        page.goto("/assign/groups")
        page.get_by_role("link", name=name).click()
        here = urlsplit(page.url).path
        found += [each for path in ("?find=an", "/edit", "/history") for each in looked_at(page, here + path)]
    assert not found, "\n".join(found)
