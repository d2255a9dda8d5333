"""The page that asks before a connection is taken away."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.doors.oidc import removing
from lms.doors.oidc.forms import RemovalForm
from lms.doors.oidc.models import OidcConnection
from lms.doors.oidc.places import providers
from lms.doors.oidc.removing import Meaning
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, db, my, now


@allow(Role.ADMIN)
def ask(connection: UUID) -> ResponseReturnValue:
    """Say what taking a connection away means, and ask for its name."""
    found = _mine(connection)
    return _page(found, removing.meaning(db(), found), RemovalForm(formdata=None))


@allow(Role.ADMIN)
def remove(connection: UUID) -> ResponseReturnValue:
    """Take a connection away, once its name is typed and somebody can still mend things."""
    found = _mine(connection)
    form, meaning = RemovalForm(), removing.meaning(db(), found)
    if not form.validate() or meaning.is_last:
        return _page(found, meaning, form), 422
    if not form.names(found.name):
        form.name.errors = [_("That is another name. Type it as it stands above.")]
        return _page(found, meaning, form), 422
    name, issuer = found.name, found.issuer
    removing.remove(db(), actor(), found, now())
    providers().forget(issuer)
    flash(_("%(name)s is taken away. Nobody signs in with it any more.", name=name))
    return redirect(url_for("oidc.every"), 303)


def _page(found: OidcConnection, meaning: Meaning, form: RemovalForm) -> str:
    return render_template("oidc/removal.html", connection=found, meaning=meaning, form=form)


def _mine(connection: UUID) -> OidcConnection:
    return my(OidcConnection).where(OidcConnection.id == connection).one_or_404()
