"""An installation with the small module of practice on its shelf, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lms.app import create_app
from lms.config import Config
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from tests.practice.work import Doer, publish
from tests.support.company import Company
from tests.support.installation import Installation

KEY = "a key for tests that is long enough to be one"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def installation(
    request: pytest.FixtureRequest, migrated_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Return an installation with the module on its shelf."""
    data: Path = tmp_path_factory.mktemp("data")
    config = Config(
        data=data, database_url=migrated_database(request.param), secret_key=KEY, base_url="http://localhost"
    )
    database = Database(config.database_url)
    found = Installation(create_app(config, clock=SetClock(), database=database), database, SetClock(), config)
    found.app.extensions["lms.clock"] = found.clock
    publish(found, tmp_path_factory.mktemp("pack"))
    yield found
    database.dispose()


@pytest.fixture
def doer(company: Company, clock: Any) -> Doer:
    """Return a learner; `clock` is moved back afterwards."""
    return Doer.of(company)


@pytest.fixture
def stranger(other_company: Company) -> Doer:
    """Return a learner of another company."""
    return Doer.of(other_company)
