"""Many rows or ids in one statement, given to the driver as it takes them: a third of what one by one costs.

A row is a tuple. What is the same in every row is given once, and ids are made here. SQLite gets tuples; PostgreSQL
gets one array for each column, which is one message and one plan however many rows there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import NoneType
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import ARRAY, Column, ColumnElement, Dialect, Uuid, any_, func, literal, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from lms.kernel.model import Base

Row = tuple[Any, ...]
ID: Final = "id"


def insert_rows(  # noqa: PLR0913  - what a statement is made of
    session: Session,
    model: type[Base],
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    same: Mapping[str, Any] | None = None,
    once: Sequence[str] = (),
) -> int:
    """Insert rows with fresh ids where the table has ids of its own; return how many were new.

    `columns`: of the tuples in `rows`; `same`: columns that all rows share. Every column without a default of the
    database's must be in one of them. `once`: the columns of a unique key that may be taken: such rows are left out.
    """
    if not rows:
        return 0
    session.flush()
    dialect = session.get_bind().dialect
    table = Base.metadata.tables[model.__tablename__]
    fields = [table.columns[name] for name in columns]
    shared = {table.columns[name]: value for name, value in (same or {}).items()}
    lists = [_as_stored(field, values, dialect) for field, values in zip(fields, zip(*rows, strict=True), strict=True)]
    if ID in table.columns and ID not in columns:
        fields, lists = [table.columns[ID], *fields], [_fresh(len(rows), dialect), *lists]
    constants = [_as_stored(field, (value,), dialect)[0] for field, value in shared.items()]
    send = _to_sqlite if dialect.name == "sqlite" else _to_postgresql
    taken = f" ON CONFLICT ({', '.join(once)}) DO NOTHING" if once else ""
    return send(session, table.name, (fields, lists), (list(shared), constants), taken)


def _fresh(number: int, dialect: Dialect) -> list[str]:
    """Return so many new ids as they are stored."""
    if dialect.name == "sqlite":
        return [uuid7().hex for _ in range(number)]
    return [str(uuid7()) for _ in range(number)]


def _as_stored(field: Column[Any], values: Sequence[Any], dialect: Dialect) -> Sequence[Any]:
    """Return values as the driver takes them, each different one converted once; they are hashable."""
    convert: Callable[[Any], Any] | None = field.type.dialect_impl(dialect).bind_processor(dialect)
    if convert is None:
        return values
    known = {value: convert(value) for value in set(values)}
    return [known[value] for value in values]


Given = tuple[list[Column[Any]], list[Any]]
"""Columns and what they hold: lists of values, or one value for all."""


def _to_sqlite(session: Session, table: str, each: Given, shared: Given, taken: str) -> int:
    (fields, lists), (others, constants) = each, shared
    names = ", ".join(field.name for field in (*fields, *others))
    marks = ", ".join("?" * (len(fields) + len(others)))
    sent = [(*row, *constants) for row in zip(*lists, strict=True)]
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks}){taken}"  # noqa: S608  - names of our own tables
    options = {"preserve_rowcount": True}
    return session.connection().exec_driver_sql(statement, sent, execution_options=options).rowcount


def _to_postgresql(session: Session, table: str, each: Given, shared: Given, taken: str) -> int:
    (fields, lists), (others, constants) = each, shared
    dialect = session.get_bind().dialect
    names = ", ".join(field.name for field in (*fields, *others))
    arrays = ", ".join(f"%s::{_type(field, dialect)}[]" for field in fields)
    single = "".join(f", %s::{_type(field, dialect)}" for field in others)
    statement = f"INSERT INTO {table} ({names}) SELECT given.*{single} FROM unnest({arrays}) AS given{taken}"  # noqa: S608
    sent = (*constants, *map(_array, lists))
    return session.connection().exec_driver_sql(statement, sent).rowcount


def _array(values: Sequence[Any]) -> Any:
    """Return values as PostgreSQL writes an array, each different one written once: the driver looks at every one.

    What is neither text nor a plain number, date or id is left to the driver.
    """
    different = set(values)
    if not all(isinstance(value, _PLAIN) for value in different):
        return list(values)
    written = {value: _element(value) for value in different}
    return f"{{{','.join([written[value] for value in values])}}}"


_PLAIN: Final = (str, int, float, date, UUID, NoneType)


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def _type(field: Column[Any], dialect: Dialect) -> str:
    """Return a column's type as a cast writes it, without its order of letters."""
    return field.type.compile(dialect).partition(" COLLATE ")[0]


def among(session: Session, column: Any, ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Return the condition that a column of ids holds one of these: one parameter for the database, however many."""
    if session.get_bind().dialect.name == "sqlite":
        given = func.json_each(json.dumps([each.hex for each in ids])).table_valued("value")
        return cast(ColumnElement[bool], column.in_(select(given.c.value)))
    return cast(ColumnElement[bool], column == any_(as_type(literal(_array(list(ids))), ARRAY(Uuid))))
