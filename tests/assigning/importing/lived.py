"""A person whom a file names, for lives that hold something in every table."""

from __future__ import annotations

from lms.assigning.importing.models import CHANGED, DONE, PeopleImport, PeopleImportPart, PeopleImportRow
from lms.people.models import Person
from tests.support.company import Company


def named_in_a_file(company: Company, person: Person, word: str) -> str:
    """Keep an import of which one row is about this person, and a file that they uploaded; return its id."""
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        found = PeopleImport(
            organisation_id=company.organisation.id,
            by_id=person.id,
            file_name="people.csv",
            size=1,
            digest="0" * 64,
            state="applied",
            created_at=now,
            checked_at=now,
            applied_at=now,
        )
        session.add(found)
        session.flush()
        keys = {"organisation_id": company.organisation.id, "import_id": found.id, "person_id": person.id}
        session.add(PeopleImportPart(**keys, number=1, content=word.encode()))
        session.add(
            PeopleImportRow(
                **keys,
                number=2,
                verdict=CHANGED,
                outcome=DONE,
                said={"email": person.email, "job": word},
                changes={"job": [None, word]},
                before={"job": [None, word]},
                errors=[],
            )
        )
        return str(found.id)
