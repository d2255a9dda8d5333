"""The administrator's page of what is done outside requests, and trying again what failed."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import and_

from lms.kernel import audit, ledger
from lms.kernel.ledger import Job
from lms.kernel.permissions import NotFound, Role, allow
from lms.people.background_work import SHOWN, lines, standing, visible
from lms.web.context import actor, db, now


@allow(Role.ADMIN)
def jobs() -> ResponseReturnValue:
    """Show what runs, waits, failed and was tried again."""
    asked = request.args.get("show")
    shown = asked if asked in SHOWN else None
    found, following = lines(db(), actor(), shown, request.args.get("after"))
    words = {
        "running": _("Running"),
        "waiting": _("Waiting"),
        "failed": _("Failed"),
        "retried": _("Tried again"),
        "done": _("Done"),
    }
    return render_template(
        "people/jobs.html",
        standing=standing(db(), actor(), now()),
        lines=found,
        shown=shown,
        words=words,
        following=following,
        paged="after" in request.args,
    )


@allow(Role.ADMIN)
def try_again(job: UUID) -> ResponseReturnValue:
    """Give a job that failed for good all its tries anew."""
    if not ledger.try_again(db(), and_(Job.id == job, visible(actor())), now()):
        raise NotFound
    audit.note(db(), actor(), "job.tried-again", now(), detail=str(job))
    flash(_("It is tried again now."))
    return redirect(url_for("people.jobs"), 303)
