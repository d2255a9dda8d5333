"""The administrator's page of the directory: what to type there, its tokens, what it may do, and what it last sent."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.doors.partners.models import Exchange
from lms.doors.partners.registry import Connection
from lms.doors.scim.forms import AdoptionForm, TokenForm
from lms.doors.scim.guard import DOOR
from lms.doors.scim.models import ScimGroup, ScimSettings, ScimUser
from lms.doors.scim.server import base_url
from lms.kernel import audit
from lms.kernel.database import insert
from lms.kernel.permissions import Actor, NotFound, Role, allow, scope_of
from lms.people import tokens
from lms.people.models import Person
from lms.people.token_models import DoorToken
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation

SHOWN = 10
"""Tokens and exchanges that the page shows."""


@allow(Role.ADMIN)
def settings() -> ResponseReturnValue:
    """Show how the directory is connected and what it last sent."""
    return _page(TokenForm())


@allow(Role.ADMIN)
def make_token() -> ResponseReturnValue:
    """Make a token; it is shown this once."""
    form = TokenForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        _row, token = tokens.make(db(), actor().organisation_id, DOOR, now(), by=actor().person_id, days=form.days.data)
    except tokens.TooManyTokens:
        form.form_errors = [_("Two tokens are active already. Revoke the one that is no longer used first.")]
        return _page(form, status=409)
    return _page(TokenForm(formdata=None), token=token)


@allow(Role.ADMIN)
def revoke_token(door_token: UUID) -> ResponseReturnValue:
    """End a token at once."""
    found = my(DoorToken).where(DoorToken.id == door_token, DoorToken.door == DOOR).one_or_404()
    if not Confirmation().validate():
        return _page(TokenForm(formdata=None), status=422)
    if not tokens.revoke(db(), found.organisation_id, found.id, now(), by=actor().person_id):
        raise NotFound
    flash(_("The token opens nothing any more."))
    return redirect(url_for("scim_settings.settings"), 303)


@allow(Role.ADMIN)
def adopt() -> ResponseReturnValue:
    """Let the directory look after people with a role here, or no longer."""
    form = AdoptionForm()
    if not form.validate():
        return _page(TokenForm(formdata=None), status=422)
    now_so = {"adopts": form.adopts.data}
    statement = insert(db(), ScimSettings).values({"organisation_id": actor().organisation_id, **now_so})
    db().execute(statement.on_conflict_do_update(index_elements=[ScimSettings.organisation_id], set_=now_so))
    audit.note(db(), actor(), "scim.adoption", now(), detail="on" if form.adopts.data else "off")
    flash(_("Saved."))
    return redirect(url_for("scim_settings.settings"), 303)


def connections(session: Session, actor: Actor) -> Sequence[Connection]:
    """Return the organisation's active tokens for the overview of doors."""
    query = select(DoorToken).where(scope_of(DoorToken, actor), DoorToken.door == DOOR, DoorToken.revoked_at.is_(None))
    found = session.scalars(query.order_by(DoorToken.made_at)).all()
    return [Connection(each.id, _("Token of %(day)s", day=f"{each.made_at:%Y-%m-%d}"), base_url()) for each in found]


def _page(form: TokenForm, *, token: str | None = None, status: int = 200) -> ResponseReturnValue:
    allowed = my(ScimSettings).first()
    page = render_template(
        "scim/settings.html",
        address=base_url(),
        form=form,
        token=token,
        tokens=my(DoorToken).where(DoorToken.door == DOOR).order_by(DoorToken.made_at.desc()).limit(SHOWN).all(),
        adoption=AdoptionForm(formdata=None, adopts=bool(allowed and allowed.adopts)),
        confirmation=Confirmation(formdata=None),
        last=my(Exchange).where(Exchange.door == DOOR).order_by(Exchange.id.desc()).limit(SHOWN).all(),
        counts=_counts(),
        at=now(),
    )
    return page, status


def _counts() -> tuple[int, int, int]:
    """Return how many people the directory looks after, how many of them have access, and how many groups it knows."""
    mine = select(func.count(), func.count().filter(Person.active)).join(ScimUser, ScimUser.person_id == Person.id)
    people, active = db().execute(mine.where(scope_of(ScimUser, actor()), ScimUser.deleted_at.is_(None))).one()
    groups = db().scalar(select(func.count()).select_from(ScimGroup).where(scope_of(ScimGroup, actor())))
    return people, active, groups or 0
