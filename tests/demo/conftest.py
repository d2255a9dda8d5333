"""A demo company on each database, loaded once from the tests' own library, and one from what is really taught."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from lms import demo
from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel.clock import SetClock
from lms.kernel.database import Database

ROOT = Path(__file__).parents[2]
SHELVES = {"a small library": ROOT / "tests" / "shelf", "the library": ROOT}
KEY = "a key for tests that is long enough to be one"
LOADED_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@dataclass
class Loaded:
    """An installation with the demo company, as it stands in the minute after loading."""

    app: Flask
    database: Database
    clock: SetClock

    @property
    def now(self) -> datetime:
        """Return when it was loaded."""
        return self.clock.at


Load = Callable[..., Loaded]


@pytest.fixture(scope="session")
def load(migrated_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    """Return a loader of the demo company: `load("sqlite", "the library", at)`."""
    made: list[Database] = []

    def make(kind: str, library: str, at: datetime = LOADED_AT) -> Loaded:
        config = Config(
            data=tmp_path_factory.mktemp("demo"),
            database_url=migrated_database(kind),
            secret_key=KEY,
            base_url="http://localhost",
        )
        database, clock = Database(config.database_url), SetClock(at)
        made.append(database)
        assert not sync(database, SHELVES[library], at).problems
        assert demo.load(database, clock, KEY.encode())
        return Loaded(create_app(config, clock=clock, database=database), database, clock)

    yield make
    for database in made:
        database.dispose()


@pytest.fixture(
    scope="session",
    params=[("sqlite", "a small library"), ("postgresql", "a small library"), ("sqlite", "the library")],
    ids=["sqlite", "postgresql", "sqlite, the library as it is taught"],
)
def loaded(request: pytest.FixtureRequest, load: Load) -> Loaded:
    """Return the demo company as it stands right after loading; nobody changes it."""
    return load(*request.param)
