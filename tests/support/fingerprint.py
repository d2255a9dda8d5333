"""What a database holds, in one short text a table: equal before and after means that nothing was stored."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import select

from lms.kernel.database import Database
from lms.kernel.model import Base

MAY_MOVE = {("sign_in", "last_seen")}


def fingerprint(database: Database, *, without: Collection[str] = ()) -> dict[str, str]:
    """Return {table: digest of its rows}, leaving out tables `without` and the columns that any request may move."""
    found: dict[str, str] = {}
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in without:
                columns = [column for column in table.columns if (table.name, column.name) not in MAY_MOVE]
                rows = sorted(repr(tuple(row)) for row in session.execute(select(*columns)))
                found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def dump(database: Database) -> str:
    """Return every cell of every table as text, bytes included: what a thief of the file could search."""
    lines: list[str] = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            lines += [f"{table.name}: {tuple(row)!r}" for row in session.execute(select(*table.columns))]
    return "\n".join(lines)
