"""Noting what went in and out of the doors.

A refusal is noted in a transaction of its own, because the request it belongs to is rolled back.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.doors.partners.models import LOG_KEPT, OK, Exchange
from lms.kernel.database import Database

LONGEST = 300


def note(  # noqa: PLR0913 - the columns of a row
    session: Session,
    organisation: UUID,
    door: str,
    direction: str,
    what: str,
    now: datetime,
    *,
    outcome: str = OK,
    partner: UUID | None = None,
    person: UUID | None = None,
    status: int | None = None,
    told: str = "",
) -> None:
    """Note an exchange in the caller's transaction. `told` holds no secret and nothing of the private classes."""
    session.add(
        Exchange(
            organisation_id=organisation,
            door=door,
            direction=direction,
            what=what,
            outcome=outcome,
            partner_id=partner,
            person_id=person,
            status=status,
            told=" ".join(told.split())[:LONGEST].replace("\x00", ""),
            at=now,
        )
    )


def note_now(  # noqa: PLR0913 - the columns of a row
    database: Database,
    organisation: UUID,
    door: str,
    direction: str,
    what: str,
    now: datetime,
    *,
    outcome: str = OK,
    partner: UUID | None = None,
    person: UUID | None = None,
    status: int | None = None,
    told: str = "",
) -> None:
    """Note an exchange in a transaction of its own: for refusals, and where nothing else is written."""
    with database.writing() as session:
        note(
            session, organisation, door, direction, what, now,
            outcome=outcome, partner=partner, person=person, status=status, told=told,
        )  # fmt: skip


def forget(session: Session, now: datetime, *, most: int = 500) -> int:
    """Delete up to `most` entries that are older than they are kept; return how many went."""
    old = select(Exchange.id).where(Exchange.at < now - LOG_KEPT).limit(most)
    return len(session.scalars(delete(Exchange).where(Exchange.id.in_(old)).returning(Exchange.id)).all())
