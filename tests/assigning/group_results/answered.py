"""A company whose people have taken a self-assessment: sittings as they lie in the database, and its quarters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select, update

from lms.assigning.group_results.publishing import publish_due
from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Role
from lms.learning.assessing.models import Sitting, SittingState
from lms.people.models import Department, Organisation, Person
from tests.support.company import Browser, Company
from tests.support.sitter import NAME

FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Answered:
    """The company, its departments by name, its people."""

    company: Company
    departments: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def founded(cls, company: Company) -> Answered:
        """Let the company have been there since the beginning of the year."""
        with company.installation.database.writing() as session:
            ours = update(Organisation).where(Organisation.id == company.organisation.id)
            session.execute(ours.values(created_at=FOUNDED, time_zone="Europe/Copenhagen"))
        return cls(company)

    def department(self, name: str, inside: str | None = None) -> UUID:
        """Add a department."""
        with self.company.installation.database.writing() as session:
            parent = self.departments[inside] if inside else None
            made = Department(organisation_id=self.company.organisation.id, name=name, parent_id=parent)
            session.add(made)
            session.flush()
            self.departments[name] = made.id
        return self.departments[name]

    def sat(self, person: UUID, score: float, at: datetime, *, begun: datetime | None = None) -> None:
        """Let somebody have closed a sitting with a score."""
        with self.company.installation.database.writing() as session:
            version = session.scalars(select(QuizVersion).where(QuizVersion.name == NAME)).first()
            assert version is not None
            number = session.scalar(select(func.count()).select_from(Sitting).where(Sitting.person_id == person))
            result = {"score": score, "judged": 9, "of": 9, "subs": [], "alike": False}
            session.add(
                Sitting(
                    organisation_id=self.company.organisation.id,
                    person_id=person,
                    instrument_id=version.quiz_id,
                    quiz_version_id=version.id,
                    number=(number or 0) + 1,
                    state=SittingState.CLOSED,
                    result=result,
                    started_at=begun or at,
                    closed_at=at,
                )
            )

    def people(self, department: str | None, *scores: float, at: datetime) -> list[Person]:
        """Take people on, each with a closed sitting."""
        place = self.departments[department] if department else None
        found = [self.company.person(department_id=place) for _ in scores]
        for person, score in zip(found, scores, strict=True):
            self.sat(person.id, score, at)
        return found

    def move(self, person: UUID, department: str | None, *, active: bool = True) -> None:
        """Put somebody into another department, or let them go."""
        with self.company.installation.database.writing() as session:
            place = self.departments[department] if department else None
            theirs = update(Person).where(Person.id == person)
            session.execute(theirs.values(department_id=place, active=active))

    def publish(self, at: datetime) -> None:
        """Let the job run at a moment."""
        installation = self.company.installation
        installation.clock.at = at
        publish_due(installation.database.reading, installation.database.writing, at)

    def hr(self) -> Browser:
        """Return a browser of HR's."""
        return self.company.browser(self.company.person(Role.LEARNER, Role.HR))
