"""Write the main pages at three widths, two themes and two languages into `var/screenshots`: `make screenshots`.

Starts the site with the demo company in a temporary folder and photographs whole pages in chromium, charts drawn. Words
after the command choose pages by name: `make screenshots ARGS="home tool"`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from ensure_chromium import found as chromium
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from screenshot_steps import begin_self_assessment, open_quiz, plan_exercise, ready, submit_quiz
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from lms import demo
from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config, make_key
from lms.kernel import logs, migrating
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.people.models import Organisation
from lms.people.operations import create_account, join

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var" / "screenshots"
WIDTHS = (360, 768, 1280)
HEIGHTS = {360: 740, 768: 1024, 1280: 800}
THEMES = ("light", "dark")
LANGUAGES = ("en", "da")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
MODULE = "/learn/loyalty-economics"
PAGES = sorted(f"{MODULE}/{file.stem}" for file in (ROOT / "modules" / "loyalty-economics" / "en").glob("*.md"))
NUMBERS = {
    "customer-lifetime-value": {"margin": "2400", "retention": "88"},
    "cost-of-churn": {"customers": "42000", "churn_rate": "12", "annual_margin": "1850"},
}
COLLEAGUES = {"under way": "Mette Holm", "answering": "Jonas Krogh", "finished": "Line Bech"}
TALLEST = 14_000


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the address, who looks, and what they do there first."""

    name: str
    path: str
    who: str
    before: Callable[[Page], None] | None = None


SHOTS = (
    Shot("sign-in", "/sign-in", ""),
    Shot("home-fresh", "/learn", "manager@demo.example"),
    Shot("home-under-way", "/learn", "under way"),
    Shot("module", MODULE, "under way"),
    *(Shot(f"page-{number}", path, "under way") for number, path in enumerate(PAGES, 1)),
    Shot("quiz-open", PAGES[-1], "answering", open_quiz),
    Shot("quiz-result", PAGES[-1], "finished", submit_quiz),
    Shot("tools", "/tools", "under way"),
    *(Shot(f"tool-{name}", f"/tools/{name}", "under way") for name in (*NUMBERS, "customer-segments", "nps")),
    Shot("exercise-planned", PAGES[6], "answering", plan_exercise),
    Shot("my-week-empty", "/practice", "manager@demo.example"),
    Shot("my-week", "/practice", "colleague@demo.example"),
    Shot("home-full", "/learn", "colleague@demo.example"),
    Shot("notes", "/learn/notes", "colleague@demo.example"),
    Shot("certificates", "/me/certificates", "colleague@demo.example"),
    Shot("assessments", "/learn/assessments", "under way"),
    Shot("assessment", "/learn/assessments/loyalty-economics-profile", "answering", begin_self_assessment),
    Shot("notes-empty", "/learn/notes", "manager@demo.example"),
    Shot("search-found", "/learn/search?q=customer&in=all", "under way"),
    Shot("search-none", "/learn/search?q=zebra", "under way"),
    Shot("certificate-ahead", f"{MODULE}/certificate", "under way"),
    Shot("verify", "/verify", ""),
    Shot("me", "/me", "under way"),
    Shot("people", "/assign", "hr@demo.example"),
    Shot("library", "/author", "trainer@demo.example"),
    Shot("module-versions", "/author/modules/loyalty-economics", "trainer@demo.example"),
    Shot("settings", "/admin", "admin@demo.example"),
    Shot("not-found", "/learn/no-such-module", "manager@demo.example"),
)


def main(words: list[str]) -> int:
    """Take the pictures whose names contain one of `words`, all without words; return the exit code."""
    executable = chromium()
    if executable is None:
        print("There is no chromium; run scripts/ensure_chromium.py first.", file=sys.stderr)
        return 1
    shots = [shot for shot in SHOTS if not words or any(word in shot.name for word in words)]
    if not shots:
        print(f"No page is called {words[0]}. There are: {', '.join(shot.name for shot in SHOTS)}", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with site() as (address, database), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=SWITCHES)
        take_all(browser, address, database, shots)
        browser.close()
    Console().print(f"{len(shots) * len(WIDTHS) * len(THEMES) * len(LANGUAGES)} pictures in {FOLDER}")
    return 0


