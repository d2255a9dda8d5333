"""A second factor in a real browser: an app and a passkey set up and used, codes kept, and an answer not lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect
from sqlalchemy import select

from lms import demo
from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.people.models import Organisation
from lms.people.second_factor import policy
from tests.journeys.conftest import ROOT
from tests.support.axe import violations
from tests.support.schema import give_tables
from tests.support.serving import served
from tests.support.site import PATIENCE, Site

PASSWORD = demo.PASSWORD
QUESTIONS = "/learn/loyalty-economics/03-what-losing-them-costs"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site on http://localhost, to which browsers give passkeys as to one on https."""
    data = tmp_path_factory.mktemp("secure")
    database = Database(f"sqlite:///{data / 'lms.db'}", pool=8)
    clock = SystemClock()
    give_tables(database)
    sync(database, ROOT / "tests" / "shelf", clock.now())
    config = Config(data=data, database_url=database.url, secret_key="k" * 40, base_url="http://localhost")
    demo.load(database, clock, config.key().encode())
    app = create_app(config, clock=clock, database=database)
    with served(app) as address:
        here = f"http://localhost:{address.rpartition(':')[2]}"
        app.extensions["lms.config"] = replace(config, base_url=here)  # the port is known only now
        yield Site(here, app, database)
    database.dispose()


@pytest.fixture
def page(chromium: Browser, secure: Site) -> Iterator[Page]:
    """Return a page in a fresh browser; what breaks the strict policy or a script fails the test."""
    context = chromium.new_context(base_url=secure.address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "lms_language", "value": "en", "url": secure.address}])
    opened, problems = context.new_page(), []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda m: problems.append(m.text) if "Content Security Policy" in m.text else None)
    yield opened
    context.close()
    assert not problems, problems


def sign_in(page: Page, email: str) -> None:
    """Type address and password."""
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")


def confirm(page: Page) -> None:
    """Show the password once more on one's own page."""
    page.goto("/me/security")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="It is me").click()
    expect(page.get_by_text("For ten minutes you can change")).to_be_visible()


