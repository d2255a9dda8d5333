"""A trainer writes a page in a real browser: in place, by keyboard, from Word, beside the page as learners see it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from lms.kernel.permissions import Role
from lms.people.models import Person
from tests.support.axe import violations
from tests.support.clipboard import WEB, WORD, paste
from tests.support.site import Site

Opener = Callable[..., Page]
NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""The editor has read by then where a key put the cursor: the browser tells it after the key."""


def opened(page: Page, language: str = "en") -> Locator:
    """Open the last page of the first draft in the editor."""
    if "/pages/" not in page.url:
        page.goto("/author/drafts")
        page.goto(page.locator("main a[href*='/author/drafts/']:not([href$='/new'])").first.get_attribute("href") or "")
        page.goto(page.locator("main a[href*='/pages/']").last.get_attribute("href") or "")
    page.wait_for_selector(".page-editor.is-live")
    return page.locator(".visual > .ProseMirror")


def to_the_end(page: Page, text: Locator) -> None:
    """Put the cursor behind the last word of the page, and wait until the editor knows."""
    text.locator(":scope > p").last.click()
    page.keyboard.press("Control+End")
    page.evaluate(NEXT_FRAME)


def saved(page: Page) -> None:
    """Wait until the server has what was written."""
    expect(page.locator(".draft-state .save-state")).to_have_attribute("data-state", "saved")


def source_of(page: Page) -> str:
    """Return the text as it is kept."""
    saved(page)
    page.reload()
    opened(page)
    return page.locator("#source-text").evaluate("(box) => box.defaultValue")


def test_a_page_is_written_by_keyboard_alone_and_seen_beside(open_browser: Opener) -> None:
    page = open_browser("trainer")
    text = opened(page)
    before = page.locator("#source-text").evaluate("(box) => box.defaultValue")
    to_the_end(page, text)
    page.keyboard.press("Enter")
    page.keyboard.type("Ring back *before three*.")
    page.keyboard.press("Enter")
    page.keyboard.type("/example")
    expect(page.locator(".insert-menu li")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("The plumber")
    page.keyboard.press("Tab")
    page.keyboard.type("He rang at **ten**.")
    learner = page.frame_locator("iframe")
    expect(learner.locator("main em").last).to_have_text("before three")
    expect(learner.locator("aside.example h3").last).to_have_text("The plumber")
    page.keyboard.press("Escape")
    expect(text.locator(".block-card").last).to_have_class(re.compile("is-in-hand"))
    page.keyboard.press("Alt+ArrowUp")
    expect(text.locator(":scope > *").nth(-2)).to_have_text("Ring back before three.")
    after = source_of(page)
    assert after.startswith(before.rstrip())
    added = after[len(before.rstrip()) :]
    example = r'```example\nid = "example(-\d)?"\ntitle = "The plumber"\ntext = "He rang at \*\*ten\*\*\."\n```'
    assert re.search(example + r"\n\nRing back \*before three\*\.", added)


def test_undo_brings_back_what_was_deleted_and_nothing_else_changes(open_browser: Opener) -> None:
    page = open_browser("trainer")
    text = opened(page)
    before = page.locator("#source-text").evaluate("(box) => box.defaultValue")
    text.focus()
    page.keyboard.press("Control+Home")
    page.evaluate(NEXT_FRAME)
    blocks = text.locator(":scope > *").count()
    page.keyboard.press("Control+Shift+Backspace")
    expect(text.locator(":scope > *")).to_have_count(blocks - 1)
    page.keyboard.press("Control+z")
    expect(text.locator(":scope > *")).to_have_count(blocks)
    page.keyboard.press("Control+Shift+M")
    expect(page.locator(".source .cm-content")).to_contain_text("+++")
    page.keyboard.press("Control+Shift+M")
    expect(page.locator(".paper")).to_be_visible()
    assert source_of(page) == before


def test_word_and_the_web_are_pasted_as_clean_text(open_browser: Opener) -> None:
    page = open_browser("trainer")
    text = opened(page)
    to_the_end(page, text)
    page.keyboard.press("Enter")
    paste(page, WORD, "What we promise")
    page.keyboard.press("Control+End")
    page.evaluate(NEXT_FRAME)
    page.keyboard.press("Enter")
    paste(page, WEB, "Three marks")
    page.keyboard.press("Control+Home")
    after = source_of(page)
    assert re.search(r"## What we promise \{#what-we-promise(-\d)?\}", after)
    assert "We ring back **before three**, *every* day. See [the promise](https://example.dk/promise)." in after
    assert "- Count the calls\n  - also the short ones\n- Name one owner" in after
    assert (
        "| Cause | Calls |\n| --- | ---: |\n| Bill | 41 |" in after
        or "| Cause | Calls |\n| --- | --- |\n| Bill | 41 |" in after
    )
    assert "### Three marks" in after
    assert "A line **in bold**" in after
    assert "1. First\n2. Second" in after
    assert not re.search(r"<|mso|javascript|onerror|file:|style", after.partition("What we promise")[2])
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("en", 1280, "light"), ("da", 360, "dark"), ("sv", 768, "light")]
)
def test_the_editor_is_accessible(open_browser: Opener, language: str, width: int, theme: str) -> None:
    page = open_browser("trainer", language=language, width=width, theme=theme)
    text = opened(page)
    to_the_end(page, text)
    page.keyboard.type("/")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Backspace")
    page.keyboard.press("F1")
    expect(page.locator("dialog[data-help]")).to_be_visible()