def take_all(browser: Browser, address: str, database: Database, shots: list[Shot]) -> None:
    """Take every picture: in each language one person after the other, each in a browser of their own."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    sizes = list(product(THEMES, WIDTHS))
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=len(shots) * len(LANGUAGES) * len(sizes))
        for language, who in product(LANGUAGES, dict.fromkeys(shot.who for shot in shots)):
            with browsing(browser, address, language) as page:
                arrive(page, database, language, who)
                for shot, (theme, width) in product([shot for shot in shots if shot.who == who], sizes):
                    file = FOLDER / f"{shot.name}-{width}-{theme}-{language}.png"
                    progress.update(task, description=file.name)
                    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
                    take(page, shot, width, file)
                    progress.advance(task)


def arrive(page: Page, database: Database, language: str, who: str) -> None:
    """Sign in whoever it is; those in the middle of something are taken on and led there."""
    if "@" in who:
        sign_in(page, who)
    elif who:
        sign_in(page, take_on(database, who, language))
        lead(page, who)


def take_on(database: Database, who: str, language: str) -> str:
    """Take the colleague who is "under way", "answering" or "finished" on in the demo company; return their address."""
    name = COLLEAGUES[who]
    email = f"{name.lower().replace(' ', '.')}.{language}@demo.example"
    now = SystemClock().now()
    with database.writing() as session:
        company = session.scalars(select(Organisation).where(Organisation.demo)).one()
        account = create_account(session, email=email, password=demo.PASSWORD, now=now)
        join(session, company, name=name, email=email, account=account, hire_date=now.date(), now=now, job="Team lead")
    return email


def sign_in(page: Page, email: str) -> None:
    """Sign in as a person does."""
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", demo.PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def lead(page: Page, who: str) -> None:
    """Begin the module; enter own numbers; read the first page, or all of them for "finished"."""
    page.goto(MODULE)
    page.locator("form[action$='/enrolment'] button").first.click()
    page.wait_for_url(f"**{PAGES[0]}*")
    for path in PAGES[: -1 if who == "finished" else 1]:
        page.goto(path)
        page.locator("[data-next]").click()
        page.wait_for_url(lambda url: not url.endswith(path))  # noqa: B023  - asked before the next path is opened
    for name, numbers in NUMBERS.items():
        visit(page, f"/tools/{name}")
        for field, text in numbers.items():
            box = page.locator(f'[data-input="{field}"] .box')
            box.fill(text)
            box.press("Tab")
        page.locator(".save-state[data-state=saved]").first.wait_for()
    visit(page, PAGES[1])


def take(page: Page, shot: Shot, width: int, file: Path) -> None:
    """Open the page, do what comes first, draw the charts, and photograph it whole.

    The window is made as tall as the page, so that bars fixed to its edge stand where the page ends.
    """
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    visit(page, shot.path)
    if shot.before:
        shot.before(page)
        visit(page, shot.path)
    for plot in page.locator("[data-plot]").all():
        plot.scroll_into_view_if_needed()
        plot.locator("svg").first.wait_for()
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(height, HEIGHTS[width]), TALLEST)})
    page.evaluate(
        "async () => { scrollTo(0, 0); await document.fonts.ready; await new Promise(requestAnimationFrame); }"
    )
    page.screenshot(path=file, full_page=True, animations="disabled", caret="hide")


def visit(page: Page, path: str) -> None:
    """Open a page whose address is there, or is known not to be, and wait for its scripts."""
    response = page.goto(path)
    if response is None or response.status not in (200, 404):
        raise SystemExit(f"{path} answered {response.status if response else 'nothing'}; the log above says why")
    ready(page)


@contextmanager
def browsing(browser: Browser, address: str, language: str) -> Iterator[Page]:
    """Yield a page in a browser of its own."""
    context = browser.new_context(base_url=address)
    context.add_cookies([{"name": "lms_language", "value": language, "url": address}])
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


class Silent(WSGIRequestHandler):
    """Answers without a line in the terminal for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def site() -> Iterator[tuple[str, Database]]:
    """Yield the address and the database of a site with the demo company; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="outside-in-screenshots-"))
    make_key(folder)
    config = Config.from_environment({"LMS_DATA": str(folder), "LMS_BASE_URL": "http://127.0.0.1"})
    logs.configure("warning")
    database = Database(config.database_url, pool=8)
    clock = SystemClock()
    migrating.upgrade(database)
    sync(database, ROOT, clock.now())
    demo.load(database, clock, config.key().encode())
    app = create_app(config, clock=clock, database=database)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", database
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.dispose()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
