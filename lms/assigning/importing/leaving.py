"""Who is in the organisation and not in the file, what they would lose, and who stays whatever a file says."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, exists, false, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from lms.assigning.assignments.models import APPLIED, OPEN, Assigned, AssignmentRun
from lms.assigning.importing.models import PeopleImport, PeopleImportRow
from lms.kernel.permissions import Role
from lms.people.models import Person, SignIn


@dataclass(frozen=True, slots=True)
class Losing:
    """What people who leave lose: open assignments, sign-ins that end at once, and reports without a line manager."""

    open_assignments: int
    signed_in: int
    reports: int


@dataclass(frozen=True, slots=True)
class Leaver:
    """One person who is not in the file."""

    id: UUID
    name: str
    email: str
    open_assignments: int


def leavers(found: PeopleImport, *, kept: bool = False) -> ColumnElement[bool]:
    """Return the condition over `Person` for active people who were there at the check and are not in the file.

    Whoever runs the place (HR, administrators, whoever imports) is never among them: with `kept` those are meant.
    """
    if found.checked_at is None:
        return false()
    in_file = exists().where(PeopleImportRow.person_id == Person.id, PeopleImportRow.import_id == found.id)
    roles = type_coerce(Person.roles, String)
    runs = or_(roles.contains(Role.HR.value), roles.contains(Role.ADMIN.value))
    if found.by_id is not None:
        runs = or_(runs, Person.id == found.by_id)
    theirs = (Person.organisation_id == found.organisation_id, Person.active, Person.created_at <= found.checked_at)
    return and_(*theirs, ~in_file, runs if kept else ~runs)


def count(session: Session, found: PeopleImport, *, kept: bool = False) -> int:
    """Return how many there are."""
    return session.scalar(select(func.count()).select_from(Person).where(leavers(found, kept=kept))) or 0


def losing(session: Session, found: PeopleImport) -> Losing:
    """Return what all of them lose together; three queries."""
    people = select(Person.id).where(leavers(found))
    reporting = aliased(Person)
    reports = select(func.count()).where(
        reporting.manager_id.in_(people), reporting.active, reporting.id.not_in(people)
    )
    return Losing(
        session.scalar(select(func.count()).select_from(Assigned).where(_open(), Assigned.person_id.in_(people))) or 0,
        session.scalar(select(func.count(func.distinct(SignIn.person_id))).where(SignIn.person_id.in_(people))) or 0,
        session.scalar(reports) or 0,
    )


def page(
    session: Session, found: PeopleImport, after: tuple[str, UUID] | None, most: int, *, kept: bool = False
) -> list[Leaver]:
    """Return `most` of them by name, after the last one seen."""
    open_of = (
        select(func.count()).select_from(Assigned).where(_open(), Assigned.person_id == Person.id).scalar_subquery()
    )
    query = select(Person.id, Person.name, Person.email, open_of).where(leavers(found, kept=kept))
    if after is not None:
        name, identity = after
        query = query.where(or_(Person.name > name, and_(Person.name == name, Person.id > identity)))
    rows = session.execute(query.order_by(Person.name, Person.id).limit(most))
    return [Leaver(identity, name, email, count_) for identity, name, email, count_ in rows]


def _open() -> ColumnElement[bool]:
    applied = select(AssignmentRun.id).where(AssignmentRun.state == APPLIED)
    return and_(Assigned.state == OPEN, Assigned.run_id.in_(applied))
