"""A trainer mends a question in a real browser: seen while typed, told at its field, moved by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Opener = Callable[..., Page]
PAGE = "/author/quizzes/loyalty-economics/questions/five-points"


def test_what_is_typed_is_seen_at_once_and_an_answer_given_meanwhile_stays(open_browser: Opener) -> None:
    page = open_browser("trainer")
    page.goto(PAGE)
    page.wait_for_selector("html[data-ready]")
    first = page.locator(".outcome input[type=radio]").first
    stem = page.locator("#edit-stem-en")
    stem.fill("What has happened to the losses?")
    first.check()
    expect(page.locator(".outcome legend")).to_contain_text("What has happened to the losses?")
    expect(first).to_be_checked()
    expect(page.locator("#toml")).to_have_value(re.compile("happened to the losses"))


def test_an_empty_text_is_told_at_its_box_which_keeps_the_focus(open_browser: Opener) -> None:
    page = open_browser("trainer", width=360)
    page.goto(PAGE)
    page.wait_for_selector("html[data-ready]")
    box = page.locator("#edit-options-0-feedback-en")
    box.fill("")
    expect(page.locator("#edit-options-0-feedback-en-error")).to_contain_text("Write this text.")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_be_focused()
    expect(page.locator("#toml")).to_have_count(0)
    box.fill("Taught again.")
    expect(page.locator("#toml")).to_have_count(1)
    expect(box).not_to_have_attribute("aria-invalid", "true")
    page.locator('button[value="edit-options:0:down"]').press("Enter")
    expect(page.locator("#edit-options-1-feedback-en")).to_have_value("Taught again.")
