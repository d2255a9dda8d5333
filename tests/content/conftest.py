"""Everything on the shelves, read once, and an installation that teaches it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.packs.model import Pack
from lms.packs.reading import read_pack
from tests.support.company import Company
from tests.support.installation import Installation

ROOT = Path(__file__).parents[2]
KEY = "a key for tests that is long enough to be one"


@pytest.fixture(scope="session")
def pack() -> Pack:
    """Return the repository's own pack."""
    return read_pack(ROOT)


@pytest.fixture(scope="session")
def school(migrated_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """Return a company on an installation with the library that is really taught."""
    data = tmp_path_factory.mktemp("school")
    config = Config(data=data, database_url=migrated_database("sqlite"), secret_key=KEY, base_url="http://localhost")
    database, clock = Database(config.database_url), SetClock()
    report = sync(database, ROOT, clock.now())
    assert not report.problems, report.problems
    yield Company(Installation(create_app(config, clock=clock, database=database), database, clock, config))
    database.dispose()
