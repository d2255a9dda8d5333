"""A manager's whole evening with the module that is really taught: each part of it as a person does it in a browser.

Nothing here reads a word of the interface, so the same evening is lived in any language and at any width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Locator, Page
from sqlalchemy import select

from lms import demo
from lms.app import create_app
from lms.catalog.library import sync
from lms.catalog.models import QuizVersion
from lms.config import Config
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.people.operations import create_account, create_organisation, join
from tests.support.schema import give_tables
from tests.support.serving import served
from tests.support.site import Site

ROOT = Path(__file__).parents[2]
MODULE = "/learn/loyalty-economics"
PAGES = tuple(f"{MODULE}/{file.stem}" for file in sorted((ROOT / "modules/loyalty-economics/en").glob("*.md")))
PASTE = """(box, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) }"""
SELECT_FIRST_WORDS = "getSelection().selectAllChildren(document.querySelector('main > .prose p'))"
SEGMENTS = "Fans\t30\t35\t95\nPleased\t40\t40\t90\nFine\t20\t18\t75\nCross\t10\t7\t50"
PROMISE = "Telephone the housing association that left in October"

Look = Callable[[Page], None]


@contextmanager
def serving_the_library(data: Path) -> Iterator[Site]:
    """Yield a site that teaches the repository's own shelves, served by threads of this process."""
    address = f"sqlite:///{data / 'lms.db'}"
    config = Config(data=data, database_url=address, secret_key="k" * 40, base_url="http://127.0.0.1")
    database, clock = Database(address, pool=8), SystemClock()
    give_tables(database)
    report = sync(database, ROOT, clock.now())
    assert not report.problems, report.problems
    app = create_app(config, clock=clock, database=database)
    with served(app) as place:
        yield Site(place, app, database)
    database.dispose()


def newcomer(site: Site) -> str:
    """Take somebody on in a company of their own and return their address; the password is the demo's."""
    email, now = f"{uuid4().hex[:10]}@evening.example", SystemClock().now()
    with site.database.writing() as session:
        company = create_organisation(session, name=f"Evening {email[:6]}", now=now, currency="DKK")
        account = create_account(session, email=email, password=demo.PASSWORD, now=now)
        join(session, company, name="Line Learner", email=email, account=account, now=now)
    return email


def go(page: Page, path: str) -> None:
    """Open a page and wait until its scripts listen."""
    page.goto(path)
    ready(page)


def ready(page: Page) -> None:
    """Wait until the scripts of the page that is open listen."""
    page.wait_for_selector("html[data-ready]", state="attached")


def saved(page: Page, where: str = "main") -> None:
    """Wait until a chip in `where` says that what was typed is kept."""
    page.locator(f"{where} .save-state[data-state=saved]").first.wait_for()


def begin(page: Page) -> None:
    """Begin the module on its overview."""
    go(page, MODULE)
    page.locator("section.hero form button").click()
    page.wait_for_url(f"**{PAGES[0]}*")
    ready(page)


def read(page: Page, number: int) -> None:
    """Go to the foot of a page (1 to 8) and on."""
    go(page, PAGES[number - 1])
    page.locator("[data-next]").click()
    page.wait_for_url(lambda url: PAGES[number - 1] not in url)
    ready(page)


def sit(page: Page, look: Look) -> None:
    """Take the self-assessment from the first page: one statement is forgotten at first."""
    page.locator("#profile form button").click()
    page.wait_for_url("**/learn/assessments/*")
    ready(page)
    look(page)
    forgotten = page.locator('[data-item-box="a1-1"]')  # each person meets them in another order
    close = page.locator("form.assessment button:not([formaction])")
    for box in page.locator('[data-item-box]:not([data-item-box="a1-1"])').all():
        box.locator('input[value="4"]').check(force=True)
    close.click()
    page.wait_for_selector(".notice.error")
    ready(page)
    look(page)
    forgotten.locator('input[value="2"]').check(force=True)
    close.click()
    page.wait_for_url("**/learn/sittings/*")
    ready(page)


def type_number(page: Page, block: str, name: str, text: str) -> None:
    """Type a number of one's own into a calculator on the page."""
    box = page.locator(f'#{block} [data-input="{name}"] .box')
    box.fill(text)
    box.press("Tab")


def paste_segments(page: Page) -> None:
    """Paste four rows from a spreadsheet into the table of page 4."""
    first = page.locator("[data-rows] tr").first.locator('[data-column="name"]')
    first.focus()
    first.evaluate(PASTE, SEGMENTS)
    saved(page, "#segments")


