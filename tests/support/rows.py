"""What stands in the tables, for tests that nothing was stored or that something cannot be read there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, func, select

from lms.answers.models import Answer, AnswerHead
from lms.kernel.database import Database
from lms.kernel.model import Base
from lms.people.models import Person


def stored(database: Database, person: Person) -> tuple[int, int]:
    """Return how many answers and how many fields a person has in the database."""
    with database.reading() as session:
        answers = session.scalar(select(func.count()).select_from(Answer).where(Answer.person_id == person.id))
        heads = session.scalar(select(func.count()).select_from(AnswerHead).where(AnswerHead.person_id == person.id))
    return answers or 0, heads or 0


def log_of(database: Database, person: Person) -> list[Answer]:
    """Return a person's whole answer log, oldest first."""
    with database.reading() as session:
        return list(session.scalars(select(Answer).where(Answer.person_id == person.id).order_by(Answer.number)))


def dump(database: Database) -> bytes:
    """Return every value of every table as bytes, one after the other."""
    parts: list[bytes] = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                parts.extend(_bytes(value) for value in row)
    return b"\n".join(parts)


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "backslashreplace")


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Collect the SQL sent to the database meanwhile, without the beginnings of transactions and settings."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET ")):
            found.append(statement)

    engines = (database.engine, database.reader) if database.is_sqlite else (database.engine,)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
