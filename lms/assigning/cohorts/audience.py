"""A cohort as an audience: whoever is in it is given what the cohort is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.audience import kind
from lms.assigning.cohorts.models import CohortMember
from lms.kernel import ledger
from lms.people.models import Person

REFRESH = "assignments.refresh"


@kind("cohort")
def cohort(organisation_id: UUID, id: UUID | None, _today: date) -> ColumnElement[bool]:
    """Return the condition for the people of one cohort."""
    members = select(CohortMember.person_id).where(
        CohortMember.cohort_id == id, CohortMember.organisation_id == organisation_id
    )
    return Person.id.in_(members)


def look_again(session: Session, organisation_id: UUID, people: Sequence[UUID], now: datetime) -> None:
    """Have the assignments looked at again for people who came into a cohort or left it."""
    if people:
        arguments = {"organisation": str(organisation_id), "people": [str(each) for each in people]}
        ledger.enqueue(session, REFRESH, arguments, now=now, organisation_id=organisation_id)
