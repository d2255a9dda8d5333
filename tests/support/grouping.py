"""A group of people, as rows: made by HR, with somebody in it."""

from __future__ import annotations

from uuid import UUID

from lms.assigning.groups import membership
from lms.assigning.groups.models import PeopleGroup
from lms.people.models import Person
from tests.support.company import Company


def put_in_a_group(company: Company, person: Person) -> UUID:
    """Put somebody into a new group made by hand, and write it into its history; return the group's id."""
    database, now = company.installation.database, company.installation.clock.now()
    with database.writing() as session:
        group = PeopleGroup(
            organisation_id=company.organisation.id, name=f"Group of {person.id.hex[:12]}", created_at=now
        )
        session.add(group)
        session.flush()
        joined = membership.put_in(session, group, Person.id == person.id, now)
        membership.note(session, group, joined, True, membership.HAND, now)
        membership.recount(session, group)
        return group.id
