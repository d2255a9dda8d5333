"""Who may do more than learn, for administrators: the list in the settings, and the way to one person's roles."""

from __future__ import annotations

from typing import Any, Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from lms.assigning.looking import note_look
from lms.assigning.roster.forms import FindForm
from lms.kernel.permissions import Role, allow, scope_of
from lms.people.editing import has_role
from lms.people.models import Person
from lms.people.values import Wrong, read_email
from lms.web.context import actor, database, db, now

MOST: Final = 50
LABELS: Final = {Role.HR: _l("HR"), Role.TRAINER: _l("Trainer"), Role.ADMIN: _l("Administrator")}
"""The roles that are given by hand, in the order in which they are said."""


@allow(Role.ADMIN)
def every_role() -> ResponseReturnValue:
    """Show who has a role, and ask whose roles to look at."""
    note_look(database(), actor(), _("roles")[:100], now())
    return _page(FindForm())


@allow(Role.ADMIN)
def find_person() -> ResponseReturnValue:
    """Lead to the roles of whoever has exactly this address."""
    form = FindForm()
    if form.validate():
        found = _with_address(form.email.data or "")
        if found is not None:
            return redirect(url_for("roster.roles", person=found.id), 303)
        form.email.errors = [_l("Nobody here has this address. Write it whole, as it stands in the list of people.")]
    return _page(form), 422


def _with_address(typed: str) -> Person | None:
    try:
        address = read_email(typed)
    except Wrong:
        return None
    return db().scalars(select(Person).where(scope_of(Person, actor()), Person.email == address)).first()


def _page(form: FindForm) -> str:
    return render_template("assigning/roster/every_role.html", **_shown(form))


def in_settings() -> str:
    """Return the part of the settings on roles."""
    return render_template("assigning/roster/roles_in_settings.html", **_shown(FindForm(formdata=None)))


def _shown(form: FindForm) -> dict[str, Any]:
    some = or_(*(has_role(role) for role in LABELS))
    mine = select(Person.id, Person.name, Person.roles).where(scope_of(Person, actor()), Person.active, some)
    rows = db().execute(mine.order_by(Person.name, Person.id).limit(MOST + 1)).all()
    holders = [(row.id, row.name, [LABELS[role] for role in LABELS if role in row.roles]) for row in rows[:MOST]]
    return {"find": form, "holders": holders, "most": MOST if len(rows) > MOST else None}
