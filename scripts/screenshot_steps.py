"""What somebody does on a page before it is photographed."""

from __future__ import annotations

from playwright.sync_api import Page


def open_quiz(page: Page) -> None:
    """Begin the questions where they are not begun, and answer the first."""
    begin = page.locator("form[action$='/attempts'] button")
    if begin.count() and not page.locator("form.quiz fieldset").count():
        begin.first.click()
        page.wait_for_selector("form.quiz fieldset")
        ready(page)
    first = page.locator("form.quiz fieldset").first.locator("input[type=radio]").first
    if not first.is_checked():
        first.check()
        page.locator(".save-state[data-state=saved]").first.wait_for()


def submit_quiz(page: Page) -> None:
    """Answer every question, not all of them right, and see the result."""
    if page.locator(".score").count():
        return
    open_quiz(page)
    for box in page.locator("form.quiz > fieldset").all():
        for group in box.locator(".choices, .line .pills, .sure .pills").all():
            group.locator("input").nth(1).check(force=True)
        for number in box.locator("input[inputmode=decimal]").all():
            number.fill("12")
    page.locator("form.quiz > .actions button").click()
    page.wait_for_selector(".score")


def begin_self_assessment(page: Page) -> None:
    """Begin the nine statements where they are not begun, and answer the first three."""
    begin = page.locator("form[action$='/sittings'] button")
    if begin.count():
        begin.first.click()
        page.wait_for_selector("form.assessment")
        ready(page)
    choices = [box.locator("input[value='4']") for box in page.locator("[data-item-box]").all()[:3]]
    if not choices[0].is_checked():
        for choice in choices:
            choice.check(force=True)
        page.locator(".save-state[data-state=saved]").first.wait_for()


def plan_exercise(page: Page) -> None:
    """Choose the first exercise and take the first day offered."""
    choose = page.locator("section.exercise form[action*='/practice/choices/'] button")
    if page.locator("section.exercise .tag").count():
        return
    choose.first.click()
    page.wait_for_selector("section.exercise .days")
    ready(page)
    page.locator("section.exercise .days button").first.click()
    page.wait_for_selector("section.exercise details.more")


def ready(page: Page) -> None:
    """Wait until the page's scripts listen."""
    page.wait_for_selector("html[data-ready]", state="attached")
