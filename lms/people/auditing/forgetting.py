"""Entries go when they have been kept for a year: the horizon is moved forward first, then what lies before it goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.kernel.audit import AuditEntry, AuditHorizon
from lms.kernel.jobs import JOB, Work, job
from lms.people.models import Organisation

KEPT: Final = timedelta(days=365)
PORTION: Final = 500
_ONLY: Final = 1


@job("audit.forget", every=timedelta(days=1), allowed=JOB, label=_l("Forget what was noted more than a year ago"))
def forget(work: Work) -> None:
    """Delete what is older than it is kept, in portions; the database lets nobody delete what is younger."""
    with work.writing() as session:
        before = move_horizon(session, work.now() - KEPT)
        organisations = list(session.scalars(select(Organisation.id).order_by(Organisation.id)))
    for organisation in organisations:
        gone = PORTION
        while gone == PORTION:
            with work.writing() as session:
                gone = _delete(session, organisation, before)


def move_horizon(session: Session, before: datetime) -> datetime:
    """Declare that what was noted before this moment may go; return the horizon, which never moves back."""
    kept = session.get(AuditHorizon, _ONLY, with_for_update=True)
    if kept is None:
        kept = AuditHorizon(id=_ONLY, before=before)
        session.add(kept)
    elif kept.before < before:
        kept.before = before
    session.flush()
    return kept.before


def _delete(session: Session, organisation: UUID, before: datetime) -> int:
    old = (AuditEntry.organisation_id == organisation, AuditEntry.at < before)
    ids = list(session.scalars(select(AuditEntry.id).where(*old).order_by(AuditEntry.at).limit(PORTION)))
    session.execute(delete(AuditEntry).where(AuditEntry.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)
