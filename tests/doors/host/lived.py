"""Somebody who came from the application that this one stands in."""

from __future__ import annotations

from lms.doors.host.models import HostIdentity
from lms.people.models import Person
from tests.support.company import Company


def come_from_a_host(company: Company, person: Person) -> None:
    """Let the host know a person."""
    with company.installation.database.writing() as session:
        session.add(
            HostIdentity(
                organisation_id=person.organisation_id,
                person_id=person.id,
                subject=f"subject-{person.id}",
                linked_at=company.installation.clock.now(),
            )
        )
