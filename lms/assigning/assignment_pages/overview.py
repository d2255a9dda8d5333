"""HR's home: exceptions first, then how far each curriculum is, then the way to a person."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from lms.assigning.assignment_pages.by_curriculum import progress_of
from lms.assigning.assignments.exceptions import exceptions
from lms.assigning.curricula.choosing import published
from lms.kernel.permissions import Role, allow, scope_of
from lms.people.models import Person
from lms.web.context import actor, db, now, today


@allow(Role.HR)
def overview() -> ResponseReturnValue:
    """Show what needs somebody today, and how far they all are."""
    found = exceptions(db(), actor(), now())
    people = db().scalar(select(func.count()).select_from(Person).where(scope_of(Person, actor()), Person.active))
    return render_template(
        "assigning/overview.html",
        found=found,
        missing=sum(found.missing.values()),
        curricula=progress_of(db(), actor(), published(db(), actor()), now()),
        people=people or 0,
        today=today(),
        at=now(),
    )
