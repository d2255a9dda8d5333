"""HR's desk in tests of reminders: an assignment with a due date, an hour of planning, what was said to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from lms.assigning.assignments.models import Assigned
from lms.assigning.reminding import planning
from lms.assigning.reminding.kinds import INVITATION
from lms.assigning.reminding.models import MailWish, Reminder
from lms.kernel import delivering, ledger
from lms.kernel.jobs import Worker, declared
from lms.kernel.outbox import Mail
from lms.kernel.post import Post
from lms.people.models import Person
from tests.assigning.assignments.office import Office


@dataclass
class Desk(Office):
    """An office that reminds."""

    def given(self, due: date | None, *people: Person, since: int = 60, curriculum: UUID | None = None) -> list[UUID]:
        """Let people have the curriculum since so many days; return the rows' ids in their order."""
        rows = self.school.give(curriculum or self.curriculum, *people, due=due)
        begun = self.today - timedelta(days=since)
        with self.database.writing() as session:
            dates = {"late_after": due, "available_from": begun, "total": 2}
            session.execute(update(Assigned).where(Assigned.id.in_(rows)).values(dates))
        return list(rows)

    def move(self, row: UUID, **values: Any) -> None:
        """Change a row that somebody has."""
        with self.database.writing() as session:
            for name, value in values.items():
                setattr(session.get_one(Assigned, row), name, value)

    def plan(self, organisation: UUID | None = None) -> int:
        """Do the hour's planning for this company; return how many mails of reminders it has then."""
        of = {"organisation": str(organisation or self.company.organisation.id)}
        with self.database.writing() as session:
            ledger.enqueue(session, planning.OF_ONE, of, now=self.now)
        there, known = self.company.installation, declared()
        own = {planning.OF_ONE: known[planning.OF_ONE]}
        Worker(self.database, there.clock, own, Post.of(there.config)).run_due()
        return len(self.letters())

    def send(self, url: str = "") -> None:
        """Let the post go, a minute later, whether or not an earlier test had it go in that minute."""
        self.forward(minutes=1)
        with self.database.writing() as session:
            ledger.enqueue(session, delivering.NAME, now=self.now)
        self.deliver(url)

    def a_day(self, url: str = "") -> None:
        """Plan, send, and let a day pass."""
        self.plan()
        self.send(url)
        self.forward(days=1, minutes=-1)

    def letters(self, *people: Person) -> list[Mail]:
        """Return the mails but the invitations, the earliest first."""
        mails = [mail for mail in self.mails(*people) if mail.kind != INVITATION]
        return sorted(mails, key=lambda mail: (mail.created_at, mail.id))

    def said(self) -> Mapping[tuple[UUID, str, str], Reminder]:
        """Return the reminders by (row, step, occasion)."""
        with self.database.reading() as session:
            own = Reminder.organisation_id == self.company.organisation.id
            return {
                (row.assigned_id, row.step, row.occasion): row for row in session.scalars(select(Reminder).where(own))
            }

    def steps(self) -> list[str]:
        """Return the names of the steps that were said, by day."""
        return [row.step for row in sorted(self.said().values(), key=lambda row: (row.on, row.step))]

    def wish(self, person: Person, **values: Any) -> None:
        """Let somebody say how they want their mails."""
        own = {"person_id": person.id, "organisation_id": self.company.organisation.id}
        with self.database.writing() as session:
            session.merge(MailWish(**own, **{"ended": [], "changed_at": self.now, **values}))

    def on(self, year: int, month: int, day: int, hour: int = 9) -> datetime:
        """Set the clock, in UTC."""
        self.company.installation.clock.at = self.now.replace(year=year, month=month, day=day, hour=hour)
        return self.now
