"""The administrator's pages of single sign-on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from lms.doors.oidc import connections
from lms.doors.oidc.connections import NotTaken, ends_soon, is_alone
from lms.doors.oidc.forms import ConnectionForm, DomainForm
from lms.doors.oidc.models import DOOR, OidcConnection, OidcDomain, OidcIdentity
from lms.doors.oidc.places import our_address, providers, redirect_address
from lms.doors.oidc.presets import PRESETS, Preset, WrongPlace
from lms.doors.oidc.refusing import Refusal
from lms.doors.partners import log
from lms.doors.partners.models import FAILED, OK, OUT
from lms.kernel.ids import new_id, read_id
from lms.kernel.permissions import NotFound, Role, allow
from lms.people.models import Organisation
from lms.web.context import actor, database, db, my, now, secret, today
from lms.web.forms import Confirmation


@allow(Role.ADMIN)
def every() -> ResponseReturnValue:
    """Show the organisation's connections and the kinds there are."""
    found = my(OidcConnection).order_by(OidcConnection.name, OidcConnection.id).all()
    domains = my(OidcDomain).order_by(OidcDomain.domain).all()
    return render_template(
        "oidc/connections.html",
        connections=found,
        domains={each.id: [one for one in domains if one.connection_id == each.id] for each in found},
        ending={each.id for each in found if ends_soon(each, today())},
        presets=PRESETS,
    )


@allow(Role.ADMIN)
def new() -> ResponseReturnValue:
    """Show the form of a new connection, with the redirect address it will have."""
    preset = _preset(request.args.get("preset"))
    return _form_page(
        ConnectionForm(formdata=None, connection=str(new_id()), has_button=is_alone(db(), actor())), preset
    )


@allow(Role.ADMIN)
def create() -> ResponseReturnValue:
    """Make a connection, switched off until it was tried."""
    preset = _preset(request.args.get("preset"))
    form = ConnectionForm()
    id = read_id(form.connection.data or "")
    if id is None or db().get(OidcConnection, id) is not None:  # never another's: the page is shown with a new one
        form.connection.data = str(id := new_id())
    if not form.validate() or not _has_secret(form):
        return _form_page(form, preset), 422
    try:
        made = connections.create(db(), actor(), id, preset.name, _values(form), secret(), now())
    except WrongPlace as wrong:
        return _form_page(_wrong(form, wrong), preset), 422
    flash(_("The connection is there, switched off. Add its mail domains, try it, then switch it on."))
    return redirect(url_for("oidc.one", connection=made.id), 303)


@allow(Role.ADMIN)
def one(connection: UUID) -> ResponseReturnValue:
    """Show one connection."""
    return _page(_mine(connection))


@allow(Role.ADMIN)
def change(connection: UUID) -> ResponseReturnValue:
    """Change a connection; a field for the secret that is left empty keeps the one there is."""
    found = _mine(connection)
    form = ConnectionForm()
    before = found.issuer
    if not form.validate():
        return _form_page(form, PRESETS[found.preset], found), 422
    try:
        connections.change(db(), actor(), found, _values(form), secret(), now())
    except WrongPlace as wrong:
        return _form_page(_wrong(form, wrong), PRESETS[found.preset], found), 422
    providers().forget(before)
    flash(_("The connection is saved."))
    return redirect(url_for("oidc.one", connection=found.id), 303)


@allow(Role.ADMIN)
def edit(connection: UUID) -> ResponseReturnValue:
    """Show a connection's form; never its secret."""
    found = _mine(connection)
    form = ConnectionForm(formdata=None, obj=found)
    form.secret.data = None
    return _form_page(form, PRESETS[found.preset], found)


@allow(Role.ADMIN)
def switch(connection: UUID) -> ResponseReturnValue:
    """Switch a connection on or off."""
    if not Confirmation().validate():
        abort(400)
    found = _mine(connection)
    connections.switch(db(), actor(), found, now(), on=not found.active)
    flash(_("It is switched on.") if found.active else _("It is switched off. Passwords open what they opened before."))
    return redirect(url_for("oidc.one", connection=found.id), 303)


