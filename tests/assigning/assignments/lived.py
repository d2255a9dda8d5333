"""Somebody who was given a curriculum and asked for more time, for tests of what a person leaves behind."""

from __future__ import annotations

from datetime import timedelta

from lms.assigning.assignments.models import APPLIED, Assigned, Assignment, AssignmentRun, ExtensionWish
from lms.assigning.curricula.models import Curriculum
from lms.people.models import Person
from tests.support.company import Company


def given_a_curriculum(company: Company, person: Person) -> None:
    """Let them have a curriculum with a due date, given by themselves, and a wish that they decided themselves."""
    now = company.installation.clock.now()
    of = {"organisation_id": company.organisation.id}
    with company.installation.database.writing() as session:
        curriculum = Curriculum(**of, title={"en": "First steps"}, published=True, created_at=now)
        session.add(curriculum)
        session.flush()
        assignment = Assignment(**of, curriculum_id=curriculum.id, name="All", made_by=person.id, created_at=now)
        session.add(assignment)
        session.flush()
        run = AssignmentRun(**of, assignment_id=assignment.id, state=APPLIED, by_id=person.id, created_at=now)
        session.add(run)
        session.flush()
        row = Assigned(
            **of,
            person_id=person.id,
            curriculum_id=curriculum.id,
            assignment_id=assignment.id,
            run_id=run.id,
            available_from=now.date(),
            due=now.date(),
            created_at=now,
        )
        session.add(row)
        session.flush()
        wanted = now.date() + timedelta(days=7)
        wish = ExtensionWish(
            **of, assigned_id=row.id, person_id=person.id, wanted=wanted, reason="project", asked_at=now
        )
        wish.decided_by = person.id
        session.add(wish)
