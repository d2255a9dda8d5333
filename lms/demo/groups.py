"""The demo company's groups: two that keep themselves up to date, and one that HR put together by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.groups import members_by_hand, membership, operations
from lms.assigning.groups.rules import All, Leaf, Not
from lms.demo.days import morning, today_in
from lms.kernel.permissions import Actor
from lms.people.models import Department

MADE_DAYS_AGO: Final = 21
SALES: Final = "Sales"
LEADS: Final = ("Head of department", "Head of section", "Team lead")
NEW_FOR: Final = 90
PILOT: Final = 12


def make(session: Session, hr: Actor, people: Sequence[UUID], now: datetime) -> None:
    """Make the three groups as HR did some weeks ago; `people`: the managers, some of whom are the pilot."""
    made = morning(today_in(now) - timedelta(days=MADE_DAYS_AGO))
    ours = Department.organisation_id == hr.organisation_id
    sales = session.scalar(select(Department.id).where(ours, Department.name == SALES))
    leads = Leaf("job", "is", tuple(sorted(LEADS)))
    rules = {
        "New within 90 days": All((Leaf("hire_date", "within_days", NEW_FOR), Not(Leaf("role", "is", ("hr",))))),
    }
    if sales is not None:
        rules["Managers in Sales and its departments"] = All((Leaf("department", "within", (str(sales),)), leads))
    for name, rule in rules.items():
        group = operations.make(session, hr, name, rule, made, fitting=())
        for at in (made, now):
            membership.evaluate(session, group, at)
    pilot = operations.make(session, hr, "Pilot of the customer programme", None, made)
    members_by_hand.add(session, hr, pilot, people[:: max(1, len(people) // PILOT)][:PILOT], made)
