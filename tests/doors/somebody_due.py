"""Somebody with one thing due in a month, in a cohort that meets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from lms.assigning.cohorts.models import Cohort, CohortMeeting, CohortMember
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.doors.subscribed import Subscription, subscribe
from tests.support.company import Browser, Company
from tests.support.curriculum import School


@dataclass
class Manager:
    """Somebody with one thing due in a month, in a cohort that meets."""

    company: Company
    person: Person = field(init=False)
    browser: Browser = field(init=False)
    school: School = field(init=False)
    assigned: UUID = field(init=False)
    cohort: UUID = field(init=False)

    def __post_init__(self) -> None:
        """Give them both."""
        self.person = self.company.person(name=f"Name {self.company.marker}")
        self.browser = self.company.browser(self.person)
        self.school = School(self.company, size=1)
        self.assigned = self.give(title="First steps")
        with self.company.installation.database.writing() as session:
            of = {"organisation_id": self.company.organisation.id}
            cohort = Cohort(id=new_id(), **of, name=f"Cohort {self.company.marker}", created_at=self.now)
            session.add(cohort)
            session.flush()
            session.add(CohortMember(**of, cohort_id=cohort.id, person_id=self.person.id, since=self.now))
            self.cohort = cohort.id

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.company.installation.clock.now()

    @property
    def due(self) -> date:
        """Return the day it is due."""
        return self.now.date() + timedelta(days=30)

    def give(self, title: str = "Next steps") -> UUID:
        """Give them a curriculum of this title, due in a month."""
        return self.school.give(self.school.publish(title=title), self.person, due=self.due)[0]

    def meet(self, at: datetime, place: str = "", title: str = "Kick-off", minutes: int = 90) -> UUID:
        """Plan a meeting of their cohort."""
        with self.company.installation.database.writing() as session:
            row = CohortMeeting(
                id=new_id(),
                organisation_id=self.company.organisation.id,
                cohort_id=self.cohort,
                title=title,
                begins_at=at,
                minutes=minutes,
                place=place,
                created_at=self.now,
            )
            session.add(row)
            return row.id

    def change(self, model: Any, id: object, **values: Any) -> None:
        """Change a row."""
        with self.company.installation.database.writing() as session:
            kept = session.get_one(model, id)
            for name, value in values.items():
                setattr(kept, name, value)

    def subscribe(self) -> Subscription:
        """Make their private address."""
        return subscribe(self.company, self.person, self.browser)
