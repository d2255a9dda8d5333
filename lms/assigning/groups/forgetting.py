"""What of groups is forgotten by itself: removed ones after a day, comings and goings after 24 months."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.assigning.groups import membership
from lms.assigning.groups.models import GroupChange, GroupMember, PeopleGroup
from lms.kernel.months import months_later

BACK_FOR: Final = timedelta(days=1)
"""How long a removed group can be brought back."""
MONTHS: Final = 24


def forget_changes(session: Session, now: datetime, *, most: int = membership.SLICE) -> int:
    """Delete, in the caller's transaction, a portion of who came and went more than 24 months ago; return how many."""
    before = datetime.combine(months_later(now.date(), -MONTHS), now.timetz())
    by_group = GroupChange.group_id.in_(select(PeopleGroup.id))  # so that the index of a group's changes is used
    old = select(GroupChange.id).where(by_group, GroupChange.at < before).limit(most)
    gone = delete(GroupChange).where(GroupChange.id.in_(old)).returning(GroupChange.id)
    return len(session.scalars(gone).all())


def forget_removed(session: Session, now: datetime, *, most: int = membership.SLICE) -> int:
    """Delete, in the caller's transaction, a portion of what belongs to groups removed longer than `BACK_FOR` ago."""
    gone = select(PeopleGroup.id).where(PeopleGroup.removed_at < now - BACK_FOR).limit(1)
    identity = session.scalar(gone)
    return 0 if identity is None else forget(session, identity, most)


def forget(session: Session, identity: UUID, most: int) -> int:
    """Delete up to `most` changes and members of a group, and the group itself once it has none; return how many."""
    changes = select(GroupChange.id).where(GroupChange.group_id == identity).limit(most)
    rows = len(session.scalars(delete(GroupChange).where(GroupChange.id.in_(changes)).returning(GroupChange.id)).all())
    inside = GroupMember.group_id == identity
    who = select(GroupMember.person_id).where(inside).limit(most)
    left = delete(GroupMember).where(inside, GroupMember.person_id.in_(who)).returning(GroupMember.person_id)
    rows += len(session.scalars(left).all())
    if rows == 0:
        session.execute(delete(PeopleGroup).where(PeopleGroup.id == identity))
        return 1
    return rows
