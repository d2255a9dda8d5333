"""The page on a mended key of a quiz, and the order to regrade."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.permissions import NotFound, Role, allow
from lms.learning.analysis.reading import on_shelf
from lms.learning.regrading import applying, counting
from lms.learning.regrading.mends import how_many, mends
from lms.studio.regrading.forms import RegradeForm
from lms.studio.regrading.mended import Mended, keys_of, mended
from lms.web.context import actor, database, db, now


@allow(Role.TRAINER)
def preview(name: str) -> ResponseReturnValue:
    """Show what a mended key would change, without changing anything."""
    return _page(name, RegradeForm())


@allow(Role.TRAINER)
def regrade(name: str) -> ResponseReturnValue:
    """Have my organisation's results regraded; whether there are any is looked up in the results themselves."""
    form = RegradeForm()
    chosen = next((each for each in mends(db(), actor(), name) if str(each.row) == form.version.data), None)
    if chosen is None:
        raise NotFound
    if not form.validate() or (policy := form.chosen()) is None:
        return _page(name, form, 422)
    if not how_many(db(), actor().organisation_id, chosen):
        flash(_("No result stands on the old key: there is nothing to regrade."))
    elif applying.begin(db(), actor(), chosen, policy, now()):
        flash(_("The results are being regraded. It takes a moment; you may leave this page."))
    else:
        flash(_("The results are being regraded already."))
    return redirect(url_for("studio.regrade", name=name), 303)


def told_mends(name: str | None = None) -> list[Mended]:
    """Return the mends whose results wait for somebody to have them regraded; templates call it."""
    return [each for each in _up_to_date(name) if each.waits]


def _up_to_date(name: str | None) -> list[Mended]:
    """Return what is stored of the mends; whatever is missing or old is being counted from now on."""
    shown = mended(db(), actor(), name)
    wanting = [each.mend.row for each in shown if counting.is_wanting(each.count, now())]
    if not wanting:
        return shown
    with database().writing() as session:
        for row in wanting:
            counting.want(session, actor().organisation_id, row, now())
    with database().reading() as session:
        return mended(session, actor(), name)


def _page(name: str, form: RegradeForm, status: int = 200) -> ResponseReturnValue:
    if not name.isprintable() or not on_shelf(db(), actor(), name):
        raise NotFound
    shown = [
        (each, keys_of(db(), each)) for each in (_up_to_date(name) if status < 400 else mended(db(), actor(), name))
    ]
    return render_template("studio/regrading/regrade.html", name=name, mends=shown, form=form), status
