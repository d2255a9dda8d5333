"""What holds for every mail at the moment of sending, whatever its kind: is its reader there, awake, and not full?

A mail that comes at the wrong time is put off and asked about again then; only who has left, has no address or has
ended the kind gets none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from lms.assigning.reminding.calendars import DAY
from lms.assigning.reminding.capping import Budget, budget
from lms.assigning.reminding.contexts import Hours, Reader, hours_of, readers_of
from lms.assigning.reminding.kinds import CAPPED, MAY_END
from lms.kernel.addresses import is_reachable
from lms.kernel.outbox import AWAY, ENDED, LEFT, NO_ADDRESS, POST, QUIET, Mail, Verdict
from lms.kernel.outbox import CAPPED as HAD_THEIRS
from lms.kernel.post import Post


def footing(session: Session, mails: Sequence[Mail], now: datetime) -> dict[UUID, Verdict]:
    """Return what is to become of mails that are wanted otherwise: {mail id: verdict}, in few queries.

    A mail that goes is counted at once, so ask only about those that will.
    """
    people = {mail.person_id for mail in mails}
    readers = readers_of(session, people)
    hours = hours_of(session, [reader.organisation_id for reader in readers.values()])
    had = budget(session, people, [mail.id for mail in mails], now)
    known = [(mail, readers[mail.person_id]) for mail in mails if mail.person_id in readers]
    return {mail.id: _verdict(mail, reader, hours[reader.organisation_id], had, now) for mail, reader in known}


def post_of(session: Session) -> Post:
    """Return the post of whoever claims mails in this session."""
    post: Post = session.info[POST]
    return post


def refused(reader: Reader, kind: str) -> str:
    """Return why a reader gets no mail of a kind at all; "" where they do."""
    if not reader.active:
        return LEFT
    if not is_reachable(reader.email):
        return NO_ADDRESS
    return ENDED if kind in MAY_END and kind in reader.wish.ended else ""


def _verdict(mail: Mail, reader: Reader, hours: Hours, had: Budget, now: datetime) -> Verdict:
    why = refused(reader, mail.kind)
    if why:
        return Verdict(why=why)
    calendar = hours.calendar(reader.zone)
    away_until = reader.away_until(calendar.today(now))
    if away_until is not None:
        return Verdict(why=AWAY, until=calendar.opens(away_until + DAY))
    if not calendar.is_allowed(now):
        return Verdict(why=QUIET, until=calendar.next_allowed(now))
    full_until = had.take(reader.id, hours.rule.most_a_week, now) if mail.kind in CAPPED else None
    if full_until is not None:
        return Verdict(why=HAD_THEIRS, until=calendar.next_allowed(full_until))
    return Verdict(to=reader.email)
