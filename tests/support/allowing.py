"""What HR allows somebody at quizzes, as rows: longer than others, and one more try."""

from __future__ import annotations

from sqlalchemy import select

from lms.learning.allowances.models import AnotherTry, ExtraTime
from lms.learning.models import Enrolment
from lms.people.models import Person
from tests.support.company import Company


def allow_much(company: Company, person: Person) -> None:
    """Give somebody who is enrolled half as long again, and one more try at a quiz."""
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        enrolment = session.scalars(select(Enrolment).where(Enrolment.person_id == person.id).limit(1)).one()
        own = {"person_id": person.id, "organisation_id": person.organisation_id}
        session.add(ExtraTime(**own, percent=150, set_at=now))
        session.add(AnotherTry(**own, enrolment_id=enrolment.id, block="quiz", number=1, given_at=now))
