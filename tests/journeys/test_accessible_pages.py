"""Every page, in three languages, light and dark, narrow and wide: axe finds nothing, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Opener = Callable[..., Page]
MODULE = "/learn/loyalty-economics"
PAGES = {
    None: ["/sign-in", "/no-such-page", "/verify", "/verify?number=7391"],
    "manager": [
        "/learn",
        MODULE,
        "/tools",
        "/tools/customer-lifetime-value",
        "/tools/cost-of-churn",
        "/me",
        "/assign",
        "/learn/search?q=customer&in=all",
        "/learn/no-such-module",
    ],
    "colleague": ["/learn", "/learn/recall", "/me/recall"],
    "hr": [
        "/assign",
        "/assign/people?q=nobody-is-called-this",
        "/assign/people?module=loyalty-economics&show=late",
        "/assign/people/departments",
        "/assign/people/acts/new?kind=away&all=1",
        "/assign/groups",
        "/assign/groups/new",
        "/assign/groups/new?by=hand",
        "/assign/assignments",
        "/assign/assignments/new",
        "/assign/exceptions",
        "/assign/wishes",
    ],
    "trainer": [
        "/author",
        "/author/modules/loyalty-economics",
        "/author/quizzes/loyalty-economics/questions/five-points",
    ],
    "admin": ["/admin"],
}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.mark.parametrize("who", PAGES, ids=str)
@pytest.mark.parametrize(
    ("language", "width", "theme"), [("en", 1280, "light"), ("da", 360, "dark"), ("sv", 320, "light")]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_browser: Opener, who: str | None, language: str, width: int, theme: str
) -> None:
    page = open_browser(who, language=language, width=width, theme=theme)
    found = [problem for path in PAGES[who] for problem in looked_at(page, path)]
    assert not found, "\n".join(found)


def test_an_open_quiz_its_result_and_an_error_are_accessible(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, language="da")
    page.goto(MODULE)
    page.locator("section.hero button").click()
    page.goto(f"{MODULE}/03-what-losing-them-costs")
    page.locator("#quiz form button").click()
    page.wait_for_selector("form.quiz fieldset")
    found = violations(page)
    for fieldset in page.locator("form.quiz fieldset").all():
        radio = fieldset.locator("input[type=radio]")
        radio.first.check() if radio.count() else fieldset.locator("input").first.fill("tolv")
    found += violations(page)
    for box in page.locator("form.quiz input[inputmode=decimal]").all():
        box.fill("12")
    page.locator("form.quiz .actions button").click()
    page.wait_for_selector(".score")
    found += violations(page)
    page.goto("/tools/cost-of-churn")
    page.locator('[data-input="churn_rate"] .box').fill("200")
    page.keyboard.press("Tab")
    found += violations(page)
    assert not found, "\n".join(found)


def test_notes_with_a_highlight_a_sheet_and_an_undo_are_accessible(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, language="da", width=360, theme="dark")
    page.goto(f"{MODULE}/01-why-loyalty-pays")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('main > .prose p'))")
    page.locator("[data-mark-bar]").wait_for()
    found = violations(page)
    page.keyboard.press("h")
    page.locator(".note-here").first.click()
    found += violations(page)
    page.locator("dialog[open] textarea").fill("Vores egen")
    page.keyboard.press("Control+Enter")
    page.locator("[data-list] [data-do=delete] button").first.click()
    found += violations(page)
    page.locator("#notes .save-state[data-state=saved]").wait_for()
    for path in ("/learn/notes", "/learn/search?q=vores"):
        found += looked_at(page, path)
    assert not found, "\n".join(found)


def looked_at(page: Page, path: str) -> list[str]:
    page.goto(path)
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    wide = [f"{path}: scrolls sideways by {sideways} px"] if sideways > 0 else []
    return wide + [f"{path}: {problem}" for problem in violations(page)]


def violations(page: Page) -> list[str]:
    results: dict[str, Any] = Axe().run(page, options=RULES).response
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:160]}"
        for each in results["violations"]
        for node in each["nodes"]
    ]
