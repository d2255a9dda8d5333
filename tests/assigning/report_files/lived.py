"""What somebody who works with reports leaves behind in rows: one they keep, and a workbook they ordered."""

from __future__ import annotations

from uuid import UUID

from lms.assigning.report_files.models import DONE, NAMED, KeptReport, ReportFile
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.support.company import Company


def keep_a_report(company: Company, person: Person, word: str) -> UUID:
    """Keep a report of this person's under `word`, shared with themselves, and let a workbook of it have been made.

    Return the kept report's id.
    """
    now, id = company.installation.clock.now(), new_id()
    own = {"organisation_id": person.organisation_id, "person_id": person.id, "created_at": now}
    with company.installation.database.writing() as session:
        session.add_all(
            [
                KeptReport(
                    id=id, **own, name=word, question={"kind": "overview"}, shared=NAMED, with_ids=[str(person.id)]
                ),
                ReportFile(**own, name=word, title=word, asked={"kind": "overview"}, language="en", state=DONE),
            ]
        )
    return id
