"""The SQL a page sends, collected, and sent again by the bare driver: the page without the program around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from pysqlite3 import dbapi2
from sqlalchemy import event, make_url

from lms.kernel.database import Database

Query = tuple[str, Any]
NOT_COUNTED = ("BEGIN", "PRAGMA", "SET ")


@contextmanager
def collected(database: Database) -> Iterator[list[Query]]:
    """Collect statements with their parameters; beginnings of transactions and settings are not counted as queries."""
    found: list[Query] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if not statement.startswith(NOT_COUNTED):
            found.append((statement, parameters))

    engines = (database.engine, database.reader) if database.is_sqlite else (database.engine,)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


@contextmanager
def bare(database: Database) -> Iterator[Callable[[list[Query], str], bytes]]:
    """Yield a function that sends queries by the driver alone, in one transaction, and encodes the page they led to."""
    connection = _connect(database)
    begin = "BEGIN DEFERRED" if database.is_sqlite else "BEGIN READ ONLY"
    cursor = connection.cursor()

    def send(queries: list[Query], page: str) -> bytes:
        cursor.execute(begin)
        for statement, parameters in queries:
            cursor.execute(statement, parameters)
            cursor.fetchall()
        cursor.execute("ROLLBACK")
        return page.encode()

    yield send
    connection.close()


def _connect(database: Database) -> Any:
    if database.is_sqlite:
        return dbapi2.connect(make_url(database.url).database, isolation_level=None)
    return psycopg.connect(database.url, autocommit=True)
