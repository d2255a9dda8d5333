"""The administrator's pages of record stores, and what everybody sees of them on the page of their own data."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from lms.doors.partners import log, showing
from lms.doors.partners.models import DONE, FAILED, OK, OUT, REFUSED, Delivery
from lms.doors.xapi import operations
from lms.doors.xapi.examples import examples
from lms.doors.xapi.forms import ConnectionForm
from lms.doors.xapi.models import DOOR, XapiConnection
from lms.doors.xapi.operations import Asked
from lms.doors.xapi.sending import Lrs, trouble_of
from lms.doors.xapi.statements import Told, Who
from lms.doors.xapi.words import KIND_WORDS
from lms.kernel.calling import CallError
from lms.kernel.permissions import Role, Rows, allow, scope_of
from lms.kernel.sealing import SealBroken
from lms.people.models import Person
from lms.web.context import actor, config, database, db, my, now, secret, today
from lms.web.forms import Confirmation
from lms.web.languages import language


@allow(Role.ADMIN)
def settings() -> ResponseReturnValue:
    """Show the connections and how they stand."""
    found = [each for each in showing.standing(db(), actor()) if each.door.name == DOOR]
    return render_template("xapi/settings.html", door=found[0])


@allow(Role.ADMIN)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return _page(ConnectionForm(data={"since": today()}), None)


@allow(Role.ADMIN)
def connect() -> ResponseReturnValue:
    """Set up a connection; it is off until it was looked at."""
    form = ConnectionForm()
    if not form.validate():
        return _page(form, None, 422)
    made = operations.connect(db(), actor().organisation_id, _asked(form), secret(), now())
    flash(_("Set up, and still off. Test it, then switch it on."))
    return redirect(url_for("xapi.connection", store=made.id), 303)


@allow(Role.ADMIN)
def connection(store: UUID) -> ResponseReturnValue:
    """Show one connection: its settings, whether it answers, and what it is told, word for word."""
    found = _mine(store)
    return _page(ConnectionForm(known=found), found)


@allow(Role.ADMIN)
def change(store: UUID) -> ResponseReturnValue:
    """Change a connection."""
    found = _mine(store)
    form = ConnectionForm(known=found)
    if not form.validate():
        return _page(form, found, 422)
    operations.change(db(), found, _asked(form), secret())
    flash(_("Saved. It holds for everything that is sent from now on."))
    return redirect(url_for("xapi.connection", store=found.id), 303)


@allow(Role.ADMIN)
def test(store: UUID) -> ResponseReturnValue:
    """Ask the LRS for one statement, before anything of ours is written, and say what came of it."""
    if not Confirmation().validate():
        abort(400)
    with database().reading() as session:
        found = Rows(session, actor(), XapiConnection).where(XapiConnection.id == store).one_or_404()
    trouble, status = _trouble(found)
    outcome = OK if trouble is None else FAILED if status is None else REFUSED
    log.note(
        db(), found.organisation_id, DOOR, OUT, "test", now(),
        outcome=outcome, partner=found.id, status=status, told=trouble or "",
    )  # fmt: skip
    if trouble is None:
        operations.answers(db(), found, now())
        flash(_("It answers, and address, key and secret are right."))
    else:
        flash(_("It did not work. %(trouble)s", trouble=trouble))
    return redirect(url_for("xapi.connection", store=found.id), 303)


@allow(Role.ADMIN)
def switch_on(store: UUID) -> ResponseReturnValue:
    """Begin to tell, or go on telling."""
    found = _confirmed(store)
    operations.switch(db(), found, on=True)
    flash(_("On. The first statements go within a minute."))
    return redirect(url_for("xapi.connection", store=found.id), 303)


@allow(Role.ADMIN)
def switch_off(store: UUID) -> ResponseReturnValue:
    """Tell nothing more until it is switched on again."""
    found = _confirmed(store)
    operations.switch(db(), found, on=False)
    flash(_("Off. What waited is told when you switch it on again."))
    return redirect(url_for("xapi.connection", store=found.id), 303)


@allow(Role.ADMIN)
def remove(store: UUID) -> ResponseReturnValue:
    """Remove a connection."""
    found = _confirmed(store)
    operations.remove(db(), found)
    flash(_("Removed. What the LRS was told stays there; delete it there where it should not."))
    return redirect(url_for("xapi.settings"), 303)


def on_me() -> str:
    """Return the section of one's own page that says who is told what, and how much went; nothing where nothing is."""
    connections = my(XapiConnection).where(XapiConnection.active.is_(True)).order_by(XapiConnection.name).all()
    mine = scope_of(Delivery, actor()), Delivery.person_id == actor().person_id, Delivery.door == DOOR
    told = (*mine, Delivery.state == DONE, Delivery.status.is_not(None))
    counted = select(Delivery.kind, func.count(), func.max(Delivery.sent_at)).where(*told).group_by(Delivery.kind)
    sent = {row[0]: (row[1], row[2]) for row in db().execute(counted)}
    if not connections and not sent:
        return ""
    return render_template("xapi/about_me.html", connections=connections, sent=sent, words=KIND_WORDS)


def _trouble(found: XapiConnection) -> tuple[str | None, int | None]:
    """Ask the LRS; return what is wrong, None where nothing is, and the status it answered with."""
    try:
        answer = Lrs.of(found, secret(), config()).look()
    except CallError as trouble:
        return str(trouble), None
    except SealBroken:
        return _("The stored secret cannot be opened with this LMS_SECRET_KEY. Type it in anew."), None
    if answer.is_ok:
        return None, answer.status
    return trouble_of(answer) or _("It does not take our question."), answer.status


def _page(form: ConnectionForm, found: XapiConnection | None, status: int = 200) -> ResponseReturnValue:
    person = my(Person).where(Person.id == actor().person_id).one_or_404()
    who = Who(person.id, person.email, language())
    shown = {}
    if found is not None:
        told = Told(config().base_url, found.by_mail, found.scores)
        shown = examples(found.organisation_id, who, told, now(), found.kinds)
    return (
        render_template("xapi/connection.html", form=form, connection=found, examples=shown, words=KIND_WORDS),
        status,
    )


def _asked(form: ConnectionForm) -> Asked:
    return Asked(
        name=form.name.data.strip(),
        endpoint=form.address,
        sign_in=form.sign_in.data,
        key=(form.key.data or "").strip(),
        secret=form.secret.data or None,
        kinds=[kind for kind in KIND_WORDS if kind in form.kinds.data],
        since=form.since.data,
        scores=form.scores.data,
        by_mail=form.by_mail.data,
    )


def _mine(store: UUID) -> XapiConnection:
    return my(XapiConnection).where(XapiConnection.id == store).one_or_404()


def _confirmed(store: UUID) -> XapiConnection:
    if not Confirmation().validate():
        abort(400)
    return _mine(store)
