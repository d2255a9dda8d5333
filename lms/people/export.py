"""A person's own data, whole: built from the data dictionary, so a new table is in it the day it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from lms.kernel.model import Base
from lms.kernel.permissions import Actor
from lms.people.models import Organisation, Person
from lms.people.owning import Owner, declared, owned

Opener = Callable[[Session, Actor], dict[str, Any]]
_openers: list[Opener] = []


def opens(opener: Opener) -> Opener:
    """Register a room's way to add what it keeps encrypted: it returns {name: readable value}."""
    _openers.append(opener)
    return opener


def everything_about(session: Session, actor: Actor) -> dict[str, Any]:
    """Return {table: [rows]} of every exported column of every row that belongs to the actor, and what rooms open.

    Rows stand in the order of their keys, so that asking twice gives the same.
    """
    found: dict[str, Any] = {}
    for table in Base.metadata.sorted_tables:
        mine = _mine(table, actor)
        columns = [c for c in table.columns if declared(c).export]
        if mine is not None and columns:
            rows = session.execute(select(*columns).where(mine).order_by(*table.primary_key)).mappings()
            found[table.name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
    for opener in _openers:
        found.update(opener(session, actor))
    return found


def organisations_of(session: Session, memberships: Iterable[Person]) -> list[Organisation]:
    """Return the organisations of one's own memberships."""
    wanted = [person.organisation_id for person in memberships]
    return list(session.scalars(select(Organisation).where(Organisation.id.in_(wanted))))


def _mine(table: Table, actor: Actor) -> ColumnElement[bool] | None:
    """Return the condition that picks the actor's rows; of the audit list those that are about them."""
    if "subject_id" in table.c:
        return table.c.subject_id == actor.person_id
    return owned(table, Owner(actor.person_id, actor.account_id))


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (datetime, date, UUID)):
        return str(value)
    return None if isinstance(value, bytes) else value
