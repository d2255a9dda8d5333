"""What counts on a department: rules of groups and assignments name it, and would reach nobody once it is gone."""

from __future__ import annotations

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import ENDED, Assignment
from lms.assigning.groups.models import PeopleGroup
from lms.people.departments import Refused
from lms.people.models import Department


def check_unnamed(session: Session, department: Department) -> None:
    """Raise Refused where a group or an assignment that has not ended names the department; two queries."""
    here, wanted = department.organisation_id, str(department.id)
    named = (
        select(PeopleGroup.name).where(
            PeopleGroup.organisation_id == here,
            PeopleGroup.removed_at.is_(None),
            cast(PeopleGroup.rule, String).contains(wanted),
        ),
        select(Assignment.name).where(
            Assignment.organisation_id == here,
            Assignment.state != ENDED,
            cast(Assignment.audience, String).contains(wanted),
        ),
    )
    for each in named:
        by = session.scalar(each.limit(1))
        if by is not None:
            raise Refused("named", by=by)
