"""A note stays where it was made: after a corrected typo, in another language, when its part is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from lms.catalog.models import Module
from lms.catalog.page_words import block_texts
from lms.kernel.ids import new_id
from lms.learning.notes.anchors import Anchor, anchor, block_names
from lms.learning.notes.contents import Contents
from tests.support.company import Browser, Company, answer
from tests.support.installation import Installation
from tests.support.small_installation import publish
from tests.support.small_pack import SLUG

PAGE = f"/learn/{SLUG}/01-why"
BLOCKS = block_texts(
    {
        "blocks": [
            {
                "id": "start",
                "kind": "text",
                "data": {},
                "html": "<p>Of every hundred\ncustomers, <em>fifteen</em> leave.</p>",
            },
            {"id": "then", "kind": "text", "data": {}, "html": "<h2>And then</h2><p>Ten years</p><p>pass.</p>"},
            {"id": "after-then", "kind": "text", "data": {}, "html": "<p>Nothing.</p>"},
        ]
    }
)


@pytest.mark.parametrize(
    ("contents", "language", "expected"),
    [
        (Contents("start", "hundred customers, fifteen"), "en", Anchor.HERE),
        (Contents("start", "hundred  customers,\nfifteen"), "en", Anchor.HERE),
        (Contents("then", "years pass"), "en", Anchor.HERE),
        (Contents("start", "ten years"), "en", Anchor.CHANGED),
        (Contents("start", "femten går", language="da"), "en", Anchor.OTHER_LANGUAGE),
        (Contents("start", "leave", language="da"), "en", Anchor.HERE),
        (Contents("elsewhere", "leave"), "en", Anchor.GONE),
        (Contents("start", text="mine"), "en", Anchor.HERE),
        (Contents("", text="on it all"), "en", Anchor.HERE),
    ],
)
def test_where_quoted_words_are_now(contents: Contents, language: str, expected: Anchor) -> None:
    assert anchor(contents, language, BLOCKS) is expected


def test_a_part_without_a_heading_is_named_after_the_one_before_it() -> None:
    assert block_names(BLOCKS, "Years") == {"start": "Years", "then": "And then", "after-then": "And then"}


@pytest.fixture
def reader(small: Installation) -> Iterator[Browser]:
    """Return a reader of the small pack with a highlight in its first words."""
    company = Company(small)
    browser = company.browser(company.person())
    with small.database.reading() as session:
        module = session.scalars(select(Module.id).where(Module.slug == SLUG)).one()
    words = _first_words(browser)
    value = {"place": "start", "quote": words, "before": "", "after": "", "text": "Quokka", "language": "en"}
    assert browser.save(answer(f"notes:{module}", "01-why", str(new_id()), value)).json["saved"]
    return browser


def _first_words(browser: Browser) -> str:
    start = browser.get(PAGE).text.split('id="start"')[1]
    return start.split("<p>")[1].split("</p>")[0]


def test_a_corrected_text_keeps_the_note_and_says_that_it_has_changed(small: Installation, reader: Browser) -> None:
    assert "has changed since" not in reader.get(PAGE).text
    publish(small, version="1.1", wording="Quite other words.")
    html = reader.get(PAGE).text
    assert "Quite other words." in html
    assert "Quokka" in html
    assert "the text has changed since" in html


def test_another_language_keeps_the_note_and_says_where_it_is_from(reader: Browser) -> None:
    reader.client.set_cookie("lms_language", "da")
    html = reader.get(PAGE).text
    assert "Quokka" in html
    assert 'lang="en" data-show="quote"' in html
    assert html.count('href="/learn/notes/') >= 1
    assert "#globe" in html.split('data-note="')[1].split("</li>")[0]
