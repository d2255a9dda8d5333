"""A person's own data, whole: built from the data dictionary, so a new table is in it the day it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from lms.kernel.model import Base, Declaration
from lms.kernel.permissions import Actor
from lms.people.models import Organisation, Person

Opener = Callable[[Session, Actor], dict[str, Any]]
_openers: list[Opener] = []


def opens(opener: Opener) -> Opener:
    """Register a room's way to add what it keeps encrypted: it returns {name: readable value}."""
    _openers.append(opener)
    return opener


def everything_about(session: Session, actor: Actor) -> dict[str, Any]:
    """Return {table: [rows]} of every exported column of every row that belongs to the actor, and what rooms open."""
    found: dict[str, Any] = {}
    for table in Base.metadata.sorted_tables:
        owner = _owner(table, actor)
        columns = [c for c in table.columns if _declared(c).export]
        if owner is not None and columns:
            rows = session.execute(select(*columns).where(owner)).mappings()
            found[table.name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
    for opener in _openers:
        found.update(opener(session, actor))
    return found


def organisations_of(session: Session, memberships: Iterable[Person]) -> list[Organisation]:
    """Return the organisations of one's own memberships."""
    wanted = [person.organisation_id for person in memberships]
    return list(session.scalars(select(Organisation).where(Organisation.id.in_(wanted))))


def _owner(table: Table, actor: Actor) -> Any:
    """Return the condition that picks the actor's rows of `table`, or None when its rows belong to nobody."""
    if table.name == "person":
        return table.c.id == actor.person_id
    if table.name == "account":
        return table.c.id == actor.account_id
    if "person_id" in table.c:
        return table.c.person_id == actor.person_id
    if "subject_id" in table.c:
        return table.c.subject_id == actor.person_id
    if "account_id" in table.c:
        return table.c.account_id == actor.account_id
    return None


def _declared(column: Any) -> Declaration:
    found = column.info["declared"]
    assert isinstance(found, Declaration)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (datetime, date, UUID)):
        return str(value)
    return None if isinstance(value, bytes) else value
