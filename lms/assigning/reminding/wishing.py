"""How somebody wants their mails, as they say it: the day of the weekly mail, and the kinds they want no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.reminding.calendars import AT_ONCE
from lms.assigning.reminding.kinds import MAY_END
from lms.assigning.reminding.models import MailWish
from lms.kernel.database import insert
from lms.kernel.permissions import Actor
from lms.kernel.unsubscribing import Ended
from lms.people.models import Person

DAYS: Final = (None, AT_ONCE, *range(7))
"""What can be chosen: as the organisation has it, each mail at once, a weekday."""


def wish(session: Session, actor: Actor, digest_day: int | None, ended: Collection[str], now: datetime) -> None:
    """Keep what the actor wishes. ValueError for a day that is none; a kind that stays is passed over."""
    if digest_day not in DAYS:
        raise ValueError(f"{digest_day} is no day of the week")
    kinds = sorted(set(ended) & MAY_END)
    _write(session, actor.person_id, actor.organisation_id, now, digest_day=digest_day, ended=kinds)


def is_wanted(session: Session, ended: Ended) -> bool:
    """Return whether ending this changes anything: such a person is there and still gets mails of the kind."""
    if ended.kind not in MAY_END:
        return False
    person = select(Person.id, MailWish.ended).outerjoin(MailWish, MailWish.person_id == Person.id)
    row = session.execute(person.where(Person.id == ended.person)).first()
    return row is not None and ended.kind not in (row.ended or ())


def end(session: Session, ended: Ended, now: datetime) -> None:
    """End mails of a kind to a person; whoever holds the token of a mail they got may do so. Twice is once."""
    person = session.get(Person, ended.person)
    if person is None or not is_wanted(session, ended):
        return
    kept = session.get(MailWish, person.id, with_for_update=True)
    day = kept.digest_day if kept is not None else None
    kinds = sorted({*(kept.ended if kept is not None else ()), ended.kind})
    _write(session, person.id, person.organisation_id, now, digest_day=day, ended=kinds)


def _write(session: Session, person: UUID, organisation: UUID, now: datetime, **values: Any) -> None:
    row = {"person_id": person, "organisation_id": organisation, "changed_at": now, **values}
    changed = {"changed_at": now, **values}
    kept = insert(session, MailWish).values(row)
    session.execute(kept.on_conflict_do_update(index_elements=["person_id"], set_=changed))
    session.expire_all()
