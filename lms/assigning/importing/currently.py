"""The organisation's people and departments as they are now, in the words of a file."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from lms.assigning.importing.comparing import PLAIN, Current
from lms.assigning.importing.departments import Tree
from lms.people.models import Department, Person


def tree_of(session: Session, organisation: UUID) -> Tree:
    """Return the department tree."""
    columns = (Department.id, Department.parent_id, Department.name)
    rows = session.execute(select(*columns).where(Department.organisation_id == organisation).order_by(Department.id))
    return Tree((identity, parent, name) for identity, parent, name in rows)


def currents(session: Session, organisation: UUID, emails: Collection[str], tree: Tree) -> dict[str, Current]:
    """Return the people with these addresses; one query."""
    return _found(session, organisation, Person.email.in_({email for email in emails if email}), tree)


def _found(session: Session, organisation: UUID, wanted: ColumnElement[bool], tree: Tree) -> dict[str, Current]:
    manager = aliased(Person)
    columns = [getattr(Person, name) for name in PLAIN]
    query = (
        select(Person.id, Person.email, Person.active, Person.department_id, manager.email, *columns)
        .outerjoin(manager, manager.id == Person.manager_id)
        .where(Person.organisation_id == organisation, wanted)
    )
    found = {}
    for identity, email, active, department, above, *plain in session.execute(query):
        values: dict[str, str | None] = {name: as_text(value) for name, value in zip(PLAIN, plain, strict=True)}
        values |= {"department": tree.path_of.get(department) if department else None, "manager_email": above}
        found[email] = Current(identity, active, values)
    return found


def as_text(value: Any) -> str | None:
    """Return a column's value as a file holds it."""
    return value.isoformat() if isinstance(value, date) else value
