"""Whoever teaches a course elsewhere chooses what it opens: in a real browser, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from lms import demo
from lms.doors.lti import keys
from lms.doors.lti.models import LtiDeployment, LtiPlatform
from lms.doors.lti.service_models import LtiChoice
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.doors.lti.platform import DL, Asked, Platform, Reply
from tests.support.axe import violations
from tests.support.site import PATIENCE, Site

ITEMS = DL + "content_items"


@pytest.fixture
def platform() -> Iterator[Platform]:
    """Return a platform that takes what was chosen."""
    with Platform(lambda: datetime.now(UTC)) as running:
        running.handlers["POST", "/chosen"] = _taken
        yield running


def _taken(_asked: Asked) -> Reply:
    return 200, "<!doctype html><title>Taken</title><h1>Taken</h1>", {"Content-Type": "text/html"}


def begun(site: Site, platform: Platform) -> tuple[str, str]:
    """Let a new person be asked to choose; return their mail address and the path at which they do."""
    email, token, now = site.new_learner("Tove Lund"), new_id().hex, datetime.now(UTC)
    keys.ensure_key(site.database, b"k" * 40, now)
    known = platform.registered()
    names = ("issuer", "client_id", "login_url", "token_url", "key_set_url")
    with site.database.writing() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        of = {"organisation_id": person.organisation_id}
        made = LtiPlatform(**of, **{name: known[name] for name in names}, name="Moodle", created_at=now)
        session.add(made)
        session.flush()
        deployment = LtiDeployment(**of, platform_id=made.id, deployment="1")
        session.add(deployment)
        session.flush()
        session.add(
            LtiChoice(
                **of,
                deployment_id=deployment.id,
                person_id=person.id,
                token_hash=sha256(token.encode()).hexdigest(),
                return_url=platform.url("/chosen"),
                course="Leading with loyalty",
                multiple=True,
                scores=True,
                expires_at=now + timedelta(hours=1),
            )
        )
    return email, f"/lti/choices/{token}"


def opened(chromium: Browser, site: Site, email: str, path: str, **settings: Any) -> Page:
    """Return the page, with that person signed in."""
    context = chromium.new_context(base_url=site.address, locale="en-GB", **settings)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", demo.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/learn**")
    page.goto(path)
    return page


def told(platform: Platform) -> list[dict[str, Any]]:
    """Return what the platform was given."""
    (asked,) = [each for each in platform.asked if each.path == "/chosen"]
    message = parse_qs(asked.body.decode())["JWT"][0]
    items: list[dict[str, Any]] = jwt.decode(message, options={"verify_signature": False})[ITEMS]
    return items


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_words_are_looked_for_and_what_is_ticked_goes_back_by_itself(
    chromium: Browser, site: Site, platform: Platform, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 800}
    page = opened(chromium, site, *begun(site, platform), viewport=size, color_scheme=scheme)
    page.wait_for_selector("html[data-ready]")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Find", exact=True).fill("losing")
    tool = page.locator('input[value="tool:cost-of-churn"]')
    expect(tool).to_be_visible()
    tool.check()
    page.get_by_label("Find", exact=True).fill("")
    page.locator('input[value="module:loyalty-economics"]').check()
    page.get_by_role("button", name="Add to the course").click()
    expect(page.get_by_role("heading", name="Taken")).to_be_visible()
    assert [each["custom"]["target"] for each in told(platform)] == ["module:loyalty-economics", "tool:cost-of-churn"]
    page.context.close()


def test_without_scripts_a_button_takes_it_back(chromium: Browser, site: Site, platform: Platform) -> None:
    page = opened(chromium, site, *begun(site, platform), java_script_enabled=False)
    page.locator('input[value="module:loyalty-economics"]').check()
    page.get_by_role("button", name="Add to the course").click()
    page.get_by_role("button", name="Go on to Moodle").click()
    expect(page.get_by_role("heading", name="Taken")).to_be_visible()
    assert [each["type"] for each in told(platform)] == ["ltiResourceLink"]
    page.context.close()