DROP = """(name) => {
  const bytes = Uint8Array.from(atob(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
  ), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: "image/png" }));
  const page = document.querySelector(".visual > .ProseMirror");
  page.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_two_people_write_one_page_and_neither_loses_a_word(open_browser: Opener, site: Site) -> None:
    with site.database.writing() as session:
        person = session.scalars(select(Person).where(Person.email == "colleague@demo.example")).one()
        person.roles = frozenset({Role.LEARNER, Role.TRAINER})
    mine, theirs = open_browser("trainer"), open_browser("colleague")
    text = opened(mine)
    to_the_end(mine, text)
    mine.keyboard.press("Enter")
    mine.keyboard.type("## Who rings")
    mine.keyboard.press("Enter")
    mine.keyboard.type("The shop rings.")
    saved(mine)
    theirs.goto(mine.url)
    other = opened(theirs)
    expect(theirs.locator(".holder")).to_contain_text("is writing here")
    mine.keyboard.type(" Twice.")
    saved(mine)
    theirs.locator(".holder button").click()
    expect(theirs.locator(".holder")).to_have_count(0)
    expect(other.locator(":scope > p", has_text="The shop rings.")).to_have_text("The shop rings. Twice.")
    to_the_end(theirs, other.filter(has_text="Twice."))
    theirs.keyboard.type(" On Mondays.")
    saved(theirs)
    mine.keyboard.type(" Late.")
    dialog = mine.locator("dialog[data-draft-conflict]")
    expect(dialog.locator("[data-theirs]")).to_have_value(re.compile("On Mondays"))
    expect(dialog.locator("[data-mine]")).to_have_value(re.compile("Late"))
    dialog.locator("button[value=theirs]").click()
    expect(text.locator(":scope > p", has_text="The shop rings.")).to_have_text("The shop rings. Twice. On Mondays.")


def test_a_pasted_picture_is_described_and_a_block_is_talked_about_where_it_stands(open_browser: Opener) -> None:
    page = open_browser("trainer")
    text = opened(page)
    to_the_end(page, text)
    page.keyboard.press("Enter")
    page.keyboard.type("Look at this cup:")
    page.keyboard.press("Enter")
    page.evaluate(DROP, "my cup.png")
    words = text.locator(".block-card").last.locator("textarea[name=alt-en]")
    expect(text.locator(".mends").last).to_contain_text("Say in words what the picture shows")
    words.fill("A cup on a table")
    learner = page.frame_locator("iframe")
    expect(learner.locator("figure.picture img").last).to_have_attribute("alt", "A cup on a table")
    text.locator(":scope > p", has_text="Look at this cup:").click()
    page.keyboard.press("Alt+Enter")
    page.locator(".grip-menu button", has_text="Comment").click()
    page.locator("#comment-text").fill("Whose cup?")
    page.locator("dialog[data-comments] button[type=submit]").last.click()
    expect(page.locator(".remarks li")).to_contain_text("Whose cup?")
    page.locator(".remarks form.reply textarea").fill("Ours.")
    page.locator(".remarks form.reply button").click()
    expect(page.locator(".remarks p.reply")).to_contain_text("Ours.")
    page.keyboard.press("Escape")
    page.locator("button.talk").click()
    page.locator(".remarks li > button").click()
    expect(page.locator("button.talk")).to_have_count(0)


def test_a_block_is_dragged_by_its_handle(open_browser: Opener) -> None:
    page = open_browser("trainer")
    text = opened(page)
    to_the_end(page, text)
    for line in ("First dragged.", "Second dragged."):
        page.keyboard.press("Enter")
        page.keyboard.type(line)
    first, second = (text.locator(":scope > p", has_text=f"{each} dragged.") for each in ("First", "Second"))
    first.hover()
    page.evaluate(NEXT_FRAME)
    page.locator(".grip > summary").hover()
    page.mouse.down()
    place = second.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 100, place["y"] + place["height"] - 2, steps=8)
    expect(page.locator(".drop-here")).to_have_count(1)
    page.mouse.up()
    expect(text).to_have_text(re.compile(r"Second dragged\.\s*First dragged\."))
    text.focus()
    page.keyboard.press("Control+z")
    expect(text).to_have_text(re.compile(r"First dragged\.\s*Second dragged\."))
