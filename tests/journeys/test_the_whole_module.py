"""One evening with the module that is really taught, from the first page to a certificate a stranger checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support import evening
from tests.support.evening import MODULE, PAGES, go, read, saved
from tests.support.site import Site

Opener = Callable[..., Page]
NOTE = "Ask Ida who left in October"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the repository's own library."""
    with evening.serving_the_library(tmp_path_factory.mktemp("evening")) as site:
        yield site


@pytest.fixture
def learner(site: Site) -> str:
    """Return the address of somebody who opens the module for the first time."""
    return evening.newcomer(site)


def test_a_manager_goes_from_the_first_page_to_a_certificate_in_one_evening(
    open_browser: Opener, site: Site, learner: str
) -> None:
    page = open_browser(learner)
    evening.begin(page)
    reads_and_calculates(page)
    takes_it_to_work(page)
    passes(page, site)
    certificate(page, open_browser)
    home(page)


def reads_and_calculates(page: Page) -> None:
    """Pages 1 to 6: where one stands, four calculators with own numbers, a thought."""
    evening.note(page, NOTE)
    evening.sit(page, lambda _: None)
    expect(page.locator("h1")).to_have_text("Uneven")
    read(page, 1)
    evening.type_number(page, "customer-value", "margin", "2,400")
    saved(page, "#customer-value")
    read(page, 2)
    evening.write_thought(page, "on-the-balance-sheet", "The discount in March.")
    read(page, 3)
    evening.paste_segments(page)
    expect(page.locator("#segments .tool-headline output")).to_contain_text("DKK")
    read(page, 4)
    for name, text in {"promoters": "24", "passives": "14", "detractors": "8"}.items():
        evening.type_number(page, "score", name, text)
    saved(page, "#score")
    expect(page.locator("#score .tool-headline output")).to_have_text("35")
    read(page, 5)
    read(page, 6)


def takes_it_to_work(page: Page) -> None:
    """Page 7: an exercise with a day, a promise with another."""
    go(page, PAGES[6])
    evening.plan_exercise(page, "five-calls")
    expect(page.locator("#five-calls .tag")).to_contain_text("planned for")
    evening.promise(page)
    expect(page.locator("#my-promise .plans")).to_contain_text(evening.PROMISE)
    read(page, 7)


def passes(page: Page, site: Site) -> None:
    """Page 8: the twelve questions drawn, all answered rightly, and the module is complete."""
    go(page, PAGES[7])
    evening.begin_questions(page)
    assert evening.answer_rightly(page, site) == 12
    evening.submit(page)
    expect(page.locator("#score .big")).to_have_text("12 of 12")
    page.locator("[data-next]").click()
    page.wait_for_url(f"**{MODULE}")
    expect(page.locator(".pages .tag.ok")).to_have_count(8)


def certificate(page: Page, open_browser: Opener) -> None:
    """Ask for the certificate, and let somebody without a sign-in check its number."""
    go(page, f"{MODULE}/certificate")
    page.get_by_role("button", name="Get my certificate").click()
    page.wait_for_url("**/me/certificates/*")
    number = page.url.rpartition("/")[2]
    stranger = open_browser(None)
    stranger.goto("/verify")
    stranger.fill("#number", number.lower())
    stranger.press("#number", "Enter")
    expect(stranger.locator("main dl")).to_contain_text("Line Learner")
    expect(stranger.locator("main dl")).to_contain_text("Loyalty economics")


def home(page: Page) -> None:
    """What the evening left stands at home: the week, the numbers, the profile, the note; and what might be next."""
    go(page, "/learn")
    expect(page.locator("section.hero")).not_to_contain_text("Loyalty economics")
    expect(page.locator("section.hero a.btn")).to_have_attribute("href", re.compile("^/learn/(?!loyalty-economics)"))
    week, numbers, profile, notes = (
        page.locator(f"article[aria-labelledby={name}-title]") for name in ("week", "numbers", "profile", "notes")
    )
    expect(week).to_contain_text("Five calls to customers who left")
    expect(week).to_contain_text(evening.PROMISE)
    expect(numbers.locator(".figure")).to_have_count(3)
    expect(numbers).to_contain_text("all numbers are yours")
    expect(profile).to_contain_text("of 100")
    expect(notes).to_contain_text(NOTE)
    page.reload()
    go(page, "/learn/search?q=october")
    expect(page.locator(".found").first).to_contain_text("October")
