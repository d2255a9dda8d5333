"""A certificate without the work: the enrolment is marked completed in the database, the rest goes the real way."""

from __future__ import annotations

from sqlalchemy import select, update

from lms.doors.certificates import operations
from lms.doors.certificates.models import Certificate
from lms.doors.certificates.numbers import grouped
from lms.learning.in_hand import enrolment_in_hand
from lms.learning.models import Enrolment, State
from lms.people.models import Person
from tests.support.company import Company
from tests.support.installation import Installation


def award(company: Company, person: Person) -> str:
    """Complete the person's only enrolment and return the number of its certificate, as it is printed."""
    now = company.installation.clock.now()
    actor = company.actor(person)
    with company.installation.database.writing() as session:
        enrolment = session.scalars(select(Enrolment.id).where(Enrolment.person_id == person.id)).one()
        values = {"state": State.COMPLETED, "completed_at": now}
        session.execute(update(Enrolment).where(Enrolment.id == enrolment).values(values))
        hand = enrolment_in_hand(session, actor, enrolment)
        return grouped(operations.issue(session, actor, hand, (), "en", now).number)


def certificate_of(installation: Installation, person: Person) -> Certificate:
    """Return the person's only certificate as it is in the database."""
    with installation.database.reading() as session:
        return session.scalars(select(Certificate).where(Certificate.person_id == person.id)).one()
