"""What an organisation approves: entered by HR or an administrator, offered to its managers, never forced on them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.kernel import audit
from lms.kernel.permissions import Actor, NotFound, Rows, scope_of
from lms.tools.facts.book import Fact
from lms.tools.facts.models import ApprovedFact


def approved_facts(session: Session, actor: Actor) -> dict[str, ApprovedFact]:
    """Return the figures the actor's organisation stands by today, by name of the fact; one query."""
    standing = Rows(session, actor, ApprovedFact).where(ApprovedFact.withdrawn_at.is_(None))
    return {row.name: row for row in standing.order_by(ApprovedFact.created_at).all()}


def approve(session: Session, actor: Actor, name: str, fact: Fact, source: str, valid_on: date, now: datetime) -> None:
    """Put a figure in place of the one before; what managers have taken over stays theirs, as it is."""
    _end(session, actor, name, now)
    session.add(
        ApprovedFact(
            organisation_id=actor.organisation_id,
            name=name,
            likely=fact.likely,
            low=fact.low,
            high=fact.high,
            source=source,
            valid_on=valid_on,
            created_at=now,
        )
    )
    audit.note(session, actor, "fact.approved", now, detail=name)


def withdraw(session: Session, actor: Actor, name: str, now: datetime) -> None:
    """Stop offering a figure. NotFound when none of that name is offered."""
    if not _end(session, actor, name, now):
        raise NotFound
    audit.note(session, actor, "fact.withdrawn", now, detail=name)


def as_own(row: ApprovedFact) -> Fact:
    """Return an approved figure as a fact of the person who takes it over."""
    return Fact(row.likely, row.low, row.high, "approved", row.valid_on.isoformat(), row.source)


def _end(session: Session, actor: Actor, name: str, now: datetime) -> bool:
    standing = scope_of(ApprovedFact, actor), ApprovedFact.name == name, ApprovedFact.withdrawn_at.is_(None)
    ended = session.execute(update(ApprovedFact).where(*standing).values(withdrawn_at=now).returning(ApprovedFact.id))
    return bool(ended.all())
