"""A quiz with a clock and *Check*, in a real browser: told in time, checked one by one, submitted when time is up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from lms import demo
from lms.app import create_app
from lms.config import Config
from lms.kernel.clock import SetClock, SystemClock
from lms.kernel.database import Database
from lms.people.operations import create_account, create_organisation, join
from tests.support.axe import violations
from tests.support.installation import Installation
from tests.support.ruled_pack import PAGE, publish_rules
from tests.support.schema import give_tables
from tests.support.serving import served
from tests.support.site import Site

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def clock() -> SetClock:
    """Return the server's clock, which stands until it is moved."""
    return SetClock(SystemClock().now())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Iterator[Site]:
    """Return a site with the small pack, whose quiz takes ten minutes and may be checked question by question."""
    data = tmp_path_factory.mktemp("timed") / "data"
    data.mkdir()
    config = Config(
        data=data, database_url=f"sqlite:///{data / 'lms.db'}", secret_key="k" * 40, base_url="http://127.0.0.1"
    )
    database = Database(config.database_url, pool=8)
    give_tables(database)
    app = create_app(config, clock=clock, database=database)
    publish_rules(Installation(app, database, clock, config), 'time_limit = 10\nfeedback = "immediate"\nattempts = 2\n')
    with served(app) as address:
        yield Site(address, app, database)
    database.dispose()


@pytest.fixture
def learner(site: Site, clock: SetClock) -> str:
    """Return the address of a learner nobody else uses."""
    email, now = f"{uuid4().hex[:10]}@timed.example", clock.now()
    with site.database.writing() as session:
        company = create_organisation(session, name=f"Timed {uuid4().hex[:10]}", now=now)
        account = create_account(session, email=email, password=demo.PASSWORD, now=now)
        join(session, company, name="Line Learner", email=email, account=account, now=now)
    return email


def test_told_in_time_checked_one_by_one_and_submitted_when_the_time_is_up(
    open_browser: Opener, learner: str, clock: SetClock
) -> None:
    page = open_browser(learner, width=360)
    page.goto(PAGE)
    quiz = page.locator("#check")
    expect(quiz).to_contain_text("10 minutes from the moment you begin")
    expect(quiz).to_contain_text("2 tries; your best one counts")
    clock.at += timedelta(seconds=1)
    quiz.get_by_role("button", name="Begin the questions").click()
    hot = page.locator('[data-item-box="hot"]')
    hot.get_by_role("button", name="Check").click()
    expect(hot).to_contain_text("Answer this question first, then check it.")
    hot.get_by_text("Yes", exact=True).click()
    hot.get_by_role("button", name="Check").click()
    expect(hot).to_contain_text("zebrasteam")
    expect(hot.locator("input").first).to_be_disabled()
    count = page.locator('[data-item-box="count"] input')
    count.fill("7391.25")
    count.press("Enter")
    expect(quiz.locator("[data-left]")).to_be_visible()
    assert violations(page) == []
    clock.at += timedelta(minutes=8, seconds=59)
    page.evaluate("dispatchEvent(new Event('focus'))")  # the page comes back, and asks the server
    expect(quiz.locator(".clock [data-said]")).to_have_text("1 minute left.")
    clock.at += timedelta(minutes=1, seconds=5)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(quiz).to_contain_text("The time was up, so your answers were submitted for you.")
    expect(quiz.locator(".score .big")).to_have_text("2 of 2")
