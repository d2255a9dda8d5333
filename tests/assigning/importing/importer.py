"""HR with a file of people, and a worker that does what is ordered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.assigning.importing.models import PeopleImport, PeopleImportRow
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import Role
from lms.people.models import Department, Person
from tests.assigning.importing.files import form_of
from tests.support.company import Browser, Company

NAMES = ("people.import.read", "people.import.check", "people.import.apply", "people.import.undo")


class Importer:
    """One HR person at work on files."""

    def __init__(self, company: Company) -> None:
        """Take her on and sign her in."""
        self.company, self.installation = company, company.installation
        self.hr = company.person(Role.HR, name="Hanne HR")
        self.browser: Browser = company.browser(self.hr)

    def address(self, email: str) -> str:
        """Return an address of this company, so that tests share a database."""
        return f"{email}@{self.company.marker}.example"

    def work(self) -> None:
        """Let a worker do what was ordered, and nothing else."""
        every = declared()
        jobs = {name: every[name] for name in NAMES}
        Worker(self.installation.database, self.installation.clock, jobs).run_due()

    def upload(self, content: bytes, name: str = "people.csv") -> TestResponse:
        """Choose a file."""
        sent = form_of(content, self.browser.token(), name)
        return self.browser.client.post("/assign/people/import", **sent)

    def read(self, content: bytes, name: str = "people.csv") -> str:
        """Choose a file and have it read; return the import's address."""
        response = self.upload(content, name)
        assert response.status_code == 303, response.text
        self.work()
        return str(response.location)

    def check(self, content: bytes, name: str = "people.csv", **choices: str) -> str:
        """Have a file read and checked with the fields that were recognised."""
        here = self.read(content, name)
        self.look(here, **choices)
        return here

    def look(self, here: str, **choices: str) -> TestResponse:
        """Take the columns as they are recognised, but for `choices`, and have every row looked at."""
        found = self.found(here)
        fields = {f"column-{at}": field or "" for at, field in enumerate(found.mapping)}
        response = self.browser.post(f"{here}/columns", fields | choices)
        self.work()
        return response

    def apply(self, here: str, **ticks: str) -> TestResponse:
        """Apply."""
        response = self.browser.post(f"{here}/application", ticks)
        self.work()
        return response

    def bring(self, content: bytes, name: str = "people.csv", **ticks: str) -> str:
        """Take a file from beginning to end."""
        here = self.check(content, name)
        assert self.apply(here, **ticks).status_code == 303
        return here

    def undo(self, here: str) -> TestResponse:
        """Undo."""
        response = self.browser.post(f"{here}/undoing")
        self.work()
        return response

    def found(self, here: str) -> PeopleImport:
        """Return the import at an address."""
        with self.installation.database.reading() as session:
            wanted = PeopleImport.id == UUID(here.rstrip("/").rpartition("/")[2])
            return session.scalars(select(PeopleImport).where(wanted)).one()

    def rows(self, here: str) -> list[PeopleImportRow]:
        """Return the rows of an import in their order."""
        identity = self.found(here).id
        with self.installation.database.reading() as session:
            query = select(PeopleImportRow).where(PeopleImportRow.import_id == identity)
            return list(session.scalars(query.order_by(PeopleImportRow.number)))

    def person(self, email: str) -> Person | None:
        """Return the company's person with this address, None where there is none."""
        with self.installation.database.reading() as session:
            ours = Person.organisation_id == self.company.organisation.id
            return session.scalars(select(Person).where(ours, Person.email == self.address(email))).one_or_none()

    def one(self, email: str) -> Person:
        """Return the company's person with this address."""
        found = self.person(email)
        assert found is not None, email
        return found

    def departments(self) -> dict[str, Any]:
        """Return name → id of the parent, of the company's departments."""
        with self.installation.database.reading() as session:
            ours = Department.organisation_id == self.company.organisation.id
            rows = session.execute(select(Department.name, Department.parent_id, Department.id).where(ours)).all()
        names = {row.id: row.name for row in rows}
        return {row.name: names.get(row.parent_id) for row in rows}
