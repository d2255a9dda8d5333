"""One assignment by its pages: drafted, tried, carried out, undone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from lms.assigning.assignments.models import Assigned
from lms.people.models import Person
from tests.support.curriculum import School
from tests.support.forms import form_to
from tests.support.working import do_jobs

ALL = "/assign/assignments"
JOBS = ("assignments.run", "assignments.recount", "assignments.refresh", "assignments.invite")
"""The work behind these pages; what is done every hour for every company there is belongs to others."""


class Rollout:
    """One assignment of a school, by its pages."""

    def __init__(self, school: School, *people: Person, **fields: str) -> None:
        """Keep a draft for these people, or for everybody."""
        self.school, self.browser = school, school.browser
        self.installation = school.company.installation
        self.curriculum = school.publish()
        whom: dict[str, str | list[str]] = (
            {"people": [str(each.id) for each in people]} if people else {"everyone": "y"}
        )
        form = (
            {"curriculum": str(self.curriculum), "kind": "assigned", "assigned_days": "30", "do": "try"} | whom | fields
        )
        answer = self.browser.post(ALL, form)
        assert answer.status_code == 303, answer.text
        self.address = answer.location.removesuffix("/preview")
        self.id = UUID(self.address.rpartition("/")[2])

    def begin(self) -> str:
        """Press the button under the dry run; return the address of the progress."""
        form = form_to(self.browser.get(f"{self.address}/preview").text, "/runs")
        answer = self.browser.post(form.action, form.values)
        assert answer.status_code == 303
        return answer.location

    def give(self) -> None:
        """Carry it out to the end."""
        self.begin()
        do_jobs(self.installation, *JOBS)

    def page(self, query: str = "") -> str:
        """Return the assignment's page."""
        return self.browser.get(f"{self.address}{query}", follow_redirects=True).text

    def rows(self) -> list[Assigned]:
        """Return what was given."""
        with self.installation.database.reading() as session:
            return list(session.scalars(select(Assigned).where(Assigned.assignment_id == self.id)))

    def undo(self) -> str:
        """Press Undo; return what is said."""
        form = form_to(self.page(), "/undoing")
        return self.browser.post(form.action, form.values, follow_redirects=True).text
