"""A curriculum that has been given to people: the ids of everything that came with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from lms.assigning.assignments.models import Assigned, AssignmentRun
from lms.people.models import Person
from tests.support.company import Company
from tests.support.curriculum import School


@dataclass(frozen=True)
class GivenTo:
    """The curriculum, the assignment, its run, and each person's row by their name in the test."""

    curriculum: UUID
    assignment: UUID
    run: UUID
    rows: Mapping[str, UUID]


def given_to(company: Company, people: Mapping[str, Person]) -> GivenTo:
    """Give a curriculum of the company's own, with its marker in its title, to these people, due in a month."""
    school = School(company, size=1)
    curriculum = school.publish(title=f"Curriculum {company.marker}")
    rows = school.give(curriculum, *people.values(), due=school.today + timedelta(days=30))
    with company.installation.database.writing() as session:
        for row in rows:
            given = session.get_one(Assigned, row)
            given.late_after = given.due
        run = session.get_one(AssignmentRun, given.run_id)
        run.applied_at = run.created_at
        run.mails_at = run.created_at + timedelta(hours=1)
        return GivenTo(curriculum, run.assignment_id, run.id, dict(zip(people, rows, strict=True)))
