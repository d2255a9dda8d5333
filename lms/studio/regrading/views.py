"""The page on a mended key of a quiz, and the order to regrade."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.permissions import NotFound, Role, allow
from lms.learning.analysis.reading import on_shelf
from lms.learning.regrading import applying
from lms.studio.regrading.forms import RegradeForm
from lms.studio.regrading.mended import Mended, mended
from lms.web.context import actor, db, now


@allow(Role.TRAINER)
def preview(name: str) -> ResponseReturnValue:
    """Show what a mended key would change, without changing anything."""
    return _page(name, RegradeForm())


@allow(Role.TRAINER)
def regrade(name: str) -> ResponseReturnValue:
    """Have my organisation's results regraded."""
    form = RegradeForm()
    chosen = next((each for each in mended(db(), actor(), name) if str(each.mend.row) == form.version.data), None)
    if chosen is None:
        raise NotFound
    if not form.validate() or (policy := form.chosen()) is None:
        return _page(name, form, 422)
    if not chosen.count.results:
        flash(_("No result stands on the old key: there is nothing to regrade."))
    elif applying.begin(db(), actor(), chosen.mend, policy, now()):
        flash(_("The results are being regraded. It takes a moment; you may leave this page."))
    else:
        flash(_("The results are being regraded already."))
    return redirect(url_for("studio.regrade", name=name), 303)


def told_mends(name: str | None = None) -> list[Mended]:
    """Return the mends whose results wait for somebody to have them regraded; templates call it."""
    return [each for each in mended(db(), actor(), name) if each.count.results]


def _page(name: str, form: RegradeForm, status: int = 200) -> ResponseReturnValue:
    if not name.isprintable() or not on_shelf(db(), actor(), name):
        raise NotFound
    shown = mended(db(), actor(), name, in_full=True)
    return render_template("studio/regrading/regrade.html", name=name, mends=shown, form=form), status
