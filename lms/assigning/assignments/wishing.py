"""Asking for more time, and the answer: by HR or the line manager. Reasons are of a closed list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.changing import extend
from lms.assigning.assignments.dues import after
from lms.assigning.assignments.models import (
    APPLIED,
    ASKED,
    DECLINED,
    GRANTED,
    OPEN,
    TAKEN_BACK,
    Assigned,
    AssignmentRun,
    ExtensionWish,
)
from lms.assigning.assignments.refusals import Refused
from lms.kernel import audit
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound, Role, Rows

REASONS: Final = ("workload", "absence-planned", "project", "other")
MOST_DAYS: Final = 180


def ask(session: Session, actor: Actor, assigned_id: UUID, wanted: date, reason: str, now: datetime) -> ExtensionWish:
    """Ask for more time for something of one's own that is open: until a day after its due date, at most 180 days.

    Raises Refused naming "wanted", "reason", or "" where a wish is waiting already; NotFound for what is not one's own.
    """
    row = _own(session, actor, assigned_id)
    if reason not in REASONS:
        raise Refused("reason", _l("Choose a reason from the list."))
    if row.state != OPEN or row.due is None:
        raise Refused("", _l("There is no due date to move."))
    if not row.due < wanted <= after(row.due, MOST_DAYS):
        raise Refused("wanted", _l("Choose a day after the due date, at most %(most)s days later.", most=MOST_DAYS))
    values = {
        "id": new_id(),
        "organisation_id": row.organisation_id,
        "assigned_id": row.id,
        "person_id": row.person_id,
        "wanted": wanted,
        "reason": reason,
        "state": ASKED,
        "asked_at": now,
    }
    made = insert(session, ExtensionWish).values(values).on_conflict_do_nothing().returning(ExtensionWish.id)
    if session.execute(made).first() is None:
        raise Refused("", _l("You have asked for more time already. You will be told as soon as it is decided."))
    audit.note(session, actor, "extension.asked", now, subject=row.person_id, detail=f"until {wanted}")
    return session.get_one(ExtensionWish, values["id"])


def _own(session: Session, actor: Actor, assigned_id: UUID) -> Assigned:
    seen = select(AssignmentRun.id).where(AssignmentRun.state == APPLIED)
    mine = (Assigned.id == assigned_id, Assigned.person_id == actor.person_id, Assigned.run_id.in_(seen))
    return Rows(session, actor, Assigned).where(*mine).one_or_404()


def grant(session: Session, actor: Actor, wish_id: UUID, now: datetime, *, until: date | None = None) -> ExtensionWish:
    """Give the time that was asked for, or until another day after the due date. HR, or the person's line manager.

    Raises Refused naming "until"; NotFound for what is not theirs to decide. A decided wish stays as it is. Where the
    due date has been moved further than was asked meanwhile, it stays there.
    """
    wish = _to_decide(session, actor, wish_id)
    if wish.state != ASKED:
        return wish
    row = session.get_one(Assigned, wish.assigned_id, populate_existing=True)
    day = until or wish.wanted
    if row.state == OPEN and row.due is not None:
        if until is not None and until <= row.due:
            raise Refused("until", _l("Choose a day after the due date."))
        if day > row.due:
            extend(session, actor, [row.id], now, to=day)
    return _decide(session, actor, wish, GRANTED, now)


def decline(session: Session, actor: Actor, wish_id: UUID, now: datetime) -> ExtensionWish:
    """Leave the due date where it is. HR, or the person's line manager. A decided wish stays as it is."""
    wish = _to_decide(session, actor, wish_id)
    return wish if wish.state != ASKED else _decide(session, actor, wish, DECLINED, now)


def take_back(session: Session, actor: Actor, wish_id: UUID, now: datetime) -> ExtensionWish:
    """Take one's own wish back while nobody has decided it. A decided one stays; NotFound for what is not one's own."""
    mine = (ExtensionWish.id == wish_id, ExtensionWish.person_id == actor.person_id)
    wish = Rows(session, actor, ExtensionWish).where(*mine).one_or_404()
    session.refresh(wish, with_for_update=True)
    if wish.state == ASKED:
        wish.state, wish.decided_at = TAKEN_BACK, now
        session.flush()
        audit.note(session, actor, "extension.taken-back", now, subject=wish.person_id, detail=f"until {wish.wanted}")
    return wish


def _to_decide(session: Session, actor: Actor, wish_id: UUID) -> ExtensionWish:
    """Return the wish under a lock; one's own is decided by somebody else."""
    wish = Rows(session, actor, ExtensionWish).where(ExtensionWish.id == wish_id).one_or_404()
    if wish.person_id == actor.person_id and Role.HR not in actor.roles:
        raise NotFound
    session.refresh(wish, with_for_update=True)
    return wish


def _decide(session: Session, actor: Actor, wish: ExtensionWish, state: str, now: datetime) -> ExtensionWish:
    wish.state, wish.decided_by, wish.decided_at = state, actor.person_id, now
    session.flush()
    audit.note(session, actor, f"extension.{state}", now, subject=wish.person_id, detail=f"until {wish.wanted}")
    return wish
