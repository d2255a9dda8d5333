"""What most tests stand on: an installation on each database with the real library, companies and their browsers.

Every test makes its own company, so tests share a database without seeing each other: the product's own isolation.
"""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lms.kernel import logs, migrating
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.people import passwords
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.installations import Installations
from tests.support.postgresql import PostgreSQL
from tests.support.schema import migrated_file

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
LONG = (
    "tests/journeys/test_accessible_pages.py",
    "tests/journeys/test_every_module_on_a_phone.py",
    "tests/web/test_role_table.py",
    "tests/journeys/",
    "tests/faults/",
    "tests/packaging/",
    "tests/kernel/test_migrations.py",
    "tests/tools/test_private_numbers.py",
    "tests/web/test_two_companies.py",
    "tests/demo/",
    "tests/content/",
    "tests/serving/",
)
"""Where a file alone takes long: begun first, so that no process works on at the end while the other has nothing."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first; the others keep their order."""

    def place(item: pytest.Item) -> int:
        return next((at for at, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later look for garbage: all of it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _nothing_leaves_this_machine() -> Iterator[None]:
    """Close every socket but those to this machine, and make hashing cheap."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in LOOPBACK:
            raise AssertionError(f"a test wanted to reach {host}")
        real(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign]
    passwords.cheap_for_tests()
    logs.configure("warning")
    yield
    socket.socket.connect = real  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """Return a PostgreSQL server of this test process's own."""
    server = PostgreSQL(tmp_path_factory.mktemp("postgresql"), durable=False)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return a maker of empty databases: `new_database("sqlite")` or `("postgresql")` gives an address."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'lms.db'}"
        server: PostgreSQL = request.getfixturevalue("postgresql")
        return server.new_database()

    return make


@pytest.fixture(scope="session")
def migrated_database(
    request: pytest.FixtureRequest, new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Return a maker of databases with every table and no row, as `new_database`: each a copy of one that migrated."""
    first: list[str] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            path = tmp_path_factory.mktemp("sqlite") / "lms.db"
            path.write_bytes(migrated_file())
            return f"sqlite:///{path}"
        if not first:
            first.append(new_database(kind))
            database = Database(first[0])
            migrating.upgrade(database)
            database.dispose()
        server: PostgreSQL = request.getfixturevalue("postgresql")
        return server.new_database(like=first[0])

    return make


@pytest.fixture(scope="session")
def _installations(
    request: pytest.FixtureRequest,
    migrated_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installations]:
    """Return the installations of this test process."""
    found = Installations(tmp_path_factory.mktemp, migrated_database, lambda: request.getfixturevalue("postgresql"))
    yield found
    found.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, _installations: Installations) -> Installation:
    """Return an installation on each database, migrated, with the tests' own library, and nobody in it yet."""
    return _installations.fresh(request.param)


@pytest.fixture
def clock(installation: Installation) -> Iterator[SetClock]:
    """Return the installation's clock; whoever moves it finds it moved back."""
    before = installation.clock.at
    yield installation.clock
    installation.clock.at = before


@pytest.fixture
def company(installation: Installation) -> Company:
    """Return a fresh company."""
    return Company(installation)


@pytest.fixture
def other_company(installation: Installation) -> Company:
    """Return another company on the same installation."""
    return Company(installation)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return one chromium for all tests of this process: two drivers in one process refuse each other."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.conftest import CHROMIUM, SWITCHES

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()
