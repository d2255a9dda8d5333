"""What the database believes of its tables' sizes: SQLite is told to look again, PostgreSQL does so by itself.

Without it SQLite takes every index to give about ten rows, and walks a hundred thousand people where one was meant.
A connection reads what is known when it opens, so each is opened anew once in a while (`lms.kernel.database.RENEWED`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from lms.kernel.jobs import JOB, Work, job
from lms.kernel.model import Base

ROWS_LOOKED_AT: Final = 400
"""Of each index: enough to tell a small table from a large one, and quick on any."""
EVERY_TABLE: Final = 0x10002
"""Look at every table that has grown or shrunk, not only at those this connection has asked (SQLite's own mask)."""


@job("database.statistics", every=timedelta(minutes=10), allowed=JOB)
def look_again(work: Work) -> None:
    """Let SQLite look again at what has grown since it last did; a few milliseconds, nothing where nothing has."""
    if work.database.is_sqlite:
        with work.writing() as session:
            look(session)


def look(session: Session) -> None:
    """Have SQLite look at every table that has grown tenfold or shrunk so since it last did; connections that are
    open already do not hear of it."""
    session.execute(text(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}"))
    session.execute(text(f"PRAGMA optimize={EVERY_TABLE}"))


def look_at(session: Session, *models: type[Base]) -> None:
    """Have PostgreSQL look at tables that the job in hand is filling: by itself it does so within a minute, and until
    then takes them to be as small as they were. It keeps nobody from reading or writing. Nothing on SQLite."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"ANALYZE {', '.join(model.__tablename__ for model in models)}"))
