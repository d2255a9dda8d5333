"""Links of a page: what leads where from inside another platform's window."""

from __future__ import annotations

import pytest

from lms.doors.scorm.links import led_right

PAGES = ["01-first", "02-second"]
HOME = "https://learn.example.com"


@pytest.mark.parametrize(
    "address", ["/learn/mine/02-second", "/learn/mine/02-second#part", "02-second", "02-second.md"]
)
def test_a_page_of_the_module_is_shown_in_the_package(address: str) -> None:
    found = led_right(f'<p><a href="{address}">on</a></p>', "mine", PAGES, HOME)
    assert found == '<p><a href="#02-second" data-page-link="02-second">on</a></p>'


def test_what_lies_on_the_installation_leads_there_or_is_words_only() -> None:
    html = '<a href="/tools/nps">the <em>score</em></a>'
    home = f'<a href="{HOME}/tools/nps" target="_blank" rel="noopener noreferrer">the <em>score</em></a>'
    assert led_right(html, "mine", PAGES, HOME) == home
    assert led_right(html, "mine", PAGES, "") == "the <em>score</em>"


def test_other_sites_open_a_window_of_their_own_and_never_take_the_platforms() -> None:
    found = led_right('<a href="https://example.org/a">it</a>', "mine", PAGES, "")
    assert found == '<a href="https://example.org/a" target="_blank" rel="noopener noreferrer">it</a>'


@pytest.mark.parametrize(
    "kept", ['<a href="mailto:a@b.example">write</a>', '<a href="#01-first" data-page-link="01-first">1</a>']
)
def test_letters_and_places_on_the_page_stay_as_they_are(kept: str) -> None:
    assert led_right(kept, "mine", PAGES, HOME) == kept


def test_a_page_of_another_module_is_not_taken_for_one_of_this() -> None:
    assert "data-page-link" not in led_right('<a href="/learn/other/02-second">on</a>', "mine", PAGES, HOME)
