"""The database's structure at start: brought up to date by one process at a time, or refused in one line.

The history itself is `lms.kernel.migrating`; here are the lock and the words.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from lms.config import Config
from lms.kernel import migrating
from lms.kernel.database import Database
from lms.serving.refusals import CannotStart

LOCK_NUMBER = int.from_bytes(hashlib.sha256(b"outside-in schema").digest()[:4], "big") >> 1


def upgrade(config: Config, revision: str = "head") -> None:
    """Bring the database to `revision`; one process at a time, also where several machines start on one PostgreSQL."""
    with _alone(config) as database:
        migrating.upgrade(database, revision)


def downgrade(config: Config, revision: str) -> None:
    """Take the database back to `revision` ("-1" is one step, "base" an empty database)."""
    with _alone(config) as database:
        migrating.downgrade(database, revision)


def revisions(config: Config) -> tuple[str | None, str]:
    """Return the database's revision, None when it is empty, and the one this program needs."""
    with _alone(config) as database:
        return migrating.current(database), migrating.head()


@contextmanager
def _alone(config: Config) -> Iterator[Database]:
    """Yield the database; raise `CannotStart` where it is newer than this program or out of reach."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    database = Database(config.database_url)
    try:
        with _locked(database):
            yield database
    except migrating.NewerDatabase as newer:
        raise CannotStart(f"{_one_line(newer)}, or restore a backup made with this one.") from newer
    except OperationalError as problem:
        raise CannotStart(f"Cannot use the database: {_one_line(problem.orig)}. Check LMS_DATABASE_URL.") from problem
    except CommandError as problem:
        raise CannotStart(f"Cannot change the database: {_one_line(problem)}.") from problem
    finally:
        database.dispose()


@contextmanager
def _locked(database: Database) -> Iterator[None]:
    """Keep other machines out. The embedded database has one machine only, and the lock of its folder."""
    if database.is_sqlite:
        yield
        return
    with database.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": LOCK_NUMBER})
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": LOCK_NUMBER})
            connection.commit()


def _one_line(problem: object) -> str:
    return " ".join(str(problem).split()).rstrip(".")
