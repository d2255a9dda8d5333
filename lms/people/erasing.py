"""Erasing a person: everything the data dictionary gives to them goes, and what others keep no longer names them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, func, inspect, select, update
from sqlalchemy.orm import Session

from lms.kernel.audit import AuditEntry
from lms.kernel.model import Base
from lms.people.mentions import take_out
from lms.people.models import Person
from lms.people.owning import Owner, declared, owned, owner_column

VERSIONS = "alembic_version"


class NotAllTablesKnown(RuntimeError):
    """The database holds tables this process has not loaded, so erasing would be half done."""


def erase(session: Session, person: Person, now: datetime) -> dict[str, int]:
    """Erase `person` in the caller's transaction and return {table: rows deleted}.

    Rows that are theirs are deleted, answers and their key included; rows of others that refer to them stay, and refer
    to nobody. The account goes with its last membership. That somebody was erased is noted; who, is not.
    Raises NotAllTablesKnown.
    """
    _all_tables_known(session)
    organisation = person.organisation_id
    owner = Owner(person.id, _account_without_others(session, person))
    for table in Base.metadata.sorted_tables:
        _let_go(session, table, owner)
    take_out(session, person.id)
    deleted = {table.name: _delete(session, table, owner) for table in reversed(Base.metadata.sorted_tables)}
    session.expire_all()
    session.add(AuditEntry(organisation_id=organisation, action="person.erased", at=now))
    session.flush()
    return {table: rows for table, rows in deleted.items() if rows}


def _all_tables_known(session: Session) -> None:
    there = set(inspect(session.connection()).get_table_names()) - {VERSIONS}
    missing = sorted(there - Base.metadata.tables.keys())
    if missing:
        raise NotAllTablesKnown(f"import lms.models first; these tables are not loaded: {', '.join(missing)}")


def _account_without_others(session: Session, person: Person) -> UUID | None:
    """Return the account that goes too: the one of which this is the last membership."""
    others = select(func.count()).where(Person.account_id == person.account_id, Person.id != person.id)
    return None if session.scalar(others) else person.account_id


def _let_go(session: Session, table: Table, owner: Owner) -> None:
    """Empty what refers to the person in rows that stay."""
    stays = owner_column(table) if _goes(table) else None
    for column in table.columns:
        wanted = _referred(column, owner)
        if wanted is not None and column is not stays:
            session.execute(update(table).where(column == wanted).values({column.name: None}))
    emptied = {c.name: None for c in table.columns if declared(c).erase == "null" and not c.foreign_keys}
    condition = owned(table, owner)
    if emptied and condition is not None:
        session.execute(update(table).where(condition).values(emptied))


def _referred(column: Any, owner: Owner) -> UUID | None:
    """Return the erased id that `column` may hold: the person's, or that of the account that goes."""
    targets = {key.column.table.name for key in column.foreign_keys}
    if "person" in targets:
        return owner.person_id
    return owner.account_id if "account" in targets and column.nullable else None


def _delete(session: Session, table: Table, owner: Owner) -> int:
    condition = owned(table, owner)
    if condition is None or not _goes(table):
        return 0
    rows = session.scalar(select(func.count()).select_from(table).where(condition)) or 0
    session.execute(delete(table).where(condition))
    return rows


def _goes(table: Table) -> bool:
    """Return whether the declarations let whole rows go."""
    return owner_column(table) is not None and any(declared(column).erase == "delete" for column in table.columns)