def write_thought(page: Page, block: str, text: str) -> None:
    """Write a reflection."""
    page.locator(f"#{block} textarea").fill(text)
    saved(page, f"#{block}")


def plan_exercise(page: Page, block: str) -> None:
    """Choose an exercise and take the first day offered."""
    page.locator(f"#{block} form button").click()
    page.wait_for_url(f"**#{block}")
    ready(page)
    page.locator(f"#{block} .days button").first.click()
    page.locator(f"#{block} details.more").first.wait_for()  # "move it" is offered once there is a day
    ready(page)


def promise(page: Page) -> None:
    """Make a promise for the first Friday offered."""
    form = page.locator("#my-promise form")
    form.locator("[name=what]").fill(PROMISE)
    form.locator("[name=whom]").fill("Ida")
    form.locator("[name=day]").first.check()
    form.locator("button[type=submit]").click()
    page.wait_for_selector("#my-promise .plans")
    ready(page)


def note(page: Page, text: str) -> None:
    """Select the first paragraph and write beside it, by key."""
    page.evaluate(SELECT_FIRST_WORDS)
    page.locator("[data-mark-bar]").wait_for()
    page.keyboard.press("n")
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    saved(page, "#notes")


def begin_questions(page: Page) -> None:
    """Begin the questions of the last page."""
    page.locator("#quiz form button").click()
    page.wait_for_selector("form.quiz > fieldset")
    ready(page)


def answer_rightly(page: Page, site: Site, language: str = "en") -> int:
    """Answer every question drawn with what the published version holds as its key; return how many there were."""
    with site.database.reading() as session:
        documents = session.scalars(select(QuizVersion.document)).all()
    key = {item["id"]: item for one in documents if one["kind"] == "quiz" for item in one["items"]}
    boxes = page.locator("form.quiz > fieldset").all()
    for box in boxes:
        item = key[box.get_attribute("data-item-box") or ""]
        RIGHTLY[item["kind"]](box, item, language)
        box.locator(f'[data-item="{item["id"]}.sure"]').last.check(force=True)
    saved(page, "form.quiz")
    return len(boxes)


def submit(page: Page) -> None:
    """See how it went."""
    page.locator("form.quiz > .actions button").click()
    page.wait_for_selector("#score")
    ready(page)


def _tick(box: Locator, item: dict[str, Any], _language: str) -> None:
    for option in item["options"]:
        if option["correct"]:
            box.locator(f'[data-item="{item["id"]}"][value="{option["id"]}"]').check(force=True)


def _number(box: Locator, item: dict[str, Any], language: str) -> None:
    mark = "." if language == "en" else ","
    answer = round(item["answer"] * 100, 6) if item.get("unit") == "percent" else item["answer"]
    box.locator(f'[data-item="{item["id"]}"]').fill(str(answer).replace(".", mark))


def _order(box: Locator, item: dict[str, Any], _language: str) -> None:
    for place, part in enumerate(item["parts"], 1):
        box.locator(f'[data-part="{part["id"]}"] select').select_option(str(place))


def _matrix(box: Locator, item: dict[str, Any], _language: str) -> None:
    for row in item["rows"]:
        box.locator(f'[data-row="{row["id"]}"][value="{row["correct"][0]}"]').check(force=True)


def _match(box: Locator, item: dict[str, Any], _language: str) -> None:
    for pair in item["pairs"]:
        box.locator(f'[data-item="{item["id"]}"][data-row="{pair["id"]}"]').select_option(pair["right"])


def _rank(box: Locator, item: dict[str, Any], _language: str) -> None:
    heaviest_first = sorted(item["options"], key=lambda option: option["rank"] or 0)
    _order(box, {"parts": heaviest_first}, _language)


def _point(box: Locator, item: dict[str, Any], _language: str) -> None:
    _tick(box, {**item, "options": item["regions"]}, _language)


def _text(box: Locator, item: dict[str, Any], language: str) -> None:
    box.locator(f'[data-item="{item["id"]}"]').fill(item["accepted"][language][0])


RIGHTLY = {
    "single-choice": _tick,
    "multiple-choice": _tick,
    "number": _number,
    "order": _order,
    "matrix": _matrix,
    "matching": _match,
    "ranking": _rank,
    "hotspot": _point,
    "short-text": _text,
}
