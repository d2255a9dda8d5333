"""HR's home: exceptions first, then the curriculum assigned last by department, then the way to a person."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.assigning.assignments.exceptions import exceptions
from lms.assigning.curricula.choosing import published
from lms.assigning.reports import editions
from lms.assigning.reports.home import home
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, db, now, today
from lms.web.forms import Confirmation
from lms.web.languages import language


@allow(Role.HR)
def overview() -> ResponseReturnValue:
    """Show what needs somebody today, and how far they all are."""
    shown = home(db(), actor(), now(), language())
    found = exceptions(db(), actor(), now(), shown.known)
    return render_template(
        "assigning/overview.html",
        found=found,
        missing=sum(found.missing.values()),
        home=shown,
        report=shown.report,
        stored=shown.basis.edition is not None or not shown.basis.ready,
        counting=editions.in_the_making(db(), actor().organisation_id) if shown.basis.edition else None,
        curricula=bool(published(db(), actor())),
        form=Confirmation(),
        today=today(),
        at=now(),
    )
