"""Every module of the program on a phone, from its first page to its certificate; axe looks on.

In the ordinary run each module is taken once, the languages in turn, and every page of it is opened in the other two
for what a language can change: names, labels, headings, and whether the words fit. `make soak` takes every module in
every language.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lms.packs.model import Module
from lms.packs.reading import read_pack
from tests.support import evening
from tests.support.axe import WORDS, violations
from tests.support.evening import go, ready
from tests.support.site import Site

Opener = Callable[..., Page]
ROOT = Path(__file__).parents[2]
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
THEMES = {"en": "light", "da": "dark", "sv": "light"}
MODULES = {each.slug: each for each in read_pack(ROOT).modules}
EVERY = [(slug, language) for slug in MODULES for language in THEMES]
IN_TURN = [(slug, list(THEMES)[at % len(THEMES)]) for at, slug in enumerate(MODULES)]
TAKEN = EVERY if os.environ.get("LMS_SOAK") == "1" else IN_TURN


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the repository's own library."""
    with evening.serving_the_library(tmp_path_factory.mktemp("phone")) as site:
        yield site


@pytest.mark.soak
@pytest.mark.parametrize(("slug", "language"), TAKEN)
def test_it_is_taken_from_beginning_to_end(open_browser: Opener, site: Site, slug: str, language: str) -> None:
    module = MODULES[slug]
    page = open_browser(evening.newcomer(site), language=language, width=360, theme=THEMES[language])
    go(page, f"/learn/{slug}")
    _fits(page)
    page.locator("section.hero form button").click()
    _reads(page, site, module, language)
    page.wait_for_url(f"**/learn/{slug}")
    required = [each for each in module.pages if each.required]
    expect(page.locator(".pages .tag.ok")).to_have_count(len(required))
    _certified(page, module, language)
    for each in (each for each in module.pages if each.beside):
        go(page, f"/learn/{slug}/{each.name}")
        _fits(page)


@pytest.mark.parametrize(("slug", "language"), [each for each in EVERY if each not in IN_TURN])
def test_its_words_fit_in_every_language(open_browser: Opener, site: Site, slug: str, language: str) -> None:
    page = open_browser(evening.newcomer(site), language=language, width=360, theme=THEMES[language])
    go(page, f"/learn/{slug}")
    page.locator("section.hero form button").click()
    page.wait_for_url(lambda url: not url.endswith(slug))
    for path in (f"/learn/{slug}", *(f"/learn/{slug}/{each.name}" for each in MODULES[slug].pages)):
        page.goto(path)
        assert page.evaluate("document.documentElement.lang") == language
        assert not page.evaluate(SCROLLS_SIDEWAYS), page.url
        assert violations(page, rules=WORDS) == [], page.url


def _reads(page: Page, site: Site, module: Module, language: str) -> None:
    """Go from page to page by the button at its foot, and answer the questions where they stand."""
    asked = 0
    for each in (each for each in module.pages if each.required):
        page.wait_for_url(lambda url, name=each.name: name in url)
        ready(page)
        _fits(page)
        if page.locator("#quiz form button").count():
            evening.begin_questions(page)
            asked += evening.answer_rightly(page, site, language)
            _fits(page)
            evening.submit(page)
            expect(page.locator("#score .big")).to_have_text(re.compile(rf"^{asked}\D+{asked}$"))
        page.locator("[data-next]").click()
    assert asked >= 10


def _certified(page: Page, module: Module, language: str) -> None:
    go(page, f"/learn/{module.slug}/certificate")
    page.locator("main form button").click()
    page.wait_for_url("**/me/certificates/*")
    expect(page.locator("main")).to_contain_text(module.title[language])


def _fits(page: Page) -> None:
    assert not page.evaluate(SCROLLS_SIDEWAYS), page.url
    page.set_viewport_size({"width": 360, "height": 16_000})  # nothing lies under the bar at the foot
    assert not violations(page), page.url
    page.set_viewport_size({"width": 360, "height": 800})
