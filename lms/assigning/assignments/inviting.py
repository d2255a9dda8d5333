"""The first mails of a run: held for an hour, so that undoing leaves no trace, then sent once."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import APPLIED, OPEN, Assigned, AssignmentRun
from lms.kernel import ledger
from lms.kernel.jobs import JOB, Work, job
from lms.people.models import Person

NAME: Final = "assignments.invite"


def arrange(session: Session, run: AssignmentRun, now: datetime) -> None:
    """Have a run's first mails sent when they are due, in the caller's transaction; doing it twice is once."""
    ledger.enqueue(
        session,
        NAME,
        {"run": str(run.id)},
        now=now,
        due=run.mails_at,
        key=str(run.id),
        organisation_id=run.organisation_id,
    )


def reachable() -> ColumnElement[bool]:
    """Return the condition that a mail reaches the `Person` of a query: an address, and an account to sign in with."""
    return and_(Person.email != "", Person.account_id.is_not(None))


@job(NAME, allowed=JOB, label=_l("Tell people what they have been given"))
def invite(work: Work) -> None:
    """Note how many people a run's first mails are for; nobody where it was undone."""
    with work.last() as session:
        run = session.get(AssignmentRun, UUID(str(work.arguments["run"])), with_for_update=True)
        if run is not None and run.state == APPLIED and run.undone_at is None:
            run.mails = session.scalar(_invited(run)) or 0


def _invited(run: AssignmentRun):  # type: ignore[no-untyped-def]
    mine = (Assigned.run_id == run.id, Assigned.state == OPEN, Person.active, reachable())
    return select(func.count()).select_from(Assigned).join(Person, Person.id == Assigned.person_id).where(*mine)
