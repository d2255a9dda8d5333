"""A text as it would reach a real person today: with what they have open, or an example where they have nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.invitation import Given, Invitation
from lms.assigning.assignments.models import OPEN, Assigned
from lms.assigning.curricula.models import Curriculum
from lms.assigning.reminding import rendering
from lms.assigning.reminding.contexts import Context, Reader, context_of, readers_of
from lms.assigning.reminding.entries import Entry
from lms.assigning.reminding.kinds import ESCALATION, INVITATION, NUDGE, RECALL, REMINDER
from lms.assigning.reminding.models import Reminder
from lms.assigning.reminding.words import Words
from lms.kernel.digests import Part, contributions
from lms.kernel.ids import new_id
from lms.kernel.post import Post
from lms.people.models import Person

SEVERAL: Final = 3
DAYS: Final = {rendering.BEFORE: 3, rendering.DUE: 0, rendering.AFTER: -3, rendering.SEVERAL: 3, ESCALATION: -14}
"""Where a date is to lie, in days from today, so that the text speaks of it."""


def preview(
    session: Session,
    organisation_id: UUID,
    person_id: UUID,
    key: str,
    language: str,
    words: Words,
    post: Post,
    now: datetime,
) -> tuple[str, str]:
    """Return subject and text of one of `words.TEXTS` in these words and language, to this person; nothing is kept."""
    reader = replace(readers_of(session, [person_id])[person_id], language=language)
    own = context_of(session, organisation_id, post)
    context = Context(own.organisation, own.rule, {**own.words, (key, reader.language): words}, post)
    if key == INVITATION:
        return _invitation(session, context, reader, words, now)
    if key == RECALL:
        return rendering.letter(context, reader, RECALL, (), _parts(language))
    kind = {ESCALATION: ESCALATION, rendering.ROUND: NUDGE}.get(key, REMINDER)
    return rendering.letter(context, reader, kind, _entries(session, context, reader, key, now), ())


def _invitation(session: Session, context: Context, reader: Reader, words: Words, now: datetime) -> tuple[str, str]:
    about = _examples(session, context, reader, 1)[0]
    given = Given(reader.name, _today(context, reader, now) + timedelta(days=30), False, None, False)
    link = context.post.base_url + rendering.HOME
    return Invitation(about.titles, context.organisation.name, 0, link).write(reader.language, given, words)


def _parts(language: str) -> list[Part]:
    """Return an example, whoever the person is: what waits for them is theirs to know."""
    return [each.example(language) for each in contributions()]


def _entries(session: Session, context: Context, reader: Reader, key: str, now: datetime) -> list[Entry]:
    """Return what they have open, its date moved to where the text speaks of it."""
    today = _today(context, reader, now)
    day = today + timedelta(days=DAYS[key]) if key in DAYS else None
    found = _examples(session, context, reader, SEVERAL if key == rendering.SEVERAL else 1)
    if key == rendering.SEVERAL and len(found) == 1:
        found *= 2
    return [_moved(each, day, today) for each in found]


def _examples(session: Session, context: Context, reader: Reader, most: int) -> list[Entry]:
    """Return what somebody has open, else one of the organisation's curricula, not begun."""
    person = session.get_one(Person, reader.id)
    mine = (Assigned.person_id == reader.id, Assigned.state == OPEN)
    rows = session.execute(
        select(Assigned.done, Assigned.total, Curriculum.title)
        .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
        .where(*mine)
        .order_by(Assigned.due, Assigned.id)
        .limit(most)
    ).all()
    if rows:
        return [_entry(person, row.title, row.done, row.total) for row in rows]
    ours = Curriculum.organisation_id == context.organisation.id
    title = session.scalar(select(Curriculum.title).where(ours).order_by(Curriculum.id).limit(1))
    return [_entry(person, title or {}, 0, 0)]


def _entry(person: Person, titles: dict[str, str], done: int, total: int) -> Entry:
    return Entry(Reminder(), Assigned(id=new_id(), done=done, total=total), person, titles, True, date.min)


def _moved(entry: Entry, day: date | None, today: date) -> Entry:
    assigned = Assigned(id=new_id(), due=day, done=entry.assigned.done, total=entry.assigned.total)
    return Entry(entry.reminder, assigned, entry.about, entry.titles, True, today)


def _today(context: Context, reader: Reader, now: datetime) -> date:
    return context.calendar(reader.zone).today(now)
