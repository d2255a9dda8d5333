"""Letters to one reader that wait together become one: what was held back by a week's budget or an absence is no queue.

The reminders move over to the letter that goes; the others find nothing left to say and are settled as joined.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.assigning.reminding.kinds import ESCALATION, LETTERS
from lms.assigning.reminding.models import Reminder
from lms.kernel.outbox import AWAY, CAPPED, QUIET, WAITING, Mail

HELD: Final = (AWAY, QUIET, CAPPED)
_LEAVING: Final = "letters leaving in this transaction"


def leaders(session: Session, mails: Sequence[Mail]) -> list[Mail]:
    """Return the first of the mails of each reader, to which what the others say has moved; mails of one kind."""
    first: dict[UUID, Mail] = {}
    for mail in mails:
        leader = first.setdefault(mail.person_id, mail)
        if leader is not mail and mail.about and leader.about:
            _move(session, mail.about, leader.about)
    return list(first.values())


def absorb(session: Session, mails: Collection[Mail]) -> bool:
    """Move what other letters to the readers of these hold back over to these; return whether there was any.

    A letter of another kind that leaves in the same transaction keeps what it says: its words are written already.
    """
    leading = {(mail.person_id, mail.kind == ESCALATION): mail.about for mail in mails if mail.about}
    if not leading:
        return False
    own: set[UUID] = session.info.setdefault(_LEAVING, set())
    own |= {mail.id for mail in mails}
    held = (Mail.state == WAITING, Mail.why.in_(HELD), Mail.kind.in_(LETTERS | {ESCALATION}), Mail.id.not_in(own))
    people = [person for person, _to_manager in leading]
    found = session.scalars(select(Mail).where(Mail.person_id.in_(people), *held).with_for_update(skip_locked=True))
    moved = False
    for mail in found.all():
        leader = leading.get((mail.person_id, mail.kind == ESCALATION))
        if leader is not None and mail.about is not None:
            _move(session, mail.about, leader)
            moved = True
    return moved


def _move(session: Session, letter: UUID, leader: UUID) -> None:
    moved = update(Reminder).where(Reminder.letter == letter).values(letter=leader)
    session.execute(moved.execution_options(synchronize_session=False))
