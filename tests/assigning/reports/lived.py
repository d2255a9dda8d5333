"""A line manager in a stored count, for tests of everything somebody leaves behind."""

from __future__ import annotations

from lms.assigning.reports.models import SHOWN, ReportEdition, ReportTeam
from lms.assigning.reports.rows import COUNTED
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.support.company import Company


def lead_a_counted_team(company: Company, person: Person) -> None:
    """Let somebody stand in an edition of their company's figures, as the one to whom others report."""
    of = {"organisation_id": company.organisation.id}
    with company.installation.database.writing() as session:
        edition = ReportEdition(id=new_id(), **of, state=SHOWN, as_of=company.installation.clock.now())
        session.add(edition)
        session.flush()
        figures = dict.fromkeys(COUNTED, 0) | {"people": 1, "not_started": 1}
        session.add(
            ReportTeam(id=new_id(), **of, edition_id=edition.id, curriculum_id=new_id(), person_id=person.id, **figures)
        )
