"""A department of thousands merged into another: its people move in portions, so that nobody's save waits for them."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.kernel import ledger
from lms.kernel.bulk import among
from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.pace import of_rows
from lms.kernel.permissions import Actor, Role
from lms.people import departments
from lms.people.departments import Refused
from lms.people.models import Department, Person

NAME: Final = "people.merge_departments"
AT_ONCE: Final = 2_000
"""People who move in the act itself; more wait for a job."""


def is_large(session: Session, department: Department) -> bool:
    """Return whether more people are in a department than move at once."""
    some = select(Person.id).where(Person.department_id == department.id).limit(AT_ONCE + 1).subquery()
    return (session.scalar(select(func.count()).select_from(some)) or 0) > AT_ONCE


def order(session: Session, actor: Actor, department: Department, into: Department, now: datetime) -> int:
    """Have a large department merged by a job, in the caller's transaction; return how many people will move.

    Refused as `departments.merge` does: into itself or one inside it.
    """
    departments.check_apart(session, actor, department, into)
    count = session.scalar(select(func.count()).where(Person.department_id == department.id)) or 0
    of = {"department": str(department.id), "into": str(into.id), "by": str(actor.person_id), "people": count}
    ledger.enqueue(session, NAME, of, now=now, organisation_id=actor.organisation_id)
    return count


@job(NAME, allowed=JOB, label=_l("Merge two departments"))
def carry_out(work: Work) -> None:
    """Move the people in portions, then merge what is left. Where a department is gone meanwhile, nothing more moves;
    where it came to stand inside the other, or whoever ordered it is gone, the people have moved and it stays, empty.
    """
    department, into, by = (UUID(str(work.arguments[name])) for name in ("department", "into", "by"))
    with work.reading() as session:
        left = list(session.scalars(select(Person.id).where(Person.department_id == department).order_by(Person.id)))
    rhythm = of_rows(takes_turns=work.takes_turns)
    for portion in rhythm.portions(left):
        with work.writing() as session, rhythm.timed(len(portion)):
            if session.get(Department, into, with_for_update={"key_share": True}) is None:
                return
            these = (among(session, Person.id, portion), Person.department_id == department)
            moved = update(Person).where(*these).values(department_id=into)
            session.execute(moved.execution_options(synchronize_session=False))
    with work.last() as session:
        _finish(session, work, department, into, by)


def _finish(session: Session, work: Work, department: UUID, into: UUID, by: UUID) -> None:
    old, new, person = session.get(Department, department), session.get(Department, into), session.get(Person, by)
    if old is None or new is None or person is None or person.account_id is None:
        return
    ids = PersonId(person.id), AccountId(person.account_id), OrganisationId(person.organisation_id)
    actor = Actor(*ids, person.roles | {Role.HR})
    try:
        departments.merge(session, actor, old, new, work.now(), before=int(str(work.arguments["people"])))
    except Refused:
        return
