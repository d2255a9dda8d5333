"""Somebody who was reminded, has said how they want their mails, and has reminded others by hand."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from lms.assigning.assignments.models import Assigned
from lms.assigning.reminding.hand_models import Sending
from lms.assigning.reminding.models import MailWish, Reminder
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.support.company import Company


def want_and_remind(company: Company, person: Person) -> UUID:
    """Write down one reminder about something they have, their wish, and an act of their own; return its id.

    They have been given a curriculum before.
    """
    now, id = company.installation.clock.now(), new_id()
    with company.installation.database.writing() as session:
        row = session.scalars(select(Assigned).where(Assigned.person_id == person.id).limit(1)).one()
        own = {"organisation_id": company.organisation.id, "person_id": person.id}
        session.merge(MailWish(**own, digest_day=2, ended=["recall"], changed_at=now))
        said = {"step": "before-3", "days": 3, "occasion": f"{row.due}", "due": row.due, "on": now.date()}
        session.add(Reminder(**own, assigned_id=row.id, **said, letter=new_id(), planned_at=now))
        act = {"by_id": person.id, "created_at": now, "mails_at": now + timedelta(hours=1)}
        session.add(Sending(id=id, organisation_id=company.organisation.id, curriculum_id=row.curriculum_id, **act))
    return id