def device(page: Page) -> CDPSession:
    """Give the browser a device that holds passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def code(shared: str, step: int = 0) -> str:
    """Return the code of now, or so many half minutes on."""
    return pyotp.TOTP(shared).at(datetime.now(UTC) + timedelta(seconds=30 * step))


def set_up_app(page: Page) -> str:
    """Set an app up and return its secret; the page that follows shows the recovery codes."""
    page.get_by_role("button", name="Set up an app").click()
    shared = page.input_value("#shown").replace(" ", "")
    assert violations(page) == []
    page.fill("#code", code(shared))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", name="Keep these ten codes")).to_be_visible()
    return shared


def begin_questions(page: Page) -> None:
    """Begin a module and the questions of one of its pages."""
    page.goto("/learn/loyalty-economics")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/01-*")
    page.goto(QUESTIONS)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_role("button", name="Begin the questions").click()
    page.wait_for_selector("form.quiz fieldset")
    page.wait_for_selector("html[data-ready]", state="attached")


def test_a_passkey_is_made_opens_the_second_step_and_then_without_a_password(page: Page, secure: Site) -> None:
    email = secure.new_learner("Ingrid Inside")
    device(page)
    sign_in(page, email)
    confirm(page)
    page.fill("#name", "Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Keep these ten codes")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("Work laptop", exact=True)).to_be_visible()
    assert violations(page) == []
    page.context.clear_cookies(name="lms_session")
    sign_in(page, email)
    page.wait_for_url("**/sign-in/second*")
    assert violations(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.context.clear_cookies(name="lms_session")
    page.goto("/sign-in?next=/me/security")
    assert violations(page) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/me/security")
    expect(page.get_by_text("Work laptop", exact=True)).to_be_visible()
    expect(page.get_by_text("last used")).to_be_visible()


def test_without_a_device_the_page_says_so_and_stays(page: Page, secure: Site) -> None:
    session = device(page)
    found = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, "transport": "usb"}})
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": found["authenticatorId"]})
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    assert page.url.endswith("/sign-in")


def test_an_app_is_set_up_and_a_session_that_ends_asks_for_its_code_in_place(page: Page, secure: Site) -> None:
    email = secure.new_learner()
    sign_in(page, email)
    confirm(page)
    shared = set_up_app(page)
    kept = page.locator(".codes code").all_text_contents()
    assert len(set(kept)) == 10
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").split() == kept
    begin_questions(page)
    page.context.clear_cookies(name="lms_session")
    page.locator("form.quiz input[type=radio]").first.check()
    dialog = page.locator("dialog[data-sign-in]")
    expect(dialog).to_be_visible()
    dialog.locator("input[name=email]").fill(email)
    dialog.locator("input[name=password]").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in and save").click()
    field = dialog.get_by_label("Code of your app, or a recovery code")
    expect(field).to_be_focused()
    assert violations(page) == []
    field.fill("000000")
    dialog.get_by_role("button", name="Sign in and save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("That was not right.")
    field.fill(code(shared, 1))
    dialog.get_by_role("button", name="Sign in and save").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()
    page.reload()
    expect(page.locator("form.quiz input[type=radio]").first).to_be_checked()
    page.context.clear_cookies(name="lms_session")
    sign_in(page, email)
    page.get_by_text("Use a recovery code").click()
    page.get_by_label("Recovery code").fill(kept[4])
    page.get_by_role("button", name="Sign in with it").click()
    expect(page.get_by_text(re.compile("9 recovery codes are left"))).to_be_visible()


def test_whoever_must_have_one_is_led_to_it_on_a_phone_and_by_keyboard(page: Page, secure: Site) -> None:
    email = secure.new_learner()
    page.set_viewport_size({"width": 360, "height": 780})
    with secure.database.writing() as session:
        company = session.scalars(select(Organisation.id).where(Organisation.demo)).one()
        policy.settle(session, company, "everybody", None, False)
    try:
        sign_in(page, email)
        expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.goto("/learn")
        expect(page).to_have_url(re.compile("/sign-in"))
        page.goto("/sign-in/second")
        shared = page.input_value("#shown").replace(" ", "")
        page.focus("#code")
        page.keyboard.type(code(shared))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Keep these ten codes")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.get_by_role("link", name="I have kept them").click()
        page.wait_for_url("**/learn")
    finally:
        with secure.database.writing() as session:
            policy.settle(session, company, "nobody", None, False)


def test_set_up_that_is_demanded_in_place_leads_back_to_the_page_with_what_was_typed(page: Page, secure: Site) -> None:
    email = secure.new_learner()
    sign_in(page, email)
    begin_questions(page)
    with secure.database.writing() as session:
        company = session.scalars(select(Organisation.id).where(Organisation.demo)).one()
        policy.settle(session, company, "everybody", None, False)
    try:
        page.context.clear_cookies(name="lms_session")
        page.locator("form.quiz input[type=radio]").first.check()
        dialog = page.locator("dialog[data-sign-in]")
        dialog.locator("input[name=email]").fill(email)
        dialog.locator("input[name=password]").fill(PASSWORD)
        dialog.get_by_role("button", name="Sign in and save").click()
        link = dialog.get_by_role("link", name="Set it up in a new tab")
        with page.context.expect_page() as opened:
            link.click()
        other = opened.value
        other.fill("#code", code(other.input_value("#shown").replace(" ", "")))
        other.get_by_role("button", name="Use this app").click()
        onward = other.get_by_role("link", name="I have kept them")
        expect(onward).to_have_attribute("href", QUESTIONS)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # coming back to this tab
        expect(dialog).to_be_hidden()
        expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()
        page.reload()
        expect(page.locator("form.quiz input[type=radio]").first).to_be_checked()
    finally:
        with secure.database.writing() as session:
            policy.settle(session, company, "nobody", None, False)
