"""Every page and state of the module that is really taught: axe finds nothing, nothing scrolls sideways.

The evening is lived once, on a phone, in the dark and in Danish, and looked at in every state on the way; what it
leaves behind is then looked at in the other languages, themes and widths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from lms import demo
from tests.journeys.test_accessible_pages import looked_at, violations
from tests.support import evening
from tests.support.evening import MODULE, PAGES, go, read
from tests.support.site import PATIENCE, Site

Opener = Callable[..., Page]
EMPTY = ["/learn", "/practice", "/learn/assessments", "/learn/notes", "/me/certificates", f"{MODULE}/certificate"]
LEFT_BEHIND = [
    "/learn",
    MODULE,
    *PAGES,
    "/practice",
    "/tools/customer-segments",
    "/tools/nps",
    "/learn/assessments",
    "/learn/notes",
    "/learn/search?q=oktober",
    "/learn/search?q=zebra",
    "/me/certificates",
    "/verify/0000-0000-0000-0000-0000",
]
PHONE: ViewportSize = {"width": 360, "height": 740}
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Lived:
    """An evening that has been lived: by whom, what was found on the way, and the pages it made."""

    email: str
    found: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    def look(self, page: Page) -> None:
        """Look at the page that is open, in the state it is in."""
        wide = [f"{page.url}: scrolls sideways"] if page.evaluate(SIDEWAYS) else []
        # in full height: a control that a bar covers by the way the page is scrolled is no smaller for that
        page.set_viewport_size({"width": PHONE["width"], "height": 12_000})
        self.found += wide + [f"{page.url}: {problem}" for problem in violations(page)]
        page.set_viewport_size(PHONE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the repository's own library."""
    with evening.serving_the_library(tmp_path_factory.mktemp("evening")) as site:
        yield site


@pytest.fixture(scope="module")
def lived(site: Site, chromium: Browser) -> Lived:
    """Return an evening lived in Danish, in the dark, on a phone."""
    context = chromium.new_context(base_url=site.address, viewport=PHONE, color_scheme="dark", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "lms_language", "value": "da", "url": site.address}])
    page, lived = context.new_page(), Lived(evening.newcomer(site))
    page.goto("/sign-in")
    page.fill("#email", lived.email)
    page.fill("#password", demo.PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/learn")
    lived.found += [problem for path in EMPTY for problem in looked_at(page, path)]
    learn(page, lived)
    pass_and_certify(page, lived, site)
    context.close()
    return lived


def learn(page: Page, lived: Lived) -> None:
    """Pages 1 to 7: the self-assessment, a table pasted in, an exercise and a promise, each looked at open and done."""
    evening.begin(page)
    evening.note(page, "Spørg Ida, hvem der gik i oktober")
    evening.sit(page, lived.look)
    lived.look(page)
    lived.made.append(page.url)
    for number in (1, 2, 3):
        read(page, number)
    evening.paste_segments(page)
    page.locator("[data-rows] [data-column=share]").first.fill("mange")
    page.keyboard.press("Tab")
    lived.look(page)
    for number in (4, 5, 6):
        read(page, number)
    lived.look(page)
    evening.plan_exercise(page, "five-calls")
    evening.promise(page)
    lived.look(page)
    read(page, 7)
    go(page, "/practice")
    lived.made += [link.evaluate("link => link.href") for link in page.locator(".plans a").all()]


def pass_and_certify(page: Page, lived: Lived, site: Site) -> None:
    """Page 8: the questions open, answered and judged; then the certificate, and its number checked."""
    go(page, PAGES[7])
    lived.look(page)
    evening.begin_questions(page)
    lived.look(page)
    evening.answer_rightly(page, site, "da")
    evening.submit(page)
    lived.look(page)
    page.locator("[data-next]").click()
    page.wait_for_url(f"**{MODULE}")
    go(page, f"{MODULE}/certificate")
    lived.look(page)
    page.locator("main form button").first.click()
    page.wait_for_url("**/me/certificates/*")
    lived.made += [page.url, f"/verify/{page.url.rpartition('/')[2]}"]


def test_nothing_is_found_in_any_state_on_the_way(lived: Lived) -> None:
    assert not lived.found, "\n".join(lived.found)


@pytest.mark.parametrize(("language", "width", "theme"), [("en", 1280, "light"), ("sv", 320, "light")])
def test_nothing_is_found_on_what_the_evening_left_behind(
    open_browser: Opener, lived: Lived, language: str, width: int, theme: str
) -> None:
    page = open_browser(lived.email, language=language, width=width, theme=theme)
    found = [problem for path in LEFT_BEHIND + lived.made for problem in looked_at(page, path)]
    assert not found, "\n".join(found)
