"""Somebody who has ordered a publication that could not be made, and has put away what is new in a version."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select

from lms.catalog.models import ModuleVersion
from lms.people.models import Person
from lms.studio.publishing.models import NoteSeen, Publication, State
from tests.support.company import Company


def order_and_read(company: Company, person: Person, draft: UUID | None = None) -> UUID:
    """Let somebody do both; return the publication, which is of `draft`."""
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        publication = Publication(
            organisation_id=company.organisation.id,
            module_id=uuid4(),
            draft_id=draft,
            level="minor",
            note={"en": f"A note {company.marker}"},
            state=State.FAILED,
            problems=["Something on the check list still stands in the way."],
            due=now,
            made_at=now,
            made_by_id=person.id,
        )
        session.add(publication)
        version = session.scalars(select(ModuleVersion.id)).first()
        seen = {"person_id": person.id, "version_id": version, "organisation_id": company.organisation.id}
        session.merge(NoteSeen(seen_at=now, **seen))
        session.flush()
        return publication.id
