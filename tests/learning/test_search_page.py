"""Searching what one has read, everything on the shelf, and one's own notes."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.support.company import MODULE, Company
from tests.support.learner import PAGES, Learner
from tests.support.notes import PAGE, noted
from tests.support.rows import statements

XSS = json.loads((Path(__file__).parents[1] / "cases/xss.json").read_text())
HOSTILE = [variant["value"] for case in XSS["cases"] for variant in case["variants"] if "value" in variant]
QUERIES = 7
"""Who is here, the shelf, the pages read, the index, the texts of pages not looked at before, the notes, the tools."""


def search(learner: Learner, words: str, *, everything: bool = False, language: str = "en") -> str:
    """Return the page that answers."""
    learner.browser.client.set_cookie("lms_language", language)
    asked = {"q": words} | ({"in": "all"} if everything else {})
    answered = learner.browser.get("/learn/search", query_string=asked)
    assert answered.status_code == 200
    return answered.text


def pages_found(html: str) -> list[str]:
    """Return the pages the results lead to, in order, each with its block."""
    return re.findall(rf'<h3[^>]*><a href="/learn/{MODULE}/([^"]+)"', html)


def main_of(html: str) -> str:
    """Return what stands between the bar and the foot of the page."""
    return html.split("<main")[1].split("</main", maxsplit=1)[0]


def found_words(html: str) -> list[str]:
    """Return the marked words in small letters, each once."""
    return sorted({unescape(word).lower() for word in re.findall(r"<mark>(.*?)</mark>", html)})


def test_a_page_that_was_read_is_found_at_its_block_with_the_words_marked(learner: Learner) -> None:
    learner.read(PAGES[0])
    html = search(learner, "tuesday")
    (found,) = pages_found(html)
    assert found == f"{PAGES[0]}#start"
    assert found_words(html) == ["tuesday"]


def test_what_is_not_read_yet_is_offered_and_shown_when_asked_for(learner: Learner) -> None:
    html = search(learner, "tuesday")
    assert pages_found(html) == []
    assert "1 page you have not read yet holds it." in html
    assert "q=tuesday&amp;in=all" in html
    assert len(pages_found(search(learner, "tuesday", everything=True))) == 1


def test_a_page_that_was_begun_counts_as_read(learner: Learner) -> None:
    learner.browser.post(f"/learn/{MODULE}/enrolment")
    learner.browser.send(f"/learn/{MODULE}/place", {"page": PAGES[0], "block": "start"})
    assert len(pages_found(search(learner, "tuesday"))) == 1


def test_a_danish_reader_finds_danish_words_in_any_form(learner: Learner) -> None:
    learner.read()
    for word in ("kundeafgang", "kundeafgangen", "KUNDEAFGANGEN", "kundeafg"):
        html = search(learner, word, language="da")
        assert pages_found(html), word
        assert set(found_words(html)) <= {"kundeafgang", "kundeafgangen"}
    assert pages_found(search(learner, "kundeafgang", language="en")) == []


def test_own_notes_are_found_and_lead_to_their_place(learner: Learner) -> None:
    identity = noted(learner, text="Spørg økonomi om dækningsbidraget", quote="no change")
    for words, language in (("dækningsbidrag", "da"), ("økonomi spørg", "da"), ("change", "en"), ("økon", "en")):
        html = search(learner, words, language=language)
        assert f'href="{PAGE}#note-{identity}"' in html, words
    assert "note-" not in search(learner, "okonomi", language="da")
    learner.browser.post(f"/learn/notes/{identity}/deletion")
    assert "note-" not in search(learner, "dækningsbidrag", language="da")


def test_nobody_finds_what_another_has_read_or_noted(learner: Learner, company: Company) -> None:
    noted(learner, text="quokka tuesday")
    learner.read(PAGES[0])
    other = Learner(learner.installation, company.person(), company.browser(company.person()))
    html = search(other, "tuesday")
    assert pages_found(html) == []
    assert "quokka" not in search(other, "quokka").replace('value="quokka"', "").replace("“quokka”", "").replace(
        "q=quokka", ""
    )


@pytest.mark.parametrize("words", HOSTILE, ids=lambda text: str(text)[:24])
def test_a_hostile_question_is_words_only(words: str, learner: Learner) -> None:
    html = search(learner, words[:2_000], everything=True)
    assert html.count("<script") == 1, "the page's own"
    noted(learner, text=words[:4_000])
    html = search(learner, words[:200], everything=True)
    assert html.count("<script") == 1
    assert not re.search(r"<(img|svg[^>]*onload|iframe|[^>]+href=.javascript:)", main_of(html))


def test_nothing_found_says_what_to_try(learner: Learner) -> None:
    learner.read()
    html = search(learner, "zebra", everything=True)
    assert "Nothing found for “zebra”" in html
    assert "Every word has to be on the page" in html
    assert "Find it again" in search(learner, "")


def test_a_long_question_is_cut_and_says_so(learner: Learner) -> None:
    html = search(learner, "one two three four five six seven eight nine ten")
    assert "Only the first eight words count" in html
    assert "x" * 201 not in main_of(search(learner, "x" * 3_000))


def test_a_search_costs_few_queries(learner: Learner) -> None:
    learner.read(PAGES[0])
    noted(learner, text="tuesday")
    with statements(learner.installation.database) as sent:
        search(learner, "tuesday")
    assert len(sent) <= QUERIES, "\n".join(sent)
    with statements(learner.installation.database) as sent:
        search(learner, "tuesday")
    assert len(sent) <= QUERIES - 1, "\n".join(sent)
