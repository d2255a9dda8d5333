"""HR's pages on what groups answered: the list of snapshots, one snapshot, its file, and the one choice there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.assigning.group_results import reading
from lms.assigning.group_results.csv_file import written
from lms.assigning.group_results.deciding import ask_for
from lms.assigning.group_results.forms import FewestForm
from lms.assigning.group_results.models import GroupCell, GroupSnapshot
from lms.assigning.group_results.quarters import Quarter
from lms.catalog import shelf
from lms.kernel.permissions import Role, allow
from lms.packs.instruments import Instrument
from lms.web.context import actor, db, now, today
from lms.web.forms import Confirmation


@dataclass(frozen=True)
class Listed:
    """One instrument in the list: its newest snapshot, what the whole organisation says there, and earlier ones."""

    newest: GroupSnapshot
    instrument: Instrument
    whole: GroupCell
    earlier: tuple[GroupSnapshot, ...]


@allow(Role.HR)
def results() -> ResponseReturnValue:
    """Show each instrument's newest snapshot, and the way to the earlier ones."""
    return _results(_fewest_form())


@allow(Role.HR)
def result(snapshot: UUID) -> ResponseReturnValue:
    """Show one snapshot: the department tree, with a figure where one may be told."""
    found = reading.told(db(), actor(), snapshot)
    others = [each for each in reading.snapshots(db(), actor()) if each.instrument_id == found.snapshot.instrument_id]
    return render_template(
        "assigning/group_results/result.html", told=found, others=others, following=_following(), form=Confirmation()
    )


@allow(Role.HR)
def result_file(snapshot: UUID) -> Response:
    """Send one snapshot as CSV."""
    found = reading.told(db(), actor(), snapshot)
    name = f"{found.instrument.name}-{found.snapshot.quarter}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written(found, _("Whole organisation")), mimetype="text/csv; charset=utf-8", headers=headers)


@allow(Role.HR)
def change_fewest() -> ResponseReturnValue:
    """Ask for more people in a told group, from the next quarter on."""
    form = FewestForm()
    number = form.number() if form.validate() else None
    if number is None:
        return _results(form), 422
    ask_for(db(), actor(), number, now())
    flash(_("Kept. It holds from the next figures on; what has been shown stays."))
    return redirect(url_for("group_results.results"), 303)


def in_reports() -> str:
    """Return the way here from the rooms of reports."""
    return render_template("assigning/group_results/in_reports.html")


def _results(form: FewestForm) -> str:
    every = reading.snapshots(db(), actor())
    listed = [
        Listed(
            each,
            shelf.instrument(db(), each.quiz_version_id),
            reading.whole(db(), actor(), each),
            tuple(other for other in every if other.instrument_id == each.instrument_id and other.id != each.id),
        )
        for each in reading.newest_of_each(every)
    ]
    fewest, counts_from = reading.rule(db(), actor())
    return render_template(
        "assigning/group_results/list.html",
        listed=listed,
        following=_following(),
        fewest=fewest,
        counts_from=counts_from,
        form=form,
    )


def _fewest_form() -> FewestForm:
    form = FewestForm(formdata=None)
    form.fewest.data = str(reading.rule(db(), actor())[0])
    return form


def _following() -> tuple[Quarter, date]:
    """Return the quarter that is running, and the day on which its figures are made."""
    running = Quarter.of(today())
    return running, running.next.begins
