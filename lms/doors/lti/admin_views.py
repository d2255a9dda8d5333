"""The administrator's pages of learning platforms: which there are, what to copy where, and whether they answer."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.doors.lti import keys, platforms, trying
from lms.doors.lti.forms import PlatformForm
from lms.doors.lti.models import LtiPlatform
from lms.kernel import audit
from lms.kernel.permissions import Role, allow
from lms.web.context import actor, config, database, db, my, now, secret
from lms.web.forms import Confirmation


def our_addresses() -> dict[str, str]:
    """Return what the other side asks for: {"login": …, "launch": …, "jwks": …, "icon": …}."""
    base = config().base_url
    return {
        "login": f"{base}/lti/login",
        "launch": f"{base}/lti/launch",
        "jwks": f"{base}/lti/jwks",
        "icon": f"{base}/lti/icon.svg",
    }


@allow(Role.ADMIN)
def every() -> ResponseReturnValue:
    """Show the platforms that are connected."""
    found = my(LtiPlatform).order_by(LtiPlatform.name, LtiPlatform.id).all()
    return render_template("lti/platforms.html", platforms=found, form=Confirmation(), ours=our_addresses())


@allow(Role.ADMIN)
def invite() -> ResponseReturnValue:
    """Make an address at which one platform registers itself; it is shown this once."""
    if not Confirmation().validate():
        abort(400)
    keys.ensure_key(database(), secret(), now())
    token = platforms.invite(db(), actor().organisation_id, now())
    audit.note(db(), actor(), "lti.invited", now())
    address = f"{config().base_url}/lti/register/{token}"
    found = my(LtiPlatform).order_by(LtiPlatform.name, LtiPlatform.id).all()
    return render_template(
        "lti/platforms.html", platforms=found, form=Confirmation(), ours=our_addresses(), address=address
    )


@allow(Role.ADMIN)
def new() -> ResponseReturnValue:
    """Show the form of a platform that is added by hand."""
    return _form_page(PlatformForm(formdata=None, creates_people=True), None)


@allow(Role.ADMIN)
def create() -> ResponseReturnValue:
    """Add a platform by hand."""
    form = PlatformForm()
    if not form.validate():
        return _form_page(form, None), 422
    keys.ensure_key(database(), secret(), now())
    try:
        made = platforms.add(db(), actor().organisation_id, form.values(), form.named(), now())
    except platforms.Taken:
        return _form_page(_taken(form), None), 422
    audit.note(db(), actor(), "lti.added", now(), detail=made.name)
    flash(_("The platform is connected. Try the connection now."))
    return redirect(url_for("lti.platform", platform=made.id), 303)


@allow(Role.ADMIN)
def one(platform: UUID) -> ResponseReturnValue:
    """Show one platform and what it may do."""
    found = _mine(platform)
    return _form_page(_filled(found), found)


@allow(Role.ADMIN)
def change(platform: UUID) -> ResponseReturnValue:
    """Change a platform."""
    form, found = PlatformForm(), _mine(platform)
    if not form.validate():
        return _form_page(form, found), 422
    try:
        platforms.change(db(), found, form.values(), form.named())
    except platforms.Taken:
        return _form_page(_taken(form), found), 422
    audit.note(db(), actor(), "lti.changed", now(), detail=found.name)
    flash(_("The platform is saved."))
    return redirect(url_for("lti.platform", platform=found.id), 303)


@allow(Role.ADMIN)
def switch(platform: UUID) -> ResponseReturnValue:
    """Switch a platform on or off; off, its visits end at once."""
    if not Confirmation().validate():
        abort(400)
    found, on = _mine(platform), request.form.get("on") == "yes"
    platforms.switch(db(), found, on=on)
    audit.note(db(), actor(), "lti.switched-on" if on else "lti.switched-off", now(), detail=found.name)
    flash(_("The platform may launch again.") if on else _("The platform is switched off. Its visits have ended."))
    return redirect(url_for("lti.platform", platform=found.id), 303)


@allow(Role.ADMIN)
def removing(platform: UUID) -> ResponseReturnValue:
    """Ask once, with what would go."""
    found = _mine(platform)
    return render_template(
        "lti/removal.html", platform=found, figures=platforms.figures(db(), found), form=Confirmation()
    )


@allow(Role.ADMIN)
def remove(platform: UUID) -> ResponseReturnValue:
    """Remove a platform and what hangs on it; people stay."""
    if not Confirmation().validate():
        abort(400)
    found = _mine(platform)
    audit.note(db(), actor(), "lti.removed", now(), detail=found.name)
    platforms.remove(db(), found)
    flash(_("The platform is removed. People and what they have learned are still here."))
    return redirect(url_for("lti.platforms"), 303)


@allow(Role.ADMIN)
def trial(platform: UUID) -> ResponseReturnValue:
    """Ask the platform for its keys and for access to its services, and say what is wrong."""
    if not Confirmation().validate():
        abort(400)
    found = _mine(platform)
    db().expunge(found)  # what is read of its keys is kept in a transaction of its own
    steps = trying.try_out(database(), config(), secret(), found, now)
    return _form_page(_filled(found), found, steps)


trial.__dict__["only_reads"] = True  # while the platform is asked nobody's save waits


def _mine(platform: UUID) -> LtiPlatform:
    return my(LtiPlatform).where(LtiPlatform.id == platform).one_or_404()


def _filled(found: LtiPlatform) -> PlatformForm:
    names = "\n".join(each.deployment for each in platforms.deployments_of(db(), found))
    return PlatformForm(formdata=None, obj=found, deployments=names)


def _taken(form: PlatformForm) -> PlatformForm:
    form.client_id.errors = [
        _("This issuer and client ID are connected already. Look at the list, or copy them again.")
    ]
    return form


def _form_page(form: PlatformForm, found: LtiPlatform | None, steps: list[trying.Step] | None = None) -> str:
    return render_template(
        "lti/platform.html",
        form=form,
        platform=found,
        figures=platforms.figures(db(), found) if found is not None else None,
        steps=steps,
        ours=our_addresses(),
        confirmation=Confirmation(),
    )