@allow(Role.ADMIN)
def add_domain(connection: UUID) -> ResponseReturnValue:
    """Say that a mail domain is the connection's."""
    found = _mine(connection)
    form = DomainForm()
    if not form.validate():
        return _page(found, form), 422
    try:
        made = connections.add_domain(db(), actor(), found, form.domain.data, now())
    except NotTaken as refused:
        form.domain.errors = [refused.text]
        return _page(found, form), 422
    flash(_("The domain counts from now on.") if made.held else _("The domain waits to be confirmed."))
    return redirect(url_for("oidc.one", connection=found.id), 303)


@allow(Role.ADMIN)
def remove_domain(connection: UUID, domain: UUID) -> ResponseReturnValue:
    """Take a domain from a connection."""
    if not Confirmation().validate():
        abort(400)
    found = _mine(connection)
    theirs = my(OidcDomain).where(OidcDomain.id == domain, OidcDomain.connection_id == found.id).one_or_404()
    connections.remove_domain(db(), actor(), theirs, now())
    flash(_("The domain is removed."))
    return redirect(url_for("oidc.one", connection=found.id), 303)


@allow(Role.ADMIN)
def check(connection: UUID) -> ResponseReturnValue:
    """Ask the provider for its metadata and keys, now."""
    if not Confirmation().validate():
        abort(400)
    found = _mine(connection)
    trouble = None
    count = 0
    try:
        providers().provider(found.issuer, now(), anew=True)
        count = providers().read_keys(found.issuer, now(), anew=True)
        if not count:
            raise Refusal("keys", "none that can be used")
    except Refusal as refusal:
        trouble = refusal
    told = str(trouble.detail) if trouble else f"{count} keys"
    outcome = FAILED if trouble else OK
    log.note_now(
        database(), found.organisation_id, DOOR, OUT, "check", now(), partner=found.id, told=told,
        outcome=outcome,
    )  # fmt: skip
    return _page(found, checked=(trouble, count))


check.__dict__["only_reads"] = True


def _page(
    found: OidcConnection, form: DomainForm | None = None, checked: tuple[Refusal | None, int] | None = None
) -> str:
    domains = my(OidcDomain).where(OidcDomain.connection_id == found.id).order_by(OidcDomain.domain).all()
    linked = select(func.count()).where(OidcIdentity.connection_id == found.id)
    return render_template(
        "oidc/one.html",
        connection=found,
        preset=PRESETS[found.preset],
        domains=domains,
        linked=db().scalar(linked) or 0,
        redirect_address=redirect_address(found.id),
        sign_out_address=our_address(url_for("oidc.signed_out_there", connection=found.id)),
        ends_soon=ends_soon(found, today()),
        form=form or DomainForm(formdata=None),
        confirmation=Confirmation(),
        checked=checked,
        slug=my(Organisation).one_or_404().slug,
    )


def _form_page(form: ConnectionForm, preset: Preset, found: OidcConnection | None = None) -> str:
    id = found.id if found else read_id(form.connection.data or "") or new_id()
    form.connection.data = str(id)
    form.tenant.label.text = preset.tenant or form.tenant.label.text
    return render_template(
        "oidc/form.html",
        form=form,
        preset=preset,
        connection=found,
        redirect_address=redirect_address(id),
        sign_out_address=our_address(url_for("oidc.signed_out_there", connection=id)),
    )


def _values(form: ConnectionForm) -> dict[str, Any]:
    return {name: field.data for name, field in form._fields.items() if name not in ("connection", "csrf_token")}


def _has_secret(form: ConnectionForm) -> bool:
    if form.secret.data:
        return True
    form.secret.errors = [_("Copy it from the provider. It is kept sealed and never shown again.")]
    return False


def _wrong(form: ConnectionForm, wrong: WrongPlace) -> ConnectionForm:
    form._fields[wrong.field].errors = [wrong.text]
    return form


def _mine(connection: UUID) -> OidcConnection:
    return my(OidcConnection).where(OidcConnection.id == connection).one_or_404()


def _preset(name: str | None) -> Preset:
    if name not in PRESETS:
        raise NotFound
    return PRESETS[name]
