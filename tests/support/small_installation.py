"""An installation of its own with the small pack, for tests that publish further versions or look for its words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from tests.support.installation import Installation
from tests.support.schema import give_tables
from tests.support.small_pack import write_small_pack

KEY = "a key for tests that is long enough to be one"


@contextmanager
def small_installation(address: str, folder: Path) -> Iterator[Installation]:
    """Yield an installation on the empty database at `address`; its pack and data lie in `folder`."""
    config = Config(data=folder / "data", database_url=address, secret_key=KEY, base_url="http://localhost")
    config.data.mkdir()
    database = Database(address)
    give_tables(database)
    clock = SetClock()
    found = Installation(create_app(config, clock=clock, database=database), database, clock, config)
    publish(found)
    yield found
    database.dispose()


def publish(installation: Installation, **changes: Any) -> None:
    """Sync the pack with `changes` (see `write_small_pack`) into the installation."""
    folder = write_small_pack(installation.config.data.parent / "pack", **changes)
    report = sync(installation.database, folder, installation.clock.now())
    assert not report.problems, report.problems
    assert report.stored
