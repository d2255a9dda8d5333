"""One installation on each kind of database for a whole test process, put back to its beginning for each who asks.

Migrating, reading the library, making the application and warming its templates and statements takes seconds; putting
the database back takes a tenth of one. Whoever asks finds the database, the clock and the data folder as on a first
start.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.web import streaming
from tests.support.installation import Installation
from tests.support.postgresql import PostgreSQL

SHELF = Path(__file__).parents[1] / "shelf"
"""A library of the tests' own: what is really taught is looked at by `tests/content` alone."""
KEY = "a key for tests that is long enough to be one"


@dataclass
class _Kept:
    """An installation and what it was at its beginning: the clock, the files, and a way to put its database back."""

    installation: Installation
    put_back: Callable[[], None]
    began_at: datetime = field(init=False)
    files: frozenset[Path] = field(init=False)

    def __post_init__(self) -> None:
        """Look at the beginning."""
        self.began_at = self.installation.clock.at
        self.files = frozenset(self.installation.config.data.iterdir())

    def again(self) -> None:
        """Put everything back."""
        self.installation.database.dispose()
        self.put_back()
        self.installation.clock.at = self.began_at
        self.installation.app.extensions.pop(streaming.KEY, None)  # not every test closes the files it asked for
        for path in set(self.installation.config.data.iterdir()) - self.files:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


class Installations:
    """The installations of this test process, {kind of database: installation}, made when they are first asked for."""

    def __init__(
        self, folder: Callable[[str], Path], migrated: Callable[[str], str], server: Callable[[], PostgreSQL]
    ) -> None:
        """Hold where new folders, migrated databases and the PostgreSQL of this process come from."""
        self._folder, self._migrated, self._server = folder, migrated, server
        self._kept: dict[str, _Kept] = {}

    def fresh(self, kind: str) -> Installation:
        """Return the installation on "sqlite" or "postgresql" as on its first start."""
        if kind in self._kept:
            self._kept[kind].again()
        else:
            self._kept[kind] = self._make(kind)
        found = self._kept[kind].installation
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(found.config.data / "metrics")
        return found

    def dispose(self) -> None:
        """Close every connection."""
        for kept in self._kept.values():
            kept.installation.database.dispose()

    def _make(self, kind: str) -> _Kept:
        data = self._folder("data")
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(data / "metrics")
        address = self._migrated(kind)
        config = Config(data=data, database_url=address, secret_key=KEY, base_url="http://localhost", content=SHELF)
        clock, database = SetClock(), Database(address)
        database.engine.pool._pre_ping = False  # nobody cuts these connections; asking first is a call in five
        report = sync(database, SHELF, clock.now())
        assert not report.problems
        found = Installation(create_app(config, clock=clock, database=database), database, clock, config)
        database.dispose()
        return _Kept(found, _copy_of_file(address) if kind == "sqlite" else self._server().copy_of(address))


def _copy_of_file(address: str) -> Callable[[], None]:
    """Copy the file of `address`, its log included; return what puts the copy in its place."""
    path = Path(make_url(address).database or "")
    copy = path.with_name("beginning.db")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)

    def put_back() -> None:
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
        shutil.copyfile(copy, path)

    return put_back
