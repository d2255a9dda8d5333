"""A running site and a real browser: whole tasks as people do them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lms import demo
from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from tests.support.schema import give_tables
from tests.support.serving import served
from tests.support.site import PATIENCE, Site

expect.set_options(timeout=PATIENCE)
ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("LMS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say of each browser test what it needs; without a browser it is skipped and the run says it is not complete."""
    for item in items:
        if "journeys" in Path(item.path).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not CHROMIUM:
                item.add_marker(
                    pytest.mark.skip(reason="chromium is missing and could not be installed; browser tests did not run")
                )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the demo company, served on loopback by threads of this process."""
    data = tmp_path_factory.mktemp("site")
    config = Config(
        data=data, database_url=f"sqlite:///{data / 'lms.db'}", secret_key="k" * 40, base_url="http://127.0.0.1"
    )
    database = Database(config.database_url, pool=8)
    clock = SystemClock()
    give_tables(database)
    sync(database, ROOT / "tests" / "shelf", clock.now())
    demo.load(database, clock, config.key().encode())
    app = create_app(config, clock=clock, database=database)
    with served(app) as address:
        yield Site(address, app, database)
    database.dispose()


Opener = Callable[..., Page]


@pytest.fixture
def open_browser(chromium: Browser, site: Site) -> Iterator[Opener]:
    """Return an opener of fresh browsers: `open_browser("manager", language="da")` gives a signed-in page."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open(
        who: str | None = None,
        *,
        language: str = "en",
        javascript: bool = True,
        width: int = 1280,
        theme: str = "light",
    ) -> Page:
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "lms_language", "value": language, "url": site.address}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on("console", lambda m: problems.append(m.text) if "Content Security Policy" in m.text else None)
        if who:
            page.goto("/sign-in")
            page.fill("#email", who if "@" in who else f"{who}@demo.example")
            page.fill("#password", demo.PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield open
    for context in contexts:
        context.close()
    assert not problems, problems


@pytest.fixture
def learner(site: Site) -> str:
    """Return the address of a learner nobody else uses, enrolled on nothing; the password is the demo's."""
    return site.new_learner()
