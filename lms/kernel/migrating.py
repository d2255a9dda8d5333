"""The schema's history: up, down, where it stands, and whether a database is newer than this code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from lms.kernel.database import Database

PACKAGED = Path(__file__).parents[1] / "_migrations"
IN_REPOSITORY = Path(__file__).parents[2] / "migrations"


class NewerDatabase(RuntimeError):
    """The database was written by a later version of the program."""


def folder() -> Path:
    """Return where the migrations lie: in the wheel, or beside the package in the repository."""
    return PACKAGED if PACKAGED.is_dir() else IN_REPOSITORY


def head() -> str:
    """Return the revision this code needs."""
    return str(_scripts().get_current_head())


def current(database: Database) -> str | None:
    """Return the revision the database is at, None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, revision: str = "head") -> bool:
    """Bring the schema up; return whether anything changed. NewerDatabase when this code does not know the revision."""
    at = current(database)
    if at is not None and at not in {script.revision for script in _scripts().walk_revisions()}:
        raise NewerDatabase(
            f"the database is at revision {at}, which this version does not know; install the newer version"
        )
    if at == (head() if revision == "head" else revision):
        return False
    _run(database, command.upgrade, revision)
    return True


def downgrade(database: Database, revision: str) -> None:
    """Take the schema back to `revision`; "base" empties it."""
    _run(database, command.downgrade, revision)


def _run(database: Database, action: Callable[[AlembicConfig, str], None], revision: str) -> None:
    config = _config()
    config.attributes["engine"] = database.engine
    action(config, revision)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(folder()).replace("%", "%%"))
    return config
