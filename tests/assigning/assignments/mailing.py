"""What tests of mails share: an assignment an hour ago, and what became of its mails."""

from __future__ import annotations

from typing import Any

from lms.assigning.assignments.dues import Due, Kind
from lms.people.models import Person
from tests.assigning.assignments.office import Office

THIRTY = Due(Kind.ASSIGNED, days=30)


def given(office: Office, **settings: Any) -> Any:
    """Give the curriculum to everybody, and let an hour pass."""
    assignment = office.give(due=THIRTY, **settings)
    office.forward(hours=1)
    return assignment


def states(office: Office, *people: Person) -> list[tuple[str, str]]:
    """Return state and reason of each mail."""
    return [(mail.state, mail.why) for mail in office.mails(*people)]
