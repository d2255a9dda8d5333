"""People who were taken on by mistake and have never signed in: removed many at a time, with what rooms noted of them.

Erasing (`lms.people.erasing`) is for one person with a life here. Whoever has no account has acted nowhere, so only
rows about them are reached: those that name them as their owner go, line managers and the list of acts let go of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from lms.kernel.audit import AuditEntry
from lms.kernel.model import Base
from lms.people.models import Person
from lms.people.owning import owner_column

OWNER: Final = "person_id"


def remove_people(session: Session, ids: Sequence[UUID]) -> None:
    """Remove people without an account, in the caller's transaction. Refused by the database where one has acted."""
    if not ids:
        return
    unseen = {"synchronize_session": False}
    reports = update(Person).where(Person.manager_id.in_(ids)).values(manager_id=None)
    session.execute(reports, execution_options=unseen)
    noted = update(AuditEntry).where(AuditEntry.subject_id.in_(ids)).values(subject_id=None)
    session.execute(noted, execution_options=unseen)
    for table in reversed(Base.metadata.sorted_tables):
        owner = owner_column(table)
        if owner is not None and owner.name == OWNER:
            session.execute(delete(table).where(owner.in_(ids)))
    session.execute(delete(Person).where(Person.id.in_(ids)), execution_options=unseen)
