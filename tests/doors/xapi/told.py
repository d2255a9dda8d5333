"""A company with an LRS connected, and what it takes to have it told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.doors.partners.models import Delivery
from lms.doors.xapi import operations
from lms.doors.xapi.models import BASIC, XapiConnection
from lms.doors.xapi.operations import Asked
from lms.doors.xapi.statements import KINDS
from lms.kernel import ledger
from tests.doors.xapi.record_store import KEY, SECRET
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.working import do_jobs

TELL, TELL_CURRICULA, DELIVER = "xapi.tell", "xapi.tell-curricula", "partners.deliver"


def asked(endpoint: str, **changes: Any) -> Asked:
    """Return a connection that is told everything, without scores and mail addresses."""
    usual: dict[str, Any] = {
        "name": "Company LRS",
        "endpoint": endpoint,
        "sign_in": BASIC,
        "key": KEY,
        "secret": SECRET,
        "kinds": list(KINDS),
        "since": date(2020, 1, 1),
        "scores": False,
        "by_mail": False,
    }
    return Asked(**usual | changes)


@dataclass
class Teller:
    """A company and its connection."""

    company: Company
    connection: UUID

    @classmethod
    def on(cls, company: Company, endpoint: str, **changes: Any) -> Teller:
        """Connect an LRS and switch it on."""
        installation = company.installation
        with installation.database.writing() as session:
            made = operations.connect(
                session,
                company.organisation.id,
                asked(endpoint, **changes),
                installation.config.key().encode(),
                installation.clock.now(),
            )
            operations.switch(session, made, on=True)
            return cls(company, made.id)

    @property
    def installation(self) -> Installation:
        """Return where it is."""
        return self.company.installation

    def tell(self, *, minutes: int = 1) -> None:
        """Let some time pass and let the job worker find and send what happened."""
        self.installation.clock.forward(minutes=minutes)
        for name in (TELL, TELL_CURRICULA, DELIVER):
            self.do(name)

    def find(self) -> None:
        """Let the job worker find what happened, and send nothing."""
        self.installation.clock.forward(minutes=1)
        self.do(TELL)

    def send(self, *, minutes: int = 1) -> None:
        """Let some time pass and let the job worker send what is due."""
        self.installation.clock.forward(minutes=minutes)
        self.do(DELIVER)

    def do(self, name: str) -> None:
        """Do one job now, whether or not it was done in this period already: a test turns its clock back."""
        with self.installation.database.writing() as session:
            ledger.enqueue(session, name, now=self.installation.clock.now())
        do_jobs(self.installation, name)

    def deliveries(self) -> list[Delivery]:
        """Return what stands in the outbox."""
        with self.installation.database.reading() as session:
            mine = select(Delivery).where(Delivery.partner_id == self.connection)
            return list(session.scalars(mine.order_by(Delivery.id)))

    def states(self) -> list[str]:
        """Return the states of what stands in the outbox, sorted."""
        return sorted(each.state for each in self.deliveries())

    def row(self) -> XapiConnection:
        """Return the connection."""
        with self.installation.database.reading() as session:
            return session.get_one(XapiConnection, self.connection)

    def change(self, **changes: Any) -> None:
        """Change columns of the connection."""
        with self.installation.database.writing() as session:
            found = session.get_one(XapiConnection, self.connection)
            for name, value in changes.items():
                setattr(found, name, value)

    def graduate(self, *, tries: int = 0) -> Learner:
        """Let a new learner complete the module, after so many tries that did not pass."""
        learner = Learner.of(self.company)
        learner.read()
        for _ in range(tries):
            learner.submit(learner.begin())
        context = learner.begin()
        learner.save_right(context)
        learner.submit(context)
        return learner

    def beginners(self, count: int) -> list[Learner]:
        """Let so many people begin the module."""
        people = [Learner.of(self.company) for _ in range(count)]
        for each in people:
            each.read("01-why-loyalty-pays")
        return people
