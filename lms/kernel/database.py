"""Two engines on one database: one that can only read, one that begins to write at once.

SQLite: reading connections are opened read-only and begin deferred; writing ones begin immediate, because a deferred
transaction that reads and then writes fails at once under load, whatever the busy timeout. PostgreSQL: the same two
kinds by `READ ONLY` and the default. Engines are made after the fork, never before.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from lms.kernel.model import Base

log = logging.getLogger(__name__)
BUSY_MILLISECONDS = 5_000
RENEWED = 600
"""Seconds after which a connection to SQLite is opened anew: it knows of its tables' sizes what stood there then."""
FIXED_SQLITE = (3, 51, 3)  # before it, two connections that reset the write-ahead log at once can corrupt the file


def default_url(data: Path) -> str:
    """Return the address of the embedded database in the data folder."""
    return f"sqlite:///{data / 'lms.db'}"


class Database:
    """One database with its reading and writing sessions."""

    def __init__(self, url: str, *, pool: int = 5) -> None:
        """Make both engines; nothing is connected until the first query."""
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = _sqlite(url, writing=True)
            self.reader = _sqlite(url, writing=False)
        else:
            self.engine = create_engine(
                _psycopg(url), hide_parameters=True, pool_size=pool, max_overflow=pool, pool_pre_ping=True
            )
            self.reader = self.engine.execution_options(postgresql_readonly=True)
        self.write_session = sessionmaker(self.engine, expire_on_commit=False)
        self.read_session = sessionmaker(self.reader, expire_on_commit=False, autoflush=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that cannot write; whatever it holds is let go at the end."""
        with self.read_session() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session in a transaction that may write at once; commit at the end, roll back on any exception."""
        with self.write_session() as session, session.begin():
            yield session

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
        self.reader.dispose()


def insert(session: Session, model: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT of the session's own dialect, for `on_conflict_do_nothing` and its kin."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(model)
    return postgresql.insert(model)


def _psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _sqlite(url: str, *, writing: bool) -> Engine:
    driver = _driver()
    path = make_url(url).database or ""
    address = f"file:{path}?mode={'rwc' if writing else 'ro'}"

    def connect() -> Any:
        return driver.connect(address, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine(
        "sqlite://",
        hide_parameters=True,
        module=driver,
        creator=connect,
        poolclass=QueuePool,
        pool_size=5,
        max_overflow=10,
        pool_recycle=RENEWED,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.create_function("lower", 1, _lower, deterministic=True)
        if writing:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA secure_delete=FAST")  # what is erased is overwritten where it costs no more
            connection.execute("PRAGMA busy_timeout=0")  # waiting for the turn to write is done in `_begin_writing`
        else:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        if writing:
            _begin_writing(connection)
        else:
            connection.exec_driver_sql("BEGIN DEFERRED")

    return engine


def _lower(value: Any) -> Any:
    """Return text in lower case; SQLite's own `lower` knows only A to Z, and "østergaard" must find Østergaard."""
    return value.lower() if isinstance(value, str) else value


def _begin_writing(connection: Any) -> None:
    """Begin to write, waiting for the turn in short steps: SQLite's own waiting sleeps ever longer and starves some."""
    until = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as busy:
            if "locked" not in str(busy.orig) or monotonic() > until:
                raise
            sleep(uniform(0.0005, 0.002))  # noqa: S311  - spreads the waiting, hides nothing
        else:
            return


def _driver() -> ModuleType:
    driver: ModuleType = sqlite3
    with suppress(ImportError):
        driver = import_module("pysqlite3.dbapi2")
    if driver.sqlite_version_info < FIXED_SQLITE:
        log.warning(
            "SQLite %s has a known write-ahead-log bug; install pysqlite3 or use PostgreSQL before going live",
            driver.sqlite_version,
        )
    return driver
