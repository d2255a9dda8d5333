"""Highlighting and writing beside the text in a real browser: by mouse, by key, by finger, with the line down."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

Opener = Callable[..., Page]
PAGE = "/learn/loyalty-economics/01-why-loyalty-pays"
SELECT = """([from, to]) => {
  const text = document.querySelector('main > .prose p').firstChild;
  const range = document.createRange();
  range.setStart(text, text.data.indexOf(from));
  range.setEnd(text, text.data.indexOf(to) + to.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def go(page: Page, path: str = PAGE) -> None:
    """Open a page and wait until its script listens."""
    page.goto(path)
    page.wait_for_selector("html[data-ready]", state="attached")


def select(page: Page, first: str, last: str) -> None:
    """Select from one word of the opening paragraph to another."""
    page.evaluate(SELECT, [first, last])
    expect(page.locator("[data-mark-bar]")).to_be_visible()


def saved(page: Page) -> None:
    """Wait until the notes' chip says so."""
    expect(page.locator("#notes .save-state[data-state=saved]")).to_be_visible()


def test_words_are_highlighted_and_are_so_on_every_device(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)
    select(page, "Tuesday", "Novem")
    page.get_by_role("button", name="Highlight").click()
    expect(page.locator("mark.marked")).to_have_text("Tuesday in November")  # whole words
    saved(page)
    phone = open_browser(learner, width=360)
    go(phone)
    expect(phone.locator("mark.marked")).to_have_text("Tuesday in November")
    phone.goto("/learn/notes")
    expect(phone.locator(".note-quote")).to_have_text("Tuesday in November")


def test_a_note_by_key_alone_is_changed_deleted_and_brought_back(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)
    select(page, "family", "family")
    page.keyboard.press("n")
    page.keyboard.type("Like us <b>last</b> year")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".note-text").first).to_have_text("Like us <b>last</b> year")
    saved(page)
    page.locator("[data-list] [data-do=edit]").focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open] textarea").fill("Like us this year")
    page.keyboard.press("Control+Enter")
    saved(page)
    page.locator("[data-list] [data-do=delete] button").press("Enter")
    expect(page.locator("mark.marked")).to_have_count(0)
    saved(page)
    page.keyboard.press("Enter")  # the focus is on "Undo"
    expect(page.locator("mark.marked")).to_have_text("family")
    saved(page)
    go(page)
    expect(page.locator(".note-text").first).to_have_text("Like us this year")


def test_a_part_is_noted_without_selecting_anything(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, width=360)
    go(page)
    page.locator(".note-here").nth(1).click()
    page.locator("dialog[open] button[type=submit]").click()
    expect(page.locator("dialog[open] .error")).to_have_text("Write something first.")
    page.locator("dialog[open] textarea").fill("On this part")
    page.keyboard.press("Escape")
    page.locator(".note-here").nth(1).click()
    expect(page.locator("dialog[open] textarea")).to_have_value("On this part")
    page.locator("dialog[open] button[type=submit]").click()
    saved(page)
    page.locator("[data-list] [data-show=where]").click()
    assert page.url.partition("#")[2] == page.locator("main > [data-block]").nth(1).get_attribute("id")


def test_letter_keys_can_be_switched_off(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)
    page.get_by_text("Write a note", exact=True).click()
    page.get_by_label("By key too").uncheck()
    select(page, "family", "family")
    page.keyboard.press("h")
    page.keyboard.press("n")
    expect(page.locator("dialog[open], mark.marked")).to_have_count(0)
    go(page, "/learn/notes")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_the_slash_key_leads_to_the_search(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page, "/learn/search")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("customers")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("you have not (read|opened) yet")).click()
    expect(page.locator(".found mark").first).to_be_visible()
    page.locator(".found h3 a").first.click()
    page.wait_for_url("**/learn/loyalty-economics/*")


def test_a_note_written_while_the_line_is_down_is_sent_when_it_is_back(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)

    def down(route: Route) -> None:
        route.abort()

    page.route("**/learn/answers", down)
    select(page, "family", "family")
    page.keyboard.press("h")
    expect(page.locator("#notes .save-state[data-state=waiting]")).to_be_visible()
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    page.unroute("**/learn/answers", down)
    page.locator("#notes .save-state").click()
    saved(page)


def test_a_note_refused_says_why_and_stays(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)
    refusal = '{"errors": [{"field": "[0].value", "reason": "That is all it holds."}]}'
    page.route(
        "**/learn/answers", lambda route: route.fulfill(status=422, body=refusal, content_type="application/json")
    )
    page.get_by_text("Write a note", exact=True).click()
    page.locator("#note-text").fill("One too many")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("[data-list] .error")).to_have_text("That is all it holds.")
    expect(page.locator("[data-list] .note-text")).to_have_text("One too many")
