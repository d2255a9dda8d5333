"""A course opens what is here, in a new window and in a frame, as Moodle does it; and Moodle registers itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from lms import demo
from lms.app import create_app
from lms.doors.lti import keys, platforms
from lms.doors.lti.models import LtiPlatform
from lms.kernel.clock import SystemClock
from lms.people.models import Organisation
from tests.doors.lti.moodle import Moodle
from tests.doors.lti.platform import INSTRUCTOR
from tests.journeys.conftest import CHROMIUM, SWITCHES
from tests.support.axe import violations
from tests.support.serving import read_whole
from tests.support.site import PATIENCE, Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MODULE = "loyalty-economics"
LEARN = {"target": f"module:{MODULE}"}
HEADING = "Loyalty economics"


@pytest.fixture
def at_home(site: Site) -> Iterator[Site]:
    """Return the site, with the address it is served at as the one it gives out."""
    before = site.app.extensions["lms.config"]
    site.app.extensions["lms.config"] = replace(before, base_url=site.address)
    keys.ensure_key(site.database, before.key().encode(), datetime.now(UTC))
    yield site
    site.app.extensions["lms.config"] = before


@pytest.fixture
def browser(chromium: Browser, at_home: Site) -> Iterator[BrowserContext]:
    """Return a browser that has never been here; it may leave for the platform's pages."""
    context = chromium.new_context(base_url=at_home.address, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


Connecting = Callable[..., Moodle]


@pytest.fixture
def connected(at_home: Site) -> Iterator[Connecting]:
    """Return what connects a platform by hand: on `host`, launching what `LEARN` says."""
    running: list[Moodle] = []

    def connect(host: str, **settings: Any) -> Moodle:
        values: dict[str, Any] = {"tool": at_home.address, "custom": LEARN, **settings}
        made = Moodle(lambda: datetime.now(UTC), host=host, **values).__enter__()
        running.append(made)
        known: dict[str, Any] = {**made.registered(), "name": "Moodle", "creates_people": True}
        with at_home.database.writing() as session:
            made.tool_keys = keys.key_set(session)["keys"]
            company = session.scalars(select(Organisation).where(Organisation.demo)).one()
            platforms.add(session, company.id, known, [known.pop("deployments")], datetime.now(UTC))
        return made

    yield connect
    for each in running:
        each.__exit__()


def look(page: Page, name: str) -> None:
    """Have axe look at a page in two widths, and keep a picture in the folder LMS_PICTURES where that is set."""
    where = os.environ.get("LMS_PICTURES")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found = [each for each in violations(page) if "A course" not in each and "contentframe" not in each]
        assert found == [], name
        for frame in page.frames:
            wide = frame.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide"
        if where is not None:
            page.screenshot(path=Path(where) / f"{name}-{width}.png", full_page=True)


def in_frame(page: Page, platform: Moodle, path: str = "/frame") -> FrameLocator:
    """Open a course whose activity stands in a frame."""
    page.goto(platform.url(path))
    return page.frame_locator("iframe")


def is_signed_in(page: Page, at_home: Site, name: str) -> None:
    """Check that a window stands on the module as that person, and that saving a form works there."""
    page.wait_for_url(f"{at_home.address}/learn/{MODULE}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(HEADING)
    page.goto("/me")
    expect(page.get_by_role("heading", name=name)).to_be_visible()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_new_window_ends_on_the_module_signed_in(
    browser: BrowserContext, at_home: Site, connected: Connecting, host: str
) -> None:
    platform = connected(host)
    page = browser.new_page()
    page.goto(platform.url("/window"))
    with browser.expect_page() as opened:
        page.click("a")
    window = opened.value
    is_signed_in(window, at_home, "Mia Platform")
    look(window, f"me-{host}")
    assert platform.refused == []


def test_in_a_frame_of_the_same_site_the_activity_is_learned(
    browser: BrowserContext, at_home: Site, connected: Connecting
) -> None:
    platform = connected("127.0.0.1")
    page = browser.new_page()
    frame = in_frame(page, platform)
    expect(frame.get_by_role("heading", level=1)).to_contain_text(HEADING)
    expect(frame.get_by_role("navigation", name="In this visit")).to_be_visible()
    expect(frame.locator("header.bar")).to_have_count(0)
    look(page, "bar")
    frame.locator(f'form[action$="/{MODULE}/enrolment"] button').first.click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Loyalty is a sum")
    look(page, "learning")
    with browser.expect_page() as opened:
        frame.get_by_role("button", name="In its own window").click()
    window = opened.value
    window.wait_for_url(f"{at_home.address}/learn/**")
    expect(window.get_by_role("heading", level=1)).to_contain_text("Loyalty is a sum")
    expect(window.locator(".frame-bar")).to_have_count(0)
    frame.get_by_role("button", name="Leave", exact=True).click()
    expect(frame.get_by_role("heading", name="You have left")).to_be_visible()
    expect(frame.locator(".frame-bar")).to_have_count(0)
    look(page, "left")
    assert platform.refused == []


def test_in_a_frame_of_another_site_a_window_is_offered_that_works(
    browser: BrowserContext, at_home: Site, connected: Connecting
) -> None:
    platform = connected("localhost")
    page = browser.new_page()
    frame = in_frame(page, platform)
    expect(frame.get_by_role("heading", name="Open in a window of its own")).to_be_visible()
    look(page, "own-window")
    with browser.expect_page() as opened:
        frame.get_by_role("link", name="Open in a new window").click()
    is_signed_in(opened.value, at_home, "Mia Platform")
    assert platform.refused == []


@pytest.mark.parametrize("keeps", [True, False])
def test_over_https_in_a_frame_of_another_site(
    chromium: Browser, at_home: Site, connected: Connecting, *, keeps: bool
) -> None:
    """Partitioned cookies are kept where others of a frame of another site are lost; without those a window helps."""
    switch = "--test-third-party-cookie-phaseout"
    alone = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*SWITCHES, switch])
    with served_over_https(at_home, keeps=keeps) as address:
        platform = connected("localhost", tool=address)
        context = alone.new_context(base_url=address, locale="en-GB", ignore_https_errors=True)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        frame = in_frame(page, platform)
        if keeps:
            expect(frame.get_by_role("heading", level=1)).to_contain_text(HEADING)
            frame.locator(f'form[action$="/{MODULE}/enrolment"] button').first.click()
            expect(frame.get_by_role("heading", level=1)).to_contain_text("Loyalty is a sum")
            opening = frame.get_by_role("button", name="In its own window")
        else:
            opening = frame.get_by_role("link", name="Open in a new window")
        with context.expect_page() as opened:
            opening.click()
        opened.value.wait_for_url(f"{address}/learn/**")
        expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
        expect(opened.value.locator(".frame-bar")).to_have_count(0)
        assert platform.refused == []
    alone.close()


