"""What somebody leaves behind who has entered a figure for the board."""

from __future__ import annotations

from datetime import date

from lms.assigning.board.models import OwnMeasure
from lms.people.models import Person
from tests.support.company import Company


def enter_a_measure(company: Company, person: Person) -> None:
    """Let a person have entered how many customers were lost in a year, and have corrected it since."""
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        session.add(
            OwnMeasure(
                organisation_id=company.organisation.id,
                kind="churn",
                begins=date(2024, 1, 1),
                ends=date(2024, 12, 31),
                counts=[100, 9],
                source="Billing",
                entered_by=person.id,
                entered_at=now,
                replaced_at=now,
            )
        )
