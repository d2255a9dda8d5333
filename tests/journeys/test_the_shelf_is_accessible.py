"""Every tool and every page around the shelf, as it is delivered: axe finds nothing and nothing scrolls sideways.

Three languages share three windows: a wide light one, a narrow dark one and one of 320 px, where text must reflow.
Every page is looked at in every language once, in another window each time: once by all the rules, and in the two other
languages by those that words can break, on the page as the server writes it, which keeps the whole within a minute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lms import demo
from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from tests.support.axe import RULES, WORDS, violations
from tests.support.schema import give_tables
from tests.support.serving import served
from tests.support.site import PATIENCE

ROOT = Path(__file__).parents[2]
WINDOWS = [(1280, "light"), (360, "dark"), (320, "light")]
LANGUAGES = ["en", "da", "sv"]
AROUND = ["/tools", "/me/facts", "/tools/uncertainty", "/tools/scenarios", "/tools/business-cases"]

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def shelf_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a site with the delivered modules and the demo company, served on loopback."""
    data = tmp_path_factory.mktemp("shelf-site")
    config = Config(
        data=data, database_url=f"sqlite:///{data / 'lms.db'}", secret_key="k" * 40, base_url="http://127.0.0.1"
    )
    database, clock = Database(config.database_url, pool=8), SystemClock()
    give_tables(database)
    sync(database, ROOT, clock.now())
    demo.load(database, clock, config.key().encode())
    with served(create_app(config, clock=clock, database=database)) as address:
        yield address
    database.dispose()


@pytest.fixture
def opened(chromium: Browser, shelf_site: str) -> Iterator[Opener]:
    """Return an opener of browsers: `opened("da", 360, "dark")` gives the page of a manager with numbers."""
    contexts = []

    def open(language: str, width: int, theme: str, who: str = "colleague") -> Page:
        context = chromium.new_context(
            base_url=shelf_site,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "lms_language", "value": language, "url": shelf_site}])
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.fill("#email", f"{who}@demo.example")
        page.fill("#password", demo.PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield open
    for context in contexts:
        context.close()


@pytest.mark.parametrize("turn", range(3), ids=LANGUAGES)
def test_axe_finds_nothing_on_any_tool_and_on_the_pages_around_them(opened: Opener, turn: int) -> None:
    pages = [opened(LANGUAGES[turn], *window) for window in WINDOWS]
    pages[0].goto("/tools")
    links = pages[0].locator(".tool-name a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    paths = sorted(set(links)) + AROUND + _of_scenarios(pages[0])
    assert len(paths) >= 24, "the fourteen tools, two more, the case, and what lies around them"
    bare = [_without_scripts(page) for page in pages]
    found = []
    for at, path in enumerate(paths):
        window = (at + turn) % 3
        if (at + 2 * turn) % 3 == 0:  # another step than the windows take
            found += _looked_at(pages[window], path)
        else:
            bare[window].goto(path)
            found += _problems(bare[window], path, WORDS)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("language", "window"), list(zip(LANGUAGES, WINDOWS, strict=True)), ids=LANGUAGES)
def test_a_run_of_ranges_and_a_change_to_a_fact_pass_axe(
    opened: Opener, language: str, window: tuple[int, str]
) -> None:
    page = opened(language, *window)
    page.goto("/tools/cost-of-churn")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("[data-run]").click()
    page.locator(".range-headline").wait_for()
    found = _problems(page, "a run")
    page.goto("/me/facts")
    fact = page.locator("#yearly_churn")
    fact.locator("summary").filter(has=page.locator("xpath=following-sibling::form")).click()
    fact.locator('[name="likely"]').fill("13%" if language == "en" else "13 %")
    fact.locator(".fact-form .btn").first.click()
    expect(page.locator(".moved li").first).to_be_visible()
    found += _problems(page, "a change to a fact")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("language", "window"), list(zip(LANGUAGES, WINDOWS, strict=True)), ids=LANGUAGES)
def test_the_figures_of_the_organisation_pass_axe(opened: Opener, language: str, window: tuple[int, str]) -> None:
    found = _looked_at(opened(language, *window, who="hr"), "/assign/facts")
    assert not found, "\n".join(found)


def test_on_a_phone_no_box_lies_under_the_result_when_tab_reaches_it(opened: Opener) -> None:
    """The result sticks to the top and the ways to the bottom; a focused box stands between them."""
    page = opened("da", 360, "dark")
    for tool in ("/tools/cost-of-churn", "/tools/say-do-mirror"):
        page.goto(tool)
        page.wait_for_selector("html[data-ready]", state="attached")
        boxes = page.locator(".tool-form input:not([type=hidden]):visible")
        for box in [boxes.nth(at) for at in range(boxes.count())] + [boxes.nth(at) for at in (4, 2, 0)]:
            box.focus()
            assert box.evaluate(
                """box => { const { left, right, top, bottom } = box.getBoundingClientRect()
                   const middle = (left + right) / 2
                   return [top + 1, bottom - 1].every(y => box.contains(document.elementFromPoint(middle, y))) }"""
            ), f"{tool}: {box.get_attribute('name')} is covered"


def _without_scripts(page: Page) -> Page:
    """Return another page of the same person, which the scripts do not reach."""
    bare = page.context.new_page()
    bare.route("**/*.js", lambda route: route.abort())
    return bare


def _of_scenarios(page: Page) -> list[str]:
    """Return the scenarios of one tool, one of them, and three sets of numbers side by side."""
    page.goto("/tools/scenarios")
    line = page.locator(".lines a[href*='/tools/scenarios/']").first
    one = line.get_attribute("href") or ""
    several = page.locator("main h2 a[href$='/scenarios']").first.get_attribute("href") or ""
    page.goto(several)
    boxes = page.locator("[name=ids]")
    for at in range(min(3, boxes.count())):
        boxes.nth(at).check()
    page.locator(".card .actions .btn").first.click()
    page.wait_for_url(re.compile("/compare"))
    return [several, one, page.url]


def _looked_at(page: Page, path: str) -> list[str]:
    page.goto(path)
    page.wait_for_selector("html[data-ready]", state="attached")
    return _problems(page, path)


def _problems(page: Page, where: str, rules: dict[str, Any] = RULES) -> list[str]:
    """Return what axe finds and whether the page is wider than its window."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    said = f"{where} ({page.evaluate('document.documentElement.lang')}, {width} px)"
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"{said}: {each}" for each in violations(page, rules=rules)]
    return ([f"{said}: scrolls sideways by {sideways} px"] if sideways > 0 else []) + found