@contextmanager
def served_over_https(site: Site, *, keeps: bool) -> Iterator[str]:
    """Yield the https address of another process of the same installation, whose certificate nobody knows.

    Without `keeps`, browsers look as if they kept no cookie in a frame, as Safari did for years.
    """
    with socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    address = f"https://127.0.0.1:{port}"
    config = replace(site.app.extensions["lms.config"], base_url=address)
    app = create_app(config, clock=SystemClock(), database=site.database)
    inner = read_whole(app)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not keeps and environ.get("HTTP_SEC_FETCH_DEST") == "iframe":
            environ.pop("HTTP_COOKIE", None)
        return inner(environ, start_response)

    server = make_server("127.0.0.1", port, answer, threaded=True, ssl_context="adhoc")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_instructor_sees_who_came(browser: BrowserContext, connected: Connecting) -> None:
    platform = connected("127.0.0.1")
    page = browser.new_page()
    expect(in_frame(page, platform).get_by_role("heading", level=1)).to_contain_text(HEADING)
    platform.next_launch = {"sub": "8", "name": "Tove Teacher", "email": "tove@there.example", "roles": [INSTRUCTOR]}
    platform.next_launch |= platform.services()
    platform.members = [{"user_id": "9", "name": "Bo Dahl", "roles": ["Learner"], "status": "Active"}]
    frame = in_frame(page, platform)
    frame.get_by_role("link", name="This course").click()
    expect(frame.get_by_role("heading", name="Leading with loyalty")).to_be_visible()
    expect(frame.get_by_role("rowheader", name="Mia Platform")).to_be_visible()
    look(page, "course")
    frame.get_by_role("button", name="Who has not opened anything yet?").click()
    expect(frame.get_by_text("Bo Dahl")).to_be_visible()
    look(page, "members")


