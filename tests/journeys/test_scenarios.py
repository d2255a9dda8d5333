"""Scenarios in a real browser: saved from the tool, changed, compared, shared; on a phone and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_accessible_pages import looked_at, violations
from tests.support.site import Site

Opener = Callable[..., Page]
TOOL = "/tools/cost-of-churn"


def _ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready]")


def _save(page: Page, name: str) -> str:
    page.goto(TOOL)
    _ready(page)
    page.locator("#scenario-name").fill(name)
    page.get_by_role("button", name="Save as scenario").click()
    page.wait_for_url("**/tools/scenarios/*")
    _ready(page)
    return page.url.rpartition("/")[2]


def test_a_number_typed_a_moment_ago_is_in_the_scenario_that_is_saved(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, width=360)
    page.goto(TOOL)
    _ready(page)
    page.locator('[name="input-churn_rate"]').fill("7")
    page.locator("#scenario-name").fill("Seven")
    page.get_by_role("button", name="Save as scenario").click()
    page.wait_for_url("**/tools/scenarios/*")
    expect(page.locator('[name="input-churn_rate"]')).to_have_value("7%")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_two_plans_are_saved_changed_and_compared(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    _save(page, "As today")
    _save(page, "Half as many")
    figure = page.locator('output[data-output="total"]')
    before = figure.inner_text()
    page.locator('[name="input-churn_rate"]').fill("6")
    expect(figure).not_to_have_text(before)
    page.get_by_role("link", name="Compare with others").click()
    page.wait_for_url("**/scenarios")
    page.get_by_label("Compare As today").check()
    page.get_by_label("Compare Half as many").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url("**/compare?*")
    expect(page.locator("h1")).to_contain_text("Side by side")
    expect(page.locator(".compared").nth(1)).to_contain_text("6%")
    page.locator("[data-plot]").first.scroll_into_view_if_needed()
    expect(page.locator("[data-plot] svg").first).to_be_visible()


def test_two_tabs_on_one_scenario_show_the_conflict_and_lose_nothing(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    scenario = _save(page, "Twice open")
    other = page.context.new_page()
    other.goto(f"/tools/scenarios/{scenario}")
    _ready(other)
    box = '[name="input-churn_rate"]'
    page.locator(box).fill("7")
    expect(page.locator(".tool .save-state")).to_have_attribute("data-state", "saved")
    other.locator(box).fill("9")
    expect(other.locator(".conflict")).to_contain_text("7%")
    other.get_by_role("button", name="Keep mine").click()
    expect(other.locator(".tool .save-state")).to_have_attribute("data-state", "saved")
    page.reload()
    expect(page.locator(box)).to_have_value("9%")


def test_a_colleague_reads_and_is_closed_out_at_the_next_click(open_browser: Opener, site: Site, learner: str) -> None:
    colleague = site.new_learner(name="Reading Colleague")
    page, theirs = open_browser(learner), open_browser(colleague)
    scenario = _save(page, "For your eyes")
    page.get_by_label("E-mail or full name of a colleague").fill(colleague)
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("has not looked yet")).to_be_visible()
    theirs.goto(f"/tools/scenarios/{scenario}")
    _ready(theirs)
    expect(theirs.locator('[name="input-churn_rate"]')).to_be_disabled()
    page.reload()
    expect(page.get_by_text("has looked 1 time")).to_be_visible()
    page.get_by_role("button", name=re.compile("End sharing")).click()
    expect(page.get_by_text("Nobody but you.")).to_be_visible()
    theirs.reload()
    expect(theirs.locator("h1")).to_have_text("This is no longer shared with you")


def test_everything_goes_without_a_script(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, javascript=False, width=360)
    page.goto(TOOL)
    page.locator("#scenario-name").fill("By hand")
    page.get_by_role("button", name="Save as scenario").click()
    page.locator('[name="input-churn_rate"]').fill("5%")
    page.locator(".tool-form").get_by_role("button", name="Calculate and keep").click()
    expect(page.locator('[name="input-churn_rate"]')).to_have_value("5%")
    page.get_by_role("button", name="Lock as baseline").click()
    expect(page.locator('[name="input-churn_rate"]')).to_be_disabled()
    page.get_by_role("button", name="Unlock").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("h1")).to_contain_text("By hand")


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("en", 1280, "light"), ("da", 360, "dark"), ("sv", 320, "light")]
)
def test_axe_finds_nothing_on_the_pages_of_scenarios(
    open_browser: Opener, site: Site, learner: str, language: str, width: int, theme: str
) -> None:
    colleague = site.new_learner(name="Reading Colleague")
    page = open_browser(learner, language=language, width=width, theme=theme)
    theirs = open_browser(colleague, language=language, width=width, theme=theme)
    ids = []
    for name in ("One", "Two"):
        page.goto(TOOL)
        _ready(page)
        page.locator("#scenario-name").fill(name)
        page.locator("#keep button").click()
        page.wait_for_url("**/tools/scenarios/*")
        ids.append(page.url.rpartition("/")[2])
    page.locator("#who").fill(colleague)
    page.locator("#sharing form.in-place button").click()
    page.wait_for_url("**#sharing")
    found = looked_at(theirs, f"/tools/scenarios/{ids[1]}")
    page.reload()
    for folded in page.locator(".scenario-doing details").all():
        folded.locator("summary").click()
    found += violations(page)
    for path in (f"{TOOL}/scenarios", f"/tools/scenarios/compare?ids={ids[0]}&ids={ids[1]}&ids=now",
                 f"/tools/scenarios/compare?ids={ids[0]}", "/tools/scenarios", TOOL, "/me"):  # fmt: skip
        found += looked_at(page, path)
    assert not found, "\n".join(found)
