"""Somebody to whom a mail was written."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select

from lms.assigning.assignments.inviting import KIND
from lms.kernel import outbox
from lms.kernel.outbox import WRITTEN, Letter, Mail
from lms.people.models import Person
from tests.support.company import Company


def told_by_mail(company: Company, person: Person, subject: str = "New for you", state: str = WRITTEN) -> UUID:
    """Write one mail to a person and settle it; return its id."""
    key, now = str(uuid4()), company.installation.clock.now()
    letter = Letter(company.organisation.id, person.id, KIND, key, None, person.email, subject, f"{subject}.\n", "en")
    with company.installation.database.writing() as session:
        outbox.plan(session, [letter], "localhost", now)
        mail = session.scalars(select(Mail).where(Mail.key == key)).one()
        mail.state = state
        return mail.id
