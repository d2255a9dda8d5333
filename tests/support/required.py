"""A module that somebody has to finish by a day: a curriculum that holds it alone, given by a run that is applied."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from lms.assigning.assignments.models import APPLIED, Assigned, Assignment, AssignmentRun
from lms.assigning.curricula.models import Curriculum, CurriculumItem, CurriculumSection
from lms.catalog.models import Module
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.support.company import MODULE, Company


def require(company: Company, person: Person, due: date, *, state: str = "open") -> None:
    """Let somebody have to finish the tests' own module by a day."""
    now = company.installation.clock.now()
    of = {"organisation_id": company.organisation.id}
    with company.installation.database.writing() as session:
        module = session.scalars(select(Module.id).where(Module.slug == MODULE)).one()
        curriculum = Curriculum(id=new_id(), **of, title={"en": "One module"}, published=True, created_at=now)
        session.add(curriculum)
        session.flush()
        section = CurriculumSection(id=new_id(), **of, curriculum_id=curriculum.id, position=0)
        assignment = Assignment(id=new_id(), **of, curriculum_id=curriculum.id, name="", created_at=now)
        session.add_all([section, assignment])
        session.flush()
        run = AssignmentRun(id=new_id(), **of, assignment_id=assignment.id, state=APPLIED, created_at=now)
        at = {"curriculum_id": curriculum.id, "section_id": section.id, "position": 0}
        session.add_all([run, CurriculumItem(**of, **at, module_id=module)])
        session.flush()
        whose = {"person_id": person.id, "curriculum_id": curriculum.id, "assignment_id": assignment.id}
        days = {"due": due, "late_after": due, "total": 1}
        session.add(Assigned(id=new_id(), **of, **whose, **days, run_id=run.id, state=state, created_at=now))
