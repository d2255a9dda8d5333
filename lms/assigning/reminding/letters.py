"""Reminders written down with the mails that say them: each once, all of one reader's one day in one mail.

Everything happens in the caller's transaction: a mail without its reminders is not there, nor the other way round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.reminding.contexts import Context, Reader, readers_of
from lms.assigning.reminding.entries import entries_of
from lms.assigning.reminding.kinds import DIGEST, ESCALATION, LETTERS, NUDGE, REMINDER
from lms.assigning.reminding.models import Reminder
from lms.assigning.reminding.rendering import letter, unsaid
from lms.assigning.reminding.timing import Going, moment_to_go
from lms.kernel import outbox
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.outbox import WAITING, Letter, Mail
from lms.people.models import Person

FAMILIES: Final[Mapping[str, frozenset[str]]] = {ESCALATION: frozenset({ESCALATION}), REMINDER: LETTERS}
"""Kinds whose reminders share a mail."""

_ORDER: Final = (DIGEST, REMINDER, NUDGE, ESCALATION)
"""Of several kinds in one mail the first is the mail's: what may not be ended before what may."""


@dataclass(frozen=True, slots=True)
class Say:
    """One thing to be said once: to whom, about whose curriculum, which step on which occasion, when, as which kind."""

    reader_id: UUID
    person_id: UUID
    assigned_id: UUID
    step: str
    days: int
    occasion: str
    due: date | None
    going: Going
    kind: str = REMINDER

    @property
    def mail_kind(self) -> str:
        """Return the kind of a mail that says only this."""
        return DIGEST if self.going.in_digest else self.kind

    @property
    def slot(self) -> tuple[UUID, bool, date]:
        """Return what things that share a mail have in common: reader, whether to a line manager, day."""
        return self.reader_id, self.kind == ESCALATION, self.going.on


def say(session: Session, context: Context, says: Sequence[Say], now: datetime) -> int:
    """Write what was not said before, and its mails; return how many things are new. Raises nothing for what was."""
    if not says:
        return 0
    _hold(session, {each.reader_id for each in says})
    waiting = _waiting(session, {each.reader_id for each in says})
    chosen = {each.slot: waiting.get(each.slot) for each in says}
    letters = {slot: mail.about if mail is not None else new_id() for slot, mail in chosen.items()}
    new = _written(session, context, says, letters, now)
    by_letter: dict[UUID, list[Say]] = {}
    for each in new:
        by_letter.setdefault(letters[each.slot], []).append(each)  # type: ignore[arg-type]
    _joined([mail for mail in chosen.values() if mail is not None], by_letter)
    known = {mail.about for mail in chosen.values() if mail is not None}
    _post(session, context, {id: group for id, group in by_letter.items() if id not in known}, now)
    return len(new)


def _hold(session: Session, readers: Collection[UUID]) -> None:
    """Hold the readers' rows, so that two workers do not each begin a mail to one of them for one day."""
    held = select(Person.id).where(Person.id.in_(readers)).order_by(Person.id).with_for_update(key_share=True)
    session.execute(held).all()


def _waiting(session: Session, readers: Collection[UUID]) -> Mapping[tuple[UUID, bool, date], Mail]:
    """Return the mails that still wait, by the slot they are for, held so that none goes meanwhile."""
    kinds = frozenset().union(*FAMILIES.values())
    mine = (Mail.person_id.in_(readers), Mail.kind.in_(kinds), Mail.state == WAITING)
    mails = {mail.about: mail for mail in session.scalars(select(Mail).where(*mine).with_for_update())}
    days = session.execute(select(Reminder.letter, Reminder.on).where(Reminder.letter.in_(mails)).distinct())
    slots = ((mails[row.letter], row.on) for row in days)
    return {(mail.person_id, mail.kind == ESCALATION, on): mail for mail, on in slots}


def _written(
    session: Session,
    context: Context,
    says: Sequence[Say],
    letters: Mapping[tuple[UUID, bool, date], UUID | None],
    now: datetime,
) -> list[Say]:
    """Write reminders and return those that were not there."""
    rows = [
        {
            "id": new_id(),
            "organisation_id": context.organisation.id,
            "person_id": each.person_id,
            "assigned_id": each.assigned_id,
            "step": each.step,
            "days": each.days,
            "occasion": each.occasion,
            "due": each.due,
            "on": each.going.on,
            "letter": letters[each.slot],
            "planned_at": now,
        }
        for each in says
    ]
    once = ["assigned_id", "step", "occasion"]
    statement = insert(session, Reminder).on_conflict_do_nothing(index_elements=once).returning(Reminder.id)
    made = set(session.execute(statement, rows).scalars())
    return [each for each, row in zip(says, rows, strict=True) if row["id"] in made]


def _joined(mails: Iterable[Mail], by_letter: Mapping[UUID, Sequence[Say]]) -> None:
    """Let a waiting mail be of the kind that all it says by now makes it; its words are written when it goes."""
    for mail in mails:
        kinds = {mail.kind, *(each.mail_kind for each in by_letter.get(mail.about or mail.id, ()))}
        mail.kind = next(kind for kind in _ORDER if kind in kinds)


def _post(session: Session, context: Context, groups: Mapping[UUID, Sequence[Say]], now: datetime) -> None:
    """Write the mails of new letters, each due when its reader may have it."""
    readers = readers_of(session, {group[0].reader_id for group in groups.values()})
    entries = entries_of(session, groups, now)
    mails = []
    for id, group in groups.items():
        kinds = {each.mail_kind for each in group}
        kind = next(each for each in _ORDER if each in kinds)
        reader = readers[group[0].reader_id]
        said = unsaid(context, reader, kind) if kind == ESCALATION else letter(context, reader, kind, entries[id], ())
        due = moment_to_go(group[0].going, context.calendar(reader.zone), now)
        mails.append(_mail(context, reader, kind, id, said, due))
    outbox.plan(session, mails, context.post.host, now)


def _mail(context: Context, reader: Reader, kind: str, id: UUID, said: tuple[str, str], due: datetime) -> Letter:
    organisation = context.organisation.id
    return Letter(organisation, reader.id, kind, str(id), id, reader.email, *said, reader.language, due)
