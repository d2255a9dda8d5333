"""A reminder by hand as one of those it goes to would read it: about all that is late of theirs, in their language."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import Assigned
from lms.assigning.curricula.models import Curriculum
from lms.assigning.reminding.by_hand import late_rows
from lms.assigning.reminding.contexts import context_of, day_there, readers_of
from lms.assigning.reminding.entries import HAND, Entry
from lms.assigning.reminding.kinds import REMINDER
from lms.assigning.reminding.models import Reminder
from lms.assigning.reminding.rendering import letter
from lms.kernel.post import Post
from lms.people.models import Person


def letter_to(
    session: Session, person_id: UUID, curriculum: UUID | None, post: Post, now: datetime, *, everybody: bool
) -> tuple[str, str, str]:
    """Return subject, text and language of what this person would get now; they are one of those it goes to."""
    person = session.get_one(Person, person_id)
    context = context_of(session, person.organisation_id, post)
    reader = readers_of(session, [person_id])[person_id]
    wanted = late_rows(session, person.organisation_id, now, curriculum, everybody)
    rows = session.execute(
        select(Assigned, Curriculum.title)
        .join(Person, Person.id == Assigned.person_id)
        .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
        .where(wanted, Assigned.person_id == person_id)
        .order_by(Assigned.due, Assigned.id)
    ).all()
    today = day_there(context, reader, now)
    entries = [Entry(Reminder(step=HAND), assigned, person, titles, True, today) for assigned, titles in rows]
    return *letter(context, reader, REMINDER, entries, ()), reader.language
