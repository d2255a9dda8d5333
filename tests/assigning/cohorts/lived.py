"""Somebody in a cohort, and leading one: what a full life leaves in the tables of cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from lms.assigning.cohorts.models import Cohort, CohortMeeting, CohortMember
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.support.company import Company


@dataclass(frozen=True)
class Belonging:
    """The cohort somebody is in and leads, and its meeting."""

    cohort: UUID
    meeting: UUID


def belong(company: Company, person: Person) -> Belonging:
    """Put somebody into a cohort that they lead themselves, with a meeting next week."""
    there, of = company.installation, {"organisation_id": company.organisation.id}
    now = there.clock.now()
    with there.database.writing() as session:
        cohort = Cohort(
            id=new_id(), **of, name=f"Cohort {new_id()} {company.marker}", facilitator_id=person.id, created_at=now
        )
        session.add(cohort)
        session.flush()
        session.add(CohortMember(**of, cohort_id=cohort.id, person_id=person.id, since=now))
        meeting = CohortMeeting(
            id=new_id(),
            **of,
            cohort_id=cohort.id,
            title=f"Meeting {company.marker}",
            begins_at=now + timedelta(days=7),
            created_at=now,
        )
        session.add(meeting)
        session.flush()
        return Belonging(cohort.id, meeting.id)
