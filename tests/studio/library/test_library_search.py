"""The trainer's search: modules, pages, questions, tools and drafts, in three languages, each opening in its place."""

from __future__ import annotations

import re

import pytest

from lms.kernel.permissions import Role
from tests.support.company import MODULE, Browser, Company
from tests.support.drafting import begin, copy_of_library
from tests.support.learner import PAGES


@pytest.fixture
def browser(company: Company) -> Browser:
    """Return a trainer's browser."""
    return company.browser(company.person(Role.TRAINER))


def section(text: str, name: str) -> str:
    """Return one part of what was found, "" where it is not there."""
    return text.partition(f'id="{name}-found"')[2].partition("</section>")[0]


def test_a_page_is_found_by_an_inflected_word_and_opens_at_the_block(browser: Browser) -> None:
    found = section(browser.get("/author/search?q=customers+worth").text, "pages")
    assert f'href="/learn/{MODULE}/{PAGES[1]}' in found
    assert "<mark>" in found


def test_danish_words_are_found_by_somebody_who_reads_english_and_the_page_says_so(browser: Browser) -> None:
    found = section(browser.get("/author/search?q=kunderne").text, "pages")
    assert '<span class="tag" lang="da">Dansk</span>' in found
    assert found.count("<li>") == len(set(re.findall(r'href="(/learn/[^"#]+)', found))), "each page once"


def test_a_question_is_found_and_opens_where_it_is_edited(browser: Browser) -> None:
    found = section(browser.get("/author/search?q=retention+rises").text, "questions")
    assert f'href="/author/quizzes/{MODULE}/questions/five-points"' in found


def test_a_tool_and_a_module_are_found(browser: Browser) -> None:
    shown = browser.get("/author/search?q=losing+customers").text
    assert 'href="/tools/cost-of-churn"' in section(shown, "tools")
    assert f'href="/author/modules/{MODULE}"' in section(browser.get("/author/search?q=loyalty").text, "modules")


def test_words_of_a_draft_are_found_before_it_is_published_and_open_in_the_editor(
    company: Company, browser: Browser
) -> None:
    desk = copy_of_library(company)
    assert desk.write(desk.page, "start", "The zebrafinch counts its customers.\n\n").status_code == 200
    name = desk.page.rpartition("/")[2].removesuffix(".md")
    found = section(browser.get("/author/search?q=zebrafinches").text, "drafts")
    assert f'href="{desk.address}/pages/{name}/en"' in found
    assert desk.write(desk.page, "start", "Nothing but customers.\n\n").status_code == 200
    assert "Found nowhere" in browser.get("/author/search?q=zebrafinches").text


def test_a_faulty_draft_is_searched_and_a_trashed_one_is_not(company: Company, browser: Browser) -> None:
    desk = begin(company, "Quokkas at work")
    desk.write(desk.module, "@head", 'title = "Quokkas\nbroken = "wombat counter"\n')
    assert desk.address in browser.get("/author/search?q=wombat").text


@pytest.mark.parametrize(
    "text", ["", "%20", "%F0%9F%98%80", "a" * 3_000, "<script>alert(1)</script>", "'\";--", "%25_%5C"]
)
def test_whatever_is_typed_is_answered(browser: Browser, text: str) -> None:
    answer = browser.get(f"/author/search?q={text}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_withdrawn_modules_pages_are_still_the_trainers_to_find(browser: Browser) -> None:
    assert section(browser.get("/author/search?q=loyalty+years").text, "pages")
