"""Whose row is it? Read from the tables themselves, so that export and erasing reach a new table the day it is made."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table

from lms.kernel.model import Declaration

OWNERS = {"person": "id", "account": "id"}
"""The two tables whose rows are the person; every other table names its owner in `person_id`, else in `account_id`."""


@dataclass(frozen=True)
class Owner:
    """One person in one organisation, and the account they sign in with; without an account its rows are not theirs."""

    person_id: UUID
    account_id: UUID | None


def owner_column(table: Table) -> Column[UUID] | None:
    """Return the column that names whose row it is, or None where rows belong to nobody."""
    names = (OWNERS.get(table.name), "person_id", "account_id")
    return next((table.c[name] for name in names if name is not None and name in table.c), None)


def owned(table: Table, owner: Owner) -> ColumnElement[bool] | None:
    """Return the condition that picks the owner's rows of `table`, or None where no row can be theirs."""
    column = owner_column(table)
    if column is None:
        return None
    by_account = table.name == "account" or column.name == "account_id"
    wanted = owner.account_id if by_account else owner.person_id
    return None if wanted is None else column == wanted


def declared(column: Column[object]) -> Declaration:
    """Return what the data dictionary says of a column; a column without a declaration is a mistake in its model."""
    found = column.info.get("declared")
    if not isinstance(found, Declaration):
        raise LookupError(f"{column} has no declaration: make it with lms.kernel.model.column()")
    return found
