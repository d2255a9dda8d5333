"""At most so many mails a person in seven days, over every kind but invitations; what is over waits, none is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.orm import Session

from lms.assigning.reminding.kinds import CAPPED
from lms.kernel.outbox import SENDING, SENT, WRITTEN, Mail

WEEK: Final = timedelta(days=7)
_TAKEN: Final = "mails taken in this transaction"


class Budget:
    """How many more mails each of some people may get now. What a transaction takes counts for all that it asks."""

    def __init__(self, gone: Mapping[UUID, list[datetime]], taken: dict[UUID, int]) -> None:
        """Hold when each person's mails of the last seven days went, the oldest first, and what was taken just now."""
        self._gone, self._taken = gone, taken

    def take(self, person_id: UUID, most: int, now: datetime) -> datetime | None:
        """Take one of a person's mails; where they have had theirs, take none and return when there is room again."""
        gone = sorted([*self._gone.get(person_id, []), *[now] * self._taken.get(person_id, 0)])
        if len(gone) >= most:
            return gone[len(gone) - most] + WEEK
        self._taken[person_id] = self._taken.get(person_id, 0) + 1
        return None


def budget(session: Session, people: Collection[UUID], asked: Collection[UUID], now: datetime) -> Budget:
    """Return what these people have had. `asked`: mails being asked about, which do not count yet. One query."""
    at = func.coalesce(Mail.sent_at, literal(now, Mail.sent_at.type))
    gone = or_(and_(Mail.state.in_((SENT, WRITTEN)), Mail.sent_at > now - WEEK), Mail.state == SENDING)
    rows = session.execute(
        select(Mail.person_id, at).where(Mail.person_id.in_(people), Mail.kind.in_(CAPPED), Mail.id.not_in(asked), gone)
    )
    found: dict[UUID, list[datetime]] = {}
    for person_id, moment in rows:
        found.setdefault(person_id, []).append(moment)
    return Budget(found, session.info.setdefault(_TAKEN, {}))
