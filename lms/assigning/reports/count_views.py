"""Count again: a job, with how far it is."""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.reports import recounting
from lms.assigning.reports.models import COUNTING, ReportEdition
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation
from lms.web.shell import wants_json


@allow(Role.HR)
def count() -> ResponseReturnValue:
    """Have everything counted again; whoever asks while it is being counted sees how far that is."""
    if not Confirmation().validate():
        abort(400)
    edition = recounting.ask_again(db(), actor().organisation_id, now())
    return redirect(url_for("reports.counting", edition=edition.id), 303)


@allow(Role.HR)
def counting(edition: UUID) -> ResponseReturnValue:
    """Show how far it is; a script is told in figures. What is counted leads back to the reports."""
    found = my(ReportEdition).where(ReportEdition.id == edition).first()
    back = url_for("reports.overview")
    ended = found is None or found.state != COUNTING
    if wants_json():
        done, planned = (found.done, found.planned) if found else (1, 1)
        return {"done": done, "planned": planned, "ended": ended, "next": back}
    if ended:
        return redirect(back)
    return render_template("assigning/reports/counting.html", edition=found)
