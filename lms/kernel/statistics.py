"""What the database believes of its tables' sizes: SQLite is told to look again, PostgreSQL does so by itself.

Without it SQLite takes every index to give about ten rows, and walks a hundred thousand people where one was meant.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import text

from lms.kernel.jobs import JOB, Work, job

ROWS_LOOKED_AT: Final = 400
"""Of each index: enough to tell a small table from a large one, and quick on any."""
EVERY_TABLE: Final = 0x10002
"""Look at every table that has grown or shrunk, not only at those this connection has asked (SQLite's own mask)."""


@job("database.statistics", every=timedelta(hours=1), allowed=JOB)
def look_again(work: Work) -> None:
    """Let SQLite look again at what has grown since it last did; a few milliseconds, nothing where nothing has."""
    if not work.database.is_sqlite:
        return
    with work.writing() as session:
        session.execute(text(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}"))
        session.execute(text(f"PRAGMA optimize={EVERY_TABLE}"))
