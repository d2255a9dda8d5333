"""Packages made of the tests' own library, and a browser with a platform that plays them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.doors.scorm.choice import Choice, Standard
from lms.doors.scorm.packaging import files
from lms.doors.scorm.taking import Published, published, versions
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.ids import AccountId, OrganisationId, PersonId, new_id
from lms.kernel.permissions import Actor
from tests.doors.scorm.platform import Platform
from tests.journeys.conftest import CHROMIUM

SHELF = Path(__file__).parents[2] / "shelf"
KEY = "a key for tests that is long enough to be one"
HOME = "https://learn.example.com"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say of each test with a browser what it needs; without one it is skipped and the run says so."""
    for item in items:
        if Path(item.path).name.startswith("test_played"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="chromium is missing; browser tests did not run"))


@pytest.fixture(scope="session")
def shelf(migrated_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return an application with the tests' own library."""
    data = tmp_path_factory.mktemp("shelf")
    config = Config(data=data, database_url=migrated_database("sqlite"), secret_key=KEY, base_url=HOME)
    database, clock = Database(config.database_url), SetClock()
    report = sync(database, SHELF, clock.now())
    assert not report.problems, report.problems
    yield create_app(config, clock=clock, database=database)
    database.dispose()


@pytest.fixture(scope="session")
def module(shelf: Flask) -> Published:
    """Return the module loyalty-economics with all its parts."""
    reader = Actor(PersonId(new_id()), AccountId(new_id()), OrganisationId(new_id()), frozenset())
    with shelf.extensions["lms.database"].reading() as session:
        [(_module, version)] = versions(session, reader)
        found = published(session, reader, version.id)
        session.expunge_all()
    return found


Maker = Callable[..., dict[str, bytes]]


@pytest.fixture(scope="session")
def make(shelf: Flask, module: Published) -> Maker:
    """Return a maker of packages: `make(Standard.SCORM_12, "en", "da", home="")`; each is made once."""
    made: dict[Any, dict[str, bytes]] = {}

    def package(standard: Standard, *languages: str, home: str = HOME) -> dict[str, bytes]:
        key = standard, languages, home
        if key not in made:
            made[key] = files(shelf, module, Choice(standard, languages, "DKK", home))
        return made[key]

    return package


@pytest.fixture
def play(chromium: Browser, make: Maker, tmp_path: Path) -> Iterator[Callable[..., Platform]]:
    """Return a maker of platforms with a package on them: `play(Standard.SCORM_12, "en")`."""
    opened: list[Platform] = []

    def platform(standard: Standard, *languages: str, **settings: Any) -> Platform:
        found = Platform(chromium, make(standard, *languages), standard, tmp_path / str(len(opened)), **settings)
        opened.append(found)
        return found

    yield platform
    for each in opened:
        each.close()
    assert not [problem for each in opened for problem in each.problems]
