"""The end of an import, or of undoing it: counted, told to the rooms that listen, written down; the file goes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.assigning.importing.files import forget_file
from lms.assigning.importing.models import (
    APPLIED,
    CHANGED,
    DONE,
    LEAVER,
    LEFT,
    NEW,
    TAKEN_BACK,
    UNDONE,
    PeopleImport,
    PeopleImportRow,
)
from lms.assigning.importing.portions import Hands
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.people.changes import PeopleChanged, announce

NAMED = 500
"""People who are named in the news of a change; above it listeners look at the whole organisation."""


def finish(hands: Hands, identity: UUID) -> None:
    """End the applying of an import."""
    forget_file(hands, identity)
    with hands.last() as session:
        found = session.get_one(PeopleImport, identity)
        found.state, found.applied_at = APPLIED, hands.now()
        found.counts = {**found.counts, **_counted(session, found)}
        tell(session, found, hands.now(), DONE)
        done = {verdict: found.counts.get(f"did-{verdict}", 0) for verdict in (NEW, CHANGED, LEAVER)}
        note(session, found, "people.imported", hands.now(), " ".join(f"{verdict}={n}" for verdict, n in done.items()))


def finish_undoing(hands: Hands, identity: UUID, left: list[str]) -> None:
    """End the undoing of an import. `left`: the departments that somebody needs."""
    with hands.last() as session:
        found = session.get_one(PeopleImport, identity)
        found.state, found.undone_at = UNDONE, hands.now()
        found.counts = {**found.counts, **_outcomes(session, found), "departments-left": len(left)}
        tell(session, found, hands.now(), TAKEN_BACK)
        counts = (f"taken-back={found.counts.get(TAKEN_BACK, 0)}", f"left={found.counts.get(LEFT, 0)}")
        note(session, found, "people.import.undone", hands.now(), " ".join(counts))


def _counted(session: Session, found: PeopleImport) -> dict[str, int]:
    """Return how many rows of each verdict were done."""
    query = select(PeopleImportRow.verdict, func.count()).where(_of(found), PeopleImportRow.outcome == DONE)
    return {f"did-{verdict}": count for verdict, count in session.execute(query.group_by(PeopleImportRow.verdict))}


def _outcomes(session: Session, found: PeopleImport) -> dict[str, int]:
    query = select(PeopleImportRow.outcome, func.count()).where(_of(found), PeopleImportRow.outcome.is_not(None))
    return {str(outcome): count for outcome, count in session.execute(query.group_by(PeopleImportRow.outcome))}


def _of(found: PeopleImport) -> ColumnElement[bool]:
    return PeopleImportRow.import_id == found.id


def tell(session: Session, found: PeopleImport, now: datetime, outcome: str) -> None:
    """Tell the rooms that listen who was changed, by name where they are few."""
    query = select(PeopleImportRow.person_id).where(
        PeopleImportRow.import_id == found.id,
        PeopleImportRow.outcome == outcome,
        PeopleImportRow.person_id.is_not(None),
    )
    ids = list(session.scalars(query.limit(NAMED + 1)))
    named = tuple(each for each in ids if each is not None) if len(ids) <= NAMED else None
    announce(session, PeopleChanged(found.organisation_id, named, frozenset(found.fields), now))


def note(session: Session, found: PeopleImport, action: str, now: datetime, detail: str) -> None:
    """Write down what was done: counts, never names. From the shell there is nobody who did it."""
    session.add(
        AuditEntry(
            organisation_id=found.organisation_id,
            actor_id=found.by_id,
            action=action,
            detail=detail[:200],
            at=now,
            capacity=Role.HR.value if found.by_id else "",
        )
    )
