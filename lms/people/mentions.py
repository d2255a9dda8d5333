"""Where a person's id stands without a foreign key: in rules, in what a job is asked, in a place kept in a list.

Each room declares such a column with `column(…, mentions=…)`; erasing takes the id out of all of them. In a document
nobody's id takes its place, so that a rule that asks for one line manager holds for nobody, and not for everybody.
"""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Text, Uuid, and_, cast, select, update
from sqlalchemy.orm import Session

from lms.kernel.model import declarations

NOBODY: Final = UUID(int=0)
"""The id that no row has."""


def take_out(session: Session, person: UUID) -> None:
    """Take the id of a person out of every column that is declared to mention people."""
    for _table, column, declared in declarations():
        if declared is None or not declared.mentions:
            continue
        if not isinstance(column.type, Uuid):
            _out_of_documents(session, column, person)
        else:
            # the place before the id: what was kept in the order of ids goes on where it was
            instead = UUID(int=person.int - 1) if declared.mentions == "place" else None
            session.execute(update(column.table).where(column == person).values({column.name: instead}))


def _out_of_documents(session: Session, column: Column[Any], person: UUID) -> None:
    keys = list(column.table.primary_key.columns)
    holding = select(*keys, column).where(cast(column, Text).contains(str(person)))
    for *key, document in session.execute(holding).all():
        this = and_(*(each == value for each, value in zip(keys, key, strict=True)))
        said = json.loads(json.dumps(document).replace(str(person), str(NOBODY)))
        session.execute(update(column.table).where(this).values({column.name: said}))
