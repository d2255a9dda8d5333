"""Every kind of question in a real browser: by keyboard, saved as one goes along, judged, and accessible throughout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
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
from tests.support.pool_pack import PAGE, publish_pool
from tests.support.schema import give_tables
from tests.support.serving import served
from tests.support.site import Site

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the small pack, whose quiz has every kind."""
    data = tmp_path_factory.mktemp("kinds") / "data"
    data.mkdir()
    config = Config(
        data=data, database_url=f"sqlite:///{data / 'lms.db'}", secret_key="k" * 40, base_url="http://127.0.0.1"
    )
    database = Database(config.database_url, pool=8)
    give_tables(database)
    app = create_app(config, clock=SystemClock(), database=database)
    publish_pool(Installation(app, database, SetClock(), config), draw=None)
    with served(app) as address:
        yield Site(address, app, database)
    database.dispose()


@pytest.fixture
def learner(site: Site) -> str:
    """Return the address of a learner nobody else uses."""
    email, now = f"{uuid4().hex[:10]}@kinds.example", datetime.now(UTC)
    with site.database.writing() as session:
        company = create_organisation(session, name=f"Kinds {uuid4().hex[:10]}", now=now)
        account = create_account(session, email=email, password=demo.PASSWORD, now=now)
        join(session, company, name="Line Learner", email=email, account=account, now=now)
    return email


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready]", state="attached")


def begin(page: Page) -> None:
    page.goto(PAGE)
    page.locator("#check button.btn").click()
    page.wait_for_selector("form.quiz fieldset")
    ready(page)


def saved(page: Page) -> None:
    expect(page.locator("#check .save-state[data-state=saved]")).to_be_visible()


def looked_at(page: Page) -> list[str]:
    """Return what axe finds in the quiz, none of it under the bar at the foot, and whether it scrolls sideways."""
    page.set_viewport_size({"width": page.viewport_size["width"] if page.viewport_size else 360, "height": 6000})
    found = violations(page, within="#check")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found + ["wide"] * wide


def order_of(page: Page, item: str = "steps") -> list[str | None]:
    return [line.get_attribute("data-part") for line in page.locator(f'[data-item-box="{item}"] .places li').all()]


def tap(page: Page, spot: str) -> None:
    """Press on the picture, in the middle of a region."""
    page.locator(f'.badge[data-spot="{spot}"] circle').click()


def test_all_kinds_by_keyboard_and_everything_is_there_after_a_reload(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    begin(page)
    for choice in ('hot"][value="ice', 'hot.sure"][value="sure', 'signs"][value="steam', 'signs"][value="glow'):
        page.locator(f'[data-item="{choice}"]').press("Space")
    page.locator('[data-item="name"]').fill("Dozan")
    page.locator('[data-item="fits"][value="4"]').press("Space")
    page.locator('[data-item="table"][data-row="cup"][value="round"]').press("Space")
    page.locator('[data-part="boil"] select').select_option("3")
    for _ in range(2):
        page.locator('[data-part="boil"] [data-move="-1"]').press("Enter")
    assert order_of(page)[0] == "boil"
    expect(page.locator('[data-item-box="steps"] [data-said]')).to_have_text("Boil: place 1 of 3")
    page.locator('[data-part="drink"] select').select_option("3")
    assert order_of(page) == ["boil", "pour", "drink"]
    page.locator('[data-item="match"][data-row="pair"]').select_option("two")
    page.locator('[data-part="fire"] select').select_option("1")
    assert order_of(page, "weigh")[0] == "fire"
    page.locator('[data-item="where"][value="rim"]').press("Space")
    expect(page.locator('.spot[data-spot="rim"]')).to_have_class(re.compile("chosen"))
    tap(page, "handle")
    expect(page.locator('[data-item="where"][value="handle"]')).to_be_checked()
    expect(page.locator(".spot.chosen")).to_have_count(1)
    saved(page)

    page.reload()
    ready(page)
    assert order_of(page) == ["boil", "pour", "drink"]
    assert order_of(page, "weigh")[0] == "fire"
    assert page.locator('[data-item="match"][data-row="pair"]').input_value() == "two"
    expect(page.locator('.spot[data-spot="handle"]')).to_have_class(re.compile("chosen"))
    ticked = page.locator("#check [data-item]:checked").evaluate_all("all => all.map(e => e.dataset.item + e.value)")
    wanted = {"hotice", "hot.suresure", "signssteam", "signsglow", "fits4", "tableround", "wherehandle"}
    assert set(ticked) == wanted
    assert page.locator('[data-item="name"]').input_value() == "Dozan"

    page.get_by_role("button", name="See how I did").click()
    expect(page.locator("#score .big")).to_have_text("7 of 11")
    expect(page.get_by_text("Sure and wrong: look at these first.")).to_be_visible()
    page.locator(".calibration a").click()
    assert page.url.endswith("#check-hot")


def test_a_tab_that_was_open_before_takes_nothing_away_when_it_submits(open_browser: Opener, learner: str) -> None:
    stale = open_browser(learner)
    begin(stale)
    page = stale.context.new_page()
    page.goto(PAGE)
    ready(page)
    page.locator('[data-item="count"]').fill("20")
    page.locator('[data-item="name"]').fill("dozen")
    saved(page)
    stale.get_by_role("button", name="See how I did").click()
    expect(stale.locator("#score .big")).to_have_text("2 of 11")


def test_a_clock_two_hours_off_saves_submits_and_shows_the_servers_time(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    page.clock.install(time=datetime.now(UTC).timestamp() + 7200)
    begin(page)
    page.locator('[data-item="count"]').fill("20")
    page.clock.run_for(2_000)
    saved(page)
    page.get_by_role("button", name="See how I did").click()
    expect(page.locator("#score .big")).to_have_text("1 of 11")


@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "en"), (360, "dark", "da")])
def test_questions_and_result_are_accessible(
    open_browser: Opener, learner: str, width: int, theme: str, language: str
) -> None:
    page = open_browser(learner, width=width, theme=theme, language=language)
    begin(page)
    found = looked_at(page)
    page.locator('[data-item="hot"][value="ice"]').check()
    page.locator('[data-item="hot.sure"][value="sure"]').check()
    page.locator('[data-item="table"][data-row="cup"][value="flat"]').check()
    page.locator('[data-part="boil"] select').select_option("2")
    page.locator('[data-item="match"][data-row="trio"]').select_option("nine")
    page.locator('[data-part="oven"] select').select_option("1")
    tap(page, "bowl")
    saved(page)
    page.locator("#check button.btn[type=submit]").click()
    page.wait_for_selector("#score")
    assert [*found, *looked_at(page)] == []
