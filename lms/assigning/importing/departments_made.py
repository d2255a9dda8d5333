"""Departments that a file names and the tree lacks: made when the import is applied, removed when it is undone."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import String, cast, delete, exists, or_, select
from sqlalchemy.orm import Session, aliased

from lms.assigning.assignments.models import Assignment
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.importing.currently import tree_of
from lms.assigning.importing.departments import BETWEEN
from lms.assigning.importing.models import PeopleImport
from lms.kernel.ids import new_id
from lms.people.models import Department, Person


def make(session: Session, found: PeopleImport, most: int = 100) -> bool:
    """Make the next `most` departments that are still to be made; return whether there are more."""
    ids = by_path(session, found.organisation_id)
    kept: list[dict[str, str]] = []
    left = most
    for each in found.departments:
        path = each["path"]
        if "id" in each or path.casefold() in ids or not left:
            kept.append(each)
            continue
        above, _, name = path.rpartition(BETWEEN)
        made = Department(
            id=new_id(), organisation_id=found.organisation_id, parent_id=ids.get(above.casefold()), name=name
        )
        session.add(made)
        session.flush()
        ids[path.casefold()] = made.id
        kept.append({"path": path, "id": str(made.id)})
        left -= 1
    found.departments = kept
    return not left


def by_path(session: Session, organisation: UUID) -> dict[str, UUID]:
    """Return the id of every department by its path in small letters."""
    return {path.casefold(): identity for identity, path in tree_of(session, organisation).path_of.items()}


def remove(session: Session, found: PeopleImport) -> list[str]:
    """Remove the departments that were made, the deepest first; return the paths of those still needed by somebody."""
    left = []
    for each in sorted(found.departments, key=_depth, reverse=True):
        if "id" in each and not _removed(session, UUID(each["id"])):
            left.append(each["path"])
    return left


def _depth(each: Mapping[str, str]) -> int:
    return each["path"].count(BETWEEN)


def _removed(session: Session, identity: UUID) -> bool:
    """Delete a department in which nobody is, below which none is, and which no rule or assignment names."""
    below = aliased(Department)
    needed = or_(
        exists().where(Person.department_id == identity),
        exists().where(below.parent_id == identity),
        exists().where(cast(PeopleGroup.rule, String).contains(str(identity))),
        exists().where(cast(Assignment.audience, String).contains(str(identity))),
    )
    if session.scalar(select(needed)):
        return False
    session.execute(delete(Department).where(Department.id == identity))
    return True
