"""Every table in an empty database, without living through the whole history each time.

The history takes seconds; a file of a database that has lived through it, none. That the history ends in these tables,
step by step and on both databases, is looked at in `tests/kernel/test_migrations.py`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from lms.kernel import migrating
from lms.kernel.database import Database


def give_tables(database: Database) -> None:
    """Give `database` every table; one on SQLite that has no file yet gets a copy of what migrated in this process."""
    path = Path(make_url(database.url).database or "")
    if database.is_sqlite and not path.exists():
        path.write_bytes(migrated_file())
    else:
        migrating.upgrade(database)


@cache
def migrated_file() -> bytes:
    """Return the file of a migrated SQLite database without a row."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lms.db"
        database = Database(f"sqlite:///{path}")
        migrating.upgrade(database)
        database.dispose()  # the last to leave puts the log into the file
        return path.read_bytes()
