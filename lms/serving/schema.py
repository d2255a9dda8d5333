"""The database's structure: brought up to date before anything serves, and refused where it is newer than the code."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from lms.config import Config, shipped
from lms.kernel.database import Database
from lms.serving.refusals import CannotStart

LOCK_NUMBER = int.from_bytes(hashlib.sha256(b"outside-in schema").digest()[:4], "big") >> 1


def upgrade(config: Config, revision: str = "head") -> None:
    """Bring the database to `revision`; one process at a time, also where several machines start on one PostgreSQL."""
    with _alembic(config) as (alembic, engine):
        if revision != "head" or _current(engine) != ScriptDirectory.from_config(alembic).get_current_head():
            command.upgrade(alembic, revision)


def downgrade(config: Config, revision: str) -> None:
    """Take the database back to `revision` ("-1" is one step, "base" an empty database)."""
    with _alembic(config) as (alembic, _engine):
        command.downgrade(alembic, revision)


def revisions(config: Config) -> tuple[str | None, str | None]:
    """Return the database's revision and the newest this program knows; None where there is none."""
    with _alembic(config) as (alembic, engine):
        return _current(engine), ScriptDirectory.from_config(alembic).get_current_head()


@contextmanager
def _alembic(config: Config) -> Iterator[tuple[AlembicConfig, Engine]]:
    """Yield Alembic alone with the database; raise `CannotStart` where that is newer than we are or out of reach."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    database = Database(config.database_url)
    alembic = AlembicConfig()
    alembic.set_main_option("script_location", str(shipped("migrations", "_migrations")).replace("%", "%%"))
    alembic.attributes["engine"] = database.engine
    try:
        with _alone(database):
            _refuse_newer(alembic, database.engine)
            yield alembic, database.engine
    except OperationalError as problem:
        raise CannotStart(f"Cannot use the database: {_one_line(problem.orig)}. Check LMS_DATABASE_URL.") from problem
    except CommandError as problem:
        raise CannotStart(f"Cannot change the database: {_one_line(problem)}.") from problem
    finally:
        database.dispose()


@contextmanager
def _alone(database: Database) -> Iterator[None]:
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


def _refuse_newer(alembic: AlembicConfig, engine: Engine) -> None:
    found = _current(engine)
    if found is not None and found not in _known(alembic):
        raise CannotStart(
            f"The database is newer than this program (it is at {found}, which this program does not know). "
            "Install the newer program, or restore a backup made with this one."
        )


def _current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _known(alembic: AlembicConfig) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(alembic).walk_revisions()}


def _one_line(problem: object) -> str:
    return " ".join(str(problem).split()).rstrip(".")
