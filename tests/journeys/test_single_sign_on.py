"""An administrator joins the company with its provider, and a colleague signs in there: Canaille, in a real browser."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from lms import demo
from lms.doors.oidc.commands import sign_on
from lms.people.models import Organisation
from lms.people.operations import create_organisation, join
from tests.doors.oidc import at_canaille
from tests.support.axe import violations
from tests.support.site import PATIENCE, Site

MAIL, PASSWORD = "ada@demo.example", "a password at work"
pytestmark = pytest.mark.skipif(not at_canaille.is_there(), reason=at_canaille.MISSING)


@pytest.fixture
def at_home(site: Site) -> Iterator[Site]:
    """Return the site with its own address as the one it gives out; Ada was added by HR, and others live there too."""
    before = site.app.extensions["lms.config"]
    site.app.extensions["lms.config"] = replace(before, base_url=site.address)
    with site.database.writing() as session:
        company = session.scalars(select(Organisation).where(Organisation.demo)).one()
        join(session, company, name="Ada Nielsen", email=MAIL, now=datetime.now(UTC))
        create_organisation(session, name="Another Company", now=datetime.now(UTC))
    yield site
    site.app.extensions["lms.config"] = before


@pytest.fixture
def open_here(chromium: Browser, at_home: Site) -> Iterator[Callable[[str], Page]]:
    """Return an opener of browsers that may leave for another site, whose own pages are not looked at."""
    contexts: list[BrowserContext] = []

    def open(who: str) -> Page:
        context = chromium.new_context(base_url=at_home.address, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        if who:
            page.goto("/sign-in")
            page.fill("#email", f"{who}@demo.example")
            page.fill("#password", demo.PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield open
    for context in contexts:
        context.close()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _sign_in_there(page: Page) -> None:
    """Do what Canaille asks for: address, password, consent."""
    page.fill("#login", MAIL)
    page.press("#login", "Enter")
    page.fill("input[type=password]", PASSWORD)
    page.press("input[type=password]", "Enter")
    page.wait_for_url(re.compile(r"/oauth/authorize|/callback|/learn"))
    if "/oauth/authorize" in page.url:
        page.click("button[name=answer][value=accept]")


def _look(page: Page, name: str) -> None:
    """Have axe look at a page in two widths, and keep a picture in the folder LMS_PICTURES where that is set."""
    where = os.environ.get("LMS_PICTURES")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} wide"
        assert violations(page) == []
        if where is not None:
            page.screenshot(path=Path(where) / f"{name}-{width}.png", full_page=True)


def test_from_the_settings_to_a_colleague_who_learns(
    at_home: Site, open_here: Callable[[str], Page], tmp_path: Path
) -> None:
    admin = open_here("admin")
    admin.goto("/admin/doors/oidc")
    _look(admin, "none")
    admin.get_by_role("link", name="Another provider").click()
    redirect = admin.input_value("#redirect")
    assert redirect.startswith(at_home.address)
    _look(admin, "form")
    with at_canaille.served(_free_port(), redirect, MAIL, PASSWORD, tmp_path) as issuer:
        _join(at_home, admin, issuer)
        _learn(open_here(""), at_home.address)
        _connect(open_here("manager"))
        _find(open_here(""))
        admin.get_by_role("button", name="Switch it off").click()


def _join(site: Site, admin: Page, issuer: str) -> None:
    """Fill the form, add the domain, have it confirmed, test, try, and switch on."""
    for name, text in (("name", "Canaille"), ("issuer", issuer), ("client_id", "lms"), ("secret", at_canaille.SECRET)):
        admin.fill(f"#{name}", text)
    admin.check("#trusts_mail")
    admin.check("#has_button")  # on by itself only where an organisation has the installation alone
    admin.get_by_role("button", name="Save").click()
    admin.fill("#domain", "demo.example")
    admin.get_by_role("button", name="Add the domain").click()
    _confirm(site, admin)
    expect(admin.get_by_text("counts", exact=True)).to_be_visible()
    admin.get_by_role("button", name="Test the connection").click()
    expect(admin.get_by_text("The provider answers")).to_be_visible()
    _look(admin, "one")
    admin.get_by_role("link", name="Try it in this browser").click()
    _sign_in_there(admin)
    expect(admin.get_by_role("heading", name="The provider answers as it should")).to_be_visible()
    expect(admin.get_by_text("somebody whom HR added is found by the address")).to_be_visible()
    _look(admin, "tried")
    admin.get_by_role("link", name="Back to the connection").click()
    admin.get_by_role("button", name="Switch it on").click()
    expect(admin.get_by_text("Switched on: people can sign in this way.")).to_be_visible()


def _confirm(site: Site, admin: Page) -> None:
    """Do as the page says where several organisations share an installation: whoever runs it confirms the domain."""
    told = admin.get_by_text(re.compile(r"^lms sign-on confirm ")).inner_text()
    _lms, _group, *arguments = told.split()
    done = CliRunner().invoke(sign_on, arguments, env={"LMS_DATABASE_URL": site.database.url})
    assert done.exit_code == 0, done.output
    admin.reload()


def _learn(page: Page, address: str) -> None:
    """Come in for the first time, to the page that was wanted, and leave again."""
    page.goto("/learn")
    _look(page, "sign-in")
    page.get_by_role("link", name="Sign in with Canaille").click()
    _sign_in_there(page)
    page.wait_for_url(f"{address}/learn")
    page.goto("/me")
    expect(page.get_by_role("heading", name="Ada Nielsen")).to_be_visible()
    expect(page.get_by_text(f"Canaille: {MAIL}")).to_be_visible()
    page.goto("/me/security")
    expect(page.get_by_text("You came in through another sign-in")).to_be_visible()
    expect(page.get_by_label("Password")).to_have_count(0)
    _look(page, "security")
    page.evaluate("document.querySelector('form[action$=\"/sign-out\"]').requestSubmit()")
    expect(page.get_by_role("heading", name="You are signed out here")).to_be_visible()
    expect(page.get_by_role("link", name="Sign out of Canaille")).to_be_visible()
    _look(page, "left")


def _connect(known: Page) -> None:
    """Want to be connected with an account that is somebody else's."""
    known.goto("/me")
    _look(known, "me")
    known.get_by_role("link", name="Connect with Canaille").click()
    _sign_in_there(known)
    expect(known.get_by_role("heading", name="Is that you?")).to_be_visible()
    _look(known, "link")
    known.get_by_role("button", name="Yes, connect the two").click()
    expect(known.get_by_text("connected with somebody else here")).to_be_visible()
    _look(known, "refused")


def _find(page: Page) -> None:
    """Be led on by the domain of an address."""
    page.goto("/sign-in/company")
    _look(page, "company")
    page.fill("#email", "anybody@demo.example")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name="Sign in with Canaille")).to_be_visible()
    _look(page, "found")
