"""Somebody who has completed the module: asks for the certificate, sends it on, and a stranger checks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select, update

from lms.kernel.clock import SystemClock
from lms.learning.models import Enrolment, State
from lms.people.models import Person
from tests.journeys.test_accessible_pages import looked_at, violations
from tests.support.site import Site

Opener = Callable[..., Page]
MODULE = "/learn/loyalty-economics"


@pytest.mark.parametrize(
    ("language", "width", "theme", "javascript"),
    [("en", 1280, "light", True), ("da", 360, "dark", True), ("sv", 320, "light", False)],
)
def test_asked_for_sent_checked_withdrawn(
    open_browser: Opener, site: Site, learner: str, language: str, width: int, theme: str, javascript: bool
) -> None:
    page = open_browser(learner, language=language, width=width, theme=theme, javascript=javascript)
    page.goto(MODULE)
    page.locator("section.hero button").press("Enter")
    page.wait_for_url("**/01-*")
    _complete(site, learner)
    found = _looked(page, MODULE, javascript)
    page.locator(f'a[href="{MODULE}/certificate"]').press("Enter")
    page.wait_for_url("**/certificate")
    found += _looked(page, f"{MODULE}/certificate", javascript)
    page.locator("main form button").press("Enter")
    page.wait_for_url("**/me/certificates/*")
    mine = page.url
    found += _looked(page, mine, javascript)
    with page.expect_download() as sent:
        page.locator(f'a[lang="{language}"][download]').press("Enter")
    assert Path(sent.value.path()).read_bytes().startswith(b"%PDF-")
    found += _stranger(open_browser, mine, language, "Line Learner", javascript)
    page.goto(mine)
    page.locator("details.more summary").last.press("Enter")
    page.locator("details.more button").last.press("Enter")
    page.wait_for_selector(".certificate.withdrawn")
    found += _looked(page, mine, javascript)
    found += _stranger(open_browser, mine, language, "", javascript)
    assert not found, "\n".join(found)


def _complete(site: Site, email: str) -> None:
    mine = Enrolment.person_id.in_(select(Person.id).where(Person.email == email))
    done = {"state": State.COMPLETED, "completed_at": SystemClock().now()}
    with site.database.writing() as session:
        session.execute(update(Enrolment).where(mine).values(done).execution_options(synchronize_session=False))


def _stranger(open_browser: Opener, mine: str, language: str, name: str, javascript: bool) -> list[str]:
    """Type the number where anybody may, expect `name` or nobody, and return what axe found."""
    stranger = open_browser(None, language=language, javascript=javascript)
    stranger.goto("/verify")
    stranger.fill("#number", mine.rpartition("/")[2].lower().replace("-", " "))
    stranger.press("#number", "Enter")
    stranger.wait_for_url("**/verify/*")
    assert (stranger.locator("dl").count() == 1) is bool(name)
    assert name in stranger.locator("main").inner_text()
    return violations(stranger) if javascript else []


def _looked(page: Page, path: str, javascript: bool) -> list[str]:
    """Return what axe and the width find; axe needs JavaScript itself."""
    if javascript:
        return looked_at(page, path)
    page.goto(path)
    return []
