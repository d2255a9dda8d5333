"""A large department merged into another by a job: in portions, whatever dies on the way, and never half forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lms.kernel import pace
from lms.kernel.audit import AuditEntry
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import Role
from lms.people import departments, merging
from lms.people.departments import Refused
from lms.people.models import Department, Person
from tests.support.company import Company


class Merger:
    """A company with a department of seven people, and one they are to go to."""

    def __init__(self, company: Company) -> None:
        """Take them on."""
        self.company, self.database = company, company.installation.database
        self.hr = company.person(Role.HR)
        with self.database.writing() as session:
            actor, now = company.actor(self.hr), company.installation.clock.now()
            self.old = departments.add(session, actor, "Sales", None, now)
            self.below = departments.add(session, actor, "Nordic", self.old, now)
            self.new = departments.add(session, actor, "Service", None, now)
        for _number in range(7):
            company.person(department_id=self.old.id)

    def press(self, into: Department | None = None) -> int:
        """Let HR merge them."""
        sent = {"into": str((into or self.new).id)}
        browser = self.company.browser(self.hr)
        return browser.post(f"/assign/people/departments/{self.old.id}/merger", sent).status_code

    def work(self) -> None:
        """Do the job."""
        there = self.company.installation
        Worker(there.database, there.clock, {merging.NAME: declared()[merging.NAME]}).run_due()

    def inside(self, department: Department) -> int:
        """Return how many are in a department."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).where(Person.department_id == department.id)) or 0

    def parent_of(self, department: Department) -> object:
        """Return what a department stands in."""
        with self.database.reading() as session:
            return session.scalar(select(Department.parent_id).where(Department.id == department.id))

    def written_down(self) -> list[str]:
        """Return what was noted of mergers."""
        ours = AuditEntry.organisation_id == self.company.organisation.id
        with self.database.reading() as session:
            noted = select(AuditEntry.detail).where(ours, AuditEntry.action == "department.merged")
            return list(session.scalars(noted))


@pytest.fixture
def merger(company: Company, monkeypatch: pytest.MonkeyPatch) -> Merger:
    """Return the company, in which three people are many and two fill a transaction."""
    monkeypatch.setattr(merging, "AT_ONCE", 3)
    for name in ("LEAST", "MOST", "FIRST"):
        monkeypatch.setattr(pace, name, 2)
    return Merger(company)


def test_thousands_move_in_a_job_and_the_department_goes_last(merger: Merger) -> None:
    assert merger.press() == 303
    assert (merger.inside(merger.old), merger.inside(merger.new)) == (7, 0), "nobody waits for it"
    merger.work()
    assert (merger.inside(merger.old), merger.inside(merger.new)) == (0, 7)
    assert merger.parent_of(merger.below) == merger.new.id
    assert merger.written_down() == ["Sales → Service (7)"]


def test_a_merger_that_dies_halfway_goes_on(merger: Merger, monkeypatch: pytest.MonkeyPatch) -> None:
    merger.press()
    real = merging._finish

    def dies(*_given: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(merging, "_finish", dies)
    merger.work()
    assert merger.written_down() == []
    monkeypatch.setattr(merging, "_finish", real)
    merger.company.installation.clock.forward(minutes=1)
    merger.work()
    assert merger.inside(merger.new) == 7
    assert merger.written_down() == ["Sales → Service (7)"]


def test_where_the_other_is_gone_meanwhile_everybody_stays(merger: Merger) -> None:
    merger.press()
    with merger.database.writing() as session:
        actor, now = merger.company.actor(merger.hr), merger.company.installation.clock.now()
        departments.remove(session, actor, session.get_one(Department, merger.new.id), now)
    merger.work()
    assert merger.inside(merger.old) == 7
    assert merger.written_down() == []


def test_nothing_large_goes_into_itself_or_what_stands_in_it(merger: Merger) -> None:
    assert merger.press(merger.below) == 422
    assert merger.press(merger.old) == 422
    with merger.database.writing() as session, pytest.raises(Refused):
        now = merger.company.installation.clock.now()
        old, below = (session.get_one(Department, each.id) for each in (merger.old, merger.below))
        merging.order(session, merger.company.actor(merger.hr), old, below, now)
    merger.work()
    assert merger.inside(merger.old) == 7
