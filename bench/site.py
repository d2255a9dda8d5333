"""An installation made for measuring: a temporary folder, either database, the demo company, learners under way."""

from __future__ import annotations

import os
import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TextIO

from flask import Flask
from sqlalchemy import select

from lms import demo
from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config, make_key
from lms.kernel import logs, migrating
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.people import sessions
from lms.people.models import Organisation, Person
from lms.people.operations import create_account, join
from tests.support.company import Browser, answer
from tests.support.postgresql import PostgreSQL

ROOT = Path(__file__).parents[1]
MODULE = "/learn/loyalty-economics"
PAGES = sorted(f"{MODULE}/{file.stem}" for file in (ROOT / "modules" / "loyalty-economics" / "en").glob("[0-9]*.md"))
TOOL = "/tools/cost-of-churn"
DATABASES = ("sqlite", "postgresql")
QUIZ = re.compile(r'data-context="(attempt:[^"]+)" data-block="([^"]+)"')
OPTION = re.compile(r'type="radio" name="item-([^":]+)" value="([^"]+)" data-item="\1"(?! data-number)')
CALCULATOR = re.compile(r'data-context="(calculator:[^"]+)"')


@dataclass(frozen=True)
class Field:
    """Where an answer goes: context, block and item; two values to save there in turn."""

    context: str
    block: str
    item: str
    values: tuple[object, object]


@dataclass
class Site:
    """One installation, its application in this process, and what `lms run` needs to serve the same folder."""

    config: Config
    app: Flask
    database: Database
    postmaster: int | None = None

    def person(self, name: str) -> Person:
        """Take a learner on in the demo company."""
        email = f"{new_id().hex}@bench.example"
        now = SystemClock().now()
        with self.database.writing() as session:
            company = session.scalars(select(Organisation).where(Organisation.demo)).one()
            account = create_account(session, email=email, now=now)
            return join(session, company, name=name, email=email, account=account, now=now)

    def browser(self, person: Person) -> Browser:
        """Return a browser of this process's application in which `person` is signed in."""
        with self.database.writing() as session:
            token = sessions.open_session(session, person, SystemClock().now())
        client = self.app.test_client()
        client.set_cookie("lms_session", token)
        return Browser(client)

    def demo_browser(self, email: str) -> Browser:
        """Return a browser in which one of the demo company's people is signed in."""
        with self.database.reading() as session:
            person = session.scalars(select(Person).where(Person.email == email)).one()
        return self.browser(person)

    def learner(self, name: str = "Line Learner") -> tuple[Browser, Field, Field]:
        """Return somebody in the middle of the module, with own numbers and an open quiz; a quiz field, a number's."""
        browser = self.browser(self.person(name))
        taken(browser.post(f"{MODULE}/enrolment").status_code, 303)
        taken(browser.post(f"{PAGES[0]}/reading").status_code, 303)
        number = self._own_numbers(browser)
        block = self._quiz_block(browser)
        taken(browser.post(f"{PAGES[-1]}/{block}/attempts").status_code, 303)
        html = browser.get(PAGES[-1]).text
        context, block = QUIZ.search(html).groups()  # type: ignore[union-attr]
        options = OPTION.findall(html)
        item = options[0][0]
        values = [value for of, value in options if of == item]
        return browser, Field(context, block, item, (values[0], values[1])), number

    def _own_numbers(self, browser: Browser) -> Field:
        found = CALCULATOR.search(browser.get(TOOL).text)
        assert found is not None
        numbers = {"customers": 25_000, "churn_rate": 0.12, "annual_margin": 900}
        taken(browser.save(*(answer(found[1], "inputs", name, value) for name, value in numbers.items())).status_code)
        return Field(found[1], "inputs", "onboarding_cost", (250, 300))

    def _quiz_block(self, browser: Browser) -> str:
        found = re.search(rf'action="{PAGES[-1]}/([^/"]+)/attempts"', browser.get(PAGES[-1]).text)
        assert found is not None
        return found[1]

    def cookies(self, browser: Browser) -> str:
        """Return the Cookie header of a browser, for clients that speak HTTP themselves."""
        named = ("lms_session", "lms_form")
        browser.token()
        cookies = {name: browser.client.get_cookie(name) for name in named}
        return "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items() if cookie is not None)


def taken(status: int, wanted: int = 200) -> None:
    """Stop the measurement when the site refused what it was prepared with."""
    assert status == wanted, f"answered {status}, not {wanted}"


@contextmanager
def site(kind: str) -> Iterator[Site]:
    """Yield an installation on "sqlite" or "postgresql" in a temporary folder; both are gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="outside-in-bench-")))
        data = folder / "data"
        make_key(data)
        server = None
        if kind == "postgresql":
            server = PostgreSQL(_made(folder / "postgresql"))
            stack.callback(server.stop)
        address = server.new_database() if server else f"sqlite:///{data / 'lms.db'}"
        yield _installed(stack, data, address, folder)


def _installed(stack: ExitStack, data: Path, address: str, folder: Path) -> Site:
    port = free_port()
    config = Config.from_environment(
        {"LMS_DATA": str(data), "LMS_DATABASE_URL": address, "LMS_BIND": f"127.0.0.1:{port}", "LMS_WORKERS": "2"}
    )
    logs.configure("info", stream=_nowhere())
    database = Database(config.database_url, pool=config.threads + 1)
    stack.callback(database.dispose)
    migrating.upgrade(database)
    report = sync(database, ROOT, SystemClock().now())
    assert not report.problems, report.problems
    demo.load(database, SystemClock(), config.key().encode())
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)  # a former site's folder
    app = create_app(config, database=database)
    pid_file = folder / "postgresql" / "data" / "postmaster.pid"
    postmaster = int(pid_file.read_text().split()[0]) if pid_file.exists() else None
    return Site(config, app, database, postmaster)


@cache
def _nowhere() -> TextIO:
    """Return where the log goes: it is written, as in service, and nobody reads it."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  - held as long as the process logs


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