def test_somebody_with_an_account_connects_the_two(
    browser: BrowserContext, at_home: Site, connected: Connecting
) -> None:
    platform = connected("127.0.0.1", next_launch={"email": at_home.new_learner("Mia Here"), "sub": "11"})
    page = browser.new_page()
    frame = in_frame(page, platform)
    expect(frame.get_by_role("heading", name="You already have an account here")).to_be_visible()
    look(page, "known-already")
    with browser.expect_page() as opened:
        frame.get_by_role("link", name="Sign in and connect").click()
    window = opened.value
    window.fill("#email", platform.next_launch["email"])
    window.fill("#password", demo.PASSWORD)
    window.press("#password", "Enter")
    window.wait_for_url("**/lti/connections/**")
    look(window, "connection")
    window.get_by_role("button", name="Connect").click()
    expect(window.get_by_role("heading", name="Connected")).to_be_visible()
    expect(in_frame(page, platform).get_by_role("heading", level=1)).to_contain_text(HEADING)


@pytest.mark.parametrize("how", ["", "?how=window"])
def test_moodle_registers_itself_in_a_frame_and_in_a_window(browser: BrowserContext, at_home: Site, how: str) -> None:
    admin = browser.new_page()
    admin.goto("/sign-in")
    admin.fill("#email", "admin@demo.example")
    admin.fill("#password", demo.PASSWORD)
    admin.press("#password", "Enter")
    admin.wait_for_url(lambda url: "/sign-in" not in url)
    admin.goto("/admin/doors/lti")
    admin.get_by_role("button", name="Make an address").click()
    address = admin.input_value("#address")
    look(admin, f"list-address{how[5:]}")
    with Moodle(lambda: datetime.now(UTC), host="localhost", tool=address, tells_deployment=bool(how)) as platform:
        page = browser.new_page()
        page.goto(platform.url(f"/tools{how}"))
        if how:
            with browser.expect_page() as opened:
                page.click("button")
            expect(opened.value.get_by_role("heading", name="Connected")).to_be_visible()
            look(opened.value, "registered")
        else:
            expect(page.frame_locator("iframe").get_by_role("heading", name="Connected")).to_be_visible()
        expect(page).to_have_title(f"Closed from {at_home.address}")
        assert len(platform.tools) == 1
        platform.tool, platform.custom = at_home.address, LEARN
        is_signed_in_from(browser, platform, at_home)
        with at_home.database.reading() as session:
            row = session.scalars(select(LtiPlatform).where(LtiPlatform.issuer == platform.issuer)).one()
        with at_home.database.reading() as session:
            platform.tool_keys = keys.key_set(session)["keys"]
        admin.bring_to_front()
        _administer(browser, admin, row)


def is_signed_in_from(browser: BrowserContext, platform: Moodle, at_home: Site) -> None:
    """Launch in a browser of the same kind that nobody is signed in at."""
    assert browser.browser is not None
    other = browser.browser.new_context(base_url=at_home.address, locale="en-GB")
    other.set_default_timeout(PATIENCE)
    page = other.new_page()
    page.goto(platform.url("/launch"))
    is_signed_in(page, at_home, "Mia Platform")
    other.close()


def _administer(browser: BrowserContext, admin: Page, row: LtiPlatform) -> None:
    """Look at the administrator's pages, and try the connection."""
    for name, path in (("list", ""), ("new", "/new"), ("one", f"/{row.id}"), ("removal", f"/{row.id}/removal")):
        admin.goto(f"/admin/doors/lti{path}")
        look(admin, name)
    admin.goto(f"/admin/doors/lti/{row.id}")
    admin.get_by_role("button", name="Try the connection").click()
    expect(admin.get_by_role("heading", name="What the platform answered")).to_be_visible()
    expect(admin.get_by_text("to be mended")).to_have_count(0)
    look(admin, "tried")
