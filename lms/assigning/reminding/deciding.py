"""Letters asked about once more when they are sent: what is done, moved or withdrawn drops out, the rest is said anew.

What drops out is forgotten, so that a reminder whose date moved away and came back, or whose line manager is another by
now, is planned again and not taken for said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.assigning.reminding import digest
from lms.assigning.reminding.contexts import Reader, contexts_of, readers_of
from lms.assigning.reminding.entries import Entry, due_this_week, entries_of, gone
from lms.assigning.reminding.footing import footing, post_of
from lms.assigning.reminding.joining import absorb, leaders
from lms.assigning.reminding.kinds import DIGEST, ESCALATION, NUDGE, RECALL, REMINDER
from lms.assigning.reminding.models import Reminder
from lms.assigning.reminding.rendering import letter
from lms.kernel.digests import Part
from lms.kernel.outbox import DONE, JOINED, Mail, Verdict, still_wanted

Wanted = tuple[list[Entry], Sequence[Part]]
NAMELESS: Final = frozenset({ESCALATION, RECALL})
"""Kinds whose words are sent and not kept: they name others, or say what only their reader knows."""


def verdicts(session: Session, mails: Sequence[Mail], now: datetime) -> Mapping[UUID, Verdict]:
    """Return what is to become of letters now, with the words they are to be sent in; in few queries."""
    readers = readers_of(session, {mail.person_id for mail in mails})
    known = leaders(session, [mail for mail in mails if mail.person_id in readers])
    said = {mail.id: Verdict(why=JOINED) for mail in mails}
    going, reasons = _wanted(session, known, readers, now)
    said |= {id: Verdict(why=why) for id, why in reasons.items()}
    wanted = [mail for mail in known if mail.id in going]
    footings = footing(session, wanted, now)
    leaving = [mail for mail in wanted if footings[mail.id].to]
    if absorb(session, leaving):
        more, _reasons = _wanted(session, leaving, readers, now)
        going |= more
    return said | _worded(session, wanted, going, footings, readers)


def _wanted(
    session: Session, mails: Sequence[Mail], readers: Mapping[UUID, Reader], now: datetime
) -> tuple[dict[UUID, Wanted], dict[UUID, str]]:
    """Return what there is still to say in these mails, and why there is nothing in the others."""
    entries = entries_of(session, [mail.about for mail in mails if mail.about], now)
    weekly = {mail.person_id for mail in mails if mail.kind == DIGEST}
    ahead = due_this_week(session, weekly, now) if weekly else {}
    parts = digest.parts_of(session, [mail for mail in mails if mail.kind in (DIGEST, RECALL)], readers, now)
    going: dict[UUID, Wanted] = {}
    reasons: dict[UUID, str] = {}
    for mail in mails:
        still, why = _sifted(session, entries.get(mail.about or mail.id, []), readers[mail.person_id])
        if still and mail.kind == DIGEST:
            still = _with(still, ahead.get(mail.person_id, ()))
        if still or parts.get(mail.id):
            going[mail.id] = still, parts.get(mail.id, ())
        else:
            reasons[mail.id] = DONE if mail.kind == RECALL else why
    return going, reasons


def _with(entries: Sequence[Entry], ahead: Sequence[Entry]) -> list[Entry]:
    """Return entries and what else the week brings, by due date."""
    known = {entry.assigned.id for entry in entries}
    more = [entry for entry in ahead if entry.assigned.id not in known]
    return sorted([*entries, *more], key=lambda entry: (entry.assigned.due or date.max, entry.assigned.id))


def _sifted(session: Session, entries: Sequence[Entry], reader: Reader) -> tuple[list[Entry], str]:
    """Return what is still to be said, and why the first of the others is not; the others are forgotten."""
    fates = [(entry, gone(entry, reader)) for entry in entries]
    _forget(session, [entry.reminder.id for entry, why in fates if why])
    return [entry for entry, why in fates if not why], next((why for _entry, why in fates if why), JOINED)


def _forget(session: Session, ids: Sequence[UUID]) -> None:
    if ids:
        gone = delete(Reminder).where(Reminder.id.in_(ids))
        session.execute(gone.execution_options(synchronize_session=False))


def _worded(
    session: Session,
    mails: Sequence[Mail],
    going: Mapping[UUID, Wanted],
    footings: Mapping[UUID, Verdict],
    readers: Mapping[UUID, Reader],
) -> dict[UUID, Verdict]:
    """Return verdicts with the words of those that go."""
    contexts = contexts_of(session, [mail.organisation_id for mail in mails], post_of(session))
    found = {}
    for mail in mails:
        verdict = footings[mail.id]
        if verdict.why and verdict.until is None:
            _forget(session, [entry.reminder.id for entry in going[mail.id][0] if entry.reminder.letter])
        if verdict.to:
            words = letter(contexts[mail.organisation_id], readers[mail.person_id], mail.kind, *going[mail.id])
            verdict = Verdict(to=verdict.to, words=words, kept=mail.kind not in NAMELESS and not going[mail.id][1])
        found[mail.id] = verdict
    return found


for _kind in (REMINDER, DIGEST, ESCALATION):
    still_wanted(_kind)(verdicts)
for _kind in (NUDGE, RECALL):
    still_wanted(_kind, optional=True)(verdicts)
