"""An HR office for tests of assignments: a school with a curriculum, people, and the acts of HR in one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.assigning.assignments import drafting, runs, undoing
from lms.assigning.assignments.again import Again
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.drafting import Draft
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.listening import JOBS
from lms.assigning.assignments.models import APPLIED, Assigned, Assignment, AssignmentRun
from lms.assigning.assignments.preview import Preview, preview
from lms.assigning.assignments.undoing import Undone
from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.kernel import delivering, ledger
from lms.kernel.jobs import Worker, declared
from lms.kernel.outbox import Mail
from lms.kernel.permissions import Actor
from lms.kernel.post import Post
from lms.learning import completed
from lms.learning.models import Enrolment, State
from lms.people import changes
from lms.people.changes import PeopleChanged
from lms.people.models import Person
from tests.support.company import Company
from tests.support.curriculum import School

EVERYONE = (Part("everyone"),)
NINETY = Due(Kind.HIRE, days=90)


@dataclass
class Office:
    """A company's HR with one published curriculum of the school's modules."""

    company: Company
    size: int = 2
    school: School = field(init=False)
    curriculum: UUID = field(init=False)

    def __post_init__(self) -> None:
        """Open the school and publish its curriculum."""
        self.school = School(self.company, self.size)
        self.curriculum = self.school.publish()

    @property
    def database(self) -> Any:
        """Return the database."""
        return self.company.installation.database

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.company.installation.clock.now()

    @property
    def today(self) -> date:
        """Return the day it is in the organisation's zone, Copenhagen, at nine in the morning UTC."""
        return self.now.date()

    @property
    def hr(self) -> Actor:
        """Return HR as an actor."""
        return self.company.actor(self.school.hr)

    def hire(self, number: int) -> list[Person]:
        """Take so many people on."""
        return [self.company.person(name=f"Person {each:03d}") for each in range(number)]

    def person(self, **details: Any) -> Person:
        """Take somebody on with these columns, without any news of it."""
        person = self.company.person()
        with self.database.writing() as session:
            kept = session.get_one(Person, person.id)
            for name, value in details.items():
                setattr(kept, name, value)
        return person

    def draft(self, audience: Sequence[Part] = EVERYONE, due: Due | None = None, **settings: Any) -> Assignment:
        """Save an assignment of the curriculum, or of the one named in the settings."""
        settings.setdefault("curriculum_id", self.curriculum)
        actor = settings.pop("actor", self.hr)
        with self.database.writing() as session:
            draft = Draft(audience=tuple(audience), due=due or Due(), **settings)
            return drafting.save_draft(session, actor, draft, self.now)

    def begin(self, assignment: Assignment, actor: Actor | None = None) -> AssignmentRun:
        """Have it carried out; nothing is done yet."""
        with self.database.writing() as session:
            return runs.begin(session, actor or self.hr, session.get_one(Assignment, assignment.id), self.now)

    def give(self, audience: Sequence[Part] = EVERYONE, due: Due | None = None, **settings: Any) -> Assignment:
        """Save an assignment, have it carried out, and do the work."""
        assignment = self.draft(audience, due, **settings)
        self.begin(assignment)
        self.work()
        return assignment

    def work(self) -> int:
        """Do the jobs of this room that are due, the nightly one apart."""
        known = declared()
        own = {name: known[name] for name in JOBS if known[name].every is None}
        there = self.company.installation
        return Worker(self.database, there.clock, own, Post.of(there.config)).run_due()

    def deliver(self, url: str = "") -> int:
        """Do what the post does, by the server at this address or into the folder."""
        there, known = self.company.installation, declared()
        post = Post.of(replace(there.config, smtp_url=url))
        return Worker(self.database, there.clock, {delivering.NAME: known[delivering.NAME]}, post).run_due()

    def mails(self, *people: Person) -> list[Mail]:
        """Return the company's mails, or those of these people, by person."""
        with self.database.reading() as session:
            wanted = [Mail.organisation_id == self.company.organisation.id]
            if people:
                wanted.append(Mail.person_id.in_([each.id for each in people]))
            return list(session.scalars(select(Mail).where(*wanted).order_by(Mail.person_id, Mail.id)))

    def night(self) -> int:
        """Do what is done for this organisation each night."""
        of = {"organisation": str(self.company.organisation.id), "people": None, "nightly": True}
        with self.database.writing() as session:
            ledger.enqueue(session, "assignments.refresh", of, now=self.now)
        return self.work()

    def forward(self, **amount: float) -> None:
        """Move the clock."""
        self.company.installation.clock.forward(**amount)

    def preview(self, assignment: Assignment, after: tuple[str, str] | None = None) -> Preview:
        """Return the dry run."""
        with self.database.reading() as session:
            return preview(session, self.hr, session.get_one(Assignment, assignment.id), self.now, after)

    def undo(self, run: AssignmentRun) -> Undone:
        """Take a run back."""
        with self.database.writing() as session:
            return undoing.undo(session, self.hr, session.get_one(AssignmentRun, run.id), self.now)

    def run(self, assignment: Assignment) -> AssignmentRun:
        """Return the latest run."""
        with self.database.reading() as session:
            found = runs.latest(session, assignment.id)
            assert found is not None
            return found

    def all_runs(self, assignment: Assignment) -> list[AssignmentRun]:
        """Return every run, the oldest first."""
        with self.database.reading() as session:
            mine = select(AssignmentRun).where(AssignmentRun.assignment_id == assignment.id)
            return list(session.scalars(mine.order_by(AssignmentRun.created_at, AssignmentRun.id)))

    def rows(self, *people: Person, curriculum: UUID | None = None) -> list[Assigned]:
        """Return what people have, of everybody or of these, as it counts: by person and cycle."""
        with self.database.reading() as session:
            seen = select(AssignmentRun.id).where(AssignmentRun.state == APPLIED)
            wanted = [Assigned.organisation_id == self.company.organisation.id, Assigned.run_id.in_(seen)]
            if people:
                wanted.append(Assigned.person_id.in_([each.id for each in people]))
            if curriculum is not None:
                wanted.append(Assigned.curriculum_id == curriculum)
            return list(session.scalars(select(Assigned).where(*wanted).order_by(Assigned.person_id, Assigned.cycle)))

    def row(self, person: Person) -> Assigned:
        """Return the one row of a person."""
        found = self.rows(person)
        assert len(found) == 1, found
        return found[0]

    def stored(self) -> int:
        """Return how many rows there are, seen or not."""
        with self.database.reading() as session:
            mine = select(Assigned.id).where(Assigned.organisation_id == self.company.organisation.id)
            return len(session.scalars(mine).all())

    def change(self, person: Person, **values: Any) -> None:
        """Change somebody and tell the rooms that listen."""
        with self.database.writing() as session:
            kept = session.get_one(Person, person.id)
            for name, value in values.items():
                setattr(kept, name, value)
            session.flush()
            changes.announce(session, self._news(person, *values))

    def welcome(self, **details: Any) -> Person:
        """Take somebody on and tell the rooms that listen."""
        person = self.person(**details)
        with self.database.writing() as session:
            changes.announce(session, self._news(person, "new"))
        return person

    def _news(self, person: Person, *fields: str) -> PeopleChanged:
        return PeopleChanged(self.company.organisation.id, (person.id,), frozenset(fields), self.now)

    def complete(self, person: Person, *modules: int, days_ago: int = 0, cycle: int = 1) -> None:
        """Let somebody complete modules, by their number, as learning does it: with the news of it."""
        at = self.now - timedelta(days=days_ago)
        with self.database.writing() as session:
            for number in modules or range(self.size):
                enrolment = Enrolment(
                    organisation_id=self.company.organisation.id,
                    person_id=person.id,
                    module_id=self.school.modules[number],
                    cycle=cycle,
                    major=1,
                    state=State.COMPLETED,
                    completed_at=at,
                    created_at=at,
                )
                session.add(enrolment)
                session.flush()
                completed.announce(session, enrolment, self.now)

    def group(self, *people: Person, name: str = "Group") -> UUID:
        """Make a group by hand; return its id."""
        with self.database.writing() as session:
            group = PeopleGroup(organisation_id=self.company.organisation.id, name=name, created_at=self.now)
            session.add(group)
            session.flush()
            for person in people:
                session.add(self._member(group.id, person))
            return group.id

    def _member(self, group: UUID, person: Person) -> GroupMember:
        of = self.company.organisation.id
        return GroupMember(group_id=group, person_id=person.id, organisation_id=of, since=self.now)

    def join(self, group: UUID, person: Person) -> None:
        """Put somebody into a group, and do what groups do after it."""
        with self.database.writing() as session:
            session.add(self._member(group, person))
            self._groups_changed(session, person)

    def leave(self, group: UUID, person: Person) -> None:
        """Take somebody out of a group, and do what groups do after it."""
        with self.database.writing() as session:
            session.delete(session.get_one(GroupMember, (group, person.id)))
            self._groups_changed(session, person)

    def _groups_changed(self, session: Any, person: Person) -> None:
        of = {"organisation": str(self.company.organisation.id), "people": [str(person.id)]}
        ledger.enqueue(session, "assignments.refresh", of, now=self.now)


EVERY_YEAR = Again(months=12, window_days=60, grace_days=30)
