"""The dry run: who would get what and when, before anything happens."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages import offer
from lms.assigning.assignment_pages.addresses import after_of, first_page, next_page
from lms.assigning.assignment_pages.names import names_of
from lms.assigning.assignment_pages.telling import Told
from lms.assigning.assignment_pages.weeks import histogram
from lms.assigning.assignment_pages.words import BECAUSE, missing_words
from lms.assigning.assignments import dues
from lms.assigning.assignments import preview as previews
from lms.assigning.assignments.models import ENDED, Assignment
from lms.assigning.assignments.runs import MAILS_AFTER
from lms.assigning.looking import note_look
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, database, db, my, now, today
from lms.web.forms import Confirmation


@allow(Role.HR)
def preview(assignment: UUID) -> ResponseReturnValue:
    """Show what carrying it out now would do; nothing is changed by looking."""
    row = my(Assignment).where(Assignment.id == assignment).one_or_404()
    if row.state == ENDED:
        return redirect(url_for("assignments.page", assignment=row.id))
    note_look(database(), actor(), row.name[:100], now())
    return tried(row)


def tried(row: Assignment, refusal: str = "") -> ResponseReturnValue:
    """Return the page, with the words of a refusal where carrying it out was refused."""
    found = previews.preview(db(), actor(), row, now(), after_of(request.args))
    page = render_template(
        "assigning/assignment_pages/preview.html",
        assignment=row,
        told=Told(row, names_of(db(), actor(), [row])),
        curriculum=next((each for each in offer.curricula_of(db(), actor()) if each.id == row.curriculum_id), None),
        found=found,
        weeks=histogram(found.weeks),
        due=dues.from_json(row.due),
        following=next_page(found.following),
        first=first_page(),
        missing_words=missing_words,
        because=BECAUSE,
        mails_at=now() + MAILS_AFTER,
        today=today(),
        at=now(),
        form=Confirmation(),
        refusal=refusal,
    )
    return page, 422 if refusal else 200
